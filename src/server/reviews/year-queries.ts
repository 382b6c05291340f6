import { sql } from 'kysely'
import type { z } from 'zod'
import { accreditorById } from '#domain/catalogue/accreditor-by-id.ts'
import { isFinished, OBJECTIVE_STATES, type ObjectiveState } from '#domain/assessments/objectives.ts'
import { cpdYear, type Span } from '#domain/plain-date.ts'
import { NO_FILTERS } from '#domain/portfolio/filters.ts'
import { daysIn, reducedTarget, yearAfter, type YearState } from '#domain/reviews/appraisal-year.ts'
import { LeaveRow, YearSum, type AppraisalYear, type readYears, type YearObjective } from '#domain/reviews/year-contract.ts'
import { preferencesOf, todayOf } from '#server/accounts/owner-queries.ts'
import { ownSight } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { totalsOf } from '#server/portfolio/queries.ts'
import { leavesOf } from './leave-queries.ts'
import { agreementsOf, commentsOf } from './share-queries.ts'
import type { House } from './shared-view-queries.ts'

const yearRows = (db: Db | Tx, ownerId: string) => db.selectFrom('appraisal_year').where('owner_id', '=', ownerId).selectAll()
export type YearRow = Awaited<ReturnType<ReturnType<typeof yearRows>['executeTakeFirstOrThrow']>>

/** The year that is not closed; there is one at most. */
export const yearGoingOn = (db: Db | Tx, ownerId: string): Promise<YearRow | undefined> =>
  yearRows(db, ownerId).where('state', '<>', 'closed').executeTakeFirst()

const spanOf = (row: YearRow): Span => ({ from: row.from_on, to: row.to_on })

/** What is begun next: after the last closed year, else the CPD year of today. */
export async function nextSpan(db: Db | Tx, ownerId: string): Promise<Span> {
  const [{ yearStartsIn }, today, last] = await Promise.all([
    preferencesOf(db, ownerId),
    todayOf(db, ownerId),
    yearRows(db, ownerId).orderBy('from_on', 'desc').limit(1).executeTakeFirst(),
  ])
  return last === undefined ? cpdYear(today, yearStartsIn) : yearAfter(last.to_on, yearStartsIn)
}

/** Objectives of the year that goes on: all but those that ended in a closed year and were not taken up again. By target date. */
export async function objectivesOfYear(db: Db | Tx, ownerId: string): Promise<YearObjective[]> {
  const rows = await db
    .selectFrom('objective')
    .where('owner_id', '=', ownerId)
    .where((eb) =>
      eb.or([
        eb('objective.state', 'not in', OBJECTIVE_STATES.filter(isFinished)),
        eb.not(
          eb.exists(
            eb
              .selectFrom('appraisal_ended_objective as ended')
              .whereRef('ended.owner_id', '=', 'objective.owner_id')
              .whereRef('ended.objective_id', '=', 'objective.id')
              .select('ended.objective_id'),
          ),
        ),
      ]),
    )
    .select([
      'id',
      'objective',
      'target_on as targetOn',
      'state',
      'outcome',
      sql<number>`(select count(*) from objective_item as link join item on item.owner_id = link.owner_id and item.id = link.item_id
        where link.owner_id = objective.owner_id and link.objective_id = objective.id and item.binned_at is null)`.as('items'),
    ])
    .orderBy('target_on')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, state: row.state as ObjectiveState }))
}

