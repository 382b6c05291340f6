import { buffer } from 'node:stream/consumers'
import { SaxesParser } from 'saxes'
import { fromBufferPromise } from 'yauzl'
import { ZipFile } from 'yazl'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { bringIn, type Import } from '#domain/capture/import-contract.ts'
import { binItems, itemById, tagItems, type Item } from '#domain/portfolio/contract.ts'
import { downloadFile } from '#domain/portfolio/file-contract.ts'
import { downloadArchive, requestArchive } from '#domain/reports/archive-contract.ts'
import { house } from '../../../tests/support/house.ts'
import { imported, settled } from '../../../tests/support/importing.ts'
import type { Person } from '../../../tests/support/person.ts'
import { PDF, upload } from '../../../tests/support/uploading.ts'
import { makeArchive } from './archive-make.ts'

const at = house({ listening: true })

async function archiveOf(person: Person): Promise<Map<string, Buffer>> {
  const id = uuidv7()
  await person.ask(requestArchive, { body: { id } })
  await expect.poll(async () => (await person.send(downloadArchive)).statusCode, { timeout: 30_000 }).toBe(200)
  await makeArchive(at.house, { ownerId: person.id, id })
  const zip = await fromBufferPromise((await person.send(downloadArchive)).rawPayload)
  const files = new Map<string, Buffer>()
  for await (const entry of zip.eachEntry()) files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)))
  return files
}

/** The archive as another program takes it: the feed and the files, without what only a Cairn reads. */
async function asPackage(files: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, bytes] of files) if (name === 'leap2a.xml' || name.startsWith('files/')) zip.addBuffer(bytes, name)
  zip.end()
  return buffer(zip.outputStream)
}

async function itemsOf(person: Person): Promise<unknown[]> {
  const items: Item[] = []
  for (const { id } of (await person.list()).items) items.push(await person.ask(itemById, { params: { id } }))
  const all = items.map(async ({ id, title, type, status, startedOn, completedOn, personal, impact, notes, link, tags, files }) => {
    const bytes = files.map(async (file) =>
      (await person.send(downloadFile, { params: { id, fileId: file.id } })).rawPayload.toString('base64'),
    )
    const its = { names: files.map(({ name, mediaType }) => [name, mediaType]), bytes: await Promise.all(bytes) }
    return { title, type, status, startedOn, completedOn, personal, impact, notes, link, tags: tags.map(({ label }) => label), ...its }
  })
  return (await Promise.all(all)).toSorted((a, b) => a.title.localeCompare(b.title))
}

test('R6: what the archive says in Leap2A comes in elsewhere as it was: titles, notes, dates, tags, credits, links and files', async () => {
  const ada = await at.clinician()
  const odd = 'A <b>note</b> & “more”; 🩺\n\n  =1+1\n]]> &amp; é\u0301'
  const one = await ada.record({
    title: 'Sepsis <update> & "more"',
    type: 'course',
    status: 'completed',
    startedOn: '2024-01-30',
    completedOn: '2024-02-01',
    notes: odd,
    link: 'https://example.org/a?b=1&c=2',
    personal: 150,
    impact: 25,
  })
  await ada.record({ title: '=Planned', status: 'not started' })
  await ada.record({ title: 'Begun', type: 'reading', status: 'in progress', startedOn: '2025-03-01' })
  await ada.record({ title: 'Done', type: 'certificate', status: 'completed', completedOn: '2025-03-02' })
  const gone = await ada.record({ title: 'In the bin' })
  await ada.ask(binItems, { body: { items: [gone.id] } })
  await ada.ask(tagItems, { body: { items: [one.id], add: [{ label: 'Acute; care' }, { label: 'a, b | c' }], remove: [] } })
  await upload(ada, one.id, 'slides & notes (1).pdf', PDF)
  await upload(ada, one.id, 'Übersicht.txt', Buffer.from('Lactate first.'))

  const archive = await archiveOf(ada)
  const feed = archive.get('leap2a.xml')!.toString()
  const seen = new Set<string>()
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (fault) => {
    throw fault
  })
  parser.on('opentag', (tag) => seen.add(tag.uri))
  parser.write(feed).close()
  expect([...seen].toSorted()).toEqual([
    'http://terms.leapspecs.org/',
    'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
    'http://www.w3.org/2005/Atom',
  ])
  expect(archive.get('checksums.txt')!.toString()).toContain('  leap2a.xml\n')
  expect(archive.get('index.html')!.toString()).toContain('href="leap2a.xml"')
  expect(feed).not.toContain('In the bin')

  const bob = await at.clinician()
  const read: Import = await imported(bob, await asPackage(archive), 'archive.zip')
  expect(read).toMatchObject({ state: 'ready', counts: { lines: 4, fresh: 4, faulty: 0 } })
  await bob.ask(bringIn, { params: { importId: read.id } })
  await settled(bob, read.id)
  expect(await itemsOf(bob)).toEqual(await itemsOf(ada))
})
