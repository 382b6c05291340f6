import type { Readable } from 'node:stream'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import * as endpoints from '#domain/capture/import-contract.ts'
import { MOST_PACKAGE_BYTES } from '#domain/capture/import-contract.ts'
import { Refusal } from '#domain/errors.ts'
import { seenBy } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import * as commands from './import-commands.ts'
import { keptArchiveOf } from './archive-queries.ts'
import { importOf, importsOf, keptOf, linesOf } from './import-queries.ts'

/** Imports are their owner's alone: whoever may not write items is told nothing of them. */
export const importRoutes: FastifyPluginCallbackZod<Parts> = (app, house, done) => {
  const { db } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const writing = (request: Asked) => seenBy(db, viewerOf(request), request.params.ownerId, 'item', 'write')

  // Holds for the routes of this plugin only: the file is not gathered in memory.
  app.addContentTypeParser('application/octet-stream', (_request, body, parsed) => parsed(null, body))

  app.route({
    ...endpoints.beginImport,
    bodyLimit: MOST_PACKAGE_BYTES + 1024,
    handler: async (request, reply) => {
      const seen = await writing(request)
      const body = request.body as Readable | undefined
      if (typeof body?.pipe !== 'function') throw new Refusal('invalid_input', 'A file is sent as application/octet-stream.')
      return reply.code(202).send(await commands.beginImport(house, seen, request.params.importId, request.query.name, body))
    },
  })
  app.route({ ...endpoints.listImports, handler: async (request) => ({ imports: await importsOf(db, await writing(request)) }) })
  app.route({ ...endpoints.importState, handler: async (request) => importOf(db, await writing(request), request.params.importId) })
  app.route({
    ...endpoints.importLines,
    handler: async (request) => linesOf(db, await writing(request), request.params.importId, request.query),
  })
  app.route({
    ...endpoints.mapImport,
    handler: async (request) => commands.mapImport(house, await writing(request), request.params.importId, request.body),
  })
  app.route({
    ...endpoints.mendLine,
    handler: async (request) =>
      commands.mendLine(house, await writing(request), request.params.importId, request.params.line, request.body),
  })
  app.route({
    ...endpoints.bringIn,
    handler: async (request, reply) => reply.code(202).send(await commands.bringIn(house, await writing(request), request.params.importId)),
  })
  app.route({
    ...endpoints.undoImport,
    handler: async (request, reply) =>
      reply.code(202).send(await commands.undoImport(house, await writing(request), request.params.importId)),
  })
  app.route({
    ...endpoints.dropImport,
    handler: async (request) => ({ dropped: await commands.dropImport(house, await writing(request), request.params.importId) }),
  })
  app.route({
    ...endpoints.keptRows,
    handler: async (request) => ({ rows: await keptOf(db, await writing(request), request.params.importId) }),
  })
  app.route({
    ...endpoints.keptOfArchive,
    handler: async (request, reply) => {
      const kept = await keptArchiveOf(house, await writing(request), request.params.importId)
      return reply
        .headers({
          'content-disposition': `attachment; filename="${kept.name}"`,
          'content-type': 'application/zip',
          'content-length': String(kept.sizeBytes),
          'x-content-type-options': 'nosniff',
          'content-security-policy': 'sandbox',
          'cache-control': 'private, no-store',
        })
        .send(house.files.read(kept.storedAs))
    },
  })
  done()
}
