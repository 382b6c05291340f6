import { z } from 'zod'
import { Bytes, OwnerParams, type Endpoint } from '#domain/endpoint.ts'

export const Archive = z.object({
  id: z.uuid(),
  state: z.enum(['waiting', 'working', 'ready', 'failed']),
  /** 0 to 1. */
  progress: z.number(),
  items: z.int(),
  files: z.int(),
  missing: z.int(),
  sizeBytes: z.int().nullable(),
  reason: z.string().nullable(),
  askedAt: z.iso.datetime(),
  /** When it is removed; null until it is ready. */
  until: z.iso.datetime().nullable(),
})
export type Archive = z.infer<typeof Archive>

/** The newest archive asked for (R6, A10). */
export const readArchive = {
  method: 'GET',
  url: '/api/people/:ownerId/archive',
  schema: {
    summary: 'How far the archive of everything is',
    params: OwnerParams,
    response: { 200: z.object({ archive: Archive.nullable() }) },
  },
} as const satisfies Endpoint

/** Asked twice, also with another id while one is being made, it answers the one there is. */
export const requestArchive = {
  method: 'POST',
  url: '/api/people/:ownerId/archive',
  schema: {
    summary: 'Ask for an archive of everything',
    params: OwnerParams,
    body: z.object({ id: z.uuid() }),
    response: { 202: Archive },
  },
} as const satisfies Endpoint

export const downloadArchive = {
  method: 'GET',
  url: '/api/people/:ownerId/archive/file',
  schema: { summary: 'The newest archive', params: OwnerParams, response: { 200: Bytes } },
} as const satisfies Endpoint
