import { sql } from 'kysely'
import { elsewhereWords } from '#domain/elsewhere/words.ts'
import { archiveInWords } from '#domain/capture/archive-in-words.ts'
import { BROUGHT, KEPT_GROUPS, type ArchivePart, type FoundArchive } from '#domain/capture/archive-in.ts'
import { settingsOf, type SettingsRow } from '#domain/capture/archived-item.ts'
import { ARCHIVED } from '#domain/reports/archive-tables.ts'
import { comingElsewhere } from '#server/elsewhere/brought-commands.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { ReadArchive } from './archive-reading.ts'
import type { OfImport } from './archive-left.ts'
import { hereOf } from './archive-origins.ts'
import { planParts } from './archive-plan.ts'
import type { Owner } from './import-queries.ts'

/** Whether nothing was recorded in the account yet: then an archive brings the settings too. */
export async function isFresh(db: Db | Tx, { ownerId }: Owner): Promise<boolean> {
  return (await db.selectFrom('item').select('id').where('owner_id', '=', ownerId).limit(1).executeTakeFirst()) === undefined
}

/** Whether what has no place here is to be kept: not of the account's own, nor what is kept already: the same archive. */
export async function isToKeep(db: Db | Tx, { ownerId }: Owner, { isOwn, owner, madeAt }: ReadArchive): Promise<boolean> {
  if (isOwn) return false
  const kept = await db
    .selectFrom('brought_archive')
    .select('id')
    .where('owner_id', '=', ownerId)
    .where('from_owner', '=', owner.id)
    // An older one may hold what the newer does not.
    .where('made_at', '=', new Date(madeAt))
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
  const live =
    counted('item', 'own').rows +
    counted('item', 'library file').rows +
    counted('item', 'entry').rows +
    counted('item', 'certificate').rows +
    counted('item', 'exam').rows
  const outside = {
    ...read.rows,
    entry: (read.rows['entry'] ?? 0) - counted('entry').rows,
    draft: (read.rows['draft'] ?? 0) - counted('draft').rows,
    'exam-result': (read.rows['exam-result'] ?? 0) - counted('exam_result').rows,
    'professional-certificate': (read.rows['professional-certificate'] ?? 0) - counted('professional_certificate').rows,
  }
  const others = (read.rows['item'] ?? 0) - live
  const aids = await aidsHere(db, of, [...here.item.keys()], read.owner.id)
  const wide = (read.rows['import-mapping'] ?? 0) - counted('import_mapping').rows
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
      ...coming(labels.entry, counted('item', 'entry')),
      ...coming(labels.certificate, counted('item', 'certificate')),
      ...coming(labels.exam, counted('item', 'exam')),
      ...coming(labels.library, counted('item', 'library file')),
      ...coming(labels.library_folder, counted('library_folder')),
      ...coming(labels.file, counted('file')),
      ...coming(labels.tag, { rows: tags.rows, here: 0 }),
      ...(await planParts(db, of, read.owner.id, rest)),
      ...coming(labels.change_answer, counted('change_answer')),
      ...coming(labels.guard_override, counted('guard_override')),
      ...coming(labels.draft, { rows: counted('draft').rows, here: aids.drafts }),
      ...coming(labels.import_mapping, { rows: counted('import_mapping').rows, here: aids.mappings }),
      ...settings,
      ...(read.isOwn ? [] : elsewherePart(await comingElsewhere(db, of))),
      ...(others > 0 ? [{ label: labels.othersItems, rows: others, here: 0, ...rest }] : []),
      ...(wide > 0 ? [{ label: labels.wideMapping, rows: wide, here: 0, ...rest }] : []),
      ...restOf(outside).map((part) => ({ ...part, here: 0, ...rest })),
    ],
  }
}

/** Of what was typed, what belongs to a reflection that is here, and so stays as it is; of mappings, those for tables that are known here. */
async function aidsHere(db: Db | Tx, { ownerId, importId }: OfImport, items: readonly string[], fromOwner: string) {
  const forms = items.map((id) => `entry/${fromOwner}/${id}`)
  const { rows } = await sql<{ drafts: number; mappings: number }>`
    select count(*) filter (where part = 'draft' and row->>'form' = any(${forms}::text[]))::int as drafts,
      count(*) filter (where part = 'import_mapping' and exists (
        select from import_mapping known where known.owner_id = ${ownerId} and known.headers = row->>'headers'))::int as mappings
    from import_part where owner_id = ${ownerId} and import_id = ${importId} and part in ('draft', 'import_mapping')`.execute(db)
  return rows[0]!
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

const NAMED = BROUGHT.map((table) => ARCHIVED[table].name)

/** How many rows would be added, how many are here, and whether anything would be new. */
export function freshOf({ parts, keeps }: FoundArchive): { rows: number; here: number; isNew: boolean } {
  const { labels } = archiveInWords
  const coming = parts.filter(({ fate }) => fate === 'in')
  const rowLabels: readonly string[] = [
    labels.item,
    labels.entry,
    labels.certificate,
    labels.exam,
    labels.library,
    labels.objective,
    labels.appraisal_year,
  ]
  const items = coming.filter(({ label }) => rowLabels.includes(label))
  const sum = (some: readonly ArchivePart[], of: (part: ArchivePart) => number) => some.reduce((all, part) => all + of(part), 0)
  const rows = sum(items, (part) => part.rows - part.here)
  const signed = parts.filter(({ fate }) => fate === 'elsewhere')
  const besides = coming.filter(({ label }) => label === labels.library_folder || label === labels.import_mapping)
  return {
    rows,
    here: sum(items, (part) => part.here),
    isNew: rows > 0 || keeps || sum([...besides, ...signed], (part) => part.rows - part.here) > 0,
  }
}
