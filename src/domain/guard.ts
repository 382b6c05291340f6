/**
 * The guard (P18): finds in a text what could identify a patient, says why, and how to say it instead. Pure, and quick enough to run at every
 * pause of the typing: every pattern is bounded, so the time grows with the text's length and nothing else.
 */
import { ageSpots, dateSpots } from './guard-dates.ts'
import { rareCombination, wordSpots } from './guard-names.ts'
import { numberSpots } from './guard-numbers.ts'
import { GUARD_LEVELS, GUARD_RULES, type GuardLevel, type GuardRule, type Spot, type Writing } from './guard-rules.ts'
import { guardWords } from './guard-words.ts'

/** One thing found. Offsets in UTF-16 units of the text as given, `end` exclusive. */
export interface Finding {
  readonly rule: GuardRule
  readonly level: GuardLevel
  readonly start: number
  readonly end: number
  readonly what: string
  readonly why: string
  readonly instead: string
}

/**
 * What could identify a patient in `text`, in its order; of two that overlap the graver. Outside clinical writing nothing is more than a
 * warning. With `today` (a plain date) dates of more than a year ago are told apart: they may be a date of birth.
 */
export function findIdentifiers(
  text: string,
  { kind, today = null }: { readonly kind: Writing; readonly today?: string | null },
): Finding[] {
  const plain = asPlain(text)
  const found = [...numberSpots(plain), ...dateSpots(plain, today), ...ageSpots(plain), ...wordSpots(plain)]
  const kept = withoutOverlaps(found)
  const rare = rareCombination(plain, kept)
  return [...kept, ...(rare === null ? [] : [rare])]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map((spot) => ({ ...spot, level: kind === 'clinical writing' ? GUARD_LEVELS[spot.rule] : 'warn', ...guardWords.rules[spot.rule] }))
}

/** The kind of writing of an item: forms and logs, and what the owner calls a reflection or a meeting. */
export function writingOf(item: { readonly kind: string; readonly type: string | null }): Writing {
  const clinical = item.kind === 'entry' || item.kind === 'log' || CLINICAL_TYPES.has(item.type)
  return clinical ? 'clinical writing' : 'anything else'
}
const CLINICAL_TYPES: ReadonlySet<string | null> = new Set(['reflection', 'meeting', 'assessment', 'clinic', 'procedure', 'acute take'])

/** Signs that look the same are made the same, one for one, so that offsets stay true. */
const asPlain = (text: string): string =>
  text
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g, '-')
    .replace(/[\u200b-\u200d\u2060\ufeff\u00ad]/g, '\u200b')
    .replace(/[\uff10-\uff19]/g, (digit) => String(digit.charCodeAt(0) - 0xff10))
    .replace(/\uff20/g, '@')

const RANK = new Map(GUARD_RULES.map((rule, at) => [rule, at]))

/** The first of the rules' order wins, and of one rule the longer. */
function withoutOverlaps(found: readonly Spot[]): Spot[] {
  const byRank = found.toSorted((a, b) => RANK.get(a.rule)! - RANK.get(b.rule)! || b.end - b.start - (a.end - a.start))
  // Which sign is taken is marked, so that many findings cost no more than their length.
  const taken = new Uint8Array(found.reduce((most, { end }) => Math.max(most, end), 0))
  return byRank.filter(({ start, end }) => {
    if (taken.subarray(start, end).includes(1)) return false
    taken.fill(1, start, end)
    return true
  })
}
