import { base32 } from '@better-auth/utils/base32'
import { createOTP } from '@better-auth/utils/otp'
import { offerSecondFactor, turnOnSecondFactor } from '../../src/domain/accounts/second-factor-contract.ts'
import { stepAt } from '../../src/domain/accounts/second-factor.ts'
import { PASSWORD, type Person } from './person.ts'

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
