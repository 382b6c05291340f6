import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { readQuery, writeQuery } from '#domain/query-string.ts'

/** The same address with a draft's name in it. */
export function withDraft(href: string, draft: string): string {
  const { search, hash } = new URL(href, 'http://cairn.invalid')
  return `/add${writeQuery({ ...readQuery(search), draft })}${hash}`
}

/** Where a draft goes on. What was handed over is in it by then. */
export const addressOfDraft = (draft: string): string => `/add${writeQuery({ draft })}`

export const addressOfSaved = (id: string, what: 'saved' | 'noted'): string => `/add${writeQuery({ [what]: id })}`

/** Goes on to another address of the capture, in the place of the one before. Nobody who has gone to another page is fetched back. */
export function useMoveOn(): (href: string) => void {
  const navigate = useNavigate()
  return useCallback(
    (href) => {
      if (window.location.pathname === '/add') void navigate({ href, replace: true, resetScroll: false })
    },
    [navigate],
  )
}
