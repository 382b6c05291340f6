/**
 * What stands in the cells of a CSV (R2). Dates are ISO and amounts bare numbers, so that a spreadsheet can sort and add them up.
 * With an organisation chosen its awards and the personal credits that do not count stand in columns of their own (C6).
 */
import { showHundredths, type Hundredths } from '#domain/hundredths.ts'
import type { ItemRow } from '#domain/portfolio/contract.ts'
import { SOURCE_WORDS, STATUS_WORDS, TYPE_WORDS } from '#domain/portfolio/words.ts'
import { reportColumnTitle, type ReportColumn, type Synced } from './sync-column.ts'
import type { Through } from './through.ts'
import { words } from './words.ts'

export interface CsvColumn {
  readonly title: string
  readonly cell: (row: ItemRow & Synced) => string
}

const amount = (value: Hundredths | null): string => (value === null ? '' : showHundredths(value))

export function csvColumns(columns: readonly ReportColumn[], seen: Through): CsvColumn[] {
  return columns.flatMap((column): CsvColumn[] => {
    const title = reportColumnTitle(column, seen.awards)
    if (column !== 'credits') return [{ title: safeText(title), cell: CELLS[column] }]
    if (seen.organisation === null) return [{ title: safeText(title), cell: (row) => amount(row.personal) }]
    return [
      { title: safeText(`${title} (${seen.organisation.name})`), cell: (row) => amount(row.awarded) },
      { title: safeText(words.notCounted(seen.own)), cell: (row) => (row.awarded === null ? amount(row.personal) : '') },
    ]
  })
}

const CELLS: Readonly<Record<Exclude<ReportColumn, 'credits'>, CsvColumn['cell']>> = {
  title: (row) => safeText(row.title),
  type: (row) => (row.type === null ? '' : TYPE_WORDS[row.type]),
  status: (row) => STATUS_WORDS[row.status],
  tags: (row) => safeText(row.tags.map((tag) => tag.label).join('; ')),
  started: (row) => row.startedOn ?? '',
  completed: (row) => row.completedOn ?? '',
  impact: (row) => amount(row.impact),
  files: (row) => String(row.files),
  source: (row) => SOURCE_WORDS[row.source],
  link: (row) => safeText(row.link),
  sync: ({ sync = [] }) => safeText(sync.join('; ')),
}

/**
 * Where a spreadsheet could begin to read a formula: the start of the cell, also behind spaces and quotes, and, for one that takes
 * another separator than ours and so splits our cells, after a semicolon, a tab or a new line.
 * Source: OWASP, 'CSV Injection', with the full-width signs Excel takes for the same.
 */
const INSIDE = /([;\t\n])(?=[\s"'\u200b\ufeff]*[=+\-@＝＋－＠])/g
const AT_START = /^(?:[\t\n]|[\s"'\u200b\ufeff]*[=+\-@＝＋－＠])/

/** Text that no spreadsheet runs: an apostrophe goes before what could begin a formula. Line ends become `\n`. */
export function safeText(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  const inside = lines.replace(INSIDE, "$1'")
  return AT_START.test(inside) ? `'${inside}` : inside
}
