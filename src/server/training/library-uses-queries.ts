import { sql } from 'kysely'
import type { Db, Tx } from '#server/platform/db.ts'

/** The curriculum items each of these items is linked to, by their codes (T6, T8). Nothing of an item that is linked to none. */
export async function usesOf(db: Db | Tx, ownerId: string, itemIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (itemIds.length === 0 || !(await canBeLinked(db))) return new Map()
  const { rows } = await sql<{ id: string; codes: string[] }>`
    select item_id as id, array_agg(distinct item_code order by item_code) as codes
    from evidence_link
    where owner_id = ${ownerId} and item_id = any(${[...itemIds]}::uuid[]) and unlinked_at is null
    group by item_id`.execute(db)
  return new Map(rows.map(({ id, codes }) => [id, codes]))
}

/** Links are another feature's, which an installation can be without. */
async function canBeLinked(db: Db | Tx): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('evidence_link') is not null as there`.execute(db)
  return rows[0]?.there ?? false
}
