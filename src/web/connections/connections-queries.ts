import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery, type QueryClient } from '@tanstack/react-query'
import {
  deliveriesOfItems,
  deliveryLog,
  listConnections,
  previewDelivery,
  type Connection,
  type Delivery,
} from '#domain/connections/contract.ts'
import { NO_FILTERS } from '#domain/portfolio/filters.ts'
import { listItems } from '#domain/portfolio/contract.ts'
import { call, type CallOutput } from '#web/platform/call.ts'
import { queryClient } from '#web/platform/queries.ts'
import { usePerson } from '#web/platform/session-store.ts'

export type Connections = CallOutput<typeof listConnections>
export type LogEntry = CallOutput<typeof deliveryLog>['entries'][number]

/** Milliseconds between looks at what waits: soon while it may go any moment, seldom while it is left alone for longer. */
const SOON_MS = 1500
const SELDOM_MS = 15_000

/** Looked at again while something waits; that is the page's asking, not the person's (A2). */
export const connectionsQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'connections'],
    queryFn: ({ signal, client }) =>
      call(listConnections, {
        params: { ownerId },
        signal,
        background: client.getQueryData([ownerId, 'connections']) !== undefined,
      }),
    staleTime: 30_000,
  })

export const useConnections = (): Connections | undefined => useQuery(connectionsQuery(usePerson().id)).data

export const isOnItsWay = (connection: Connection): boolean => connection.state === 'active' && connection.waiting > 0

/** By item: how it stands with each portfolio. An item that was asked about and never sent has an empty list. */
export type Standing = Readonly<Record<string, readonly Delivery[]>>

/** How items stand with the connected portfolios; `itemIds` are those on screen. Until the answer comes, what is known from others stands. */
export const deliveriesQuery = (ownerId: string, itemIds: readonly string[]) =>
  queryOptions({
    queryKey: [ownerId, 'deliveries', itemIds],
    queryFn: async ({ signal, client, queryKey }): Promise<Standing> => {
      const background = client.getQueryData(queryKey) !== undefined
      const { deliveries } = await call(deliveriesOfItems, { params: { ownerId }, query: { items: [...itemIds] }, signal, background })
      return Object.fromEntries(itemIds.map((id) => [id, deliveries.filter(({ itemId }) => itemId === id)]))
    },
    placeholderData: () => knownStanding(ownerId, itemIds),
    staleTime: 5000,
    refetchInterval: ({ state }) => pauseBefore(state.data ?? {}),
  })

function knownStanding(ownerId: string, itemIds: readonly string[]): Standing {
  const asked = queryClient.getQueryCache().findAll({ queryKey: [ownerId, 'deliveries'] })
  const oldestFirst = asked.toSorted((one, other) => one.state.dataUpdatedAt - other.state.dataUpdatedAt)
  const known = Object.assign({}, ...oldestFirst.map(({ state }) => state.data as Standing | undefined)) as Standing
  return Object.fromEntries(itemIds.flatMap((id) => (known[id] === undefined ? [] : [[id, known[id]]])))
}

function pauseBefore(standing: Standing): number | false {
  const waiting = Object.values(standing)
    .flat()
    .filter(({ state }) => state === 'waiting')
  if (waiting.length === 0) return false
  return waiting.some(({ nextTryAt }) => nextTryAt === null || Date.parse(nextTryAt) < Date.now() + 5000) ? SOON_MS : SELDOM_MS
}

export const logQuery = (ownerId: string, connectionId: string) =>
  infiniteQueryOptions({
    queryKey: [ownerId, 'delivery-log', connectionId],
    queryFn: ({ pageParam, signal, client, queryKey }) =>
      call(deliveryLog, {
        params: { ownerId, connectionId },
        query: { after: pageParam },
        signal,
        background: client.getQueryData(queryKey) !== undefined,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  })

/** The newest completed item, by which one is shown what is sent; null where there is none. */
export const exampleQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [ownerId, 'newest-completed'],
    queryFn: async ({ signal }) => {
      const { items } = await call(listItems, { params: { ownerId }, query: { ...NO_FILTERS, status: 'completed' }, signal })
      return items[0]?.id ?? null
    },
  })

/** What the owner allows beside the facts changes what is sent. */
export const previewQuery = (ownerId: string, connection: Connection, itemId: string) =>
  queryOptions({
    queryKey: [ownerId, 'delivery-preview', connection.id, itemId, connection.sendNotes, connection.sendImpact],
    queryFn: ({ signal }) => call(previewDelivery, { params: { ownerId, connectionId: connection.id, itemId }, signal }),
    placeholderData: keepPreviousData,
  })

/** Shows a connection as it is now. */
export function connectionSaved(client: QueryClient, ownerId: string, saved: Connection): void {
  client.setQueryData(connectionsQuery(ownerId).queryKey, (now) => {
    if (now === undefined) return now
    const known = now.connections.some(({ id }) => id === saved.id)
    const connections = known ? now.connections.map((one) => (one.id === saved.id ? saved : one)) : [...now.connections, saved]
    return { ...now, connections, everConnected: true }
  })
}

/** Asks again for whatever tells how things stand with other portfolios. */
export const deliveriesMoved = (client: QueryClient, ownerId: string): Promise<void> =>
  client.invalidateQueries({
    predicate: ({ queryKey }) => queryKey[0] === ownerId && ['connections', 'deliveries', 'delivery-log'].includes(String(queryKey[1])),
  })
