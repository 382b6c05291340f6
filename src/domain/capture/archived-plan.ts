import { z } from 'zod'
import type { ObjectiveState } from '#domain/assessments/objectives.ts'
import { OBJECTIVE_STATES } from '#domain/assessments/objectives.ts'
import { ObjectiveInput } from '#domain/assessments/plan-contract.ts'
import { PlainDate } from '#domain/plain-date.ts'
import type { ARCHIVED } from '#domain/reports/archive-tables.ts'
import { daysIn, YEAR_STATES } from '#domain/reviews/appraisal-year.ts'
import { LeaveRow, YearSum } from '#domain/reviews/year-contract.ts'
import { textUpTo } from '#domain/text-field.ts'
import { sayIssue, Version, type Checked } from './archived-item.ts'

type RowOf<Name extends keyof typeof ARCHIVED> = z.infer<(typeof ARCHIVED)[Name]['row']>

const MOST_DAYS = 1100
/** Of the sum of a closed year, in signs. */
const MOST_SUM = 1_000_000

/** An objective of an archive by the rules of what is written here (P26). */
export function checkedObjective(row: RowOf<'objective'>): Checked<RowOf<'objective'>> {
  const { objective, target_on: targetOn, plan, measure, outcome, codes } = row
  const read = ObjectiveInput.safeParse({ objective, targetOn, plan, measure, outcome, codes })
  if (!read.success) return { fault: sayIssue(read.error) }
  const rest = z.object({ state: z.enum(OBJECTIVE_STATES), reason: textUpTo(4000), version: Version }).safeParse(row)
  if (!rest.success) return { fault: sayIssue(rest.error) }
  const { targetOn: target_on, overrides: _none, ...words } = read.data
  return { row: { ...row, ...words, ...rest.data, target_on } }
}

/**
 * How far an objective is that comes from elsewhere (P26, T11): agreed by nobody. In training, what waits for agreement or rests on it
 * waits for it here, with what came of it; but for what `hasEnded` in a closed year that is here, and is not taken up again.
 */
export function stateBrought(state: ObjectiveState, needsAgreement: boolean, hasEnded: boolean): ObjectiveState {
  if (state === 'agreed') return 'draft'
  return needsAgreement && state !== 'dropped' && !(state === 'achieved' && hasEnded) ? 'draft' : state
}

/**
 * An appraisal year by the rules of what is written here (P26). None begins, ends closed or was discussed after `latest`, the latest day
 * that it is anywhere: a year of the future that came in as closed would stand in the way of the true one.
 */
export function checkedYear(row: RowOf<'appraisal_year'>, latest: PlainDate): Checked<RowOf<'appraisal_year'>> {
  const read = z
    .object({
      from_on: PlainDate,
      to_on: PlainDate,
      state: z.enum(YEAR_STATES),
      discussed_on: PlainDate.nullable(),
      discussed_with: textUpTo(200),
      leave: z.array(LeaveRow).max(30),
      version: Version,
    })
    .safeParse(row)
  if (!read.success) return { fault: sayIssue(read.error) }
  const { from_on: from, to_on: to, state, discussed_on } = read.data
  if (to < from) return { fault: 'to_on: it is before from_on' }
  if (daysIn({ from, to }) > MOST_DAYS) return { fault: 'to_on: that is no year' }
  if ((state === 'discussed' || state === 'closed') && discussed_on === null) return { fault: 'discussed_on: it is missing' }
  if (from > latest) return { fault: 'from_on: it is to come' }
  if (state === 'closed' && to > latest) return { fault: 'to_on: it is to come, and the year is closed' }
  if (discussed_on !== null && discussed_on > latest) return { fault: 'discussed_on: it is to come' }
  return { row: { ...row, ...read.data } }
}

/** What a closed year came to, in its owner's words and sums alone: what appraisers said and agreed to counts for nothing elsewhere. */
export function checkedRecord(row: RowOf<'appraisal_record'>): Checked<RowOf<'appraisal_record'>> {
  const read = YearSum.safeParse(row.sum)
  if (!read.success) return { fault: `sum.${sayIssue(read.error)}` }
  const sum = { ...read.data, comments: [], agreements: [] }
  return JSON.stringify(sum).length > MOST_SUM ? { fault: 'sum: it is larger than that of any year' } : { row: { ...row, sum } }
}

export interface YearHere {
  readonly id: string
  readonly from: PlainDate
  readonly to: PlainDate
  readonly isClosed: boolean
}

export const overlap = (one: Pick<YearHere, 'from' | 'to'>, other: Pick<YearHere, 'from' | 'to'>): boolean =>
  one.from <= other.to && other.from <= one.to

/**
 * Which years of an archive come in beside those that are here, by their ids (P26): the account's own stay as they are. None overlaps
 * another, one at most goes on, and it is the last.
 */
export function yearsThatFit(here: readonly YearHere[], coming: readonly YearHere[]): ReadonlySet<string> {
  const taken = [...here]
  const fit = new Set<string>()
  for (const year of coming.toSorted((one, other) => (one.from < other.from ? -1 : 1))) {
    const isFree = taken.every((one) => !overlap(one, year))
    const isInOrder = taken.every((one) => (year.isClosed ? one.isClosed || year.to < one.from : one.isClosed && one.to < year.from))
    if (!isFree || !isInOrder) continue
    taken.push(year)
    fit.add(year.id)
  }
  return fit
}
