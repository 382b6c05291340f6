import { addDays, type PlainDate } from '#domain/plain-date.ts'

/**
 * Days before the last day of a certificate on which its owner is told (P27): life support, safeguarding, indemnity, whatever ends. The
 * first leaves time to book a course. The numbers are Cairn's own.
 */
export const EXPIRY_REMINDER_DAYS = [90, 30, 7] as const
export type ExpiryReminderDays = (typeof EXPIRY_REMINDER_DAYS)[number]

/**
 * Which reminder is to be sent today, if any. Each goes out once; one whose day was missed goes out late, unless the next is due by then.
 * After the last day there is none: the home page says so.
 * @param told which were sent before
 */
export function expiryReminderDue(today: PlainDate, expiresOn: PlainDate, told: readonly number[]): ExpiryReminderDays | null {
  if (today > expiresOn) return null
  const due = [...EXPIRY_REMINDER_DAYS].reverse().find((days) => today >= addDays(expiresOn, -days))
  return due === undefined || told.includes(due) ? null : due
}

/** Whether one that lasts until `expiresOn` (null never ends) renews one that lasts until `before`. */
export const lastsLonger = (expiresOn: PlainDate | null, before: PlainDate | null): boolean =>
  expiresOn === null || (before !== null && expiresOn > before)
