import { sql } from 'kysely'
import { z } from 'zod'
import { enqueue, type Jobs } from '#server/platform/jobs.ts'
import { openTypstPool } from '#server/platform/typst-pool.ts'
import { dueDeliveries, type DeliveryHouse } from './claim.ts'
import { deliver } from './deliver.ts'
import { Lanes } from './lanes.ts'
import { DELIVER, ringFor } from './queue-commands.ts'
import { BEHIND_DELIVERIES, REVOKE, revokeToken, TokenKey } from './tokens.ts'

const DeliveryKey = z.object({ ownerId: z.uuid(), connectionId: z.uuid(), itemId: z.uuid() })
const AT_ONCE = 2000
const MOST_REVOKING = 2
const REVOKE_LATER_MS = 20_000

/** What waits for another side: run beside all other jobs, so that nothing here waits with it (X9). */
export const outwardJobs = (house: DeliveryHouse): Jobs => {
  const typst = openTypstPool()
  let revoking = 0
  const lanes = new Lanes<z.infer<typeof DeliveryKey> & { connectorId: string }>()
  return {
    [DELIVER]: (payload, { abortSignal }) => deliver(house, typst, lanes, DeliveryKey.parse(payload), () => abortSignal?.aborted ?? false),
    async [REVOKE](payload) {
      const token = TokenKey.parse(payload)
      // A host that hangs takes two places at most from what is to be delivered.
      if (revoking >= MOST_REVOKING) {
        const runAt = new Date(Date.now() + REVOKE_LATER_MS)
        return enqueue(house.db, REVOKE, token, { runAt, priority: BEHIND_DELIVERIES })
      }
      revoking++
      try {
        await revokeToken(house, token)
      } finally {
        revoking--
      }
    },
  }
}

export const connectionJobs = (house: DeliveryHouse): Jobs => ({
  'connections.ring_waiting': () => ringWaiting(house),
  async 'connections.remove_old'() {
    await house.db
      .deleteFrom('connection_request')
      .where('expires_at', '<', sql<Date>`now() - interval '1 day'`)
      .execute()
    await house.db
      .deleteFrom('token_revocation')
      .where('asked_at', '<', sql<Date>`now() - interval '7 days'`)
      .execute()
  },
})

/** Rings for what is due and nobody has in hand: its worker died, or the bell was lost. */
async function ringWaiting({ db }: DeliveryHouse): Promise<void> {
  // Switched off while it was on its way, and its worker died: nobody knows whether it arrived (X5).
  await db
    .updateTable('delivery')
    .set({ state: 'not sure', calling_since: null, claimed_until: null, fault: 'It was cut off while it was being sent.' })
    .where('state', '=', 'not sent')
    .where('calling_since', 'is not', null)
    .where('claimed_until', '<', sql<Date>`now()`)
    .execute()
  const rows = await dueDeliveries(db)
    .select(['delivery.owner_id as ownerId', 'delivery.connection_id as connectionId', 'delivery.item_id as itemId'])
    .orderBy('delivery.next_try_at')
    .limit(AT_ONCE)
    .execute()
  for (const row of rows) await ringFor(db, row.ownerId, row.connectionId, row.itemId, { oneOfMany: true })
}
