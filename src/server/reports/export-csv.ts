import { Readable } from 'node:stream'
import { accreditorById } from '#domain/catalogue/accreditor-by-id.ts'
import { Refusal } from '#domain/errors.ts'
import type { ReportView } from '#domain/reports/contract.ts'
import { through } from '#domain/reports/through.ts'
import { factsOfView, fileNameOf, words } from '#domain/reports/words.ts'
import { preferencesOf, todayOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { SyncHouse } from '#server/connections/sync-queries.ts'
import type { Parts } from '#server/platform/parts.ts'
import { itemsCsv } from './items-csv.ts'
import { labelsOfFilter } from './queries.ts'
import { snapshotOf } from './snapshot.ts'
import { syncedView } from './sync-column.ts'

export type ReportHouse = Pick<Parts, 'catalogue' | 'config'> & SyncHouse

export interface CsvExport {
  readonly fileName: string
  readonly rows: number
  readonly bytes: Readable
}

/** Read ahead of a slow reader, so that most exports give their connection back before they have arrived. */
const READ_AHEAD_BYTES = 4 * 1024 * 1024

/** Exports under way hold a connection each: few for one person, and not all there are. */
const MOST_OF_ONE = 2
const MOST_OF_ALL = 5
const underWay = new Map<string, number>()

/** Every row of the view as CSV (R1, R2). Ending the stream early closes the cursor. @throws Refusal `try_later` */
export async function exportCsvOf(parts: ReportHouse, seen: Seen, view: ReportView): Promise<CsvExport> {
  const release = begin(seen.viewerId)
  try {
    const { db, catalogue, config } = parts
    const { accreditorId, unit } = await preferencesOf(db, seen.ownerId)
    const accreditor = accreditorById(catalogue, accreditorId)
    const [tagLabels, madeOn] = await Promise.all([labelsOfFilter(db, seen, view), todayOf(db, seen.ownerId)])
    await auditExport(db, seen, null, view, tagLabels, 'CSV')
    const { columns, withSync } = await syncedView(parts, seen, view)
    const snapshot = await snapshotOf(db, seen, view, accreditor?.id ?? null, config.url)
    const report = { view, columns, seen: through(accreditor, unit), totals: snapshot.totals, tagLabels, madeOn }
    const buffers = itemsCsv(withSync(snapshot.batches), report)
    const bytes = Readable.from(buffers, { objectMode: false, highWaterMark: READ_AHEAD_BYTES })
    bytes.once('close', () => {
      void snapshot.close().finally(release)
    })
    return { fileName: fileNameOf(view, madeOn, 'csv'), rows: snapshot.totals.items, bytes }
  } catch (fault) {
    release()
    throw fault
  }
}

/** Says in the owner's trail what was exported: the filters, not the rows (A9). */
export async function auditExport(
  db: Parameters<typeof audit>[0],
  seen: Seen,
  reportId: string | null,
  view: ReportView,
  tagLabels: ReadonlyMap<string, string>,
  form: 'CSV' | 'PDF',
): Promise<void> {
  const facts = factsOfView(view, tagLabels).map(([name, value]) => `${name}: ${value}`)
  await audit(db, {
    ownerId: seen.ownerId,
    personId: seen.viewerId,
    act: 'report.exported',
    recordKind: 'report',
    recordId: reportId,
    about: `${words.title} (${form}). ${facts.join('. ')}`,
  })
}

function begin(personId: string): () => void {
  const own = underWay.get(personId) ?? 0
  const all = [...underWay.values()].reduce((sum, one) => sum + one, 0)
  if (own >= MOST_OF_ONE || all >= MOST_OF_ALL) {
    throw new Refusal('try_later', 'Other exports are still under way. Try again in a moment.', { details: { seconds: 5 } })
  }
  underWay.set(personId, own + 1)
  let held = true
  return () => {
    if (!held) return
    held = false
    const left = underWay.get(personId)! - 1
    if (left === 0) underWay.delete(personId)
    else underWay.set(personId, left)
  }
}
