import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import { headersKey, type Mapping } from '#domain/capture/import-columns.ts'
import {
  MOST_IMPORT_BYTES,
  MOST_PACKAGE_BYTES,
  type Import,
  type ImportLine,
  type mendLine as mendLineOf,
} from '#domain/capture/import-contract.ts'
import { importWords } from '#domain/capture/import-words.ts'
import { leap2aWords } from '#domain/capture/leap2a-words.ts'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Parts } from '#server/platform/parts.ts'
import { isArchive } from './archive-zip.ts'
import { checkedLine } from './import-check.ts'
import { faultyLines, importOf, importRow, lineShown } from './import-queries.ts'
import type { FoundTable } from './import-reading.ts'
import { isLeap2a } from './leap2a-package.ts'

type House = Pick<Parts, 'db' | 'files'>

export const RUN_IMPORT = 'capture.run_import'
const MOST_OPEN = 5
const words = importWords.acts

/** Rings the bell for the step that an import is at. */
export const ringForImport = (tx: Db | Tx, ownerId: string, importId: string, again: { runAt?: Date } = {}): Promise<void> =>
  enqueue(tx, RUN_IMPORT, { ownerId, importId }, { key: `${RUN_IMPORT} ${importId}${again.runAt ? ' again' : ''}`, ...again })

