import { sql } from 'kysely'
import type { Change } from '#domain/training/plan-rotation.ts'
import type { Tx } from '#server/platform/db.ts'
import type { ProgrammeSeen } from './programme-sight.ts'

/** As many rows as a statement's parameters hold. */
const MOST_ROWS = 2000

/** Writes what a rotation changes, whole tables at a time. Relations are written from both sides. */
export async function insertInParts(tx: Tx, seen: ProgrammeSeen, changes: readonly Change[]): Promise<void> {
  const trainees = changes.flatMap(({ ownerId, ...change }) =>
    change.kind === 'trainee'
      ? [
          {
            owner_id: ownerId,
            id: change.row.id,
            programme_id: change.row.programmeId,
            curriculum_id: seen.curriculumId,
            from_on: change.row.from,
            until_on: change.row.until,
          },
        ]
      : [],
  )
  await inParts(trainees, (rows) => tx.insertInto('trainee').values(rows).execute())
  const years = changes.flatMap(({ ownerId, ...change }) =>
    change.kind === 'year'
      ? [
          {
            owner_id: ownerId,
            id: change.row.id,
            trainee_id: change.row.traineeId,
            code: change.row.code,
            from_on: change.row.from,
            until_on: change.row.until,
          },
        ]
      : [],
  )
  await inParts(years, (rows) => tx.insertInto('training_year').values(rows).execute())
  const placements = changes.flatMap(({ ownerId, ...change }) =>
    change.kind === 'placement'
      ? [
          {
            owner_id: ownerId,
            id: change.row.id,
            training_year_id: change.row.yearId,
            post: change.row.post,
            specialty: change.row.specialty,
            site: change.row.site,
            employer: change.row.employer,
            from_on: change.row.from,
            until_on: change.row.until,
            working_percent: change.row.workingPercent,
            given_by: seen.viewerId,
          },
        ]
      : [],
  )
  await inParts(placements, (rows) => tx.insertInto('placement').values(rows).execute())
  await writeRelations(tx, seen, changes)
}

async function writeRelations(tx: Tx, seen: ProgrammeSeen, changes: readonly Change[]): Promise<void> {
  const given = changes.flatMap((change) => (change.kind === 'supervision' ? [change] : []))
  const rows = given.map(({ ownerId, row }) => ({
    id: row.id,
    relation: row.relation,
    from_on: row.from,
    until_on: row.until,
    owner_id: ownerId,
    person_id: row.personId,
    placement_id: row.placementId,
    given_by: seen.viewerId,
  }))
  await inParts(rows, (part) => tx.insertInto('relation').values(part).execute())
  const others = rows.map(({ id, relation, from_on, until_on, owner_id, person_id }) => ({
    id,
    relation,
    from_on,
    until_on,
    owner_id: person_id,
    record_owner_id: owner_id,
  }))
  await inParts(others, (part) => tx.insertInto('relation_by_person').values(part).execute())
  const ends = changes.flatMap((change) => (change.kind === 'end' ? [change] : []))
  for (const { ownerId, row, until } of ends) {
    await tx
      .updateTable('relation')
      .set({ until_on: until, ended_by: seen.viewerId, ended_at: sql<Date>`now()` })
      .where('owner_id', '=', ownerId)
      .where('id', '=', row.id)
      .execute()
    await tx
      .updateTable('relation_by_person')
      .set({ until_on: until })
      .where('owner_id', '=', row.personId)
      .where('id', '=', row.id)
      .execute()
  }
}

async function inParts<R>(rows: readonly R[], insert: (part: R[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += MOST_ROWS) await insert(rows.slice(start, start + MOST_ROWS))
}
