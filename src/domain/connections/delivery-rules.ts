/** What a row's switch shows (X3, X5, X16). */
export const DELIVERY_STATES = ['waiting', 'sent', 'failed', 'not sure', 'not sent'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** For so long a delivery is tried, then it is 'failed' until the owner tries again (X9). */
export const TRIED_FOR_MS = 7 * 24 * 60 * 60 * 1000
const FIRST_PAUSE_MS = 2_000
const LONGEST_PAUSE_MS = 60 * 60 * 1000
/** Whatever the other side asks for: a longer wish is taken for a mistake. */
const LONGEST_ASKED_MS = 24 * 60 * 60 * 1000
/** Failures of one host in a row before its circuit opens, and for how long. */
export const OPENS_AFTER = 5
const CIRCUIT_FIRST_MS = 10_000
const CIRCUIT_LONGEST_MS = 15 * 60 * 1000

/** How an attempt ended, as far as one can tell. */
export type Outcome =
  | { readonly kind: 'sent' }
  /** Certainly nothing was recorded there: it did not answer the door, or said no for now. */
  | { readonly kind: 'refused for now'; readonly retryAfterMs: number | null }
  /** It may or may not have been recorded: the answer was lost. */
  | { readonly kind: 'lost answer' }
  /** It will never take this as it is. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Access was withdrawn there (X10). */
  | { readonly kind: 'withdrawn' }

export type Next =
  | { readonly state: 'sent' }
  | { readonly state: 'waiting'; readonly pauseMs: number }
  | { readonly state: 'failed' }
  | { readonly state: 'not sure' }
  | { readonly state: 'paused' }

/**
 * What follows an attempt (X5, X9, X10). `attempts` counts this one; `waitedMs` is how long it has been tried; `jitter` is 0 to 1. A lost
 * answer is tried again only where the other side records one key once.
 */
export function afterAttempt(
  outcome: Outcome,
  { attempts, waitedMs, jitter, honoursKeys }: { attempts: number; waitedMs: number; jitter: number; honoursKeys: boolean },
): Next {
  if (outcome.kind === 'sent') return { state: 'sent' }
  if (outcome.kind === 'withdrawn') return { state: 'paused' }
  if (outcome.kind === 'refused') return { state: 'failed' }
  if (outcome.kind === 'lost answer' && !honoursKeys) return { state: 'not sure' }
  if (waitedMs >= TRIED_FOR_MS) return { state: 'failed' }
  const asked = outcome.kind === 'refused for now' ? Math.min(outcome.retryAfterMs ?? 0, LONGEST_ASKED_MS) : 0
  const grown = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 20))
  return { state: 'waiting', pauseMs: pauseWithin(waitedMs, Math.max(asked, grown * (0.5 + jitter / 2))) }
}

/** A pause that ends, at the latest, when the seven days do, so that the last try is made then. Milliseconds. */
export const pauseWithin = (waitedMs: number, pauseMs: number): number =>
  Math.round(Math.max(1000, Math.min(pauseMs, TRIED_FOR_MS - waitedMs)))

/**
 * What is sent as it stands: the first content under its number, a changed one under the next. The other side takes the same number
 * for the same content, so a change that rose while an answer was lost needs a number of its own (X5, X13).
 */
export const revisionToSend = (revision: number, tried: { readonly hash: string | null }, hash: string): number =>
  tried.hash === null || tried.hash === hash ? revision : revision + 1

/** A row as it is found when a worker comes back with what it brought. */
export interface FoundRow {
  readonly state: DeliveryState
  /** The owner asked for something newer than what was sent. */
  readonly hasNewerWish: boolean
  readonly wasSentBefore: boolean
}

/**
 * What a row says after a try, and after how many milliseconds it is tried again, null for not (X5, X6, X16). What was switched off or
 * dropped meanwhile stays so, unless it may be there: then nobody but the owner can say. A newer wish goes behind, where that makes no
 * second record.
 */
export function rowAfter(
  next: Next | { readonly state: 'not sent' },
  found: FoundRow,
  { answerLost, honoursKeys }: { readonly answerLost: boolean; readonly honoursKeys: boolean },
): { readonly state: DeliveryState; readonly pauseMs: number | null } {
  const goesAgain = found.hasNewerWish && (next.state === 'failed' || next.state === 'not sent' || (next.state === 'sent' && honoursKeys))
  const pauseMs = next.state === 'waiting' ? next.pauseMs : goesAgain ? 0 : null
  if (found.state !== 'waiting') {
    const mayBeThere = answerLost || next.state === 'not sure'
    return { state: found.state === 'not sent' && mayBeThere ? 'not sure' : found.state, pauseMs: null }
  }
  if (next.state === 'paused' || pauseMs !== null) return { state: 'waiting', pauseMs }
  if (next.state === 'not sent') return { state: found.wasSentBefore ? 'sent' : 'not sent', pauseMs: null }
  return { state: next.state, pauseMs: null }
}

/** How long a host that failed so many times in a row is left alone; null while its circuit stays shut (closed). */
export const circuitPauseMs = (failuresInARow: number): number | null =>
  failuresInARow < OPENS_AFTER ? null : Math.min(CIRCUIT_LONGEST_MS, CIRCUIT_FIRST_MS * 2 ** Math.min(failuresInARow - OPENS_AFTER, 20))

/** 'Retry-After' in milliseconds: seconds, or a date; null where it says nothing readable. `now` in milliseconds since 1970. */
export function readRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000
  const at = parseHttpDate(header)
  return at === null ? null : Math.max(0, at - now)
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** 'Wed, 25 Nov 2026 09:00:00 GMT' (RFC 9110), without a clock. */
function parseHttpDate(text: string): number | null {
  const found = /^[A-Z][a-z]{2}, (\d{2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/.exec(text.trim())
  if (found === null) return null
  const [, day, month, year, hour, minute, second] = found
  const index = MONTHS.indexOf(month!)
  if (index === -1) return null
  return (daysFrom1970(Number(year), index + 1, Number(day)) * 86_400 + Number(hour) * 3600 + Number(minute) * 60 + Number(second)) * 1000
}

/** Days since 1970-01-01 in the Gregorian calendar. */
function daysFrom1970(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}
