import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { notFound, Refusal } from '#domain/errors.ts'
import type { FileRef, Item } from '#domain/portfolio/contract.ts'
import { acceptUpload, cleanName, refusePassedQuota, renamed } from '#domain/portfolio/file-rules.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { refuseElsewhere } from '#server/elsewhere/accepted-queries.ts'
import { refuseFrozenPapers, refuseTakenOver, refuseVerified } from '#server/training/verified-queries.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { filesKeptFor } from '#server/curriculum/rest-queries.ts'
import { fileHasCome } from '#server/connections/queue-commands.ts'
import { FILE_COLUMNS } from './columns-queries.ts'
import { itemForUpdate } from './commands.ts'
import { CHANGED_NOW } from './fields.ts'
import { fileOf, usedBytes } from './file-queries.ts'
import { judged, judging } from './judge-commands.ts'
import { fileRef, itemOf } from './queries.ts'
import { fileText, ringForWords } from './words-commands.ts'

type House = Pick<Parts, 'db' | 'files' | 'catalogue'>

/** Where an upload's bytes lie until they are a file. */
export const incomingName = (ownerId: string, uploadId: string) => `${ownerId}/${uploadId}`.toLowerCase()

/** Every attempt writes under a name of its own, so that no name is ever written twice; what a crash leaves is swept. */
const freshName = (ownerId: string) => `${ownerId}/files/${uuidv7()}`
export const STORED_NAME = /^(?<ownerId>[0-9a-f-]{36})\/files\/[0-9a-f-]{36}$/

/**
 * Begin to upload a file, or find how far an upload got. What cannot be taken is refused before a byte is sent.
 * Of a file that has arrived whole it answers its last byte, so that sending that again brings the file's row.
 */
export async function beginUpload(
  house: House,
  seen: Seen,
  itemId: string,
  upload: { uploadId: string; name: string; sizeBytes: number },
): Promise<number> {
  const { uploadId, sizeBytes } = upload
  const name = cleanName(upload.name)
  acceptUpload(name, sizeBytes)
  return house.db.transaction().execute(async (tx) => {
    const item = await itemForFiles(tx, seen, itemId)
    if ((await fileMade(tx, seen, item.id, uploadId)) !== null) return sizeBytes - 1
    await lockFilesOf(tx, seen.ownerId)
    const begun = await tx
      .selectFrom('upload')
      .selectAll()
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', uploadId)
      .executeTakeFirst()
    if (begun === undefined) {
      refusePassedQuota(await usedBytes(tx, seen.ownerId), sizeBytes)
      await tx
        .insertInto('upload')
        .values({ owner_id: seen.ownerId, id: uploadId, item_id: item.id, name, size_bytes: sizeBytes })
        .execute()
    } else if (begun.item_id !== item.id || begun.name !== name || begun.size_bytes !== sizeBytes) {
      throw new Refusal('already_exists', 'Another file is being uploaded under this number. Choose the file again.')
    }
    return Math.min(await house.files.sizeOfIncoming(incomingName(seen.ownerId, uploadId)), sizeBytes - 1)
  })
}

/**
 * Take one piece. The last one makes the file; sent again it answers the same file. A piece that leaves a gap changes nothing,
 * and the answer says where to go on.
 * @throws Refusal `too_large` past the size that was said, `file_type_refused`
 */
export async function takePiece(
  house: House,
  seen: Seen,
  itemId: string,
  piece: { uploadId: string; offset: number; bytes: Uint8Array },
): Promise<{ offset: number; file: FileRef | null }> {
  const { db, files } = house
  const { uploadId } = piece
  const made = await fileMade(db, seen, itemId, uploadId)
  if (made !== null) return { offset: piece.offset + piece.bytes.length, file: made }
  const upload = await db
    .selectFrom('upload')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'upload.owner_id').onRef('item.id', '=', 'upload.item_id'))
    .select(['upload.size_bytes as sizeBytes', 'upload.name', 'item.binned_at as binnedAt'])
    .where('upload.owner_id', '=', seen.ownerId)
    .where('upload.id', '=', uploadId)
    .where('upload.item_id', '=', itemId)
    .executeTakeFirst()
  // Finished between the two questions by the same piece sent twice; or never begun.
  if (upload === undefined) return { offset: piece.offset + piece.bytes.length, file: await theFile(db, seen, itemId, uploadId) }
  if (upload.binnedAt !== null) throw new Refusal('not_allowed', 'This is in the bin. Put it back to change it.')
  if (piece.offset + piece.bytes.length > upload.sizeBytes) {
    const message = `“${upload.name}” is larger than was said when it began. Choose the file again.`
    throw new Refusal('too_large', message, { fields: [{ path: 'file', message }] })
  }
  const offset = await files.appendIncoming(incomingName(seen.ownerId, uploadId), piece.offset, piece.bytes)
  if (offset < upload.sizeBytes) return { offset, file: null }
  return { offset, file: await judging(() => finishUpload(house, seen, itemId, { id: uploadId, ...upload })) }
}

