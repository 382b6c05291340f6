import { z } from 'zod'
import { Email } from '#domain/accounts/contract.ts'
import { May } from '#domain/accounts/may.ts'
import { GIVEN_RELATIONS, PHASES } from '#domain/accounts/relations.ts'
import { Bytes, Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { wellFormed } from '#domain/text.ts'
import { ENROLMENTS } from './enrolment.ts'
import { CorrectionView } from './placement-contract.ts'
import { ROTATION_COLUMNS } from './rotation.ts'

export const ProgrammeParams = z.object({ programmeId: z.uuid() })

/** A programme as those see it who have a role in it. */
export const readProgramme = {
  method: 'GET',
  url: '/api/programmes/:programmeId/overview',
  schema: {
    summary: 'A programme, what waits in it, and what the viewer may do (T2)',
    params: ProgrammeParams,
    response: {
      200: z.object({
        title: z.string(),
        /** What the viewer is in it. */
        roles: z.array(z.string()),
        today: PlainDate,
        trainees: z.int(),
        openCorrections: z.int(),
        /** Closed accounts of which the programme keeps something; none for who may not read that. */
        kept: z.int(),
        yearCodes: z.array(z.object({ code: z.string(), title: z.string() })),
        can: z.object({ place: May, name: May, close: May }),
      }),
    },
  },
} as const satisfies Endpoint

export const RosterRow = z.object({
  ownerId: z.uuid(),
  name: z.string(),
  professionalNumber: z.string(),
  enrolment: z.enum(ENROLMENTS),
  from: PlainDate,
  /** The first day is still to come: they can be taken back. */
  isToCome: z.boolean(),
  year: z.string().nullable(),
  placement: z.object({ post: z.string(), site: z.string(), from: PlainDate, until: PlainDate }).nullable(),
  educationalSupervisor: z.string().nullable(),
})
export type RosterRow = z.infer<typeof RosterRow>

export const listTrainees = {
  method: 'GET',
  url: '/api/programmes/:programmeId/trainees',
  schema: {
    summary: 'Who trains in a programme, by name, 50 at a time',
    params: ProgrammeParams,
    /** `after` is the last owner of the page before. */
    querystring: z.object({ search: z.string().max(100).default(''), after: z.uuid().optional() }),
    response: { 200: z.object({ trainees: z.array(RosterRow), next: z.uuid().nullable() }) },
  },
} as const satisfies Endpoint

export const TraineeInput = z.strictObject({
  email: Email,
  from: PlainDate,
  code: z.string().min(1, { error: 'Choose a training year.' }).max(50),
  until: PlainDate,
})

export const addTrainee = {
  method: 'POST',
  url: '/api/programmes/:programmeId/trainees',
  schema: {
    summary: 'Take a doctor with an account into the programme, provisionally (T1)',
    params: ProgrammeParams,
    body: TraineeInput,
    response: { 200: z.object({ ownerId: z.uuid() }) },
  },
} as const satisfies Endpoint

export const TakeBackInput = z.strictObject({
  reason: z.string().overwrite(wellFormed).trim().max(1000, { error: 'At most 1000 characters.' }).default(''),
})

export const takeTraineeBack = {
  method: 'POST',
  url: '/api/programmes/:programmeId/trainees/:doctorId/taking-back',
  schema: {
    summary: 'Take back a doctor whose training in the programme has not begun, as if they had never been placed there (T1)',
    params: ProgrammeParams.extend({ doctorId: z.uuid() }),
    body: TakeBackInput,
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const listCorrections = {
  method: 'GET',
  url: '/api/programmes/:programmeId/corrections',
  schema: {
    summary: 'Supervisors said to be wrong, those under way and those closed in the last 30 days (T2)',
    params: ProgrammeParams,
    response: { 200: z.object({ corrections: z.array(CorrectionView.extend({ ownerId: z.uuid(), trainee: z.string() })) }) },
  },
} as const satisfies Endpoint

export const listTold = {
  method: 'GET',
  url: '/api/programmes/:programmeId/absences',
  schema: {
    summary: 'Who was away 14 days or more in the training year of today (T20)',
    params: ProgrammeParams,
    response: {
      200: z.object({
        away: z.array(
          z.object({
            ownerId: z.uuid(),
            name: z.string(),
            code: z.string(),
            from: PlainDate,
            until: PlainDate,
            workingDays: z.number(),
          }),
        ),
      }),
    },
  },
} as const satisfies Endpoint

const Fault = z.object({ column: z.enum(ROTATION_COLUMNS).nullable(), message: z.string() })

export const RotationPreview = z.object({
  lines: z.array(
    z.object({
      line: z.int(),
      name: z.string(),
      says: z.array(z.string()),
      notes: z.array(z.string()),
      faults: z.array(Fault),
    }),
  ),
  changed: z.int(),
  unchanged: z.int(),
  faulty: z.int(),
  /** That the file was loaded: all of it, or nothing. */
  loaded: z.boolean(),
})
export type RotationPreview = z.infer<typeof RotationPreview>

const Csv = z.strictObject({ csv: z.string().overwrite(wellFormed).max(1_500_000, { error: 'This file is too large.' }) })

export const previewRotation = {
  method: 'POST',
  url: '/api/programmes/:programmeId/rotation/preview',
  schema: {
    summary: 'What a rotation’s file would change, line by line (T2)',
    params: ProgrammeParams,
    body: Csv,
    response: { 200: RotationPreview },
  },
} as const satisfies Endpoint

/** A file with faults changes nothing and is answered with them, as in the preview. */
export const loadRotation = {
  method: 'POST',
  url: '/api/programmes/:programmeId/rotation',
  schema: {
    summary: 'Load a rotation’s file, all of it or nothing (T2)',
    params: ProgrammeParams,
    body: Csv,
    response: { 200: RotationPreview },
  },
} as const satisfies Endpoint

export const rotationTemplate = {
  method: 'GET',
  url: '/api/programmes/:programmeId/rotation/template',
  schema: { summary: 'The empty file of a rotation: its headings', params: ProgrammeParams, response: { 200: Bytes } },
} as const satisfies Endpoint

/** What can wait with a trainee, in words after a number. `new` is evidence since the viewer last looked; overdue meetings say who falls behind. */
export const TRAINEE_WAITS = ['ready for sign-off', 'to sign', 'to verify', 'meetings overdue', 'behind', 'new'] as const
export type TraineeWait = (typeof TRAINEE_WAITS)[number]

/** A trainee at a glance, to a supervisor or a member of a panel (T14). */
export const TraineeAtAGlance = z.object({
  ownerId: z.uuid(),
  name: z.string(),
  hasPhoto: z.boolean(),
  programme: z.string(),
  year: z.string().nullable(),
  enrolment: z.enum(ENROLMENTS).nullable(),
  relations: z.array(
    z.object({
      relation: z.enum(GIVEN_RELATIONS),
      from: PlainDate,
      until: PlainDate,
      phase: z.enum(PHASES),
      /** Days on which they still read and finish what they began, today included; null before the last day is over. */
      graceDaysLeft: z.int().nullable(),
    }),
  ),
  /** What waits for this viewer, and they may do today. */
  waits: z.array(z.object({ what: z.enum(TRAINEE_WAITS), count: z.int() })),
})
export type TraineeAtAGlance = z.infer<typeof TraineeAtAGlance>

/** A programme somebody has a role in today, and how many corrections of supervisors wait there for them (T2). */
export const DutyInProgramme = z.object({ id: z.uuid(), title: z.string(), roles: z.array(z.string()), corrections: z.int() })
export type DutyInProgramme = z.infer<typeof DutyInProgramme>

export const myTrainees = {
  method: 'GET',
  url: '/api/people/:ownerId/trainees',
  schema: {
    summary: 'A supervisor’s trainees at a glance, and the programmes they have a role in (T14)',
    params: OwnerParams,
    response: {
      200: z.object({
        trainees: z.array(TraineeAtAGlance),
        programmes: z.array(DutyInProgramme),
      }),
    },
  },
} as const satisfies Endpoint
