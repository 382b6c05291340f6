import { useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { createContext, useContext, useMemo } from 'react'
import type { Connection, Delivery } from '#domain/connections/contract.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { connectionsQuery, deliveriesQuery, type Standing } from './connections-queries.ts'

/** How the items on screen stand with the portfolios that are connected. */
export interface Sync {
  readonly connections: readonly Connection[]
  /** Whether it is known by now how the item stands. */
  readonly knows: (itemId: string) => boolean
  /** Nothing where it was never sent. */
  readonly find: (itemId: string, connectionId: string) => Delivery | undefined
  /** The portfolios that were disconnected since, where the item stays as it was sent (X6). */
  readonly ended: (itemId: string) => readonly Delivery[]
}

const NONE: readonly Connection[] = []
/** Rows come by so many; one request asks about as many. */
const AT_ONCE = 50

export const SyncContext = createContext<Sync | null>(null)

/** @throws Error outside a table that tells how its items stand */
export function useSyncOf(): Sync {
  const sync = useContext(SyncContext)
  if (sync === null) throw new Error('Nothing here knows how items stand with other portfolios.')
  return sync
}

/**
 * How items stand with other portfolios, for those of `itemIds`; null where nothing is connected, and nothing is asked about items then (P1).
 * `past`: also where nothing is connected now, but once was.
 */
export function useSync(itemIds: readonly string[], { past = false, off = false } = {}): Sync | null {
  const ownerId = usePerson().id
  const known = useQuery({ ...connectionsQuery(ownerId), enabled: !off }).data
  const connections = known?.connections ?? NONE
  const on = !off && (connections.length > 0 || (past && known?.everConnected === true))
  const pieces = useMemo(() => (on ? inPieces(itemIds) : []), [on, itemIds])
  const standing = useQueries({ queries: pieces.map((ids) => deliveriesQuery(ownerId, ids)), combine: together })
  return useMemo(() => (on ? syncOf(connections, standing) : null), [on, connections, standing])
}

function inPieces(ids: readonly string[]): (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, n) => ids.slice(n * AT_ONCE, (n + 1) * AT_ONCE))
}

const together = (answers: readonly UseQueryResult<Standing>[]): Standing =>
  Object.assign({}, ...answers.map(({ data }) => data)) as Standing

const syncOf = (connections: readonly Connection[], standing: Standing): Sync => ({
  connections,
  knows: (itemId) => standing[itemId] !== undefined,
  find: (itemId, connectionId) => standing[itemId]?.find((one) => one.connectionId === connectionId),
  ended: (itemId) => standing[itemId]?.filter(({ ended, sentAt }) => ended && sentAt !== null) ?? [],
})
