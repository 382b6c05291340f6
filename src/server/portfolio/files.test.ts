import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { binItems, historyOfItem, itemById } from '#domain/portfolio/contract.ts'
import {
  beginUpload,
  downloadFile,
  MOST_BYTES_PER_PERSON,
  previewFile,
  removeFile,
  renameFile,
  sendPiece,
  storageUse,
} from '#domain/portfolio/file-contract.ts'
import { house } from '../../../tests/support/house.ts'
import { begin, incomingOf, OCTETS, PDF, send, storedOf, upload } from '../../../tests/support/uploading.ts'

const at = house()

async function withItem() {
  const ada = await at.clinician()
  const { id } = await ada.record({ title: 'Advanced life support' })
  return { ada, id }
}

describe('P11: uploading', () => {
  test('P11: a file sent in pieces is the item’s, byte for byte, and the item, its history and search know of it', async () => {
    const { ada, id } = await withItem()
    const bytes = randomBytes(100_000)
    const asking = begin(id, 'Résumé_of-ALS course.dat', bytes.length)
    expect(await ada.ask(beginUpload, asking)).toEqual({ offset: 0 })
    const { uploadId } = asking.body
    expect(await send(ada, id, uploadId, 0, bytes.subarray(0, 60_000))).toEqual({ offset: 60_000, file: null })
    const { file } = await send(ada, id, uploadId, 60_000, bytes.subarray(60_000))
    expect(file).toMatchObject({ id: uploadId, itemId: id, name: 'Résumé_of-ALS course.dat', sizeBytes: 100_000, canPreview: false })

    const answer = await ada.send(downloadFile, { params: { id, fileId: file!.id } })
    expect(answer.rawPayload.equals(bytes)).toBe(true)
    const item = await ada.ask(itemById, { params: { id } })
    expect(item.files).toEqual([file])
    expect((await ada.list({ search: 'resume' })).items.map((row) => [row.id, row.files])).toEqual([[id, 1]])
    const { entries } = await ada.ask(historyOfItem, { params: { id } })
    expect(entries[0]).toMatchObject({ act: 'file.added', changes: [{ field: 'file', before: '', after: file!.name }] })
    expect(await incomingOf(at.house.files, ada)).toEqual([])
  })

  test('P11: a stopped upload goes on where it stopped; a piece again or too far on changes nothing', async () => {
    const { ada, id } = await withItem()
    const bytes = randomBytes(5000)
    const asking = begin(id, 'scan.bin2', bytes.length)
    const { uploadId } = asking.body
    await ada.ask(beginUpload, asking)
    await send(ada, id, uploadId, 0, bytes.subarray(0, 3000))
    expect(await ada.ask(beginUpload, asking)).toEqual({ offset: 3000 })
    expect(await send(ada, id, uploadId, 0, bytes.subarray(0, 3000))).toEqual({ offset: 3000, file: null })
    expect(await send(ada, id, uploadId, 4000, bytes.subarray(4000))).toEqual({ offset: 3000, file: null })
    const { file } = await send(ada, id, uploadId, 3000, bytes.subarray(3000))
    expect((await ada.send(downloadFile, { params: { id, fileId: file!.id } })).rawPayload.equals(bytes)).toBe(true)
  })

  test('N4: the last piece sent again, and ten times at once, makes one file', async () => {
    const { ada, id } = await withItem()
    const asking = begin(id, 'certificate.pdf', PDF.length)
    await ada.ask(beginUpload, asking)
    const { uploadId } = asking.body
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(ada, id, uploadId, 0, PDF)))
    const again = await send(ada, id, uploadId, 0, PDF)
    for (const { file } of answers) expect(file).toEqual(again.file)
    expect((await ada.ask(itemById, { params: { id } })).files).toEqual([again.file])
    expect(await storedOf(at.house.files, ada)).toHaveLength(1)
    // Even beginning again leads to the file: the page sends the last byte and is given its row.
    const { offset } = await ada.ask(beginUpload, asking)
    expect(await send(ada, id, uploadId, offset, PDF.subarray(offset))).toEqual({ offset: PDF.length, file: again.file })
  })

  test('N4: an upload whose bytes all arrived before a crash is finished by what the page sends next', async () => {
    const { ada, id } = await withItem()
    const asking = begin(id, 'certificate.pdf', PDF.length)
    await ada.ask(beginUpload, asking)
    const { uploadId } = asking.body
    await at.house.files.appendIncoming(`${ada.id}/${uploadId}`, 0, PDF)
    const { offset } = await ada.ask(beginUpload, asking)
    expect(offset).toBe(PDF.length - 1)
    const { file } = await send(ada, id, uploadId, offset, PDF.subarray(offset))
    expect(file).toMatchObject({ mediaType: 'application/pdf', sizeBytes: PDF.length, canPreview: true })
  })

  test('P11, N1: 51 MiB are refused before a byte is sent, at the field', async () => {
    const { ada, id } = await withItem()
    const problem = await ada.refused(beginUpload, begin(id, 'film.mp4', 51 * 1024 * 1024), 'too_large')
    expect(problem.fields[0]).toEqual({ path: 'file', message: '“film.mp4” is 51 MiB. A file can have 50 MiB at most.' })
  })

  test('P11: more bytes than were said, or a piece of more than 4 MiB, is refused and what came before stays', async () => {
    const { ada, id } = await withItem()
    const asking = begin(id, 'a.dat', 10)
    await ada.ask(beginUpload, asking)
    const { uploadId } = asking.body
    await send(ada, id, uploadId, 0, Buffer.from('01234'))
    await ada.refused(
      sendPiece,
      { params: { id, uploadId }, query: { offset: 5 }, body: Buffer.from('567890'), headers: OCTETS },
      'too_large',
    )
    await ada.refused(
      sendPiece,
      { params: { id, uploadId }, query: { offset: 5 }, body: Buffer.alloc(4 * 1024 * 1024 + 1), headers: OCTETS },
      'too_large',
    )
    expect(await ada.ask(beginUpload, asking)).toEqual({ offset: 5 })
  })

  test('P11: a whole piece of 4 MiB is taken', async () => {
    const { ada, id } = await withItem()
    expect((await upload(ada, id, 'large.dat', randomBytes(4 * 1024 * 1024))).sizeBytes).toBe(4 * 1024 * 1024)
  })

  test('P11, N1: a program named .pdf is refused in plain words, and nothing of it is kept', async () => {
    const { ada, id } = await withItem()
    const program = Buffer.concat([Buffer.from('4d5a90000300000004000000ffff0000', 'hex'), Buffer.alloc(500)])
    const asking = begin(id, 'certificate.pdf', program.length)
    await ada.ask(beginUpload, asking)
    const { uploadId } = asking.body
    const problem = await ada.refused(
      sendPiece,
      { params: { id, uploadId }, query: { offset: 0 }, body: program, headers: OCTETS },
      'file_type_refused',
    )
    expect(problem.fields[0]).toEqual({
      path: 'file',
      message: '“certificate.pdf” is a program. Programs are not taken, whatever they are called.',
    })
    await ada.refused(beginUpload, begin(id, 'setup.exe', 100), 'file_type_refused')
    expect(await ada.ask(storageUse)).toEqual({ usedBytes: 0, mostBytes: MOST_BYTES_PER_PERSON })
    expect([...(await storedOf(at.house.files, ada)), ...(await incomingOf(at.house.files, ada))]).toEqual([])
    expect((await ada.ask(itemById, { params: { id } })).files).toEqual([])
  })

  test('P11: past 2 GiB, uploads under way included and however many begin at once, a file is refused with what is used', async () => {
    const { ada, id } = await withItem()
    const mebibytes = 1024 * 1024
    await at.house.db
      .insertInto('file')
      .values({
        owner_id: ada.id,
        id: uuidv7(),
        item_id: id,
        name: 'x',
        media_type: 'text/plain',
        size_bytes: MOST_BYTES_PER_PERSON - 100 * mebibytes,
        sha256: '',
        stored_as: 'x',
      })
      .execute()
    const items = await Promise.all(Array.from({ length: 30 }, (_, count) => ada.record({ title: `Item ${count}` })))
    const answers = await Promise.all(items.map((item) => ada.send(beginUpload, begin(item.id, 'a.dat', 8 * mebibytes))))
    expect(answers.filter((answer) => answer.statusCode === 200)).toHaveLength(12)
    const problem = await ada.refused(beginUpload, begin(id, 'a.dat', 40 * mebibytes), 'quota_passed')
    expect(problem.title).toContain('of your 2 GiB are used')
    expect(await ada.ask(storageUse)).toEqual({ usedBytes: MOST_BYTES_PER_PERSON - 4 * mebibytes, mostBytes: MOST_BYTES_PER_PERSON })
  })
})

