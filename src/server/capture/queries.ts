import type { CapturedBefore } from '#domain/capture/contract.ts'
import { addressKey } from '#domain/capture/same-address.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/** The row of the page at this address, outside the bin (K3); of several the one added last. Not one of the filters: no page lists by it. */
export async function rowOfPage(db: Db | Tx, seen: Seen, address: string): Promise<CapturedBefore | null> {
  const key = addressKey(address)
  if (key === '') return null
  const row = await db
    .selectFrom('item')
    .select(['id', 'title', 'notes', 'added_at'])
    .where('owner_id', '=', seen.ownerId)
    .where('link_key', '=', key)
    // As the index says it: the planner does not know what is asked for.
    .where('link_key', '<>', '')
    .where('binned_at', 'is', null)
    .where((eb) => eb.and(seen.limits(eb as never)))
    .orderBy('added_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return null
  const { added_at, ...shown } = row
  return { ...shown, addedAt: added_at.toISOString() }
}
