import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import {
  addLibraryFile,
  binLibraryFiles,
  dropFolder,
  makeFolder,
  moveInLibrary,
  readLibrary,
  renameFolder,
  renameLibraryFile,
  restoreLibraryFiles,
} from '#domain/training/library-contract.ts'
import { seenBy } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import * as commands from './library-commands.ts'
import { libraryOf } from './library-queries.ts'

export const libraryRoutes: FastifyPluginCallbackZod<Parts> = (app, house, done) => {
  const { db } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const own = { section: 'private' } as const
  const writing = (request: Asked) => seenBy(db, viewerOf(request), request.params.ownerId, 'library_file', 'write', own)

  app.route({
    ...readLibrary,
    handler: async (request) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'library_file', 'read', own)
      return libraryOf(db, seen, { folder: request.query.folder ?? null, bin: request.query.bin ?? false })
    },
  })
  app.route({
    ...makeFolder,
    handler: async (request, reply) => reply.code(201).send(await commands.makeFolder(db, await writing(request), request.body)),
  })
  app.route({
    ...renameFolder,
    handler: async (request) => {
      await commands.renameFolder(db, await writing(request), request.params.folderId, request.body.name)
      return { done: true as const }
    },
  })
  app.route({
    ...dropFolder,
    handler: async (request) => commands.dropFolder(db, await writing(request), request.params.folderId, request.body.contents),
  })
  app.route({
    ...addLibraryFile,
    handler: async (request, reply) => reply.code(201).send(await commands.addFile(db, await writing(request), request.body)),
  })
  app.route({
    ...renameLibraryFile,
    handler: async (request) => {
      await commands.renameLibraryFile(house, await writing(request), request.params.id, request.body.name)
      return { done: true as const }
    },
  })
  app.route({
    ...moveInLibrary,
    handler: async (request) => ({ moved: await commands.moveInLibrary(db, await writing(request), request.body) }),
  })
  app.route({
    ...binLibraryFiles,
    handler: async (request) => ({ changed: await commands.binFiles(db, await writing(request), request.body.files, 'bin') }),
  })
  app.route({
    ...restoreLibraryFiles,
    handler: async (request) => ({ changed: await commands.binFiles(db, await writing(request), request.body.files, 'portfolio') }),
  })
  done()
}
