import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import {
  offerSecondFactor as offerEndpoint,
  readSecondFactor,
  renewRecoveryCodes as renewEndpoint,
  turnOffSecondFactor as turnOffEndpoint,
  turnOnSecondFactor as turnOnEndpoint,
} from '#domain/accounts/second-factor-contract.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import type { AccountParts } from './registration.ts'
import { offerSecondFactor, renewRecoveryCodes, turnOffSecondFactor, turnOnSecondFactor } from './second-factor-commands.ts'
import { secondFactorOf } from './second-factor.ts'
import { seenBy } from './seen.ts'

/** The second factor of the viewer's own account (A3). */
export const secondFactorRoutes: FastifyPluginAsyncZod<AccountParts> = async (app, parts) => {
  const { db } = parts
  app.route({
    ...readSecondFactor,
    handler: async (request) => secondFactorOf(db, (await seenBy(db, viewerOf(request), request.params.ownerId, 'account')).ownerId),
  })
  app.route({
    ...offerEndpoint,
    handler: async (request) => {
      const viewer = viewerOf(request)
      await seenBy(db, viewer, request.params.ownerId, 'account', 'write')
      return offerSecondFactor(parts, viewer, request.body)
    },
  })
  app.route({
    ...turnOnEndpoint,
    handler: async (request) => {
      const viewer = viewerOf(request)
      await seenBy(db, viewer, request.params.ownerId, 'account', 'write')
      return turnOnSecondFactor(parts, viewer, request.body)
    },
  })
  app.route({
    ...turnOffEndpoint,
    handler: async (request) => {
      const viewer = viewerOf(request)
      await seenBy(db, viewer, request.params.ownerId, 'account', 'write')
      await turnOffSecondFactor(parts, viewer, request.body)
      return { done: true } as const
    },
  })
  app.route({
    ...renewEndpoint,
    handler: async (request) => {
      const viewer = viewerOf(request)
      await seenBy(db, viewer, request.params.ownerId, 'account', 'write')
      return renewRecoveryCodes(parts, viewer, request.body)
    },
  })
}