describe('P11: downloading', () => {
  test.each([
    ['notes.html', '<!doctype html><script>alert(1)</script>'],
    ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
  ])('P11: %s is only ever downloaded, never a page of ours', async (name, text) => {
    const { ada, id } = await withItem()
    const file = await upload(ada, id, name, Buffer.from(text))
    const answer = await ada.send(downloadFile, { params: { id, fileId: file.id } })
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${name}"; filename*=UTF-8''${name}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': 'sandbox',
      'cache-control': 'private, no-store',
    })
    expect(answer.body).toBe(text)
    expect(file.canPreview).toBe(false)
    await ada.refused(previewFile, { params: { id, fileId: file.id } }, 'not_found')
  })

  test('P11: a file comes under its own name in any script, and in parts where parts are asked for', async () => {
    const { ada, id } = await withItem()
    const file = await upload(ada, id, 'Prüfung “A” 日本.txt', Buffer.from('0123456789'))
    const get = (range: string) => ada.send(downloadFile, { params: { id, fileId: file.id }, headers: { range } })
    const answer = await get('bytes=2-4')
    expect([answer.statusCode, answer.body, answer.headers['content-range']]).toEqual([206, '234', 'bytes 2-4/10'])
    expect((await get('bytes=-3')).body).toBe('789')
    expect((await get('bytes=8-')).body).toBe('89')
    expect((await get('lines=1-2')).body).toBe('0123456789')
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="Prufung _A_ __.txt"; filename*=UTF-8''Pr%C3%BCfung%20%E2%80%9CA%E2%80%9D%20%E6%97%A5%E6%9C%AC.txt`,
    )
  })

  test('P11: a picture is previewed smaller, a PDF as itself, in a frame of ours alone', async () => {
    const { ada, id } = await withItem()
    const large = await sharp({ create: { width: 2000, height: 1000, channels: 3, background: 'blue' } })
      .png()
      .toBuffer()
    const picture = await upload(ada, id, 'slide.png', large)
    const shown = await ada.send(previewFile, { params: { id, fileId: picture.id } })
    expect(shown.headers).toMatchObject({ 'content-type': 'image/webp', 'x-content-type-options': 'nosniff' })
    expect((await sharp(shown.rawPayload).metadata()).width).toBe(1600)

    const pdf = await upload(ada, id, 'certificate.pdf', PDF)
    const page = await ada.send(previewFile, { params: { id, fileId: pdf.id } })
    expect(page.rawPayload.equals(PDF)).toBe(true)
    expect(page.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'self'",
      'x-content-type-options': 'nosniff',
    })
  })
})

describe('P11: a file’s life', () => {
  test('P11: a file is renamed and removed; the item’s version stays, and its bytes are gone', async () => {
    const { ada, id } = await withItem()
    const before = await ada.ask(itemById, { params: { id } })
    const file = await upload(ada, id, 'scan.pdf', PDF)
    const params = { id, fileId: file.id }
    expect(await ada.ask(renameFile, { params, body: { name: 'Sepsis certificate' } })).toMatchObject({ name: 'Sepsis certificate.pdf' })
    expect((await ada.list({ search: 'sepsis' })).items).toHaveLength(1)
    const problem = await ada.refused(renameFile, { params, body: { name: 'Sepsis.exe' } }, 'file_type_refused')
    expect(problem.fields[0]?.path).toBe('name')

    const item = await ada.ask(removeFile, { params })
    expect(item).toMatchObject({ id, files: [], version: before.version })
    expect((await ada.list({ search: 'sepsis' })).items).toEqual([])
    expect(await storedOf(at.house.files, ada)).toEqual([])
    await ada.refused(downloadFile, { params }, 'not_found')
    await ada.refused(removeFile, { params }, 'not_found')
    const { entries } = await ada.ask(historyOfItem, { params: { id } })
    expect(entries.slice(0, 3).map((entry) => entry.act)).toEqual(['file.removed', 'file.renamed', 'file.added'])
  })

  test('P11: what PostgreSQL cannot keep in a name is left out of it', async () => {
    const { ada, id } = await withItem()
    const file = await upload(ada, id, 'a\0b\udc00.pdf', PDF)
    expect(file.name).toBe('ab_.pdf')
    const params = { id, fileId: file.id }
    expect(await ada.ask(renameFile, { params, body: { name: 'Sep\0sis \ud800 2' } })).toMatchObject({ name: 'Sepsis _ 2.pdf' })
    await ada.refused(renameFile, { params, body: { name: ' \0 ' } }, 'invalid_input')
    const { entries } = await ada.ask(historyOfItem, { params: { id } })
    expect(entries[0]).toMatchObject({ act: 'file.renamed', changes: [{ field: 'file', before: 'ab_.pdf', after: 'Sepsis _ 2.pdf' }] })
  })

  test('P11: files of an item in the bin can be looked at and not changed', async () => {
    const { ada, id } = await withItem()
    const file = await upload(ada, id, 'scan.pdf', PDF)
    const under = begin(id, 'second.pdf', PDF.length)
    await ada.ask(beginUpload, under)
    await ada.ask(binItems, { body: { items: [id] } })
    const params = { id, fileId: file.id }
    expect((await ada.send(downloadFile, { params })).statusCode).toBe(200)
    await ada.refused(removeFile, { params }, 'not_allowed')
    await ada.refused(renameFile, { params, body: { name: 'x.pdf' } }, 'not_allowed')
    await ada.refused(beginUpload, begin(id, 'a.pdf', 10), 'not_allowed')
    const piece = { params: { id, uploadId: under.body.uploadId }, query: { offset: 0 }, body: PDF, headers: OCTETS }
    await ada.refused(sendPiece, piece, 'not_allowed')
  })

  test('A11: to a stranger no file, upload or storage is there, and nothing can be sent', async () => {
    const { ada, id } = await withItem()
    const bob = await at.clinician()
    const file = await upload(ada, id, 'scan.pdf', PDF)
    const under = begin(id, 'second.pdf', PDF.length)
    await ada.ask(beginUpload, under)
    const own = await bob.record({ title: 'Mine' })
    for (const params of [
      { ownerId: ada.id, id, fileId: file.id },
      { id, fileId: file.id },
      { id: own.id, fileId: file.id },
    ]) {
      await bob.refused(downloadFile, { params }, 'not_found')
      await bob.refused(previewFile, { params }, 'not_found')
      await bob.refused(removeFile, { params }, 'not_found')
      await bob.refused(renameFile, { params, body: { name: 'x.pdf' } }, 'not_found')
    }
    const piece = { query: { offset: 0 }, body: PDF, headers: OCTETS }
    for (const params of [{ ownerId: ada.id, id }, { id }, { id: own.id }]) {
      await bob.refused(sendPiece, { ...piece, params: { ...params, uploadId: under.body.uploadId } }, 'not_found')
    }
    await bob.refused(beginUpload, { params: { ownerId: ada.id, id }, body: { ...under.body, uploadId: uuidv7() } }, 'not_found')
    await bob.refused(beginUpload, { params: { id }, body: { ...under.body, uploadId: uuidv7() } }, 'not_found')
    await bob.refused(storageUse, { params: { ownerId: ada.id } }, 'not_found')
    await at.nobody().refused(downloadFile, { params: { ownerId: ada.id, id, fileId: file.id } }, 'not_signed_in')
    // A file of one item is not there under another.
    const other = await ada.record({ title: 'Another' })
    await ada.refused(downloadFile, { params: { id: other.id, fileId: file.id } }, 'not_found')
  })
})
