import { sql } from 'kysely'
import type { z } from 'zod'
import type { readPlan } from '#domain/assessments/plan-contract.ts'
import { isFinished, type ObjectiveState } from '#domain/assessments/objectives.ts'
import { entryWords } from '#domain/assessments/words.ts'
import { notFound } from '#domain/errors.ts'
import { mayOf } from '#domain/accounts/may.ts'
import { curriculumItems } from '#domain/curriculum/curriculum-items.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { curriculumNow } from '#server/curriculum/catalogue-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { trainingOf } from '#server/training/queries.ts'
import { entryList, type House } from './entry-queries.ts'

type Plan = z.output<(typeof readPlan)['schema']['response'][200]>

/** Whether a supervisor agrees to an owner's objectives: as long as they train (T11, P26). */
export async function needsAgreement(db: Db | Tx, ownerId: string): Promise<boolean> {
  const training = await trainingOf(db, ownerId)
  return training !== null && training.enrolment !== 'ended'
}

/** Whether it was finished when it came with an archive, and was not changed since: it bears the version it came with. */
const cameFinished = sql<boolean>`state in ('achieved', 'dropped') and exists (select from brought_row brought
  where brought.owner_id = objective.owner_id and brought.part = 'objective' and brought.id = objective.id
    and split_part(brought.as_brought, ' ', 1) = objective.version::text)`

/** A personal development plan as the viewer may read it (T11). One statement a part. */
export async function planOf(house: House, seen: Seen): Promise<Plan> {
  const { db } = house
  const { ownerId } = seen
  const [names, rows, agreements, comments, meetings, training, links] = await Promise.all([
    namesOf(db, [ownerId]),
    db
      .selectFrom('objective')
      .where('owner_id', '=', ownerId)
      .selectAll()
      .select(cameFinished.as('isBrought'))
      .orderBy('target_on')
      .orderBy('id')
      .execute(),
    db
      .selectFrom('objective_agreement as agreement')
      .leftJoin('item', (join) => join.onRef('item.owner_id', '=', 'agreement.owner_id').onRef('item.id', '=', 'agreement.meeting_item_id'))
      .where('agreement.owner_id', '=', ownerId)
      .select([
        'agreement.objective_id as objectiveId',
        'agreement.agreed_by_name as by',
        'agreement.at',
        'agreement.meeting_item_id as meetingId',
        'item.title',
      ])
      .orderBy('agreement.at', 'desc')
      .execute(),
    db.selectFrom('objective_comment').where('owner_id', '=', ownerId).selectAll().orderBy('at').orderBy('id').execute(),
    entryList(house, seen, ['meeting']),
    trainingOf(db, ownerId),
    // What is in a portfolio is its owner's alone (P24).
    seen.viewerId === ownerId ? linkedTo(db, ownerId) : [],
  ])
  const curriculum = training === null ? undefined : await curriculumNow(db, house.catalogue, training.curriculumId)
  const today = programmesToday()
  return {
    name: names.get(ownerId) ?? '',
    needsAgreement: training !== null && training.enrolment !== 'ended',
    objectives: rows.map((row) => ({
      id: row.id,
      objective: row.objective,
      targetOn: row.target_on,
      plan: row.plan,
      measure: row.measure,
      outcome: row.outcome,
      state: row.state as ObjectiveState,
      reason: row.reason,
      codes: row.codes,
      version: row.version,
      isBrought: row.isBrought,
      isLate: row.target_on < today && row.state !== 'achieved' && row.state !== 'dropped',
      agreements: agreements
        .filter(({ objectiveId }) => objectiveId === row.id)
        .map(({ by, at, meetingId, title }) => ({
          by,
          at: at.toISOString(),
          meeting: meetingId === null ? null : { id: meetingId, title: title ?? '' },
        })),
      linked: links.filter(({ objectiveId }) => objectiveId === row.id).map(({ id, title }) => ({ id, title })),
      comments: comments
        .filter(({ objective_id }) => objective_id === row.id)
        .map(({ id, by_name, by_as, text, at }) => ({ id, byName: by_name, byAs: by_as, text, at: at.toISOString() })),
    })),
    items: curriculum === undefined ? [] : curriculumItems(curriculum).map(({ code, title }) => ({ code, title })),
    meetings: meetings.map(({ id, form, title, eventOn }) => ({ id, title: entryWords.says(form, title), on: eventOn })),
    can: {
      write: mayOf(seen.may('write', 'pdp', { section: 'whole', state: 'new' })),
      agree: mayOf(seen.may('sign', 'pdp', { section: 'agreement', state: 'new' })),
      comment: mayOf(seen.may('comment', 'pdp', { section: 'comments', state: 'new' })),
    },
  }
}

/** Items that work towards objectives, none of the bin. */
const linkedTo = (db: Db | Tx, ownerId: string) =>
  db
    .selectFrom('objective_item as link')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'link.owner_id').onRef('item.id', '=', 'link.item_id'))
    .where('link.owner_id', '=', ownerId)
    .where('item.binned_at', 'is', null)
    .select(['link.objective_id as objectiveId', 'item.id', 'item.title'])
    .orderBy('item.learned_on', 'desc')
    .orderBy('item.id')
    .execute()

/** @throws Refusal `not_found` for an item that is not the owner's */
export async function objectivesOf(db: Db | Tx, { ownerId }: Seen, itemId: string) {
  const item = await db.selectFrom('item').where('owner_id', '=', ownerId).where('id', '=', itemId).select('id').executeTakeFirst()
  if (item === undefined) throw notFound()
  const [objectives, links] = await Promise.all([
    db
      .selectFrom('objective')
      .where('owner_id', '=', ownerId)
      .select(['id', 'objective', 'state'])
      .orderBy('target_on')
      .orderBy('id')
      .execute(),
    db.selectFrom('objective_item').where('owner_id', '=', ownerId).where('item_id', '=', itemId).select('objective_id').execute(),
  ])
  const linked = new Set(links.map(({ objective_id }) => objective_id))
  return {
    objectives: objectives
      .map((row) => ({ ...row, state: row.state as ObjectiveState, isLinked: linked.has(row.id) }))
      // What is finished is linked to no more.
      .filter(({ state, isLinked }) => isLinked || !isFinished(state)),
  }
}

/** Titles of the items that work towards each objective, by its id. */
export async function linkedByObjective(db: Db | Tx, ownerId: string): Promise<ReadonlyMap<string, string[]>> {
  const links = Map.groupBy(await linkedTo(db, ownerId), ({ objectiveId }) => objectiveId)
  return new Map([...links].map(([id, items]) => [id, items.map(({ title }) => title)]))
}
