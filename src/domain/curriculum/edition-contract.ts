import { z } from 'zod'
import { CatalogueId, Certainty } from '#domain/catalogue/contract.ts'
import type { Endpoint } from '#domain/endpoint.ts'
import type { CurriculumFile } from './curriculum-file.ts'

const When = z.iso.datetime({ offset: true })
const CurriculumParams = z.object({ curriculumId: CatalogueId })

/** The whole document; read by `CurriculumFile` where it is saved. */
const Document = z.unknown() as unknown as z.ZodType<CurriculumFile>

/** Number 0 is the file of the catalogue as it came. */
const Number = z.int().min(0).max(1_000_000)

const CurriculumChange = z.object({ field: z.string(), before: z.string(), after: z.string() })

export const CurriculumLine = z.object({
  id: CatalogueId,
  title: z.string(),
  version: z.string(),
  certainty: Certainty,
  /** How many of its parts are marked by each certainty. */
  parts: z.object({ checked: z.int(), secondary: z.int(), recalled: z.int() }),
  number: Number,
  editedBy: z.string().nullable(),
  editedAt: When.nullable(),
  replaces: CatalogueId.nullable(),
  trainees: z.int(),
})
export type CurriculumLine = z.infer<typeof CurriculumLine>

export const listCurricula = {
  method: 'GET',
  url: '/api/college/curricula',
  schema: {
    summary: 'Every version of every curriculum, as it counts now (T10)',
    response: { 200: z.object({ curricula: z.array(CurriculumLine) }) },
  },
} as const satisfies Endpoint

export const Edition = z.object({
  number: Number,
  editedBy: z.string(),
  editedAt: When,
  backTo: Number.nullable(),
  changes: z.array(CurriculumChange),
})
export type Edition = z.infer<typeof Edition>

export const EditableCurriculum = z.object({
  document: Document,
  number: Number,
  /** Somebody trains on it or did, or it is a file of the catalogue: codes and what they stand for stay (T10). */
  codesStay: z.boolean(),
  /** Whether edition 0 is there to go back to. */
  isFile: z.boolean(),
  /** The newest first. */
  history: z.array(Edition),
  /** The items of the version this one takes the place of, for the mapping. */
  replacedItems: z.array(z.object({ code: z.string(), title: z.string() })),
  followedBy: z.array(z.object({ id: CatalogueId, title: z.string(), version: z.string() })),
})
export type EditableCurriculum = z.infer<typeof EditableCurriculum>

export const readCurriculum = {
  method: 'GET',
  url: '/api/college/curricula/:curriculumId',
  schema: { summary: 'A curriculum to read and edit, with its history', params: CurriculumParams, response: { 200: EditableCurriculum } },
} as const satisfies Endpoint

/**
 * `number` is the edition that was edited. Where there is a newer one, `stale_version` tells in its details what is different between
 * that and what was sent (P19).
 */
export const saveCurriculum = {
  method: 'PUT',
  url: '/api/college/curricula/:curriculumId',
  schema: {
    summary: 'Save a curriculum as a new edition (T10)',
    params: CurriculumParams,
    body: z.strictObject({ number: Number, document: Document }),
    response: { 200: z.object({ number: Number }) },
  },
} as const satisfies Endpoint

export const StaleDetails = z.object({
  number: Number,
  editedBy: z.string(),
  /** `before` is what was saved meanwhile, `after` what was sent. */
  changes: z.array(CurriculumChange),
})
export type StaleDetails = z.infer<typeof StaleDetails>

export const goBackTo = {
  method: 'POST',
  url: '/api/college/curricula/:curriculumId/editions',
  schema: {
    summary: 'Go back to an edition: it becomes the newest once more, as a new one',
    params: CurriculumParams,
    body: z.strictObject({ number: Number, backTo: Number }),
    response: { 200: z.object({ number: Number }) },
  },
} as const satisfies Endpoint

export const NewVersion = z.strictObject({
  id: z
    .string()
    .trim()
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, { error: 'Use lower-case letters and digits joined by single hyphens, such as imt-stage-1-2027.' })
    .max(60, { error: '60 characters at most.' }),
  version: z.string().trim().min(1, { error: 'Say what the version is called, such as 2027.' }).max(100),
})

export const makeVersion = {
  method: 'POST',
  url: '/api/college/curricula/:curriculumId/versions',
  schema: {
    summary: 'Make a new version: a copy that takes the place of this one, each item mapped to itself (T10)',
    params: CurriculumParams,
    body: NewVersion,
    response: { 201: z.object({ id: CatalogueId }) },
  },
} as const satisfies Endpoint

export const Movable = z.object({
  from: z.object({ id: CatalogueId, title: z.string(), version: z.string() }).nullable(),
  programmes: z.array(
    z.object({
      id: z.uuid(),
      title: z.string(),
      /** By training year; null where none is known. */
      years: z.array(z.object({ code: z.string().nullable(), trainees: z.array(z.object({ ownerId: z.uuid(), name: z.string() })) })),
    }),
  ),
})
export type Movable = z.infer<typeof Movable>

export const listMovable = {
  method: 'GET',
  url: '/api/college/curricula/:curriculumId/movable',
  schema: {
    summary: 'Who trains on the version that this one takes the place of (T10)',
    params: CurriculumParams,
    response: { 200: Movable },
  },
} as const satisfies Endpoint

export const MOST_MOVED_AT_ONCE = 100

export const moveTrainees = {
  method: 'POST',
  url: '/api/college/curricula/:curriculumId/moves',
  schema: {
    summary: 'Move trainees to this version; nothing is linked by it (T10)',
    params: CurriculumParams,
    body: z.strictObject({ ownerIds: z.array(z.uuid()).min(1).max(MOST_MOVED_AT_ONCE) }),
    response: { 200: z.object({ moved: z.int(), proposed: z.int() }) },
  },
} as const satisfies Endpoint
