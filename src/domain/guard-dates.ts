/** Days and ages: a date of birth, the day of care, an exact age (P18). The GMC asks for the stage of life and no date of contact. */
import { daysInMonth } from './plain-date.ts'
import type { Spot } from './guard-rules.ts'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'

/** Whole dates; the groups are named, so that one reading serves them all. */
const WHOLE: readonly RegExp[] = [
  /(?<![\d/.-])(?<day>\d{1,2})(?<sep>[/.-])(?<month>\d{1,2})\k<sep>(?<year>\d{4}|\d{2})(?![\d/-]|\.\d)/g,
  /(?<![\d/.-])(?<year>(?:19|20)\d{2})(?<sep>[/.-])(?<month>\d{1,2})\k<sep>(?<day>\d{1,2})(?![\d/-]|\.\d)/g,
  new RegExp(
    String.raw`(?<!\d)(?<day>\d{1,2})(?:st|nd|rd|th)?[ -]{0,2}(?:of )?(?<name>${MONTH})\.?,?[ -]{1,2}(?<year>(?:19|20)\d{2}|['’]?\d{2})(?!\d|[:.]\d)`,
    'gi',
  ),
  new RegExp(String.raw`\b(?<name>${MONTH})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>(?:19|20)\d{2})(?!\d)`, 'gi'),
]

/** What counts as a date beside a label only: digits alone, or a day without its year. */
const LABELLED: readonly RegExp[] = [
  /(?<!\d)(?<day>\d{2})(?<month>\d{2})(?<year>\d{4}|\d{2})(?!\d)/g,
  /(?<!\d)(?<day>\d{1,2})[ ](?<month>\d{1,2})[ ](?<year>\d{4}|\d{2})(?!\d)/g,
  new RegExp(String.raw`(?<!\d)(?<day>\d{1,2})(?:st|nd|rd|th)?[ -]{0,2}(?:of )?(?<name>${MONTH})\b`, 'gi'),
]

interface Day {
  readonly start: number
  readonly end: number
  /** With a year of four digits only; else null. */
  readonly plain: string | null
}

function* daysBy(patterns: readonly RegExp[], text: string): Generator<Day> {
  for (const pattern of patterns) {
    for (const { 0: found, index, groups = {} } of text.matchAll(pattern)) {
      const month = groups['name'] === undefined ? Number(groups['month']) : MONTHS.indexOf(groups['name'].slice(0, 3).toLowerCase()) + 1
      const day = Number(groups['day'])
      // The American order is a date as well.
      const [d, m] = month > 12 && day <= 12 ? [month, day] : [day, month]
      if (m < 1 || m > 12 || d < 1 || d > daysInMonth(2000, m)) continue
      const year = groups['year'] ?? ''
      const two = (n: number) => String(n).padStart(2, '0')
      yield { start: index, end: index + found.length, plain: /^\d{4}$/.test(year) ? `${year}-${two(m)}-${two(d)}` : null }
    }
  }
}

const BIRTH_BEFORE = /(?:\bd\.? ?o\.? ?b\b\.?|\bdate of birth\b|\bbirth ?date\b|\bborn\b)[^\n]{0,25}$/i
const BIRTH_AFTER = /^[\s,(-]{0,3}(?:d\.?o\.?b\b|date of birth\b)/i
/** The text before a date in which a label counts. */
const NEAR = 45

export function* dateSpots(text: string, today: string | null): Generator<Spot> {
  if (!/\d/.test(text)) return
  const isBirth = ({ start, end }: Day) =>
    BIRTH_BEFORE.test(text.slice(Math.max(0, start - NEAR), start)) || BIRTH_AFTER.test(text.slice(end, end + 20))
  const yearAgo = today === null ? null : `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`
  for (const day of daysBy(WHOLE, text)) {
    const rule = isBirth(day) ? 'date-of-birth' : yearAgo !== null && day.plain !== null && day.plain < yearAgo ? 'old-date' : 'full-date'
    yield { rule, start: day.start, end: day.end }
  }
  if (!/birth|born|d\.? ?o\.? ?b/i.test(text)) return
  for (const day of daysBy(LABELLED, text)) if (isBirth(day)) yield { rule: 'date-of-birth', start: day.start, end: day.end }
}

const ONES = 'one|two|three|four|five|six|seven|eight|nine'
const TEENS = 'ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen'
const TENS = 'twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety'
const NUMBER = String.raw`(?:\d{1,3}|(?:(?:${TENS})(?:[ -](?:${ONES}))?|${TEENS}|${ONES}|a hundred(?: and (?:${ONES}|${TEENS}))?))`
const AGES: readonly RegExp[] = [
  new RegExp(String.raw`(?<![\d.])\b(?<age>${NUMBER})[- ]{0,2}(?<unit>year|yr|y|month|mth|week|wk|day)s?[- ]{0,2}old\b`, 'gi'),
  /(?<![\d.])\b(?<age>\d{1,3}) ?y[/.]?o\b/gi,
  /(?<![\d.])\b(?<age>\d{1,3}) (?:years|yrs|months) of age\b/gi,
  new RegExp(String.raw`\b(?:aged?|age of)[: ]{1,2}(?:of |was |is )?(?<age>${NUMBER})\b`, 'gi'),
  /(?<![\d.])\b(?<age>\d{2,3}) ?[MF]\b/g,
  /(?<![\d.])\b(?<age>\d{1,2})[MF]\b(?= (?:presented|presenting|with|admitted|seen|c\/o|brought))/g,
]
/** A group of people, and not one: 'over 65 years old', 'aged 65 and over'. */
const GROUP_BEFORE =
  /(?:\b(?:over|under|above|below|than|least|most|minimum|maximum|from|between|the age of|and|to)|[<>≥≤-]) ?(?:the )?(?:aged? )?$/i
const GROUP_AFTER =
  /^ ?(?:\+|[-–]\s?\d|(?:years |yrs )?(?:and|or) (?:over|above|older|under|below|younger|more|less)|to \d|and \d|(?:Fr|French|G|gauge|catheter|Foley|chest drain|drain|sheath|stent|tube)\b)/i

export function* ageSpots(text: string): Generator<Spot> {
  for (const pattern of AGES) {
    for (const { 0: found, index, groups = {} } of text.matchAll(pattern)) {
      const end = index + found.length
      const before = text.slice(Math.max(0, index - 24), index)
      if (GROUP_BEFORE.test(before) || GROUP_AFTER.test(text.slice(end, end + 24))) continue
      const years = Number(groups['age'])
      if (years > 120) continue
      const isYears = /^(?:y|$)/i.test(groups['unit'] ?? '')
      const great = isYears && (years >= 90 || /^(?:ninety|a hundred)/i.test(groups['age'] ?? ''))
      yield { rule: great ? 'great-age' : 'exact-age', start: index, end }
    }
  }
}
