import { sql } from 'kysely'
import { notFound } from '#domain/errors.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { Owner } from './import-queries.ts'

/** What of an archive was kept to be read. @throws Refusal `not_found` */
export async function keptArchiveOf({ db, files }: Pick<Parts, 'db' | 'files'>, { ownerId }: Owner, importId: string) {
  const row = await db
    .selectFrom('brought_archive')
    .select(['name', 'size_bytes as sizeBytes', 'stored_as as storedAs'])
    .where('owner_id', '=', ownerId)
    .where('id', '=', importId)
    .executeTakeFirst()
  if (row === undefined || !(await files.has(row.storedAs))) throw notFound()
  return row
}

/** What the archives take that were kept beside what came in. */
export async function bytesOfKeptArchives(db: Db | Tx, ownerId: string): Promise<number> {
  // Sums of bigint are numeric, which the driver reads as hundredths of credits.
  const sum = sql<number>`coalesce(sum(size_bytes), 0)::bigint`.as('bytes')
  return (await db.selectFrom('brought_archive').select(sum).where('owner_id', '=', ownerId).executeTakeFirstOrThrow()).bytes
}
