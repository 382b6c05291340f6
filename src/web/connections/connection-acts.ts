import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { beginConnecting, changeConnection, checkConnection, disconnect, tryAllNow, type Connection } from '#domain/connections/contract.ts'
import { call, type CallInput } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayFailed } from '#web/portfolio/item-acts.ts'
import { connectionSaved, connectionsQuery, deliveriesMoved } from './connections-queries.ts'
import { words } from './words.ts'

/** Goes to the other portfolio to sign in and grant access there (X1). It stays pending while the browser is on its way. */
export function useConnect() {
  const ownerId = usePerson().id
  return useMutation({
    mutationFn: async (connectorId: string) => {
      const { address } = await call(beginConnecting, { params: { ownerId }, body: { connectorId } })
      window.location.assign(address)
      await new Promise((done) => setTimeout(done, 10_000))
    },
    onError: sayFailed,
  })
}

type Choice = CallInput<typeof changeConnection>['body']

/** What is sent beside the facts (X2), and that it was seen (X15); on screen at once. */
export function useChangeConnection({ id: connectionId }: Connection) {
  const client = useQueryClient()
  const ownerId = usePerson().id
  const { queryKey } = connectionsQuery(ownerId)
  return useMutation({
    scope: { id: `connection ${connectionId}` },
    mutationFn: (body: Choice) => call(changeConnection, { params: { ownerId, connectionId }, body }),
    onSuccess: (saved, { seen }) => {
      connectionSaved(client, ownerId, saved)
      if (seen === true) void deliveriesMoved(client, ownerId)
    },
    onError: (fault) => {
      sayFailed(fault)
      void client.invalidateQueries({ queryKey })
    },
  })
}

/** Disconnect (X6). */
export function useDisconnect({ id: connectionId, name }: Connection) {
  const client = useQueryClient()
  const ownerId = usePerson().id
  return useMutation({
    mutationFn: () => call(disconnect, { params: { ownerId, connectionId } }),
    onSuccess: () => {
      client.setQueryData(
        connectionsQuery(ownerId).queryKey,
        (now) => now && { ...now, connections: now.connections.filter(({ id }) => id !== connectionId) },
      )
      notifications.show({ message: words.disconnect.done(name) })
    },
    onError: sayFailed,
    onSettled: () => deliveriesMoved(client, ownerId),
  })
}

/** Asks the other side now (X9). */
export function useCheck({ id: connectionId }: Connection) {
  const client = useQueryClient()
  const ownerId = usePerson().id
  return useMutation({
    mutationFn: () => call(checkConnection, { params: { ownerId, connectionId }, body: {} }),
    onSuccess: ({ connection }) => connectionSaved(client, ownerId, connection),
    onSettled: () => deliveriesMoved(client, ownerId),
  })
}

/** Tries all that waits or failed (X9). */
export function useTryAll({ id: connectionId }: Connection) {
  const client = useQueryClient()
  const ownerId = usePerson().id
  return useMutation({
    mutationFn: () => call(tryAllNow, { params: { ownerId, connectionId }, body: {} }),
    onSettled: () => deliveriesMoved(client, ownerId),
  })
}
