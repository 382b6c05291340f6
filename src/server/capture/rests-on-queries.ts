import { sql } from 'kysely'
import type { Db, Tx } from '#server/platform/db.ts'
import { whatRestsOn } from './what-rests-on.ts'

/** What else rests on each of these items, in words, as an undo says it; nothing for an item on which nothing does. */
export async function whyItemsStay(db: Db | Tx, ownerId: string, itemIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (itemIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; why: string | null }>`
    select item.id, case ${whatRestsOn} end as why from item
    where item.owner_id = ${ownerId} and item.id = any(${[...itemIds]}::uuid[])`.execute(db)
  return new Map(rows.flatMap(({ id, why }) => (why === null ? [] : [[id, why] as const])))
}
