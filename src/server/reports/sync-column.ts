import { sayStanding } from '#domain/connections/standing-words.ts'
import { dayIn } from '#domain/plain-date.ts'
import type { ReportView } from '#domain/reports/contract.ts'
import type { ReportColumn, Synced } from '#domain/reports/sync-column.ts'
import { zoneOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { syncOf, type SyncHouse } from '#server/connections/sync-queries.ts'
import type { ReportRow } from '#server/portfolio/queries.ts'

export type SyncedRow = ReportRow & Synced

export interface SyncedView {
  /** Those chosen; 'Sync' comes last. */
  readonly columns: readonly ReportColumn[]
  /** Says of each row how it stands, a batch at a time. */
  readonly withSync: (batches: AsyncGenerator<ReportRow[]>) => AsyncGenerator<SyncedRow[]>
}

/**
 * The column 'Sync' as it is on screen: by itself beside those chosen while another portfolio is connected, and not in the bin
 * (R1, P1). It is asked by a connection of its own: the snapshot's is taken by its cursor.
 */
export async function syncedView(house: SyncHouse, seen: Seen, { columns, filters }: ReportView): Promise<SyncedView> {
  const sync = filters.bin ? null : await syncOf(house, seen)
  if (sync === null) return { columns, withSync: (batches) => batches }
  const zone = await zoneOf(house.db, seen.ownerId)
  const dayOf = (instant: string) => dayIn(zone, Date.parse(instant))
  const named = sync.connections.length > 1
  return {
    columns: [...columns, 'sync'],
    withSync: async function* (batches) {
      for await (const rows of batches) {
        const standing = await sync.ofItems(rows.map((row) => row.id))
        const linesOf = (row: ReportRow) =>
          sync.connections.flatMap((connection) => {
            const said = sayStanding(row, connection, standing(row.id, connection.id), dayOf)
            return said === '' ? [] : [named ? `${connection.name}: ${said}` : said]
          })
        yield rows.map((row) => Object.assign(row, { sync: linesOf(row) }))
      }
    },
  }
}
