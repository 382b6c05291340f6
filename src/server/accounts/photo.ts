import { v7 as uuidv7 } from 'uuid'
import sharp from 'sharp'
import { accountWords } from '#domain/accounts/words.ts'
import { Refusal } from '#domain/errors.ts'
import { audit } from '#server/platform/audit.ts'
import { gate } from '#server/platform/gate.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { Seen } from './seen.ts'

const TAKEN = new Set(['jpeg', 'png', 'webp'])
const SIDE_PIXELS = 512
/** A small file can unpack to more pixels than memory holds. */
const MOST_PIXELS = 60_000_000
export const PHOTO_PREFIX = 'photos/'
/** One picture at its largest takes 240 MB while it is read. */
const reading = gate(1)

const refusedType = () =>
  new Refusal('file_type_refused', accountWords.notAPicture, { fields: [{ path: 'photo', message: accountWords.notAPicture }] })

/**
 * The picture as a square JPEG, upright, without its EXIF (which tells where it was taken).
 * @throws Refusal `file_type_refused`
 */
export const photoFrom = (bytes: Uint8Array): Promise<Buffer> => reading(() => squareFrom(bytes))

async function squareFrom(bytes: Uint8Array): Promise<Buffer> {
  try {
    const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
    const { format } = await picture.metadata()
    if (!TAKEN.has(format)) throw refusedType()
    return await picture
      .rotate()
      .resize(SIDE_PIXELS, SIDE_PIXELS, { fit: 'cover', position: 'attention' })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 85 })
      .toBuffer()
  } catch {
    throw refusedType()
  }
}

export async function savePhoto(parts: Parts, seen: Seen, bytes: Uint8Array): Promise<void> {
  const name = `${PHOTO_PREFIX}${seen.ownerId}/${uuidv7()}`
  await parts.files.put(name, await photoFrom(bytes))
  await setPhoto(parts, seen, name)
}

export const removePhoto = (parts: Parts, seen: Seen) => setPhoto(parts, seen, null)

/** The row first, then the old bytes: a crash between leaves bytes nobody names, never a name without bytes. */
async function setPhoto(parts: Parts, seen: Seen, name: string | null): Promise<void> {
  const before = await parts.db.transaction().execute(async (tx) => {
    const row = await tx.selectFrom('person').where('owner_id', '=', seen.ownerId).select('photo_as').forUpdate().executeTakeFirst()
    if (!row || (row.photo_as === null && name === null)) return null
    await tx.updateTable('person').set({ photo_as: name }).where('owner_id', '=', seen.ownerId).execute()
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: name === null ? 'accounts.photo_removed' : 'accounts.photo_changed',
      recordKind: 'profile',
      recordId: seen.ownerId,
    })
    return row.photo_as
  })
  if (before !== null) await parts.files.remove(before)
}

/** The stored name of the owner's photo, or null. */
export async function photoName(parts: Parts, seen: Seen): Promise<string | null> {
  const row = await parts.db.selectFrom('person').where('owner_id', '=', seen.ownerId).select('photo_as').executeTakeFirst()
  return row?.photo_as ?? null
}
