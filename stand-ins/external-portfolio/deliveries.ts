import { setTimeout as pause } from 'node:timers/promises'
import { text } from 'node:stream/consumers'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import { Payload } from '#domain/connections/payload.ts'
import type { Arrived, Attachments } from './attachments.ts'
import type { Faults } from './faults.ts'
import type { Records } from './records.ts'
import { callOf } from './server.ts'
import { DELIVER } from './provider.ts'

export const DELIVERIES = '/api/cpd-items'
const MOST_FILE_BYTES = 50 * 1024 * 1024
const MOST_FILES = 100
const MOST_ITEM_BYTES = 4 * 1024 * 1024
const KEY = /^[\x21-\x7e]{1,200}$/

interface Parts {
  readonly provider: Provider
  readonly records: Records
  readonly attachments: Attachments
  readonly faults: Faults
  /** Ends the waiting of slow answers when the server closes. */
  readonly closing: AbortSignal
}

/** Where learning arrives. It answers a receipt, and nothing of what is here can be read by it. */
export function deliveries(app: FastifyInstance, { provider, records, attachments, faults, closing }: Parts): void {
  app.post(DELIVERIES, async (request, reply) => {
    const call = callOf(request.raw)
    const fault = faults.next()
    call.fault = fault
    if (fault === 'down') return cut(request, reply)
    if (fault === 'slow') await pause(faults.settings.slowMs, undefined, { signal: closing })
    if (fault === '500') return problem(reply, 500, 'The stand-in was told to fail.')
    if (fault === '429') {
      return problem(reply.header('retry-after', faults.settings.retryAfterSeconds), 429, 'The stand-in was told that this is too often.')
    }
    const given = fault === '401' ? undefined : await allowed(request)
    if (given === undefined) {
      return problem(reply.header('www-authenticate', 'Bearer error="invalid_token"'), 401, 'The access token is not valid.')
    }
    if (!given.scopes.has(DELIVER)) {
      return problem(
        reply.header('www-authenticate', `Bearer error="insufficient_scope", scope="${DELIVER}"`),
        403,
        'The access token may not do this.',
      )
    }
    const key = request.headers['idempotency-key']
    if (typeof key !== 'string' || !KEY.test(key)) return problem(reply, 400, 'The header Idempotency-Key is missing or not a key.')
    if (!request.isMultipart()) return problem(reply, 415, 'A delivery is multipart/form-data.')

    const files: Arrived[] = []
    let stored = false
    try {
      const item = await receive(request, files)
      if (typeof item === 'string') return problem(reply, 422, item)
      stored = true
      const answer = records.store({ ...given, key, item, files }, { honoursKey: faults.settings.honoursKeys })
      if (fault === 'drop-after-storing') return cut(request, reply)
      const status = answer.made ? 201 : 200
      if (fault === 'half-answer') return answerHalf(reply, status, JSON.stringify(answer.receipt))
      return reply.code(status).send(answer.receipt)
    } finally {
      if (!stored) files.forEach(({ fileId }) => attachments.drop(fileId))
    }
  })

  async function allowed(request: FastifyRequest) {
    const token = /^Bearer ([\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const found = token === undefined ? undefined : await provider.AccessToken.find(token)
    if (!found?.clientId || !found.isValid) return undefined
    return { accountId: found.accountId, clientId: found.clientId, scopes: found.scopes }
  }

  /** The item, with its files put into `files`; or what is wrong with it. */
  async function receive(request: FastifyRequest, files: Arrived[]): Promise<Payload | string> {
    const limits = { fileSize: MOST_FILE_BYTES, files: MOST_FILES + 1, fieldSize: MOST_ITEM_BYTES, fields: 10 }
    let given: unknown
    let wrong: string | null = null
    // Read to its end even where something is wrong, or the connection would stand.
    for await (const part of request.parts({ limits })) {
      if (part.fieldname === 'item') {
        // With or without a file name: FormData gives a Blob one.
        given = part.type === 'file' ? await text(part.file) : part.value
      } else if (part.type === 'file' && part.fieldname === 'file') {
        files.push(await attachments.receive(part.file))
        if (part.file.truncated) wrong = `A file is larger than ${MOST_FILE_BYTES} bytes.`
      } else {
        if (part.type === 'file') part.file.resume()
        wrong = `There is no part called ${JSON.stringify(part.fieldname)}.`
      }
    }
    if (wrong !== null) return wrong
    const read = Payload.safeParse(typeof given === 'string' ? parsed(given) : given)
    if (!read.success)
      return `The part 'item' is not as it must be: ${read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`
    return differing(read.data, files) ?? read.data
  }
}

/** What is wrong with the files that came, or null where they are the ones that the item names. */
function differing(item: Payload, files: readonly Arrived[]): string | null {
  if (files.length !== item.attachments.length) return `The item names ${item.attachments.length} files; ${files.length} came.`
  for (const [at, { name, sizeBytes, sha256 }] of item.attachments.entries()) {
    const file = files[at]!
    if (file.sizeBytes !== sizeBytes) return `${JSON.stringify(name)} has ${file.sizeBytes} bytes, not ${sizeBytes}.`
    if (file.sha256 !== sha256.toLowerCase()) return `${JSON.stringify(name)} has another SHA-256 than was said.`
  }
  return null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** RFC 9457. */
function problem(reply: FastifyReply, status: number, detail: string): FastifyReply {
  return reply.code(status).type('application/problem+json').send({ type: 'about:blank', title: TITLES[status], status, detail })
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  415: 'Not multipart',
  422: 'Not as it must be',
  429: 'Too many requests',
  500: 'Out of order',
}

function cut(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack()
  request.raw.socket.destroy()
  return reply
}

function answerHalf(reply: FastifyReply, status: number, body: string): FastifyReply {
  reply.hijack()
  reply.raw.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  reply.raw.write(body.slice(0, body.length / 2), () => reply.raw.socket?.destroy())
  return reply
}
