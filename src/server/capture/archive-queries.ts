import { notFound } from '#domain/errors.ts'
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
