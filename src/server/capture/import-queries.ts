import { sql } from 'kysely'
import type { FoundArchive } from '#domain/capture/archive-in.ts'
import type { Mapping } from '#domain/capture/import-columns.ts'
import { LINES_A_PAGE, type Import, type ImportLine, type LINE_SHOWS } from '#domain/capture/import-contract.ts'
import { readLine, type LineFault } from '#domain/capture/import-line.ts'
import { filesOfLine, kindOfLine, WHOLE_TEXT_NAME, wholeTextOf } from '#domain/capture/leap2a-row.ts'
import { notFound } from '#domain/errors.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { leftElsewhere } from '#server/elsewhere/brought-commands.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { itemsLeft } from './archive-left.ts'
import { planLeft } from './archive-plan-left.ts'
import type { FoundTable } from './import-reading.ts'
import { whatRestsOn } from './what-rests-on.ts'

const MOST_LISTED = 20

/** What a job knows of who it works for. */
export type Owner = Pick<Seen, 'ownerId'>

const shownRows = (db: Db | Tx, seen: Owner) => db.selectFrom('import').selectAll().where('owner_id', '=', seen.ownerId)
type ImportRow = Awaited<ReturnType<ReturnType<typeof shownRows>['executeTakeFirstOrThrow']>>

/** @throws Refusal `not_found` */
export async function importRow(db: Db | Tx, seen: Owner, importId: string): Promise<ImportRow> {
  const row = await shownRows(db, seen).where('id', '=', importId).executeTakeFirst()
  if (row === undefined) throw notFound()
  return row
}

export const importOf = async (db: Db | Tx, seen: Owner, importId: string): Promise<Import> =>
  shown(db, await importRow(db, seen, importId))

export async function importsOf(db: Db, seen: Owner): Promise<Import[]> {
  const rows = await shownRows(db, seen).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(MOST_LISTED).execute()
  return Promise.all(rows.map((row) => shown(db, row)))
}

async function shown(db: Db | Tx, row: ImportRow): Promise<Import> {
  return {
    id: row.id,
    kind: row.kind as Import['kind'],
    fileName: row.file_name,
    state: row.state as Import['state'],
    progress: row.progress,
    found: row.kind === 'archive' ? null : (row.found as FoundTable | null),
    archive: row.kind === 'archive' ? (row.found as FoundArchive | null) : null,
    mapping: row.mapping as Mapping | null,
    counts: { ...(await countsOf(db, row)), ambiguous: row.ambiguous },
    kept: row.kept,
    reason: row.reason,
    createdAt: row.created_at.toISOString(),
  }
}

/** Of an import that is open, by its lines; of one that was brought in, as it was then. */
async function countsOf(db: Db | Tx, row: Pick<ImportRow, 'owner_id' | 'id' | 'kind' | 'state' | 'lines' | 'added' | 'already'>) {
  const { lines, added, already } = row
  if (row.state === 'reading') return { lines: 0, fresh: 0, already: 0, faulty: 0, leftOut: 0 }
  if (row.kind === 'archive') return { lines, fresh: added, already, faulty: 0, leftOut: 0 }
  if (['brought', 'undoing', 'undone', 'failed'].includes(row.state)) {
    return { lines, fresh: added, already, faulty: 0, leftOut: Math.max(0, lines - added - already) }
  }
  const counted = await db
    .selectFrom('import_line')
    .select([
      sql<number>`count(*)`.as('lines'),
      sql<number>`count(*) filter (where left_out)`.as('leftOut'),
      sql<number>`count(*) filter (where already and not left_out)`.as('already'),
      sql<number>`count(*) filter (where faults <> '[]' and not left_out and not already)`.as('faulty'),
    ])
    .where('owner_id', '=', row.owner_id)
    .where('import_id', '=', row.id)
    .executeTakeFirstOrThrow()
  return { ...counted, fresh: counted.lines - counted.leftOut - counted.already - counted.faulty }
}

export const faultyLines = async (db: Db | Tx, row: ImportRow): Promise<number> => (await countsOf(db, row)).faulty

