import { z } from 'zod'
import { Email, PersonName } from '#domain/accounts/contract.ts'
import { May } from '#domain/accounts/may.ts'
import { Bytes, Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { GuardOverrides } from '#domain/guard-rules.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { textUpTo } from '#domain/text-field.ts'
import { PaceLine } from '#domain/training/logs-contract.ts'
import { Answers } from './answers.ts'
import { AssessorRole, FormShown } from './form-file.ts'
import { TICKET_STATES } from './ticket-states.ts'
import { IDENTITIES } from './what-counts.ts'

const instant = z.iso.datetime({ offset: true })
export const WAYS = ['email', 'on the spot'] as const
export const Way = z.enum(WAYS)
export type Way = z.infer<typeof Way>

export const BODIES = ['GMC', 'NMC', 'HCPC', 'GPhC', 'other', 'none'] as const

/** Who an assessor says they are (F3). The email is asked for on the spot alone: by the other way it is known. */
export const Who = z
  .object({
    name: PersonName,
    role: AssessorRole,
    body: z.enum(BODIES, { error: 'Choose your professional body.' }),
    number: textUpTo(40).default(''),
    email: z.union([z.literal(''), Email]).default(''),
  })
  .refine(({ body, number }) => body === 'none' || body === 'other' || /^[a-z0-9 /-]{4,20}$/i.test(number), {
    path: ['number'],
    error: 'Give your number with this body.',
  })
export type Who = z.infer<typeof Who>

/** The same while it is typed. */
const WhoTyped = z
  .object({ name: textUpTo(200), role: textUpTo(60), body: textUpTo(20), number: textUpTo(60), email: textUpTo(254) })
  .partial()
export type WhoTyped = z.infer<typeof WhoTyped>

const BySection = z.record(z.string().max(60), Answers).refine((sections) => Object.keys(sections).length <= 20)

export const NewTicket = z
  .object({
    /** Made by the page, so that what is sent twice is one. */
    id: z.uuid(),
    way: Way,
    name: z.union([z.literal(''), PersonName]).default(''),
    email: z.union([z.literal(''), Email]).default(''),
    role: z.union([z.literal(''), AssessorRole]).default(''),
    /** A line for the assessor, such as which patient is meant; nothing that identifies. */
    note: textUpTo(300).default(''),
    overrides: GuardOverrides.optional(),
  })
  .superRefine(({ way, name, email, role }, context) => {
    if (way !== 'email') return
    if (name === '') context.addIssue({ code: 'custom', path: ['name'], message: 'Give the assessor’s name.' })
    if (email === '') context.addIssue({ code: 'custom', path: ['email'], message: 'Give the assessor’s work email.' })
    if (role === '') context.addIssue({ code: 'custom', path: ['role'], message: 'Choose what they are.' })
  })
export type NewTicket = z.infer<typeof NewTicket>

export const TicketLine = z.object({
  id: z.uuid(),
  way: Way,
  state: z.enum(TICKET_STATES),
  assessorName: z.string(),
  assessorEmail: z.string(),
  assessorRole: z.string(),
  isFreeMail: z.boolean(),
  createdAt: instant,
  lastSentAt: instant.nullable(),
  expiresAt: instant,
  declineReason: z.string(),
  /** On the spot, once it is signed. */
  identity: z.enum(IDENTITIES).nullable(),
  can: z.object({ remind: May, cancel: May, show: May }),
})
export type TicketLine = z.infer<typeof TicketLine>

const EntryParams = OwnerParams.extend({ itemId: z.uuid() })
const TicketParams = OwnerParams.extend({ ticketId: z.uuid() })

export const listTickets = {
  method: 'GET',
  url: '/api/people/:ownerId/entries/:itemId/tickets',
  schema: {
    summary: 'Who was asked to assess by a form, the newest first',
    params: EntryParams,
    response: {
      200: z.object({
        tickets: z.array(TicketLine),
        /** Who may assess by this form, and why nobody else; null where nobody assesses by it. */
        assessing: z.object({ roles: z.array(AssessorRole), counts: z.array(AssessorRole).nullable(), reason: z.string() }).nullable(),
        can: z.object({ ask: May }),
      }),
    },
  },
} as const satisfies Endpoint

export const askAssessor = {
  method: 'POST',
  url: '/api/people/:ownerId/entries/:itemId/tickets',
  schema: {
    summary: 'Ask an assessor by email, or show a code on the spot',
    params: EntryParams,
    body: NewTicket,
    /** `url` is for the code that is shown, and is told this once. */
    response: { 201: z.object({ id: z.uuid(), url: z.string().nullable() }) },
  },
} as const satisfies Endpoint

export const sendTicketAgain = {
  method: 'POST',
  url: '/api/people/:ownerId/tickets/:ticketId/letters',
  schema: {
    summary: 'Remind an assessor, or send a new link after one expired; what they wrote is kept',
    params: TicketParams,
    body: z.object({}),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const showTicket = {
  method: 'POST',
  url: '/api/people/:ownerId/tickets/:ticketId/codes',
  schema: {
    summary: 'A new link to show on the spot',
    params: TicketParams,
    body: z.object({}),
    response: { 200: z.object({ url: z.string() }) },
  },
} as const satisfies Endpoint

export const cancelTicket = {
  method: 'DELETE',
  url: '/api/people/:ownerId/tickets/:ticketId',
  schema: { summary: 'Cancel a ticket that is not signed', params: TicketParams, response: { 200: Done } },
} as const satisfies Endpoint

export const readCounts = {
  method: 'GET',
  url: '/api/people/:ownerId/assessments-count',
  schema: {
    summary: 'Which assessments count towards the year’s minima, and why others do not',
    params: OwnerParams,
    response: {
      200: z.object({
        verdicts: z.array(
          z.object({
            id: z.uuid(),
            counts: z.boolean(),
            because: z.string(),
            identity: z.enum(IDENTITIES).nullable(),
            isFreeMail: z.boolean(),
            /** The newest ticket of one that is not signed. */
            ticket: z.enum(TICKET_STATES).nullable(),
          }),
        ),
        /** Of the training year of today; empty outside of training. */
        year: z.string().nullable(),
        minima: z.array(PaceLine.extend({ most: z.int().nullable(), note: z.string() })),
      }),
    },
  },
} as const satisfies Endpoint
export type Counts = z.infer<(typeof readCounts.schema.response)[200]>

// Without an account, by the link alone.

const Code = z.object({ code: z.string().max(200) })

export const TicketView = z.object({
  /** `paused` while the record is frozen (T1); `confirm` for the link that asks whether it was them (F9). */
  state: z.enum(['sent', 'begun', 'paused', 'confirm']),
  trainee: z.object({ name: z.string(), hasPhoto: z.boolean() }),
  form: z.object({ title: z.string(), short: z.string(), about: z.string(), roles: z.array(AssessorRole), reason: z.string() }),
  eventOn: PlainDate,
  placement: z.string(),
  way: Way,
  expiresAt: instant,
  assessor: z.object({ name: z.string(), email: z.string(), role: z.string() }),
  /** On the spot they gave an address that says nothing of where they work: to confirm they give another, or have an account (F9). */
  isFreeMail: z.boolean(),
  /** Null until it is begun: nothing of the case goes to who only opens the link. */
  open: z
    .object({
      form: FormShown,
      title: z.string(),
      note: z.string(),
      /** Of the trainee's sections; of all, where it is to be confirmed. */
      answers: z.record(z.string(), Answers),
      versions: z.record(z.string(), z.int()),
      draft: z.object({ who: WhoTyped, answers: z.record(z.string(), Answers), overrides: GuardOverrides, version: z.int() }),
      signed: z.object({ name: z.string(), role: z.string(), at: instant }).nullable(),
    })
    .nullable(),
})
export type TicketView = z.infer<typeof TicketView>

export const readTicket = {
  method: 'GET',
  url: '/api/tickets/:code',
  public: true,
  schema: { summary: 'What a ticket asks for; reading it changes nothing', params: Code, response: { 200: TicketView } },
} as const satisfies Endpoint

export const ticketPhoto = {
  method: 'GET',
  url: '/api/tickets/:code/photo',
  public: true,
  schema: { summary: 'The trainee’s photo, for their assessor', params: Code, response: { 200: Bytes } },
} as const satisfies Endpoint

export const beginTicket = {
  method: 'POST',
  url: '/api/tickets/:code/begin',
  public: true,
  schema: { summary: 'Begin to fill in', params: Code, body: z.object({}), response: { 200: Done } },
} as const satisfies Endpoint

export const saveTicketDraft = {
  method: 'PUT',
  url: '/api/tickets/:code/draft',
  public: true,
  schema: {
    summary: 'Keep what the assessor wrote so far',
    params: Code,
    body: z.object({ who: WhoTyped.default({}), answers: BySection, overrides: GuardOverrides.default({}), version: z.int().min(0) }),
    response: { 200: z.object({ version: z.int() }) },
  },
} as const satisfies Endpoint

export const submitTicket = {
  method: 'POST',
  url: '/api/tickets/:code/submit',
  public: true,
  schema: {
    summary: 'Sign: locks the form',
    params: Code,
    body: z.object({
      who: Who,
      answers: BySection,
      /** The versions of the trainee's sections that the assessor read. */
      read: z.record(z.string().max(60), z.int()).default({}),
      /** Of the draft it was written over: what another device kept meanwhile is not signed away (P19). */
      version: z.int().min(0),
      /** Reasons for keeping what the guard blocks, by field and rule (P18). */
      overrides: GuardOverrides.optional(),
    }),
    /** `confirmAt` is the address that is asked whether it was them; null where nothing is left to do. */
    response: { 200: z.object({ confirmAt: z.string().nullable() }) },
  },
} as const satisfies Endpoint

export const declineTicket = {
  method: 'POST',
  url: '/api/tickets/:code/decline',
  public: true,
  schema: {
    summary: 'Decline to fill in',
    params: Code,
    body: z.object({ reason: textUpTo(500).default(''), overrides: GuardOverrides.optional() }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const confirmTicket = {
  method: 'POST',
  url: '/api/tickets/:code/confirm',
  public: true,
  schema: {
    summary: 'Say whether it was you who signed on the spot',
    params: Code,
    body: z.object({
      wasMe: z.boolean(),
      /** Wanted where they signed from a private address and have no account there. */
      workEmail: z.union([z.literal(''), Email]).default(''),
    }),
    /** `confirmAt` is the work address that is asked now; null where nothing is left to do. */
    response: { 200: z.object({ confirmAt: z.string().nullable() }) },
  },
} as const satisfies Endpoint
