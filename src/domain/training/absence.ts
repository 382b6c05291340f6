import { addDays, addMonths, weekday, type PlainDate } from '#domain/plain-date.ts'

/**
 * Absence and time out of training (T20): days one would normally have worked, not annual or study leave.
 * Source: Health Education England, time out of training: 14 days or more within 12 months lead to a review of the end date, and nothing
 * is automatic. The types are recalled; how working days of who works less than full time are counted is left to people.
 */
export const ABSENCE_TYPES = [
  'sickness',
  'parental leave',
  "carer's or compassionate leave",
  'unpaid leave',
  'jury service',
  'career break',
  'out of programme, not approved for training',
  'phased return',
] as const
export type AbsenceType = (typeof ABSENCE_TYPES)[number]

/** Working days away from which on the programme is told. */
export const TOLD_FROM_DAYS = 14

export interface Away {
  readonly from: PlainDate
  readonly until: PlainDate
  /** Half days that would have been worked. */
  readonly halfDays: number
}

const isWeekday = (day: PlainDate): boolean => weekday(day) <= 5

function daysOf(from: PlainDate, until: PlainDate): PlainDate[] {
  const days: PlainDate[] = []
  for (let day = from; day <= until; day = addDays(day, 1)) days.push(day)
  return days
}

/** Mondays to Fridays between two days, both included: what a form suggests, never what counts. */
export const weekdaysBetween = (from: PlainDate, until: PlainDate): number => daysOf(from, until).filter(isWeekday).length

/**
 * The most half days away within any 12 months of a training year. An absence that reaches beyond those months, or beyond the year,
 * counts with its weekdays within them, each by an equal share; the sum is rounded down to half days.
 */
export function mostHalfDaysAway(absences: readonly Away[], year: { readonly from: PlainDate; readonly until: PlainDate }): number {
  const shares = new Map<PlainDate, number>()
  for (const { from, until, halfDays } of absences) {
    if (until < year.from || from > year.until) continue
    const days = daysOf(from, until)
    const worked = days.some(isWeekday) ? days.filter(isWeekday) : days
    for (const day of worked) {
      if (day >= year.from && day <= year.until) shares.set(day, (shares.get(day) ?? 0) + halfDays / worked.length)
    }
  }
  const days = [...shares.keys()].sort()
  let [most, sum, first] = [0, 0, 0]
  for (const day of days) {
    sum += shares.get(day)!
    while (addMonths(days[first]!, 12) <= day) sum -= shares.get(days[first++]!)!
    most = Math.max(most, sum)
  }
  return Math.floor(most + 1e-9)
}

/** Whether the programme is told. Half days, as `mostHalfDaysAway` gives them. */
export const isTold = (halfDays: number): boolean => halfDays >= 2 * TOLD_FROM_DAYS
