import { z } from 'zod'
import { May } from '#domain/accounts/may.ts'
import { Code } from '#domain/catalogue/contract.ts'
import { OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { GuardOverrides } from '#domain/guard-rules.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { wellFormed } from '#domain/text.ts'
import { OBJECTIVE_STATES } from './objectives.ts'

const Instant = z.iso.datetime({ offset: true })
const words = (most: number) =>
  z
    .string()
    .overwrite(wellFormed)
    .trim()
    .max(most, { error: () => `This is longer than ${most.toLocaleString('en-GB')} characters.` })

const Agreement = z.object({ by: z.string(), at: Instant, meeting: z.object({ id: z.uuid(), title: z.string() }).nullable() })

export const Objective = z.object({
  id: z.uuid(),
  objective: z.string(),
  targetOn: PlainDate,
  plan: z.string(),
  measure: z.string(),
  outcome: z.string(),
  state: z.enum(OBJECTIVE_STATES),
  reason: z.string(),
  codes: z.array(z.string()),
  version: z.int(),
  isLate: z.boolean(),
  /** It was achieved or dropped elsewhere, and came so with an archive (K5): nobody here agreed to it. */
  isBrought: z.boolean(),
  /** Newest first. */
  agreements: z.array(Agreement),
  /** Items that work towards it, to their owner alone (P24, P26). */
  linked: z.array(z.object({ id: z.uuid(), title: z.string() })),
  comments: z.array(z.object({ id: z.uuid(), byName: z.string(), byAs: z.string(), text: z.string(), at: Instant })),
})
export type Objective = z.infer<typeof Objective>

export const readPlan = {
  method: 'GET',
  url: '/api/people/:ownerId/objectives',
  schema: {
    summary: 'A personal development plan (T11)',
    params: OwnerParams,
    response: {
      200: z.object({
        name: z.string(),
        /** Whether a supervisor agrees to them: in training (T11). Outside of it an owner needs nobody (P26). */
        needsAgreement: z.boolean(),
        /** By target date. */
        objectives: z.array(Objective),
        /** Curriculum items an objective can work towards; none for who trains nowhere. */
        items: z.array(z.object({ code: z.string(), title: z.string() })),
        /** Meetings that can have agreed one, newest first. */
        meetings: z.array(z.object({ id: z.uuid(), title: z.string(), on: PlainDate })),
        can: z.object({ write: May, agree: May, comment: May }),
      }),
    },
  },
} as const satisfies Endpoint

const ObjectiveParams = OwnerParams.extend({ objectiveId: z.uuid() })

export const ObjectiveInput = z.strictObject({
  objective: words(1000).min(1, { error: 'Write what you want to learn.' }),
  targetOn: z.string({ error: 'Give the day.' }).pipe(PlainDate),
  plan: words(4000),
  measure: words(4000),
  outcome: words(4000),
  codes: z.array(Code).max(30),
  /** Reasons for keeping what the guard blocks, by field and rule (P18). */
  overrides: GuardOverrides.optional(),
})
export type ObjectiveInput = z.infer<typeof ObjectiveInput>

export const saveObjective = {
  method: 'PUT',
  url: '/api/people/:ownerId/objectives/:objectiveId',
  schema: {
    summary: 'Write an objective, or change it',
    params: ObjectiveParams,
    /** `version` is what was read before; 0 for a new one. */
    body: ObjectiveInput.extend({ version: z.int().min(0) }),
    response: { 200: z.object({ version: z.int(), state: z.enum(OBJECTIVE_STATES) }) },
  },
} as const satisfies Endpoint

export const moveObjective = {
  method: 'PUT',
  url: '/api/people/:ownerId/objectives/:objectiveId/state',
  schema: {
    summary: 'Say how far an objective is',
    params: ObjectiveParams,
    body: z.strictObject({
      state: z.enum(OBJECTIVE_STATES, { error: 'Choose how far it is.' }),
      /** What came of it, where it is achieved; why, where it is dropped. */
      says: words(4000),
      version: z.int(),
      overrides: GuardOverrides.optional(),
    }),
    response: { 200: z.object({ version: z.int() }) },
  },
} as const satisfies Endpoint

export const agreeObjective = {
  method: 'POST',
  url: '/api/people/:ownerId/objectives/:objectiveId/agreements',
  schema: {
    summary: 'Agree to an objective as it stands: signed by the educational supervisor',
    params: ObjectiveParams,
    body: z.strictObject({ id: z.uuid(), version: z.int(), meetingId: z.uuid().nullable() }),
    response: { 201: z.object({ version: z.int() }) },
  },
} as const satisfies Endpoint

export const commentOnObjective = {
  method: 'POST',
  url: '/api/people/:ownerId/objectives/:objectiveId/comments',
  schema: {
    summary: 'Comment on an objective',
    params: ObjectiveParams,
    body: z.strictObject({
      id: z.uuid(),
      text: words(4000).min(1, { error: 'Write your comment.' }),
      overrides: GuardOverrides.optional(),
    }),
    response: { 201: z.object({ id: z.uuid() }) },
  },
} as const satisfies Endpoint

const ItemParams = OwnerParams.extend({ id: z.uuid() })

export const objectivesOfItem = {
  method: 'GET',
  url: '/api/people/:ownerId/items/:id/objectives',
  schema: {
    summary: 'Objectives an item can work towards, and those it does (P26)',
    params: ItemParams,
    response: {
      200: z.object({
        objectives: z.array(z.object({ id: z.uuid(), objective: z.string(), state: z.enum(OBJECTIVE_STATES), isLinked: z.boolean() })),
      }),
    },
  },
} as const satisfies Endpoint

export const linkObjectives = {
  method: 'PUT',
  url: '/api/people/:ownerId/items/:id/objectives',
  schema: {
    summary: 'Say which objectives an item works towards',
    params: ItemParams,
    body: z.object({ objectives: z.array(z.uuid()).max(50, { error: 'Fifty objectives at most.' }) }),
    response: { 200: objectivesOfItem.schema.response[200] },
  },
} as const satisfies Endpoint
