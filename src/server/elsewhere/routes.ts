import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { decideElsewhere, listElsewhere, readElsewhere } from '#domain/elsewhere/contract.ts'
import { seenBy } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { decide } from './decide-commands.ts'
import { elsewhereOf, oneElsewhere } from './queries.ts'

/** What was signed elsewhere (R6). Of what few may read the rest are told nothing. */
export const elsewhereRoutes: FastifyPluginCallbackZod<Parts> = (app, house, done) => {
  const { db } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const reading = (request: Asked) =>
    seenBy(db, viewerOf(request), request.params.ownerId, 'signed_elsewhere', 'read', { section: 'whole' })

  app.route({ ...listElsewhere, handler: async (request) => elsewhereOf(db, await reading(request), request.query) })
  app.route({ ...readElsewhere, handler: async (request) => oneElsewhere(db, await reading(request), request.params.id) })
  app.route({
    ...decideElsewhere,
    // Who may decide hangs on each record.
    handler: async (request) => ({ decided: await decide(house, await reading(request), request.body) }),
  })
  done()
}
