import type { z } from 'zod'
import { notFound, Refusal } from '#domain/errors.ts'
import type {
  changeConnection as changeConnectionEndpoint,
  Connection,
  Delivery,
  switchDelivery as switchDeliveryEndpoint,
} from '#domain/connections/contract.ts'
import { whyNotSent } from '#domain/connections/what-may-go.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import { standingsOf } from '#server/portfolio/standing-queries.ts'
import { askOnceMore } from './circuit.ts'
import type { DeliveryHouse } from './claim.ts'
import { connectionOf, deliveriesOf } from './queries.ts'
import { ANEW, ringAll, ringFor } from './queue-commands.ts'
import { accessToken, canBeRefreshed, Unreachable, Withdrawn } from './tokens.ts'

/** What is sent beside the facts (X2), and that the owner has seen it (X15). */
export async function changeConnection(
  house: DeliveryHouse,
  seen: Seen,
  connectionId: string,
  { sendNotes, sendImpact, seen: sawIt }: z.output<(typeof changeConnectionEndpoint)['schema']['body']>,
): Promise<Connection> {
  await connectionOf(house.db, house.connectors, seen, connectionId)
  const change = {
    ...(sendNotes === undefined ? {} : { send_notes: sendNotes }),
    ...(sendImpact === undefined ? {} : { send_impact: sendImpact }),
    ...(sawIt === undefined ? {} : { seen_what_is_sent_at: new Date() }),
  }
  if (Object.keys(change).length > 0) {
    await house.db.transaction().execute(async (tx) => {
      await tx.updateTable('connection').set(change).where('owner_id', '=', seen.ownerId).where('id', '=', connectionId).execute()
      // What was completed since connecting waited for this (X2, X15).
      if (sawIt === true) await ringAll(tx, seen.ownerId, connectionId, ['waiting'])
    })
  }
  return connectionOf(house.db, house.connectors, seen, connectionId)
}

/**
 * Asks the other side now, and says in words what to do next (X9). Its sign-in is asked by a fresh token, which shows that its consent is
 * there too; whether it takes items is told by what was tried last, and what waits is tried at once.
 */
export async function checkConnection(house: DeliveryHouse, seen: Seen, connectionId: string) {
  const { db, seals } = house
  const before = await connectionOf(db, house.connectors, seen, connectionId)
  const { name } = before
  const connector = house.connectors.get(before.connectorId)
  const answer = async (alive: boolean, words: string) => ({
    alive,
    words,
    connection: await connectionOf(db, house.connectors, seen, connectionId),
  })
  const withdrawn = (why: string) => answer(false, `${why} Connect again with the same account, and what waits goes.`)
  if (before.state === 'paused') return withdrawn(`${name} gives no access any more.`)
  const key = { ownerId: seen.ownerId, connectionId }
  try {
    const used = await accessToken(db, seals, connector, key)
    if (await canBeRefreshed(db, key)) await accessToken(db, seals, connector, key, used)
  } catch (fault) {
    if (fault instanceof Unreachable)
      return answer(false, `${name} does not answer just now. What waits is tried again by itself; there is nothing to do.`)
    if (!(fault instanceof Withdrawn)) throw fault
    await db
      .updateTable('connection')
      .set({ state: 'paused', paused_at: new Date() })
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', connectionId)
      .where('state', '=', 'active')
      .where('connected_at', '=', new Date(before.connectedAt))
      .execute()
    return withdrawn(fault.message)
  }
  await askOnceMore(db, before.connectorId)
  if (before.waiting === 0) return answer(true, 'It answers. There is nothing to do.')
  // Before it is tried again, which may be done in a moment.
  const trouble = await lastTrouble(db, key)
  await db.transaction().execute((tx) => ringAll(tx, seen.ownerId, connectionId, ['waiting']))
  return trouble === null
    ? answer(true, 'It answers. What waits is sent now.')
    : answer(
        false,
        `Its sign-in answers, but the last item did not arrive. ${trouble} What waits is tried again now; look again in a minute.`,
      )
}

