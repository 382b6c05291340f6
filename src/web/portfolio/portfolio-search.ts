import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { addressOf, merged, readView, type Change } from './read-view.ts'

/** The view in the address bar, and how to change it. Typing replaces the entry in the browser's history, choosing adds one. */
export function useView() {
  const text = useRouterState({ select: (state) => state.location.searchStr })
  const navigate = useNavigate()
  const read = useMemo(() => readView(text), [text])
  const change = useCallback(
    (changes: Change, how: { replace?: boolean } = {}) => {
      const now = readView(window.location.search)
      if ('fault' in now) return
      void navigate({ href: addressOf(merged(now, changes)), replace: how.replace ?? false, resetScroll: false })
    },
    [navigate],
  )
  return { read, change }
}
