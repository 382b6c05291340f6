import { addMonths, type PlainDate } from '#domain/plain-date.ts'

/**
 * How a certificate stands with its last day (T5), by the programmes' day: the last day itself is still valid. Three months before it
 * is said to expire soon, which is ours: time enough to book a course.
 */
export const EXPIRIES = ['valid', 'expires soon', 'expired'] as const
export type Expiry = (typeof EXPIRIES)[number]

export const SOON_MONTHS = 3

/** `expiresOn` is the last day it is valid; null never ends. */
export function expiryOn(today: PlainDate, expiresOn: PlainDate | null): Expiry {
  if (expiresOn === null) return 'valid'
  if (today > expiresOn) return 'expired'
  return addMonths(today, SOON_MONTHS) >= expiresOn ? 'expires soon' : 'valid'
}
