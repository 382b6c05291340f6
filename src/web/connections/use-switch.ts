import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { switchDelivery, type Connection, type Delivery } from '#domain/connections/contract.ts'
import { call } from '#web/platform/call.ts'
import { usePerson } from '#web/platform/session-store.ts'
import { sayFailed } from '#web/portfolio/item-acts.ts'
import { connectionsQuery, type Standing } from './connections-queries.ts'

export type SwitchAct = z.output<(typeof switchDelivery)['schema']['body']>['act']

/** The switch of an item (X3, X16): on screen at once, then as the server says. */
export function useSwitch({ id: connectionId, name }: Connection, itemId: string) {
  const client = useQueryClient()
  const ownerId = usePerson().id
  const all = { queryKey: [ownerId, 'deliveries'] }
  const show = (change: (before: Delivery | undefined) => Delivery) =>
    client.setQueriesData<Standing>(all, (now) => {
      const stands = now?.[itemId]
      if (stands === undefined) return now
      const others = stands.filter((one) => one.connectionId !== connectionId)
      return { ...now, [itemId]: [...others, change(stands.find((one) => one.connectionId === connectionId))] }
    })
  return useMutation({
    scope: { id: `delivery ${connectionId} ${itemId}` },
    mutationFn: (act: SwitchAct) => call(switchDelivery, { params: { ownerId, connectionId, itemId }, body: { act } }),
    onMutate: async (act) => {
      await client.cancelQueries(all)
      show((before) => ({ ...(before ?? never(connectionId, name, itemId)), ...AFTER[act], reason: null, nextTryAt: null }))
    },
    onSuccess: (answer) => {
      show(() => answer)
    },
    onError: sayFailed,
    onSettled: () => {
      void client.invalidateQueries(all)
      void client.invalidateQueries({ queryKey: connectionsQuery(ownerId).queryKey })
    },
  })
}

const AFTER: Readonly<Record<SwitchAct, Pick<Delivery, 'state' | 'on'>>> = {
  send: { state: 'waiting', on: true },
  stop: { state: 'not sent', on: false },
  there: { state: 'sent', on: true },
}

const never = (connectionId: string, name: string, itemId: string): Delivery => ({
  connectionId,
  name,
  ended: false,
  itemId,
  state: 'not sent',
  on: false,
  sentAt: null,
  address: null,
  reason: null,
  nextTryAt: null,
  changedSince: false,
})
