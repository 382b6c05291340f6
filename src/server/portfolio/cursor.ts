import { z } from 'zod'
import { Refusal } from '#domain/errors.ts'
import { isPlainDate } from '#domain/plain-date.ts'
import type { ItemFilters } from '#domain/portfolio/filters.ts'
import { ORDERS } from './matching.ts'

/** Where a page ended: the order it was made in, the key of its last row as text, and that row's id, so that nothing is skipped or doubled at a tie. */
const Cursor = z.strictObject({ order: z.string(), key: z.string(), id: z.uuid() })
export type Cursor = z.infer<typeof Cursor>

const nameOf = (filters: Pick<ItemFilters, 'sort' | 'order'>, lens: string | null) =>
  `${filters.sort} ${filters.order} ${filters.sort === 'credits' ? lens : ''}`

export function writeCursor(filters: ItemFilters, lens: string | null, last: { key: string; id: string }): string {
  return Buffer.from(JSON.stringify({ order: nameOf(filters, lens), key: last.key, id: last.id })).toString('base64url')
}

/** What a key of each SQL type looks like as text. */
const KEYS = {
  date: (key: string) => isPlainDate(key) || key === '0001-01-01',
  int: (key: string) => /^-?\d{1,9}$/.test(key),
  numeric: (key: string) => /^-?\d{1,6}(\.\d{1,2})?$/.test(key),
  text: (key: string) => !key.includes('\0') && key.isWellFormed(),
} as const

/** @throws Refusal where the cursor is not one of ours or belongs to another order */
export function readCursor(filters: ItemFilters, lens: string | null, text: string): Cursor {
  try {
    const cursor = Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    if (cursor.order === nameOf(filters, lens) && KEYS[ORDERS[filters.sort].type](cursor.key)) return cursor
  } catch {
    // Said below: the same answer for what cannot be read and for what is of another order.
  }
  throw new Refusal('invalid_input', 'This page of the list is no longer there. Start again from the top.')
}