/**
 * Bytes first, row last, the upload's own bytes dropped after that: a crash between any two of these leaves either the upload,
 * to be finished by sending its last piece again, or the file, once.
 */
async function finishUpload(
  house: House,
  seen: Seen,
  itemId: string,
  upload: { id: string; name: string; sizeBytes: number },
): Promise<FileRef> {
  const { db, files } = house
  const { ownerId } = seen
  const incoming = incomingName(ownerId, upload.id)
  const bytes = await buffer(files.readIncoming(incoming)).catch(() => null)
  if (bytes === null || bytes.length !== upload.sizeBytes) return theFile(db, seen, itemId, upload.id)
  const dropAndThrow = async (fault: unknown): Promise<never> => {
    if (fault instanceof Refusal) await dropUpload(house, ownerId, upload.id)
    throw fault
  }
  const { mediaType, kept } = await judged(upload.name, bytes).catch(dropAndThrow)
  const storedAs = freshName(ownerId)
  const { sizeBytes, sha256 } = await files.put(storedAs, kept)
  const insertion = db.transaction().execute(async (tx) => {
    await itemForFiles(tx, seen, itemId)
    await lockFilesOf(tx, ownerId)
    const mine = await tx
      .deleteFrom('upload')
      .where('owner_id', '=', ownerId)
      .where('id', '=', upload.id)
      .returning('id')
      .executeTakeFirst()
    if (mine === undefined) return null
    // What is kept need not be as long as what was sent.
    acceptUpload(upload.name, sizeBytes)
    refusePassedQuota(await usedBytes(tx, ownerId), sizeBytes)
    const row = await tx
      .insertInto('file')
      .values({
        owner_id: ownerId,
        id: upload.id,
        item_id: itemId,
        name: upload.name,
        media_type: mediaType,
        size_bytes: sizeBytes,
        sha256,
        stored_as: storedAs,
      })
      .returning(FILE_COLUMNS)
      .executeTakeFirstOrThrow()
    await recountFiles(tx, ownerId, itemId)
    await fileHasCome(tx, ownerId, itemId)
    await ringForWords(tx)
    await audit(tx, {
      ...actOn(seen, itemId, upload.name),
      act: 'file.added',
      changes: [{ field: 'file', before: '', after: upload.name }],
    })
    return fileRef(row)
  })
  const file = await insertion.catch(async (fault: unknown) => {
    // Of any other fault nobody knows whether the row is there.
    if (fault instanceof Refusal) await files.remove(storedAs)
    throw fault
  })
  await files.dropIncoming(incoming)
  if (file !== null) return file
  // The same last piece, sent twice at once, was faster.
  await files.remove(storedAs)
  return theFile(db, seen, itemId, upload.id)
}

/** Bytes that another feature has judged, in the store: a file by `keepFile`, or to be removed again. */
export async function storeBytes({ files }: Pick<House, 'files'>, ownerId: string, bytes: Uint8Array) {
  const storedAs = freshName(ownerId)
  return { storedAs, ...(await files.put(storedAs, bytes)) }
}

/** Makes what was stored a file of an item, in the transaction that made the item. @throws Refusal `quota_passed` */
export async function keepFile(
  tx: Tx,
  seen: Seen,
  itemId: string,
  file: { readonly name: string; readonly mediaType: string } & Awaited<ReturnType<typeof storeBytes>>,
): Promise<void> {
  await lockFilesOf(tx, seen.ownerId)
  refusePassedQuota(await usedBytes(tx, seen.ownerId), file.sizeBytes)
  await tx
    .insertInto('file')
    .values({
      owner_id: seen.ownerId,
      id: uuidv7(),
      item_id: itemId,
      name: file.name,
      media_type: file.mediaType,
      size_bytes: file.sizeBytes,
      sha256: file.sha256,
      stored_as: file.storedAs,
    })
    .execute()
  await recountFiles(tx, seen.ownerId, itemId)
  await ringForWords(tx)
  await audit(tx, { ...actOn(seen, itemId, file.name), act: 'file.added', changes: [{ field: 'file', before: '', after: file.name }] })
}

