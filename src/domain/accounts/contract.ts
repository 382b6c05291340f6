import { z } from 'zod'
import { Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { wellFormed } from '#domain/text.ts'

export const Email = z
  .string()
  .overwrite(wellFormed)
  .trim()
  .toLowerCase()
  .max(254, { error: 'This address is too long.' })
  .pipe(z.email({ error: 'This is not an email address.' }))

/** Length is what makes a password strong; any characters will do. */
export const Password = z.string().min(10, { error: 'Use at least 10 characters.' }).max(128, { error: 'Use at most 128 characters.' })

export const PersonName = z
  .string()
  .overwrite(wellFormed)
  .trim()
  .min(1, { error: 'Tell us your name.' })
  .max(200, { error: 'A name can have 200 characters at most.' })

/** Of a link in a mail. */
export const Token = z.string().overwrite(wellFormed).min(1).max(2000)

/** A time zone the browser names, such as Europe/London (N6). */
export const TimeZone = z
  .string()
  .max(100)
  .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', {
    error: 'This time zone is not known.',
  })

export const SignedIn = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  /** Whether this device was marked 'mine' when signing in (A2). */
  deviceIsMine: z.boolean(),
  hasPhoto: z.boolean(),
  /** Whether there is anything for them on the page 'Training': a programme, trainees, a role, an invitation. */
  hasTraining: z.boolean(),
  /** The day the account is erased; null where it is not closing (A10). */
  closesOn: PlainDate.nullable(),
})
export type SignedIn = z.infer<typeof SignedIn>

export const HouseInfo = z.object({
  version: z.string(),
  demo: z.boolean(),
  support: z.object({ email: z.string().nullable(), phone: z.string().nullable(), hours: z.string().nullable() }),
})
export type HouseInfo = z.infer<typeof HouseInfo>

export const currentSession = {
  method: 'GET',
  url: '/api/session',
  public: true,
  schema: {
    summary: 'Who is signed in here, if anybody, and what installation this is',
    response: {
      200: z.object({
        person: SignedIn.nullable(),
        house: HouseInfo,
        /** Whether this browser gave the right password and owes the code (A3). */
        secondStep: z.boolean(),
      }),
    },
  },
} as const satisfies Endpoint

