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
