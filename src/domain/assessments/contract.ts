import { z } from 'zod'
import { May } from '#domain/accounts/may.ts'
import { Bytes, Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { GuardOverrides } from '#domain/guard-rules.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { Title } from '#domain/portfolio/item.ts'
import { wellFormed } from '#domain/text.ts'
import { Answers } from './answers.ts'
import { ENTRY_STATES, ENTRY_STEPS } from './entry-steps.ts'
import { Family, FormShown, Writer } from './form-file.ts'
import { IDENTITIES } from './what-counts.ts'

/** A form in a list of forms to begin. */
export const FormLine = z.object({
  /** Its name for all versions. */
  name: z.string(),
  id: z.string(),
  title: z.string(),
  short: z.string(),
  family: Family,
  about: z.string(),
  tips: z.array(z.string()),
})
export type FormLine = z.infer<typeof FormLine>

/** One filled form in a list. */
export const EntryLine = z.object({
  id: z.uuid(),
  formId: z.string(),
  form: z.string(),
  short: z.string(),
  family: Family,
  title: z.string(),
  eventOn: PlainDate,
  placement: z.string(),
  state: z.enum(ENTRY_STATES),
  /** Who signed it, as they were called then; null where nobody did yet. */
  signedBy: z.string().nullable(),
  /** Who is to write next, in the form's word; null where nothing is left to do. */
  waitsFor: Writer.nullable(),
  /** A newer one names it. */
  isCorrected: z.boolean(),
})
export type EntryLine = z.infer<typeof EntryLine>

const Step = z.object({
  step: z.enum(ENTRY_STEPS),
  byName: z.string(),
  byAs: z.string(),
  byRole: z.string(),
  byBody: z.string(),
  byNumber: z.string(),
  at: z.iso.datetime({ offset: true }),
})

export const EntryComment = z.object({
  id: z.uuid(),
  byName: z.string(),
  byAs: z.string(),
  text: z.string(),
  at: z.iso.datetime({ offset: true }),
})

/** One filled form, as far as the viewer may read it. */
export const Entry = z.object({
  id: z.uuid(),
  ownerId: z.uuid(),
  ownerName: z.string(),
  /** In the version it was begun on. Sections the viewer may not read are left out. */
  form: FormShown,
  title: z.string(),
  eventOn: PlainDate,
  placement: z.string(),
  trainingYear: z.string().nullable(),
  state: z.enum(ENTRY_STATES),
  /** By section. Signed ones as they were signed. */
  answers: z.record(z.string(), Answers),
  /** By section, for saving over what was read. */
  versions: z.record(z.string(), z.int()),
  steps: z.array(Step),
  comments: z.array(EntryComment),
  askedName: z.string().nullable(),
  /** How it is known who signed, where that was by a ticket (F3, F9). */
  identity: z.enum(IDENTITIES).nullable(),
  corrects: z.uuid().nullable(),
  correctedBy: z.uuid().nullable(),
  /** Why what the guard blocks stays in the sections the viewer writes (P18). */
  reasons: GuardOverrides,
  can: z.object({
    /** By section. */
    write: z.record(z.string(), May),
    step: z.object({ step: z.enum(ENTRY_STEPS), may: May }).nullable(),
    comment: May,
    throwAway: May,
    readAgenda: May,
    /** The round of feedback beside the form, where it has one. */
    readRound: May,
  }),
})
export type Entry = z.infer<typeof Entry>

const EntryParams = OwnerParams.extend({ itemId: z.uuid() })
const Day = z.string({ error: 'Give the day.' }).pipe(PlainDate)

export const NewEntry = z.object({
  /** Made by the page, so that what is sent twice is one. */
  id: z.uuid(),
  /** The form's name for all versions; the one in force is begun. */
  form: z.string().max(60),
  title: z.union([z.literal(''), Title]).default(''),
  eventOn: Day,
  /** Who is asked to write the other part, where they have an account. */
  askedId: z.uuid().nullable().default(null),
  corrects: z.uuid().nullable().default(null),
  /** The post it is about, by its name, where that is not the post of its day. */
  placement: z.string().max(500).default(''),
  overrides: GuardOverrides.optional(),
})
export type NewEntry = z.infer<typeof NewEntry>

export const listForms = {
  method: 'GET',
  url: '/api/forms',
  schema: {
    summary: 'The forms there are to begin',
    response: { 200: z.object({ forms: z.array(FormLine) }) },
  },
} as const satisfies Endpoint

export const listEntries = {
  method: 'GET',
  url: '/api/people/:ownerId/entries',
  schema: {
    summary: 'Filled forms of a training record, newest first',
    params: OwnerParams,
    querystring: z.object({ family: z.array(Family).max(9).default([]) }),
    response: {
      200: z.object({
        name: z.string(),
        entries: z.array(EntryLine),
        can: z.object({ begin: z.partialRecord(Family, May), readRounds: May }),
      }),
    },
  },
} as const satisfies Endpoint

export const readEntry = {
  method: 'GET',
  url: '/api/people/:ownerId/entries/:itemId',
  schema: { summary: 'One filled form', params: EntryParams, response: { 200: Entry } },
} as const satisfies Endpoint

export const beginEntry = {
  method: 'POST',
  url: '/api/people/:ownerId/entries',
  schema: { summary: 'Begin a form', params: OwnerParams, body: NewEntry, response: { 201: z.object({ id: z.uuid() }) } },
} as const satisfies Endpoint

export const saveEntryPart = {
  method: 'PUT',
  url: '/api/people/:ownerId/entries/:itemId/parts/:section',
  schema: {
    summary: 'Save one section of a form, to go on later',
    params: EntryParams.extend({ section: z.string().max(60) }),
    body: z.object({
      answers: Answers,
      /** What was read before; 0 where the section was empty. */
      version: z.int().min(0),
      /** Reasons for keeping what the guard blocks, by field and rule (P18). */
      overrides: GuardOverrides.optional(),
    }),
    response: { 200: z.object({ version: z.int() }) },
  },
} as const satisfies Endpoint

export const takeEntryStep = {
  method: 'POST',
  url: '/api/people/:ownerId/entries/:itemId/steps/:step',
  schema: {
    summary: 'Finish a form, or one’s part of it: prepared, signed, acknowledged',
    params: EntryParams.extend({ step: z.enum(ENTRY_STEPS) }),
    body: z.object({
      answers: z.record(z.string(), Answers).default({}),
      /** The versions of the sections that were read: nobody signs what they have not seen. */
      read: z.record(z.string(), z.int()).optional(),
      overrides: GuardOverrides.optional(),
    }),
    response: { 200: z.object({ state: z.enum(ENTRY_STATES) }) },
  },
} as const satisfies Endpoint

export const commentOnEntry = {
  method: 'POST',
  url: '/api/people/:ownerId/entries/:itemId/comments',
  schema: {
    summary: 'Comment on a filled form',
    params: EntryParams,
    body: z.object({
      id: z.uuid(),
      text: z
        .string()
        .overwrite(wellFormed)
        .trim()
        .min(1, { error: 'Write your comment.' })
        .max(4000, { error: 'This is longer than 4,000 characters.' }),
      overrides: GuardOverrides.optional(),
    }),
    response: { 201: EntryComment },
  },
} as const satisfies Endpoint

export const throwEntryAway = {
  method: 'DELETE',
  url: '/api/people/:ownerId/entries/:itemId',
  schema: { summary: 'Put a form nobody signed into the bin', params: EntryParams, response: { 200: Done } },
} as const satisfies Endpoint

export const entryPdf = {
  method: 'GET',
  url: '/api/people/:ownerId/entries/:itemId/pdf',
  schema: { summary: 'A filled form as PDF/UA-1', params: EntryParams, response: { 200: Bytes } },
} as const satisfies Endpoint
