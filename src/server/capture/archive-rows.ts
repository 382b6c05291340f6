import { z } from 'zod'
import { archiveInWords } from '#domain/capture/archive-in-words.ts'
import { ARCHIVED, type ArchivedName } from '#domain/reports/archive-tables.ts'
import type { ArchivedTable } from '#domain/reports/archive-kinds.ts'
import { FileFault } from './import-reading.ts'

const words = archiveInWords.file
/** In signs. */
const MOST_LINE = 4_000_000
const DEEPEST = 100
const MOST_COLUMNS = 200

/** Rows of a file in `data/`, one a line, from the pieces it comes in. No more than one row is held. */
export class RowSplitter {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  readonly #name: string
  #rest = ''
  #line = 0

  constructor(name: string) {
    this.#name = name
  }

  /** @throws FileFault */
  push(chunk: Uint8Array | null): { line: number; signs: number; value: Record<string, unknown> }[] {
    let text: string
    try {
      text = chunk === null ? `${this.#decoder.decode()}\n` : this.#decoder.decode(chunk, { stream: true })
    } catch {
      throw new FileFault(words.row(this.#name, this.#line + 1, words.notJson))
    }
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop()!
    if (this.#rest.length > MOST_LINE) throw new FileFault(words.rowLong(this.#name, this.#line + 1))
    return lines.flatMap((line) => {
      this.#line += 1
      if (line.length > MOST_LINE) throw new FileFault(words.rowLong(this.#name, this.#line))
      if (isFrame(line.trim())) return []
      return [{ line: this.#line, signs: line.length, value: this.#rowOf(line) }]
    })
  }

  #rowOf(line: string): Record<string, unknown> {
    const fault = (why: string) => new FileFault(words.row(this.#name, this.#line, why))
    let value: unknown
    try {
      value = JSON.parse(line.trim().replace(/,$/, ''))
    } catch {
      throw fault(words.notJson)
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fault(words.notJson)
    if (Object.keys(value).length > MOST_COLUMNS) throw fault(words.wide)
    const why = unfit(value, 0)
    if (why !== null) throw fault(why)
    return value as Record<string, unknown>
  }
}

/** What stands around rows: nothing, or a bracket, or both with nothing between. */
const isFrame = (bare: string): boolean =>
  bare === '' || bare === '[' || bare === ']' || (bare.startsWith('[') && bare.endsWith(']') && bare.slice(1, -1).trim() === '')

/** What could not be kept, or would take too long to look at. */
function unfit(value: unknown, depth: number): string | null {
  if (depth > DEEPEST) return words.deep
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? words.nul : null
  if (typeof value !== 'object' || value === null) return null
  for (const [key, one] of Object.entries(value)) {
    const why = unfit(key, depth) ?? unfit(one, depth + 1)
    if (why !== null) return why
  }
  return null
}

/** Whether a moment lies within what anybody lived to record; the database knows no year 0. */
export const isLived = (moment: string): boolean => moment >= '1900' && moment < '2200'

/** Reads rows of one kind as declared. A column that came after the archive was made is empty; one that is not known is counted. */
export function rowReader(table: ArchivedName, name: string) {
  const { row } = ARCHIVED[table] as ArchivedTable
  const schema = z.object(row.shape)
  const columns = Object.keys(row.shape)
  const unknown = new Set<string>()
  return {
    unknown,
    /** @throws FileFault with what is wrong with the row */
    read(value: Record<string, unknown>, line: number): Record<string, unknown> {
      for (const column of Object.keys(value)) if (!Object.hasOwn(row.shape, column) && unknown.size < MOST_COLUMNS) unknown.add(column)
      const filled = Object.fromEntries(columns.map((column) => [column, Object.hasOwn(value, column) ? value[column] : null]))
      const read = schema.safeParse(filled)
      const odd = columns.find((column) => column.endsWith('_at') && typeof filled[column] === 'string' && !isLived(filled[column]))
      if (read.success && odd !== undefined) throw new FileFault(words.row(name, line, `${odd}: ${words.moment}`))
      if (read.success) return read.data
      const [issue] = read.error.issues
      throw new FileFault(words.row(name, line, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`))
    },
  }
}
