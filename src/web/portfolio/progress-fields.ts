import { Refusal } from '#domain/errors.ts'
import { shortDate, type PlainDate } from '#domain/plain-date.ts'
import { withProgress, type Progress } from '#domain/portfolio/status.ts'
import type { ItemForm } from './item-form.ts'
import { readDay } from './typed-date.ts'

/**
 * The form after a change to its status or dates, by the server's own rule (P4): completing fills in today, taking it back
 * empties the date, a completed date completes. What cannot be read or is refused stays as typed and is said on saving.
 */
export function progressed(next: ItemForm, change: Partial<ItemForm>, before: ItemForm, today: PlainDate): ItemForm {
  const changed: Partial<Progress> = {}
  if (change.status !== undefined) Object.assign(changed, { status: change.status })
  for (const field of ['startedOn', 'completedOn'] as const) {
    const typed = change[field]
    if (typed === undefined) continue
    const read = readDay(typed, today)
    // Half a year typed is not yet a day.
    if ('fault' in read || (read.value !== null && !/\d{4}/.test(typed))) return next
    Object.assign(changed, { [field]: read.value })
  }
  if (Object.keys(changed).length === 0) return next
  const was = progressOf(before, today)
  try {
    const after = withProgress(was, changed, today)
    return {
      ...next,
      status: after.status,
      ...(change.startedOn === undefined ? { startedOn: typedDay(after.startedOn) } : {}),
      ...(change.completedOn === undefined || after.completedOn === null ? { completedOn: typedDay(after.completedOn) } : {}),
    }
  } catch (fault) {
    if (fault instanceof Refusal) return next
    throw fault
  }
}

const typedDay = (day: PlainDate | null) => (day === null ? '' : shortDate(day))

/** A date that cannot be read is none yet. */
function progressOf(form: ItemForm, today: PlainDate): Progress {
  const dayOf = (typed: string) => {
    const read = readDay(typed, today)
    return 'value' in read ? read.value : null
  }
  return { status: form.status, startedOn: dayOf(form.startedOn), completedOn: dayOf(form.completedOn) }
}

/** Why these dates cannot stand, or null where they can. */
export function progressFault(form: ItemForm, today: PlainDate): { path: string; message: string } | null {
  const now = progressOf(form, today)
  if (now.startedOn === null || now.completedOn === null) return null
  if (now.completedOn >= now.startedOn) return null
  try {
    withProgress(
      { status: 'not started', startedOn: null, completedOn: null },
      { startedOn: now.startedOn, completedOn: now.completedOn },
      today,
    )
    return null
  } catch (fault) {
    return fault instanceof Refusal ? (fault.fields[0] ?? null) : null
  }
}
