import type { Hundredths } from '#domain/hundredths.ts'
import { addMonths, type PlainDate } from '#domain/plain-date.ts'

export interface MonthCredits {
  readonly month: string
  readonly counted: Hundredths
  readonly impact: Hundredths
}

export interface Bar {
  readonly month: string
  readonly name: string
  readonly counted: Hundredths
  readonly impact: Hundredths
}

const NAMES = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** '2026-03' as 'Mar 2026' */
export const sayMonth = (month: string): string => `${NAMES[Number(month.slice(5, 7)) - 1]} ${month.slice(0, 4)}`

/** Every month between the first and the last, those without credits too, so that a gap can be seen. */
export function monthsBetween(months: readonly MonthCredits[], from?: PlainDate, to?: PlainDate): Bar[] {
  const known = new Map(months.map((one) => [one.month, one]))
  const sorted = [...known.keys()].toSorted()
  const first = from?.slice(0, 7) ?? sorted[0]
  const last = to?.slice(0, 7) ?? sorted.at(-1)
  if (first === undefined || last === undefined) return []
  const bars: Bar[] = []
  for (let month = first; month <= last && bars.length < MOST_MONTHS; month = addMonths(`${month}-01`, 1).slice(0, 7)) {
    const { counted = 0, impact = 0 } = known.get(month) ?? {}
    bars.push({ month, name: sayMonth(month), counted, impact })
  }
  return bars
}

const MOST_MONTHS = 600

/** With many months, years are what can still be read. */
export function byYear(bars: readonly Bar[]): Bar[] {
  const years = new Map<string, Bar>()
  for (const bar of bars) {
    const name = bar.month.slice(0, 4)
    const before = years.get(name) ?? { month: name, name, counted: 0, impact: 0 }
    years.set(name, { ...before, counted: before.counted + bar.counted, impact: before.impact + bar.impact })
  }
  return [...years.values()]
}
