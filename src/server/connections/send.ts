import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { pipeline } from 'node:stream/promises'
import type { Outcome } from '#domain/connections/delivery-rules.ts'
import { readRetryAfter } from '#domain/connections/delivery-rules.ts'
import { Receipt } from '#domain/connections/payload.ts'
import type { Host } from './circuit.ts'
import type { OpenConnector } from './connectors.ts'
import type { Sendable } from './payload-queries.ts'

/** Milliseconds without a byte either way, and for the whole. */
const QUIET_MS = 30_000
const WHOLE_MS = 15 * 60_000
/** Milliseconds for the whole answer once everything was sent. */
const ANSWER_MS = 30_000
const MOST_ANSWER_BYTES = 64 * 1024

export type Sent =
  | { readonly outcome: Outcome; readonly receipt: Receipt | null; readonly fault: string | null; readonly host: Host }
  | { readonly outcome: 'token refused' }

/**
 * Sends one item with its files as multipart/form-data, under its idempotency key (X5). Never throws: what cannot be told apart from
 * an arrival is a lost answer.
 */
export async function sendItem(connector: OpenConnector, token: string, key: string, sendable: Sendable): Promise<Sent> {
  const address = connector.deliveries
  const boundary = `cairn-${randomBytes(18).toString('hex')}`
  let connected = false
  let unreadable = false
  const answering = new AbortController()
  let patience: NodeJS.Timeout | undefined
  try {
    const asking = (address.protocol === 'https:' ? httpsRequest : httpRequest)(address, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'idempotency-key': key,
        'content-type': `multipart/form-data; boundary=${boundary}`,
      },
      timeout: QUIET_MS,
      // A connection kept open may close just as it is used: where no key is honoured nobody could then tell whether it had arrived.
      ...(connector.connector.honoursKeys ? {} : { agent: false }),
      signal: AbortSignal.any([AbortSignal.timeout(WHOLE_MS), answering.signal]),
    })
    asking.on('timeout', () => asking.destroy(new Error('It did not answer in time.')))
    asking.on('socket', (socket) => {
      // Before the handshake is done nothing of the item can have left.
      if (socket.connecting) socket.once(address.protocol === 'https:' ? 'secureConnect' : 'connect', () => (connected = true))
      else connected = true
    })
    const answered = once(asking, 'response') as Promise<[IncomingMessage]>
    answered.catch(() => undefined)
    // A side that says no may do so before it has read everything: its answer then tells more than the broken pipe.
    const unread = () => (unreadable = true)
    const sending = pipeline(parts(boundary, mapped(connector, sendable), sendable, unread), asking)
      .catch(() => undefined)
      .then(() => (patience = setTimeout(() => answering.abort(), ANSWER_MS)))
    const [answer] = await answered
    const sent = await read(answer)
    await sending
    return sent
  } catch (fault) {
    const later = { outcome: { kind: 'refused for now', retryAfterMs: null }, receipt: null } as const
    // Without its end a delivery is none.
    if (unreadable) return { ...later, fault: 'A file of it could not be read here.', host: 'not asked' }
    const said = faultOf(fault)
    // Where no connection came about, nothing can have arrived.
    return connected
      ? { outcome: { kind: 'lost answer' }, receipt: null, fault: said, host: 'failed' }
      : { ...later, fault: said, host: 'failed' }
  } finally {
    clearTimeout(patience)
  }
}

async function read(answer: IncomingMessage): Promise<Sent> {
  const status = answer.statusCode ?? 0
  const bytes: Buffer[] = []
  let size = 0
  for await (const piece of answer as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > MOST_ANSWER_BYTES) break
    bytes.push(piece)
  }
  if (status === 401) return { outcome: 'token refused' }
  if (status >= 200 && status < 300) {
    const receipt = Receipt.safeParse(jsonOf(bytes))
    if (receipt.success) return { outcome: { kind: 'sent' }, receipt: receipt.data, fault: null, host: 'answered' }
    return { outcome: { kind: 'lost answer' }, receipt: null, fault: 'Its answer could not be read.', host: 'failed' }
  }
  const retryAfterMs = readRetryAfter(answer.headers['retry-after'] ?? null, Date.now())
  if (status === 429 || status >= 500 || status === 408 || status === 425) {
    // A server error may come after the record was made; only 429 and 503 say that nothing was done.
    const nothingDone = status === 429 || status === 503
    const said = { receipt: null, fault: `It answered ${status}.` } as const
    return nothingDone
      ? // 'Too often' is said to one person.
        { ...said, outcome: { kind: 'refused for now', retryAfterMs }, host: status === 429 ? 'answered' : 'failed' }
      : { ...said, outcome: { kind: 'lost answer' }, host: 'failed' }
  }
  const reason = `It answered ${status}.`
  return { outcome: { kind: 'refused', reason }, receipt: null, fault: reason, host: 'answered' }
}

function jsonOf(bytes: readonly Buffer[]): unknown {
  try {
    return JSON.parse(Buffer.concat(bytes).toString('utf8'))
  } catch {
    return null
  }
}

/** Our fields under the names the other side knows; those mapped to null stay here. */
function mapped({ connector }: OpenConnector, { payload }: Sendable): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(payload).flatMap(([field, value]) => {
      const name = field in connector.mapping ? connector.mapping[field] : field
      return name === null || name === undefined ? [] : [[name, value]]
    }),
  )
}

/** `unread` is called where a file of ours cannot be read. */
async function* parts(
  boundary: string,
  item: Record<string, unknown>,
  { payload, open }: Sendable,
  unread: () => void,
): AsyncGenerator<Buffer> {
  yield Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="item"\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(item)}\r\n`,
  )
  for (const [index, { name, mediaType }] of payload.attachments.entries()) {
    const plain = name.replaceAll(/["\\\r\n]/g, '_')
    yield Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${plain}"\r\ncontent-type: ${mediaType}\r\n\r\n`,
    )
    const file = open[index]!().once('error', unread)
    for await (const piece of file as AsyncIterable<Buffer>) yield piece
    yield Buffer.from('\r\n')
  }
  yield Buffer.from(`--${boundary}--\r\n`)
}

/** What went wrong, without addresses or tokens. */
const faultOf = (fault: unknown): string => {
  const code = (fault as { code?: unknown }).code
  if (typeof code === 'string' && /^[A-Z_0-9]+$/.test(code)) return `It could not be reached (${code}).`
  return fault instanceof Error && fault.message === 'It did not answer in time.' ? fault.message : 'The connection broke.'
}
