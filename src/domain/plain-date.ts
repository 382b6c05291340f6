import { z } from 'zod'

/** A calendar day, `2026-03-31`; text end to end, so that no time zone can move it (N6). */
export type PlainDate = string

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/

export function isPlainDate(text: string): boolean {
  const match = SHAPE.exec(text)
  if (!match) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return year >= 1900 && year <= 2200 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

/** Days in a month; `month` is 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

export const PlainDate = z.string().refine(isPlainDate, { message: 'This is not a day of the calendar. Write it as 2026-03-31.' })

const two = (n: number) => String(n).padStart(2, '0')
const parts = (date: PlainDate) => date.split('-').map(Number) as [number, number, number]

/** The day it is at `instant` (milliseconds since 1970) in a time zone such as `Europe/London`. */
export function dayIn(zone: string, instant: number): PlainDate {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formats.set(zone, format)
  }
  return format.format(instant)
}

/** Making one takes a hundred times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>()

/** The same day of the month `months` later, or the month's last day where there is no such day. */
export function addMonths(date: PlainDate, months: number): PlainDate {
  const [year, month, day] = parts(date)
  const index = year * 12 + (month - 1) + months
  const [y, m] = [Math.floor(index / 12), (index % 12) + 1]
  return `${y}-${two(m)}-${two(Math.min(day, daysInMonth(y, m)))}`
}

export function addDays(date: PlainDate, days: number): PlainDate {
  const [year, month, day] = parts(date)
  let [y, m, d] = [year, month, day + days]
  while (d > daysInMonth(y, m)) {
    d -= daysInMonth(y, m)
    ;[y, m] = m === 12 ? [y + 1, 1] : [y, m + 1]
  }
  while (d < 1) {
    ;[y, m] = m === 1 ? [y - 1, 12] : [y, m - 1]
    d += daysInMonth(y, m)
  }
  return `${y}-${two(m)}-${two(d)}`
}

/** 1 for Monday to 7 for Sunday. */
export function weekday(date: PlainDate): number {
  const [year, month, day] = parts(date)
  // Zeller's rule, in which a year begins with March.
  const [y, m] = month < 3 ? [year - 1, month + 12] : [year, month]
  return ((day + Math.floor((13 * (m + 1)) / 5) + y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + 5) % 7) + 1
}

/** A span of days, both ends included. */
export interface Span {
  readonly from: PlainDate
  readonly to: PlainDate
}

/** The CPD year that holds `day`, for a year that begins on the first of `startMonth` (1 to 12) (C10). */
export function cpdYear(day: PlainDate, startMonth: number): Span {
  const [year, month] = parts(day)
  const from = `${month >= startMonth ? year : year - 1}-${two(startMonth)}-01`
  return { from, to: addDays(addMonths(from, 12), -1) }
}

/** The `years` years that end with `day`. */
export const lastYears = (day: PlainDate, years: number): Span => ({
  from: addDays(addMonths(day, -12 * years), 1),
  to: day,
})

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

/** '31 March 2026' */
export function longDate(date: PlainDate): string {
  const [year, month, day] = parts(date)
  return `${day} ${MONTHS[month - 1]} ${year}`
}

/** '31 Mar 2026' */
export function shortDate(date: PlainDate): string {
  const [year, month, day] = parts(date)
  return `${day} ${MONTHS[month - 1]!.slice(0, 3)} ${year}`
}
