import { stringify } from 'csv-stringify/sync'
import type { PlainDate } from '#domain/plain-date.ts'
import { showHundredths } from '#domain/hundredths.ts'
import type { ItemRow, Totals } from '#domain/portfolio/contract.ts'
import type { ReportView } from '#domain/reports/contract.ts'
import { csvColumns, safeText } from '#domain/reports/csv-cells.ts'
import type { ReportColumn, Synced } from '#domain/reports/sync-column.ts'
import type { Through } from '#domain/reports/through.ts'
import { factsOfMaking, factsOfView, partsOfTotal, type Fact } from '#domain/reports/words.ts'

export interface CsvReport {
  readonly view: ReportView
  /** Those of the view, and what stands beside them by itself. */
  readonly columns: readonly ReportColumn[]
  readonly seen: Through
  readonly totals: Totals
  readonly tagLabels: ReadonlyMap<string, string>
  readonly madeOn: PlainDate
}

const BYTE_ORDER_MARK = '\ufeff'
/** A bare line end within a cell is quoted too, which the library does of itself only for the pair. */
const lines = (cells: string[][]): string => stringify(cells, { record_delimiter: '\r\n', quoted_match: /\n/ })

/**
 * The rows as CSV, a buffer a batch: with a byte order mark, by which spreadsheets know UTF-8, and CRLF (RFC 4180).
 * Totals and filters follow the rows behind an empty line, where a spreadsheet's sorting and filtering of the table ends.
 */
export async function* itemsCsv(batches: AsyncIterable<readonly (ItemRow & Synced)[]>, report: CsvReport): AsyncGenerator<Buffer> {
  const columns = csvColumns(report.columns, report.seen)
  const cells = columns.map((column) => column.cell)
  yield Buffer.from(BYTE_ORDER_MARK + lines([columns.map((column) => column.title)]))
  for await (const batch of batches) yield Buffer.from(lines(batch.map((row) => cells.map((cell) => cell(row)))))
  yield Buffer.from(`\r\n${lines(summary(report))}`)
}

function summary({ view, seen, totals, tagLabels, madeOn }: CsvReport): string[][] {
  const amounts = partsOfTotal(totals, seen).map(({ name, amount, unit }): Fact => [
    unit === null ? name : `${name} (${unit.many})`,
    showHundredths(amount),
  ])
  const facts: Fact[] = [
    ['Items', String(totals.items)],
    ['Items completed', String(totals.completed)],
    ...factsOfView(view, tagLabels),
    ...factsOfMaking(seen, madeOn),
  ]
  return [...amounts, ...facts].map(([name, value]) => [safeText(name), safeText(value)])
}