/** The same answer for a known and an unknown email (A2). */
export const register = {
  method: 'POST',
  url: '/api/registrations',
  public: true,
  schema: {
    summary: 'Register; the email is confirmed by a link (A1)',
    body: z.object({ name: PersonName, email: Email, password: Password, timeZone: TimeZone.default('Europe/London') }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const resendConfirmation = {
  method: 'POST',
  url: '/api/registrations/resend',
  public: true,
  schema: { summary: 'Send the confirmation link once more', body: z.object({ email: Email }), response: { 200: Done } },
} as const satisfies Endpoint

/** Opening the link changes nothing (mail scanners open links): the page it shows sends this. Serves new registrations and changed emails. */
export const confirmEmail = {
  method: 'POST',
  url: '/api/registrations/confirm',
  public: true,
  schema: {
    summary: 'Confirm an email address by the token of its link',
    body: z.object({ token: Token }),
    response: { 200: z.object({ email: z.string() }) },
  },
} as const satisfies Endpoint

/**
 * Faults: `wrong_password` for an unknown email and for one that is not confirmed yet as for a wrong password; `try_later` with
 * `details.seconds` (A2). `person` is null where the password was right and a code is owed, by `passSecondStep` (A3).
 */
export const signIn = {
  method: 'POST',
  url: '/api/session',
  public: true,
  schema: {
    summary: 'Sign in',
    body: z.object({
      email: Email,
      password: z.string().min(1, { error: 'Type your password.' }).max(128),
      deviceIsMine: z.boolean().default(false),
    }),
    response: { 200: z.object({ person: SignedIn.nullable() }) },
  },
} as const satisfies Endpoint

export const signOut = {
  method: 'DELETE',
  url: '/api/session',
  public: true,
  schema: { summary: 'Sign out here', response: { 200: Done } },
} as const satisfies Endpoint

/** The same answer for a known and an unknown email (A2). */
export const requestReset = {
  method: 'POST',
  url: '/api/password-resets',
  public: true,
  schema: { summary: 'Ask for a link to set a new password', body: z.object({ email: Email }), response: { 200: Done } },
} as const satisfies Endpoint

/** Ends every session of the account. Fault: `link_expired`. */
export const resetPassword = {
  method: 'POST',
  url: '/api/password-resets/use',
  public: true,
  schema: {
    summary: 'Set a new password by the token of the link',
    body: z.object({ token: Token, password: Password }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const DeviceSession = z.object({
  id: z.uuid(),
  here: z.boolean(),
  device: z.string(),
  address: z.string(),
  deviceIsMine: z.boolean(),
  signedInAt: z.iso.datetime({ offset: true }),
  lastUsedAt: z.iso.datetime({ offset: true }),
})
export type DeviceSession = z.infer<typeof DeviceSession>

export const listSessions = {
  method: 'GET',
  url: '/api/people/:ownerId/sessions',
  schema: {
    summary: 'Where the owner is signed in',
    params: OwnerParams,
    response: { 200: z.object({ sessions: z.array(DeviceSession) }) },
  },
} as const satisfies Endpoint

export const endSession = {
  method: 'DELETE',
  url: '/api/people/:ownerId/sessions/:sessionId',
  schema: {
    summary: 'End one session',
    params: OwnerParams.extend({ sessionId: z.uuid() }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const endOtherSessions = {
  method: 'POST',
  url: '/api/people/:ownerId/sessions/end-others',
  schema: { summary: 'End every session but this one', params: OwnerParams, response: { 200: z.object({ ended: z.int() }) } },
} as const satisfies Endpoint

/** Fault at the field `current`: `wrong_password`. Ends the other sessions. */
export const changePassword = {
  method: 'POST',
  url: '/api/people/:ownerId/password',
  schema: {
    summary: 'Change the password',
    params: OwnerParams,
    body: z.object({ current: z.string().max(128), password: Password }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

/** The new address counts once the link sent to it was used (A5). Fault at `password`: `wrong_password`. */
export const changeEmail = {
  method: 'POST',
  url: '/api/people/:ownerId/email',
  schema: {
    summary: 'Ask to change the email address',
    params: OwnerParams,
    body: z.object({ email: Email, password: z.string().max(128) }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

/** One act in the owner's audit trail, as the owner reads it (A9). */
export const AuditEntry = z.object({
  id: z.uuid(),
  at: z.iso.datetime({ offset: true }),
  by: z.string(),
  byOwner: z.boolean(),
  act: z.string(),
  about: z.string(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

export const auditTrail = {
  method: 'GET',
  url: '/api/people/:ownerId/audit',
  schema: {
    summary: 'Who looked at and changed the portfolio, newest first (A9)',
    params: OwnerParams,
    querystring: z.object({ after: z.string().max(1000).optional() }),
    response: { 200: z.object({ entries: z.array(AuditEntry), next: z.string().nullable() }) },
  },
} as const satisfies Endpoint

/** The mailbox of the demo: every message Cairn would have sent. Not there outside the demo. */
export const DemoMessage = z.object({
  id: z.uuid(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  sentAt: z.iso.datetime({ offset: true }),
})

export const demoMailbox = {
  method: 'GET',
  url: '/api/demo/mailbox',
  public: true,
  schema: {
    summary: 'The demo’s mailbox',
    response: { 200: z.object({ messages: z.array(DemoMessage) }) },
  },
} as const satisfies Endpoint

/** The people of the demo, to sign in as with one click. Not there outside the demo. */
export const demoPeople = {
  method: 'GET',
  url: '/api/demo/people',
  public: true,
  schema: {
    summary: 'The people of the demo and how to sign in as them',
    response: {
      200: z.object({
        people: z.array(z.object({ name: z.string(), role: z.string(), group: z.string(), email: z.string(), password: z.string() })),
      }),
    },
  },
} as const satisfies Endpoint

/** For whoever checks a chain without Cairn, long after (A9). */
export const chainKey = {
  method: 'GET',
  url: '/.well-known/cairn-chain-key',
  public: true,
  schema: {
    summary: 'The public key this server signs the heads of chains with',
    response: { 200: z.object({ algorithm: z.literal('Ed25519'), publicKey: z.string() }) },
  },
} as const satisfies Endpoint
