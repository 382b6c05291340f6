import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

const LEAST_LENGTH = 2048
const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/**
 * Sends pages and JSON compressed, at a quality that costs about a millisecond. Bytes and streams (files, CSV, what Vite built) pass
 * as they are. No answer holds a token or key, which lengths could give away (BREACH).
 */
export function compressAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < LEAST_LENGTH || reply.hasHeader('content-encoding')) return payload
    reply.header('vary', 'accept-encoding')
    const accepted = request.headers['accept-encoding'] ?? ''
    const way = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null
    if (way === null) return payload
    reply.header('content-encoding', way).removeHeader('content-length')
    return way === 'br' ? brotli(payload, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }) : zip(payload, { level: 4 })
  })
}
