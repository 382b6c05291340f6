import { sql } from 'kysely'
import { afterAttempt, pauseWithin, TRIED_FOR_MS } from '#domain/connections/delivery-rules.ts'
import type { TypstPool } from '#server/platform/typst-pool.ts'
import { attempt } from './attempt.ts'
import { askOnceMore, leftAlone, noteHost } from './circuit.ts'
import { claim, connectorOfDue, LEASE, mine, ringWhenFree, type Claimed, type DeliveryHouse, type DeliveryKey } from './claim.ts'
import type { Lanes } from './lanes.ts'
import { ringFor } from './queue-commands.ts'
import { record, type Result } from './record.ts'

const RENEW_MS = 5_000
const SWITCHED_OFF_PAUSE_MS = 10 * 60_000
const NOT_READY_PAUSE_MS = 10 * 60_000

type Wish = DeliveryKey & { readonly connectorId: string }

/**
 * Delivers one item, and what waited for the room it had; `stopping` tells when to take no more. One that finds no room is left to those
 * that have it. @throws what the database throws; what was due is due still
 */
export async function deliver(
  house: DeliveryHouse,
  typst: TypstPool,
  lanes: Lanes<Wish>,
  key: DeliveryKey,
  stopping: () => boolean,
): Promise<void> {
  const connectorId = await connectorOfDue(house, key)
  if (connectorId === null) return ringWhenFree(house, key)
  const first: Wish = { ...key, connectorId }
  if (!lanes.enter(first)) return
  const faults: unknown[] = []
  let broken = false
  for (let wish: Wish | null = first; wish !== null;) {
    try {
      const cause = await deliverOne(house, typst, wish)
      if (cause !== undefined) faults.push(cause)
    } catch (fault) {
      faults.push(fault)
      // Nothing could be recorded: the queue tries again, later than at once.
      broken = true
      if (wish !== first) await ringFor(house.db, wish.ownerId, wish.connectionId, wish.itemId, { oneOfMany: true }).catch(() => undefined)
    }
    wish = lanes.leave(wish, { andTakeNext: !broken && !stopping() })
  }
  if (faults.length > 0) throw faults[0]
}

/**
 * Claims the row, calls the other side outside any transaction, records what came back (X2, X5, X9). A worker that dies leaves a lease
 * that runs out; the next one sends under the same key, or says 'not sure' where no key is honoured. Returns a fault of ours that was
 * recorded, for the log.
 */
async function deliverOne(house: DeliveryHouse, typst: TypstPool, wish: Wish): Promise<unknown> {
  const claimed = await claim(house, wish)
  if (claimed === null) {
    await ringWhenFree(house, wish)
    return undefined
  }
  const renewing = setInterval(() => {
    void mine(house, wish, claimed.claim)
      .set({ claimed_until: sql<Date>`now() + ${LEASE}` })
      .execute()
      .catch(() => undefined)
  }, RENEW_MS)
  try {
    const result = await resultOf(house, typst, wish.connectorId, wish, claimed)
    if (result !== null) await record(house, wish, claimed, result)
    return result?.cause
  } finally {
    clearInterval(renewing)
  }
}

async function resultOf(
  house: DeliveryHouse,
  typst: TypstPool,
  connectorId: string,
  key: DeliveryKey,
  claimed: Claimed,
): Promise<Result | null> {
  const { db } = house
  /** Not tried now; for good, where the seven days are over. */
  const later = (pauseMs: number, fault: string): Result => ({
    next: claimed.waitedMs >= TRIED_FOR_MS ? { state: 'failed' } : { state: 'waiting', pauseMs: pauseWithin(claimed.waitedMs, pauseMs) },
    fault,
  })
  const open = house.connectors.find(connectorId)
  if (open === null) return later(SWITCHED_OFF_PAUSE_MS, 'This portfolio is switched off here just now.')
  if (claimed.callingSince !== null && !open.connector.honoursKeys)
    return { next: { state: 'not sure' }, fault: 'It was cut off while it was being sent.' }
  const turn = await leftAlone(db, connectorId)
  if (typeof turn === 'number') return later(turn, 'It has not been answering; it is left alone for a while.')
  const tried = await attempt(house, typst, open, key, claimed).catch((cause: unknown) => ({ cause }))
  if (turn === 'probe' && (tried === null || !('host' in tried) || tried.host === 'not asked')) await askOnceMore(db, connectorId)
  if (tried === null) return null
  // A fault of ours, which the log tells; the row says so too, and fails after seven days.
  if ('cause' in tried) return { ...later(NOT_READY_PAUSE_MS, 'It could not be made ready here.'), cause: tried.cause }
  if ('whyNot' in tried) return { next: { state: 'not sent' }, fault: tried.whyNot }
  await noteHost(db, connectorId, tried.host)
  const next = afterAttempt(tried.outcome, {
    attempts: claimed.attempts + 1,
    waitedMs: claimed.waitedMs,
    jitter: Math.random(),
    honoursKeys: open.connector.honoursKeys,
  })
  return { ...tried, next, honoursKeys: open.connector.honoursKeys }
}
