import { notFound } from '#domain/errors.ts'
import type { Report, ReportView } from '#domain/reports/contract.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { tagsById } from '#server/portfolio/queries.ts'

export interface StoredReport extends Report {
  readonly storedAs: string | null
}

/** @throws Refusal `not_found` */
export async function reportOf(db: Db | Tx, seen: Seen, id: string): Promise<StoredReport> {
  const row = await db
    .selectFrom('report')
    .select([
      'id',
      'state',
      'progress',
      'rows',
      'volumes',
      'file_name as fileName',
      'size_bytes as sizeBytes',
      'reason',
      'stored_as as storedAs',
    ])
    .where('owner_id', '=', seen.ownerId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw notFound()
  return { ...row, state: row.state as Report['state'] }
}

/** The labels of the tags a view is filtered by. */
export async function labelsOfFilter(db: Db | Tx, seen: Seen, view: ReportView): Promise<Map<string, string>> {
  if (view.filters.tags.length === 0) return new Map()
  const tags = await tagsById(db, seen.ownerId, view.filters.tags)
  return new Map(tags.map((tag) => [tag.id, tag.label]))
}
