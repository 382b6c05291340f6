import type { FastifyReply } from 'fastify'

/** What a browser would run as a page, were it ever opened from here. */
const PAGE_LIKE = /html|xml|svg|javascript/

/** The type a stored file is sent under. */
export const typeSent = (mediaType: string): string => (PAGE_LIKE.test(mediaType) ? 'application/octet-stream' : mediaType)

/** The browser's own viewer shows it in a frame of our page, and nowhere else. */
export const PDF_POLICY = "sandbox; default-src 'none'; frame-ancestors 'self'"

/** Nothing of a stored file is ever run, guessed at or kept on the device. */
export function guard(reply: FastifyReply, policy: string): void {
  reply.header('content-security-policy', policy)
  reply.header('x-content-type-options', 'nosniff')
  reply.header('cache-control', 'private, no-store')
}

/** A name in any script, with plain letters for programs that read no others. RFC 6266, RFC 5987 */
export function attachmentNamed(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
