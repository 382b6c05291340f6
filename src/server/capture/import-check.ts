import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { fold } from '#domain/fold.ts'
import type { Mapping } from '#domain/capture/import-columns.ts'
import { readLine, rowText, type ReadLine } from '#domain/capture/import-line.ts'
import { importWords } from '#domain/capture/import-words.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { cellsOf, type LineRow } from './import-queries.ts'

/** Lines at once: so that a process that answers people too is never long away. */
const BATCH = 250
const MOST_DIFFERENT_TAGS = 1000

export interface CheckedLine extends ReadLine {
  readonly line: number
  readonly fromLine: string
  readonly asRow: string
  readonly leftOut: boolean
  readonly already: boolean
  /** Whether what stands in the table says something else of its faults. */
  readonly differs: boolean
}

/** Reads every line of an import by its mapping, in order, in batches. */
export async function* checkedLines(
  db: Db | Tx,
  of: { readonly ownerId: string; readonly importId: string; readonly headers: readonly string[]; readonly mapping: Mapping },
): AsyncGenerator<CheckedLine[]> {
  const occurrences = new Map<string, number>()
  const tags = new Set<string>()
  let after = 0
  for (;;) {
    const rows = await db
      .selectFrom('import_line')
      .selectAll()
      .where('owner_id', '=', of.ownerId)
      .where('import_id', '=', of.importId)
      .where('line', '>', after)
      .orderBy('line')
      .limit(BATCH)
      .execute()
    if (rows.length === 0) return
    after = rows.at(-1)!.line
    const read = rows.map((row) => {
      const line = readLine(cellsOf(row), of.headers, of.mapping)
      const counts = !row.left_out && line.faults.length === 0
      return { row, line: counts ? withTagsCounted(line, tags, of.mapping) : line, asRow: counts ? nth(line, occurrences) : '' }
    })
    const there = await printsThere(
      db,
      of.ownerId,
      read.flatMap(({ row, asRow }) => (asRow === '' ? [row.from_line] : [row.from_line, asRow])),
    )
    yield read.map(({ row, line, asRow }) => {
      const already = there.has(row.from_line) || there.has(asRow)
      const differs = row.already !== already || JSON.stringify(row.faults) !== JSON.stringify(line.faults)
      return { ...line, line: row.line, fromLine: row.from_line, asRow, leftOut: row.left_out, already, differs }
    })
  }
}

/** The same of one line, when it is mended. Which of several alike it is, is found when they are brought in. */
export async function checkedLine(
  db: Db | Tx,
  of: { readonly ownerId: string; readonly headers: readonly string[]; readonly mapping: Mapping },
  row: LineRow & { readonly from_line: string },
): Promise<Pick<CheckedLine, 'faults' | 'already'>> {
  const line = readLine(cellsOf(row), of.headers, of.mapping)
  const there = await printsThere(db, of.ownerId, [row.from_line, nth(line, new Map())])
  return { faults: line.faults, already: there.size > 0 }
}

function nth(line: ReadLine, occurrences: Map<string, number>): string {
  const print = createHash('sha256').update(rowText(line)).digest('base64url').slice(0, 27)
  const before = occurrences.get(print) ?? 0
  occurrences.set(print, before + 1)
  return `${print}.${before}`
}

function withTagsCounted(line: ReadLine, tags: Set<string>, { columns }: Mapping): ReadLine {
  const fresh = line.tags.map(fold).filter((key) => !tags.has(key))
  if (tags.size + fresh.length > MOST_DIFFERENT_TAGS) {
    const column = columns.indexOf('tags')
    return { ...line, faults: [{ column: column < 0 ? null : column, message: importWords.faults.differentTags }] }
  }
  for (const key of fresh) tags.add(key)
  return line
}

async function printsThere(db: Db | Tx, ownerId: string, prints: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ print: string }>`
    select print from unnest(${[...prints]}::text[]) as print
    where exists (select from imported_row where owner_id = ${ownerId} and from_line = print)
       or exists (select from imported_row where owner_id = ${ownerId} and as_row = print)`.execute(db)
  return new Set(rows.map(({ print }) => print))
}

/** Keeps what a check found, of the lines that it says something new of. */
export async function keepFaults(tx: Tx, ownerId: string, importId: string, lines: readonly CheckedLine[]): Promise<void> {
  const changed = lines.filter(({ differs }) => differs).map(({ line, faults, already }) => ({ line, faults, already }))
  if (changed.length === 0) return
  await sql`
    update import_line set faults = found.faults, already = found.already
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as found (line int, faults jsonb, already boolean)
    where import_line.owner_id = ${ownerId} and import_line.import_id = ${importId} and import_line.line = found.line`.execute(tx)
}
