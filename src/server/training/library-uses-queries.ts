import { sql } from 'kysely'
import type { Db, Tx } from '#server/platform/db.ts'

/** The curriculum items each of these items is linked to, by their codes (T6, T8). Nothing of an item that is linked to none. */
export async function usesOf(db: Db | Tx, ownerId: string, itemIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (itemIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; codes: string[] }>`
    select item_id as id, array_agg(distinct item_code order by item_code) as codes
    from evidence_link
    where owner_id = ${ownerId} and item_id = any(${[...itemIds]}::uuid[]) and unlinked_at is null
    group by item_id`.execute(db)
  return new Map(rows.map(({ id, codes }) => [id, codes]))
}
