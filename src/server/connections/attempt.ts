import { sql } from 'kysely'
import { Refusal } from '#domain/errors.ts'
import { revisionToSend, type Outcome } from '#domain/connections/delivery-rules.ts'
import type { Receipt } from '#domain/connections/payload.ts'
import { whyNotSent } from '#domain/connections/what-may-go.ts'
import type { TypstPool } from '#server/platform/typst-pool.ts'
import { ownSight } from '#server/accounts/seen.ts'
import { standingsOf } from '#server/portfolio/standing-queries.ts'
import type { Host } from './circuit.ts'
import type { OpenConnector } from './connectors.ts'
import { mine, type Claimed, type DeliveryHouse, type DeliveryKey } from './claim.ts'
import { sendableOf, type Sendable } from './payload-queries.ts'
import { ringFor } from './queue-commands.ts'
import { sendItem } from './send.ts'
import { accessToken, Unreachable, Withdrawn } from './tokens.ts'

/** What one try brought. */
export interface Tried {
  readonly sendable: Sendable
  /** When what was sent had last changed. */
  readonly changed: number
  readonly outcome: Outcome
  readonly receipt: Receipt | null
  readonly fault: string | null
  readonly host: Host
}

const GONE = { whyNot: 'It is not in the portfolio any more.' }

/**
 * Makes what is sent from the item as it is now, and sends it. `whyNot` where it is not to go any more; null where the claim was lost or
 * the owner switched it off before the call.
 */
export async function attempt(
  house: DeliveryHouse,
  typst: TypstPool,
  open: OpenConnector,
  key: DeliveryKey,
  claimed: Claimed,
): Promise<Tried | { readonly whyNot: string } | null> {
  // Before the item itself is read: a change in between is then told as a change since.
  const standing = (await standingsOf(house.db, key.ownerId, [key.itemId])).get(key.itemId)
  if (standing === undefined) return GONE
  const whyNot = whyNotSent(standing)
  if (whyNot !== null) return { whyNot }
  const made = await sendableOf(house, typst, ownSight(key.ownerId), key.itemId, { connectionId: key.connectionId, ...claimed }).catch(
    (fault: unknown) => {
      if (fault instanceof Refusal) return null
      throw fault
    },
  )
  if (made === null) return GONE
  const revision = revisionToSend(claimed.revision, { hash: claimed.triedHash }, made.hash)
  const sendable = { ...made, payload: { ...made.payload, revision } }
  const tried = { sendable, changed: standing.changed, receipt: null } as const
  const later = { kind: 'refused for now', retryAfterMs: null } as const

  const token = (stale: string | null = null) => accessToken(house.db, house.seals, open, key, stale)
  const idempotencyKey = `${key.connectionId}/${key.itemId}`
  try {
    const first = await token()
    if (!(await beginCall(house, key, claimed, { revision, hash: made.hash, changed: standing.changed }))) return null
    let sent = await sendItem(open, first, idempotencyKey, sendable)
    if (sent.outcome === 'token refused') sent = await sendItem(open, await token(first), idempotencyKey, sendable)
    if (sent.outcome === 'token refused')
      return { ...tried, outcome: { kind: 'withdrawn' }, fault: 'It does not accept the access it gave.', host: 'answered' }
    const { outcome, receipt, fault, host } = sent
    if (outcome.kind === 'sent' && open.connector.honoursKeys && receipt !== null && receipt.revision > revision)
      return { ...tried, outcome: later, receipt, fault: 'It holds a later change. It is sent once more.', host }
    return { ...tried, outcome, receipt, fault, host }
  } catch (fault) {
    if (fault instanceof Withdrawn) return { ...tried, outcome: { kind: 'withdrawn' }, fault: fault.message, host: 'not asked' }
    if (fault instanceof Unreachable) return { ...tried, outcome: later, fault: fault.message, host: 'failed' }
    throw fault
  }
}

/** Writes down what is put on its way before it goes. False where it is not to go any more. */
async function beginCall(
  house: DeliveryHouse,
  key: DeliveryKey,
  claimed: Claimed,
  { revision, hash, changed }: { revision: number; hash: string; changed: number },
): Promise<boolean> {
  const row = await mine(house, key, claimed.claim)
    .set((eb) => ({
      calling_since: sql<Date>`now()`,
      tried_hash: hash,
      tried_changed: changed,
      revision,
      attempts: eb('attempts', '+', 1),
    }))
    .where('state', '=', 'waiting')
    // A wish that rose meanwhile is for what the item says now, which this may not have read.
    .where('revision', '=', claimed.revision)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('connection')
          .whereRef('connection.owner_id', '=', 'delivery.owner_id')
          .whereRef('connection.id', '=', 'delivery.connection_id')
          .where('connection.state', '=', 'active')
          .select('connection.id'),
      ),
    )
    .returning('claim')
    .executeTakeFirst()
  if (row !== undefined) return true
  const left = await mine(house, key, claimed.claim).set({ claimed_until: null }).returning('state').executeTakeFirst()
  if (left?.state === 'waiting') await ringFor(house.db, key.ownerId, key.connectionId, key.itemId)
  return false
}
