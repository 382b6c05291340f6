import { z } from 'zod'
import { Bytes, Done, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { SWITCHED_MAILS, SwitchedMail } from '#domain/mail-category.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { wellFormed } from '#domain/text.ts'
import { TOURS } from '#domain/help/tours.ts'
import { DraftBody } from './draft-body.ts'
import { PersonName, TimeZone } from './contract.ts'

const short = (most = 200) =>
  z
    .string()
    .overwrite(wellFormed)
    .trim()
    .max(most, { error: `At most ${most} characters.` })

/** Personal details (A5). Date of birth and equality details are optional and never shown to assessors. */
export const Profile = z.object({
  name: PersonName,
  mobile: short(40),
  workPhone: short(40),
  professionalBody: short(),
  professionalNumber: short(40),
  grade: short(),
  specialty: short(),
  timeZone: TimeZone,
  dateOfBirth: PlainDate.nullable(),
  gender: short(),
  ethnicity: short(),
  disability: short(1000),
})
export type Profile = z.infer<typeof Profile>

export const readProfile = {
  method: 'GET',
  url: '/api/people/:ownerId/profile',
  schema: {
    summary: 'Personal details',
    params: OwnerParams,
    response: {
      200: Profile.extend({ email: z.string(), pendingEmail: z.string().nullable(), hasPhoto: z.boolean(), version: z.int() }),
    },
  },
} as const satisfies Endpoint

export const saveProfile = {
  method: 'PUT',
  url: '/api/people/:ownerId/profile',
  schema: {
    summary: 'Change personal details',
    params: OwnerParams,
    body: Profile.extend({ version: z.int() }),
    response: { 200: readProfile.schema.response[200] },
  },
} as const satisfies Endpoint

/** The photo is sent as multipart form data, field `photo`: JPEG, PNG or WebP, 10 MiB at most. Kept as a 512 pixel JPEG without its EXIF. */
export const savePhoto = {
  method: 'PUT',
  url: '/api/people/:ownerId/photo',
  schema: { summary: 'Set the photo', params: OwnerParams, response: { 200: Done } },
} as const satisfies Endpoint

export const removePhoto = {
  method: 'DELETE',
  url: '/api/people/:ownerId/photo',
  schema: { summary: 'Remove the photo', params: OwnerParams, response: { 200: Done } },
} as const satisfies Endpoint

export const photo = {
  method: 'GET',
  url: '/api/people/:ownerId/photo',
  schema: { summary: 'The photo', params: OwnerParams, response: { 200: Bytes } },
} as const satisfies Endpoint

/** The columns of the table, in the owner's order (P1). `credits` and the rest are explained in the guide. */
export const COLUMNS = ['title', 'type', 'status', 'tags', 'started', 'completed', 'credits', 'impact', 'files', 'source', 'link'] as const
export const Column = z.enum(COLUMNS)
export type Column = z.infer<typeof Column>

export const FIRST_COLUMNS: readonly Column[] = ['title', 'tags', 'status', 'completed', 'credits', 'link']

const Id = z.string().overwrite(wellFormed).max(100)

/** Site settings (A6). Amounts in hundredths. */
export const Preferences = z.object({
  columns: z
    .array(Column)
    .min(1)
    .max(COLUMNS.length)
    .refine((columns) => new Set(columns).size === columns.length, { error: 'A column stands there twice.' })
    .refine((columns) => columns.includes('title'), { error: 'The title stays in the table.' }),
  tagSets: z.array(Id).max(100),
  /** The organisation credits are seen through; null is None (C1). */
  accreditorId: Id.nullable(),
  /** The word on the same numbers (C7). */
  unit: z.enum(['credits', 'hours']),
  /** Yearly target in hundredths (C10). */
  yearlyTarget: z.int().min(0).max(99_999_99).nullable(),
  /** The month a CPD year starts in, 1 to 12 (C10). */
  yearStartsIn: z.int().min(1).max(12),
  /** Schemes followed (C13), each with the first day of a period of it where the scheme leaves that open. */
  schemes: z.array(z.object({ schemeId: Id, startsOn: PlainDate.nullable() })).max(20),
  theme: z.enum(['auto', 'light', 'dark']),
  /** The last version whose 'what changed' was shown (H1). */
  newsSeen: z.string().overwrite(wellFormed).max(50).nullable(),
  /** Pages whose tour was taken or skipped (H2). What is sent is added to what is kept. */
  toursSeen: z.array(z.enum(TOURS)).max(TOURS.length),
  /** Kinds of mail switched off (H3). */
  mailOff: z.array(SwitchedMail).max(SWITCHED_MAILS.length),
})
export type Preferences = z.infer<typeof Preferences>

export const DEFAULT_PREFERENCES: Preferences = {
  columns: [...FIRST_COLUMNS],
  tagSets: [],
  accreditorId: null,
  unit: 'credits',
  yearlyTarget: null,
  yearStartsIn: 4,
  schemes: [],
  theme: 'auto',
  newsSeen: null,
  toursSeen: [],
  mailOff: [],
}

export const readPreferences = {
  method: 'GET',
  url: '/api/people/:ownerId/preferences',
  schema: { summary: 'Site settings', params: OwnerParams, response: { 200: Preferences } },
} as const satisfies Endpoint

/** Only what is given changes; each change takes effect at once (A6). */
export const savePreferences = {
  method: 'PATCH',
  url: '/api/people/:ownerId/preferences',
  schema: {
    summary: 'Change site settings',
    params: OwnerParams,
    body: Preferences.partial(),
    response: { 200: Preferences },
  },
} as const satisfies Endpoint

/**
 * What was typed and not yet saved (P20). `form` names the form and the record: 'item/<id>', 'new-item/<id>', 'curriculum/<id>',
 * 'sign-off/<owner>/<curriculum>/<code>'.
 */
export const DraftParams = OwnerParams.extend({
  form: z
    .string()
    .regex(
      /^[a-z-]+(\/[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(\/[A-Za-z0-9.-]+){0,2})?$|^curriculum\/[a-z0-9-]{1,60}$/,
    )
    .max(160),
})

/** Last first. `title` is what a new item's draft calls itself. */
export const listDrafts = {
  method: 'GET',
  url: '/api/people/:ownerId/drafts',
  schema: {
    summary: 'Which forms have a draft (P20)',
    params: OwnerParams,
    response: { 200: z.object({ drafts: z.array(z.object({ form: z.string(), title: z.string(), savedAt: z.string() })) }) },
  },
} as const satisfies Endpoint

export const readDraft = {
  method: 'GET',
  url: '/api/people/:ownerId/drafts/*',
  schema: {
    summary: 'The draft of one form, if there is one (P20)',
    params: z.object({ ownerId: z.uuid(), '*': DraftParams.shape.form }),
    response: { 200: z.object({ draft: DraftBody.nullable(), savedAt: z.string().nullable() }) },
  },
} as const satisfies Endpoint

export const saveDraft = {
  method: 'PUT',
  url: '/api/people/:ownerId/drafts/*',
  schema: {
    summary: 'Keep what is typed (P20)',
    params: readDraft.schema.params,
    body: z.object({ draft: DraftBody }),
    response: { 200: Done },
  },
} as const satisfies Endpoint

export const discardDraft = {
  method: 'DELETE',
  url: '/api/people/:ownerId/drafts/*',
  schema: { summary: 'Throw a draft away', params: readDraft.schema.params, response: { 200: Done } },
} as const satisfies Endpoint
