import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import { addDays, type PlainDate } from '#domain/plain-date.ts'
import type { changeYear, PlacementInput } from '#domain/training/placement-contract.ts'
import { placementInTheWay, within } from '#domain/training/placements.ts'
import { placementWords as words } from '#domain/training/placement-words.ts'
import { endWithin, lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { isYearSigned } from '#server/curriculum/rest-queries.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { trainingOf } from './queries.ts'
import type { YearCode } from './year-codes.ts'

type YearInput = z.output<(typeof changeYear)['schema']['body']>

/** @throws Refusal `invalid_input` */
export async function giveYear(db: Db, seen: Seen, wanted: YearInput, codes: (curriculumId: string) => Promise<readonly YearCode[]>) {
  return db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    const training = await trainingOf(tx, seen.ownerId)
    if (training === null) throw refuseField('code', words.notTraining)
    refuseAfterEnd(wanted, training.until)
    await refuseYear(tx, seen.ownerId, null, wanted, await codes(training.curriculumId))
    return insertYear(tx, { ...wanted, ownerId: seen.ownerId, traineeId: training.traineeId, giverId: seen.viewerId })
  })
}

export async function insertYear(
  tx: Tx,
  year: { ownerId: string; traineeId: string; giverId: string; code: string; from: PlainDate; until: PlainDate },
): Promise<{ id: string }> {
  const id = uuidv7()
  await tx
    .insertInto('training_year')
    .values({ owner_id: year.ownerId, id, trainee_id: year.traineeId, code: year.code, from_on: year.from, until_on: year.until })
    .execute()
  await audit(tx, {
    ownerId: year.ownerId,
    personId: year.giverId,
    act: 'training.year_given',
    recordKind: 'placement',
    recordId: id,
    about: words.aboutYear(year.code, year.from, year.until),
  })
  return { id }
}

/**
 * @throws Refusal `not_found`, `invalid_input` where a placement would lie outside, another year is in the way, or it would become
 *   another year than something was signed for
 */
export async function amendYear(
  db: Db,
  seen: Seen,
  yearId: string,
  wanted: YearInput,
  codes: (curriculumId: string) => Promise<readonly YearCode[]>,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    const training = await trainingOf(tx, seen.ownerId)
    const before = await yearOf(tx, seen.ownerId, yearId)
    if (wanted.until > before.until) refuseAfterEnd(wanted, before.trainingEnds)
    await refuseYear(tx, seen.ownerId, yearId, wanted, training === null ? [] : await codes(training.curriculumId))
    if (before.code !== wanted.code && (await isYearSigned(tx, seen.ownerId, yearId)))
      throw refuseField('code', words.yearSigned(before.code))
    const held = await tx
      .selectFrom('placement')
      .where('owner_id', '=', seen.ownerId)
      .where('training_year_id', '=', yearId)
      .whereRef('until_on', '>=', 'from_on')
      .select(['post', 'from_on as from', 'until_on as until'])
      .orderBy('from_on')
      .execute()
    const outside = held.find((one) => !within(one, wanted))
    if (outside)
      throw refuseField(outside.from < wanted.from ? 'from' : 'until', words.yearHolds(outside.post, outside.from, outside.until))
    await tx
      .updateTable('training_year')
      .set({ code: wanted.code, from_on: wanted.from, until_on: wanted.until })
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', yearId)
      .execute()
    const changes = (['code', 'from', 'until'] as const).filter((field) => before[field] !== wanted[field])
    if (changes.length === 0) return
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: 'training.year_changed',
      recordKind: 'placement',
      recordId: yearId,
      about: words.aboutYear(wanted.code, wanted.from, wanted.until),
      changes: changes.map((field) => ({ field, before: before[field], after: wanted[field] })),
    })
  })
}

/** A year, and so what lies within it, goes on no longer than the training it is of. */
function refuseAfterEnd({ until }: YearInput, end: PlainDate | null): void {
  if (end !== null && until > end) throw refuseField('until', words.afterTrainingEnds(end))
}

async function refuseYear(tx: Tx, ownerId: string, except: string | null, wanted: YearInput, codes: readonly YearCode[]): Promise<void> {
  if (!codes.some(({ code }) => code === wanted.code)) throw refuseField('code', words.noYear)
  if (wanted.until < wanted.from) throw refuseField('until', words.endsBeforeItBegins)
  const other = await tx
    .selectFrom('training_year')
    .where('owner_id', '=', ownerId)
    .$if(except !== null, (qb) => qb.where('id', '<>', except!))
    .where('from_on', '<=', wanted.until)
    .where('until_on', '>=', wanted.from)
    .whereRef('until_on', '>=', 'from_on')
    .select(['code', 'from_on', 'until_on'])
    .executeTakeFirst()
  if (other) throw refuseField('from', words.yearOverlaps(other.code, other.from_on, other.until_on))
}

