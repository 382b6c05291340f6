import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Mapping } from '#domain/capture/import-columns.ts'
import { leap2aWords } from '#domain/capture/leap2a-words.ts'
import { fold } from '#domain/fold.ts'
import { auditInParts } from '#server/platform/audit-in-parts.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { recordMany } from '#server/portfolio/bulk-commands.ts'
import { eraseManyWithFiles, keepMany, roomLeft } from '#server/portfolio/bulk-file-commands.ts'
import { resolveTags } from '#server/portfolio/tag-commands.ts'
import { checkedLines, type CheckedLine } from './import-check.ts'
import type { Claim } from './import-claim.ts'
import { lockImports } from './import-commands.ts'
import { importRow, rowsKept, whyKept } from './import-queries.ts'
import { FileFault, type FoundTable } from './import-reading.ts'
import { storeFiles, type StoredFile } from './leap2a-files.ts'

type House = Pick<Parts, 'db' | 'files' | 'catalogue'>

/** A line has a fault that the last check did not know: nothing is brought in. */
export class LinesAtFault extends Error {}

const PIECE = 500

type StoredFiles = ReadonlyMap<number, readonly StoredFile[]>

/** Entries of a package come with their files, whose bytes are in the store before it is decided that they stay (K5). */
export async function bringEntriesIn(house: House, claim: Claim): Promise<void> {
  const stored = new Map<number, StoredFile[]>()
  try {
    await storeFiles(house, claim, stored)
    await bringLinesIn(house, claim, stored)
  } catch (fault) {
    const names = [...stored.values()].flat().map(({ storedAs }) => storedAs)
    const { rows } = await sql<{ name: string }>`
      select stored_as as name from file where owner_id = ${claim.ownerId} and stored_as = any(${names}::text[])`.execute(house.db)
    const kept = new Set(rows.map(({ name }) => name))
    for (const name of names) if (!kept.has(name)) await house.files.remove(name)
    throw fault
  }
}

/** Every line becomes a row, in one transaction (K5). They are sent nowhere by themselves (X2). */
export async function bringLinesIn(house: House, claim: Claim, stored: StoredFiles = new Map()): Promise<void> {
  const { ownerId, importId } = claim
  const readFrom = await house.db.transaction().execute(async (tx) => {
    await lockImports(tx, ownerId)
    const row = await importRow(tx, claim, importId)
    const { headers } = row.found as FoundTable
    const bytes = [...stored.values()].flat().reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    if (bytes > 0 && bytes > (await roomLeft(tx, ownerId))) throw new FileFault(leap2aWords.room)
    const tagIds = new Map<string, string>()
    let [done, added, already] = [0, 0, 0]
    for await (const lines of checkedLines(tx, { ownerId, importId, headers, mapping: row.mapping as Mapping })) {
      const fresh = lines.filter((line) => !line.leftOut && !line.already)
      if (fresh.some(({ faults }) => faults.length > 0)) throw new LinesAtFault()
      await bring(tx, house, claim, fresh, tagIds, stored)
      added += fresh.length
      already += lines.filter((line) => !line.leftOut && line.already).length
      done += lines.length
      await claim.progress(done / Math.max(1, row.lines))
    }
    await tx.deleteFrom('import_line').where('owner_id', '=', ownerId).where('import_id', '=', importId).execute()
    await audit(tx, {
      ...actOf(ownerId, importId, row.file_name),
      act: 'import.brought_in',
      changes: [{ field: 'rows', before: '', after: String(added) }],
    })
    await claim.become(tx, { state: 'brought', added, already, stored_as: null, brought_at: sql<Date>`now()` })
    return row.stored_as
  })
  if (readFrom !== null) await house.files.remove(readFrom)
}

const actOf = (ownerId: string, importId: string, about: string) =>
  ({ ownerId, personId: ownerId, recordKind: 'import', recordId: importId, about }) as const

