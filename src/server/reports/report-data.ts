import { shortDate, type PlainDate } from '#domain/plain-date.ts'
import { showHundredths } from '#domain/hundredths.ts'
import type { Totals } from '#domain/portfolio/contract.ts'
import { columnTitle, SOURCE_WORDS, STATUS_WORDS, TYPE_WORDS } from '#domain/portfolio/words.ts'
import { reportColumnTitle, type ReportColumn } from '#domain/reports/sync-column.ts'
import type { Through } from '#domain/reports/through.ts'
import { partsOfTotal, showAmount, words, type Fact } from '#domain/reports/words.ts'
import { shown, withBreaks } from '#server/platform/shown-text.ts'
import type { SyncedRow } from './sync-column.ts'

/** All that stands in every volume of a report. */
export interface ReportHead {
  readonly owner: { readonly name: string; readonly professionalBody: string; readonly professionalNumber: string }
  readonly facts: readonly Fact[]
  readonly totals: Totals
  readonly columns: readonly ReportColumn[]
  readonly seen: Through
  readonly details: boolean
  /** What was signed of the owner, as `headLines` words it; left out where nothing was (A9). */
  readonly chain?: readonly [words: string, line: string]
}

export interface VolumeOfRows {
  readonly number: number
  readonly of: number
  /** How many rows stand in the volumes before. */
  readonly rowsBefore: number
  readonly rows: readonly SyncedRow[]
  /** Names of the files in the bundle, by item. */
  readonly files: ReadonlyMap<string, readonly string[]>
}

type Cell = string | { text: string; note: string } | { text: string; href: string } | { list: string[] }

/** What `report.typ` lays out: words and numbers only, every one of them as it is to be read. */
export function reportData(head: ReportHead, volume: VolumeOfRows) {
  const { owner, seen } = head
  const landscape = head.columns.length > MOST_PORTRAIT_COLUMNS
  const columns = layColumns(head.columns, seen, landscape)
  const part = volume.of === 1 ? null : words.part(volume.number, volume.of)
  const name = shown(owner.name)
  const identity = [owner.professionalBody, owner.professionalNumber].filter((one) => one !== '').join(' ')
  const all = head.totals.items
  return {
    title: [words.title, name, part].filter(Boolean).join(', '),
    heading: part === null ? words.title : `${words.title}, ${part.toLowerCase()}`,
    footer: [name, words.title, part].filter(Boolean).join(' · '),
    landscape,
    owner: { name, lines: identity === '' ? [] : [shown(identity)] },
    facts: head.facts.map(([fact, value]) => [fact, withBreaks(shown(value), 60)]),
    totals:
      all === 0
        ? null
        : {
            heading: part === null ? words.totals : words.totalsOfParts,
            parts: partsOfTotal(head.totals, seen).map(({ name: what, amount, unit }) => [shown(what), showAmount(amount, unit)]),
            notes: [words.onlyCompleted],
          },
    rowsHeading: part === null ? words.items(all) : words.partRows(volume.rowsBefore + 1, volume.rowsBefore + volume.rows.length, all),
    empty: words.empty,
    columns: columns.map(({ title, width, align }) => ({ title, pt: width, align })),
    rows: volume.rows.map((row) => columns.map(({ column, signs }) => breakCell(cellOf(column, row, seen), signs))),
    detailsHeading: head.details ? words.details : words.filesInBundle,
    filesHeading: words.filesInBundle,
    noDetails: head.details && volume.rows.length > 0 ? words.noDetails : '',
    chainHeading: words.chain,
    chain: head.chain === undefined ? [] : [head.chain[0], withBreaks(head.chain[1], 60)],
    details: volume.rows.flatMap((row, index) => detailsOf(head, volume, row, volume.rowsBefore + index + 1)),
  }
}

const MOST_PORTRAIT_COLUMNS = 6

/** Points. A4 less its margins. */
const WIDTH = { portrait: 499, landscape: 745 } as const
const POINTS_A_SIGN = 4.6
const INSET = 10

/** Points of columns whose content has a known width; the others share what is left. */
const FIXED: Partial<Record<ReportColumn, number>> = {
  type: 66,
  status: 54,
  started: 63,
  completed: 63,
  credits: 48,
  impact: 44,
  files: 34,
  source: 60,
  link: 80,
  sync: 100,
}
const SHARES: Partial<Record<ReportColumn, number>> = { title: 3, tags: 2 }
const RIGHT: ReadonlySet<ReportColumn> = new Set(['credits', 'impact', 'files'])

