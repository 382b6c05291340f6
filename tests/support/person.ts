import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { expect } from 'vitest'
import type { z } from 'zod'
import { savePreferences } from '#domain/accounts/profile-contract.ts'
import { signIn } from '#domain/accounts/contract.ts'
import type { Endpoint } from '#domain/endpoint.ts'
import type { ErrorCode } from '#domain/errors.ts'
import { writeQuery } from '#domain/query-string.ts'
import { listItems, recordItem, type Item, type ItemPage, type NewItem } from '#domain/portfolio/contract.ts'
import { authWithin } from '#server/accounts/auth.ts'
import { registerConfirmed } from '#server/accounts/demo-people.ts'
import { openSessionCookie } from '#server/accounts/session-cookie.ts'
import { audit } from '#server/platform/audit.ts'
import { numericFromHundredths } from '#server/platform/numeric.ts'
import type { House } from '#server/house.ts'

export interface Asking {
  params?: Readonly<Record<string, string>>
  query?: Readonly<Record<string, unknown>>
  body?: unknown
  headers?: Readonly<Record<string, string>>
}

type Answer<E extends Endpoint> = z.output<E['schema']['response'][keyof E['schema']['response']]>

export interface Problem {
  readonly code: ErrorCode
  readonly title: string
  readonly fields: { path: string; message: string }[]
  readonly details?: Record<string, unknown>
}

export const PASSWORD = 'correct horse battery'

/** Somebody at the API, with the cookie of a browser of their own. */
export class Person {
  readonly id: string
  readonly email: string
  readonly house: House
  cookie: string

  constructor(house: House, of: { id: string; email: string; cookie: string } | null) {
    this.house = house
    this.id = of?.id ?? uuidv7()
    this.email = of?.email ?? ''
    this.cookie = of?.cookie ?? ''
  }

  static async signedIn(
    house: House,
    wish: { name: string; email: string; accreditor?: string | null; timeZone?: string; deviceIsMine: boolean },
  ): Promise<Person> {
    const id = await registerConfirmed(house, { name: wish.name, email: wish.email, password: PASSWORD })
    const person = wish.deviceIsMine ? await Person.atNewDevice(house, wish.email, true) : await Person.withSession(house, id, wish.email)
    if (wish.accreditor !== undefined) await person.ask(savePreferences, { body: { accreditorId: wish.accreditor } })
    if (wish.timeZone !== undefined) {
      await house.db.updateTable('person').set({ time_zone: wish.timeZone }).where('owner_id', '=', person.id).execute()
    }
    return person
  }

  /** Signed in without the door, whose passwords are slow on purpose. */
  static async withSession(house: House, id: string, email: string): Promise<Person> {
    const { internalAdapter } = await authWithin(house.config, house.db)
    const { token } = await internalAdapter.createSession(id)
    await audit(house.db, { ownerId: id, personId: id, act: 'accounts.signed_in', recordKind: 'account', about: 'a test' })
    const { name, valueOf } = openSessionCookie(house.config)
    return new Person(house, { id, email, cookie: `${name}=${encodeURIComponent(valueOf(token))}` })
  }

  static async atNewDevice(house: House, email: string, deviceIsMine = false, password = PASSWORD): Promise<Person> {
    const nobody = new Person(house, null)
    const answer = await nobody.send(signIn, { body: { email, password, deviceIsMine } })
    expect(answer.statusCode, answer.body).toBe(200)
    const cookie = answer.cookies.map((one) => `${one.name}=${encodeURIComponent(one.value)}`).join('; ')
    return new Person(house, { id: answer.json().person.id, email, cookie })
  }

  /** The raw answer. `ownerId` is the person's own unless given. What a busy server did not begin is sent again, as the page does. */
  async send(endpoint: Endpoint, asking: Asking = {}) {
    for (let tries = 1; ; tries++) {
      const answer = await this.#sendOnce(endpoint, asking)
      if (answer.statusCode !== 503 || tries === 20 || answer.json<Problem>().details?.['nothingDone'] !== true) return answer
      await new Promise((done) => setTimeout(done, 500))
    }
  }

  #sendOnce(endpoint: Endpoint, { params = {}, query = {}, body, headers = {} }: Asking) {
    const all: Record<string, string> = { ownerId: this.id, ...params }
    const path = endpoint.url.replace(/:(\w+)|\*/g, (_, name: string | undefined) => {
      const value = all[name ?? '*'] ?? uuidv7()
      return name === undefined ? value : encodeURIComponent(value)
    })
    return this.house.app.inject({
      method: endpoint.method,
      url: path + writeQuery(query),
      headers: {
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        ...(body !== undefined && !Buffer.isBuffer(body) ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
    })
  }

  /** The answer of a success; anything else fails the test with what the server said. */
  async ask<E extends Endpoint>(endpoint: E, asking: Asking = {}): Promise<Answer<E>> {
    const answer = await this.send(endpoint, asking)
    if (answer.statusCode >= 300) throw new Error(`${endpoint.method} ${endpoint.url} answered ${answer.statusCode}: ${answer.body}`)
    return answer.json() as Answer<E>
  }

  /** The refusal; a success fails the test. */
  async refused(endpoint: Endpoint, asking: Asking, code: ErrorCode): Promise<Problem> {
    const answer = await this.send(endpoint, asking)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    const problem = answer.json() as Problem
    expect(problem.code, answer.body).toBe(code)
    return problem
  }

  list(filters: Readonly<Record<string, unknown>> = {}): Promise<ItemPage> {
    return this.ask(listItems, { query: filters })
  }

  record(item: Partial<NewItem> & { title: string }): Promise<Item> {
    return this.ask(recordItem, { body: { id: uuidv7(), ...item } })
  }

  /** A completed item, with awards as organisations would have given them, in hundredths. */
  async completed({ awards = {}, ...item }: Partial<NewItem> & { title: string; awards?: Record<string, number> }): Promise<Item> {
    const recorded = await this.record({ status: 'completed', ...item })
    for (const [accreditor, amount] of Object.entries(awards)) await this.award(recorded.id, accreditor, amount)
    return recorded
  }

  async award(itemId: string, accreditor: string, amount: number): Promise<void> {
    await this.house.db
      .insertInto('credit_award')
      .values({
        owner_id: this.id,
        item_id: itemId,
        accreditor_id: accreditor,
        id: uuidv7(),
        amount: numericFromHundredths(amount),
        awarded_on: sql`current_date` as never,
      })
      .execute()
  }
}