async function bring(
  tx: Tx,
  { catalogue }: House,
  { ownerId, importId }: Claim,
  lines: readonly CheckedLine[],
  tagIds: Map<string, string>,
  stored: StoredFiles,
): Promise<void> {
  if (lines.length === 0) return
  const labels = new Map(lines.flatMap(({ tags }) => tags).map((label) => [keyOf(label), label]))
  const unknown = [...labels].filter(([key]) => !tagIds.has(key))
  if (unknown.length > 0) {
    const ids = await resolveTags(
      tx,
      catalogue,
      ownerId,
      unknown.map(([, label]) => ({ label })),
    )
    for (const [index, [key]] of unknown.entries()) tagIds.set(key, ids[index]!)
  }
  const items = lines.map(({ fields, tags }) => ({ id: uuidv7(), fields, tagIds: tags.map((label) => tagIds.get(keyOf(label))!) }))
  await recordMany(tx, ownerId, items, 'imported')
  const files = lines.flatMap(({ line }, index) =>
    (stored.get(line) ?? []).map((file) => ({ ...file, id: uuidv7(), itemId: items[index]!.id })),
  )
  await keepMany(tx, ownerId, files)
  const filesOf = Map.groupBy(files, ({ itemId }) => itemId)
  const rows = lines.map(({ line, fromLine, asRow }, index) => {
    const { id } = items[index]!
    return { line, fromLine, asRow, id, fileIds: filesOf.get(id)?.map((file) => file.id) ?? [] }
  })
  await sql`
    insert into imported_row (owner_id, item_id, import_id, line, from_line, as_row, tag_ids, file_ids)
    select ${ownerId}, item.id, ${importId}, made.line, made."fromLine", made."asRow", item.tag_ids, made."fileIds"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as made (id uuid, line int, "fromLine" text, "asRow" text, "fileIds" uuid[])
    join item on item.owner_id = ${ownerId} and item.id = made.id`.execute(tx)
}

const keyOf = (label: string): string => fold(label) || label

/** Takes out again what an import made, in one transaction; rows that were changed, linked, signed or sent since stay, and are named. */
export async function takeOutAgain({ db, files }: House, claim: Claim): Promise<void> {
  const { ownerId, importId } = claim
  const unneeded: string[] = []
  await db.transaction().execute(async (tx) => {
    await lockImports(tx, ownerId)
    const row = await importRow(tx, claim, importId)
    // Locked first, in one order, as others lock them: what was linked while this waited is seen then.
    await rowsKept(tx, ownerId, importId).select('item.id').orderBy('item.id').forUpdate('item').execute()
    const rows = await rowsKept(tx, ownerId, importId)
      .select(['item.id', 'item.title', whyKept.as('why')])
      .execute()
    const going = rows.filter(({ why }) => why === null)
    for (let from = 0; from < going.length; from += PIECE) {
      const some = going.slice(from, from + PIECE)
      const ids = some.map(({ id }) => id)
      unneeded.push(...(await eraseManyWithFiles(tx, ownerId, ids)))
      await claim.progress(from / going.length)
    }
    await auditInParts(
      tx,
      going.map(({ id, title }) => ({ ownerId, personId: ownerId, act: 'item.erased', recordKind: 'item', recordId: id, about: title })),
    )
    // Tags that came with it, by their moment, and that nothing bears now.
    await sql`
      delete from tag using import
      where import.owner_id = ${ownerId} and import.id = ${importId} and tag.owner_id = ${ownerId} and tag.created_at = import.brought_at
        and not exists (select from item_tag where item_tag.owner_id = tag.owner_id and item_tag.tag_id = tag.id)`.execute(tx)
    await audit(tx, {
      ...actOf(ownerId, importId, row.file_name),
      act: 'import.undone',
      changes: [{ field: 'rows', before: String(rows.length), after: String(rows.length - going.length) }],
    })
    await claim.become(tx, { state: 'undone', kept: rows.length - going.length, undone_at: sql<Date>`now()` })
  })
  for (const name of unneeded) await files.remove(name)
}
