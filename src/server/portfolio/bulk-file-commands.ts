import { sql } from 'kysely'
import { MOST_BYTES_PER_PERSON } from '#domain/portfolio/file-contract.ts'
import { filesKeptFor } from '#server/curriculum/rest-queries.ts'
import type { Tx } from '#server/platform/db.ts'
import { eraseMany } from './bulk-commands.ts'
import { lockFilesOf } from './file-commands.ts'
import { usedBytes } from './file-queries.ts'
import { ringForWords } from './words-commands.ts'

/** A file whose bytes lie in the store. */
export interface BulkFile {
  readonly id: string
  readonly itemId: string
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
  readonly sha256: string
  readonly storedAs: string
  /** ISO, not later than now; now where it is left out. */
  readonly addedAt?: string
}

/** Bytes that are left of the quota; no upload is counted until the transaction ends. */
export async function roomLeft(tx: Tx, ownerId: string): Promise<number> {
  await lockFilesOf(tx, ownerId)
  return MOST_BYTES_PER_PERSON - (await usedBytes(tx, ownerId))
}

/** Makes stored bytes files of items that were just made: the items stay as they were recorded. */
export async function keepMany(tx: Tx, ownerId: string, files: readonly BulkFile[]): Promise<void> {
  if (files.length === 0) return
  await sql`
    insert into file (owner_id, id, item_id, name, media_type, size_bytes, sha256, stored_as, added_at)
    select ${ownerId}, made.id, made."itemId", made.name, made."mediaType", made."sizeBytes", made.sha256, made."storedAs",
           least(made."addedAt", now())
    from jsonb_to_recordset(${JSON.stringify(files)}::jsonb) as made (
      id uuid, "itemId" uuid, name text, "mediaType" text, "sizeBytes" bigint, sha256 text, "storedAs" text, "addedAt" timestamptz)`.execute(
    tx,
  )
  const ids = [...new Set(files.map(({ itemId }) => itemId))]
  await sql`
    update item set file_count = found.count, file_text = found.text
    from (
      -- As recountFiles has it; the words in them are read later.
      select item_id, count(*)::int as count,
             string_agg(name || ' ' || translate(name, '._-+&()[]', '         '), ' ' order by added_at, id) as text
      from file where owner_id = ${ownerId} and item_id = any(${ids}::uuid[]) group by item_id
    ) as found
    where item.owner_id = ${ownerId} and item.id = found.item_id`.execute(tx)
  await ringForWords(tx)
}

/** `eraseMany` of items that may have files. Answers the names in the store that nothing needs then, to be removed once that is sure. */
export async function eraseManyWithFiles(tx: Tx, ownerId: string, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select stored_as as name from file where owner_id = ${ownerId} and item_id = any(${[...ids]}::uuid[])`.execute(tx)
  const names = rows.map(({ name }) => name)
  const kept = await filesKeptFor(tx, ownerId, names)
  await eraseMany(tx, ownerId, ids)
  return names.filter((name) => !kept.has(name))
}