/** What a year comes to as it stands (P26). */
export async function sumOfYear({ catalogue }: Pick<House, 'catalogue'>, db: Db | Tx, ownerId: string, row: YearRow): Promise<YearSum> {
  const preferences = await preferencesOf(db, ownerId)
  const span = spanOf(row)
  const leave = LeaveRow.array().parse(row.leave)
  const [totals, objectives, shares] = [
    await totalsOf(db, ownSight(ownerId), { ...NO_FILTERS, ...span }, preferences.accreditorId),
    await objectivesOfYear(db, ownerId),
    await db.selectFrom('appraisal_share').where('owner_id', '=', ownerId).where('readings', '>', 0).select('id').execute(),
  ]
  const whole = cpdYear(span.to, preferences.yearStartsIn)
  const kept = await keptBefore(db, ownerId)
  const said = []
  for (const { id } of shares)
    said.push({ comments: await commentsOf(db, ownerId, id), agreements: await agreementsOf(db, catalogue, ownerId, id) })
  const comments = said.flatMap((one) => one.comments).filter(({ id }) => !kept.has(id))
  const ids = comments.flatMap(({ itemId }) => itemId ?? [])
  const titles =
    ids.length === 0
      ? []
      : await db.selectFrom('item').where('owner_id', '=', ownerId).where('id', 'in', ids).select(['id', 'title']).execute()
  const byId = new Map(titles.map(({ id, title }) => [id, title]))
  return {
    totals,
    organisation: accreditorById(catalogue, preferences.accreditorId)?.name ?? null,
    unit: preferences.unit,
    fullTarget: preferences.yearlyTarget,
    days: daysIn(span),
    ofDays: daysIn(whole),
    target: preferences.yearlyTarget === null ? null : reducedTarget(preferences.yearlyTarget, span, leavesOf(leave), whole),
    leave,
    objectives,
    comments: comments.map((one) => ({ ...one, title: one.itemId === null ? null : (byId.get(one.itemId) ?? '') })),
    agreements: said.flatMap((one) => one.agreements).filter(({ id }) => !kept.has(id)),
  }
}

/** Comments and agreements that a closed year keeps, by their ids: each is in one year. */
async function keptBefore(db: Db | Tx, ownerId: string): Promise<ReadonlySet<string>> {
  const records = await db.selectFrom('appraisal_record').where('owner_id', '=', ownerId).select('sum').execute()
  const sums = records.map(({ sum }) => YearSum.parse(sum))
  return new Set(sums.flatMap(({ comments, agreements }) => [...comments, ...agreements].map(({ id }) => id)))
}

/** How many of a year's objectives are not finished. */
export const unfinishedOf = (objectives: readonly YearObjective[]): YearObjective[] => objectives.filter(({ state }) => !isFinished(state))

/** Whether it was closed when it came, whoever's archive it came with: one that came open was closed here. */
const cameClosed = sql<boolean>`exists (select from brought_row brought where brought.owner_id = year.owner_id
  and brought.part = 'appraisal_year' and brought.id = year.id and brought.as_brought like '% closed')`

/** The year that goes on, and the records of those that are closed. */
export async function yearsOf(house: House, ownerId: string): Promise<z.output<(typeof readYears.schema.response)[200]>> {
  const { db } = house
  const [row, next, closed] = await Promise.all([
    yearGoingOn(db, ownerId),
    nextSpan(db, ownerId),
    db
      .selectFrom('appraisal_year as year')
      .innerJoin('appraisal_record as record', (join) =>
        join.onRef('record.owner_id', '=', 'year.owner_id').onRef('record.year_id', '=', 'year.id'),
      )
      .where('year.owner_id', '=', ownerId)
      .select([
        'year.id',
        'year.from_on as from',
        'year.to_on as to',
        'year.discussed_on as discussedOn',
        'year.discussed_with as discussedWith',
        'record.sum',
        'record.closed_at',
        cameClosed.as('isBrought'),
      ])
      .orderBy('year.from_on', 'desc')
      .execute(),
  ])
  return {
    current: row === undefined ? null : await currentYear(house, ownerId, row),
    next,
    closed: closed.map(({ sum, closed_at, ...year }) => ({ ...year, sum: YearSum.parse(sum), closedAt: closed_at.toISOString() })),
  }
}

const currentYear = async (house: House, ownerId: string, row: YearRow): Promise<AppraisalYear> => ({
  id: row.id,
  ...spanOf(row),
  state: row.state as YearState,
  preparedAt: row.prepared_at?.toISOString() ?? null,
  discussedOn: row.discussed_on,
  discussedWith: row.discussed_with,
  version: row.version,
  sum: await sumOfYear(house, house.db, ownerId, row),
})
