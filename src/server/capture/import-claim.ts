import { sql, type RawBuilder } from 'kysely'
import type { Db, Tx } from '#server/platform/db.ts'

/** Seconds. With the time in which a dead worker's job is freed it keeps N4's minute. */
const LEASE = 20
const RENEW_EVERY_MS = 5_000
const PROGRESS_EVERY_MS = 500

export const WORKING = ['reading', 'checking', 'bringing', 'undoing'] as const
export type Working = (typeof WORKING)[number]

/** What an import is changed to when a step is done; the rest stays. */
export interface Outcome {
  readonly state: 'checking' | 'ready' | 'brought' | 'undone' | 'failed'
  readonly reason?: string | null
  readonly stored_as?: null
  readonly lines?: number
  readonly ambiguous?: number
  readonly added?: number
  readonly already?: number
  readonly kept?: number
  readonly brought_at?: RawBuilder<Date>
  readonly undone_at?: RawBuilder<Date>
  readonly found?: string
  readonly mapping?: string
}

/** The right to do one step of an import, for as long as it is renewed; `attempt` is the fence against those whose lease ran out. */
export interface Claim {
  readonly ownerId: string
  readonly importId: string
  readonly step: Working
  /** Of this step, this one included. */
  readonly tries: number
  /** 0 to 1; written twice a second at most. @throws Error once another worker has the import */
  progress(part: number): Promise<void>
  /** Within `tx`, or by itself. @throws Error once another worker has the import */
  become(tx: Db | Tx, outcome: Outcome): Promise<void>
  /** For another attempt. */
  giveBack(): Promise<void>
  /** Stops renewing. */
  end(): void
}

export type Taken = { claim: Claim } | { busyUntil: Date } | { done: true }

/** Takes the lease of an import whose next step waits, or whose worker has died. */
export async function claimImport(db: Db, ownerId: string, importId: string): Promise<Taken> {
  const lease = sql<Date>`now() + ${LEASE} * interval '1 second'`
  const taken = await db
    .updateTable('import')
    .set((eb) => ({ claimed_until: lease, attempts: eb('attempts', '+', 1), tries: eb('tries', '+', 1) }))
    .where('owner_id', '=', ownerId)
    .where('id', '=', importId)
    .where('state', 'in', WORKING)
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<', sql<Date>`now()`)]))
    .returning(['state', 'attempts', 'tries'])
    .executeTakeFirst()
  if (taken === undefined) {
    const row = await db
      .selectFrom('import')
      .select('claimed_until')
      .where('owner_id', '=', ownerId)
      .where('id', '=', importId)
      .where('state', 'in', WORKING)
      .executeTakeFirst()
    return row?.claimed_until ? { busyUntil: row.claimed_until } : { done: true }
  }
  const step = taken.state as Working
  const mine = (on: Db | Tx) =>
    on
      .updateTable('import')
      .where('owner_id', '=', ownerId)
      .where('id', '=', importId)
      .where('attempts', '=', taken.attempts)
      .where('state', '=', step)
  let lost = false
  const holding = (updated: { numUpdatedRows: bigint }) => {
    if (updated.numUpdatedRows === 0n) lost = true
    if (lost) throw new Error('Another worker has this import now, or it is no more.')
  }
  const renewing = setInterval(() => {
    mine(db)
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
      importId,
      step,
      tries: taken.tries,
      async progress(part) {
        if (lost) throw new Error('Another worker has this import now, or it is no more.')
        const now = performance.now()
        if (now - lastWritten < PROGRESS_EVERY_MS) return
        lastWritten = now
        holding(
          await mine(db)
            .set({ progress: Math.min(0.99, Math.max(0, part)) })
            .executeTakeFirst(),
        )
      },
      async become(on, outcome) {
        // What renews the lease waits for no row that this very transaction holds.
        end()
        holding(
          await mine(on)
            .set({ reason: null, ...outcome, progress: 0, tries: 0, claimed_until: null, changed_at: sql<Date>`now()` })
            .executeTakeFirst(),
        )
      },
      async giveBack() {
        end()
        await mine(db).set({ progress: 0, claimed_until: null }).execute()
      },
      end,
    },
  }
}
