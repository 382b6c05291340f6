import { buffer } from 'node:stream/consumers'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { notFound, Refusal } from '#domain/errors.ts'
import {
  beginUpload,
  downloadFile,
  MOST_BYTES_PER_PERSON,
  previewFile,
  removeFile,
  renameFile,
  sendPiece,
  storageUse,
} from '#domain/portfolio/file-contract.ts'
import { seenBy } from '#server/accounts/seen.ts'
import { gate } from '#server/platform/gate.ts'
import type { Parts } from '#server/platform/parts.ts'
import { guardFile, PDF_POLICY, sendStoredFile, standsInStore } from '#server/platform/send-file.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import * as commands from './file-commands.ts'
import { fileOf, usedBytes } from './file-queries.ts'
import { previewOf } from './picture-preview.ts'
import { fileRef } from './queries.ts'

const MOST_PIECE_BYTES = 4 * 1024 * 1024

const drawing = gate(2)

export const fileRoutes: FastifyPluginCallbackZod<Parts> = (app, house, done) => {
  const { db, files } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const reading = (request: Asked) => seenBy(db, viewerOf(request), request.params.ownerId, 'file', 'read')
  const writing = (request: Asked) => seenBy(db, viewerOf(request), request.params.ownerId, 'file', 'write')

  // Holds for the routes of this plugin only.
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body))

  app.route({
    ...beginUpload,
    handler: async (request) => ({ offset: await commands.beginUpload(house, await writing(request), request.params.id, request.body) }),
  })
  app.route({
    ...sendPiece,
    bodyLimit: MOST_PIECE_BYTES,
    handler: async (request) => {
      const seen = await writing(request)
      const bytes: unknown = request.body ?? new Uint8Array()
      if (!(bytes instanceof Uint8Array)) throw new Refusal('invalid_input', 'A piece of a file is sent as application/octet-stream.')
      const { id, uploadId } = request.params
      return commands.takePiece(house, seen, id, { uploadId, offset: request.query.offset, bytes })
    },
  })
  app.route({
    ...downloadFile,
    handler: async (request, reply) => {
      const file = await fileOf(db, await reading(request), request.params.id, request.params.fileId)
      return sendStoredFile(reply, files, file, request.headers.range)
    },
  })
  app.route({
    ...previewFile,
    handler: async (request, reply) => {
      const file = await fileOf(db, await reading(request), request.params.id, request.params.fileId)
      if (!fileRef(file).canPreview) throw notFound()
      await standsInStore(files, file.stored_as)
      if (file.media_type === 'application/pdf') {
        guardFile(reply, PDF_POLICY)
        reply.header('content-disposition', 'inline')
        reply.header('content-type', file.media_type)
        return reply.header('content-length', file.size_bytes).send(files.read(file.stored_as))
      }
      const picture = await drawing(async () => previewOf(await buffer(files.read(file.stored_as))))
      if (picture === null) throw notFound()
      guardFile(reply, "default-src 'none'; sandbox")
      return reply.header('content-type', 'image/webp').send(picture)
    },
  })
  app.route({
    ...renameFile,
    handler: async (request) =>
      commands.renameFile(house, await writing(request), request.params.id, request.params.fileId, request.body.name),
  })
  app.route({
    ...removeFile,
    handler: async (request) => commands.removeFile(house, await writing(request), request.params.id, request.params.fileId),
  })
  app.route({
    ...storageUse,
    handler: async (request) => {
      const { ownerId } = await reading(request)
      return { usedBytes: await usedBytes(db, ownerId), mostBytes: MOST_BYTES_PER_PERSON }
    },
  })

  done()
}
