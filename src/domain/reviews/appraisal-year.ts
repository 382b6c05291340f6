import type { Hundredths } from '#domain/hundredths.ts'
import { addDays, cpdYear, type PlainDate, type Span } from '#domain/plain-date.ts'

/**
 * An appraisal year (P26): the owner's own, from the month their CPD year starts in (C10). How far it is, said by its owner. A closed one
 * is a dated record, and is not opened again. The states are Cairn's own.
 */
export const YEAR_STATES = ['open', 'prepared', 'discussed', 'closed'] as const
export type YearState = (typeof YEAR_STATES)[number]

/** What its owner can make of it next. */
export function nextYearStates(state: YearState): readonly YearState[] {
  switch (state) {
    case 'open':
      return ['prepared']
    case 'prepared':
      return ['open', 'discussed']
    case 'discussed':
      return ['prepared', 'closed']
    case 'closed':
      return []
  }
}

/** The year that comes after one: from the next day, to the end of the CPD year that day lies in. */
export function yearAfter(to: PlainDate, startMonth: number): Span {
  const from = addDays(to, 1)
  return { from, to: cpdYear(from, startMonth).to }
}

/**
 * The last day of a year that is closed today (P26): its own once that is over, else yesterday, and the next goes on from today, so that
 * no day is in no year. On its first and its last day it is not closed: then the day from which it can be.
 */
export function closingOf(year: Span, today: PlainDate): { readonly to: PlainDate } | { readonly notBefore: PlainDate } {
  if (today <= year.from) return { notBefore: addDays(year.from, 1) }
  if (today === year.to) return { notBefore: addDays(year.to, 1) }
  return { to: today > year.to ? year.to : addDays(today, -1) }
}

/** Time away in a year: between two days, both included, or a share of the whole year in per cent. */
export type Leave = { readonly from: PlainDate; readonly to: PlainDate } | { readonly percent: number }

function dayNumber(day: PlainDate): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  // Days since an age ago, in a year that begins with March.
  const [y, m] = month < 3 ? [year - 1, month + 9] : [year, month - 3]
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + Math.floor((153 * m + 2) / 5) + date
}

/** Days of a span, both ends included. */
export const daysIn = ({ from, to }: Span): number => Math.max(0, dayNumber(to) - dayNumber(from) + 1)

/** Days of the year on which somebody was away: each once, whatever overlaps. */
export function daysAway(year: Span, leave: readonly Leave[]): number {
  const spans = leave
    .flatMap((one) =>
      'from' in one ? [{ from: one.from < year.from ? year.from : one.from, to: one.to > year.to ? year.to : one.to }] : [],
    )
    .filter(({ from, to }) => from <= to)
    .sort((one, other) => (one.from < other.from ? -1 : one.from > other.from ? 1 : 0))
  let days = 0
  let until: PlainDate | null = null
  for (const { from, to } of spans) {
    const begins: PlainDate = until !== null && from <= until ? addDays(until, 1) : from
    if (begins > to) continue
    days += daysIn({ from: begins, to })
    until = to
  }
  return days
}

/**
 * The target that is left of a year with leave (P26): in proportion to the days that were not away, and less the shares in per cent, which
 * add up. A year that is shorter than `whole`, the CPD year its last day lies in, has its part of the target. Exact to the hundredth; half a
 * hundredth goes up. Ours: no college's rule.
 */
export function reducedTarget(target: Hundredths, year: Span, leave: readonly Leave[], whole: Span = year): Hundredths {
  return partOf(target, dayPercents(year, leave), Math.max(daysIn(whole), daysIn(year)))
}

/**
 * The target of a CPD year after the leave of all appraisal years that have days in it (P26), which do not overlap: each lowers the part of
 * its own days, and days without one count whole. Exact as `reducedTarget`.
 */
export function targetOfCpdYear(
  target: Hundredths,
  cpdYear: Span,
  years: readonly (Span & { readonly leave: readonly Leave[] })[],
): Hundredths {
  const spans = years.flatMap(({ leave }) => leave.filter((one) => 'from' in one))
  let left = daysIn(cpdYear)
  let there = 0
  for (const { from, to, leave } of years) {
    const part = { from: from < cpdYear.from ? cpdYear.from : from, to: to > cpdYear.to ? cpdYear.to : to }
    left -= daysIn(part)
    there += dayPercents(part, [...spans, ...leave.filter((one) => 'percent' in one)])
  }
  return partOf(target, there + left * 100, daysIn(cpdYear))
}

/** Days of a year that were not away, by the hundred, less the shares in per cent. */
function dayPercents(year: Span, leave: readonly Leave[]): number {
  const percent = Math.max(0, 100 - leave.reduce((sum, one) => sum + ('percent' in one ? one.percent : 0), 0))
  return (daysIn(year) - daysAway(year, leave)) * percent
}

/** At most 9,999,999 hundredths by 366 days by 100: whole, and far below what a number can hold. */
const partOf = (target: Hundredths, percents: number, days: number): Hundredths =>
  Math.floor((2 * target * percents + days * 100) / (2 * days * 100))
