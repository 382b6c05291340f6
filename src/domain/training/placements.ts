import { addDays, type PlainDate } from '#domain/plain-date.ts'

/** First and last day, both included. */
export interface Days {
  readonly from: PlainDate
  readonly until: PlainDate
}

export interface Working extends Days {
  readonly workingPercent: number
}

export const isInForce = ({ from, until }: Days): boolean => until >= from

export const overlap = (one: Days, other: Days): boolean =>
  isInForce(one) && isInForce(other) && one.from <= other.until && other.from <= one.until

/** Whether `inner` lies within `outer`, days included. */
export const within = (inner: Days, outer: Days): boolean => inner.from >= outer.from && inner.until <= outer.until

/**
 * The placement that stands in the way of another: posts at the same time are two halves of one working week, so that their working
 * fractions together are never more than full time (T2). Null where none does.
 */
export function placementInTheWay<P extends Working>(wanted: Working, others: readonly P[]): P | null {
  const beside = others.filter((other) => overlap(wanted, other))
  // The sum rises only on a first day.
  for (const day of [wanted.from, ...beside.map(({ from }) => from).filter((from) => from > wanted.from)]) {
    const then = beside.filter(({ from, until }) => from <= day && day <= until)
    const percent = then.reduce((sum, one) => sum + one.workingPercent, wanted.workingPercent)
    if (percent > 100) return then[0]!
  }
  return null
}

/** The first of these days on which none of `spans` is; null where they cover all. */
export function firstUncovered({ from, until }: Days, spans: readonly Days[]): PlainDate | null {
  let day = from
  for (const span of spans.filter(isInForce).toSorted((one, other) => (one.from < other.from ? -1 : 1))) {
    if (span.from > day) break
    if (span.until >= day) day = addDays(span.until, 1)
  }
  return day > until ? null : day
}

/** Where a day stands to a placement. */
export const placementOn = (today: PlainDate, { from, until }: Days): 'past' | 'present' | 'to come' =>
  until < today ? 'past' : from > today ? 'to come' : 'present'
