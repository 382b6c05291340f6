import { fold } from '#domain/fold.ts'
import { isPlainDate, type PlainDate } from '#domain/plain-date.ts'
import { rotationWords as words } from './rotation-words.ts'

/** A rotation as a spreadsheet (T2). The columns are ours; their names are read regardless of case, spaces and order. */
export const ROTATION_COLUMNS = [
  'professional number',
  'email',
  'name',
  'training year',
  'post',
  'specialty',
  'site',
  'employer',
  'from',
  'until',
  'working percent',
  'educational supervisor email',
  'clinical supervisor email',
] as const
export type RotationColumn = (typeof ROTATION_COLUMNS)[number]

export const MOST_ROTATION_LINES = 2000

export interface RotationFault {
  /** Null where it is the line, or the file, as a whole. */
  readonly column: RotationColumn | null
  readonly message: string
}

/** One line of the file as it was meant. */
export interface RotationLine {
  /** As a spreadsheet counts them: the headings are line 1. */
  readonly line: number
  readonly professionalNumber: string
  readonly email: string
  readonly name: string
  readonly year: string
  readonly post: string
  readonly specialty: string
  readonly site: string
  readonly employer: string
  readonly from: PlainDate
  readonly until: PlainDate
  readonly workingPercent: number
  /** Empty for none. */
  readonly educationalSupervisor: string
  readonly clinicalSupervisor: string
}

export type ReadLine = { readonly line: number; readonly name: string } & (
  | { readonly read: RotationLine }
  | { readonly faults: readonly RotationFault[] }
)

/** What stands in which cell, by the headings. A fault names every heading that is missing or unknown. */
export function readHeadings(cells: readonly string[]): { columns: readonly RotationColumn[] } | { fault: string } {
  const found = cells.map((cell) => fold(cell).replaceAll('_', ' '))
  const known = new Set<string>(ROTATION_COLUMNS)
  const missing = ROTATION_COLUMNS.filter((column) => !found.includes(column))
  const unknown = found.filter((cell) => cell !== '' && !known.has(cell))
  const twice = ROTATION_COLUMNS.filter((column) => found.indexOf(column) !== found.lastIndexOf(column))
  if (missing.length + unknown.length + twice.length > 0) return { fault: words.headings(missing, unknown, twice) }
  return { columns: found as RotationColumn[] }
}

const NEEDED = ['email', 'training year', 'post', 'site', 'from', 'until'] as const satisfies readonly RotationColumn[]
const LONGEST = 200

/** `years` are the codes of the curriculum's training years, each by what it is called. */
export function readLine(
  line: number,
  columns: readonly RotationColumn[],
  cells: readonly string[],
  years: ReadonlyMap<string, string>,
): ReadLine {
  const at = Object.fromEntries(columns.map((column, index) => [column, (cells[index] ?? '').replace(/\s+/g, ' ').trim()])) as Record<
    RotationColumn,
    string
  >
  const faults: RotationFault[] = []
  const fault = (column: RotationColumn, message: string) => void faults.push({ column, message })
  for (const column of NEEDED) if (at[column] === '') fault(column, words.empty)
  for (const column of ROTATION_COLUMNS) if (at[column].length > LONGEST) fault(column, words.tooLong(LONGEST))
  for (const column of ['email', 'educational supervisor email', 'clinical supervisor email'] as const)
    if (at[column] !== '' && !/^\S+@\S+$/.test(at[column])) fault(column, words.noAddress(at[column]))

  const year = years.get(fold(at['training year']))
  if (year === undefined && at['training year'] !== '')
    fault('training year', words.noYear(at['training year'], [...new Set(years.values())]))
  const from = readRotationDay(at.from)
  const until = readRotationDay(at.until)
  if (from === null && at.from !== '') fault('from', words.noDay(at.from))
  if (until === null && at.until !== '') fault('until', words.noDay(at.until))
  if (from !== null && until !== null && until < from) fault('until', words.endsBeforeItBegins)
  const percent = at['working percent'] === '' ? 100 : Number(at['working percent'].replace(/\s*%$/, ''))
  if (!Number.isInteger(percent) || percent < 10 || percent > 100) fault('working percent', words.noPercent(at['working percent']))

  if (faults.length > 0) return { line, name: at.name || at.email, faults }
  return {
    line,
    name: at.name || at.email,
    read: {
      line,
      professionalNumber: at['professional number'],
      email: at.email.toLowerCase(),
      name: at.name,
      year: year!,
      post: at.post,
      specialty: at.specialty,
      site: at.site,
      employer: at.employer,
      from: from!,
      until: until!,
      workingPercent: percent,
      educationalSupervisor: at['educational supervisor email'].toLowerCase(),
      clinicalSupervisor: at['clinical supervisor email'].toLowerCase(),
    },
  }
}

/** 2026-08-05 or 05/08/2026, the day before the month as in the UK; null for anything else. */
export function readRotationDay(text: string): PlainDate | null {
  const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text)
  const day = slashed ? `${slashed[3]}-${slashed[2]!.padStart(2, '0')}-${slashed[1]!.padStart(2, '0')}` : text
  return isPlainDate(day) ? day : null
}