/** Lines as they would stand, after `line`. */
export async function linesOf(
  db: Db | Tx,
  seen: Owner,
  importId: string,
  { show, after }: { show: (typeof LINE_SHOWS)[number]; after: number },
): Promise<{ lines: ImportLine[]; more: boolean }> {
  const row = await importRow(db, seen, importId)
  const found = row.kind === 'archive' ? null : (row.found as FoundTable | null)
  const mapping = row.mapping as Mapping | null
  if (found === null || mapping === null) return { lines: [], more: false }
  const rows = await db
    .selectFrom('import_line')
    .selectAll()
    .where('owner_id', '=', seen.ownerId)
    .where('import_id', '=', importId)
    .where('line', '>', after)
    .where((eb) => {
      if (show === 'left out') return eb('left_out', '=', true)
      if (show === 'already') return eb.and([eb('already', '=', true), eb('left_out', '=', false)])
      const isFaulty = show === 'faulty' ? sql<boolean>`faults <> '[]'` : sql<boolean>`faults = '[]'`
      return eb.and([isFaulty, eb('left_out', '=', false), eb('already', '=', false)])
    })
    .orderBy('line')
    .limit(LINES_A_PAGE + 1)
    .execute()
  return { lines: rows.slice(0, LINES_A_PAGE).map((one) => lineShown(one, found, mapping)), more: rows.length > LINES_A_PAGE }
}

export interface LineRow {
  readonly line: number
  readonly cells: unknown
  readonly mended: unknown
  readonly left_out: boolean
  readonly already: boolean
  readonly faults: unknown
}

/** The cells of a line with what was typed in their place. */
export function cellsOf({ cells, mended }: Pick<LineRow, 'cells' | 'mended'>): string[] {
  const mends = Object.entries(mended as Record<string, string>)
  if (mends.length === 0) return cells as string[]
  const all = [...(cells as string[])]
  for (const [column, text] of mends) {
    while (all.length <= Number(column)) all.push('')
    all[Number(column)] = text
  }
  return all
}

export function lineShown(row: LineRow, found: Pick<FoundTable, 'headers'>, mapping: Mapping): ImportLine {
  const cells = cellsOf(row)
  const { fields, tags } = readLine(cells, found.headers, mapping)
  const { title, type, status, startedOn, completedOn, personal, impact, notes, link } = fields
  return {
    line: row.line,
    cells: mapping.exact === true ? cells.slice(0, mapping.columns.length) : cells,
    leftOut: row.left_out,
    already: row.already,
    faults: row.faults as LineFault[],
    row: { title, type, status, startedOn, completedOn, personal, impact, notes, link, tags: [...tags] },
    ...entryShown(cells, mapping),
  }
}

function entryShown(cells: readonly string[], { exact }: Mapping): Pick<ImportLine, 'entry'> {
  const kind = exact === true ? kindOfLine(cells) : null
  if (kind === null) return {}
  const files = filesOfLine(cells).map(({ name }) => name)
  return { entry: { kind, files: wholeTextOf(cells) === '' ? files : [...files, WHOLE_TEXT_NAME] } }
}

/** What an undo left of the rows an import made, with why. */
export async function keptOf(db: Db, seen: Owner, importId: string): Promise<{ id: string; title: string; why: string }[]> {
  const row = await importRow(db, seen, importId)
  if (row.state !== 'undone') return []
  if (row.kind === 'archive') {
    const of = { ownerId: seen.ownerId, importId }
    const rows = await itemsLeft(db, of)
    const plan = await planLeft(db, of)
    const decided = await leftElsewhere(db, of, 100)
    return [...[...rows, ...plan].map(({ id, title, why }) => ({ id, title, why: why ?? '' })), ...decided].slice(0, 100)
  }
  return rowsKept(db, seen.ownerId, importId)
    .select(['item.id', 'item.title', whyKept.as('why')])
    .orderBy('imported_row.line')
    .limit(100)
    .execute() as Promise<{ id: string; title: string; why: string }[]>
}

export const rowsKept = (db: Db | Tx, ownerId: string, importId: string) =>
  db
    .selectFrom('imported_row')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'imported_row.owner_id').onRef('item.id', '=', 'imported_row.item_id'))
    .where('imported_row.owner_id', '=', ownerId)
    .where('imported_row.import_id', '=', importId)

/**
 * Why a row that an import made is not taken out again; null where it stands as it was brought in. A tag that was renamed, and a stay in
 * the bin, change nothing of a row.
 */
export const whyKept = sql<string | null>`case ${whatRestsOn}
  when item.file_count <> cardinality(imported_row.file_ids)
    or exists (select from file where file.owner_id = item.owner_id and file.item_id = item.id and file.id <> all(imported_row.file_ids))
    then case when imported_row.file_ids = '{}' then 'it has files' else 'its files were changed' end
  when item.change_check_on is not null
    or exists (select from change_answer answer where answer.owner_id = item.owner_id and answer.item_id = item.id) then 'it has a question on a later change'
  when item.changed_at <> item.added_at and (item.version <> 1 or item.tag_ids <> imported_row.tag_ids) then 'it was changed since'
end`
