import type { Change } from '#domain/training/plan-rotation.ts'
import { endRelationsWithin, giveRelationsWithin } from '#server/accounts/bulk-relation-commands.ts'
import { inParts } from '#server/platform/audit-in-parts.ts'
import type { Tx } from '#server/platform/db.ts'
import type { ProgrammeSeen } from './programme-sight.ts'

/** Writes what a rotation changes, whole tables at a time. Relations, and their trail, by the commands of accounts. */
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
  const planned = ({ ownerId, row, name }: Extract<Change, { readonly name: string }>) => ({ ...row, ownerId, name })
  await giveRelationsWithin(
    tx,
    seen.viewerId,
    changes.flatMap((change) => (change.kind === 'supervision' ? [planned(change)] : [])),
  )
  await endRelationsWithin(
    tx,
    seen.viewerId,
    changes.flatMap((change) => (change.kind === 'end' ? [{ ...planned(change), newUntil: change.until }] : [])),
  )
}
