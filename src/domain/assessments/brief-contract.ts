import { z } from 'zod'
import { May } from '#domain/accounts/may.ts'
import { Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { GuardOverrides } from '#domain/guard-rules.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { ItemType } from '#domain/portfolio/item.ts'
import { wellFormed } from '#domain/text.ts'

const Instant = z.iso.datetime({ offset: true })

const NewEvidence = z.object({
  itemId: z.uuid(),
  title: z.string(),
  type: ItemType.nullable(),
  learnedOn: PlainDate,
  linkedAt: Instant,
  codes: z.array(z.string()),
  minutes: z.int(),
})
const Changed = z.object({
  code: z.string(),
  title: z.string(),
  before: z.string().nullable(),
  level: z.string(),
  why: z.string(),
  at: Instant,
})
const Presented = z.object({ id: z.uuid(), toName: z.string(), note: z.string(), at: Instant })

export const Brief = z.object({
  name: z.string(),
  /** When the viewer last said that they had looked; null for never. What is new is new since then, or of the training year. */
  since: Instant.nullable(),
  /** To be handed back with 'looked', so that what comes in meanwhile stays new. */
  asOf: Instant,
  evidence: z.array(NewEvidence),
  assessed: z.array(Changed),
  /** Meetings and assessments the viewer is to write or sign. */
  toSign: z.array(z.object({ id: z.uuid(), title: z.string(), eventOn: PlainDate })),
  toAgree: z.array(z.object({ id: z.uuid(), objective: z.string() })),
  ready: z.array(z.object({ code: z.string(), title: z.string(), links: z.int(), level: z.string(), why: z.string(), may: May })),
  minutes: z.int(),
  presented: z.array(Presented),
  /** Who it can be presented to, today. */
  supervisors: z.array(z.object({ id: z.uuid(), name: z.string(), relation: z.string() })),
  can: z.object({ present: May, sign: May }),
})
export type Brief = z.infer<typeof Brief>

export const readBrief = {
  method: 'GET',
  url: '/api/people/:ownerId/brief',
  schema: { summary: 'What is new in a training record since the viewer last looked (T19)', params: OwnerParams, response: { 200: Brief } },
} as const satisfies Endpoint

export const haveLooked = {
  method: 'PUT',
  url: '/api/people/:ownerId/brief/looked',
  schema: { summary: 'Say that one has looked', params: OwnerParams, body: z.strictObject({ asOf: Instant }), response: { 200: Done } },
} as const satisfies Endpoint

export const presentRecord = {
  method: 'POST',
  url: '/api/people/:ownerId/presentations',
  schema: {
    summary: 'Present the record to a supervisor (T19)',
    params: OwnerParams,
    body: z.strictObject({
      id: z.uuid(),
      toId: z.uuid({ error: 'Choose a supervisor.' }),
      note: z.string().overwrite(wellFormed).trim().max(2000, { error: 'This is longer than 2,000 characters.' }),
      overrides: GuardOverrides.optional(),
    }),
    response: { 201: Presented },
  },
} as const satisfies Endpoint

export const lastPresented = {
  method: 'GET',
  url: '/api/people/:ownerId/presentations/last',
  schema: {
    summary: 'When a record was last presented',
    params: OwnerParams,
    response: { 200: z.object({ isTrainee: z.boolean(), last: z.object({ toName: z.string(), at: Instant }).nullable() }) },
  },
} as const satisfies Endpoint
