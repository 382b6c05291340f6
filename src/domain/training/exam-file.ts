import { isPlainDate, type PlainDate } from '#domain/plain-date.ts'
import type { Result } from './papers-contract.ts'
import { nameKey, numberKey } from './same-person.ts'
import { titleKey } from './required-papers.ts'

/** A file of exam results as the college sends it (T5): its headings, and what each line must say. */
export const HEADINGS = ['Professional number', 'Name', 'Exam', 'Diet', 'Date', 'Result', 'Candidate number'] as const
const OPTIONAL: ReadonlySet<string> = new Set(['Diet', 'Candidate number'])

const headingKey = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '')

export interface FileLine {
  readonly line: number
  readonly professionalNumber: string
  readonly name: string
  readonly exam: string
  readonly diet: string
  readonly takenOn: PlainDate | null
  readonly result: Result | null
  readonly resultText: string
  readonly candidateNumber: string
  /** What is wrong with the line by itself; '' where nothing is. */
  readonly fault: string
}

/** Where each column stands, in any order; or why the file cannot be read. */
export function readHeadings(cells: readonly string[]): { columns: ReadonlyMap<string, number> } | { fault: string } {
  const columns = new Map<string, number>()
  for (const heading of HEADINGS) {
    const at = cells.findIndex((cell) => headingKey(cell) === headingKey(heading))
    if (at === -1 && !OPTIONAL.has(heading)) return { fault: `The first line must name the columns. ‘${heading}’ is missing.` }
    if (at !== -1) columns.set(heading, at)
  }
  return { columns }
}

const RESULTS: Readonly<Record<string, Result>> = {
  pass: 'passed',
  passed: 'passed',
  fail: 'not passed',
  failed: 'not passed',
  notpassed: 'not passed',
}

/** 2026-03-31, or as spreadsheets in this country write it: 31/03/2026. */
export function readDay(text: string): PlainDate | null {
  const british = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text)
  const day = british ? `${british[3]}-${british[2]!.padStart(2, '0')}-${british[1]!.padStart(2, '0')}` : text
  return isPlainDate(day) ? day : null
}

/** One line, with the first thing that is wrong with it. */
export function readLine(line: number, cells: readonly string[], columns: ReadonlyMap<string, number>, today: PlainDate): FileLine {
  const cell = (heading: (typeof HEADINGS)[number]) => {
    const at = columns.get(heading)
    return at === undefined ? '' : (cells[at] ?? '').trim()
  }
  const takenOn = readDay(cell('Date'))
  const result = RESULTS[headingKey(cell('Result'))] ?? null
  const read = {
    line,
    professionalNumber: cell('Professional number'),
    name: cell('Name'),
    exam: cell('Exam'),
    diet: cell('Diet'),
    takenOn,
    result,
    resultText: cell('Result'),
    candidateNumber: cell('Candidate number'),
  }
  return { ...read, fault: faultOf(read, cell('Date'), today) }
}

function faultOf(read: Omit<FileLine, 'fault'>, day: string, today: PlainDate): string {
  if (numberKey(read.professionalNumber) === '') return 'The professional number is missing.'
  if (nameKey(read.name) === '') return 'The name is missing.'
  if (titleKey(read.exam) === '') return 'The exam is missing.'
  if (read.exam.length > 300) return 'The name of the exam is too long.'
  if (read.diet.length > 100 || read.candidateNumber.length > 100) return 'A cell is longer than 100 characters.'
  if (read.takenOn === null) return day === '' ? 'The date is missing.' : `‘${day.slice(0, 40)}’ is not a day. Write it as 2026-03-31.`
  if (read.takenOn > today) return 'This day is still to come.'
  if (read.result === null) return 'The result is neither passed nor failed.'
  return ''
}

/** What makes two lines the same result: whose, which exam, which day. */
export const resultKey = (person: string, exam: string, takenOn: PlainDate): string => `${person} ${titleKey(exam)} ${takenOn}`

/** A person as they were found by a number. */
export interface Found {
  readonly ownerId: string
  readonly name: string
  /** Null where their results can be written, else why not. */
  readonly whyNot: string | null
}

/** Whose line it is, by number and by name; or why nobody's (T5). */
export function personOfLine(found: readonly Found[], name: string): Found | string {
  if (found.length === 0) return 'Nobody in training here has this professional number.'
  const named = found.filter((one) => nameKey(one.name) === nameKey(name))
  if (named.length === 0) return 'The name is not the one this professional number belongs to here.'
  if (named.length > 1) return 'More than one account has this number and name. Ask them which is theirs.'
  return named[0]!.whyNot ?? named[0]!
}
