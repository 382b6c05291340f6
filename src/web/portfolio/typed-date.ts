import { daysInMonth, isPlainDate, type PlainDate } from '#domain/plain-date.ts'

const MONTHS = 'january february march april may june july august september october november december'.split(' ')
const NAMED = MONTHS.map((name) => name[0]!.toUpperCase() + name.slice(1))

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/
const SLASHED = /^(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})(?:\s*[/.\-\s]\s*(\d{4}|\d{2}))?$/
const WORDED = /^(\d{1,2})(?:st|nd|rd|th)?\s*[-\s]?\s*([a-z]{3,9})\.?(?:,?\s*[-\s]?\s*(\d{4}|\d{2}))?$/

/**
 * A day as a person types it: '31/3/2026', '31 Mar 2026', '2026-03-31', '31 March', 'today'. Day before month, as in the UK.
 * Without a year it is the year of `today`. `null` is an empty field; a fault is said in words.
 */
export function readDay(typed: string, today: PlainDate): { value: PlainDate | null } | { fault: string } {
  const text = typed.trim().toLowerCase().replace(/\s+/g, ' ')
  if (text === '') return { value: null }
  if (text === 'today') return { value: today }
  const found = partsOf(text, Number(today.slice(0, 4)))
  if (!found) return { fault: 'Write a day such as 31/3/2026 or 31 Mar 2026.' }
  const [year, month, day] = found
  if (month < 1 || month > 12) return { fault: `There is no month ${month}. Write the day first, as in 31/3/2026.` }
  if (day < 1 || day > daysInMonth(year, month)) {
    const leap = month === 2 ? ` in ${year}` : ''
    return { fault: `There is no ${day} ${NAMED[month - 1]}${leap}: it has ${daysInMonth(year, month)} days.` }
  }
  const value = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return isPlainDate(value) ? { value } : { fault: 'The year has four digits and is 1900 or later.' }
}

function partsOf(text: string, thisYear: number): [year: number, month: number, day: number] | null {
  const iso = ISO.exec(text)
  if (iso) return [Number(iso[1]), Number(iso[2]), Number(iso[3])]
  const slashed = SLASHED.exec(text)
  if (slashed) return [yearOf(slashed[3], thisYear), Number(slashed[2]), Number(slashed[1])]
  const worded = WORDED.exec(text)
  if (!worded) return null
  const month = MONTHS.findIndex((name) => name.startsWith(worded[2]!) || (worded[2] === 'sept' && name === 'september')) + 1
  return month === 0 ? null : [yearOf(worded[3], thisYear), month, Number(worded[1])]
}

const yearOf = (digits: string | undefined, thisYear: number): number =>
  digits === undefined ? thisYear : digits.length === 2 ? centuryOf(Number(digits), thisYear) : Number(digits)

/** '99' is a year of the last century: learning lies behind one, or a little ahead. */
const centuryOf = (year: number, thisYear: number): number => (2000 + year > thisYear + 10 ? 1900 : 2000) + year
