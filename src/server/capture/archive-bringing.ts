import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { archiveInWords } from '#domain/capture/archive-in-words.ts'
import { FoundArchive } from '#domain/capture/archive-in.ts'
import type { ARCHIVED } from '#domain/reports/archive-tables.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import { bringElsewhere } from '#server/elsewhere/brought-commands.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { bringItems, type BroughtItem } from '#server/portfolio/brought-commands.ts'
import { keepMany, roomLeft, type BulkFile } from '#server/portfolio/bulk-file-commands.ts'
import type { z } from 'zod'
import { bringAids } from './archive-aids.ts'
import { freshOf, isFresh, isToKeep, partsOf } from './archive-check.ts'
import { bringFolders } from './archive-folders.ts'
import { hereOf, Ids, keepOrigins } from './archive-origins.ts'
import { bringPapers } from './archive-papers.ts'
import { bringPlan } from './archive-plan.ts'
import { bringReflections } from './archive-reflections.ts'
import { bringSettings } from './archive-settings.ts'
import { takenPaths, storeFiles, storeRest, type KeptArchive, type StoredFile } from './archive-storing.ts'
import { stagedRows } from './archive-staged.ts'
import { bringTags } from './archive-tags.ts'
import { asBrought } from './archive-left.ts'
import { openArchive } from './archive-zip.ts'
import type { Claim } from './import-claim.ts'
import { lockImports } from './import-commands.ts'
import { importRow } from './import-queries.ts'
import { FileFault } from './import-reading.ts'

type House = Pick<Parts, 'db' | 'files' | 'catalogue'>
type RowOf<Name extends keyof typeof ARCHIVED> = z.infer<(typeof ARCHIVED)[Name]['row']>

/** Files first, under names that nothing knows yet; then every row in one transaction (K5). What a worker that died stored is used, or swept. */
export async function bringArchiveIn(house: House, claim: Claim): Promise<void> {
  const { db, files } = house
  const { ownerId } = claim
  const row = await importRow(db, claim, claim.importId)
  if (row.stored_as === null || !(await files.has(row.stored_as))) throw new FileFault(archiveInWords.file.notZip)
  const found = FoundArchive.parse(row.found)
  const archive = await openArchive(files, row.stored_as, row.size_bytes)
  const here = await hereOf(db, claim, 'item', found.owner.id)
  await storeFiles(house, claim, archive, (itemId) => !here.has(itemId))
  // Since it was read, an archive that was kept before may have gone with its import.
  const keeps = await db.transaction().execute(async (tx) => {
    await lockImports(tx, ownerId)
    return isToKeep(tx, claim, found)
  })
  const kept = keeps ? await storeRest(house, claim, archive, await takenPaths(db, claim)) : null
  const unused = await db.transaction().execute(async (tx) => {
    await lockImports(tx, ownerId)
    const unused = await bring(tx, house, claim, found, kept)
    await audit(tx, {
      ownerId,
      personId: ownerId,
      recordKind: 'import',
      recordId: claim.importId,
      about: row.file_name,
      act: 'import.brought_in',
      changes: [{ field: 'rows', before: '', after: String(unused.added) }],
    })
    const { added, already, found: now } = unused
    await claim.become(tx, { state: 'brought', added, already, found: JSON.stringify(now), stored_as: null, brought_at: sql<Date>`now()` })
    return unused.names
  })
  for (const name of [...unused, row.stored_as]) await files.remove(name)
}

interface Brought {
  readonly added: number
  readonly already: number
  readonly found: FoundArchive
  /** In the store, and not needed after all. */
  readonly names: readonly string[]
}

