import type { FastifyReply } from 'fastify'
import { Refusal } from '#domain/errors.ts'
import type { FileStore } from './files.ts'

/** What a browser would run as a page, were it ever opened from here. */
const PAGE_LIKE = /html|xml|svg|javascript/

interface Sendable {
  readonly name: string
  readonly media_type: string
  readonly size_bytes: number
  readonly stored_as: string
}

/** A stored file as an attachment under its own name, never a page of ours (P11); a part of it where one was asked for. */
export async function sendStoredFile(reply: FastifyReply, files: FileStore, file: Sendable, rangeHeader: string | undefined) {
  await standsInStore(files, file.stored_as)
  guardFile(reply, 'sandbox')
  reply.header('content-disposition', attachmentNamed(file.name))
  reply.header('content-type', PAGE_LIKE.test(file.media_type) ? 'application/octet-stream' : file.media_type)
  reply.header('accept-ranges', 'bytes')
  const range = rangeAsked(rangeHeader, file.size_bytes)
  if (range === null) return reply.header('content-length', file.size_bytes).send(files.read(file.stored_as))
  reply.code(206)
  reply.header('content-range', `bytes ${range.start}-${range.end}/${file.size_bytes}`)
  return reply.header('content-length', range.end - range.start + 1).send(files.read(file.stored_as, range))
}

/** @throws Refusal `internal` */
export async function standsInStore(files: FileStore, name: string): Promise<void> {
  if (!(await files.has(name))) throw new Refusal('internal', 'This file is missing from where files are kept. Please tell support.')
}

/** Nothing of a stored file is ever run, guessed at or kept on the device. */
export function guardFile(reply: FastifyReply, policy: string): void {
  reply.header('content-security-policy', policy)
  reply.header('x-content-type-options', 'nosniff')
  reply.header('cache-control', 'private, no-store')
}

/** The browser's own viewer shows it in a frame of our page, and nowhere else. */
export const PDF_POLICY = "sandbox; default-src 'none'; frame-ancestors 'self'"

/** A name in any script, with plain letters for programs that read no others. RFC 6266, RFC 5987 */
export function attachmentNamed(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

/** One range that can be given; null for the whole: what cannot be read is passed over, as RFC 9110, 14.2 allows. */
function rangeAsked(header: string | undefined, sizeBytes: number): { start: number; end: number } | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return null
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first)
  const end = first === '' || last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1)
  return start <= end ? { start, end } : null
}
