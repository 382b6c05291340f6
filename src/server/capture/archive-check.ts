import { sql } from 'kysely'
import { elsewhereWords } from '#domain/elsewhere/words.ts'
import { archiveInWords } from '#domain/capture/archive-in-words.ts'
import { KEPT_GROUPS, type ArchivePart, type FoundArchive } from '#domain/capture/archive-in.ts'
import { settingsOf, type SettingsRow } from '#domain/capture/archived-item.ts'
import { ARCHIVED } from '#domain/reports/archive-tables.ts'
import { comingElsewhere } from '#server/elsewhere/brought-commands.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { ReadArchive } from './archive-reading.ts'
import type { OfImport } from './archive-left.ts'
import type { Owner } from './import-queries.ts'

/** Tables whose rows are known again by where they come from. */
export type Known = 'item' | 'library_folder'

/**
 * Which staged rows are here already, as their ids in the archive and here: by where they come from, whatever accounts they went
 * through, and the account's own by their ids. An own row that came back by way of another has another id, and is here all the same.
 */
export async function hereOf(db: Db | Tx, { ownerId, importId }: OfImport, part: Known, fromOwner: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; here: string }>`
    with staged as (
      select (row->>'id')::uuid as id from import_part where owner_id = ${ownerId} and import_id = ${importId} and part = ${part}
    ), origin as (
      select (row->>'id')::uuid as id, (row->>'from_owner')::uuid as from_owner, (row->>'from_id')::uuid as from_id
      from import_part where owner_id = ${ownerId} and import_id = ${importId} and part = 'brought_row' and row->>'part' = ${part}
    ), called as (
      select id, ${fromOwner}::uuid as from_owner, id as from_id from staged
      union
      select staged.id, origin.from_owner, origin.from_id from staged join origin on origin.id = staged.id
    )
    select called.id::text, there.id::text as here
    from called
    left join brought_row on brought_row.owner_id = ${ownerId} and brought_row.part = ${part}
      and brought_row.from_owner = called.from_owner and brought_row.from_id = called.from_id
    cross join lateral (values (brought_row.id), (case when called.from_owner = ${ownerId} then called.from_id end)) as may (id)
    join ${sql.table(part)} as there on there.owner_id = ${ownerId} and there.id = may.id
    -- The last one is taken: that of the same id, if it is there.
    order by there.id = called.id`.execute(db)
  return new Map(rows.map(({ id, here }) => [id, here]))
}

/** Whether nothing was recorded in the account yet: then an archive brings the settings too. */
export async function isFresh(db: Db | Tx, { ownerId }: Owner): Promise<boolean> {
  return (await db.selectFrom('item').select('id').where('owner_id', '=', ownerId).limit(1).executeTakeFirst()) === undefined
}

/** Whether what has no place here is to be kept: not of the account's own, nor what is kept already. */
async function isToKeep(db: Db | Tx, { ownerId }: Owner, { isOwn, owner, madeAt }: ReadArchive): Promise<boolean> {
  if (isOwn) return false
  const kept = await db
    .selectFrom('brought_archive')
    .select('id')
    .where('owner_id', '=', ownerId)
    .where('from_owner', '=', owner.id)
    .where('made_at', '>=', new Date(madeAt))
    .executeTakeFirst()
  return kept === undefined
}

