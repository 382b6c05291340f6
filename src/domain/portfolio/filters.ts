import { z } from 'zod'
import { PlainDate } from '#domain/plain-date.ts'
import { flag, listOf } from '#domain/query-string.ts'
import { wellFormed } from '#domain/text.ts'
import { ItemType, Status } from './item.ts'

/** What the table can be sorted by (P9). `learned` is the learning date of P8. */
export const SORTS = [
  'learned',
  'title',
  'type',
  'status',
  'tags',
  'started',
  'completed',
  'credits',
  'impact',
  'files',
  'source',
  'link',
] as const
export const Sort = z.enum(SORTS, { error: 'The table cannot be sorted by that.' })
export type Sort = z.infer<typeof Sort>

/**
 * 'These items': one meaning for the list, its totals, the tag counts and the reports.
 * All of it lives in the address bar (P9). Tags narrow to the rows that bear every one (P7).
 */
export const ItemFilters = z.object({
  from: PlainDate.optional(),
  to: PlainDate.optional(),
  tags: listOf(z.uuid({ error: 'There is no such tag.' }), 50, 'Choose 50 tags at most.'),
  type: ItemType.optional(),
  status: Status.optional(),
  /** Only what could bring credits and brings none: none awarded by the organisation chosen, none personal, none for impact. */
  withoutCredits: flag,
  search: z.string().overwrite(wellFormed).trim().max(200, { error: 'Search for 200 characters at most.' }).default(''),
  sort: Sort.default('learned'),
  order: z.enum(['asc', 'desc'], { error: 'The order is ascending or descending.' }).default('desc'),
  /** Shows the bin instead of the portfolio. */
  bin: flag,
})
export type ItemFilters = z.output<typeof ItemFilters>

export const NO_FILTERS: ItemFilters = { tags: [], withoutCredits: false, search: '', sort: 'learned', order: 'desc', bin: false }
