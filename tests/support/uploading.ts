import { v7 as uuidv7 } from 'uuid'
import type { FileRef } from '#domain/portfolio/contract.ts'
import { beginUpload, sendPiece } from '#domain/portfolio/file-contract.ts'
import type { FileStore } from '#server/platform/files.ts'
import type { Person } from './person.ts'

export const OCTETS = { 'content-type': 'application/octet-stream' }

/** The smallest that is still one by its content. */
export const PDF = Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')

/** What `beginUpload` is asked with. */
export const begin = (id: string, name: string, sizeBytes: number, uploadId = uuidv7()) => ({
  params: { id },
  body: { uploadId, name, sizeBytes },
})

export const send = (person: Person, id: string, uploadId: string, offset: number, bytes: Buffer) =>
  person.ask(sendPiece, { params: { id, uploadId }, query: { offset }, body: bytes, headers: OCTETS })

/** A file on an item, sent in one piece. */
export async function upload(person: Person, id: string, name: string, bytes: Buffer): Promise<FileRef> {
  const asking = begin(id, name, bytes.length)
  await person.ask(beginUpload, asking)
  const { file } = await send(person, id, asking.body.uploadId, 0, bytes)
  return file!
}

/** Names in the store that are this owner's, in order. */
export const storedOf = (files: FileStore, person: Person) => namesOf(files.list(`${person.id}/`), person)
export const incomingOf = (files: FileStore, person: Person) => namesOf(files.listIncoming(), person)

async function namesOf(found: AsyncIterable<{ name: string }>, person: Person): Promise<string[]> {
  const names: string[] = []
  for await (const { name } of found) if (name.startsWith(`${person.id}/`)) names.push(name)
  return names.toSorted()
}
