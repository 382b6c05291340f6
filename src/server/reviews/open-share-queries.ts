import { sql } from 'kysely'
import type { PlainDate } from '#domain/plain-date.ts'
import { stateOfShare } from '#domain/reviews/share-rules.ts'
import { todayOf } from '#server/accounts/owner-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/** The appraisers who can read each of these items today, by item, with the last day; items shared with none are left out (P25). */
export async function appraisersOf(
  db: Db | Tx,
  ownerId: string,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, readonly { name: string; until: PlainDate }[]>> {
  if (itemIds.length === 0) return new Map()
  const today = await todayOf(db, ownerId)
  const rows = await db
    .selectFrom('appraisal_share as share')
    .innerJoin('appraisal_share_item as shared', (join) =>
      join.onRef('shared.owner_id', '=', 'share.owner_id').onRef('shared.share_id', '=', 'share.id'),
    )
    .where('share.owner_id', '=', ownerId)
    .where(sql<boolean>`shared.item_id = any(${[...itemIds]}::uuid[])`)
    .select(['shared.item_id as itemId', 'share.for_name as name', 'share.ends_on as until', 'share.revoked_at as revokedAt'])
    .orderBy('share.ends_on', 'desc')
    .orderBy('share.id')
    .execute()
  const open = rows.filter((row) => stateOfShare(today, { endsOn: row.until, isRevoked: row.revokedAt !== null }) === 'open')
  // Who reads it by two shares is named once, with the later day.
  return new Map(
    [...Map.groupBy(open, ({ itemId }) => itemId)].map(([id, own]) => [
      id,
      [...Map.groupBy(own, ({ name }) => name)].map(([name, [last]]) => ({ name, until: last!.until })),
    ]),
  )
}
