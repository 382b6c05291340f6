import type { Connection, Delivery } from '#domain/connections/contract.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db } from '#server/platform/db.ts'
import type { Connectors } from './connectors.ts'
import { connectionsOf, deliveriesOf } from './queries.ts'

/** What knows how items stand with other portfolios. */
export interface SyncHouse {
  readonly db: Db
  readonly connectors: Connectors
}

export interface Sync {
  /** Those connected now, in the order they were. */
  readonly connections: readonly Connection[]
  /** How the items stand with them; nothing of an item that was never sent. A question or two however many they are. */
  ofItems(itemIds: readonly string[]): Promise<(itemId: string, connectionId: string) => Delivery | undefined>
}

/** How an owner's items stand with other portfolios; null where none is connected, or this viewer may not see it (P1). */
export async function syncOf({ db, connectors }: SyncHouse, seen: Seen): Promise<Sync | null> {
  if (!seen.may('read', 'connection').allowed) return null
  const { connections } = await connectionsOf(db, connectors, seen)
  if (connections.length === 0) return null
  return {
    connections,
    async ofItems(itemIds) {
      const deliveries = await deliveriesOf(db, connectors, seen, itemIds)
      const known = new Map(deliveries.map((delivery) => [`${delivery.itemId} ${delivery.connectionId}`, delivery]))
      return (itemId, connectionId) => known.get(`${itemId} ${connectionId}`)
    },
  }
}
