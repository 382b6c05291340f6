import { isScaled, type Answer, type Answers } from './answers.ts'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import type { FormField, FormSection } from './form-file.ts'

/** What the guard reads of the answers of a section (P18), by field: each text by itself, as the page shows it. */
export interface Guardable {
  readonly texts: Readonly<Record<string, readonly string[]>>
  /** Fields that stand as they were. */
  readonly unchanged: readonly string[]
}

/** The free words of an answer. What is chosen, counted or a day has none. */
export function freeWords(field: FormField, answer: Answer | undefined): readonly string[] {
  switch (field.kind) {
    case 'line':
    case 'text':
      return typeof answer === 'string' ? [answer] : []
    case 'scale':
      return isScaled(answer) && answer.comment !== '' ? [answer.comment] : []
    case 'rows': {
      const rows = Array.isArray(answer) ? answer.filter((row) => typeof row === 'object') : []
      const lines = field.columns.filter(({ kind }) => kind === 'line')
      return rows.flatMap((row) => lines.flatMap(({ id }) => row[id] ?? []))
    }
    default:
      return []
  }
}

/** The scratch part is its author's alone for good: there the page warns, and nothing is refused (F8). */
export function guardableIn(section: FormSection, answers: Answers, before: Answers): Guardable {
  if (section.scratch) return { texts: {}, unchanged: [] }
  const all = section.fields.map((field) => ({
    id: field.id,
    now: freeWords(field, answers[field.id]),
    was: freeWords(field, before[field.id]),
  }))
  const written = all.filter(({ now }) => now.length > 0)
  return {
    texts: Object.fromEntries(written.map(({ id, now }) => [id, now])),
    unchanged: written.filter(({ now, was }) => JSON.stringify(now) === JSON.stringify(was)).map(({ id }) => id),
  }
}

/**
 * The reasons, by `overrideKey(field, rule)`, that still are for what stands in these sections: one given for words that were changed since
 * is not a reason for the new ones (P18).
 */
export function standingReasons(
  reasons: GuardOverrides,
  sections: readonly FormSection[],
  saved: Readonly<Record<string, Answers>>,
  typed: Readonly<Record<string, Answers>>,
): GuardOverrides {
  const changed = new Set(
    sections.flatMap(({ id, fields }) => {
      const own = typed[id]
      if (own === undefined) return []
      const words = (field: FormField, answers: Answers | undefined) => JSON.stringify(freeWords(field, answers?.[field.id]))
      return fields.filter((field) => words(field, own) !== words(field, saved[id])).map((field) => field.id)
    }),
  )
  return Object.fromEntries(Object.entries(reasons).filter(([key]) => !changed.has(key.split(' ')[0]!)))
}
