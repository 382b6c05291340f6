import { canBeSeen } from '#domain/text.ts'
import type { z } from 'zod'
import { fold } from '#domain/fold.ts'
import { addDays, type PlainDate } from '#domain/plain-date.ts'
import { daysBetween, estimateTake } from './log-rules.ts'
import { logWords } from './log-words.ts'
import { SHEETS, type BookFault, type LogFields } from './logs-contract.ts'
import { readRotationDay } from './rotation.ts'

/**
 * The college's template (T13): a workbook of three sheets, clinics and acute take one row a post, procedures one row each, no patient in
 * any. Source: an account of the Federation's 'IMT acute take calculator and log of clinics and procedures' (21 December 2019), which was
 * not opened here: the order of its columns is theirs, the words of the headings are ours.
 */
export const COLUMNS = {
  Clinics: [
    'Hospital',
    'Start date',
    'End date',
    'Months in post',
    'Number of outpatient clinics done',
    'Educational supervisor who can verify',
  ],
  Procedures: ['Date', 'Procedure', 'Skills lab', 'Supervised practice', 'DOPS completed', 'Comments'],
  'Acute take': [
    'Hospital',
    'Start date',
    'End date',
    'Months in post',
    'Takes per month',
    'Patients per take',
    'Estimated patients',
    'Educational supervisor who can verify',
  ],
} as const
export type Sheet = (typeof SHEETS)[number]

/** What can stand in a cell; days as 2026-08-05. */
export type Cell = string | number | boolean | null

export interface RawSheet {
  readonly name: string
  readonly rows: readonly (readonly Cell[])[]
}

export const MOST_BOOK_ROWS = 500

export interface BookRow {
  readonly sheet: Sheet
  /** As a spreadsheet counts them. */
  readonly line: number
  readonly fields: LogFields
}

const say = logWords.book
const WORD_OF: Readonly<Record<Sheet, RegExp>> = { Clinics: /clinic/, Procedures: /procedure/, 'Acute take': /take/ }
const HEADINGS_WITHIN = 20

/**
 * The rows of a filled template. Sheets are known by their names, wherever they stand; the headings by the first of them, and columns by
 * their order. What the sheet works out by itself (months, estimate) is read where it stands, and worked out where it does not.
 */
export function readBook(
  sheets: readonly RawSheet[],
  procedures: readonly { readonly code: string; readonly title: string }[],
  today: PlainDate,
): { rows: BookRow[]; faults: z.infer<typeof BookFault>[] } {
  const rows: BookRow[] = []
  const faults: z.infer<typeof BookFault>[] = []
  let known = 0
  for (const sheet of SHEETS) {
    const raw = sheets.find(({ name }) => WORD_OF[sheet].test(fold(name)))
    if (raw === undefined) continue
    known++
    const first = fold(COLUMNS[sheet][0])
    const head = raw.rows.slice(0, HEADINGS_WITHIN).findIndex((cells) => fold(textOf(cells[0])).startsWith(first))
    if (head === -1) {
      if (raw.rows.some(isFilled)) faults.push({ sheet, line: 1, message: say.noHeading(COLUMNS[sheet][0]) })
      continue
    }
    for (const [at, cells] of raw.rows.entries()) {
      if (at <= head || !isFilled(cells.slice(0, COLUMNS[sheet].length))) continue
      if (rows.length >= MOST_BOOK_ROWS) {
        faults.push({ sheet, line: at + 1, message: say.tooMany(MOST_BOOK_ROWS) })
        return { rows, faults }
      }
      const line = new Line(sheet, cells, today)
      const fields = READ[sheet](line, procedures)
      if (line.faults.length === 0) rows.push({ sheet, line: at + 1, fields })
      else faults.push(...line.faults.map((message) => ({ sheet, line: at + 1, message })))
    }
  }
  if (known === 0) faults.push({ sheet: '', line: 0, message: say.noSheets })
  else if (rows.length === 0 && faults.length === 0) faults.push({ sheet: '', line: 0, message: say.nothing })
  return { rows, faults }
}

