/**
 * What the guard looks for, and how much it weighs (P18). The table is 'Patterns to detect' of our reference on reflection templates: it
 * follows what the GMC asks applicants to black out; the exact patterns and levels are ours.
 */
import { z } from 'zod'

/** `block`: to be removed, or kept with a typed reason. `warn`: said, and left to the writer. */
export const GUARD_LEVELS = {
  'nhs-number': 'block',
  'chi-number': 'block',
  'hc-number': 'block',
  'hospital-number': 'block',
  'date-of-birth': 'block',
  postcode: 'block',
  phone: 'block',
  email: 'block',
  'ni-number': 'block',
  'old-date': 'warn',
  'full-date': 'warn',
  'great-age': 'warn',
  'exact-age': 'warn',
  name: 'warn',
  initials: 'warn',
  'street-address': 'warn',
  'gmc-number': 'warn',
  'nmc-pin': 'warn',
  place: 'warn',
  'case-reference': 'warn',
  'like-a-number': 'warn',
  'rare-combination': 'warn',
} as const satisfies Record<string, 'block' | 'warn'>

export type GuardRule = keyof typeof GUARD_LEVELS
export const GUARD_RULES = Object.keys(GUARD_LEVELS) as [GuardRule, ...GuardRule[]]
export const GuardRule = z.enum(GUARD_RULES)
export type GuardLevel = (typeof GUARD_LEVELS)[GuardRule]

/** Reflections, assessments, logs and meetings are clinical writing: only there can a rule block (P18). */
export const WRITINGS = ['clinical writing', 'anything else'] as const
export type Writing = (typeof WRITINGS)[number]

/** Where in a text a rule found something: offsets in UTF-16 units, `end` exclusive. */
export interface Spot {
  readonly rule: GuardRule
  readonly start: number
  readonly end: number
}

export const MOST_REASON = 500

/** Reasons for keeping what a rule blocks, by `overrideKey`. They are kept; the text that matched never is. */
export const GuardOverrides = z
  .record(z.string().max(300), z.string().trim().max(MOST_REASON, { error: 'A reason can have 500 characters at most.' }))
  .refine((reasons) => Object.keys(reasons).length <= 200, { error: 'At most 200 reasons at once.' })
export type GuardOverrides = z.infer<typeof GuardOverrides>

export const overrideKey = (field: string, rule: GuardRule): string => `${field} ${rule}`

/** Shorter says nothing. */
export const LEAST_REASON = 5
