import { sql } from 'kysely'
import type { Db, Tx } from '#server/platform/db.ts'

/** Seconds. With the time in which a dead worker's job is freed it keeps N4's minute. */
const LEASE = 20
const RENEW_EVERY_MS = 5_000
const PROGRESS_EVERY_MS = 500

/** The tables whose rows are made by a job: one lease for all of them. */
export type Leased = 'report' | 'archive'

export interface Made {
  readonly file_name: string
  readonly size_bytes: number
  readonly stored_as: string
}

/** The right to make what one row asks for, for as long as it is renewed; `attempt` is the fence against those whose lease ran out. */
export interface Claim {
  readonly ownerId: string
  readonly id: string
  readonly attempt: number
  /** 0 to 1; written twice a second at most. @throws Error once another worker has it */
  progress(part: number): Promise<void>
  /** With `more` of the table's own columns, and `also` in the same transaction. */
  finish(made: Made, more: Readonly<Record<string, number>>, also?: (tx: Tx) => Promise<void>): Promise<void>
  fail(reason: string): Promise<void>
  /** For another attempt. */
  giveBack(): Promise<void>
  /** Stops renewing. */
  end(): void
}

export type Taken = { claim: Claim } | { busyUntil: Date } | { done: true }

/** Takes the lease of a row that waits, or whose worker has died. */
export async function claimLease(db: Db, leased: Leased, ownerId: string, id: string): Promise<Taken> {
  // The columns used here are the same in all of them.
  const table = leased as 'report'
  const lease = sql<Date>`now() + ${LEASE} * interval '1 second'`
  const taken = await db
    .updateTable(table)
    .set((eb) => ({ state: 'working', claimed_until: lease, attempts: eb('attempts', '+', 1) }))
    .where('owner_id', '=', ownerId)
    .where('id', '=', id)
    .where('state', 'in', ['waiting', 'working'])
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<', sql<Date>`now()`)]))
    .returning('attempts')
    .executeTakeFirst()
  if (taken === undefined) {
    const row = await db
      .selectFrom(table)
      .select(['state', 'claimed_until'])
      .where('owner_id', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst()
    return row?.state === 'working' && row.claimed_until ? { busyUntil: row.claimed_until } : { done: true }
  }
  const attempt = taken.attempts
  const mine = (on: Db | Tx = db) =>
    on
      .updateTable(table)
      .where('owner_id', '=', ownerId)
      .where('id', '=', id)
      .where('attempts', '=', attempt)
      .where('state', '=', 'working')
  let lost = false
  const holding = (updated: { numUpdatedRows: bigint }) => {
    if (updated.numUpdatedRows === 0n) lost = true
    if (lost) throw new Error('Another worker has this now.')
  }
  const renewing = setInterval(() => {
    mine()
      .set({ claimed_until: lease })
      .executeTakeFirst()
      .then(holding)
      .catch(() => undefined)
  }, RENEW_EVERY_MS)
  let lastWritten = 0
  const end = () => clearInterval(renewing)
  return {
    claim: {
      ownerId,
      id,
      attempt,
      async progress(part) {
        if (lost) throw new Error('Another worker has this now.')
        const now = performance.now()
        if (now - lastWritten < PROGRESS_EVERY_MS) return
        lastWritten = now
        holding(
          await mine()
            .set({ progress: Math.min(0.99, Math.max(0, part)) })
            .executeTakeFirst(),
        )
      },
      async finish(made, more, also) {
        end()
        await db.transaction().execute(async (tx) => {
          holding(
            await mine(tx)
              .set({ ...more, ...made, state: 'ready', progress: 1, reason: null, claimed_until: null, finished_at: sql<Date>`now()` })
              .executeTakeFirst(),
          )
          await also?.(tx)
        })
      },
      async fail(reason) {
        end()
        await mine()
          .set({ state: 'failed', reason, claimed_until: null, finished_at: sql<Date>`now()` })
          .execute()
      },
      async giveBack() {
        end()
        await mine().set({ state: 'waiting', progress: 0, claimed_until: null }).execute()
      },
      end,
    },
  }
}
