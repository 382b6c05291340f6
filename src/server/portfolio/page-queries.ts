import { sql, type Expression } from 'kysely'
import type { ItemPage, Totals } from '#domain/portfolio/contract.ts'
import { NO_FILTERS, type ItemFilters } from '#domain/portfolio/filters.ts'
import type { ItemType, Kind, Source, Status } from '#domain/portfolio/item.ts'
import type { TagRef } from '#domain/portfolio/tag-contract.ts'
import { lensOf, lensOfOwner } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db } from '#server/platform/db.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { itemsMatching, itemsThrough, lensGiven, ORDERS, type Lens, type Matching } from './matching.ts'
import { rowsOf, totalsThrough } from './queries.ts'

export const PAGE_SIZE = 50

interface RawRow {
  kind: string
  type: string | null
  status: string
  source: string
  binnedAt: Date | null
  tagIds: string[]
}

/** A row's tags in their order. Dear for thousands of rows, cheaper than a second question for a page of them. */
const tagsOfRow = sql<TagRef[] | null>`(
  select json_agg(json_build_object('id', tag.id, 'label', tag.label, 'setId', nullif(tag.set_id, ''),
                                    'code', case when tag.set_id <> '' then tag.key end) order by borne.place)
  from unnest(item.tag_ids) with ordinality as borne (id, place)
  join tag on tag.owner_id = item.owner_id and tag.id = borne.id)`.as('tags')

/** Rows that were selected with `tagsOfRow`, as pages know them. */
export const shownRows = <Row extends RawRow & { tags: TagRef[] | null }>(rows: readonly Row[]) =>
  rows.map(({ tagIds: _tagIds, ...row }) => ({
    ...row,
    kind: row.kind as Kind,
    type: row.type as ItemType | null,
    status: row.status as Status,
    source: row.source as Source,
    binnedAt: row.binnedAt?.toISOString() ?? null,
    tags: row.tags ?? [],
  }))

interface Order {
  readonly by: Expression<unknown>
  /** Of `by`, where rows after one are asked for. */
  readonly type?: string
  /** Whether `by` speaks of `award`; joining it to all rows costs more than the order does. */
  readonly byAward?: boolean
  readonly order: 'asc' | 'desc'
  readonly limit: number
  readonly after?: { readonly key: string; readonly id: string } | undefined
}

/** The first rows in an order, with their tags. Which they are is found in an index; only they are then fetched from the table. */
export function firstRows(
  db: Db,
  seen: Seen,
  filters: Matching,
  lens: Lens,
  { by, byAward = false, type = 'text', order, limit, after }: Order,
) {
  const compare = sql.raw(order === 'desc' ? '<' : '>')
  const matching = byAward ? itemsThrough(db, seen, filters, lens) : (itemsMatching(db, seen, filters) as ReturnType<typeof itemsThrough>)
  const first = matching
    .select(['item.id', sql<string>`${by}`.as('key')])
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(${by}, item.id) ${compare} (${after?.key}::${sql.raw(type)}, ${after?.id}::uuid)`),
    )
    .orderBy(by as never, order)
    .orderBy('item.id', order)
    .limit(limit)
  return rowsOf(db, seen, { ...NO_FILTERS, bin: filters.bin }, lens)
    .innerJoin(first.as('first'), 'first.id', 'item.id')
    .select([tagsOfRow, sql<string>`first.key::text`.as('key')])
    .orderBy('first.key', order)
    .orderBy('item.id', order)
}

const NO_TOTALS: Omit<Totals, 'accreditorId'> = { counted: 0, impact: 0, notCounted: 0, items: 0, completed: 0 }

/**
 * One page in the order asked for; the totals come with the first page only and are of all that the filters match.
 * One statement for all of it: each more costs the server as much as the database's work for a page.
 */
export async function pageOfItems(db: Db, seen: Seen, filters: ItemFilters, after?: string): Promise<ItemPage> {
  const { key, type } = ORDERS[filters.sort]
  // Only a cursor in the order of credits is of one lens.
  const chosen = filters.sort === 'credits' ? await lensOf(db, seen.ownerId) : null
  const lens = filters.sort === 'credits' ? lensGiven(chosen) : lensOfOwner(seen.ownerId)
  const cursor = after === undefined ? undefined : readCursor(filters, chosen, after)
  const rows = await firstRows(db, seen, filters, lens, {
    by: key(lens),
    byAward: filters.sort === 'credits',
    type,
    order: filters.order,
    limit: PAGE_SIZE + 1,
    after: cursor,
  })
    .select(
      cursor === undefined
        ? sql<string | null>`(select row_to_json(total)::text from (${totalsThrough(db, seen, filters, lens)}) as total)`.as('totals')
        : sql<string | null>`null`.as('totals'),
    )
    .execute()
  const shown = rows.slice(0, PAGE_SIZE)
  const last = shown.at(-1)
  const totals = rows[0]?.totals
  return {
    items: shownRows(shown).map(({ key: _key, totals: _totals, ...row }) => row),
    next: rows.length > PAGE_SIZE && last ? writeCursor(filters, chosen, last) : null,
    totals:
      cursor !== undefined
        ? null
        : totals
          ? (JSON.parse(totals) as Totals)
          : { ...NO_TOTALS, accreditorId: await lensOf(db, seen.ownerId) },
  }
}
