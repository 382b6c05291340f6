import { addDays, type PlainDate } from '#domain/plain-date.ts'
import { dayNumber } from './log-rules.ts'

/**
 * Where a steady pace would be (T18). An estimate of ours: the numbers are the programme's, how they are spread over time is not said by
 * anybody. The numbers are for whole-time years; whether less than full time and absence lower them is decided locally, and so set by
 * the programme. Source: an account of the IMT ARCP decision aid (2019, updated September 2023), recalled.
 */
export interface Post {
  readonly from: PlainDate
  readonly until: PlainDate
  /** 100 is full time. */
  readonly workingPercent: number
}

export interface AwayDays {
  readonly from: PlainDate
  readonly until: PlainDate
  /** Half days that would have been worked. */
  readonly halfDays: number
}

/** What moves the line. */
export interface PaceSetting {
  readonly followsFraction: boolean
  readonly followsAbsence: boolean
}

/** A whole-time year, in days. */
export const WHOLE_YEAR = 365
const MONTH = 365.25 / 12
const WEEKDAYS_OF_WEEK = 5 / 7

/** Whole-time days worked between two days, both included; 0 where the second is before the first. */
export type Worked = (from: PlainDate, until: PlainDate) => number

/**
 * Counts whole-time days within `from` and `until`. Between posts the fraction of the post before holds, before the first that of the
 * first; without any it is full time. Half days away are spread evenly over the days of an absence.
 */
export function workedDays(
  span: { readonly from: PlainDate; readonly until: PlainDate },
  posts: readonly Post[],
  away: readonly AwayDays[],
  setting: PaceSetting,
): Worked {
  const first = dayNumber(span.from)
  const inOrder = posts.toSorted((one, other) => (one.from < other.from ? -1 : 1))
  const lost = new Map<number, number>()
  for (const { from, until, halfDays } of setting.followsAbsence ? away : []) {
    const [begin, end] = [dayNumber(from), dayNumber(until)]
    const days = end - begin + 1
    // Of a week away five days are lost, and its share of the calendar is seven.
    const share = halfDays / 2 / WEEKDAYS_OF_WEEK / days
    for (let day = begin; day <= end; day++) lost.set(day, (lost.get(day) ?? 0) + share)
  }
  const sums = [0]
  let at = 0
  for (let day = span.from; day <= span.until; day = addDays(day, 1)) {
    while (inOrder[at + 1] !== undefined && inOrder[at + 1]!.from <= day) at++
    const fraction = setting.followsFraction ? (inOrder[at]?.workingPercent ?? 100) / 100 : 1
    sums.push(sums.at(-1)! + Math.max(0, fraction - (lost.get(first + sums.length - 1) ?? 0)))
  }
  return (from, until) => {
    const [begin, end] = [Math.max(0, dayNumber(from) - first), Math.min(sums.length - 1, dayNumber(until) - first + 1)]
    return end <= begin ? 0 : sums[end]! - sums[begin]!
  }
}

export interface Pace {
  /** What is due at the end: the rule's number, or less where the programme lets it follow time worked. */
  readonly due: number
  /** Where a steady pace would be today, to one decimal. */
  readonly steady: number
  readonly standing: 'met' | 'on pace' | 'behind'
  /** How many are missing to the steady pace; 0 unless behind. */
  readonly missing: number
  /** What is enough from here on; null where nothing more is needed, or the time is over. */
  readonly enough: Enough | null
}

/** `count` every so many months; `months` null: so many before the end, which is less than a month away. */
export interface Enough {
  readonly count: number
  readonly months: number | null
}

interface Course {
  readonly need: number
  readonly done: number
  /** Shares of the whole, 0 to 1: of the time there will be, and of the time there was. */
  readonly planned: number
  readonly passed: number
  readonly monthsLeft: number
}

function paceOf({ need, done, planned, passed, monthsLeft }: Course): Pace {
  // Whatever is asked for once is asked for, however little is worked.
  const due = need > 0 && planned > 0 ? Math.max(1, Math.round(need * planned)) : 0
  const steady = Math.min(due, Math.round(need * passed * 10) / 10)
  const missing = Math.max(0, Math.floor(steady - done + 1e-9))
  // Less than one behind is not behind.
  const standing = done >= due ? 'met' : done >= Math.floor(steady) ? 'on pace' : 'behind'
  return { due, steady, standing, missing: standing === 'behind' ? missing : 0, enough: enoughOf(due - done, monthsLeft) }
}

function enoughOf(left: number, monthsLeft: number): Enough | null {
  if (left <= 0 || monthsLeft <= 0) return null
  if (monthsLeft < 1) return { count: Math.ceil(left), months: null }
  const rate = left / monthsLeft
  return rate >= 1 ? { count: Math.ceil(rate - 1e-9), months: 1 } : { count: 1, months: Math.max(1, Math.floor(1 / rate + 1e-9)) }
}

/** The rule of one training year: so many by its last day. A year longer than a whole-time one asks for no more. */
export function paceOfYear(
  rule: { readonly need: number; readonly done: number },
  year: { readonly from: PlainDate; readonly until: PlainDate },
  today: PlainDate,
  worked: Worked,
): Pace {
  const whole = worked(year.from, year.until)
  // A year is 364 to 366 days; that is no part time.
  const planned = whole >= WHOLE_YEAR - 2 ? 1 : whole / WHOLE_YEAR
  const passed = whole === 0 ? 0 : (planned * worked(year.from, today < year.until ? today : year.until)) / whole
  const monthsLeft = today > year.until ? 0 : (dayNumber(year.until) - dayNumber(today) + 1) / MONTH
  return paceOf({ ...rule, planned, passed, monthsLeft })
}

/**
 * The rule of the whole programme. `years` is how many it has, `before` how many of these were trained elsewhere; its end is estimated
 * by the fraction worked now.
 */
export function paceInAll(
  rule: { readonly need: number; readonly done: number },
  programme: { readonly from: PlainDate; readonly years: number; readonly before: number; readonly fractionNow: number },
  today: PlainDate,
  worked: Worked,
): Pace {
  const whole = programme.years * WHOLE_YEAR
  const so = programme.before * WHOLE_YEAR + worked(programme.from, today)
  const monthsLeft = Math.max(0, whole - so) / Math.max(0.1, programme.fractionNow) / MONTH
  return paceOf({ ...rule, planned: 1, passed: Math.min(1, so / whole), monthsLeft })
}
