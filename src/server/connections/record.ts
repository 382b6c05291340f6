import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { rowAfter, type DeliveryState, type Next, type Outcome } from '#domain/connections/delivery-rules.ts'
import type { Receipt } from '#domain/connections/payload.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Claimed, DeliveryHouse, DeliveryKey } from './claim.ts'
import type { Sendable } from './payload-queries.ts'
import { ringFor } from './queue-commands.ts'

/** What a worker found out. Without an outcome nothing was tried. */
export interface Result {
  readonly next: Next | { readonly state: 'not sent' }
  readonly fault: string | null
  readonly sendable?: Sendable
  readonly changed?: number
  readonly outcome?: Outcome
  readonly receipt?: Receipt | null
  readonly honoursKeys?: boolean
  /** A fault of ours that kept it from being tried. */
  readonly cause?: unknown
}

/** Writes what came of it, unless another worker has it meanwhile. A wish that rose while it was on its way is rung for again. */
export async function record(house: DeliveryHouse, key: DeliveryKey, claimed: Claimed, result: Result): Promise<void> {
  const { next, fault, sendable, outcome, receipt = null } = result
  await house.db.transaction().execute(async (tx) => {
    // The connection before its deliveries, as everybody locks them.
    if (next.state === 'sent' || next.state === 'paused')
      await tx
        .selectFrom('connection')
        .select('id')
        .where('owner_id', '=', key.ownerId)
        .where('id', '=', key.connectionId)
        .forNoKeyUpdate()
        .execute()
    const row = await tx
      .selectFrom('delivery')
      .select(['claim', 'revision', 'sent_revision', 'state'])
      .where('owner_id', '=', key.ownerId)
      .where('connection_id', '=', key.connectionId)
      .where('item_id', '=', key.itemId)
      .forUpdate()
      .executeTakeFirst()
    if (row === undefined || row.claim !== claimed.claim) return
    if (sendable !== undefined && outcome !== undefined) await logAttempt(tx, key, { sendable, outcome, receipt, fault })
    const sentRevision = sendable?.payload.revision ?? claimed.revision
    // The other side holds a later revision than ours, as after a backup was restored here: this goes above it.
    const above = receipt !== null && next.state === 'waiting' && receipt.revision >= row.revision ? receipt.revision + 1 : null
    const found = {
      state: row.state as DeliveryState,
      hasNewerWish: row.revision > sentRevision,
      wasSentBefore: row.sent_revision !== null,
    }
    const answerLost = outcome?.kind === 'lost answer'
    const { state, pauseMs } = rowAfter(next, found, { answerLost, honoursKeys: result.honoursKeys === true })
    await tx
      .updateTable('delivery')
      .set({
        state,
        claimed_until: null,
        calling_since: null,
        fault: state === 'waiting' || state === 'failed' || state === 'not sure' ? fault : null,
        ...(next.state === 'sent' && sendable !== undefined
          ? {
              sent_revision: sentRevision,
              sent_changed: result.changed ?? null,
              sent_hash: sendable.hash,
              sent_at: new Date(),
              record_id: receipt?.recordId ?? null,
              record_address: receipt?.address ?? null,
              attempts: 0,
            }
          : {}),
        ...(above === null ? {} : { revision: above, tried_hash: null }),
        ...(pauseMs === null ? {} : { next_try_at: sql<Date>`now() + ${pauseMs}::int8 * interval '1 millisecond'` }),
      })
      .where('owner_id', '=', key.ownerId)
      .where('connection_id', '=', key.connectionId)
      .where('item_id', '=', key.itemId)
      .execute()
    if (pauseMs !== null) await ringFor(tx, key.ownerId, key.connectionId, key.itemId, { runAt: new Date(Date.now() + pauseMs) })
    await noteConnection(tx, key, claimed, next)
    if (next.state === 'sent') {
      await audit(tx, {
        ownerId: key.ownerId,
        personId: null,
        act: 'item.delivered',
        recordKind: 'item',
        recordId: key.itemId,
        about: sendable?.payload.title ?? '',
      })
    }
  })
}

async function logAttempt(
  tx: Tx,
  key: DeliveryKey,
  { sendable, outcome, receipt, fault }: { sendable: Sendable; outcome: Outcome; receipt: Receipt | null; fault: string | null },
): Promise<void> {
  await tx
    .insertInto('delivery_attempt')
    .values({
      owner_id: key.ownerId,
      id: uuidv7(),
      connection_id: key.connectionId,
      item_id: key.itemId,
      revision: sendable.payload.revision,
      title: sendable.payload.title,
      payload: JSON.stringify(sendable.payload),
      outcome: outcome.kind,
      receipt: receipt === null ? null : JSON.stringify(receipt),
      fault,
    })
    .execute()
}

async function noteConnection(tx: Tx, key: DeliveryKey, claimed: Claimed, next: Result['next']): Promise<void> {
  const connection = tx.updateTable('connection').where('owner_id', '=', key.ownerId).where('id', '=', key.connectionId)
  if (next.state === 'sent') await connection.set({ last_success_at: new Date() }).where('state', '<>', 'ended').execute()
  // Where the owner connected again meanwhile, it is the old access that was taken back.
  if (next.state === 'paused')
    await connection
      .set({ state: 'paused', paused_at: new Date() })
      .where('state', '=', 'active')
      .where('connected_at', '=', claimed.connectedAt)
      .execute()
}
