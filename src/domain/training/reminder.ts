import { addDays, type PlainDate } from '#domain/plain-date.ts'
import { freezesOn, type EnrolmentDates, type EnrolmentLimits } from './enrolment.ts'

/** Days before the freeze on which a doctor who is not enrolled is told (T1). The numbers are Cairn's own. */
export const REMINDER_DAYS = [28, 7] as const
export type ReminderDays = (typeof REMINDER_DAYS)[number]

/**
 * Which reminder is to be sent today, if any. Each goes out once; one whose day was missed goes out late, unless the next is due by then.
 * @param told which were sent before
 */
export function reminderDue(
  today: PlainDate,
  { from, until, enrolledOn }: Omit<EnrolmentDates, 'isInvited'>,
  limits: Pick<EnrolmentLimits, 'frozenAfterMonths'>,
  told: readonly number[],
): ReminderDays | null {
  if (enrolledOn !== null || today < from || (until !== null && today > until)) return null
  const freeze = freezesOn(from, limits)
  if (today >= freeze) return null
  const due = [...REMINDER_DAYS].reverse().find((days) => today >= addDays(freeze, -days))
  return due === undefined || told.includes(due) ? null : due
}
