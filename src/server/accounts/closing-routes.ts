import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { closeAccount as closeEndpoint, keepAccount as keepEndpoint, readClosing } from '#domain/accounts/closing-contract.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { closeAccount, keepAccount } from './closing-commands.ts'
import { closingOf } from './closing-queries.ts'
import type { AccountParts } from './registration.ts'
import { seenBy } from './seen.ts'

/** The way out, and back (A10). */
export const closingRoutes: FastifyPluginAsyncZod<AccountParts> = async (app, parts) => {
  const { db } = parts
  app.route({
    ...readClosing,
    handler: async (request) => closingOf(db, (await seenBy(db, viewerOf(request), request.params.ownerId, 'account')).ownerId),
  })
  app.route({
    ...closeEndpoint,
    handler: async (request) => {
      const viewer = viewerOf(request)
      await seenBy(db, viewer, request.params.ownerId, 'account', 'write')
      return closeAccount(parts, viewer, request.body)
    },
  })
  app.route({
    ...keepEndpoint,
    handler: async (request) => {
      const viewer = viewerOf(request)
      await seenBy(db, viewer, request.params.ownerId, 'account', 'write')
      await keepAccount(parts, viewer)
      return { done: true } as const
    },
  })
}