/** The item, locked; on one that is verified no file changes (T5), nor on a certificate while the record is frozen (T1). */
async function itemForFiles(tx: Tx, seen: Seen, itemId: string) {
  const item = await itemForUpdate(tx, seen, itemId)
  await refuseVerified(tx, seen.ownerId, [itemId])
  await refuseTakenOver(tx, seen.ownerId, [itemId])
  await refuseElsewhere(tx, seen.ownerId, [itemId])
  await refuseFrozenPapers(tx, seen.ownerId, [itemId])
  return item
}

/** One upload of an owner at a time is counted against the quota. */
export const lockFilesOf = (tx: Tx, ownerId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`files of ${ownerId}`}, 0))`.execute(tx)

async function dropUpload({ db, files }: House, ownerId: string, uploadId: string): Promise<void> {
  await db.deleteFrom('upload').where('owner_id', '=', ownerId).where('id', '=', uploadId).execute()
  await files.dropIncoming(incomingName(ownerId, uploadId))
}

async function fileMade(db: Db | Tx, seen: Seen, itemId: string, fileId: string): Promise<FileRef | null> {
  const row = await db
    .selectFrom('file')
    .select(FILE_COLUMNS)
    .where('owner_id', '=', seen.ownerId)
    .where('id', '=', fileId)
    .where('item_id', '=', itemId)
    .executeTakeFirst()
  return row === undefined ? null : fileRef(row)
}

async function theFile(db: Db | Tx, seen: Seen, itemId: string, fileId: string): Promise<FileRef> {
  const file = await fileMade(db, seen, itemId, fileId)
  if (file === null) throw notFound()
  return file
}

/** Give a file another name; its ending may not begin to say something its content is not. */
export async function renameFile(house: House, seen: Seen, itemId: string, fileId: string, wanted: string): Promise<FileRef> {
  return house.db.transaction().execute(async (tx) => {
    await itemForFiles(tx, seen, itemId)
    const before = await fileOf(tx, seen, itemId, fileId)
    const name = renamed({ name: before.name, mediaType: before.media_type }, wanted)
    if (name === before.name) return fileRef(before)
    const after = await tx
      .updateTable('file')
      .set({ name })
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', fileId)
      .returning(FILE_COLUMNS)
      .executeTakeFirstOrThrow()
    await recountFiles(tx, seen.ownerId, itemId)
    await audit(tx, { ...actOn(seen, itemId, name), act: 'file.renamed', changes: [{ field: 'file', before: before.name, after: name }] })
    return fileRef(after)
  })
}

/** Take a file off an item, for good; a signature that saw it keeps it. The item's version stays: nothing a form holds has changed. */
export async function removeFile(house: House, seen: Seen, itemId: string, fileId: string): Promise<Item> {
  const { item, storedAs } = await house.db.transaction().execute(async (tx) => {
    await itemForFiles(tx, seen, itemId)
    const { name, stored_as } = await fileOf(tx, seen, itemId, fileId)
    await tx.deleteFrom('file').where('owner_id', '=', seen.ownerId).where('id', '=', fileId).execute()
    await recountFiles(tx, seen.ownerId, itemId)
    await audit(tx, { ...actOn(seen, itemId, name), act: 'file.removed', changes: [{ field: 'file', before: name, after: '' }] })
    const kept = await filesKeptFor(tx, seen.ownerId, [stored_as])
    return { item: await itemOf(tx, house.catalogue, seen, itemId), storedAs: kept.has(stored_as) ? null : stored_as }
  })
  if (storedAs !== null) await house.files.remove(storedAs)
  return item
}

/** The one place that keeps what an item says of its files right, but for the words in them that are found later. */
export async function recountFiles(tx: Tx, ownerId: string, itemId: string): Promise<void> {
  await sql`
    update item set changed_at = ${CHANGED_NOW}, file_text = ${fileText(ownerId, itemId)},
      file_count = (select count(*)::int from file where owner_id = ${ownerId} and item_id = ${itemId})
    where item.owner_id = ${ownerId} and item.id = ${itemId}`.execute(tx)
}

const actOn = (seen: Seen, itemId: string, about: string) =>
  ({ ownerId: seen.ownerId, personId: seen.viewerId, recordKind: 'item', recordId: itemId, about }) as const
