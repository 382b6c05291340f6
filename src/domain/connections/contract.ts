import { z } from 'zod'
import { CatalogueId } from '#domain/catalogue/contract.ts'
import { Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { DELIVERY_STATES } from './delivery-rules.ts'
import { Payload, Receipt } from './payload.ts'

const When = z.iso.datetime({ offset: true })

/** Another portfolio that can be connected. */
export const ConnectorView = z.object({
  id: CatalogueId,
  name: z.string(),
  /** Where who has no account there gets one (X1). */
  signUp: z.string().nullable(),
  /** For demo and tests. */
  standIn: z.boolean(),
})

export const Connection = z.object({
  id: z.uuid(),
  connectorId: CatalogueId,
  name: z.string(),
  state: z.enum(['active', 'paused']),
  sendNotes: z.boolean(),
  sendImpact: z.boolean(),
  connectedAt: When,
  pausedAt: When.nullable(),
  lastSuccessAt: When.nullable(),
  /** The owner has seen what is sent; nothing goes by itself before (X15). */
  hasSeenWhatIsSent: z.boolean(),
  waiting: z.int(),
  failed: z.int(),
  notSure: z.int(),
  /** The other side does not answer; it is asked again then (X9). */
  leftAloneUntil: When.nullable(),
})
export type Connection = z.infer<typeof Connection>

export const listConnections = {
  method: 'GET',
  url: '/api/people/:ownerId/connections',
  schema: {
    summary: 'The portfolios connected, and those that can be',
    params: OwnerParams,
    response: {
      200: z.object({
        connectors: z.array(ConnectorView),
        connections: z.array(Connection),
        /** Also one that has ended: items may still say that they were sent (X6). */
        everConnected: z.boolean(),
      }),
    },
  },
} as const satisfies Endpoint

export const beginConnecting = {
  method: 'POST',
  url: '/api/people/:ownerId/connections/requests',
  schema: {
    summary: 'Where to go to sign in at the other portfolio and grant access (X1)',
    params: OwnerParams,
    body: z.strictObject({ connectorId: CatalogueId }),
    response: { 200: z.object({ address: z.string() }) },
  },
} as const satisfies Endpoint

/** `search` is what stood behind the address the other side sent the owner back to. */
export const finishConnecting = {
  method: 'POST',
  url: '/api/people/:ownerId/connections',
  schema: {
    summary: 'Come back from the other portfolio (X1)',
    params: OwnerParams,
    body: z.strictObject({ search: z.string().max(8000) }),
    response: { 200: Connection },
  },
} as const satisfies Endpoint

const ConnectionParams = OwnerParams.extend({ connectionId: z.uuid() })

export const changeConnection = {
  method: 'PATCH',
  url: '/api/people/:ownerId/connections/:connectionId',
  schema: {
    summary: 'Choose whether notes and impact are sent too (X2), and say that what is sent was seen (X15)',
    params: ConnectionParams,
    body: z.strictObject({ sendNotes: z.boolean(), sendImpact: z.boolean(), seen: z.literal(true) }).partial(),
    response: { 200: Connection },
  },
} as const satisfies Endpoint

export const disconnect = {
  method: 'DELETE',
  url: '/api/people/:ownerId/connections/:connectionId',
  schema: { summary: 'Disconnect: what was sent stays there (X6)', params: ConnectionParams, response: { 200: Done } },
} as const satisfies Endpoint

export const checkConnection = {
  method: 'POST',
  url: '/api/people/:ownerId/connections/:connectionId/check',
  schema: {
    summary: 'Ask the other side now whether the connection is alive (X9)',
    params: ConnectionParams,
    body: z.strictObject({}),
    response: { 200: z.object({ alive: z.boolean(), words: z.string(), connection: Connection }) },
  },
} as const satisfies Endpoint

export const tryAllNow = {
  method: 'POST',
  url: '/api/people/:ownerId/connections/:connectionId/tries',
  schema: {
    summary: 'Try everything that waits or failed, now (X9)',
    params: ConnectionParams,
    body: z.strictObject({}),
    response: { 200: z.object({ tried: z.int() }) },
  },
} as const satisfies Endpoint

/** How an item stands with one portfolio: what its switch shows (X3). */
export const Delivery = z.object({
  connectionId: z.uuid(),
  /** The portfolio it is for. */
  name: z.string(),
  /** Disconnected since: nothing more goes there, and what was sent stays there (X6). */
  ended: z.boolean(),
  itemId: z.uuid(),
  state: z.enum(DELIVERY_STATES),
  /** The switch: waiting, sent, failed and not sure are on. */
  on: z.boolean(),
  sentAt: When.nullable(),
  /** Where it can be seen there. */
  address: z.string().nullable(),
  /** Why it failed or waits, in words. */
  reason: z.string().nullable(),
  nextTryAt: When.nullable(),
  /** Changed here since it was sent (X13, X16). */
  changedSince: z.boolean(),
})
export type Delivery = z.infer<typeof Delivery>

export const deliveriesOfItems = {
  method: 'GET',
  url: '/api/people/:ownerId/deliveries',
  schema: {
    summary: 'How items stand with the connected portfolios',
    params: OwnerParams,
    querystring: z.object({ items: z.union([z.uuid(), z.array(z.uuid()).max(200)]).transform((given) => [given].flat()) }),
    response: { 200: z.object({ deliveries: z.array(Delivery) }) },
  },
} as const satisfies Endpoint

const DeliveryParams = ConnectionParams.extend({ itemId: z.uuid() })

/** `send` sends now, also the changes since; `stop` keeps later changes here; `there` says that a lost answer had arrived (X3, X5, X13, X16). */
export const switchDelivery = {
  method: 'PUT',
  url: '/api/people/:ownerId/connections/:connectionId/items/:itemId',
  schema: {
    summary: 'Send an item, or keep its changes here',
    params: DeliveryParams,
    body: z.strictObject({ act: z.enum(['send', 'stop', 'there']) }),
    response: { 200: Delivery },
  },
} as const satisfies Endpoint

export const previewDelivery = {
  method: 'GET',
  url: '/api/people/:ownerId/connections/:connectionId/items/:itemId/preview',
  schema: { summary: 'Exactly what would be sent (X15)', params: DeliveryParams, response: { 200: Payload } },
} as const satisfies Endpoint

export const deliveryLog = {
  method: 'GET',
  url: '/api/people/:ownerId/connections/:connectionId/log',
  schema: {
    summary: 'What was sent, when, and what came back',
    params: ConnectionParams,
    querystring: z.object({ after: z.uuid().optional() }),
    response: {
      200: z.object({
        entries: z.array(
          z.object({
            id: z.uuid(),
            at: When,
            itemId: z.uuid(),
            title: z.string(),
            revision: z.int(),
            outcome: z.enum(['sent', 'refused for now', 'lost answer', 'refused', 'withdrawn']),
            reason: z.string().nullable(),
            receipt: Receipt.nullable(),
            payload: Payload,
          }),
        ),
        next: z.uuid().nullable(),
      }),
    },
  },
} as const satisfies Endpoint
