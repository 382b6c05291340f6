import { z } from 'zod'
import { May } from '#domain/accounts/may.ts'
import { RELATIONS } from '#domain/accounts/relations.ts'
import { Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { Filled } from './filled.ts'
import { Audience } from './shares.ts'

/** What a reflection can be about, beside what its author writes. */
export const Subject = z.object({ id: z.uuid(), kind: z.enum(['library file', 'module']), title: z.string() })
export type Subject = z.infer<typeof Subject>

export const Reader = z.object({ name: z.string(), relation: z.enum(RELATIONS) })

/** Who reads it for an appraisal, and until when (P25). */
const AppraisalReader = z.object({ name: z.string(), until: PlainDate })

/** One of the author's own reflections in their list. */
export const ReflectionLine = z.object({
  id: z.uuid(),
  short: z.string(),
  title: z.string(),
  eventOn: PlainDate,
  /** Null where it is not finished. */
  finishedOn: PlainDate.nullable(),
  sharedWith: z.array(Audience),
  appraisers: z.array(AppraisalReader),
  isLinked: z.boolean(),
  isOffered: z.boolean(),
  about: Subject.nullable(),
})
export type ReflectionLine = z.infer<typeof ReflectionLine>

/** For its author: who reads a reflection, who would, and what they read. */
export const Sharing = z.object({
  title: z.string(),
  sharedWith: z.array(Audience),
  /** Who belongs to each audience today. */
  audiences: z.array(z.object({ audience: Audience, readers: z.array(Reader) })),
  /** Who can read it now: by sharing, and as evidence where it is linked. */
  readers: z.array(Reader),
  appraisers: z.array(AppraisalReader),
  /** The honest sentence. */
  says: z.string(),
  /** Curriculum items it is linked to. */
  linkedTo: z.array(z.string()),
  /** All that others read beside title, day, placement and comments. */
  opens: Filled,
  finishedOn: PlainDate.nullable(),
  about: Subject.nullable(),
  can: z.object({ share: May, finish: May }),
})
export type Sharing = z.infer<typeof Sharing>

const EntryParams = OwnerParams.extend({ itemId: z.uuid() })

export const listReflections = {
  method: 'GET',
  url: '/api/people/:ownerId/reflections',
  schema: {
    summary: 'One’s own reflections, the newest first',
    params: OwnerParams,
    response: { 200: z.object({ reflections: z.array(ReflectionLine), can: z.object({ begin: May }) }) },
  },
} as const satisfies Endpoint

export const readSharing = {
  method: 'GET',
  url: '/api/people/:ownerId/entries/:itemId/sharing',
  schema: { summary: 'Who can read a reflection, and what', params: EntryParams, response: { 200: Sharing } },
} as const satisfies Endpoint

export const shareReflection = {
  method: 'PUT',
  url: '/api/people/:ownerId/entries/:itemId/sharing',
  schema: {
    summary: 'Share the learning layer of a reflection with these, and with nobody else; with an empty list it is private again',
    params: EntryParams,
    body: z.object({
      with: z.array(Audience).max(3),
      /** The author was shown what will be read and by whom. */
      isShown: z.boolean().default(false),
    }),
    response: { 200: z.object({ says: z.string() }) },
  },
} as const satisfies Endpoint

export const finishReflection = {
  method: 'POST',
  url: '/api/people/:ownerId/entries/:itemId/finish',
  schema: {
    summary: 'Mark a reflection as completed; it can be amended ever after',
    params: EntryParams,
    response: { 200: z.object({ finishedOn: PlainDate }) },
  },
} as const satisfies Endpoint

export const listSubjects = {
  method: 'GET',
  url: '/api/people/:ownerId/reflection-subjects',
  schema: {
    summary: 'What a reflection can be about: files of the library and modules, the newest first',
    params: OwnerParams,
    response: { 200: z.object({ subjects: z.array(Subject) }) },
  },
} as const satisfies Endpoint

export const setSubject = {
  method: 'PUT',
  url: '/api/people/:ownerId/entries/:itemId/about',
  schema: {
    summary: 'Say which library file or module a reflection is about, or that it is about none',
    params: EntryParams,
    body: z.object({ aboutId: z.uuid().nullable() }),
    response: { 200: Done },
  },
} as const satisfies Endpoint
