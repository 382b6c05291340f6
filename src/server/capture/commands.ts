import { sql } from 'kysely'
import type { Capture } from '#domain/capture/contract.ts'
import { addressKey } from '#domain/capture/same-address.ts'
import type { Item } from '#domain/portfolio/contract.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { recordWithin } from '#server/portfolio/commands.ts'
import { itemOf } from '#server/portfolio/queries.ts'
import { rowOfPage } from './queries.ts'

type House = Pick<Parts, 'db' | 'catalogue'>

/** Save a page of the web, or find the row that it has already (K3). Two windows that save the same page at once make one row. */
export async function captureItem(house: House, seen: Seen, page: Capture): Promise<{ item: Item; there: boolean }> {
  return house.db.transaction().execute(async (tx) => {
    await lockPage(tx, seen.ownerId, page.link)
    const before = await rowOfPage(tx, seen, page.link)
    // The window's own row is what an answer that was lost had made.
    if (before !== null && before.id !== page.id) return { item: await itemOf(tx, house.catalogue, seen, before.id), there: true }
    return { item: await recordWithin(tx, house, seen, { ...page, source: 'captured' }), there: false }
  })
}

/** Until the transaction ends. Not a unique key: the same address may be recorded again by hand, as for a course that comes round. */
const lockPage = (tx: Tx, ownerId: string, link: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`page ${ownerId} ${addressKey(link)}`}, 0))`.execute(tx)
