import { z } from 'zod'
import { Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { wellFormed } from '#domain/text.ts'
import { SignedIn, Token } from './contract.ts'
import { readCode } from './second-factor.ts'
import { secondFactorWords } from './second-factor-words.ts'

/** Six digits of the app, or a recovery code. */
export const SecondCode = z
  .string()
  .overwrite(wellFormed)
  .max(100)
  .refine((typed) => readCode(typed) !== null, { error: secondFactorWords.notACode })

const typedPassword = z.string().min(1, { error: 'Type your password.' }).max(128)

/** The code of the second step. Faults: `wrong_code` at `code`, `try_later` (A2), `link_expired` where the step was begun too long ago. */
export const passSecondStep = {
  method: 'POST',
  url: '/api/session/second-step',
  public: true,
  schema: {
    summary: 'Sign in, second step: the code of the authenticator app or a recovery code (A3)',
    body: z.object({ code: SecondCode }),
    response: { 200: z.object({ person: SignedIn }) },
  },
} as const satisfies Endpoint

export const leaveSecondStep = {
  method: 'DELETE',
  url: '/api/session/second-step',
  public: true,
  schema: { summary: 'Begin signing in anew', response: { 200: Done } },
} as const satisfies Endpoint

export const SecondFactor = z.object({
  /** Null where it is off. */
  onSince: z.iso.datetime({ offset: true }).nullable(),
  codesLeft: z.int(),
})
export type SecondFactor = z.infer<typeof SecondFactor>

export const readSecondFactor = {
  method: 'GET',
  url: '/api/people/:ownerId/second-factor',
  schema: { summary: 'Whether signing in asks for a code (A3)', params: OwnerParams, response: { 200: SecondFactor } },
} as const satisfies Endpoint

/** Nothing is on before a code of it was shown. Faults: `wrong_password` at `password`, `try_later`, `already_exists`. */
export const offerSecondFactor = {
  method: 'POST',
  url: '/api/people/:ownerId/second-factor/offer',
  schema: {
    summary: 'Make a key for an authenticator app',
    params: OwnerParams,
    body: z.object({ password: typedPassword }),
    response: {
      200: z.object({
        /** Sent back with the first code. */
        offer: Token,
        /** For the QR code. */
        uri: z.string(),
        /** The same key to type by hand, in base 32. */
        key: z.string(),
      }),
    },
  },
} as const satisfies Endpoint

const NewCodes = z.object({ recoveryCodes: z.array(z.string()) })

/** Faults: `wrong_code` at `code`, `try_later`, `link_expired`, `already_exists`. The recovery codes are never told again. */
export const turnOnSecondFactor = {
  method: 'POST',
  url: '/api/people/:ownerId/second-factor',
  schema: {
    summary: 'Turn the second factor on, by a first code of the app',
    params: OwnerParams,
    body: z.object({ offer: Token, code: SecondCode }),
    response: { 200: NewCodes },
  },
} as const satisfies Endpoint

const both = z.object({ password: typedPassword, code: SecondCode })

/** Faults: `wrong_password` at `password`, `wrong_code` at `code`, `try_later`, `not_found` where it is off. */
export const turnOffSecondFactor = {
  method: 'POST',
  url: '/api/people/:ownerId/second-factor/off',
  schema: { summary: 'Turn the second factor off', params: OwnerParams, body: both, response: { 200: Done } },
} as const satisfies Endpoint

/** Those before stop working. Faults as for turning off. */
export const renewRecoveryCodes = {
  method: 'POST',
  url: '/api/people/:ownerId/second-factor/recovery-codes',
  schema: { summary: 'Make new recovery codes', params: OwnerParams, body: both, response: { 200: NewCodes } },
} as const satisfies Endpoint
