import { z } from 'zod'
import { Email } from '#domain/accounts/contract.ts'
import { May } from '#domain/accounts/may.ts'
import { PHASES } from '#domain/accounts/relations.ts'
import { Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { wellFormed } from '#domain/text.ts'
import { ENROLMENTS } from './enrolment.ts'

const When = z.iso.datetime({ offset: true })
const line = (most = 200) =>
  z
    .string()
    .overwrite(wellFormed)
    .trim()
    .max(most, { error: `At most ${most} characters.` })
const needed = (message: string) => line().min(1, { error: message })

/** Somebody to the owner, by name and dates. */
export const SupervisorView = z.object({
  relationId: z.uuid(),
  personId: z.uuid(),
  /** Empty where the account is closed. */
  name: z.string(),
  email: z.string(),
  relation: z.enum(['clinical supervisor', 'educational supervisor', 'panel member', 'lay member']),
  from: PlainDate,
  until: PlainDate,
  phase: z.enum(PHASES),
  /** Null where it is not for one placement. */
  placementId: z.uuid().nullable(),
})
export type SupervisorView = z.infer<typeof SupervisorView>

export const PlacementView = z.object({
  id: z.uuid(),
  yearId: z.uuid(),
  post: z.string(),
  specialty: z.string(),
  site: z.string(),
  employer: z.string(),
  from: PlainDate,
  until: PlainDate,
  workingPercent: z.int(),
  when: z.enum(['past', 'present', 'to come']),
})
export type PlacementView = z.infer<typeof PlacementView>

export const YearView = z.object({ id: z.uuid(), code: z.string(), title: z.string(), from: PlainDate, until: PlainDate })
export type YearView = z.infer<typeof YearView>

export const CorrectionView = z.object({
  id: z.uuid(),
  relationId: z.uuid(),
  /** Whom the trainee finds wrong, and as what. */
  about: z.string(),
  says: z.string(),
  askedAt: When,
  named: z.string().nullable(),
  namedBy: z.string().nullable(),
  outcome: z.enum(['changed', 'not changed']).nullable(),
  reason: z.string(),
  closedBy: z.string().nullable(),
})
export type CorrectionView = z.infer<typeof CorrectionView>

/** A trainee's record at a glance. What the viewer may not read is null. */
export const readRecord = {
  method: 'GET',
  url: '/api/people/:ownerId/record',
  schema: {
    summary: 'One trainee’s record: person, programme, years, placements, supervisors (T2)',
    params: OwnerParams,
    response: {
      200: z.object({
        person: z.object({
          id: z.uuid(),
          name: z.string(),
          email: z.string(),
          mobile: z.string(),
          workPhone: z.string(),
          professionalBody: z.string(),
          professionalNumber: z.string(),
          grade: z.string(),
          specialty: z.string(),
          hasPhoto: z.boolean(),
        }),
        today: PlainDate,
        programme: z.object({ id: z.uuid(), title: z.string() }).nullable(),
        /** Since when it is so. */
        enrolment: z.object({ state: z.enum(ENROLMENTS), since: PlainDate }).nullable(),
        /** The curriculum's training years, for who gives one. */
        yearCodes: z.array(z.object({ code: z.string(), title: z.string() })),
        years: z.array(YearView),
        placements: z.array(PlacementView),
        supervisors: z.array(SupervisorView),
        corrections: z.array(CorrectionView).nullable(),
        /** What was signed elsewhere and came with an archive (R6); null where there is nothing the viewer may read. */
        signedElsewhere: z.object({ all: z.int(), waiting: z.int() }).nullable(),
        can: z.object({ place: May, supervise: May, convene: May, ask: May, name: May, close: May, readAbsence: May }),
      }),
    },
  },
} as const satisfies Endpoint
export type RecordView = z.infer<(typeof readRecord)['schema']['response'][200]>

const YearInput = z.strictObject({ code: needed('Choose a training year.'), from: PlainDate, until: PlainDate })

export const giveYear = {
  method: 'POST',
  url: '/api/people/:ownerId/training-years',
  schema: { summary: 'Give a training year (T2)', params: OwnerParams, body: YearInput, response: { 200: z.object({ id: z.uuid() }) } },
} as const satisfies Endpoint

export const changeYear = {
  method: 'PUT',
  url: '/api/people/:ownerId/training-years/:yearId',
  schema: {
    summary: 'Change a training year: its dates, or which it is',
    params: OwnerParams.extend({ yearId: z.uuid() }),
    body: YearInput,
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const PlacementInput = z.strictObject({
  yearId: z.uuid({ error: 'Choose a training year.' }),
  post: needed('Say which post it is.'),
  specialty: line(),
  site: needed('Say where it is.'),
  employer: line(),
  from: PlainDate,
  until: PlainDate,
  workingPercent: z
    .int({ error: 'A whole number from 10 to 100.' })
    .min(10, { error: 'A whole number from 10 to 100.' })
    .max(100, { error: 'A whole number from 10 to 100.' }),
})

export const givePlacement = {
  method: 'POST',
  url: '/api/people/:ownerId/placements',
  schema: { summary: 'Give a placement (T2)', params: OwnerParams, body: PlacementInput, response: { 200: z.object({ id: z.uuid() }) } },
} as const satisfies Endpoint

/** Before its first day it is taken back. */
const EndInput = z.strictObject({ on: PlainDate })

export const endPlacement = {
  method: 'PUT',
  url: '/api/people/:ownerId/placements/:placementId/end',
  schema: {
    summary: 'Move the last day of a placement to an earlier one, and with it its clinical supervisors',
    params: OwnerParams.extend({ placementId: z.uuid() }),
    body: EndInput,
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const TrainingEndInput = z.strictObject({
  /** The last day. Before the first day it is taken back: they were never in the programme. */
  on: PlainDate,
  reason: line(1000).optional(),
})

export const endTraining = {
  method: 'PUT',
  url: '/api/people/:ownerId/training/end',
  schema: {
    summary: 'End a doctor’s training in their programme, and with it years, placements and supervision there (T1, T2)',
    params: OwnerParams,
    body: TrainingEndInput,
    response: { 200: Done },
  },
} as const satisfies Endpoint

const RelationEndParams = OwnerParams.extend({ relationId: z.uuid() })

export const SupervisionInput = z.strictObject({
  relation: z.enum(['educational supervisor', 'clinical supervisor']),
  email: Email,
  from: PlainDate,
  until: PlainDate,
  /** For a clinical supervisor, whose placement it is. */
  placementId: z.uuid().nullable(),
  /** From this day the new educational supervisor instead: the one before ends the day before. */
  instead: z.boolean(),
})

export const giveSupervision = {
  method: 'POST',
  url: '/api/people/:ownerId/supervision',
  schema: {
    summary: 'Make somebody a supervisor (A7, T2)',
    params: OwnerParams,
    body: SupervisionInput,
    response: { 200: z.object({ id: z.uuid() }) },
  },
} as const satisfies Endpoint

export const endSupervision = {
  method: 'PUT',
  url: '/api/people/:ownerId/supervision/:relationId/end',
  schema: {
    summary: 'Move the last day of a supervisor to an earlier one',
    params: RelationEndParams,
    body: EndInput,
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const PanelInput = z.strictObject({
  relation: z.enum(['panel member', 'lay member']),
  email: Email,
  from: PlainDate,
  until: PlainDate,
})

export const convene = {
  method: 'POST',
  url: '/api/people/:ownerId/panel',
  schema: { summary: 'Put somebody on a panel (A7)', params: OwnerParams, body: PanelInput, response: { 200: z.object({ id: z.uuid() }) } },
} as const satisfies Endpoint

export const endPanel = {
  method: 'PUT',
  url: '/api/people/:ownerId/panel/:relationId/end',
  schema: { summary: 'Move the last day on a panel to an earlier one', params: RelationEndParams, body: EndInput, response: { 200: Done } },
} as const satisfies Endpoint

const CorrectionParams = OwnerParams.extend({ correctionId: z.uuid() })
const Sentence = line(1000)

export const askCorrection = {
  method: 'POST',
  url: '/api/people/:ownerId/corrections',
  schema: {
    summary: 'Say that a supervisor is wrong (T2)',
    params: OwnerParams,
    body: z.strictObject({ relationId: z.uuid(), says: Sentence.min(1, { error: 'Say in a sentence what is wrong.' }) }),
    response: { 200: z.object({ id: z.uuid() }) },
  },
} as const satisfies Endpoint

/** By the tutor: the right person, or, with none, that it is right as it is. */
export const nameSupervisor = {
  method: 'PUT',
  url: '/api/people/:ownerId/corrections/:correctionId/naming',
  schema: {
    summary: 'Name the right supervisor, or say that it is right as it is (T2)',
    params: CorrectionParams,
    body: z.union([
      z.strictObject({ email: Email }),
      z.strictObject({ reason: Sentence.min(1, { error: 'Say why, so that the trainee knows.' }) }),
    ]),
    response: { 200: Done },
  },
} as const satisfies Endpoint

/** By the coordinator: the change with its date, or why not. */
export const closeCorrection = {
  method: 'PUT',
  url: '/api/people/:ownerId/corrections/:correctionId/outcome',
  schema: {
    summary: 'Make the change, or say why not (T2)',
    params: CorrectionParams,
    body: z.union([
      z.strictObject({ from: PlainDate }),
      z.strictObject({ reason: Sentence.min(1, { error: 'Say why, so that the trainee knows.' }) }),
    ]),
    response: { 200: Done },
  },
} as const satisfies Endpoint
