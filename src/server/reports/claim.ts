import { sql } from 'kysely'
import type { Db } from '#server/platform/db.ts'
import type { ReportSpec } from './report-spec.ts'

/** Seconds. With the time in which a dead worker's job is freed it keeps N4's minute. */
const LEASE = 20
const RENEW_EVERY_MS = 5_000
const PROGRESS_EVERY_MS = 500

export interface Finished {
  readonly rows: number
  readonly volumes: number
  readonly fileName: string
  readonly sizeBytes: number
  readonly storedAs: string
}

/** The right to make one report, for as long as it is renewed; `attempt` is the fence against those whose lease ran out. */
export interface Claim {
  readonly ownerId: string
  readonly reportId: string
  readonly spec: ReportSpec
  readonly attempt: number
  /** 0 to 1; written twice a second at most. @throws Error once another worker has the report */
  progress(part: number): Promise<void>
  finish(result: Finished): Promise<void>
  fail(reason: string): Promise<void>
  /** For another attempt. */
  giveBack(): Promise<void>
  /** Stops renewing. */
  end(): void
}

export type Taken = { claim: Claim } | { busyUntil: Date } | { done: true }

/** Takes the lease of a report that waits, or whose worker has died. */
export async function claimReport(db: Db, ownerId: string, reportId: string): Promise<Taken> {
  const lease = sql<Date>`now() + ${LEASE} * interval '1 second'`
  const taken = await db
    .updateTable('report')
    .set((eb) => ({ state: 'working', claimed_until: lease, attempts: eb('attempts', '+', 1) }))
    .where('owner_id', '=', ownerId)
    .where('id', '=', reportId)
    .where('state', 'in', ['waiting', 'working'])
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<', sql<Date>`now()`)]))
    .returning(['spec', 'attempts'])
    .executeTakeFirst()
  if (taken === undefined) {
    const row = await db
      .selectFrom('report')
      .select(['state', 'claimed_until'])
      .where('owner_id', '=', ownerId)
      .where('id', '=', reportId)
      .executeTakeFirst()
    return row?.state === 'working' && row.claimed_until ? { busyUntil: row.claimed_until } : { done: true }
  }
  const attempt = taken.attempts
  const mine = () =>
    db
      .updateTable('report')
      .where('owner_id', '=', ownerId)
      .where('id', '=', reportId)
      .where('attempts', '=', attempt)
      .where('state', '=', 'working')
  let lost = false
  const holding = (updated: { numUpdatedRows: bigint }) => {
    if (updated.numUpdatedRows === 0n) lost = true
    if (lost) throw new Error('Another worker has this report now.')
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
      reportId,
      spec: taken.spec as ReportSpec,
      attempt,
      async progress(part) {
        if (lost) throw new Error('Another worker has this report now.')
        const now = performance.now()
        if (now - lastWritten < PROGRESS_EVERY_MS) return
        lastWritten = now
        holding(
          await mine()
            .set({ progress: Math.min(0.99, Math.max(0, part)) })
            .executeTakeFirst(),
        )
      },
      async finish(result) {
        end()
        holding(
          await mine()
            .set({
              state: 'ready',
              progress: 1,
              rows: result.rows,
              volumes: result.volumes,
              file_name: result.fileName,
              size_bytes: result.sizeBytes,
              stored_as: result.storedAs,
              reason: null,
              claimed_until: null,
              finished_at: sql<Date>`now()`,
            })
            .executeTakeFirst(),
        )
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
