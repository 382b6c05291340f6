import { sql } from 'kysely'
import { entryWords } from '#domain/assessments/words.ts'
import { Refusal } from '#domain/errors.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/** Of these items those that are forms somebody has finished their part of, or signed: they stay (F4). */
export async function finishedAmong(db: Db | Tx, ownerId: string, itemIds: readonly string[]): Promise<string[]> {
  if (itemIds.length === 0) return []
  const rows = await db
    .selectFrom('entry_step')
    .where('owner_id', '=', ownerId)
    .where(sql<boolean>`item_id = any(${[...itemIds]}::uuid[])`)
    .select('item_id')
    .distinct()
    .execute()
  return rows.map((row) => row.item_id)
}

/** @throws Refusal `not_allowed` where one of these items is such a form */
export async function refuseFinishedEntries(tx: Tx, ownerId: string, itemIds: readonly string[]): Promise<void> {
  const finished = await finishedAmong(tx, ownerId, itemIds)
  if (finished.length > 0) throw new Refusal('not_allowed', entryWords.lockedItem, { details: { items: finished } })
}