async function yearOf(tx: Tx, ownerId: string, yearId: string) {
  const year = await tx
    .selectFrom('training_year as year')
    .innerJoin('trainee', (join) => join.onRef('trainee.owner_id', '=', 'year.owner_id').onRef('trainee.id', '=', 'year.trainee_id'))
    .where('year.owner_id', '=', ownerId)
    .where('year.id', '=', yearId)
    .select(['year.code', 'year.from_on as from', 'year.until_on as until', 'trainee.until_on as trainingEnds'])
    .executeTakeFirst()
  if (year === undefined) throw notFound()
  return year
}

/** @throws Refusal `invalid_input` outside its year, or where posts together are more than full time (T2) */
export async function givePlacement(db: Db, seen: Seen, wanted: z.output<typeof PlacementInput>): Promise<{ id: string }> {
  const { yearId, post, specialty, site, employer, from, until, workingPercent } = wanted
  if (until < from) throw refuseField('until', words.endsBeforeItBegins)
  return db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    const year = await yearOf(tx, seen.ownerId, yearId)
    if (!within(wanted, year)) throw refuseField(from < year.from ? 'from' : 'until', words.outsideYear(year.code, year.from, year.until))
    const others = await tx
      .selectFrom('placement')
      .where('owner_id', '=', seen.ownerId)
      .where('until_on', '>=', from)
      .select(['post', 'from_on as from', 'until_on as until', 'working_percent as workingPercent'])
      .execute()
    const inTheWay = placementInTheWay(wanted, others)
    if (inTheWay !== null) throw refuseField('from', words.inTheWay(inTheWay.post, inTheWay.until))
    const id = uuidv7()
    await tx
      .insertInto('placement')
      .values({
        owner_id: seen.ownerId,
        id,
        training_year_id: yearId,
        post,
        specialty,
        site,
        employer,
        from_on: from,
        until_on: until,
        working_percent: workingPercent,
        given_by: seen.viewerId,
      })
      .execute()
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: 'training.placement_given',
      recordKind: 'placement',
      recordId: id,
      about: words.aboutPlacement(post, site, from, until),
    })
    return { id }
  })
}

/**
 * Moves the last day to an earlier one, and with it that of its clinical supervisors; before the first day it is taken back.
 * @throws Refusal `not_found`, `invalid_input`
 */
export async function endPlacement(db: Db, seen: Seen, placementId: string, on: PlainDate): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    await endPlacementWithin(tx, seen, placementId, on)
  })
}

/** `endPlacement` in a transaction that holds the owner's lock. */
export async function endPlacementWithin(
  tx: Tx,
  { ownerId, viewerId }: Pick<Seen, 'ownerId' | 'viewerId'>,
  placementId: string,
  on: PlainDate,
): Promise<void> {
  const row = await tx.selectFrom('placement').where('owner_id', '=', ownerId).where('id', '=', placementId).selectAll().executeTakeFirst()
  if (row === undefined) throw notFound()
  const until = on < row.from_on ? addDays(row.from_on, -1) : on
  if (until === row.until_on) return
  if (until > row.until_on) throw refuseField('on', words.endsAlready(row.until_on))
  await tx
    .updateTable('placement')
    .set({ until_on: until, ended_by: viewerId, ended_at: sql<Date>`now()` })
    .where('owner_id', '=', ownerId)
    .where('id', '=', placementId)
    .execute()
  const supervisors = await tx
    .selectFrom('relation')
    .where('owner_id', '=', ownerId)
    .where('placement_id', '=', placementId)
    .where('until_on', '>', until)
    .select('id')
    .execute()
  for (const { id } of supervisors) await endWithin(tx, viewerId, { ownerId, id }, until)
  await audit(tx, {
    ownerId,
    personId: viewerId,
    act: 'training.placement_ended',
    recordKind: 'placement',
    recordId: placementId,
    about: words.aboutPlacement(row.post, row.site, row.from_on, until),
    changes: [{ field: 'until', before: row.until_on, after: until }],
  })
}

/** @throws Refusal `not_found` unless the placement is this owner's */
export async function placementOf(tx: Db | Tx, ownerId: string, id: string) {
  const row = await tx
    .selectFrom('placement')
    .where('owner_id', '=', ownerId)
    .where('id', '=', id)
    .select(['from_on as from', 'until_on as until'])
    .executeTakeFirst()
  if (row === undefined) throw new Refusal('not_found', words.choosePlacement)
  return row
}
