import type { z } from 'zod'
import { carriedOver, isFinished } from '#domain/assessments/objectives.ts'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import type { Span } from '#domain/plain-date.ts'
import { closingOf, nextYearStates, yearAfter, type YearState } from '#domain/reviews/appraisal-year.ts'
import { yearWords as say } from '#domain/reviews/words.ts'
import { LeaveRow, YearSum, type moveYear as moving, type setLeave as leaving } from '#domain/reviews/year-contract.ts'
import { preferencesOf, todayOf } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { needsAgreement } from '#server/assessments/plan-queries.ts'
import { audit, type FieldChange } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { nextSpan, sumOfYear, unfinishedOf, yearGoingOn, type YearRow } from './year-queries.ts'
import type { House } from './shared-view-queries.ts'

const noted = (tx: Tx, seen: Seen, row: Pick<YearRow, 'id' | 'from_on' | 'to_on'>, act: string, changes: readonly FieldChange[] = []) =>
  audit(tx, {
    ownerId: seen.ownerId,
    personId: seen.viewerId,
    act,
    recordKind: 'appraisal',
    recordId: row.id,
    about: say.year(row.from_on, row.to_on),
    changes,
  })

/** Begins the appraisal year of today. Sent twice it is once. @throws Refusal `already_exists` where another goes on */
export async function beginYear({ db }: House, seen: Seen, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    const there = await yearGoingOn(tx, seen.ownerId)
    if (there?.id === id) return
    if (there !== undefined) throw new Refusal('already_exists', say.goesOn)
    await refuseTaken(tx, seen.ownerId, id)
    await insertYear(tx, seen, id, await nextSpan(tx, seen.ownerId))
  })
}

/** @throws Refusal `already_exists` */
async function refuseTaken(tx: Tx, ownerId: string, id: string): Promise<void> {
  const there = await tx.selectFrom('appraisal_year').where('owner_id', '=', ownerId).where('id', '=', id).select('id').executeTakeFirst()
  if (there !== undefined) throw new Refusal('already_exists', say.there)
}

async function insertYear(tx: Tx, seen: Seen, id: string, { from, to }: Span, leave: readonly LeaveRow[] = []): Promise<void> {
  const row = { id, from_on: from, to_on: to }
  await tx
    .insertInto('appraisal_year')
    .values({ owner_id: seen.ownerId, ...row, state: 'open', leave: JSON.stringify(leave), begun_at: new Date() })
    .execute()
  await noted(tx, seen, row, 'appraisal.year_begun')
}

/** @throws Refusal `not_found`, `stale_version`; `not_allowed` where it is closed */
async function yearForUpdate(tx: Tx, ownerId: string, id: string, version: number): Promise<YearRow> {
  await lockPerson(tx, ownerId)
  const row = await tx.selectFrom('appraisal_year').where('owner_id', '=', ownerId).where('id', '=', id).selectAll().executeTakeFirst()
  if (row === undefined) throw notFound()
  if (row.state === 'closed') throw new Refusal('not_allowed', say.closed)
  if (row.version !== version) throw new Refusal('stale_version', say.stale)
  return row
}

const update = (tx: Tx, { owner_id, id, version }: YearRow, changes: object) =>
  tx
    .updateTable('appraisal_year')
    .set({ ...changes, version: version + 1 })
    .where('owner_id', '=', owner_id)
    .where('id', '=', id)
    .execute()

/** @throws Refusal `not_found`, `stale_version`, `not_allowed`; `invalid_input` at `state`, `discussedOn` */
export async function moveYear(
  { db }: House,
  seen: Seen,
  id: string,
  { state, version, discussedOn, discussedWith }: z.output<typeof moving.schema.body>,
): Promise<{ version: number }> {
  const today = await todayOf(db, seen.ownerId)
  return db.transaction().execute(async (tx) => {
    const row = await yearForUpdate(tx, seen.ownerId, id, version)
    if (!nextYearStates(row.state as YearState).includes(state)) throw refuseField('state', say.cannotMove)
    if (state === 'discussed' && discussedOn === null) throw refuseField('discussedOn', say.whenDiscussed)
    if (state === 'discussed' && discussedOn! > today) throw refuseField('discussedOn', say.future)
    if (state === 'discussed' && discussedOn! < row.from_on) throw refuseField('discussedOn', say.beforeYear(row.from_on))
    const discussed = state === 'discussed' ? { discussed_on: discussedOn, discussed_with: discussedWith } : {}
    await update(tx, row, { state, ...(state === 'prepared' && row.state === 'open' ? { prepared_at: new Date() } : {}), ...discussed })
    await noted(tx, seen, row, 'appraisal.year_moved', [{ field: 'state', before: row.state, after: state }])
    return { version: version + 1 }
  })
}

