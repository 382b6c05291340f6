import type { ProofElsewhere, RemarkElsewhere } from './signed-elsewhere.ts'
import { elsewhereWords } from './words.ts'

export const MOST_AT_ONCE = 25

/** How a record stands here. A withdrawn acceptance leaves it waiting again. */
export const STANDINGS_ELSEWHERE = ['waiting', 'accepted', 'declined'] as const
export type StandingElsewhere = (typeof STANDINGS_ELSEWHERE)[number]

export type AnswerElsewhere = 'accepted' | 'declined' | 'withdrawn'

export const standingOf = (newest: AnswerElsewhere | null): StandingElsewhere =>
  newest === null || newest === 'withdrawn' ? 'waiting' : newest

interface Decided {
  readonly proof: ProofElsewhere
  readonly remarks: readonly RemarkElsewhere[]
  readonly standing: StandingElsewhere
  /** What here rests on it, in words; null for nothing. */
  readonly restsOn: string | null
}

const { decide: words } = elsewhereWords

/** Why a record cannot get this answer, whoever gives it; null where it can (R6). */
export function whyNotDecided({ proof, remarks, standing, restsOn }: Decided, answer: AnswerElsewhere): string | null {
  if (answer === 'withdrawn') return standing !== 'accepted' ? words.notAccepted : restsOn === null ? null : words.restsOn(restsOn)
  if (standing === 'accepted') return words.isAccepted
  if (answer === 'declined') return standing === 'declined' ? words.isDeclined : null
  if (proof === 'altered') return words.altered
  if (remarks.includes('denied')) return words.denied
  if (remarks.includes('corrected')) return words.corrected
  return remarks.includes('voided') ? words.voided : null
}

/** What became known of an accepted record after it was accepted: before, it would have kept it from being so. */
export const sinceOf = (remarks: readonly string[]): string[] =>
  (['corrected', 'denied', 'voided'] as const).filter((one) => remarks.includes(one)).map((one) => elsewhereWords.evidence.since[one])

/** Why what was written with an answer does not do; null where it does. Who accepts may write nothing. */
export const faultOfReason = (answer: AnswerElsewhere, reason: string): string | null =>
  answer === 'accepted' || reason !== '' ? null : words.reasonAsked
