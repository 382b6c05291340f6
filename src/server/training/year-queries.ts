import type { PlainDate } from '#domain/plain-date.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/** What a placement is called where it is named in a record. */
export const placementName = ({ post, site }: { readonly post: string; readonly site: string }): string => `${post}, ${site}`

/** What the placements that had begun by a day are called, that of the day first, then the newest; each with its last day. */
export async function placementsBy(db: Db | Tx, ownerId: string, day: PlainDate): Promise<{ name: string; until: PlainDate }[]> {
  const rows = await db
    .selectFrom('placement')
    .where('owner_id', '=', ownerId)
    .where('from_on', '<=', day)
    .whereRef('until_on', '>=', 'from_on')
    .select(['post', 'site', 'until_on as until'])
    .orderBy('from_on', 'desc')
    .execute()
  return rows.map(({ until, ...row }) => ({ name: placementName(row), until }))
}
