import type { Hundredths } from '#domain/hundredths.ts'
import type { Span } from '#domain/plain-date.ts'
import { targetOfCpdYear, type Leave } from '#domain/reviews/appraisal-year.ts'
import { LeaveRow } from '#domain/reviews/year-contract.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/** What the rule of the reduced target reads of rows of leave. */
export const leavesOf = (rows: readonly LeaveRow[]): Leave[] =>
  rows.flatMap(({ from, to, percent }): Leave[] => (percent !== null ? [{ percent }] : from !== null && to !== null ? [{ from, to }] : []))

/** The target of a CPD year after the leave of the appraisal years that have days in it (P26). */
export async function targetAfterLeave(db: Db | Tx, ownerId: string, span: Span, target: Hundredths | null): Promise<Hundredths | null> {
  if (target === null) return null
  const years = await db
    .selectFrom('appraisal_year')
    .where('owner_id', '=', ownerId)
    .where('from_on', '<=', span.to)
    .where('to_on', '>=', span.from)
    .select(['leave', 'from_on as from', 'to_on as to'])
    .execute()
  return targetOfCpdYear(
    target,
    span,
    years.map(({ leave, ...year }) => ({ ...year, leave: leavesOf(LeaveRow.array().parse(leave)) })),
  )
}
