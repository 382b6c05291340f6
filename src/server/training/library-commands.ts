import { sql } from 'kysely'
import { notFound, Refusal } from '#domain/errors.ts'
import type { LibraryFile, LibraryFolder } from '#domain/training/library-contract.ts'
import { MOST_FILES_IN_FOLDER, placeFolder, withinOf, type FolderPlace } from '#domain/training/library-rules.ts'
import { paperWords } from '#domain/training/paper-words.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { binWithin } from '#server/portfolio/commands.ts'
import { renameFile } from '#server/portfolio/file-commands.ts'
import { amendOfKind, recordOfKind } from '#server/portfolio/kind-commands.ts'
import { foldersOf, libraryFileOf } from './library-queries.ts'

/** A library is changed by one act at a time: names and places of folders are decided on together. */
async function lockedFolders(tx: Tx, seen: Seen): Promise<LibraryFolder[]> {
  await lockPerson(tx, seen.ownerId)
  return foldersOf(tx, seen.ownerId)
}

const standsThere = (folders: readonly FolderPlace[], id: string | null): void => {
  if (id !== null && !folders.some((folder) => folder.id === id)) throw notFound()
}

const actOn = (seen: Seen, id: string, about: string) =>
  ({ ownerId: seen.ownerId, personId: seen.viewerId, recordKind: 'library folder', recordId: id, about }) as const

/** Makes a folder; sent twice it is one. @throws Refusal `not_found`, `invalid_input` */
export async function makeFolder(
  db: Db,
  seen: Seen,
  folder: { id: string; name: string; parentId: string | null },
): Promise<LibraryFolder> {
  return db.transaction().execute(async (tx) => {
    const folders = await lockedFolders(tx, seen)
    const there = folders.find(({ id }) => id === folder.id)
    if (there !== undefined) return there
    standsThere(folders, folder.parentId)
    placeFolder(folders, folder, null)
    await tx
      .insertInto('library_folder')
      .values({ owner_id: seen.ownerId, id: folder.id, parent_id: folder.parentId, name: folder.name })
      .execute()
    await audit(tx, { ...actOn(seen, folder.id, folder.name), act: 'library.folder_made' })
    return { ...folder, files: 0 }
  })
}

/** @throws Refusal `not_found`, `invalid_input` */
export async function renameFolder(db: Db, seen: Seen, id: string, name: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const folders = await lockedFolders(tx, seen)
    const folder = folders.find((one) => one.id === id)
    if (folder === undefined) throw notFound()
    placeFolder(folders, { name, parentId: folder.parentId }, id)
    await tx.updateTable('library_folder').set({ name }).where('owner_id', '=', seen.ownerId).where('id', '=', id).execute()
    const changes = [{ field: 'name', before: folder.name, after: name }]
    await audit(tx, { ...actOn(seen, id, name), act: 'library.folder_renamed', changes })
  })
}

/**
 * Deletes a folder. With `contents` the files in it and in the folders within go to the bin, and come back to the top of the library
 * if they are taken out; without, it must be empty.
 */
export async function dropFolder(db: Db, seen: Seen, id: string, contents: boolean): Promise<{ binned: number }> {
  return db.transaction().execute(async (tx) => {
    const folders = await lockedFolders(tx, seen)
    const folder = folders.find((one) => one.id === id)
    if (folder === undefined) throw notFound()
    const dropped = withinOf(folders, id).map((one) => one.id)
    const rows = await tx
      .selectFrom('library_file')
      .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'library_file.owner_id').onRef('item.id', '=', 'library_file.item_id'))
      .where('library_file.owner_id', '=', seen.ownerId)
      .where('library_file.folder_id', 'in', dropped)
      .where('item.binned_at', 'is', null)
      .select('item.id')
      .execute()
    if (!contents && (rows.length > 0 || dropped.length > 1)) throw new Refusal('not_allowed', paperWords.emptyFirst)
    const binned = await binWithin(
      tx,
      seen,
      rows.map((row) => row.id),
      'bin',
    )
    await tx
      .updateTable('library_file')
      .set({ folder_id: null })
      .where('owner_id', '=', seen.ownerId)
      .where('folder_id', 'in', dropped)
      .execute()
    await tx.deleteFrom('library_folder').where('owner_id', '=', seen.ownerId).where('id', 'in', dropped).execute()
    await audit(tx, { ...actOn(seen, id, folder.name), act: 'library.folder_deleted' })
    return { binned }
  })
}