/** What would become of each part, as things stand (K5). */
export async function partsOf(db: Db | Tx, of: OfImport, read: ReadArchive): Promise<FoundArchive> {
  const { ownerId, importId } = of
  const { labels, why } = archiveInWords
  const keeps = await isToKeep(db, of, read)
  const here = { item: await hereOf(db, of, 'item', read.owner.id), library_folder: await hereOf(db, of, 'library_folder', read.owner.id) }
  const { rows: staged } = await sql<{ part: string; kind: string | null; rows: number; here: number }>`
    select part, coalesce(row->>'kind', '') as kind, count(*)::int as rows,
      count(*) filter (where coalesce(row->>'item_id', row->>'id')::uuid = any(${[...here.item.keys(), ...here.library_folder.keys()]}::uuid[]))::int as here
    from import_part where owner_id = ${ownerId} and import_id = ${importId} group by 1, 2`.execute(db)
  const counted = (part: string, kind = '') => staged.find((one) => one.part === part && one.kind === kind) ?? { rows: 0, here: 0 }
  const coming = (label: string, { rows, here }: { rows: number; here: number }): ArchivePart[] =>
    rows === 0 ? [] : [{ label, fate: 'in', rows, here, why: why.nothing }]
  const tags = counted('tag')
  const settings = await settingsPart(db, of, read.isOwn)
  const live = counted('item', 'own').rows + counted('item', 'library file').rows
  const others = (read.rows['item'] ?? 0) - live
  const rest: Pick<ArchivePart, 'fate' | 'why'> = read.isOwn
    ? { fate: 'left', why: why.own }
    : { fate: 'kept', why: keeps ? why.kept : why.keptBefore }
  return {
    owner: read.owner,
    server: read.server,
    madeAt: read.madeAt,
    isOwn: read.isOwn,
    notes: read.notes,
    rows: read.rows,
    keeps,
    parts: [
      ...coming(labels.item, counted('item', 'own')),
      ...coming(labels.library, counted('item', 'library file')),
      ...coming(labels.library_folder, counted('library_folder')),
      ...coming(labels.file, counted('file')),
      ...coming(labels.tag, { rows: tags.rows, here: 0 }),
      ...coming(labels.change_answer, counted('change_answer')),
      ...coming(labels.guard_override, counted('guard_override')),
      ...settings,
      ...(read.isOwn ? [] : elsewherePart(await comingElsewhere(db, of))),
      ...(others > 0 ? [{ label: labels.othersItems, rows: others, here: 0, ...rest }] : []),
      ...restOf(read.rows).map((part) => ({ ...part, here: 0, ...rest })),
    ],
  }
}

function elsewherePart({ rows, here }: { rows: number; here: number }): ArchivePart[] {
  const { label, why, here: isHere } = elsewhereWords.part
  return rows === 0 ? [] : [{ label, fate: 'elsewhere', rows, here, why: here >= rows ? isHere : why }]
}

/** Site settings, which come into an account where nothing was recorded yet, if they can be read. */
async function settingsPart(db: Db | Tx, of: OfImport, isOwn: boolean): Promise<ArchivePart[]> {
  const { labels, why } = archiveInWords
  const staged = await db
    .selectFrom('import_part')
    .select('row')
    .where('owner_id', '=', of.ownerId)
    .where('import_id', '=', of.importId)
    .where('part', '=', 'preference')
    .orderBy('number')
    .limit(1)
    .executeTakeFirst()
  if (staged === undefined) return []
  const canRead = settingsOf(staged.row as SettingsRow) !== null
  const whyNot = isOwn ? why.ownSettings : !canRead ? why.otherSettings : (await isFresh(db, of)) ? null : why.settings
  return [{ label: labels.preference, rows: 1, here: 0, fate: whyNot === null ? 'in' : 'left', why: whyNot ?? why.nothing }]
}

/** Rows of what has no place here, in the words of a person; what has no words of its own is told of too. */
function restOf(rows: Readonly<Record<string, number>>): { label: string; rows: number }[] {
  const known = new Set<string>([...KEPT_GROUPS.flatMap(({ names }) => names), 'origin', ...NAMED])
  const others = Object.entries(rows).reduce((sum, [name, count]) => (known.has(name) ? sum : sum + count), 0)
  const groups = KEPT_GROUPS.map(({ label, count }) => ({ label, rows: rows[count] ?? 0 }))
  return [...groups, { label: archiveInWords.labels.others, rows: others }].filter((part) => part.rows > 0)
}

const NAMED = (
  ['tag', 'item', 'item_tag', 'file', 'library_folder', 'library_file', 'change_answer', 'guard_override', 'preference'] as const
).map((table) => ARCHIVED[table].name)

/** How many items would be added, how many are here, and whether anything would be new. */
export function freshOf({ parts, keeps }: FoundArchive): { rows: number; here: number; isNew: boolean } {
  const { labels } = archiveInWords
  const coming = parts.filter(({ fate }) => fate === 'in')
  const items = coming.filter(({ label }) => label === labels.item || label === labels.library)
  const sum = (some: readonly ArchivePart[], of: (part: ArchivePart) => number) => some.reduce((all, part) => all + of(part), 0)
  const rows = sum(items, (part) => part.rows - part.here)
  const signed = parts.filter(({ fate }) => fate === 'elsewhere')
  const folders = coming.filter(({ label }) => label === labels.library_folder)
  return {
    rows,
    here: sum(items, (part) => part.here),
    isNew: rows > 0 || keeps || sum([...folders, ...signed], (part) => part.rows - part.here) > 0,
  }
}
