import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { notFound } from '#domain/errors.ts'
import { downloadArchive, readArchive, requestArchive } from '#domain/reports/archive-contract.ts'
import { seenBy } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { askForArchive, newestArchive } from './archive-commands.ts'

/** The owner's alone: to everybody else it is not there (A10, A11). */
export const archiveRoutes: FastifyPluginCallbackZod<Parts> = (app, { db, files }, done) => {
  app.route({
    ...readArchive,
    handler: async (request, reply) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'report')
      reply.header('cache-control', 'no-store')
      return { archive: await newestArchive(db, seen) }
    },
  })

  app.route({
    ...requestArchive,
    handler: async (request, reply) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'report', 'write')
      return reply.code(202).send(await askForArchive(db, seen, request.body.id))
    },
  })

  app.route({
    ...downloadArchive,
    handler: async (request, reply) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'report')
      const archive = await newestArchive(db, seen)
      if (archive?.state !== 'ready' || archive.storedAs === null || archive.sizeBytes === null) throw notFound()
      if (!(await files.has(archive.storedAs))) throw notFound()
      return reply
        .headers({
          'content-disposition': `attachment; filename="${archive.fileName}"`,
          'content-type': 'application/zip',
          'content-length': String(archive.sizeBytes),
          'x-content-type-options': 'nosniff',
          'content-security-policy': 'sandbox',
          'cache-control': 'private, no-store',
        })
        .send(files.read(archive.storedAs))
    },
  })
  done()
}
