import type { z } from 'zod'
import { addressOf, type Endpoint } from '#domain/endpoint.ts'
import type { ErrorCode, FieldFault } from '#domain/errors.ts'
import { forgetFirstAnswers, takeFirstAnswer } from './first-answers.ts'
import { currentSession, signedInAgain } from './session-store.ts'
import { words } from './words.ts'

type Schema<E extends Endpoint, Part extends 'params' | 'querystring' | 'body'> = E['schema'] extends Record<Part, infer S> ? S : undefined
type Answers<E extends Endpoint> = E['schema']['response'][keyof E['schema']['response']]

type Params<E extends Endpoint> =
  Schema<E, 'params'> extends z.ZodType ? { readonly params: z.input<Schema<E, 'params'>> } : { readonly params?: undefined }
type Query<E extends Endpoint> =
  Schema<E, 'querystring'> extends z.ZodType
    ? { readonly query?: { readonly [K in keyof z.output<Schema<E, 'querystring'>>]?: z.output<Schema<E, 'querystring'>>[K] | undefined } }
    : { readonly query?: undefined }
type Body<E extends Endpoint> =
  Schema<E, 'body'> extends z.ZodType ? { readonly body: z.input<Schema<E, 'body'>> } : { readonly body?: FormData | Blob }

export interface CallOptions {
  /** A call the page makes by itself, which does not count as the person's being there (A2). */
  readonly background?: boolean
  readonly signal?: AbortSignal
  /** Lets the call outlive the page; at most 64 KiB of body. */
  readonly keepalive?: boolean
}

export type CallInput<E extends Endpoint> = Params<E> & Query<E> & Body<E> & CallOptions
export type CallOutput<E extends Endpoint> = Answers<E> extends z.ZodType ? z.output<Answers<E>> : unknown

/** The server's refusal, or `offline` where it could not be asked. `title` is words a person can act on. */
export class CallFault extends Error {
  readonly status: number
  readonly code: ErrorCode | 'offline'
  readonly title: string
  readonly fields: readonly FieldFault[]
  readonly details: Readonly<Record<string, unknown>>

  constructor(fault: {
    status: number
    code: ErrorCode | 'offline'
    title: string
    fields?: readonly FieldFault[]
    details?: Readonly<Record<string, unknown>>
  }) {
    super(fault.title)
    this.name = 'CallFault'
    this.status = fault.status
    this.code = fault.code
    this.title = fault.title
    this.fields = fault.fields ?? []
    this.details = fault.details ?? {}
  }
}

/** What to tell the person about anything that went wrong. */
export const sayFault = (fault: unknown): string => (fault instanceof CallFault ? fault.title : words.fault)

export { addressOf }

/**
 * Asks the server by an endpoint of a contract. The server strips and checks its answers, so they are taken as they come.
 * The first answers of a page came inside it. What a busy server refused before doing anything is sent again, twice at most.
 * When the session of a signed-in person has ended, waits until they are signed in again and asks once more.
 * @throws CallFault
 */
export async function call<E extends Endpoint>(endpoint: E, input: CallInput<E>): Promise<CallOutput<E>> {
  const first = endpoint.method === 'GET' ? takeFirstAnswer(addressOfCall(endpoint, input)) : undefined
  if (first !== undefined) return first as CallOutput<E>
  return (await (await callRaw(endpoint, input)).json()) as CallOutput<E>
}

const BUSY_PAUSES_MS = [500, 1500]

/** As `call`, for answers that are bytes: the response itself, already known to be good. */
export async function callRaw<E extends Endpoint>(endpoint: E, input: CallInput<E>): Promise<Response> {
  let answer = await send(endpoint, input)
  if (answer.ok) return answer
  let fault = await faultOf(answer)
  for (const pauseMs of input.keepalive === true ? [] : BUSY_PAUSES_MS) {
    if (fault.details['nothingDone'] !== true) break
    await new Promise((done) => setTimeout(done, pauseMs))
    answer = await send(endpoint, input)
    if (answer.ok) return answer
    fault = await faultOf(answer)
  }
  const person = currentSession().person
  if (fault.code === 'not_signed_in' && person !== null && !('public' in endpoint && endpoint.public) && input.keepalive !== true) {
    if (await signedInAgain()) {
      const second = await send(endpoint, input)
      if (second.ok) return second
      throw await faultOf(second)
    }
  }
  throw fault
}

interface Sendable extends CallOptions {
  readonly params?: unknown
  readonly query?: unknown
  readonly body?: unknown
}

const addressOfCall = (endpoint: Endpoint, { params, query }: Sendable): string =>
  addressOf(endpoint, params as Record<string, string>, query as Record<string, unknown>)

async function send(endpoint: Endpoint, input: Sendable): Promise<Response> {
  const { body, background, signal, keepalive } = input
  if (endpoint.method !== 'GET') forgetFirstAnswers()
  const headers = new Headers({ accept: 'application/json' })
  if (background === true) headers.set('cairn-background', '1')
  const isRaw = body instanceof FormData || body instanceof Blob
  if (body instanceof Blob) headers.set('content-type', 'application/octet-stream')
  else if (body !== undefined && !isRaw) headers.set('content-type', 'application/json')
  try {
    return await fetch(addressOfCall(endpoint, input), {
      method: endpoint.method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
      ...(keepalive === true ? { keepalive } : {}),
    })
  } catch (error) {
    if (signal?.aborted === true) throw error
    throw new CallFault({ status: 0, code: 'offline', title: words.offline })
  }
}

async function faultOf(answer: Response): Promise<CallFault> {
  const problem = (await answer.json().catch(() => null)) as Partial<CallFault> | null
  if (problem === null || typeof problem.code !== 'string') {
    // From a proxy in front, whose words are not ours; what was sent may have arrived.
    const busy = answer.status === 502 || answer.status === 503 || answer.status === 504
    return new CallFault({ status: answer.status, code: busy ? 'overloaded' : 'internal', title: busy ? words.offline : words.fault })
  }
  return new CallFault({
    status: answer.status,
    code: problem.code,
    title: problem.title ?? words.fault,
    ...(problem.fields === undefined ? {} : { fields: problem.fields }),
    ...(problem.details === undefined ? {} : { details: problem.details }),
  })
}