/** What one owner does with imports, one after the other: two that bring the same in at once would double it. */
export const lockImports = (tx: Tx, ownerId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`imports of ${ownerId}`}, 0))`.execute(tx)

/**
 * Takes a file to be read by a job. The same id again answers the same import.
 * @throws Refusal `too_large`, `invalid_input` at `file`, `try_later` while five are open
 */
export async function beginImport(house: House, seen: Seen, id: string, name: string, bytes: Readable): Promise<Import> {
  const { db, files } = house
  const isThere = async (on: Db | Tx) =>
    (await on.selectFrom('import').select('id').where('owner_id', '=', seen.ownerId).where('id', '=', id).executeTakeFirst()) !== undefined
  if (await isThere(db)) {
    bytes.resume()
    return importOf(db, seen, id)
  }
  await refuseMany(db, seen.ownerId)
  const storedAs = `${seen.ownerId}/imports/${uuidv7()}`
  const { sizeBytes, sha256 } = await files.put(storedAs, Readable.from(atMost(bytes), { objectMode: false }))
  let isKept = false
  try {
    if (sizeBytes === 0) throw refuseField('file', importWords.file.empty)
    const kind = await kindOf(files, storedAs, sizeBytes)
    return await db.transaction().execute(async (tx) => {
      await lockImports(tx, seen.ownerId)
      if (!(await isThere(tx))) {
        await refuseMany(tx, seen.ownerId)
        if (sizeBytes > MOST_IMPORT_BYTES) await refuseManyLarge(tx, seen.ownerId)
        await tx
          .insertInto('import')
          .values({ owner_id: seen.ownerId, id, kind, file_name: name, size_bytes: sizeBytes, sha256, stored_as: storedAs })
          .execute()
        await ringForImport(tx, seen.ownerId, id)
        isKept = true
      }
      return importOf(tx, seen, id)
    })
  } finally {
    if (!isKept) await files.remove(storedAs)
  }
}

async function refuseMany(db: Db | Tx, ownerId: string): Promise<void> {
  const { open } = await db
    .selectFrom('import')
    .select(sql<number>`count(*)`.as('open'))
    .where('owner_id', '=', ownerId)
    .where('state', 'in', ['reading', 'checking', 'ready', 'bringing', 'failed'])
    .executeTakeFirstOrThrow()
  if (open >= MOST_OPEN) throw new Refusal('try_later', words.many, { fields: [{ path: 'file', message: words.many }] })
}

/** Gigabytes are kept for one import at a time. */
async function refuseManyLarge(tx: Tx, ownerId: string): Promise<void> {
  const other = await tx
    .selectFrom('import')
    .select('id')
    .where('owner_id', '=', ownerId)
    .where('stored_as', 'is not', null)
    .where('size_bytes', '>', MOST_IMPORT_BYTES)
    .executeTakeFirst()
  if (other) throw new Refusal('try_later', words.large, { fields: [{ path: 'file', message: words.large }] })
}

/** Asked for piece by piece, so that whoever keeps it is there to hear of a fault. What may hold files may be larger. */
async function* atMost(bytes: Readable): AsyncGenerator<Buffer> {
  let left: number | null = null
  let message: string = importWords.file.tooLarge
  for await (const piece of bytes) {
    const chunk = piece as Buffer
    if (left === null) {
      const isPackage = chunk[0] === 0x50 && chunk[1] === 0x4b
      left = isPackage ? MOST_PACKAGE_BYTES : MOST_IMPORT_BYTES
      if (isPackage) message = leap2aWords.file.tooLarge
    }
    left -= chunk.length
    if (left < 0) throw tooLarge(message)
    yield chunk
  }
}

const tooLarge = (message: string) => new Refusal('too_large', message, { fields: [{ path: 'file', message }] })

/** What a file is, by its content. @throws Refusal `too_large` for a table that is */
async function kindOf(files: House['files'], storedAs: string, sizeBytes: number): Promise<'table' | 'leap2a' | 'archive'> {
  if (await isArchive(files, storedAs, sizeBytes)) return 'archive'
  if (await isLeap2a(files, storedAs, sizeBytes)) return 'leap2a'
  if (sizeBytes > MOST_IMPORT_BYTES) throw tooLarge(importWords.file.tooLarge)
  return 'table'
}

/** Says what the columns mean; a check under way is begun anew. @throws Refusal at `columns`, `not_allowed` */
export async function mapImport({ db }: House, seen: Seen, id: string, mapping: Mapping): Promise<Import> {
  return db.transaction().execute(async (tx) => {
    const row = await openImport(tx, seen, id, ['ready', 'checking'])
    if (row.kind !== 'table') throw new Refusal('not_allowed', words.noColumns)
    const { headers } = row.found as FoundTable
    const used = mapping.columns.filter((field) => field !== null && field !== 'notes')
    if (mapping.columns.length !== headers.length) throw refuseField('columns', words.columns)
    if (new Set(used).size < used.length) throw refuseField('columns', words.twice)
    if (!used.includes('title')) throw refuseField('columns', words.noTitle)
    await tx
      .updateTable('import')
      .set({
        mapping: JSON.stringify(mapping),
        state: 'checking',
        progress: 0,
        tries: 0,
        claimed_until: null,
        reason: null,
        changed_at: sql<Date>`now()`,
      })
      // Whoever checks by the mapping before finds that its number is no longer the last.
      .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', id)
      .execute()
    await tx
      .insertInto('import_mapping')
      .values({ owner_id: seen.ownerId, headers: headersKey(headers), mapping: JSON.stringify(mapping) })
      .onConflict((conflict) =>
        conflict.columns(['owner_id', 'headers']).doUpdateSet({ mapping: JSON.stringify(mapping), used_at: sql<Date>`now()` }),
      )
      .execute()
    await ringForImport(tx, seen.ownerId, id)
    return importOf(tx, seen, id)
  })
}

/** Types cells in the place of those of a line, or leaves it out. @throws Refusal `not_allowed` while nothing can be mended */
export async function mendLine(
  { db }: House,
  seen: Seen,
  id: string,
  number: number,
  { cells, leftOut }: z.output<typeof mendLineOf.schema.body>,
): Promise<{ line: ImportLine; import: Import }> {
  return db.transaction().execute(async (tx) => {
    const row = await openImport(tx, seen, id, ['ready'])
    if (row.kind === 'archive') throw new Refusal('not_allowed', words.noColumns)
    const [found, mapping] = [row.found as FoundTable, row.mapping as Mapping]
    const one = tx.selectFrom('import_line').selectAll().where('owner_id', '=', seen.ownerId).where('import_id', '=', id)
    const before = await one.where('line', '=', number).executeTakeFirst()
    if (before === undefined) throw notFound()
    const within = cells.filter(({ column }) => column < found.headers.length)
    const after = {
      ...before,
      mended: { ...(before.mended as Record<string, string>), ...Object.fromEntries(within.map(({ column, text }) => [column, text])) },
      left_out: leftOut ?? before.left_out,
    }
    const { faults, already } = await checkedLine(tx, { ownerId: seen.ownerId, headers: found.headers, mapping }, after)
    await tx
      .updateTable('import_line')
      .set({ mended: JSON.stringify(after.mended), left_out: after.left_out, faults: JSON.stringify(faults), already })
      .where('owner_id', '=', seen.ownerId)
      .where('import_id', '=', id)
      .where('line', '=', number)
      .execute()
    await tx
      .updateTable('import')
      .set({ changed_at: sql<Date>`now()` })
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', id)
      .execute()
    return { line: lineShown({ ...after, faults, already }, found, mapping), import: await importOf(tx, seen, id) }
  })
}

/** Begins to bring in. Asked for again it does nothing more. @throws Refusal `not_allowed` while a line has a fault, or nothing is new */
export async function bringIn({ db }: House, seen: Seen, id: string): Promise<Import> {
  return db.transaction().execute(async (tx) => {
    const row = await openImport(tx, seen, id, ['ready', 'bringing', 'brought'])
    if (row.state === 'ready') {
      const faulty = await faultyLines(tx, row)
      if (faulty > 0) throw new Refusal('not_allowed', words.faulty(faulty))
      if ((await importOf(tx, seen, id)).counts.fresh === 0)
        throw new Refusal('not_allowed', row.kind === 'archive' ? words.nothingOfArchive : words.nothing)
      await beginStep(tx, seen, id, 'bringing')
    }
    return importOf(tx, seen, id)
  })
}

/** Begins to take out again what an import made. Asked for again it does nothing more. */
export async function undoImport({ db }: House, seen: Seen, id: string): Promise<Import> {
  return db.transaction().execute(async (tx) => {
    const row = await openImport(tx, seen, id, ['brought', 'undoing', 'undone'])
    if (row.state === 'brought') await beginStep(tx, seen, id, 'undoing')
    return importOf(tx, seen, id)
  })
}

async function beginStep(tx: Tx, seen: Seen, id: string, state: 'bringing' | 'undoing'): Promise<void> {
  await tx
    .updateTable('import')
    .set({ state, progress: 0, tries: 0, claimed_until: null, reason: null, changed_at: sql<Date>`now()` })
    .where('owner_id', '=', seen.ownerId)
    .where('id', '=', id)
    .execute()
  await ringForImport(tx, seen.ownerId, id)
}

/** Throws away what was not brought in: its file, its lines. False where it is gone already. */
export async function dropImport({ db, files }: House, seen: Seen, id: string): Promise<boolean> {
  const gone = await db
    .deleteFrom('import')
    .where('owner_id', '=', seen.ownerId)
    .where('id', '=', id)
    .where('state', 'in', ['reading', 'checking', 'ready', 'failed'])
    .returning('stored_as')
    .executeTakeFirst()
  if (
    gone === undefined &&
    (await db.selectFrom('import').select('id').where('owner_id', '=', seen.ownerId).where('id', '=', id).executeTakeFirst())
  )
    throw new Refusal('not_allowed', words.over)
  if (gone?.stored_as) await files.remove(gone.stored_as)
  return gone !== undefined
}

/** The import, locked, in one of these states. @throws Refusal `not_found`, `not_allowed` */
async function openImport(tx: Tx, seen: Seen, id: string, states: readonly Import['state'][]) {
  await tx.selectFrom('import').select('id').where('owner_id', '=', seen.ownerId).where('id', '=', id).forUpdate().executeTakeFirst()
  const row = await importRow(tx, seen, id)
  if (states.includes(row.state as Import['state'])) return row
  const isBusy = ['reading', 'checking', 'bringing', 'undoing'].includes(row.state)
  throw new Refusal('not_allowed', isBusy ? words.busy : words.over)
}