/** Why the newest try failed; null where it did not, or there was none. */
async function lastTrouble(
  db: DeliveryHouse['db'],
  { ownerId, connectionId }: { ownerId: string; connectionId: string },
): Promise<string | null> {
  const row = await db
    .selectFrom('delivery_attempt')
    .select(['outcome', 'fault'])
    .where('owner_id', '=', ownerId)
    .where('connection_id', '=', connectionId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined || row.outcome === 'sent' ? null : (row.fault ?? 'It was not taken.')
}

/** Everything that waits or failed is tried now (X9); what one is not sure of is the owner's to say. */
export async function tryAllNow(house: DeliveryHouse, seen: Seen, connectionId: string): Promise<number> {
  const { connectorId } = await connectionOf(house.db, house.connectors, seen, connectionId)
  await askOnceMore(house.db, connectorId)
  return house.db.transaction().execute((tx) => ringAll(tx, seen.ownerId, connectionId, ['waiting', 'failed']))
}

/** A row's switch (X3): send now, also what changed since (X13); keep later changes here (X16); or 'it is there' (X5). */
export async function switchDelivery(
  house: DeliveryHouse,
  seen: Seen,
  connectionId: string,
  itemId: string,
  act: z.output<(typeof switchDeliveryEndpoint)['schema']['body']>['act'],
): Promise<Delivery> {
  const { db } = house
  const { hasSeenWhatIsSent } = await connectionOf(db, house.connectors, seen, connectionId)
  if (act === 'send' && !hasSeenWhatIsSent) throw new Refusal('not_allowed', 'Look at what will be sent first, under Connections.')
  return db.transaction().execute(async (tx) => {
    // Held, so that who disconnects meanwhile finds what this leaves (X6).
    const living = await tx
      .selectFrom('connection')
      .select('id')
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', connectionId)
      .where('state', '<>', 'ended')
      .forShare()
      .executeTakeFirst()
    const item = (await standingsOf(tx, seen.ownerId, [itemId])).get(itemId)
    if (living === undefined || item === undefined || item.isBinned) throw notFound()
    const of = { owner_id: seen.ownerId, connection_id: connectionId, item_id: itemId }
    const there = await tx
      .selectFrom('delivery')
      .selectAll()
      .where('owner_id', '=', of.owner_id)
      .where('connection_id', '=', of.connection_id)
      .where('item_id', '=', of.item_id)
      .forUpdate()
      .executeTakeFirst()
    const change = async (set: Record<string, unknown>) => {
      await tx
        .insertInto('delivery')
        .values({ ...of, state: 'waiting', ...set })
        .onConflict((conflict) => conflict.columns(['owner_id', 'connection_id', 'item_id']).doUpdateSet(set))
        .execute()
    }
    if (act === 'send') {
      const whyNot = whyNotSent(item)
      if (whyNot !== null) throw new Refusal('not_allowed', whyNot)
      // Also while it is on its way: what was changed since it was read there goes behind it.
      await change({ ...ANEW, revision: (there?.revision ?? 0) + 1 })
      await ringFor(tx, seen.ownerId, connectionId, itemId)
    } else if (act === 'stop') {
      // What may be there is still for its owner to say (X5).
      if (there?.state !== 'not sure') await change({ state: 'not sent', fault: null, stopped_at: new Date() })
    } else {
      if (there?.state !== 'not sure') throw new Refusal('not_allowed', 'Only of what was not sure can you say that it is there.')
      // As it was when it was tried: what changed since is not there.
      await change({
        state: 'sent',
        sent_revision: there.revision,
        sent_changed: there.tried_changed,
        sent_hash: there.tried_hash,
        sent_at: new Date(),
        fault: null,
      })
    }
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      recordKind: 'item',
      recordId: itemId,
      about: item.title,
      act: `connections.switched_${act}`,
    })
    const [delivery] = await deliveriesOf(tx, house.connectors, seen, [itemId]).then((all) =>
      all.filter((one) => one.connectionId === connectionId),
    )
    return delivery!
  })
}