const textOf = (cell: Cell | undefined): string => (cell === null || cell === undefined ? '' : String(cell).trim())
const isFilled = (cells: readonly Cell[]): boolean => cells.some((cell) => textOf(cell) !== '')

/** One row, read cell by cell; what is wrong with it is noted, and a harmless value goes on. */
class Line {
  readonly sheet: Sheet
  readonly cells: readonly Cell[]
  readonly today: PlainDate
  readonly faults: string[] = []

  constructor(sheet: Sheet, cells: readonly Cell[], today: PlainDate) {
    this.sheet = sheet
    this.cells = cells
    this.today = today
  }

  #name = (at: number): string => COLUMNS[this.sheet][at]!

  text(at: number, most: number, isNeeded = true): string {
    const written = textOf(this.cells[at])
    const text = canBeSeen(written) ? written : ''
    if (isNeeded && text === '') this.faults.push(say.missing(this.#name(at)))
    if (text.length > most) this.faults.push(say.tooLong(this.#name(at), most))
    return text
  }

  day(at: number): PlainDate {
    const cell = this.cells[at]
    const text = textOf(cell)
    const day = typeof cell === 'number' ? serialDay(cell) : readRotationDay(text)
    if (text === '') this.faults.push(say.missing(this.#name(at)))
    else if (day === null) this.faults.push(say.noDay(text.slice(0, 40)))
    else if (day > this.today) this.faults.push(say.future)
    return day ?? this.today
  }

  span(first: number): { from: PlainDate; until: PlainDate } {
    const before = this.faults.length
    const [from, until] = [this.day(first), this.day(first + 1)]
    if (this.faults.length === before && until < from) this.faults.push(say.endsBefore)
    return { from, until }
  }

  number(at: number, { most, decimals = 0, isNeeded = true }: { most: number; decimals?: number; isNeeded?: boolean }): number | null {
    const text = textOf(this.cells[at]).replace(',', '.')
    if (text === '') {
      if (isNeeded) this.faults.push(say.missing(this.#name(at)))
      return null
    }
    const read = Number(text)
    const value = Math.round(read * 10 ** decimals) / 10 ** decimals
    if (!Number.isFinite(read) || read < 0 || read > most || (decimals === 0 && value !== read)) {
      this.faults.push(say.noNumber(text.slice(0, 40), this.#name(at)))
      return null
    }
    return value
  }

  /** Yes, x, true and 1, as people tick a cell. */
  tick(at: number): boolean {
    const cell = this.cells[at]
    return cell === true || ['yes', 'y', 'x', 'true', '1', '✓', '✔'].includes(fold(textOf(cell)))
  }
}

/** Spreadsheets count days from the end of 1899. */
function serialDay(serial: number): PlainDate | null {
  return Number.isInteger(serial) && serial > 20_000 && serial < 110_000 ? addDays('1899-12-30', serial) : null
}

const READ: Readonly<Record<Sheet, (line: Line, procedures: readonly { readonly code: string; readonly title: string }[]) => LogFields>> = {
  Clinics: (line) => ({
    log: 'clinics brought forward',
    site: line.text(0, 200),
    ...line.span(1),
    count: line.number(4, { most: 500 }) ?? 0,
    verifier: line.text(5, 200),
    comments: '',
  }),
  Procedures: (line, procedures) => {
    const on = line.day(0)
    const name = line.text(1, 200)
    const known = procedures.find(({ code, title }) => [code, title].some((one) => fold(one) === fold(name)))
    return {
      log: 'procedure',
      on,
      code: known?.code ?? null,
      name: known === undefined ? name : '',
      context: line.tick(2) ? 'skills lab' : 'patient',
      role: line.tick(3) ? 'supervised' : null,
      supervisor: '',
      success: null,
      ultrasound: false,
      complication: 'none',
      dops: line.tick(4),
      comments: line.text(5, 1000, false),
    }
  },
  'Acute take': (line) => {
    const post = {
      site: line.text(0, 200),
      ...line.span(1),
      takesPerMonth: line.number(4, { most: 31, decimals: 1 }) ?? 0,
      patientsPerTake: line.number(5, { most: 60, decimals: 1 }) ?? 0,
    }
    const estimate = line.number(6, { most: 5000, isNeeded: false })
    return {
      log: 'acute take',
      ...post,
      estimate: estimate === estimateTake(post) ? null : estimate,
      verifier: line.text(7, 200),
      comments: '',
    }
  },
}

/** What the log holds already, as far as a file can say it again. */
export interface Held {
  readonly log: LogFields['log']
  readonly site: string
  readonly from: PlainDate
  readonly until: PlainDate
  /** Of a procedure: its code, or else its name. */
  readonly procedure: string
  readonly dops: boolean
  readonly amount: number
}

export interface PlannedRow extends BookRow {
  readonly state: 'new' | 'there'
  /** What would be recorded: of clinics only those that are not there yet. */
  readonly fields: LogFields
  readonly note: string
}

/**
 * What of a file is new. A file that was exported here and filled on holds what is here already, as sums: of a post's clinics only what
 * goes beyond those here comes in; a post's take or a procedure that stands here is not taken twice. So the same rows add nothing twice.
 */
export function planBook(rows: readonly BookRow[], held: readonly Held[]): PlannedRow[] {
  const left = held.filter((one) => !isClinic(one))
  /** Each thing held answers for one row of the file. */
  const take = (fits: (one: Held) => boolean): boolean => {
    const at = left.findIndex(fits)
    if (at !== -1) left.splice(at, 1)
    return at !== -1
  }
  const here = clinicsHere(rows, held)
  return rows.map((row) => {
    const { fields } = row
    if (fields.log === 'clinics brought forward') {
      const there = here.get(row) ?? 0
      const more = fields.count - there
      return more === 0
        ? { ...row, state: 'there' as const, note: '' }
        : { ...row, fields: { ...fields, count: more }, state: 'new' as const, note: there === 0 ? '' : say.fewer(there) }
    }
    const isThere =
      fields.log === 'acute take'
        ? take((one) => one.log === 'acute take' && samePost(one, fields))
        : fields.log === 'procedure' &&
          take(
            (one) =>
              one.log === 'procedure' &&
              one.from === fields.on &&
              fold(one.procedure) === fold(fields.code ?? fields.name) &&
              one.dops === fields.dops,
          )
    return { ...row, state: isThere ? ('there' as const) : ('new' as const), note: '' }
  })
}

/**
 * How many of each row's clinics are here. Each clinic here answers for one of one row's: first for the row of the very same days, then
 * for the row of the fewest days, so that rows of one post share them.
 */
function clinicsHere(rows: readonly BookRow[], held: readonly Held[]): Map<BookRow, number> {
  const clinics = held.filter(isClinic).map((one) => ({ ...one, left: one.amount }))
  const here = new Map<BookRow, number>()
  const posts = rows.flatMap((row) => (row.fields.log === 'clinics brought forward' ? [{ row, ...row.fields }] : []))
  const take = (isExact: boolean) => {
    for (const { row, ...post } of posts) {
      for (const one of clinics) {
        if (!samePost(one, post) || (isExact && (one.from !== post.from || one.until !== post.until))) continue
        const now = Math.min(one.left, post.count - (here.get(row) ?? 0))
        one.left -= now
        here.set(row, (here.get(row) ?? 0) + now)
      }
    }
  }
  take(true)
  posts.sort((one, other) => daysBetween(one.from, one.until) - daysBetween(other.from, other.until))
  take(false)
  return here
}

const isClinic = ({ log }: Held): boolean => log === 'clinic' || log === 'clinics brought forward'
const samePost = (one: Held, post: { readonly site: string; readonly from: PlainDate; readonly until: PlainDate }): boolean =>
  fold(one.site) === fold(post.site) && one.from <= post.until && one.until >= post.from
