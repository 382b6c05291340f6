/**
 * Numbers that are one person's: NHS, CHI and H&C numbers by their check digit, hospital and National Insurance numbers, telephones, emails,
 * professional numbers. A ten-digit number that fails the check is not an NHS number and is not blocked for looking like one.
 */
import { daysInMonth } from './plain-date.ts'
import type { GuardRule, Spot } from './guard-rules.ts'

/**
 * The check of NHS, CHI and H&C numbers: the first nine digits by weights 10 to 2, summed, modulo 11; the tenth digit is 11 less the
 * remainder, 11 counts as 0, and 10 is never given out. Source: the table of the reference (943 476 5919 passes).
 */
export function passesMod11(digits: string): boolean {
  if (!/^\d{10}$/.test(digits)) return false
  let sum = 0
  for (let at = 0; at < 9; at += 1) sum += Number(digits[at]) * (10 - at)
  const check = 11 - (sum % 11)
  return check !== 10 && check % 11 === Number(digits[9])
}

/** A CHI number opens with the day of birth, DDMMYY; 29 February is let pass in any year. */
const opensWithDay = (digits: string): boolean => {
  const [day, month] = [Number(digits.slice(0, 2)), Number(digits.slice(2, 4))]
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(2000, month)
}

/** Which national number ten digits are, null for none. H&C numbers of Northern Ireland lie between 320 and 399 million. */
export function nationalNumber(digits: string): 'nhs-number' | 'chi-number' | 'hc-number' | null {
  if (!passesMod11(digits)) return null
  if (opensWithDay(digits)) return 'chi-number'
  return /^3[2-9]/.test(digits) ? 'hc-number' : 'nhs-number'
}

interface Group {
  readonly digits: string
  readonly start: number
  readonly end: number
}

/** How ten digits are written: in one, or in these groups. Other groups of digits are doses and readings. */
const SHAPES: ReadonlySet<string> = new Set(['10', '3-3-4', '3-7', '6-4', '4-3-3', '3-4-3', '5-5', '2-2-2-4', '3-3-2-2', '4-4-2', '6-3-1'])
const APART = /^[\s\-.\u200b]{1,2}$/
const PHONE_APART = /^[\s\-.()\u200b]{1,3}$/

/** Groups from `from` on whose digits together are `many`, or null. */
function groupsOf(text: string, groups: readonly Group[], from: number, many: number, apart: RegExp): Group[] | null {
  const taken: Group[] = []
  let digits = 0
  for (let at = from; at < groups.length && taken.length < 6; at += 1) {
    const group = groups[at]!
    const before = taken.at(-1)
    if (before !== undefined && !apart.test(text.slice(before.end, Math.min(group.start, before.end + 4)))) return null
    taken.push(group)
    digits += group.digits.length
    if (digits >= many) return digits === many ? taken : null
  }
  return null
}

/** National numbers and UK telephones. */
function* digitSpots(text: string): Generator<Spot> {
  const groups = [...text.matchAll(/\d+/g)].map(({ 0: digits, index }) => ({ digits, start: index, end: index + digits.length }))
  for (let at = 0; at < groups.length; at += 1) {
    const ten = groupsOf(text, groups, at, 10, APART)
    if (ten !== null && SHAPES.has(ten.map(({ digits }) => digits.length).join('-'))) {
      const rule = nationalNumber(ten.map(({ digits }) => digits).join(''))
      if (rule !== null) yield { rule, start: ten[0]!.start, end: ten.at(-1)!.end }
    }
    const phone = phoneFrom(text, groups, at)
    if (phone !== null) yield phone
  }
}

