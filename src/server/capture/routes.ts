import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { captured, captureItem } from '#domain/capture/contract.ts'
import { seenBy } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import * as commands from './commands.ts'
import { rowOfPage } from './queries.ts'

export const captureRoutes: FastifyPluginCallbackZod<Parts> = (app, house, done) => {
  const { db } = house
  app.route({
    ...captureItem,
    handler: async (request) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'item', 'write')
      return commands.captureItem(house, seen, request.body)
    },
  })
  app.route({
    ...captured,
    handler: async (request) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'item', 'read')
      return { item: await rowOfPage(db, seen, request.query.address) }
    },
  })
  done()
}
