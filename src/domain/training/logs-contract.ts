import { z } from 'zod'
import { May } from '#domain/accounts/may.ts'
import { COUNTED_THINGS } from '#domain/curriculum/curriculum-file.ts'
import { Bytes, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { GuardOverrides, GuardRule } from '#domain/guard-rules.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { canBeSeen, wellFormed } from '#domain/text.ts'
import {
  CLINIC_MODES,
  CLINIC_TYPES,
  COMPLICATIONS,
  HALF_DAYS,
  PROCEDURE_CONTEXTS,
  PROCEDURE_RESULTS,
  PROCEDURE_ROLES,
  TEACHING_LEVELS,
  WHY_NOT,
} from './log-rules.ts'
import { logWords } from './log-words.ts'

const text = (most: number) =>
  z
    .string()
    .overwrite(wellFormed)
    .trim()
    .max(most, { error: logWords.atMost(most) })
const line = (missing: string, most = 200) =>
  text(most)
    .min(1, { error: missing })
    .refine((typed) => canBeSeen(typed), { error: missing })
const whole = (missing: string, least: number, most: number) =>
  z
    .int({ error: missing })
    .min(least, { error: `At least ${least}.` })
    .max(most, { error: `At most ${most}.` })
const choice = <const T extends readonly string[]>(values: T, missing: string) => z.enum(values, { error: missing })
const yesOrNo = z.boolean({ error: 'Answer yes or no.' })

const common = { comments: text(1000).default('') }
const site = line('Write where it was.')

export const ClinicFields = z.strictObject({
  on: PlainDate,
  halfDay: choice(HALF_DAYS, 'Which half day was it?'),
  site,
  specialty: line('Write which specialty.'),
  type: choice(CLINIC_TYPES, 'Choose what kind of clinic it was.'),
  mode: choice(CLINIC_MODES, 'Choose how it was held.'),
  supervisor: text(200),
  /** Whom the trainee saw themselves. Nothing of any patient is kept. */
  patients: whole('Write how many patients you saw.', 0, 60),
  consulted: yesOrNo,
  ambulatory: yesOrNo,
  ...common,
})
export type ClinicFields = z.infer<typeof ClinicFields>

/** Clinics before this log, one row a post, as in the official sheet. */
export const BroughtFields = z.strictObject({
  site,
  from: PlainDate,
  until: PlainDate,
  count: whole('Write how many clinics.', 1, 500),
  verifier: line('Name who can verify it.'),
  ...common,
})

export const ProcedureFields = z.strictObject({
  on: PlainDate,
  /** An item of the curriculum; null for another, which is named. */
  code: z.string().max(40).nullable(),
  name: text(200),
  context: choice(PROCEDURE_CONTEXTS, 'Choose where it was done.'),
  /** Null where the official sheet, which does not ask, was taken over. */
  role: choice(PROCEDURE_ROLES, 'Choose what you did.').nullable(),
  supervisor: text(200),
  success: choice(PROCEDURE_RESULTS, 'Choose how it went.').nullable(),
  ultrasound: z.boolean(),
  complication: choice(COMPLICATIONS, 'Choose one, or none.'),
  dops: z.boolean(),
  ...common,
})

export const TakeFields = z.strictObject({
  site,
  from: PlainDate,
  until: PlainDate,
  takesPerMonth: z
    .number({ error: 'Write how many takes a month.' })
    .min(0, { error: 'At least 0.' })
    .max(31, { error: 'At most 31.' })
    .multipleOf(0.1, { error: 'One decimal is enough.' }),
  patientsPerTake: z
    .number({ error: 'Write how many patients a take.' })
    .min(0, { error: 'At least 0.' })
    .max(60, { error: 'At most 60.' })
    .multipleOf(0.1, { error: 'One decimal is enough.' }),
  /** What the trainee writes instead of what is worked out; null for that. */
  estimate: z.int({ error: 'Write a whole number, or leave it empty.' }).min(0).max(5000, { error: 'At most 5000.' }).nullable(),
  verifier: text(200),
  ...common,
})

export const TeachingFields = z.strictObject({
  on: PlainDate,
  title: line('Give it a title.'),
  provider: text(200),
  level: choice(TEACHING_LEVELS, 'Choose at which level.'),
  hours: z
    .number({ error: 'Write how many hours.' })
    .min(0.25, { error: 'At least a quarter of an hour.' })
    .max(24, { error: 'At most 24 hours a row.' })
    .multipleOf(0.25, { error: 'Quarters of an hour, such as 1.5.' }),
  /** For CPD, or regional teaching of the programme. */
  recognised: yesOrNo,
  ...common,
})

export const LogFields = z.discriminatedUnion('log', [
  ClinicFields.extend({ log: z.literal('clinic') }),
  BroughtFields.extend({ log: z.literal('clinics brought forward') }),
  ProcedureFields.extend({ log: z.literal('procedure') }),
  TakeFields.extend({ log: z.literal('acute take') }),
  TeachingFields.extend({ log: z.literal('teaching') }),
])
export type LogFields = z.infer<typeof LogFields>

export const LogRow = z.object({
  id: z.uuid(),
  version: z.int(),
  title: z.string(),
  from: PlainDate,
  until: PlainDate,
  fields: LogFields,
  /** Clinics, patients, hours; 1 for a procedure. */
  amount: z.number(),
  whyNot: z.array(z.enum(WHY_NOT)),
  counts: z.boolean(),
  countedBecause: z.string().nullable(),
  /** Entered as a sum, or taken over from a file. */
  isBrought: z.boolean(),
  /** The file it came from. */
  uploadId: z.uuid().nullable(),
  corrects: z.uuid().nullable(),
  correctedBy: z.uuid().nullable(),
  verification: z.object({ by: z.string(), as: z.string(), at: z.iso.datetime({ offset: true }) }).nullable(),
  can: z.object({ write: May, verify: May }),
})
export type LogRow = z.infer<typeof LogRow>

export const LOG_PAGES = ['clinics', 'procedures', 'take', 'teaching'] as const
export type LogPage = (typeof LOG_PAGES)[number]

export const Standing = z.enum(['met', 'on pace', 'behind'])
export const PaceLine = z.object({
  code: z.string(),
  title: z.string(),
  counts: z.enum([...COUNTED_THINGS, 'assessments']),
  /** A training year of the curriculum; null for the whole programme. */
  year: z.string().nullable(),
  until: PlainDate.nullable(),
  done: z.number(),
  /** The rule's own number; `due` is what of it is asked for by the end. */
  need: z.int(),
  due: z.int(),
  steady: z.number(),
  standing: Standing,
  missing: z.int(),
  enough: z.object({ count: z.int(), months: z.int().nullable() }).nullable(),
  certainty: z.string(),
})
export type PaceLine = z.infer<typeof PaceLine>

const Total = z.object({ rows: z.int(), notCounted: z.int(), toVerify: z.int() })
const Spread = z.array(z.object({ name: z.string(), count: z.number() }))

export const readLogs = {
  method: 'GET',
  url: '/api/people/:ownerId/logs',
  schema: {
    summary: 'Counters and pace lines of the logs (T13, T18)',
    params: OwnerParams,
    response: {
      200: z.object({
        name: z.string(),
        can: z.object({ write: May, verify: May, readAgenda: May }),
        lines: z.array(PaceLine),
        /** What moved the line: working fraction in per cent now, working days away in the programme; null where the programme does not let it. */
        moved: z.object({ fraction: z.int().nullable(), daysAway: z.number().nullable() }),
        tips: z.array(z.object({ title: z.string(), list: z.array(z.string()) })),
        totals: z.record(z.enum(LOG_PAGES), Total),
        spread: z.object({ specialty: Spread, mode: Spread }),
        uploads: z.array(z.object({ id: z.uuid(), name: z.string(), at: z.iso.datetime({ offset: true }), rows: z.int() })),
      }),
    },
  },
} as const satisfies Endpoint

export const listLogRows = {
  method: 'GET',
  url: '/api/people/:ownerId/logs/rows',
  schema: {
    summary: 'The rows of one log, the newest first, and what a new one begins with (T13)',
    params: OwnerParams,
    querystring: z.object({ page: z.enum(LOG_PAGES), all: z.stringbool().or(z.boolean()).optional() }),
    response: {
      200: z.object({
        name: z.string(),
        can: z.object({ write: May, verify: May }),
        rows: z.array(LogRow),
        hasMore: z.boolean(),
        lines: z.array(PaceLine),
        spread: z.object({ specialty: Spread, mode: Spread }),
        procedures: z.array(z.object({ code: z.string(), title: z.string() })),
        /** The placement of today, else the last there was. */
        present: z.object({ site: z.string(), specialty: z.string(), from: PlainDate, until: PlainDate }).nullable(),
        supervisors: z.array(z.string()),
      }),
    },
  },
} as const satisfies Endpoint

const Fresh = z.strictObject({
  id: z.uuid(),
  /** The verified row it takes the place of. */
  corrects: z.uuid().nullable().default(null),
  fields: LogFields,
  /** Reasons for keeping what the guard blocks (P18). */
  overrides: GuardOverrides.optional(),
})
const RowParams = OwnerParams.extend({ id: z.uuid() })

export const recordLogRow = {
  method: 'POST',
  url: '/api/people/:ownerId/logs/rows',
  schema: { summary: 'Write a row of a log (T13)', params: OwnerParams, body: Fresh, response: { 201: LogRow } },
} as const satisfies Endpoint

/** Faults: `stale_version`; `not_allowed` once it is verified. */
export const amendLogRow = {
  method: 'PUT',
  url: '/api/people/:ownerId/logs/rows/:id',
  schema: {
    summary: 'Change a row that is not verified',
    params: RowParams,
    body: z.strictObject({ version: z.int(), fields: LogFields, overrides: GuardOverrides.optional() }),
    response: { 200: LogRow },
  },
} as const satisfies Endpoint

export const VerifyBody = z.strictObject({
  rows: z
    .array(z.strictObject({ id: z.uuid(), version: z.int() }))
    .min(1, { error: 'Choose at least one row.' })
    .max(200, { error: 'At most 200 rows at once.' }),
  /** Why a row counts that fails a test; null verifies as it is. */
  countBecause: text(500).min(10, { error: 'Write a reason of at least ten characters.' }).nullable().default(null),
  overrides: GuardOverrides.optional(),
})

/** One act and one link of the chain for all of them. */
export const verifyLogRows = {
  method: 'POST',
  url: '/api/people/:ownerId/logs/verifications',
  schema: {
    summary: 'Verify rows of the logs (T13)',
    params: OwnerParams,
    body: VerifyBody,
    response: { 200: z.object({ verified: z.int() }) },
  },
} as const satisfies Endpoint

export const downloadWorkbook = {
  method: 'GET',
  url: '/api/people/:ownerId/logs/workbook',
  schema: { summary: 'The logs in the three sheets of the college’s template (XLSX)', params: OwnerParams, response: { 200: Bytes } },
} as const satisfies Endpoint

export const SHEETS = ['Clinics', 'Procedures', 'Acute take'] as const
export const BookFault = z.object({ sheet: z.string(), line: z.int(), message: z.string() })
export const BookLine = z.object({
  sheet: z.enum(SHEETS),
  line: z.int(),
  title: z.string(),
  from: PlainDate,
  state: z.enum(['new', 'there']),
  /** Clinics that come in; patients for the acute take; 1 for a procedure. */
  amount: z.number(),
  note: z.string(),
})
export const BookRead = z.object({
  lines: z.array(BookLine),
  faults: z.array(BookFault),
  /** What of the new rows the guard blocks (P18): each rule once a row, and never what was found. */
  identifies: z.array(z.object({ sheet: z.enum(SHEETS), line: z.int(), rule: GuardRule })),
  counts: z.object({ fresh: z.int(), there: z.int(), faults: z.int() }),
  /** Why it adds nothing, where it is the very file of a day before. */
  sameFile: z.string().nullable(),
})
export type BookRead = z.infer<typeof BookRead>

/** The file is sent as multipart form data, field `file`, 2 MB at most. Nothing is kept. */
export const previewWorkbook = {
  method: 'POST',
  url: '/api/people/:ownerId/logs/workbook/preview',
  schema: { summary: 'What a filled template would add', params: OwnerParams, response: { 200: BookRead } },
} as const satisfies Endpoint

/**
 * All or nothing; the file stays, in the owner's library and with the rows. Fault at `file` where a row is faulty, or could identify a
 * patient: the field `overrides`, sent before the file, is a JSON of reasons for all of it, by `overrideKey('file', rule)`.
 */
export const takeOverWorkbook = {
  method: 'POST',
  url: '/api/people/:ownerId/logs/workbook',
  schema: {
    summary: 'Take a filled template over as rows brought forward',
    params: OwnerParams,
    response: { 200: z.object({ added: z.int(), there: z.int() }) },
  },
} as const satisfies Endpoint

export const uploadedWorkbook = {
  method: 'GET',
  url: '/api/people/:ownerId/logs/uploads/:uploadId',
  schema: { summary: 'The file that rows came from', params: OwnerParams.extend({ uploadId: z.uuid() }), response: { 200: Bytes } },
} as const satisfies Endpoint