async function bring(tx: Tx, house: House, claim: Claim, was: FoundArchive, kept: KeptArchive | null): Promise<Brought> {
  const { ownerId, importId } = claim
  const fresh = await isFresh(tx, claim)
  // As things stand now: what came since it was read is not brought in again.
  const found = await partsOf(tx, claim, was)
  // Gone in between: the next try keeps it.
  if (found.keeps && kept === null) throw new Error('what does not come in of the archive is not stored yet')
  const from = { owner: was.owner.id, isOwn: was.isOwn }
  const tags = await bringTags(tx, house.catalogue, claim)
  const folders = await bringFolders(tx, claim, from)
  const items = new Ids(await hereOf(tx, claim, 'item', from.owner), from.isOwn)
  const tagged = new Map<string, string[]>()
  for await (const rows of stagedRows<RowOf<'item_tag'>>(tx, claim, 'item_tag'))
    for (const { row } of rows) {
      const id = tags.get(row.tag_id)
      if (id !== undefined) tagged.set(row.item_id, [...(tagged.get(row.item_id) ?? []), id])
    }

  let added = 0
  const brought: string[] = []
  for await (const rows of stagedRows<RowOf<'item'>>(tx, claim, 'item')) {
    const coming = rows.map(({ row }) => row).filter(({ id }) => !items.isHere(id))
    await bringItems(
      tx,
      ownerId,
      coming.map((row) => ({ ...(row as BroughtItem), id: items.idOf(row.id), tagIds: [...new Set(tagged.get(row.id) ?? [])] })),
    )
    await keepOrigins(
      tx,
      claim,
      'item',
      from.owner,
      coming.map(({ id }) => [id, items.idOf(id)] as const),
    )
    brought.push(...coming.map(({ id }) => items.idOf(id)))
    added += coming.length
    await claim.progress(0.7 + (0.2 * added) / Math.max(1, was.rows['item'] ?? 1))
  }
  const { names, refused } = await bringStoredFiles(tx, claim, items)
  for await (const rows of stagedRows<RowOf<'library_file'>>(tx, claim, 'library_file')) {
    const coming = rows.map(({ row }) => row).filter(({ item_id }) => items.isComing(item_id))
    await insertRows(
      tx,
      sql`library_file (owner_id, item_id, folder_id)`,
      sql`${ownerId}, item_id, folder_id`,
      sql`item_id uuid, folder_id uuid`,
      coming.map(({ item_id, folder_id }) => ({
        item_id: items.idOf(item_id),
        folder_id: folder_id === null ? null : (folders.get(folder_id) ?? null),
      })),
    )
  }
  for await (const rows of stagedRows<RowOf<'change_answer'>>(tx, claim, 'change_answer')) {
    const coming = rows.map(({ row }) => row).filter(({ item_id }) => items.isComing(item_id))
    await insertRows(
      tx,
      sql`change_answer (owner_id, id, item_id, lasted, note, answered_on)`,
      sql`${ownerId}, id, item_id, lasted, note, answered_on`,
      sql`id uuid, item_id uuid, lasted text, note text, answered_on date`,
      coming.map((row) => ({ ...row, id: from.isOwn ? row.id : uuidv7(), item_id: items.idOf(row.item_id) })),
    )
  }
  for await (const rows of stagedRows<RowOf<'guard_override'>>(tx, claim, 'guard_override')) {
    const coming = rows.map(({ row }) => row).filter(({ item_id }) => items.isComing(item_id))
    await insertRows(
      tx,
      sql`guard_override (owner_id, id, item_id, field, rule, reason, person_id, kept_at)`,
      sql`${ownerId}, id, item_id, field, rule, reason, ${ownerId}, least(kept_at, now())`,
      sql`id uuid, item_id uuid, field text, rule text, reason text, kept_at timestamptz`,
      coming.map((row) => ({ ...row, id: from.isOwn ? row.id : uuidv7(), item_id: items.idOf(row.item_id) })),
    )
  }
  await bringReflections(tx, claim, from.owner, items)
  await bringPapers(tx, house, claim, items)
  const noRoom = await bringAids(tx, claim, from.owner, items)
  // Only now: whoever signs for the owner meanwhile would wait for all the items.
  await lockPerson(tx, ownerId)
  added += await bringPlan(tx, house, claim, from, items)
  if (fresh && !from.isOwn) await bringSettings(tx, house, claim)
  // How they stand now is how they were brought in; so it is written once all of it is there.
  for (let at = 0; at < brought.length; at += 500)
    await sql`update brought_row set as_brought = ${asBrought} from item
      where brought_row.owner_id = ${ownerId} and brought_row.import_id = ${importId} and brought_row.part = 'item'
        and item.owner_id = ${ownerId} and item.id = brought_row.id and item.id = any(${brought.slice(at, at + 500)}::uuid[])`.execute(tx)
  if (!from.isOwn) await bringElsewhere(tx, claim, was)
  if (found.keeps && kept !== null) await keepRest(tx, claim, was, kept)
  else if (kept !== null) names.push(kept.storedAs)
  await tx
    .deleteFrom('import_part')
    .where('owner_id', '=', ownerId)
    .where('import_id', '=', importId)
    .where('part', '<>', 'preference')
    .execute()
  const already = freshOf(found).here
  const { notes } = archiveInWords
  const told = [
    ...refused.slice(0, 20).map(({ name, fault }) => notes.refused(name, fault)),
    ...(refused.length > 20 ? [notes.moreRefused(refused.length - 20)] : []),
    ...(noRoom.drafts > 0 ? [notes.draftsWithoutRoom(noRoom.drafts)] : []),
    ...(noRoom.mappings > 0 ? [notes.mappingsWithoutRoom(noRoom.mappings)] : []),
  ]
  return { added, already, found: { ...found, notes: [...found.notes, ...told] }, names }
}

async function bringStoredFiles(tx: Tx, claim: Claim, items: Ids) {
  const names: string[] = []
  const refused: { name: string; fault: string }[] = []
  let room = await roomLeft(tx, claim.ownerId)
  for await (const rows of stagedRows<RowOf<'file'>, StoredFile>(tx, claim, 'file')) {
    const coming: BulkFile[] = []
    for (const { row, stored } of rows) {
      if (stored === null) {
        // Its item was erased since the files were stored: the next try stores it.
        if (items.isComing(row.item_id)) throw new Error('a file of the archive is not stored yet')
        continue
      }
      if ('fault' in stored) {
        refused.push({ name: row.name, fault: stored.fault })
        continue
      }
      if (!items.isComing(row.item_id)) {
        names.push(stored.storedAs)
        continue
      }
      room -= stored.sizeBytes
      // A new id: that of the archive may be a file of another item by now.
      coming.push({ ...stored, id: uuidv7(), itemId: items.idOf(row.item_id), name: row.name, addedAt: row.added_at })
    }
    if (room < 0) throw new FileFault(archiveInWords.file.room)
    await keepMany(tx, claim.ownerId, coming)
  }
  return { names, refused }
}

type Sql = ReturnType<typeof sql>

async function insertRows(tx: Tx, into: Sql, columns: Sql, typed: Sql, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into ${into} select ${columns} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as made (${typed})
    on conflict do nothing`.execute(tx)
}

async function keepRest(tx: Tx, { ownerId, importId }: Claim, { owner, server, madeAt }: FoundArchive, kept: KeptArchive): Promise<void> {
  await tx
    .insertInto('brought_archive')
    .values({
      owner_id: ownerId,
      id: importId,
      from_owner: owner.id,
      from_name: owner.name,
      server,
      made_at: madeAt,
      brought_at: sql<Date>`now()`,
      name: archiveInWords.keptName(madeAt.slice(0, 10)),
      media_type: 'application/zip',
      size_bytes: kept.sizeBytes,
      sha256: kept.sha256,
      stored_as: kept.storedAs,
    })
    .execute()
}
