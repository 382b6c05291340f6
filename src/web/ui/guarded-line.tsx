import type { ReactNode, RefObject } from 'react'
import type { GuardOverrides, GuardRule, Writing } from '#domain/guard-rules.ts'
import { GuardNotes } from './guard-notes.tsx'
import { useGuard } from './guarded-text.tsx'

interface GuardedLineProps {
  readonly label: string
  readonly text: string
  readonly kind: Writing
  /** Where what was found can be shown. */
  readonly input?: RefObject<HTMLInputElement | null>
  readonly field?: string
  readonly reasons?: GuardOverrides
  readonly onReasons?: (reasons: GuardOverrides) => void
  /** What the field itself asks for, and is not warned of. */
  readonly asks?: readonly GuardRule[]
}

/** What the guard finds in a field of one line, a tag or a file's name; stands under it (P18). */
export function GuardedLine({ label, text, kind, input, asks = [], ...rest }: GuardedLineProps): ReactNode {
  const { checked, findings } = useGuard(text, kind)
  if (checked !== text) return null
  const show = ({ start, end }: { readonly start: number; readonly end: number }) => {
    input?.current?.focus()
    input?.current?.setSelectionRange(start, end)
  }
  const told = findings.filter(({ rule }) => !asks.includes(rule))
  return <GuardNotes label={label} text={text} findings={told} {...(input === undefined ? {} : { onShow: show })} {...rest} />
}
