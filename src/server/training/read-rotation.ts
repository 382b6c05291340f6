import { CsvError, parse } from 'csv-parse/sync'
import { refuseField } from '#domain/errors.ts'
import { MOST_ROTATION_LINES, readHeadings, readLine, type ReadLine } from '#domain/training/rotation.ts'
import { rotationWords as words } from '#domain/training/rotation-words.ts'

/**
 * A rotation's file as spreadsheets write it: with commas, semicolons or tabs, with or without a byte order mark. Empty lines are left out,
 * and lines are counted as the spreadsheet counts them.
 * @throws Refusal `invalid_input` at `csv` where it is no such file
 */
export function readRotation(csv: string, years: ReadonlyMap<string, string>): ReadLine[] {
  const text = csv.replace(/^\uFEFF/, '')
  const head = text.split(/\r?\n/, 1)[0] ?? ''
  const delimiter = [';', '\t', ','].toSorted((one, other) => head.split(other).length - head.split(one).length)[0]!
  const rows = cellsOf(text, delimiter)
  const first = rows[0]
  const headings = readHeadings(first ?? [])
  if ('fault' in headings) throw refuseField('csv', headings.fault)
  const lines = rows
    .map((cells, index) => ({ cells, line: index + 1 }))
    .slice(1)
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  if (lines.length === 0) throw refuseField('csv', words.noLines)
  if (lines.length > MOST_ROTATION_LINES) throw refuseField('csv', words.tooMany(MOST_ROTATION_LINES))
  return lines.map(({ cells, line }) => readLine(line, headings.columns, cells, years))
}

function cellsOf(text: string, delimiter: string): string[][] {
  try {
    return parse(text, { delimiter, relax_column_count: true, skip_empty_lines: false })
  } catch (fault) {
    if (fault instanceof CsvError) throw refuseField('csv', words.notRead((fault as { lines?: number }).lines ?? 1))
    throw fault
  }
}
