import { z } from 'zod'
import { May } from '#domain/accounts/may.ts'
import { ROLES } from '#domain/accounts/relations.ts'
import { Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { wellFormed } from '#domain/text.ts'
import { ENROLMENTS } from './enrolment.ts'
import { CHECKED_STEPS, FIRST_STEPS } from './first-steps.ts'

export const Contact = z.object({ name: z.string(), email: z.string(), phone: z.string() })

/** An open invitation to an address that is the owner's. */
export const OwnInvitation = z.object({
  id: z.uuid(),
  programme: z.string(),
  trainingYear: z.string(),
  startsOn: PlainDate,
  feeNote: z.string(),
})
export type OwnInvitation = z.infer<typeof OwnInvitation>

export const EnrolmentStanding = z.object({
  programmeId: z.uuid(),
  programme: z.string(),
  curriculumId: z.string(),
  from: PlainDate,
  until: PlainDate.nullable(),
  enrolledOn: PlainDate.nullable(),
  enrolment: z.enum(ENROLMENTS),
  isInvited: z.boolean(),
  /** From when on the record is frozen, or was, without enrolment. */
  freezesOn: PlainDate,
  contact: Contact,
  askedAt: z.iso.datetime({ offset: true }).nullable(),
  year: z.object({ id: z.uuid(), code: z.string(), title: z.string(), from: PlainDate, until: PlainDate }).nullable(),
  can: z.object({
    /** Tell the programme that the invitation did not come. */
    ask: May,
  }),
})
export type EnrolmentStanding = z.infer<typeof EnrolmentStanding>

/** `training` is null for who trains nowhere; `steps` where there is no training year yet (T1, T3). Invitations and what waits after a move are the owner's alone. */
export const readEnrolment = {
  method: 'GET',
  url: '/api/people/:ownerId/enrolment',
  schema: {
    summary: 'How an owner stands with their programme, and the first steps of the training year (T1, T3)',
    params: OwnerParams,
    response: {
      200: z.object({
        training: EnrolmentStanding.nullable(),
        invitations: z.array(OwnInvitation),
        /** Links of a move to a new version that wait for the owner's yes or no (T10). */
        carryOver: z.int(),
        steps: z.array(z.object({ step: z.enum(FIRST_STEPS), done: z.boolean(), lacks: z.enum(['phone', 'photo']).nullable() })).nullable(),
      }),
    },
  },
} as const satisfies Endpoint

/** By the token of the link, or by its id where the owner saw it among their own. */
const InvitationKey = z.object({
  token: z.string().overwrite(wellFormed).max(200).default(''),
  invitationId: z.uuid().nullable().default(null),
})

/** Faults: `link_expired` where there is no such invitation, `not_allowed` where it went to another address. */
export const lookAtInvitation = {
  method: 'POST',
  url: '/api/people/:ownerId/enrolment/invitation',
  schema: {
    summary: 'What an invitation says (T1)',
    params: OwnerParams,
    body: InvitationKey,
    response: { 200: OwnInvitation.extend({ yearTitle: z.string(), isAccepted: z.boolean() }) },
  },
} as const satisfies Endpoint

/** Twice changes nothing. Faults as for looking at it. */
export const enrol = {
  method: 'POST',
  url: '/api/people/:ownerId/enrolment',
  schema: { summary: 'Enrol in the programme one is invited to (T1)', params: OwnerParams, body: InvitationKey, response: { 200: Done } },
} as const satisfies Endpoint

/** Once a day. Faults: `already_exists`, `not_allowed`. */
export const askForInvitation = {
  method: 'POST',
  url: '/api/people/:ownerId/enrolment/ask',
  schema: { summary: 'Tell the programme that no invitation came (T1)', params: OwnerParams, response: { 200: Done } },
} as const satisfies Endpoint

export const checkStep = {
  method: 'PUT',
  url: '/api/people/:ownerId/first-steps/:step',
  schema: {
    summary: 'Say that a first step of this training year was checked, or that it was not (T3)',
    params: OwnerParams.extend({ step: z.enum(CHECKED_STEPS) }),
    body: z.object({ checked: z.boolean() }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

/** Whom a trainee can turn to (H1). */
export const readTrainingContacts = {
  method: 'GET',
  url: '/api/people/:ownerId/training-contacts',
  schema: {
    summary: 'The trainee’s RCP tutors and programme, by name (H1)',
    params: OwnerParams,
    response: {
      200: z.object({
        tutors: z.array(z.object({ name: z.string(), email: z.string() })),
        programmes: z.array(z.object({ title: z.string(), contact: Contact })),
      }),
    },
  },
} as const satisfies Endpoint

/** What the owner is to others: for the cards of the training page. */
export const readDuties = {
  method: 'GET',
  url: '/api/people/:ownerId/duties',
  schema: {
    summary: 'The owner’s roles, and how many trainees’ records are open to them by name',
    params: OwnerParams,
    response: {
      200: z.object({
        trainees: z.int(),
        roles: z.array(
          z.object({ role: z.enum(ROLES), programmeId: z.uuid().nullable(), programme: z.string(), until: PlainDate.nullable() }),
        ),
      }),
    },
  },
} as const satisfies Endpoint
