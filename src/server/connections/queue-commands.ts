import { sql } from 'kysely'
import { goesByItself } from '#domain/connections/what-may-go.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { standingsOf } from '#server/portfolio/standing-queries.ts'

export const DELIVER = 'connections.deliver'

/** What somebody has just done goes before what is tried again. */
const AFTER_WHAT_IS_FRESH = 10

/**
 * Rings the bell for one delivery, in the transaction that made it wait. A later one (`runAt`), or one of many, stands behind what was
 * completed just now.
 */
export const ringFor = (
  tx: Db | Tx,
  ownerId: string,
  connectionId: string,
  itemId: string,
  when: { runAt?: Date; oneOfMany?: boolean } = {},
): Promise<void> =>
  enqueue(
    tx,
    DELIVER,
    { ownerId, connectionId, itemId },
    {
      key: `${DELIVER} ${ownerId} ${connectionId} ${itemId}`,
      ...(when.runAt === undefined ? {} : { runAt: when.runAt }),
      ...(when.runAt === undefined && when.oneOfMany !== true ? {} : { priority: AFTER_WHAT_IS_FRESH }),
    },
  )

/**
 * What the owner or a module has just completed goes to each connected portfolio at once (X2), in the transaction that completes it. To
 * a paused one it waits (X10), and so it does until the owner has seen what is sent (X15). What was sent, or switched off, stays as it is.
 * With `fileFollows` it waits for that file, ten minutes at most.
 */
export async function queueDeliveries(
  tx: Tx,
  ownerId: string,
  itemId: string,
  { fileFollows = false }: { fileFollows?: boolean } = {},
): Promise<void> {
  // Held until this commits, so that who disconnects meanwhile finds the row and drops it (X6).
  const living = await tx
    .selectFrom('connection')
    .select('id')
    .where('owner_id', '=', ownerId)
    .where('state', 'in', ['active', 'paused'])
    .forShare()
    .execute()
  if (living.length === 0) return
  const item = (await standingsOf(tx, ownerId, [itemId])).get(itemId)
  if (item === undefined || !goesByItself(item)) return
  const rows = await tx
    .insertInto('delivery')
    .values(
      living.map(({ id }) => ({
        owner_id: ownerId,
        connection_id: id,
        item_id: itemId,
        state: 'waiting',
        ...(fileFollows ? { next_try_at: sql<Date>`now() + ${`${FILE_FOLLOWS_MINUTES} minutes`}::interval` } : {}),
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['owner_id', 'connection_id', 'item_id'])
        .doUpdateSet((eb) => ({ ...ANEW, revision: eb('delivery.revision', '+', 1) }))
        .where('delivery.state', 'in', ['not sent', 'failed'])
        .where('delivery.stopped_at', 'is', null),
    )
    .returning('connection_id')
    .execute()
  const when = fileFollows ? { runAt: new Date(Date.now() + FILE_FOLLOWS_MINUTES * 60_000) } : {}
  for (const row of rows) await ringFor(tx, ownerId, row.connection_id, itemId, when)
}

const FILE_FOLLOWS_MINUTES = 10

/** A file has come: what waited for it goes (X2). */
export async function fileHasCome(tx: Tx, ownerId: string, itemId: string): Promise<void> {
  const rows = await tx
    .updateTable('delivery')
    .set({ next_try_at: sql<Date>`now()` })
    .where('owner_id', '=', ownerId)
    .where('item_id', '=', itemId)
    .where('state', '=', 'waiting')
    .where('attempts', '=', 0)
    .where('next_try_at', '>', sql<Date>`now()`)
    .returning('connection_id')
    .execute()
  for (const row of rows) await ringFor(tx, ownerId, row.connection_id, itemId)
}

/** A wish to send that begins now: what was tried for an earlier one counts no more. */
export const ANEW = {
  state: 'waiting',
  asked_at: sql<Date>`now()`,
  next_try_at: sql<Date>`now()`,
  attempts: 0,
  fault: null,
  tried_hash: null,
  stopped_at: null,
} as const

/** What waited and is completed no more, or in the bin, does not go; what is there already is told as sent (X2, X16). */
export async function dropDeliveries(tx: Tx, ownerId: string, itemIds: readonly string[]): Promise<void> {
  if (itemIds.length === 0) return
  await tx
    .updateTable('delivery')
    .set({ state: notSentBefore, fault: null })
    .where('owner_id', '=', ownerId)
    .where('item_id', 'in', [...itemIds])
    .where('state', 'in', ['waiting', 'failed'])
    .execute()
}

/** The state of what is not to go now: what was there before stays told as sent. */
export const notSentBefore = sql<string>`case when sent_revision is null then 'not sent' else 'sent' end`

/** An item erased for good leaves nothing here, what was sent of it neither (P14). */
export async function forgetDeliveries(tx: Tx, ownerId: string, itemIds: readonly string[]): Promise<void> {
  if (itemIds.length === 0) return
  for (const table of ['delivery_attempt', 'delivery'] as const) {
    await tx
      .deleteFrom(table)
      .where('owner_id', '=', ownerId)
      .where('item_id', 'in', [...itemIds])
      .execute()
  }
}

/** Everything in these states is tried now. Returns how many. */
export async function ringAll(tx: Tx, ownerId: string, connectionId: string, states: readonly string[]): Promise<number> {
  const now = sql<Date>`now()`
  const rows = await tx
    .updateTable('delivery')
    .set({ state: 'waiting', next_try_at: now, asked_at: now, attempts: 0 })
    .where('owner_id', '=', ownerId)
    .where('connection_id', '=', connectionId)
    .where('state', 'in', [...states])
    .returning('item_id')
    .execute()
  for (const row of rows) await ringFor(tx, ownerId, connectionId, row.item_id, { oneOfMany: true })
  return rows.length
}
