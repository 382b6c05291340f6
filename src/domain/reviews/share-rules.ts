import type { Hundredths } from '#domain/hundredths.ts'
import { addMonths, type PlainDate } from '#domain/plain-date.ts'

/**
 * How long an appraiser can read what is shared (P25). Three months unless the owner says otherwise, a year at most. Both are Cairn's
 * own: an appraisal is prepared, held and written up in weeks.
 */
export const SHARE_MONTHS = 3
export const MOST_SHARE_MONTHS = 12

export const usualEnd = (today: PlainDate): PlainDate => addMonths(today, SHARE_MONTHS)
export const latestEnd = (today: PlainDate): PlainDate => addMonths(today, MOST_SHARE_MONTHS)

/** Why something cannot be shared until that day, by the owner's own day; null where it can. The day itself is still open. */
export function whyNotUntil(today: PlainDate, endsOn: PlainDate): 'past' | 'too long' | null {
  if (endsOn < today) return 'past'
  return endsOn > latestEnd(today) ? 'too long' : null
}

export const SHARE_STATES = ['open', 'ended', 'revoked'] as const
export type ShareState = (typeof SHARE_STATES)[number]

export function stateOfShare(today: PlainDate, { endsOn, isRevoked }: { endsOn: PlainDate; isRevoked: boolean }): ShareState {
  if (isRevoked) return 'revoked'
  return today > endsOn ? 'ended' : 'open'
}

/** A row as it stood when its credits were agreed to, or as it stands. Amounts in hundredths; null where it brings none. */
export interface Standing {
  /** Another one whenever something that can be read of it is. */
  readonly version: string
  readonly counted: Hundredths | null
  readonly impact: Hundredths | null
}

/** Whether a row is not what was agreed to any more: changed in any way, or gone. */
export const changedSince = (agreed: Standing, now: Standing | null): boolean =>
  now === null || agreed.version !== now.version || agreed.counted !== now.counted || agreed.impact !== now.impact
