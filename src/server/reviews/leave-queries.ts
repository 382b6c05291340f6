import type { Hundredths } from '#domain/hundredths.ts'
import type { Span } from '#domain/plain-date.ts'
import { reducedTarget, type Leave } from '#domain/reviews/appraisal-year.ts'
import { LeaveRow } from '#domain/reviews/year-contract.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/** What the rule of the reduced target reads of rows of leave. */
export const leavesOf = (rows: readonly LeaveRow[]): Leave[] =>
  rows.flatMap(({ from, to, percent }): Leave[] => (percent !== null ? [{ percent }] : from !== null && to !== null ? [{ from, to }] : []))

/**
 * The target of a CPD year after the leave of its appraisal year (P26); the whole of it where no appraisal year has these days. A share in
 * per cent is of its own year alone.
 */
export async function targetAfterLeave(db: Db | Tx, ownerId: string, span: Span, target: Hundredths | null): Promise<Hundredths | null> {
  if (target === null) return null
  const years = await db
    .selectFrom('appraisal_year')
    .where('owner_id', '=', ownerId)
    .where('from_on', '<=', span.to)
    .where('to_on', '>=', span.from)
    .select(['leave', 'from_on as from', 'to_on as to'])
    .execute()
  const leave = years.flatMap((year) =>
    leavesOf(LeaveRow.array().parse(year.leave)).filter((one) => 'from' in one || (year.from === span.from && year.to === span.to)),
  )
  return reducedTarget(target, span, leave)
}
