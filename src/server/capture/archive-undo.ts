import { sql } from 'kysely'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import { takeElsewhereOut } from '#server/elsewhere/brought-commands.ts'
import { auditInParts } from '#server/platform/audit-in-parts.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { eraseManyWithFiles } from '#server/portfolio/bulk-file-commands.ts'
import { takeAidsOut } from './archive-aids.ts'
import { broughtItems, itemsLeft, type OfImport } from './archive-left.ts'
import { takePlanOut } from './archive-plan.ts'
import { takeSettingsOut } from './archive-settings.ts'
import type { Claim } from './import-claim.ts'
import { lockImports } from './import-commands.ts'
import { importRow } from './import-queries.ts'

const PIECE = 500

/** Takes out again what an archive brought, in one transaction; what was changed, linked, signed or sent since stays, and is named. */
export async function takeArchiveOut({ db, files }: Pick<Parts, 'db' | 'files'>, claim: Claim): Promise<void> {
  const { ownerId, importId } = claim
  const names = await db.transaction().execute(async (tx) => {
    await lockImports(tx, ownerId)
    const row = await importRow(tx, claim, importId)
    await lockPerson(tx, ownerId)
    await broughtItems(tx, claim).select('item.id').orderBy('item.id').forUpdate('item').execute()
    // Links of objectives that go are gone before it is asked what rests on an item.
    const plan = await takePlanOut(tx, claim)
    const { rows, going } = await itemsGoing(tx, claim)
    const count = rows.length + plan.length
    const kept = count - going.length - plan.filter(({ why }) => why === null).length
    await takeAidsOut(
      tx,
      claim,
      going.map(({ id }) => id),
    )
    const names: string[] = []
    for (let from = 0; from < going.length; from += PIECE) {
      const ids = going.slice(from, from + PIECE).map(({ id }) => id)
      names.push(...(await eraseManyWithFiles(tx, ownerId, ids)))
      await claim.progress(from / going.length)
    }
    await auditInParts(
      tx,
      going.map(({ id, title }) => ({ ownerId, personId: ownerId, act: 'item.erased', recordKind: 'item', recordId: id, about: title })),
    )
    const decided = await takeElsewhereOut(tx, claim)
    names.push(...(await takeOutTheRest(tx, claim, decided > 0)))
    await audit(tx, {
      ownerId,
      personId: ownerId,
      recordKind: 'import',
      recordId: importId,
      about: row.file_name,
      act: 'import.undone',
      changes: [{ field: 'rows', before: String(count + decided), after: String(kept + decided) }],
    })
    await claim.become(tx, { state: 'undone', kept: kept + decided, undone_at: sql<Date>`now()` })
    return names
  })
  for (const name of names) await files.remove(name)
}

/** What is here of what was brought, and of it what goes: also what only a reflection that goes is about. */
async function itemsGoing(tx: Tx, of: OfImport) {
  const rows = await itemsLeft(tx, of)
  const first = new Set(rows.flatMap(({ id, why }) => (why === null ? [id] : [])))
  const gone = await sql`delete from entry_about where owner_id = ${of.ownerId} and item_id = any(${[...first]}::uuid[])`.execute(tx)
  const then = gone.numAffectedRows === 0n ? rows : await itemsLeft(tx, of)
  return { rows, going: then.filter(({ id, why }) => why === null || first.has(id)) }
}

/**
 * Empty folders, tags that nothing bears, settings as they were, and what was kept beside, unless the proof of something that stays is in
 * it; answers what is not needed in the store.
 */
async function takeOutTheRest(tx: Tx, of: OfImport, keepsArchive: boolean): Promise<string[]> {
  const { ownerId, importId } = of
  // From the deepest up: one that was emptied lets the one above it go.
  for (;;) {
    const gone = await sql`
      delete from library_folder folder using brought_row
      where brought_row.owner_id = ${ownerId} and brought_row.import_id = ${importId} and brought_row.part = 'library_folder'
        and folder.owner_id = ${ownerId} and folder.id = brought_row.id
        and not exists (select from library_folder within where within.owner_id = ${ownerId} and within.parent_id = folder.id)
        and not exists (select from library_file within where within.owner_id = ${ownerId} and within.folder_id = folder.id)`.execute(tx)
    if (gone.numAffectedRows === 0n) break
  }
  await sql`
    delete from tag using import
    where import.owner_id = ${ownerId} and import.id = ${importId} and tag.owner_id = ${ownerId} and tag.created_at = import.brought_at
      and not exists (select from item_tag where item_tag.owner_id = tag.owner_id and item_tag.tag_id = tag.id)`.execute(tx)
  await takeSettingsOut(tx, of)
  await tx.deleteFrom('import_part').where('owner_id', '=', ownerId).where('import_id', '=', importId).execute()
  await sql`
    delete from brought_row where owner_id = ${ownerId} and import_id = ${importId} and not exists (
      select from item where item.owner_id = ${ownerId} and item.id = brought_row.id and brought_row.part = 'item')
      and not exists (select from library_folder folder where folder.owner_id = ${ownerId} and folder.id = brought_row.id)
      and not exists (select from objective where objective.owner_id = ${ownerId} and objective.id = brought_row.id)
      and not exists (select from appraisal_year year where year.owner_id = ${ownerId} and year.id = brought_row.id)`.execute(tx)
  return keepsArchive ? [] : keptGoing(tx, of)
}

/** What was kept beside, by its name in the store; but where another import brought the same archive and is not undone, it is that one's. */
async function keptGoing(tx: Tx, { ownerId, importId }: OfImport): Promise<string[]> {
  const kept = await tx
    .deleteFrom('brought_archive')
    .where('owner_id', '=', ownerId)
    .where('id', '=', importId)
    .returningAll()
    .executeTakeFirst()
  if (kept === undefined) return []
  const { rows } = await sql<{ id: string }>`
    update import set found = jsonb_set(found, '{keeps}', 'true') where owner_id = ${ownerId} and id = (
      select id from import other where other.owner_id = ${ownerId} and other.id <> ${importId} and other.kind = 'archive' and other.state = 'brought'
        and other.found->'owner'->>'id' = ${kept.from_owner} and (other.found->>'madeAt')::timestamptz = ${kept.made_at}
      order by other.brought_at limit 1)
    returning id`.execute(tx)
  const [other] = rows
  if (other === undefined) return [kept.stored_as]
  await tx
    .insertInto('brought_archive')
    .values({ ...kept, id: other.id })
    .execute()
  return []
}
