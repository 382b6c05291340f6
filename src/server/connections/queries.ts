import { sql } from 'kysely'
import type { z } from 'zod'
import { notFound } from '#domain/errors.ts'
import type { Connection, Delivery, deliveryLog, listConnections } from '#domain/connections/contract.ts'
import type { DeliveryState } from '#domain/connections/delivery-rules.ts'
import type { Payload, Receipt } from '#domain/connections/payload.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { standingsOf } from '#server/portfolio/standing-queries.ts'
import type { Connectors } from './connectors.ts'

type Answer<E extends { schema: { response: { 200: z.ZodType } } }> = z.output<E['schema']['response'][200]>

const LOG_PAGE = 30

/** A portfolio that is switched off here is still called something. */
const nameOf = (connectors: Connectors, connectorId: string): string => connectors.find(connectorId)?.connector.name ?? connectorId

/** The owner's living connections, and what else can be connected. */
export async function connectionsOf(db: Db | Tx, connectors: Connectors, seen: Seen): Promise<Answer<typeof listConnections>> {
  const rows = await db
    .selectFrom('connection')
    .leftJoin('connector_circuit as circuit', 'circuit.connector_id', 'connection.connector_id')
    .where('connection.owner_id', '=', seen.ownerId)
    .where('connection.state', '<>', 'ended')
    .selectAll('connection')
    .select('circuit.open_until')
    .select((eb) =>
      (['waiting', 'failed', 'not sure'] as const).map((state) =>
        eb
          .selectFrom('delivery')
          .whereRef('delivery.owner_id', '=', 'connection.owner_id')
          .whereRef('delivery.connection_id', '=', 'connection.id')
          .where('delivery.state', '=', state)
          .select(sql<number>`count(*)`.as('count'))
          .as(state),
      ),
    )
    .orderBy('connection.connected_at')
    .execute()
  const everConnected =
    rows.length > 0 ||
    (await db.selectFrom('connection').select('id').where('owner_id', '=', seen.ownerId).limit(1).executeTakeFirst()) !== undefined
  return {
    everConnected,
    connectors: connectors.all.map(({ connector }) => ({
      id: connector.id,
      name: connector.name,
      signUp: connector.signUp ?? null,
      standIn: connector.standIn,
    })),
    connections: rows.map((row): Connection => {
      const open = row.open_until !== null && row.open_until.getTime() > Date.now() ? row.open_until : null
      return {
        id: row.id,
        connectorId: row.connector_id,
        name: nameOf(connectors, row.connector_id),
        state: row.state as Connection['state'],
        sendNotes: row.send_notes,
        sendImpact: row.send_impact,
        connectedAt: row.connected_at.toISOString(),
        pausedAt: row.paused_at?.toISOString() ?? null,
        lastSuccessAt: row.last_success_at?.toISOString() ?? null,
        hasSeenWhatIsSent: row.seen_what_is_sent_at !== null,
        waiting: row.waiting ?? 0,
        failed: row.failed ?? 0,
        notSure: row['not sure'] ?? 0,
        leftAloneUntil: open?.toISOString() ?? null,
      }
    }),
  }
}

/** @throws Refusal `not_found` where it is not the owner's, or has ended */
export async function connectionOf(db: Db | Tx, connectors: Connectors, seen: Seen, connectionId: string): Promise<Connection> {
  const { connections } = await connectionsOf(db, connectors, seen)
  const found = connections.find((one) => one.id === connectionId)
  if (found === undefined) throw notFound()
  return found
}

/** How items stand with every portfolio they were or could be sent to (X3); ended connections tell what was sent (X6). */
export async function deliveriesOf(db: Db | Tx, connectors: Connectors, seen: Seen, itemIds: readonly string[]): Promise<Delivery[]> {
  if (itemIds.length === 0) return []
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('connection', (join) =>
      join.onRef('connection.owner_id', '=', 'delivery.owner_id').onRef('connection.id', '=', 'delivery.connection_id'),
    )
    .where('delivery.owner_id', '=', seen.ownerId)
    .where('delivery.item_id', 'in', [...itemIds])
    .selectAll('delivery')
    .select(['connection.ended_at as endedAt', 'connection.connector_id as connectorId'])
    .execute()
  if (rows.length === 0) return []
  const standings = await standingsOf(db, seen.ownerId, itemIds)
  return rows.map((row): Delivery => {
    const state = row.state as DeliveryState
    return {
      connectionId: row.connection_id,
      name: nameOf(connectors, row.connectorId),
      ended: row.endedAt !== null,
      itemId: row.item_id,
      state,
      on: state !== 'not sent' && row.endedAt === null,
      sentAt: row.sent_at?.toISOString() ?? null,
      address: row.record_address,
      reason: state === 'sent' ? null : row.fault,
      nextTryAt: state === 'waiting' ? row.next_try_at.toISOString() : null,
      changedSince: row.sent_changed !== null && (standings.get(row.item_id)?.changed ?? 0) > row.sent_changed,
    }
  })
}

/** What was sent, newest first. */
export async function logOf(db: Db, seen: Seen, connectionId: string, after?: string): Promise<Answer<typeof deliveryLog>> {
  const rows = await db
    .selectFrom('delivery_attempt')
    .selectAll()
    .where('owner_id', '=', seen.ownerId)
    .where('connection_id', '=', connectionId)
    .$if(after !== undefined, (query) => query.where('id', '<', after!))
    .orderBy('id', 'desc')
    .limit(LOG_PAGE + 1)
    .execute()
  const shown = rows.slice(0, LOG_PAGE)
  return {
    entries: shown.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      itemId: row.item_id,
      title: row.title,
      revision: row.revision,
      outcome: row.outcome as 'sent',
      reason: row.fault,
      receipt: row.receipt as Receipt | null,
      payload: row.payload as Payload,
    })),
    next: rows.length > LOG_PAGE ? shown.at(-1)!.id : null,
  }
}
