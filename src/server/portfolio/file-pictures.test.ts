import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { itemById } from '#domain/portfolio/contract.ts'
import { beginUpload, downloadFile, MOST_BYTES_PER_PERSON, sendPiece, storageUse } from '#domain/portfolio/file-contract.ts'
import { house } from '../../../tests/support/house.ts'
import { begin, incomingOf, OCTETS, storedOf, upload } from '../../../tests/support/uploading.ts'

const at = house()

async function withItem() {
  const ada = await at.clinician()
  const { id } = await ada.record({ title: 'Advanced life support' })
  return { ada, id }
}

test('P11, P23: a photograph loses its place on the way in', async () => {
  const { ada, id } = await withItem()
  const photo = await sharp({ create: { width: 300, height: 200, channels: 3, background: 'green' } })
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
    .jpeg()
    .toBuffer()
  const file = await upload(ada, id, 'IMG_1.jpg', photo)
  const { rawPayload } = await ada.send(downloadFile, { params: { id, fileId: file.id } })
  expect((await sharp(rawPayload).metadata()).exif).toBeUndefined()
  expect(file).toMatchObject({ mediaType: 'image/jpeg', canPreview: true, sizeBytes: rawPayload.length })
})

test('P11: a picture whose metadata no camera writes is refused in plain words, and nothing of it is kept', async () => {
  const { ada, id } = await withItem()
  const tangled = Buffer.from(`GIF89a\0${'<exif:GPSa'.repeat(40_000)}`)
  const asking = begin(id, 'scan.gif', tangled.length)
  await ada.ask(beginUpload, asking)
  const piece = { params: { id, uploadId: asking.body.uploadId }, query: { offset: 0 }, body: tangled, headers: OCTETS }
  const problem = await ada.refused(sendPiece, piece, 'file_type_refused')
  expect(problem.fields[0]).toMatchObject({ path: 'file', message: expect.stringContaining('“scan.gif” could not be read in good time.') })
  expect([...(await storedOf(at.house.files, ada)), ...(await incomingOf(at.house.files, ada))]).toEqual([])
  expect(await ada.ask(storageUse)).toMatchObject({ usedBytes: 0 })
})

test('P11: a photograph is not encoded again, so it never grows by losing its metadata', async () => {
  const { ada, id } = await withItem()
  const pixels = randomBytes(300 * 200 * 3)
  const photo = await sharp(pixels, { raw: { width: 300, height: 200, channels: 3 } })
    .withExif({ IFD0: { Make: 'Phone' } })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 50 })
    .toBuffer()
  expect((await upload(ada, id, 'IMG_2.jpg', photo)).sizeBytes).toBeLessThan(photo.length)
})

test('P11: the quota holds for what is kept, not only for what was sent', async () => {
  const { ada, id } = await withItem()
  const plain = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  // An EXIF that leaves out its last four bytes, which the one kept instead does not.
  const turned = Buffer.from('000000166558496649492a0008000000010012010300010000000600000000000000', 'hex')
  const photo = Buffer.concat([plain.subarray(0, 33), turned, plain.subarray(33)])
  const values = { owner_id: ada.id, item_id: id, name: 'x', media_type: 'text/plain', sha256: '', stored_as: 'x' }
  await at.house.db
    .insertInto('file')
    .values({ ...values, id: uuidv7(), size_bytes: MOST_BYTES_PER_PERSON - photo.length })
    .execute()
  const asking = begin(id, 'photo.png', photo.length)
  await ada.ask(beginUpload, asking)
  const piece = { params: { id, uploadId: asking.body.uploadId }, query: { offset: 0 }, body: photo, headers: OCTETS }
  await ada.refused(sendPiece, piece, 'quota_passed')
  expect(await storedOf(at.house.files, ada)).toEqual([])
  expect((await ada.ask(itemById, { params: { id } })).files).toHaveLength(1)
})
