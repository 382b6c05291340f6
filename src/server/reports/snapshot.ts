import { sql } from 'kysely'
import type { Totals } from '#domain/portfolio/contract.ts'
import { wholeLink } from '#domain/portfolio/item.ts'
import type { ReportView } from '#domain/reports/contract.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db } from '#server/platform/db.ts'
import { eachItem, totalsOf, type ReportRow } from '#server/portfolio/queries.ts'

/** Rows and their totals as they stood at one moment, however long the reading takes. */
export interface Snapshot {
  readonly totals: Totals
  readonly batches: AsyncGenerator<ReportRow[]>
  /** Gives the connection back; to be called in any case, also where the batches were not read to their end. */
  close(): Promise<void>
}

const BATCH = 500

/** `home` is the address of this server, for links to its own pages. */
export async function snapshotOf(
  db: Db,
  seen: Seen,
  { filters, only }: ReportView,
  lens: string | null,
  home: string,
  options: { details?: boolean } = {},
): Promise<Snapshot> {
  const tx = await db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute()
  let open = true
  const close = async () => {
    if (!open) return
    open = false
    await batches?.return(undefined).catch(() => undefined)
    await tx
      .rollback()
      .execute()
      .catch(() => undefined)
  }
  let batches: AsyncGenerator<ReportRow[]> | undefined
  try {
    // A reader on a slow line takes longer than any other statement may.
    await sql`set local statement_timeout = '10min'`.execute(tx)
    const totals = await totalsOf(tx, seen, filters, lens, only)
    batches = readAhead(withWholeLinks(eachItem(tx, seen, filters, lens, { batch: BATCH, ...options, ...(only ? { only } : {}) }), home))
    return { totals, batches, close }
  } catch (fault) {
    await close()
    throw fault
  }
}

async function* withWholeLinks(batches: AsyncGenerator<ReportRow[]>, home: string): AsyncGenerator<ReportRow[]> {
  for await (const rows of batches) {
    for (const row of rows) row.link = wholeLink(row.link, home)
    yield rows
  }
}

/** Has the database read the next batch while this one is being written out. */
async function* readAhead<Batch>(batches: AsyncGenerator<Batch>): AsyncGenerator<Batch> {
  let next = batches.next()
  try {
    for (let batch = await next; !batch.done; batch = await next) {
      next = batches.next()
      // Heard of when it is awaited, or not at all when the reader has gone.
      next.catch(() => undefined)
      yield batch.value
    }
  } finally {
    await batches.return(undefined)
  }
}
