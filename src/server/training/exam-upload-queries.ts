import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { sql } from 'kysely'
import { refuseField } from '#domain/errors.ts'
import { safeText } from '#domain/reports/csv-cells.ts'
import { MOST_LINES, type ExamLine } from '#domain/training/college-exams-contract.ts'
import { HEADINGS, personOfLine, readHeadings, readLine, resultKey, type FileLine, type Found } from '#domain/training/exam-file.ts'
import { paperWords } from '#domain/training/paper-words.ts'
import { numberKey } from '#domain/training/same-person.ts'
import { wellFormed } from '#domain/text.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { collegeMay } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Viewer } from '#server/platform/viewer.ts'

const BYTE_ORDER_MARK = '\ufeff'
const lines = (cells: string[][]): string => stringify(cells, { record_delimiter: '\r\n', quoted_match: /\n/ })

/** The file to fill in, with one line that shows how. */
export const examTemplate = (): string =>
  BYTE_ORDER_MARK + lines([[...HEADINGS], ['7000000', 'Example Name', 'MRCP(UK) Part 1', '2026/1', '2026-01-20', 'Passed', 'C-000000']])

/** The lines of a file, each with what is wrong with it by itself. @throws Refusal at `text` where it is no such file */
export function readExamFile(text: string): FileLine[] {
  const rows = rowsOf(wellFormed(text))
  const [first, ...rest] = rows
  const read = readHeadings(first?.cells ?? [])
  if ('fault' in read) throw refuseField('text', read.fault)
  const filled = rest.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  if (filled.length === 0) throw refuseField('text', 'There is no line below the headings.')
  if (filled.length > MOST_LINES) throw refuseField('text', 'This file has more than 10,000 lines. Divide it.')
  const today = programmesToday()
  return filled.map(({ line, cells }) => readLine(line, cells, read.columns, today))
}

function rowsOf(text: string): { line: number; cells: string[] }[] {
  const head = /^[^\r\n]*/.exec(text)?.[0] ?? ''
  const separator = [';', '\t'].find((one) => head.includes(one)) ?? ','
  try {
    const rows = parse(text, {
      bom: true,
      delimiter: separator,
      relax_column_count: true,
      info: true,
      max_record_size: 20_000,
    }) as unknown as {
      record: string[]
      info: { lines: number }
    }[]
    return rows.map(({ record, info }) => ({ line: info.lines, cells: record }))
  } catch {
    throw refuseField('text', 'This is not a CSV that can be read. Save the sheet as CSV (UTF-8) and choose it again.')
  }
}

/** A line with what becomes of it. */
export interface PlannedLine extends FileLine {
  readonly state: ExamLine['state']
  readonly ownerId: string | null
  /** The result it takes the place of. */
  readonly corrects: string | null
}

/**
 * What becomes of each line: whose it is, and whether it is there already (T5). Asks the database four times, however many lines there
 * are.
 */
export async function planUpload(db: Db | Tx, viewer: Viewer, read: readonly FileLine[]): Promise<PlannedLine[]> {
  const people = await peopleByNumber(db, viewer, [...new Set(read.map((line) => numberKey(line.professionalNumber)))])
  const there = await resultsThere(db, [...new Set([...people.values()].flat().map(({ ownerId }) => ownerId))])
  const inFile = new Map<string, FileLine>()
  return read.map((line): PlannedLine => {
    const fault = (words: string): PlannedLine => ({ ...line, fault: words, state: 'fault', ownerId: null, corrects: null })
    if (line.fault !== '') return fault(line.fault)
    const person = personOfLine(people.get(numberKey(line.professionalNumber)) ?? [], line.name)
    if (typeof person === 'string') return fault(person)
    const key = resultKey(person.ownerId, line.exam, line.takenOn!)
    const before = inFile.get(key)
    inFile.set(key, line)
    if (before !== undefined && before.result !== line.result) return fault(`Line ${before.line} gives another result of the same exam.`)
    const known = there.get(key)
    const planned = { ...line, ownerId: person.ownerId, corrects: null }
    if (before !== undefined || known?.result === line.result) return { ...planned, state: 'there already' }
    return known === undefined ? { ...planned, state: 'new' } : { ...planned, state: 'corrects', corrects: known.itemId }
  })
}

async function peopleByNumber(db: Db | Tx, viewer: Viewer, numbers: readonly string[]): Promise<Map<string, Found[]>> {
  const { rows } = await sql<{ key: string; ownerId: string; name: string }>`
    select upper(regexp_replace(professional_number, '[^A-Za-z0-9]', '', 'g')) as key, owner_id as "ownerId", name
    from person
    where professional_number <> '' and upper(regexp_replace(professional_number, '[^A-Za-z0-9]', '', 'g')) = any(${[...numbers]})
    order by owner_id`.execute(db)
  const answers = await collegeMay(
    db,
    viewer,
    rows.map(({ ownerId }) => ownerId),
    'write',
    'exam_result',
    { state: 'new' },
  )
  const found = new Map<string, Found[]>()
  for (const { key, ownerId, name } of rows) {
    const answer = answers.get(ownerId)
    // Of who is not in training here the college is told nothing.
    if (answer === undefined) continue
    const one = { ownerId, name, whyNot: ownerId === viewer.personId ? paperWords.notOneself : answer.allowed ? null : answer.reason }
    found.set(key, [...(found.get(key) ?? []), one])
  }
  return found
}

/** What the college loaded before, the newest of each exam and day. */
async function resultsThere(db: Db | Tx, ownerIds: readonly string[]): Promise<Map<string, { itemId: string; result: string }>> {
  const { rows } = await sql<{ ownerId: string; itemId: string; title: string; takenOn: string; result: string }>`
    select exam_result.owner_id as "ownerId", item_id as "itemId", title, taken_on as "takenOn", result
    from exam_result join item on item.owner_id = exam_result.owner_id and item.id = exam_result.item_id
    where exam_result.owner_id = any(${[...ownerIds]}::uuid[]) and exam_result.source = 'college' and item.binned_at is null
    order by exam_result.item_id`.execute(db)
  return new Map(rows.map((row) => [resultKey(row.ownerId, row.title, row.takenOn), { itemId: row.itemId, result: row.result }]))
}

export const countsOf = (planned: readonly PlannedLine[]) => {
  const count = (state: ExamLine['state']) => planned.filter((line) => line.state === state).length
  return { fresh: count('new'), there: count('there already'), corrects: count('corrects'), faults: count('fault') }
}

export const shownLine = ({ ownerId: _owner, corrects: _corrects, resultText, ...line }: PlannedLine): ExamLine => ({
  ...line,
  result: resultText,
})

/** What did not match, as a CSV that no spreadsheet takes for formulas; '' where all did. */
export function reportOf(planned: readonly PlannedLine[]): string {
  const faults = planned.filter(({ state }) => state === 'fault')
  if (faults.length === 0) return ''
  const cells = faults.map((line) => [
    String(line.line),
    line.fault,
    line.professionalNumber,
    line.name,
    line.exam,
    line.diet,
    line.takenOn ?? '',
    line.resultText,
    line.candidateNumber,
  ])
  return BYTE_ORDER_MARK + lines([['Line', 'What is wrong', ...HEADINGS], ...cells.map((row) => row.map(safeText))])
}
