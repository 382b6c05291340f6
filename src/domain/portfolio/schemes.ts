import type { KindOfCredit, Scheme } from '#domain/catalogue/contract.ts'
import type { Hundredths } from '#domain/hundredths.ts'
import { addDays, addMonths, cpdYear, type PlainDate, type Span } from '#domain/plain-date.ts'
import type { CreditKind } from './item.ts'

/** Credits earned together under one combination of kinds. */
export interface EarnedOfKind {
  readonly kind: CreditKind
  readonly amount: Hundredths
}

/**
 * The period of a scheme that holds `today`. Where the scheme leaves its start open, the day the owner chose counts,
 * else the first day of their own CPD year (C10, C13).
 */
export function periodOf(scheme: Scheme, today: PlainDate, startsOn: PlainDate | null, yearStartsIn: number): Span {
  const { years, startsIn } = scheme.period
  const months = years * 12
  if (startsOn === null || startsIn !== 'chosen') {
    const year = cpdYear(today, startsIn === 'chosen' ? yearStartsIn : startsIn)
    if (startsOn === null) return { from: addMonths(year.from, 12 - months), to: year.to }
    return spanAround(cpdYear(startsOn, startsIn === 'chosen' ? yearStartsIn : startsIn).from, months, today)
  }
  return spanAround(startsOn, months, today)
}

function spanAround(first: PlainDate, months: number, today: PlainDate): Span {
  let turns = 0
  while (addMonths(first, (turns + 1) * months) <= today) turns++
  while (addMonths(first, turns * months) > today) turns--
  const from = addMonths(first, turns * months)
  return { from, to: addDays(addMonths(first, (turns + 1) * months), -1) }
}

export const isOfKind = (kind: CreditKind, wanted: KindOfCredit): boolean =>
  wanted === 'participatory' ? kind.participatory : kind.clinical === wanted || kind.setting === wanted

export interface Progress {
  readonly target: Hundredths
  readonly uncapped: Hundredths
  readonly counted: Hundredths
  readonly parts: readonly {
    readonly kind: KindOfCredit
    readonly rule: 'at least' | 'at most'
    readonly amount: Hundredths
    readonly have: Hundredths
    readonly met: boolean
  }[]
}

/**
 * What is left under all caps. What passes one is taken first from learning that other caps hold too, so that nothing is
 * taken off twice.
 */
function capped(caps: Scheme['caps'], earned: readonly EarnedOfKind[]): Hundredths {
  const left = earned
    .map(({ kind, amount }) => ({ amount, of: caps.filter((cap) => isOfKind(kind, cap.kind)) }))
    .sort((a, b) => b.of.length - a.of.length)
  for (const cap of caps) {
    const held = left.filter((one) => one.of.includes(cap))
    let over = held.reduce((sum, one) => sum + one.amount, 0) - cap.amount
    for (const one of held) {
      const taken = Math.max(0, Math.min(over, one.amount))
      one.amount -= taken
      over -= taken
    }
  }
  return left.reduce((sum, one) => sum + one.amount, 0)
}

/** How much counts towards a scheme: what passes a cap is earned but does not count; minima stand beside the sum (C13). */
export function progressIn(scheme: Scheme, earned: Iterable<EarnedOfKind>): Progress {
  const all = [...earned]
  const have = (kind: KindOfCredit) => all.filter((one) => isOfKind(one.kind, kind)).reduce((sum, one) => sum + one.amount, 0)
  const uncapped = all.reduce((sum, one) => sum + one.amount, 0)
  return {
    target: scheme.target.amount,
    uncapped,
    counted: capped(scheme.caps, all),
    parts: [
      ...scheme.minima.map(({ kind, amount }) => {
        return { kind, rule: 'at least' as const, amount, have: have(kind), met: have(kind) >= amount }
      }),
      ...scheme.caps.map(({ kind, amount }) => {
        return { kind, rule: 'at most' as const, amount, have: have(kind), met: have(kind) <= amount }
      }),
    ],
  }
}