/** UK numbers: 0 and nine or ten digits, or +44 (0044) and as many, with or without the 0. */
function phoneFrom(text: string, groups: readonly Group[], at: number): Spot | null {
  const first = groups[at]!
  const taken = (many: number) => groupsOf(text, groups, at, many, PHONE_APART)
  const spot = (found: readonly Group[] | null, start = first.start): Spot | null =>
    found === null ? null : { rule: 'phone', start, end: found.at(-1)!.end }
  if (text[first.start - 1] === '+' && first.digits.startsWith('44')) return spot(taken(12) ?? taken(13) ?? taken(11), first.start - 1)
  if (first.digits.startsWith('0044')) return spot(taken(14) ?? taken(15) ?? taken(13))
  // 0800, 1200, 1600 are hours; a number's first group is longer or followed by longer ones.
  if (!/^0[1235789]\d/.test(first.digits) || /[\d.,/]/.test(text[first.start - 1] ?? '')) return null
  const eleven = taken(11)
  if (eleven !== null && eleven.slice(1).every(({ digits }) => digits.length >= 2)) return spot(eleven)
  if (!/^0(?:1|800|845)/.test(first.digits)) return null
  const ten = taken(10)
  // Ten digits that open with a day and fail the check of CHI numbers are no telephone number either.
  return ten !== null && opensWithDay(ten.map(({ digits }) => digits).join('')) ? null : spot(ten)
}

/** The address around each at sign, so that a long run of letters is walked once. */
function* emailSpots(text: string): Generator<Spot> {
  for (const { 0: tail, index } of text.matchAll(/@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,8}/gu)) {
    let start = index
    while (start > 0 && index - start < 64 && /[\p{L}\d._%+'-]/u.test(text[start - 1]!)) start -= 1
    if (start < index) yield { rule: 'email', start, end: index + tail.length }
  }
}

const HOSPITAL_LABEL =
  /\b(?:hosp(?:ital)?\.?[ ]{0,2}(?:no|number|num|nr|id)|mrn|m\.r\.n|unit[ ](?:no|number)|k[ ](?:no|number)|urn|patient[ ](?:no|number|id)|pas[ ](?:no|number)|case[ ]?notes?[ ](?:no|number))\b[\s.:#=]{0,4}(?:(?:is|was)\s{1,2})?([a-z\d][a-z\d/-]{3,13})/dgi
const NATIONAL_LABEL = /\b(?:nhs|chi|h&c)[ ](?:no|number)\b[\s.:#=]{0,4}(?:(?:is|was)\s{1,2})?(\d[\d -]{5,13}\d)/dgi

const countOf = (text: string, sign: RegExp) => text.match(sign)?.length ?? 0

function* labelledSpots(text: string): Generator<Spot> {
  for (const match of text.matchAll(HOSPITAL_LABEL)) {
    const [start, end] = match.indices![1]!
    const signs = countOf(match[1]!, /[a-z\d]/gi)
    if (signs >= 5 && signs <= 10 && countOf(match[1]!, /\d/g) >= 3) yield { rule: 'hospital-number', start, end }
  }
  for (const match of text.matchAll(NATIONAL_LABEL)) {
    const [start, end] = match.indices![1]!
    yield { rule: 'like-a-number', start, end }
  }
}

const PLAIN: readonly (readonly [GuardRule, RegExp])[] = [
  ['ni-number', /\b[A-CEGHJ-PR-TW-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b/gi],
  ['nmc-pin', /\b\d{2}[A-Z]\d{4}[A-Z]\b/gi],
  ['gmc-number', /\bGMC\b[^\n\d]{0,25}\d{7}\b/g],
  ['gmc-number', /\b\d{7}\b[^\n\d]{0,15}\bGMC\b/g],
  ['like-a-number', /\b(?!IMG|DSC|PXL|VID|DOC|PDF|MVI)[A-Z]{1,3}[-/ ]?\d{6,8}\b/g],
]

export function* numberSpots(text: string): Generator<Spot> {
  if (/\d/.test(text)) {
    yield* digitSpots(text)
    yield* labelledSpots(text)
    for (const [rule, pattern] of PLAIN) {
      for (const { 0: found, index } of text.matchAll(pattern)) yield { rule, start: index, end: index + found.length }
    }
  }
  yield* emailSpots(text)
}
