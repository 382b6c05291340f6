import { base32 } from '@better-auth/utils/base32'
import { createOTP } from '@better-auth/utils/otp'
import { expect, vi } from 'vitest'
import { signIn } from '../../src/domain/accounts/contract.ts'
import { offerSecondFactor, passSecondStep, turnOnSecondFactor } from '../../src/domain/accounts/second-factor-contract.ts'
import { STEP_SECONDS, stepAt } from '../../src/domain/accounts/second-factor.ts'
import { PASSWORD, Person } from './person.ts'

/** An authenticator app with one key in it. */
export class Authenticator {
  readonly #key: string

  constructor(key: string) {
    this.#key = key.replace(/ /g, '')
  }

  /** The code of now, or of so many time steps later. */
  code(later = 0): Promise<string> {
    return createOTP(base32.decode(this.#key)).hotp(stepAt(Date.now()) + later)
  }

  /** Six digits that are no code of about now. */
  async wrongCode(): Promise<string> {
    const right = await Promise.all([-2, -1, 0, 1, 2].map((later) => this.code(later)))
    return ['111111', '222222', '333333', '444444', '555555', '666666'].find((code) => !right.includes(code))!
  }
}

/** Turns it on by the code of now, or of so many time steps later; a later one than that is still good. */
export async function turnedOn(person: Person, later = 0): Promise<{ app: Authenticator; recoveryCodes: readonly string[] }> {
  const { key, offer } = await person.ask(offerSecondFactor, { body: { password: PASSWORD } })
  const app = new Authenticator(key)
  const { recoveryCodes } = await person.ask(turnOnSecondFactor, { body: { offer, code: await app.code(later) } })
  return { app, recoveryCodes }
}

/** Gives the password in a new browser, which then owes the code. */
export async function begun(person: Person, password = PASSWORD): Promise<Person> {
  const nobody = new Person(person.house, null)
  const answer = await nobody.send(signIn, { body: { email: person.email, password } })
  expect(answer.json(), answer.body).toEqual({ person: null })
  nobody.cookie = answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  return nobody
}

/** Gives the code, and holds the session from then on. */
export async function passed(browser: Person, code: string): Promise<Person> {
  const answer = await browser.send(passSecondStep, { body: { code } })
  expect(answer.statusCode, answer.body).toBe(200)
  const cookie = answer.cookies.find(({ name }) => name.endsWith('session_token'))!
  const { id, email } = answer.json<{ person: { id: string; email: string } }>().person
  return new Person(browser.house, { id, email, cookie: `${cookie.name}=${encodeURIComponent(cookie.value)}` })
}

/** In the middle of a time step, so that none ends while a test runs. */
export function holdTimeStep(): void {
  const stepMs = STEP_SECONDS * 1000
  vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / stepMs) * stepMs + stepMs / 2 })
}
