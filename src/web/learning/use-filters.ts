import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { ModuleFilters } from '#domain/learning/contract.ts'
import { addressOfFilters, readFilters } from './read-filters.ts'

type Change = { readonly [K in keyof ModuleFilters]?: ModuleFilters[K] | undefined }

/** The choices in the address bar, and how to change them. Typing replaces the entry in the browser's history, choosing adds one. */
export function useFilters() {
  const text = useRouterState({ select: (state) => state.location.searchStr })
  const navigate = useNavigate()
  const read = useMemo(() => readFilters(text), [text])
  const change = useCallback(
    (changes: Change, how: { replace?: boolean } = {}) => {
      const now = readFilters(window.location.search)
      if ('fault' in now) return
      void navigate({ href: addressOfFilters({ ...now, ...changes } as ModuleFilters), replace: how.replace ?? false, resetScroll: false })
    },
    [navigate],
  )
  return { read, change }
}
