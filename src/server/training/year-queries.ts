import type { PlainDate } from '#domain/plain-date.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/** The training years of a trainee in one programme, the first first. Those taken back before they began are left out. */
export function trainingYearsOf(
  db: Db | Tx,
  ownerId: string,
  traineeId: string,
): Promise<{ id: string; code: string; from: PlainDate; until: PlainDate }[]> {
  return db
    .selectFrom('training_year')
    .where('owner_id', '=', ownerId)
    .where('trainee_id', '=', traineeId)
    .whereRef('until_on', '>=', 'from_on')
    .select(['id', 'code', 'from_on as from', 'until_on as until'])
    .orderBy('from_on')
    .orderBy('id')
    .execute()
}
