import type { PlainDate } from '#domain/plain-date.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** How long somebody can change their mind (A10). */
export const CLOSING_DAYS = 30
/** So many days before it is too late they are told once more. Ours. */
export const WARNED_DAYS = 3

/** In milliseconds, as `Date.now()` counts. */
export const eraseAt = (askedAt: number): number => askedAt + CLOSING_DAYS * DAY_MS

/** From when somebody is told for the last time, in milliseconds. */
export const warnAt = (erase: number): number => erase - WARNED_DAYS * DAY_MS

/** The last day of a programme's period: so many years after training there ended, or after the account closed where it had not. */
export function keptUntil(trainedUntil: PlainDate | null, closedOn: PlainDate, years: number): PlainDate {
  const from = trainedUntil !== null && trainedUntil < closedOn ? trainedUntil : closedOn
  const year = Number(from.slice(0, 4)) + years
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const rest = from.endsWith('-02-29') && !isLeap ? '-02-28' : from.slice(4)
  return `${String(year).padStart(4, '0')}${rest}`
}
