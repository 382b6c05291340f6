import { sql } from 'kysely'
import { notFound } from '#domain/errors.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { bytesOfKeptArchives } from '#server/capture/archive-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { FILE_COLUMNS } from './columns-queries.ts'

/** One file's row. @throws Refusal `not_found` where the viewer may not see its item, or it is another item's */
export async function fileOf(db: Db | Tx, seen: Seen, itemId: string, fileId: string) {
  const row = await db
    .selectFrom('file')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'file.owner_id').onRef('item.id', '=', 'file.item_id'))
    .select(FILE_COLUMNS)
    .where('file.owner_id', '=', seen.ownerId)
    .where('file.id', '=', fileId)
    .where('file.item_id', '=', itemId)
    .where((eb) => eb.and(seen.limits(eb as never)))
    .executeTakeFirst()
  if (row === undefined) throw notFound()
  return row
}

/** What an owner's files take, uploads under way counted whole and what archives brought kept beside, so that two at once cannot pass the limit together (P11). */
export async function usedBytes(db: Db | Tx, ownerId: string): Promise<number> {
  // Sums of bigint are numeric, which the driver reads as hundredths of credits.
  const sum = sql<number>`coalesce(sum(size_bytes), 0)::bigint`.as('bytes')
  const files = await db.selectFrom('file').select(sum).where('owner_id', '=', ownerId).executeTakeFirstOrThrow()
  const uploads = await db.selectFrom('upload').select(sum).where('owner_id', '=', ownerId).executeTakeFirstOrThrow()
  return files.bytes + uploads.bytes + (await bytesOfKeptArchives(db, ownerId))
}

export interface FileOfRow {
  readonly itemId: string
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
  readonly sha256: string
  readonly storedAs: string
  readonly addedAt: Date
}

/** The files of items, in the order they were added. The items are those the viewer was found to see. */
export async function filesOfItems(db: Db, seen: Seen, itemIds: readonly string[]): Promise<FileOfRow[]> {
  if (itemIds.length === 0) return []
  return db
    .selectFrom('file')
    .select([
      'item_id as itemId',
      'name',
      'media_type as mediaType',
      'size_bytes as sizeBytes',
      'sha256',
      'stored_as as storedAs',
      'added_at as addedAt',
    ])
    .where('owner_id', '=', seen.ownerId)
    .where('item_id', 'in', [...itemIds])
    .orderBy('added_at')
    .orderBy('id')
    .execute()
}
