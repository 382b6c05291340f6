import { sql } from 'kysely'
import { notFound } from '#domain/errors.ts'
import type { LibraryFile, LibraryFolder } from '#domain/training/library-contract.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { FILE_COLUMNS } from '#server/portfolio/columns-queries.ts'
import { fileRef } from '#server/portfolio/queries.ts'
import { usesOf } from './library-uses-queries.ts'

/** All folders, with how many files stand in each. There are 1,000 at most. */
export async function foldersOf(db: Db | Tx, ownerId: string): Promise<LibraryFolder[]> {
  return db
    .selectFrom('library_folder as folder')
    .where('folder.owner_id', '=', ownerId)
    .select((eb) => [
      'folder.id',
      'folder.parent_id as parentId',
      'folder.name',
      eb
        .selectFrom('library_file')
        .innerJoin('item', (join) =>
          join.onRef('item.owner_id', '=', 'library_file.owner_id').onRef('item.id', '=', 'library_file.item_id'),
        )
        .whereRef('library_file.owner_id', '=', 'folder.owner_id')
        .whereRef('library_file.folder_id', '=', 'folder.id')
        .where('item.binned_at', 'is', null)
        .select(sql<number>`count(*)`.as('files'))
        .$asScalar()
        .$notNull()
        .as('files'),
    ])
    .orderBy(sql`lower(folder.name)`)
    .orderBy('folder.id')
    .execute()
}

/** The files of a folder (null is the top), or those in the bin, by their names. @throws Refusal `not_found` */
export async function libraryOf(db: Db, seen: Seen, of: { folder: string | null; bin: boolean }) {
  const folders = await foldersOf(db, seen.ownerId)
  if (of.folder !== null && !folders.some(({ id }) => id === of.folder)) throw notFound()
  const rows = await filesWhere(db, seen.ownerId)
    .where('item.binned_at', of.bin ? 'is not' : 'is', null)
    .$if(!of.bin, (query) => query.where('library_file.folder_id', 'is not distinct from', of.folder))
    .orderBy(sql`lower(item.title)`)
    .orderBy('item.id')
    .limit(2000)
    .execute()
  const counts = await db
    .selectFrom('library_file')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'library_file.owner_id').onRef('item.id', '=', 'library_file.item_id'))
    .where('library_file.owner_id', '=', seen.ownerId)
    .select([
      sql<number>`count(*) filter (where folder_id is null and binned_at is null)`.as('topFiles'),
      sql<number>`count(*) filter (where binned_at is not null)`.as('binned'),
    ])
    .executeTakeFirstOrThrow()
  return { folders, files: await shown(db, seen.ownerId, rows), ...counts }
}

const filesWhere = (db: Db | Tx, ownerId: string) =>
  db
    .selectFrom('library_file')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'library_file.owner_id').onRef('item.id', '=', 'library_file.item_id'))
    .where('library_file.owner_id', '=', ownerId)
    .select(['item.id', 'item.title as name', 'item.added_at', 'item.binned_at', 'library_file.folder_id as folderId'])

type Row = { id: string; name: string; added_at: Date; binned_at: Date | null; folderId: string | null }

async function shown(db: Db | Tx, ownerId: string, rows: readonly Row[]): Promise<LibraryFile[]> {
  const ids = rows.map(({ id }) => id)
  const files =
    ids.length === 0
      ? []
      : await db
          .selectFrom('file')
          .select(FILE_COLUMNS)
          .where('owner_id', '=', ownerId)
          .where(sql<boolean>`item_id = any(${ids}::uuid[])`)
          .orderBy('added_at')
          .execute()
  const byItem = new Map(files.map((file) => [file.item_id, fileRef(file)]))
  const uses = await usesOf(db, ownerId, ids)
  return rows.map(({ added_at, binned_at, ...row }) => ({
    ...row,
    file: byItem.get(row.id) ?? null,
    addedAt: added_at.toISOString(),
    binnedAt: binned_at?.toISOString() ?? null,
    uses: [...(uses.get(row.id) ?? [])],
  }))
}

/** @throws Refusal `not_found` */
export async function libraryFileOf(db: Db | Tx, seen: Seen, id: string): Promise<LibraryFile> {
  const [file] = await shown(db, seen.ownerId, await filesWhere(db, seen.ownerId).where('item.id', '=', id).execute())
  if (file === undefined) throw notFound()
  return file
}
