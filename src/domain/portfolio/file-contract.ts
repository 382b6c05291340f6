import { z } from 'zod'
import { Bytes, OwnerParams, type Endpoint } from '#domain/endpoint.ts'
import { wellFormed } from '#domain/text.ts'
import { FileRef, Item, ItemParams } from './contract.ts'

export const MOST_FILE_BYTES = 50 * 1024 * 1024
export const MOST_BYTES_PER_PERSON = 2 * 1024 * 1024 * 1024

const FileName = z
  .string()
  .overwrite(wellFormed)
  .trim()
  .min(1, { error: 'Give it a name.' })
  .max(255, { error: 'A name can have 255 characters at most.' })

export const FileParams = OwnerParams.extend({ id: z.uuid(), fileId: z.uuid() })

/**
 * A file on an item. Uploads go in pieces, so that a stopped one resumes (P11): `beginUpload` names the file,
 * `sendPiece` appends at `offset`, the last piece makes it a file of the item. Sending a piece again is harmless:
 * the answer always says how far the server has got.
 */
export const beginUpload = {
  method: 'POST',
  url: '/api/people/:ownerId/items/:id/uploads',
  schema: {
    summary: 'Begin to upload a file, or find how far an upload got',
    params: ItemParams,
    body: z.object({
      uploadId: z.uuid(),
      name: FileName,
      sizeBytes: z.int().min(0),
    }),
    response: { 200: z.object({ offset: z.int() }) },
  },
} as const satisfies Endpoint

/** The body is `application/octet-stream`, at most 4 MiB. Faults: `too_large`, `quota_passed`, `file_type_refused`. */
export const sendPiece = {
  method: 'PUT',
  url: '/api/people/:ownerId/items/:id/uploads/:uploadId',
  schema: {
    summary: 'Send one piece of a file',
    params: ItemParams.extend({ uploadId: z.uuid() }),
    querystring: z.object({ offset: z.coerce.number().int().min(0) }),
    response: { 200: z.object({ offset: z.int(), file: FileRef.nullable() }) },
  },
} as const satisfies Endpoint

/** Always an attachment under its own name, never a page of ours (P11). */
export const downloadFile = {
  method: 'GET',
  url: '/api/people/:ownerId/items/:id/files/:fileId',
  schema: { summary: 'Download a file', params: FileParams, response: { 200: Bytes } },
} as const satisfies Endpoint

/** A picture made smaller by the server (JPEG, PNG, WebP, GIF), or the PDF itself for the page's own viewer; `not_found` for anything else. */
export const previewFile = {
  method: 'GET',
  url: '/api/people/:ownerId/items/:id/files/:fileId/preview',
  schema: { summary: 'A picture or a PDF to look at', params: FileParams, response: { 200: Bytes } },
} as const satisfies Endpoint

export const renameFile = {
  method: 'PATCH',
  url: '/api/people/:ownerId/items/:id/files/:fileId',
  schema: {
    summary: 'Rename a file',
    params: FileParams,
    body: z.object({ name: FileName }),
    response: { 200: FileRef },
  },
} as const satisfies Endpoint

export const removeFile = {
  method: 'DELETE',
  url: '/api/people/:ownerId/items/:id/files/:fileId',
  schema: { summary: 'Take a file off an item', params: FileParams, response: { 200: Item } },
} as const satisfies Endpoint

export const storageUse = {
  method: 'GET',
  url: '/api/people/:ownerId/storage',
  schema: {
    summary: 'How much of the storage is used',
    params: OwnerParams,
    response: { 200: z.object({ usedBytes: z.int(), mostBytes: z.int() }) },
  },
} as const satisfies Endpoint
