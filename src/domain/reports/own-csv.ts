import { standingWords } from '#domain/connections/standing-words.ts'
import { COLUMN_WORDS } from '#domain/portfolio/words.ts'
import { words } from './words.ts'

const TITLES: ReadonlySet<string> = new Set([...Object.values(COLUMN_WORDS), standingWords.column])
/** Amounts are headed by a unit, which an organisation may have of its own, and may name the organisation. */
const AMOUNT = /^\p{Lu}[\p{L} ]{0,30}( \(.+\))?$/u
const NOT_COUNTED = new RegExp(`^${words.notCounted({ one: '', many: '.{1,30}' })}$`, 'u')
const TOTAL = new RegExp(`^${words.total}( \\(.{1,60}\\))?$`, 'u')

/** Whether these can be the header words of a CSV that was exported here (R2): no word but ours, and one column of amounts at most. */
export function isOwnCsv(headers: readonly string[]): boolean {
  const others = headers.filter((header) => !TITLES.has(header) && !NOT_COUNTED.test(header))
  return headers[0] === COLUMN_WORDS.title && others.length <= 1 && others.every((header) => AMOUNT.test(header))
}

/** Whether a line behind an empty one is the first of the totals that end such a CSV. */
export const isFirstTotal = (cells: readonly string[]): boolean =>
  cells.length === 2 && TOTAL.test(cells[0]!) && /^\d+([.,]\d+)?$/.test(cells[1]!)
