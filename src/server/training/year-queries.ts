import type { PlainDate } from '#domain/plain-date.ts'
import type { Db, Tx } from '#server/platform/db.ts'

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
