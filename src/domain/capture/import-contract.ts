import { z } from 'zod'
import { Bytes, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { PlainDate } from '#domain/plain-date.ts'
import { ItemType, Status } from '#domain/portfolio/item.ts'
import { wellFormed } from '#domain/text.ts'
import { FoundArchive } from './archive-in.ts'
import { Mapping, MOST_COLUMNS } from './import-columns.ts'

/** Of a table. */
export const MOST_IMPORT_BYTES = 50 * 1024 * 1024
/** Of what holds files: an account may have 2 GB of them, and its archive holds their rows and pages too. */
export const MOST_PACKAGE_BYTES = 3 * 1024 * 1024 * 1024
/** Lines of one file below its header. */
export const MOST_LINES = 100_000

export const IMPORT_STATES = ['reading', 'checking', 'ready', 'bringing', 'brought', 'undoing', 'undone', 'failed'] as const

export const ImportCounts = z.object({
  lines: z.int(),
  /** What would be, or was, added. */
  fresh: z.int(),
  already: z.int(),
  faulty: z.int(),
  leftOut: z.int(),
  ambiguous: z.int(),
})

/** What a package of Leap2A was found to hold, and what becomes of it, by kind. */
export const Leap2aFound = z.object({
  title: z.string(),
  /** The program it says it was written by; '' where it does not. */
  from: z.string(),
  entries: z.int(),
  became: z.array(z.object({ kind: z.string(), became: z.string(), entries: z.int() })),
  remarks: z.array(z.object({ text: z.string(), times: z.int() })),
})
export type Leap2aFound = z.infer<typeof Leap2aFound>

/** One file that is or was brought in (K5). */
export const Import = z.object({
  id: z.uuid(),
  /** Told by what is in the file, once it is read; until then it is taken for a table. */
  kind: z.enum(['table', 'archive', 'leap2a']),
  fileName: z.string(),
  state: z.enum(IMPORT_STATES),
  /** 0 to 1, of the step under way. */
  progress: z.number(),
  /** Null until it is read. */
  found: z
    .object({
      headers: z.array(z.string()),
      /** The first filled cells of each column. */
      samples: z.array(z.array(z.string())),
      sheet: z.string().nullable(),
      otherSheets: z.array(z.string()),
      encoding: z.string().nullable(),
      delimiter: z.string().nullable(),
      leap2a: Leap2aFound.optional(),
    })
    .nullable(),
  /** What an archive of Cairn holds, and what becomes of it. */
  archive: FoundArchive.nullable(),
  mapping: Mapping.nullable(),
  counts: ImportCounts,
  /** Rows that an undo left, with why. */
  kept: z.int(),
  reason: z.string().nullable(),
  createdAt: z.iso.datetime({ offset: true }),
})
export type Import = z.infer<typeof Import>

export const ImportParams = OwnerParams.extend({ importId: z.uuid() })

const FileName = z
  .string()
  .overwrite(wellFormed)
  .trim()
  .min(1, { error: 'The file has no name.' })
  .overwrite((name) => name.slice(-255))

/** The body is the file itself, `application/octet-stream`: a table of 50 MiB at most, or an archive. The page makes the id: sent again, it begins nothing anew. */
export const beginImport = {
  method: 'PUT',
  url: '/api/people/:ownerId/imports/:importId',
  schema: {
    summary: 'Send a table (CSV or XLSX) or an archive of Cairn to be read; nothing is brought in yet (K5)',
    params: ImportParams,
    querystring: z.object({ name: FileName }),
    response: { 202: Import },
  },
} as const satisfies Endpoint

export const listImports = {
  method: 'GET',
  url: '/api/people/:ownerId/imports',
  schema: { summary: 'The last imports, newest first', params: OwnerParams, response: { 200: z.object({ imports: z.array(Import) }) } },
} as const satisfies Endpoint

export const importState = {
  method: 'GET',
  url: '/api/people/:ownerId/imports/:importId',
  schema: { summary: 'How far an import is', params: ImportParams, response: { 200: Import } },
} as const satisfies Endpoint

export const LINE_SHOWS = ['faulty', 'fresh', 'already', 'left out'] as const

export const ImportLine = z.object({
  /** As the file counts them. */
  line: z.int(),
  cells: z.array(z.string()),
  leftOut: z.boolean(),
  already: z.boolean(),
  faults: z.array(z.object({ column: z.int().nullable(), message: z.string() })),
  row: z.object({
    title: z.string(),
    type: ItemType.nullable(),
    status: Status,
    startedOn: PlainDate.nullable(),
    completedOn: PlainDate.nullable(),
    personal: z.int().nullable(),
    impact: z.int().nullable(),
    notes: z.string(),
    link: z.string(),
    tags: z.array(z.string()),
  }),
  /** Of an entry of Leap2A: what it was there, and the names of its files. */
  entry: z.object({ kind: z.string(), files: z.array(z.string()) }).optional(),
})
export type ImportLine = z.infer<typeof ImportLine>

export const LINES_A_PAGE = 20

export const importLines = {
  method: 'GET',
  url: '/api/people/:ownerId/imports/:importId/lines',
  schema: {
    summary: 'Lines of the file as they would stand, and what is wrong with them',
    params: ImportParams,
    querystring: z.object({ show: z.enum(LINE_SHOWS), after: z.coerce.number().int().min(0).default(0) }),
    response: { 200: z.object({ lines: z.array(ImportLine), more: z.boolean() }) },
  },
} as const satisfies Endpoint

export const mapImport = {
  method: 'PUT',
  url: '/api/people/:ownerId/imports/:importId/mapping',
  schema: {
    summary: 'Say what the columns mean; every line is checked anew',
    params: ImportParams,
    body: Mapping,
    response: { 200: Import },
  },
} as const satisfies Endpoint

/** Cells typed in the place of those of the file, by column. */
export const mendLine = {
  method: 'PATCH',
  url: '/api/people/:ownerId/imports/:importId/lines/:line',
  schema: {
    summary: 'Mend cells of a line, or leave it out',
    params: ImportParams.extend({ line: z.coerce.number().int().min(1) }),
    body: z.object({
      cells: z
        .array(z.object({ column: z.int().min(0).max(MOST_COLUMNS), text: z.string().max(60_000).overwrite(wellFormed) }))
        .max(MOST_COLUMNS)
        .default([]),
      leftOut: z.boolean().optional(),
    }),
    response: { 200: z.object({ line: ImportLine, import: Import }) },
  },
} as const satisfies Endpoint

export const bringIn = {
  method: 'POST',
  url: '/api/people/:ownerId/imports/:importId/bring-in',
  schema: { summary: 'Bring every line in, or none', params: ImportParams, response: { 202: Import } },
} as const satisfies Endpoint

export const undoImport = {
  method: 'POST',
  url: '/api/people/:ownerId/imports/:importId/undo',
  schema: { summary: 'Take out again what an import made; what was changed since stays', params: ImportParams, response: { 202: Import } },
} as const satisfies Endpoint

export const dropImport = {
  method: 'DELETE',
  url: '/api/people/:ownerId/imports/:importId',
  schema: {
    summary: 'Throw away an import that was not brought in',
    params: ImportParams,
    response: { 200: z.object({ dropped: z.boolean() }) },
  },
} as const satisfies Endpoint

export const keptRows = {
  method: 'GET',
  url: '/api/people/:ownerId/imports/:importId/kept',
  schema: {
    summary: 'Rows that an undo left, with why: a hundred at most',
    params: ImportParams,
    response: { 200: z.object({ rows: z.array(z.object({ id: z.uuid(), title: z.string(), why: z.string() })) }) },
  },
} as const satisfies Endpoint

/** What an archive brought that has no place here: an archive of its own, to be read (R6). */
export const keptOfArchive = {
  method: 'GET',
  url: '/api/people/:ownerId/imports/:importId/kept-archive',
  schema: { summary: 'What of an archive was kept to be read', params: ImportParams, response: { 200: Bytes } },
} as const satisfies Endpoint
