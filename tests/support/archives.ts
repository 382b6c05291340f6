import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { v7 as uuidv7 } from 'uuid'
import { fromBufferPromise } from 'yauzl'
import { ZipFile } from 'yazl'
import { expect } from 'vitest'
import { beginImport, type Import } from '#domain/capture/import-contract.ts'
import { downloadArchive, readArchive, requestArchive } from '#domain/reports/archive-contract.ts'
import { makeArchive } from '../../src/server/reports/archive-make.ts'
import type { House } from '../../src/server/house.ts'
import { settled } from './importing.ts'
import type { Person } from './person.ts'
import { OCTETS } from './uploading.ts'

/** An archive of everything of theirs, as they would download it. The one before is forgotten. */
export async function archiveOf(house: House, person: Person): Promise<Buffer> {
  await house.db.deleteFrom('archive').where('owner_id', '=', person.id).execute()
  const { id } = await person.ask(requestArchive, { body: { id: uuidv7() } })
  await makeArchive(house, { ownerId: person.id, id })
  await expect.poll(async () => (await person.ask(readArchive)).archive?.state, { timeout: 30_000, interval: 50 }).toBe('ready')
  return (await person.send(downloadArchive)).rawPayload
}

/** Sends an archive and waits until it is read, or refused. */
export async function imported(person: Person, bytes: Buffer, id = uuidv7()): Promise<Import> {
  await person.ask(beginImport, { params: { importId: id }, query: { name: 'cairn.zip' }, body: bytes, headers: OCTETS })
  return settled(person, id)
}

/** What a ZIP holds, by its names. */
export async function opened(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(bytes)
  const files = new Map<string, Buffer>()
  for await (const entry of zip.eachEntry()) files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)))
  return files
}

export type Files = Map<string, Buffer>

export async function packed(files: Files, change: (zip: ZipFile) => void = () => undefined): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, bytes] of files) zip.addBuffer(bytes, name)
  change(zip)
  zip.end()
  return buffer(zip.outputStream as Readable)
}

/** The archive as a stranger would write it, with checksums that fit. */
export async function forged(archive: Buffer, change: (files: Files) => void): Promise<Buffer> {
  const files = await opened(archive)
  change(files)
  files.delete('checksums.txt')
  const sums = [...files].map(([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`)
  return packed(files.set('checksums.txt', Buffer.from(sums.join(''))))
}

/** Changes what `archive.json` says. */
export function amendManifest(files: Files, change: (manifest: { rows: Record<string, number> }) => object): void {
  const manifest = JSON.parse(files.get('archive.json')!.toString()) as { rows: Record<string, number> }
  files.set('archive.json', Buffer.from(JSON.stringify({ ...manifest, ...change(manifest) })))
}

/** Changes the rows of one file of data, and how many `archive.json` says there are. */
export function amendRows(files: Files, name: string, change: (rows: Record<string, unknown>[]) => readonly object[]): void {
  const rows = change(JSON.parse(files.get(`data/${name}.json`)!.toString()) as Record<string, unknown>[])
  files.set(`data/${name}.json`, Buffer.from(`[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`))
  amendManifest(files, ({ rows: counts }) => ({ rows: { ...counts, [name]: rows.length } }))
}
