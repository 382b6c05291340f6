import { isPlainDate, type PlainDate } from '#domain/plain-date.ts'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const TIME = /[T ,]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([ap]\.?m\.?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i

export interface ReadDate {
  readonly day: PlainDate
  /** Whether day and month could be the other way round. */
  readonly ambiguous: boolean
}

/**
 * A day as people and programs write it: 2025-03-31, 31/03/2025, 31.3.25, 31 March 2025, March 31, 2025; a time of day behind it is left.
 * Two digits of a year are 1970 to 2069. Null for what is no day of the calendar.
 */
export function readDate(typed: string, order: 'day' | 'month'): ReadDate | null {
  const text = typed.trim().replace(TIME, '')
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text)
  if (iso) return dayOf(iso[1]!, Number(iso[2]), Number(iso[3]), false)
  const numbers = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$/.exec(text)
  if (numbers) {
    const [one, two] = [Number(numbers[1]), Number(numbers[2])]
    const [day, month] = order === 'day' ? [one, two] : [two, one]
    return dayOf(numbers[3]!, month, day, one !== two && one <= 12 && two <= 12)
  }
  const named = /^(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4}|\d{2})$/i.exec(text)
  if (named) return dayOf(named[3]!, monthOf(named[2]!), Number(named[1]), false)
  const american = /^(?:[a-z]+,? )?([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/i.exec(text)
  return american ? dayOf(american[3]!, monthOf(american[1]!), Number(american[2]), false) : null
}

const NAMES = 'january february march april may june july august september october november december'.split(' ')
const monthOf = (name: string): number => {
  const word = name.toLowerCase()
  const at = MONTHS.indexOf(word.slice(0, 3))
  return at >= 0 && (NAMES[at]!.startsWith(word) || word === 'sept') ? at + 1 : 0
}

function dayOf(year: string, month: number, day: number, ambiguous: boolean): ReadDate | null {
  const whole = year.length === 4 ? year : Number(year) < 70 ? `20${year}` : `19${year}`
  const text = `${whole}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return isPlainDate(text) ? { day: text, ambiguous } : null
}
