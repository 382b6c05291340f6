import { sql } from 'kysely'
import type { ItemType, Kind, Status } from '#domain/portfolio/item.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/** How a row stands, for a feature that carries it elsewhere. */
export interface Standing {
  readonly kind: Kind
  readonly title: string
  readonly type: ItemType | null
  readonly status: Status
  readonly isBinned: boolean
  /** When what it says last changed, tags and files included, in microseconds since 1970. */
  readonly changed: number
}

/** By id; what was erased is missing. */
export async function standingsOf(db: Db | Tx, ownerId: string, itemIds: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
  if (itemIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('item')
    .select([
      'id',
      'kind',
      'title',
      'type',
      'status',
      'binned_at',
      sql<number>`(extract(epoch from changed_at) * 1000000)::bigint`.as('changed'),
    ])
    .where('owner_id', '=', ownerId)
    .where('id', 'in', [...itemIds])
    .execute()
  return new Map(
    rows.map(({ id, kind, title, type, status, binned_at, changed }) => [
      id,
      { kind: kind as Kind, title, type: type as ItemType | null, status: status as Status, isBinned: binned_at !== null, changed },
    ]),
  )
}
