import { addMonths, longDate, type PlainDate } from '#domain/plain-date.ts'
import type { Days } from './placements.ts'

/** Ours: a first day further back or ahead, or a longer time, is a slip of the pen. */
const MONTHS_BACK = 12
const MONTHS_AHEAD = 24
const MOST_MONTHS = 120

/** What is wrong with the days with which a doctor is taken into a programme, or given a placement by a rotation; null where nothing is. */
export function faultOfDays(today: PlainDate, { from, until }: Days): { readonly at: 'from' | 'until'; readonly message: string } | null {
  const [first, last] = [addMonths(today, -MONTHS_BACK), addMonths(today, MONTHS_AHEAD)]
  if (from < first || from > last) return { at: 'from', message: `The first day must be between ${longDate(first)} and ${longDate(last)}.` }
  const end = addMonths(from, MOST_MONTHS)
  return until > end ? { at: 'until', message: `The last day can be at most ten years after the first: ${longDate(end)}.` } : null
}
