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

/** What the placement of a day is called, post and site; empty where there was none. */
export async function placementOn(db: Db | Tx, ownerId: string, day: PlainDate): Promise<string> {
  const row = await db
    .selectFrom('placement')
    .where('owner_id', '=', ownerId)
    .where('from_on', '<=', day)
    .where('until_on', '>=', day)
    .select(['post', 'site'])
    .orderBy('from_on', 'desc')
    .executeTakeFirst()
  return row === undefined ? '' : `${row.post}, ${row.site}`
}
