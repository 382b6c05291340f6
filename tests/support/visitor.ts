import { setTimeout as wait } from 'node:timers/promises'
import type { z } from 'zod'
import { signIn } from '../../src/domain/accounts/contract.ts'
import type { Endpoint } from '../../src/domain/endpoint.ts'
import { writeQuery } from '../../src/domain/query-string.ts'
import { PASSWORD } from './person.ts'

export interface Sending {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

type Answer<E extends Endpoint> = z.output<E['schema']['response'][keyof E['schema']['response']]>

/** No answer, or one that says the server could not: whether the write was made is not known. */
export class Unanswered extends Error {}

/** The server says no, though nothing was wrong with what it was asked. */
export class Refused extends Error {
  readonly status: number

  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}

/** Somebody signed in at a real server, over connections that are kept open. */
export class Visitor {
  readonly url: string
  readonly ownerId: string
  readonly #cookie: string

  private constructor(url: string, ownerId: string, cookie: string) {
    this.url = url
    this.ownerId = ownerId
    this.#cookie = cookie
  }

  static async signedIn(url: string, email: string): Promise<Visitor> {
    const answer = await fetch(url + signIn.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: PASSWORD, deviceIsMine: true }),
    })
    if (!answer.ok) throw new Error(`${email} cannot sign in: ${answer.status} ${await answer.text()}`)
    const { person } = (await answer.json()) as { person: { id: string } }
    return new Visitor(
      url,
      person.id,
      answer.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; '),
    )
  }

  /** Who holds a link, and has no account. */
  static nobody(url: string): Visitor {
    return new Visitor(url, '', '')
  }

  /** @throws Unanswered, Refused */
  async ask<E extends Endpoint>(endpoint: E, sending: Sending = {}): Promise<Answer<E>> {
    return JSON.parse((await this.bytes(endpoint, sending)).toString()) as Answer<E>
  }

  /** A reading that may come just as the database goes or comes back: asked again until there is an answer, for a minute at most. */
  async read<E extends Endpoint>(endpoint: E, sending: Sending = {}): Promise<Answer<E>> {
    return patiently(() => this.ask(endpoint, sending))
  }

  async readBytes(endpoint: Endpoint, sending: Sending = {}): Promise<Buffer> {
    return patiently(() => this.bytes(endpoint, sending))
  }

  /** @throws Unanswered, Refused */
  async bytes(endpoint: Endpoint, { params = {}, query = {}, body, headers = {} }: Sending = {}): Promise<Buffer> {
    const all: Record<string, string> = { ownerId: this.ownerId, ...params }
    const path = endpoint.url.replace(/:(\w+)|\*/g, (_, name: string | undefined) => all[name ?? '*']!)
    const raw = Buffer.isBuffer(body)
    let status: number
    let bytes: Buffer
    try {
      const answer = await fetch(this.url + path + writeQuery(query), {
        method: endpoint.method,
        headers: {
          ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
          ...(body === undefined ? {} : { 'content-type': raw ? 'application/octet-stream' : 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: raw ? new Uint8Array(body) : JSON.stringify(body) }),
        signal: AbortSignal.timeout(60_000),
      })
      status = answer.status
      bytes = Buffer.from(await answer.arrayBuffer())
    } catch (fault) {
      if ((fault as Error).name === 'TimeoutError')
        throw new Error(`${endpoint.method} ${path} had no answer in a minute`, { cause: fault })
      throw new Unanswered(String(fault), { cause: fault })
    }
    const said = () => `${endpoint.method} ${path} answered ${status}: ${bytes.toString().slice(0, 500)}`
    if (status >= 500) throw new Unanswered(said())
    if (status >= 400) throw new Refused(said(), status)
    return bytes
  }
}

async function patiently<Value>(read: () => Promise<Value>): Promise<Value> {
  const end = performance.now() + 60_000
  for (;;) {
    try {
      return await read()
    } catch (fault) {
      if (!(fault instanceof Unanswered) || performance.now() > end) throw fault
      await wait(200)
    }
  }
}
