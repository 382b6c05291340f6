import { z } from 'zod'
import { Email } from '#domain/accounts/contract.ts'
import { ProgrammeRoleHolder } from '#domain/accounts/role-contract.ts'
import { PROGRAMME_ROLES } from '#domain/accounts/relations.ts'
import { Done, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { wellFormed } from '#domain/text.ts'
import { ENROLMENTS } from './enrolment.ts'
import { MOST_INVITED } from './invitation-lines.ts'
import { programmeWords } from './programme-words.ts'

/* What a college administrator does (A7, T1). All under /api/college/, which asks for that role before anything else. */

const line = (most = 200) =>
  z
    .string()
    .overwrite(wellFormed)
    .trim()
    .max(most, { error: `At most ${most} characters.` })

const months = (least: number) =>
  z
    .int({ error: 'Write a whole number of months.' })
    .min(least, { error: `At least ${least}.` })
    .max(24, { error: 'At most 24.' })

export const ProgrammeFields = z
  .object({
    title: line().min(1, { error: 'Give the programme a name.' }),
    curriculumId: z.string().min(1, { error: 'Choose a curriculum.' }).max(100),
    /** Whom a trainee writes to without an invitation, and from Help. */
    contactName: line(),
    contactEmail: Email,
    contactPhone: line(40),
    /** Months from the first placement: without an invitation the doctor is told whom to ask; without enrolment the record is frozen. */
    toldAfterMonths: months(0),
    frozenAfterMonths: months(1),
    /** For how many days after their last one supervisors read and finish what they began (T2). */
    graceDays: z.int({ error: 'Write a whole number of days.' }).min(0, { error: 'At least 0.' }).max(365, { error: 'At most 365.' }),
    /** For how many years after training what was signed is kept of a closed account (A10). */
    keptYears: z
      .int({ error: 'Write a whole number of years.' })
      .min(1, { error: 'At least 1.' })
      .max(50, { error: 'At most 50.' })
      .default(6),
    /** Whether time worked and absence move what a steady pace would be (T18). */
    paceFollowsFraction: z.boolean().default(true),
    paceFollowsAbsence: z.boolean().default(true),
  })
  .refine((of) => of.toldAfterMonths <= of.frozenAfterMonths, { path: ['frozenAfterMonths'], error: programmeWords.frozenBeforeTold })
export type ProgrammeFields = z.infer<typeof ProgrammeFields>

export const Programme = z.object({
  ...ProgrammeFields.shape,
  contactEmail: z.string(),
  id: z.uuid(),
  version: z.int(),
  /** Doctors in it today. */
  trainees: z.int(),
  /** Of these, not enrolled. */
  notEnrolled: z.int(),
  /** Invitations not accepted yet. */
  openInvitations: z.int(),
})
export type Programme = z.infer<typeof Programme>

/** What a programme can train towards. */
export const CurriculumChoice = z.object({
  id: z.string(),
  title: z.string(),
  years: z.array(z.object({ code: z.string(), title: z.string() })),
})
export type CurriculumChoice = z.infer<typeof CurriculumChoice>

const ProgrammeParams = z.object({ programmeId: z.uuid() })

export const listProgrammes = {
  method: 'GET',
  url: '/api/college/programmes',
  schema: {
    summary: 'All programmes, and the curricula a programme can have',
    response: { 200: z.object({ programmes: z.array(Programme), curricula: z.array(CurriculumChoice) }) },
  },
} as const satisfies Endpoint

export const makeProgramme = {
  method: 'POST',
  url: '/api/college/programmes',
  schema: { summary: 'Make a programme', body: ProgrammeFields, response: { 201: z.object({ id: z.uuid() }) } },
} as const satisfies Endpoint

/** Fault: `stale_version`. Another curriculum counts for who begins from now on (T10). */
export const amendProgramme = {
  method: 'PUT',
  url: '/api/college/programmes/:programmeId',
  schema: {
    summary: 'Change a programme',
    params: ProgrammeParams,
    body: ProgrammeFields.safeExtend({ version: z.int() }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const INVITATION_STATES = ['sent', 'accepted', 'withdrawn'] as const

export const Invitation = z.object({
  id: z.uuid(),
  email: z.string(),
  trainingYear: z.string(),
  startsOn: PlainDate,
  feeNote: z.string(),
  state: z.enum(INVITATION_STATES),
  /** When it was sent last, accepted or withdrawn. */
  at: z.iso.datetime({ offset: true }),
})
export type Invitation = z.infer<typeof Invitation>

export const listInvitations = {
  method: 'GET',
  url: '/api/college/programmes/:programmeId/invitations',
  schema: {
    summary: 'Invitations to a programme, the newest first, a hundred at a time',
    params: ProgrammeParams,
    querystring: z.object({ after: z.uuid().optional() }),
    response: { 200: z.object({ invitations: z.array(Invitation), next: z.uuid().nullable() }) },
  },
} as const satisfies Endpoint

/** All or nothing. What is wrong with a line is a fault at `lines.<index>`. */
export const inviteDoctors = {
  method: 'POST',
  url: '/api/college/programmes/:programmeId/invitations',
  schema: {
    summary: 'Invite doctors to enrol (T1)',
    params: ProgrammeParams,
    body: z.object({
      lines: z
        .array(z.object({ email: Email, trainingYear: z.string().max(100), startsOn: PlainDate, feeNote: line(500).default('') }))
        .min(1, { error: 'Name at least one doctor.' })
        .max(MOST_INVITED, { error: programmeWords.lines.tooMany(MOST_INVITED) }),
    }),
    response: { 201: z.object({ invited: z.int() }) },
  },
} as const satisfies Endpoint

const InvitationParams = z.object({ invitationId: z.uuid() })

/** The link sent before works no longer. */
export const sendInvitationAgain = {
  method: 'POST',
  url: '/api/college/invitations/:invitationId/send',
  schema: { summary: 'Send an invitation again', params: InvitationParams, response: { 200: Done } },
} as const satisfies Endpoint

export const withdrawInvitation = {
  method: 'POST',
  url: '/api/college/invitations/:invitationId/withdraw',
  schema: { summary: 'Withdraw an invitation', params: InvitationParams, response: { 200: Done } },
} as const satisfies Endpoint

/** Doctors who train without being enrolled. */
export const listNotEnrolled = {
  method: 'GET',
  url: '/api/college/programmes/:programmeId/not-enrolled',
  schema: {
    summary: 'Who trains in a programme and is not enrolled',
    params: ProgrammeParams,
    response: {
      200: z.object({
        trainees: z.array(
          z.object({
            ownerId: z.uuid(),
            name: z.string(),
            email: z.string(),
            from: PlainDate,
            freezesOn: PlainDate,
            enrolment: z.enum(ENROLMENTS),
            isInvited: z.boolean(),
            askedAt: z.iso.datetime({ offset: true }).nullable(),
          }),
        ),
      }),
    },
  },
} as const satisfies Endpoint

export const listProgrammeRoles = {
  method: 'GET',
  url: '/api/college/programmes/:programmeId/roles',
  schema: {
    summary: 'Tutors, directors and coordinators of a programme, and who was',
    params: ProgrammeParams,
    response: { 200: z.object({ holders: z.array(ProgrammeRoleHolder) }) },
  },
} as const satisfies Endpoint

export const giveProgrammeRole = {
  method: 'POST',
  url: '/api/college/programmes/:programmeId/roles',
  schema: {
    summary: 'Give a role in a programme to somebody found by their exact address (A7)',
    params: ProgrammeParams,
    body: z.object({
      email: Email,
      role: z.enum(PROGRAMME_ROLES),
      from: PlainDate,
      until: PlainDate.nullable(),
    }),
    response: { 201: z.object({ id: z.uuid() }) },
  },
} as const satisfies Endpoint

export const endProgrammeRole = {
  method: 'POST',
  url: '/api/college/roles/:roleId/end',
  schema: {
    summary: 'Set the last day of a role in a programme, or take it back',
    params: z.object({ roleId: z.uuid() }),
    body: z.object({ until: PlainDate }),
    response: { 200: Done },
  },
} as const satisfies Endpoint