/** @throws Refusal `not_found`, `stale_version`, `not_allowed`; `invalid_input` at a row outside of the year */
export async function setLeave(
  { db }: House,
  seen: Seen,
  id: string,
  { version, leave }: z.output<typeof leaving.schema.body>,
): Promise<{ version: number }> {
  return db.transaction().execute(async (tx) => {
    const row = await yearForUpdate(tx, seen.ownerId, id, version)
    const outside = leave.findIndex(({ from, to }) => from !== null && to !== null && (to < row.from_on || from > row.to_on))
    if (outside >= 0) throw refuseField(`leave.${outside}.from`, say.outside(row.from_on, row.to_on))
    await update(tx, row, { leave: JSON.stringify(leave) })
    await noted(tx, seen, row, 'appraisal.leave_changed')
    return { version: version + 1 }
  })
}

/**
 * Closes a year (P26): keeps what it came to as a dated record, carries unfinished objectives over, and begins the next. Sent twice it is
 * once. Before its last day is over it ends with yesterday, so that what comes later is in the next.
 * @throws Refusal `not_found`, `stale_version`, `already_exists`; `not_allowed` where it was not discussed, and on its first and last day
 */
export async function closeYear(
  house: House,
  seen: Seen,
  id: string,
  { version, nextId }: { version: number; nextId: string },
): Promise<{ carriedOver: number }> {
  const { ownerId } = seen
  return house.db.transaction().execute(async (tx) => {
    await lockPerson(tx, ownerId)
    const before = await tx
      .selectFrom('appraisal_record')
      .where('owner_id', '=', ownerId)
      .where('year_id', '=', id)
      .select('sum')
      .executeTakeFirst()
    if (before !== undefined && (await yearGoingOn(tx, ownerId))?.id === nextId)
      return { carriedOver: unfinishedOf(YearSum.parse(before.sum).objectives).length }
    const row = await yearForUpdate(tx, ownerId, id, version)
    await refuseTaken(tx, ownerId, nextId)
    if (!nextYearStates(row.state as YearState).includes('closed')) throw new Refusal('not_allowed', say.discussFirst)
    const closing = closingOf({ from: row.from_on, to: row.to_on }, await todayOf(tx, ownerId))
    if ('notBefore' in closing) throw new Refusal('not_allowed', say.notBefore(closing.notBefore))
    const leave = LeaveRow.array().parse(row.leave)
    const sum = await sumOfYear(house, tx, ownerId, {
      ...row,
      to_on: closing.to,
      leave: leave.filter(({ from }) => from === null || from <= closing.to),
    })
    const closedAt = new Date()
    await tx
      .insertInto('appraisal_record')
      .values({ owner_id: ownerId, year_id: id, sum: JSON.stringify(sum), closed_at: closedAt })
      .execute()
    await update(tx, row, { state: 'closed', to_on: closing.to })
    const ended = sum.objectives.filter(({ state }) => isFinished(state))
    if (ended.length > 0)
      await tx
        .insertInto('appraisal_ended_objective')
        .values(ended.map((one) => ({ owner_id: ownerId, objective_id: one.id, year_id: id })))
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    const agrees = await needsAgreement(tx, ownerId)
    let carried = 0
    for (const { id: objectiveId, state } of sum.objectives) {
      const next = carriedOver(state, agrees)
      if (!isFinished(state)) carried += 1
      if (next === state) continue
      await tx
        .updateTable('objective')
        .set((eb) => ({ state: next, version: eb('version', '+', 1), changed_at: closedAt }))
        .where('owner_id', '=', ownerId)
        .where('id', '=', objectiveId)
        .execute()
    }
    await noted(tx, seen, { ...row, to_on: closing.to }, 'appraisal.year_closed')
    // Leave that is still to come belongs to the days of the next year.
    const later = leave.filter(({ to }) => to !== null && to > closing.to)
    await insertYear(tx, seen, nextId, yearAfter(closing.to, (await preferencesOf(tx, ownerId)).yearStartsIn), later)
    return { carriedOver: carried }
  })
}
