import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { DraftState } from '#web/platform/drafts.ts'
import { words } from '#web/platform/words.ts'

const SAID: Readonly<Record<DraftState, string>> = {
  none: '',
  keeping: words.draftKeeping,
  kept: words.draftKept,
  keptHere: words.draftKeptHere,
  notKept: words.draftNotKept,
  noRoom: words.draftNoRoom,
  tooLong: words.draftTooLong,
}

/** Whether what is typed is kept, quietly. Only bad news is read out. */
export function DraftMark({ state }: { readonly state: DraftState }): ReactNode {
  const bad = state === 'notKept' || state === 'noRoom' || state === 'tooLong'
  return (
    <Text component="span" size="xs" c={bad ? 'var(--mantine-color-error)' : 'dimmed'} role="status" aria-live={bad ? 'polite' : 'off'}>
      {SAID[state]}
    </Text>
  )
}
