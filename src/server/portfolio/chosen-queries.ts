import { sql } from 'kysely'
import type { Hundredths } from '#domain/hundredths.ts'
import { notFound } from '#domain/errors.ts'
import { NO_FILTERS, type ItemFilters } from '#domain/portfolio/filters.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { countedThrough, itemsMatching, itemsThrough, lensGiven, ORDERS, type Matching } from './matching.ts'
import { rowsOf } from './queries.ts'

/** Which rows are on screen, the newest first, `most` at most: with what tells a form from other rows. */
export const namesMatching = (db: Db | Tx, seen: Seen, filters: Matching, most: number, only?: readonly string[]) =>
  itemsMatching(db, seen, filters, only)
    .select(['item.id', 'item.kind', 'item.title', 'item.type'])
    .orderBy('item.learned_on', 'desc')
    .orderBy('item.id', 'desc')
    .limit(most)
    .execute()

/** Rows chosen by their ids, none of the bin, in an order; with whether there is more to read of each. */
export const chosenRows = (
  db: Db | Tx,
  seen: Seen,
  { sort, order }: Pick<ItemFilters, 'sort' | 'order'>,
  accreditorId: string | null,
  ids: readonly string[],
) =>
  rowsOf(db, seen, NO_FILTERS, lensGiven(accreditorId), ids)
    .select([
      sql<boolean>`(item.notes <> '' or item.personal_reason <> '')`.as('hasNotes'),
      sql<boolean>`(item.practice_before <> '' or item.practice_after <> '' or item.practice_changes <> '')`.as('hasImpact'),
    ])
    .orderBy(ORDERS[sort].key(lensGiven(accreditorId)) as never, order)
    .orderBy('item.id', order)
    .execute()

/** What is written of one row that is not in the bin. @throws Refusal `not_found` */
export async function writtenOfItem(db: Db | Tx, seen: Seen, id: string) {
  const row = await itemsMatching(db, seen, NO_FILTERS, [id])
    .select([
      'item.kind',
      'item.notes',
      'item.personal_reason as personalReason',
      'item.practice_before as practiceBefore',
      'item.practice_after as practiceAfter',
      'item.practice_changes as practiceChanges',
    ])
    .executeTakeFirst()
  if (row === undefined) throw notFound()
  return row
}

/** How rows stand now through an organisation, by id: version and credits in hundredths. Those in the bin or gone are left out. */
export async function standingsThrough(
  db: Db | Tx,
  seen: Seen,
  accreditorId: string | null,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { version: number; counted: Hundredths | null; impact: Hundredths | null }>> {
  if (ids.length === 0) return new Map()
  const lens = lensGiven(accreditorId)
  const rows = await itemsThrough(db, seen, NO_FILTERS, lens, ids)
    .select(['item.id', 'item.version', 'item.impact', countedThrough(lens).as('counted')])
    .execute()
  return new Map(rows.map(({ id, ...standing }) => [id, standing]))
}