function layColumns(chosen: readonly ReportColumn[], seen: Through, landscape: boolean) {
  const fixed = (column: ReportColumn) => (column === 'credits' && seen.organisation !== null ? 70 : FIXED[column])
  const left = WIDTH[landscape ? 'landscape' : 'portrait'] - chosen.reduce((sum, column) => sum + (fixed(column) ?? 0), 0)
  const shares = chosen.reduce((sum, column) => sum + (SHARES[column] ?? 0), 0)
  return chosen.map((column) => {
    const width = fixed(column) ?? (left * (SHARES[column] ?? 1)) / shares
    return {
      column,
      width: Math.floor(width),
      title: reportColumnTitle(column, seen.awards),
      align: RIGHT.has(column) ? ('right' as const) : ('left' as const),
      /** Words of more signs than this are given places to break. */
      signs: Math.floor((width - INSET) / POINTS_A_SIGN),
    }
  })
}

const CELLS: Readonly<Record<ReportColumn, (row: SyncedRow, seen: Through) => Cell>> = {
  title: (row) => shown(row.title),
  type: (row) => (row.type === null ? '' : TYPE_WORDS[row.type]),
  status: (row) => STATUS_WORDS[row.status],
  tags: (row) => ({ list: row.tags.map((tag) => shown(tag.label)) }),
  started: (row) => dateCell(row.startedOn),
  completed: (row) => dateCell(row.completedOn),
  credits: (row, seen) => {
    if (seen.organisation === null) return amountCell(row.personal)
    if (row.awarded !== null || row.personal === null) return amountCell(row.awarded)
    return { text: showHundredths(row.personal), note: words.rowNotCounted }
  },
  impact: (row) => amountCell(row.impact),
  files: (row) => (row.files === 0 ? '' : String(row.files)),
  source: (row) => SOURCE_WORDS[row.source],
  link: (row) => (URL.canParse(row.link) ? { href: row.link, text: shown(new URL(row.link).host.replace(/^www\./, '')) } : ''),
  sync: ({ sync = [] }) => ({ list: sync.map(shown) }),
}

const cellOf = (column: ReportColumn, row: SyncedRow, seen: Through): Cell => CELLS[column](row, seen)
const dateCell = (date: PlainDate | null) => (date === null ? '' : shortDate(date))
const amountCell = (amount: number | null) => (amount === null ? '' : showHundredths(amount))

function breakCell(cell: Cell, signs: number): Cell {
  if (typeof cell === 'string') return withBreaks(cell, signs)
  if ('list' in cell) return { list: cell.list.map((text) => withBreaks(text, signs)) }
  return { ...cell, text: withBreaks(cell.text, signs) }
}

function detailsOf({ details, seen }: ReportHead, { files }: VolumeOfRows, row: SyncedRow, number: number) {
  const sections = (
    details
      ? [
          [words.notes, row.notes],
          [words.practiceBefore, row.practiceBefore],
          [words.practiceAfter, row.practiceAfter],
          [words.practiceChanges, row.practiceChanges],
          [words.personalReason, row.personalReason],
        ]
      : []
  ).filter(([, text]) => text!.trim() !== '')
  const names = files.get(row.id) ?? []
  if (sections.length === 0 && names.length === 0) return []
  const credits = cellOf('credits', row, seen)
  const amount = typeof credits === 'string' ? credits : 'note' in credits ? `${credits.text} (${credits.note})` : ''
  return [
    {
      heading: withBreaks(`${number}. ${shown(row.title)}`, 70),
      line: [
        row.type === null ? '' : TYPE_WORDS[row.type],
        row.status === 'completed' ? `Completed ${dateCell(row.completedOn)}` : STATUS_WORDS[row.status],
        amount === '' ? '' : `${columnTitle('credits', seen.awards)} ${amount}`,
        row.impact === null ? '' : `${words.impact} ${showHundredths(row.impact)}`,
      ]
        .filter((one) => one !== '')
        .join(' · '),
      sections: sections.map(([name, text]) => [name!, withBreaks(shown(text!), 90)]),
      files: names.map((file) => withBreaks(shown(file), 90)),
    },
  ]
}
