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

/** Of these items those that are forms in which somebody but the viewer has written, an assessor by a ticket still open included. */
async function writtenByOthers(tx: Tx, ownerId: string, viewerId: string, itemIds: readonly string[]): Promise<string[]> {
  if (itemIds.length === 0) return []
  const { rows } = await sql<{ item_id: string }>`
    select item_id from entry_part
    where owner_id = ${ownerId} and item_id = any(${[...itemIds]}::uuid[]) and saved_by is distinct from ${viewerId}::uuid
    union
    select item_id from ticket
    where owner_id = ${ownerId} and item_id = any(${[...itemIds]}::uuid[]) and draft_at is not null
      and submitted_at is null and declined_at is null and cancelled_at is null`.execute(tx)
  return rows.map((row) => row.item_id)
}

/**
 * Before such items go into the bin.
 * @throws Refusal `not_allowed` where one is finished or signed, or somebody else has written in it
 */
export async function refuseFinishedEntries(tx: Tx, ownerId: string, viewerId: string, itemIds: readonly string[]): Promise<void> {
  const finished = await finishedAmong(tx, ownerId, itemIds)
  if (finished.length > 0) throw new Refusal('not_allowed', entryWords.lockedItem, { details: { items: finished } })
  const others = await writtenByOthers(tx, ownerId, viewerId, itemIds)
  if (others.length > 0) throw new Refusal('not_allowed', entryWords.othersWrote, { details: { items: others } })
}
