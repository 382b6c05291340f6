import { sql } from 'kysely'
import type { Seals } from '#server/platform/keys.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { Connectors } from './connectors.ts'
import { ringFor } from './queue-commands.ts'

export interface DeliveryHouse extends Parts {
  readonly connectors: Connectors
  readonly seals: Seals
}

export interface DeliveryKey {
  readonly ownerId: string
  readonly connectionId: string
  readonly itemId: string
}

export interface Claimed {
  readonly connectedAt: Date
  /** The fence: whoever records must hold this number still. */
  readonly claim: number
  readonly revision: number
  readonly attempts: number
  readonly waitedMs: number
  readonly sendNotes: boolean
  readonly sendImpact: boolean
  readonly triedHash: string | null
  /** Set while a call is under way: whoever finds it set took over from one that died in it. */
  readonly callingSince: Date | null
}

/** Longer than one call may take is not needed, for it is renewed while the call lasts. */
export const LEASE = sql`interval '20 seconds'`

const due = sql<boolean>`delivery.state = 'waiting' and delivery.next_try_at <= now()
  and (delivery.claimed_until is null or delivery.claimed_until < now())
  and connection.state = 'active' and connection.seen_what_is_sent_at is not null`

/** What waits, has its turn and is in nobody's hands; a paused connection's is not, nor one whose owner has not seen what is sent (X15). */
export const dueDeliveries = (db: Parts['db']) =>
  db
    .selectFrom('delivery')
    .innerJoin('connection', (join) =>
      join.onRef('connection.owner_id', '=', 'delivery.owner_id').onRef('connection.id', '=', 'delivery.connection_id'),
    )
    .where(due)

export async function connectorOfDue({ db }: DeliveryHouse, { ownerId, connectionId, itemId }: DeliveryKey): Promise<string | null> {
  const row = await dueDeliveries(db)
    .where('delivery.owner_id', '=', ownerId)
    .where('delivery.connection_id', '=', connectionId)
    .where('delivery.item_id', '=', itemId)
    .select('connection.connector_id as connectorId')
    .executeTakeFirst()
  return row?.connectorId ?? null
}

export async function claim({ db }: DeliveryHouse, { ownerId, connectionId, itemId }: DeliveryKey): Promise<Claimed | null> {
  const row = await db
    .updateTable('delivery')
    .from('connection')
    .set((eb) => ({ claimed_until: sql<Date>`now() + ${LEASE}`, claim: eb('delivery.claim', '+', 1) }))
    .where('delivery.owner_id', '=', ownerId)
    .where('delivery.connection_id', '=', connectionId)
    .where('delivery.item_id', '=', itemId)
    .whereRef('connection.owner_id', '=', 'delivery.owner_id')
    .whereRef('connection.id', '=', 'delivery.connection_id')
    .where(due)
    .returning([
      'connection.connected_at as connectedAt',
      'connection.send_notes as sendNotes',
      'connection.send_impact as sendImpact',
      'delivery.claim',
      'delivery.revision',
      'delivery.attempts',
      'delivery.tried_hash as triedHash',
      'delivery.calling_since as callingSince',
      sql<number>`(extract(epoch from now() - delivery.asked_at) * 1000)::int8`.as('waitedMs'),
    ])
    .executeTakeFirst()
  return row ?? null
}

/** Somebody else has it in hand, or had and died: the bell is rung again when their lease is over. */
export async function ringWhenFree({ db }: DeliveryHouse, { ownerId, connectionId, itemId }: DeliveryKey): Promise<void> {
  const row = await db
    .selectFrom('delivery')
    .select('claimed_until')
    .where('owner_id', '=', ownerId)
    .where('connection_id', '=', connectionId)
    .where('item_id', '=', itemId)
    .where('state', '=', 'waiting')
    .where('claimed_until', '>', sql<Date>`now()`)
    .executeTakeFirst()
  const until = row?.claimed_until
  if (until) await ringFor(db, ownerId, connectionId, itemId, { runAt: new Date(until.getTime() + 500) })
}

/** The row, as long as this claim holds it. */
export const mine = ({ db }: Pick<DeliveryHouse, 'db'>, { ownerId, connectionId, itemId }: DeliveryKey, claimNumber: number) =>
  db
    .updateTable('delivery')
    .where('owner_id', '=', ownerId)
    .where('connection_id', '=', connectionId)
    .where('item_id', '=', itemId)
    .where('claim', '=', claimNumber)
