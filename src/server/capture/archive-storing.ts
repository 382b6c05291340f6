import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import yazl from 'yazl'
import { archiveInWords } from '#domain/capture/archive-in-words.ts'
import { Refusal } from '#domain/errors.ts'
import { MOST_BYTES_PER_PERSON, MOST_FILE_BYTES } from '#domain/portfolio/file-contract.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { usedBytes } from '#server/portfolio/file-queries.ts'
import { storeJudged } from '#server/portfolio/brought-commands.ts'
import type { OfImport } from './archive-left.ts'
import type { OpenArchive } from './archive-zip.ts'
import type { Claim } from './import-claim.ts'
import { FileFault } from './import-reading.ts'

type House = Pick<Parts, 'db' | 'files'>

/** What became of the bytes of a file: where they lie now, or why they are not taken. */
export type StoredFile =
  | { readonly storedAs: string; readonly mediaType: string; readonly sizeBytes: number; readonly sha256: string }
  | { readonly fault: string }

interface Waiting {
  readonly number: number
  readonly name: string
  readonly path: string
}

/**
 * Stores the files of items that are to come in, each judged as an upload is (P11). What was stored by a worker that died is not stored again. One
 * file is in memory at a time. @throws FileFault where they pass what one person may have
 */
export async function storeFiles(house: House, claim: Claim, archive: OpenArchive, isComing: (itemId: string) => boolean): Promise<void> {
  const { ownerId, importId } = claim
  const waiting = new Map<string, Waiting[]>()
  const { rows } = await sql<Waiting & { item_id: string; storedAs: string | null; storedBytes: number | null; isJudged: boolean }>`
    select number, row->>'name' as name, row->>'archive_path' as path, row->>'item_id' as item_id, stored->>'storedAs' as "storedAs",
      (stored->>'sizeBytes')::bigint as "storedBytes", stored is not null as "isJudged"
    from import_part where owner_id = ${ownerId} and import_id = ${importId} and part = 'file'`.execute(house.db)
  let room = MOST_BYTES_PER_PERSON - (await usedBytes(house.db, ownerId))
  for (const row of rows) {
    if (!isComing(row.item_id)) continue
    const isThere = row.isJudged && (row.storedAs === null || (await house.files.has(row.storedAs)))
    if (isThere) room -= row.storedBytes ?? 0
    else if (waiting.has(row.path)) waiting.get(row.path)!.push(row)
    else waiting.set(row.path, [row])
  }
  if (waiting.size === 0) return
  let done = 0
  for await (const entry of archive.entries()) {
    for (const { number, name } of waiting.get(entry.path) ?? []) {
      if (entry.entry.uncompressedSize > room) throw new FileFault(archiveInWords.file.room)
      const stored: StoredFile =
        entry.entry.uncompressedSize > MOST_FILE_BYTES
          ? { fault: archiveInWords.notes.large }
          : await storedOf(house, ownerId, name, await buffer(Readable.from(archive.read(entry))))
      await sql`update import_part set stored = ${JSON.stringify(stored)}::jsonb
        where owner_id = ${ownerId} and import_id = ${importId} and part = 'file' and number = ${number}`.execute(house.db)
      if ('sizeBytes' in stored) room -= stored.sizeBytes
    }
    if (!waiting.has(entry.path)) continue
    done += 1
    await claim.progress((0.6 * done) / waiting.size)
  }
}

async function storedOf(house: House, ownerId: string, name: string, bytes: Buffer): Promise<StoredFile> {
  try {
    return await storeJudged(house, ownerId, name, bytes)
  } catch (fault) {
    if (fault instanceof Refusal) return { fault: fault.message }
    throw fault
  }
}

export interface KeptArchive {
  readonly storedAs: string
  readonly sizeBytes: number
  readonly sha256: string
}

export const keptName = (ownerId: string) => `${ownerId}/brought/${uuidv7()}`
export const KEPT_NAME = /^(?<ownerId>[0-9a-f-]{36})\/brought\/[0-9a-f-]{36}$/

/** Forgets what was stored for rows that do not come in after all, and answers its names: the caller removes them once that is committed. */
export async function forgetStored(tx: Tx, { ownerId, importId }: OfImport): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    with old as (
      select number, stored->>'storedAs' as name from import_part
      where owner_id = ${ownerId} and import_id = ${importId} and part = 'file' and stored ? 'storedAs' for update)
    update import_part set stored = null from old
    where owner_id = ${ownerId} and import_id = ${importId} and part = 'file' and import_part.number = old.number
    returning old.name`.execute(tx)
  return rows.map(({ name }) => name)
}

/** Paths of what comes in as the owner's own, or can be made anew of it, and that no signature kept: they need not be kept beside. */
export async function takenPaths(db: House['db'], { ownerId, importId }: OfImport): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ path: string }>`
    select row->>'archive_path' as path from import_part
    where owner_id = ${ownerId} and import_id = ${importId} and part = 'file' and stored ? 'storedAs'
    except select row->>'archive_path' from import_part
    where owner_id = ${ownerId} and import_id = ${importId} and part = 'evidence_version_file'`.execute(db)
  return new Set([...rows.map(({ path }) => path), 'portfolio.csv'])
}

/** Packs what does not come in, under the names it has: its pages, its rows, the chain with its verifier (R6). Nothing is held but names. */
export async function storeRest({ files }: House, claim: Claim, archive: OpenArchive, taken: ReadonlySet<string>): Promise<KeptArchive> {
  const zip = new yazl.ZipFile()
  const output = zip.outputStream as Readable
  zip.on('error', (fault) => output.destroy(fault as Error))
  const pack = async () => {
    for await (const entry of archive.entries()) {
      if (taken.has(entry.path)) continue
      const stream = await archive.stream(entry)
      stream.once('error', (fault) => output.destroy(fault))
      const ended = once(stream, 'end')
      zip.addReadStream(stream, entry.path, { compress: entry.entry.compressionMethod !== 0 })
      await ended
      await claim.progress(0.7)
    }
    zip.end()
  }
  pack().catch((fault: unknown) => output.destroy(fault as Error))
  const storedAs = keptName(claim.ownerId)
  return { storedAs, ...(await files.put(storedAs, output)) }
}