/** The item a file is to come to; its bytes follow as those of any item. Sent twice it is one. */
export async function addFile(db: Db, seen: Seen, file: { id: string; name: string; folderId: string | null }): Promise<LibraryFile> {
  return db.transaction().execute(async (tx) => {
    const folders = await lockedFolders(tx, seen)
    standsThere(folders, file.folderId)
    await refuseFull(tx, seen, file.folderId, 1)
    const made = await recordOfKind(tx, seen, {
      id: file.id,
      kind: 'library file',
      title: file.name,
      type: null,
      source: 'entered',
      completedOn: null,
    })
    if (made) await tx.insertInto('library_file').values({ owner_id: seen.ownerId, item_id: file.id, folder_id: file.folderId }).execute()
    return libraryFileOf(tx, seen, file.id)
  })
}

/** The file and its item bear one name. @throws Refusal `not_found`, `file_type_refused` */
export async function renameLibraryFile(
  house: Pick<Parts, 'db' | 'files' | 'catalogue'>,
  seen: Seen,
  id: string,
  name: string,
): Promise<void> {
  const { file } = await libraryFileOf(house.db, seen, id)
  if (file !== null) await renameFile(house, seen, id, file.id, name)
  await house.db.transaction().execute((tx) => amendOfKind(tx, seen, id, { title: name }))
}

/** Moves files and folders together: all of them or none. @throws Refusal `not_found`, `invalid_input` */
export async function moveInLibrary(
  db: Db,
  seen: Seen,
  { files, folders, to }: { files: readonly string[]; folders: readonly string[]; to: string | null },
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const now = await lockedFolders(tx, seen)
    standsThere(now, to)
    for (const id of folders) {
      const folder = now.find((one) => one.id === id)
      if (folder === undefined) throw notFound()
      placeFolder(now, { name: folder.name, parentId: to }, id)
      folder.parentId = to
      await tx.updateTable('library_folder').set({ parent_id: to }).where('owner_id', '=', seen.ownerId).where('id', '=', id).execute()
      await audit(tx, { ...actOn(seen, id, folder.name), act: 'library.moved' })
    }
    if (files.length === 0) return folders.length
    await refuseFull(tx, seen, to, files.length)
    const moved = await tx
      .updateTable('library_file')
      .set({ folder_id: to })
      .where('owner_id', '=', seen.ownerId)
      .where(sql<boolean>`item_id = any(${[...files]}::uuid[])`)
      .returning('item_id')
      .execute()
    if (moved.length !== new Set(files).size) throw notFound()
    await audit(tx, ...moved.map((row) => ({ ...actOn(seen, row.item_id, ''), recordKind: 'item', act: 'library.moved' })))
    return folders.length + moved.length
  })
}

/** To the bin, or out of it. What is no file of the library is left alone. */
export async function binFiles(db: Db, seen: Seen, ids: readonly string[], into: 'bin' | 'portfolio'): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const rows = await tx
      .selectFrom('library_file')
      .where('owner_id', '=', seen.ownerId)
      .where(sql<boolean>`item_id = any(${[...ids]}::uuid[])`)
      .select('item_id')
      .execute()
    return binWithin(
      tx,
      seen,
      rows.map((row) => row.item_id),
      into,
    )
  })
}

async function refuseFull(tx: Tx, seen: Seen, folderId: string | null, more: number): Promise<void> {
  const { files } = await tx
    .selectFrom('library_file')
    .where('owner_id', '=', seen.ownerId)
    .where('folder_id', 'is not distinct from', folderId)
    .select(sql<number>`count(*)`.as('files'))
    .executeTakeFirstOrThrow()
  if (files + more > MOST_FILES_IN_FOLDER) throw new Refusal('not_allowed', paperWords.folderFull)
}
