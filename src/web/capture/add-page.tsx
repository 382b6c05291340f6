import { useRouterState } from '@tanstack/react-router'
import { useEffect, useMemo, useState, type ReactNode } from 'react'
import { v7 as newId } from 'uuid'
import { useMoveOn, withDraft } from './add-address.ts'
import { readAdd } from './add-view.ts'
import { CaptureForm } from './capture-form.tsx'
import { markOwnWindow } from './own-window.ts'
import { Saved } from './saved.tsx'

/** A capture: a small window of its own, or a page (K1, K2). Its address says how far it has come, so that a reload goes on there. */
export function AddPage(): ReactNode {
  const href = useOwnAddress()
  const { handed, draft, saved, noted } = useMemo(() => readAdd(href), [href])
  const done = saved ?? noted
  const moveOn = useMoveOn()
  useEffect(() => {
    if (handed.ownWindow) markOwnWindow()
    if (draft === undefined && done === undefined) moveOn(withDraft(href, newId()))
  }, [draft, done, handed.ownWindow, href, moveOn])
  if (done !== undefined) return <Saved key={done} id={done} noted={saved === undefined} />
  return draft === undefined ? null : <CaptureForm key={draft} id={draft} handed={handed} />
}

/** The address of this page: on the way to another page the router tells of that one, while this is still there. */
function useOwnAddress(): string {
  const now = useRouterState({ select: ({ location }) => (location.pathname === '/add' ? location.href : null) })
  const [last, setLast] = useState(now ?? '/add')
  if (now !== null && now !== last) setLast(now)
  return now ?? last
}
