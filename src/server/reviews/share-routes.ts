import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { agreeCredits, commentOnShare, coverOfShare, openShare, openSharedItem, sharedFile } from '#domain/reviews/appraiser-contract.ts'
import { itemAppraisal, listShares, makeShare, previewShare, previewSharedItem, revokeShare } from '#domain/reviews/share-contract.ts'
import { seenBy } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { sendStoredFile } from '#server/platform/send-file.ts'
import { viewerIfAny, viewerOf } from '#server/platform/viewer.ts'
import * as byLink from './appraiser-commands.ts'
import * as commands from './share-commands.ts'
import { appraisalOfItem, coverOf, sharedWith, sharesOf } from './share-queries.ts'
import { rowsToShare, sharedItemOf, sharedViewOf } from './shared-view-queries.ts'

const done = { done: true } as const

/** Sharing with an appraiser, to the owner and to who holds a link (P25). */
export const shareRoutes: FastifyPluginCallbackZod<Parts> = (app, house, finished) => {
  const { db } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const seeing = (request: Asked, act: 'read' | 'write') => seenBy(db, viewerOf(request), request.params.ownerId, 'appraisal', act)

  app.route({
    ...previewShare,
    handler: async (request) => {
      const seen = await seeing(request, 'write')
      const { ids, forms } = await rowsToShare(db, seen, request.body)
      return { ...(await sharedViewOf(house, seen, request.body, ids)), comments: [], agreements: [], forms }
    },
  })
  app.route({
    ...previewSharedItem,
    handler: async (request) => sharedItemOf(house, await seeing(request, 'read'), request.params.id, request.query.parts),
  })
  app.route({
    ...makeShare,
    handler: async (request, reply) => reply.code(201).send(await commands.makeShare(house, await seeing(request, 'write'), request.body)),
  })
  app.route({
    ...listShares,
    handler: async (request) => {
      const seen = await seeing(request, 'read')
      const [shares, withMe] = await Promise.all([sharesOf(house, seen), sharedWith(house, seen.ownerId)])
      return { shares, withMe }
    },
  })
  app.route({
    ...revokeShare,
    handler: async (request) => {
      await commands.revokeShare(house, await seeing(request, 'write'), request.params.shareId)
      return done
    },
  })
  app.route({
    ...itemAppraisal,
    handler: async (request) => appraisalOfItem(house, await seeing(request, 'read'), request.params.id),
  })

  // Public: nobody is to try links by the thousand. A hospital has one address for all.
  const reads = { rateLimit: { max: 120, timeWindow: '1 minute' } }
  const opens = { rateLimit: { max: 300, timeWindow: '1 minute' } }
  const acts = { rateLimit: { max: 60, timeWindow: '1 minute' } }
  const viewer = (request: Parameters<typeof viewerIfAny>[0]) => viewerIfAny(request)?.personId ?? null

  app.route({ ...coverOfShare, config: reads, handler: (request) => coverOf(db, request.params.code, viewer(request)) })
  app.route({
    ...openShare,
    config: acts,
    handler: (request) => byLink.openShare(house, request.params.code, viewer(request), request.body.name),
  })
  app.route({
    ...openSharedItem,
    config: opens,
    handler: (request) => byLink.openSharedItem(house, request.params.code, viewer(request), request.params.itemId),
  })
  app.route({
    ...sharedFile,
    config: opens,
    handler: async (request, reply) => {
      const { code, itemId, fileId } = request.params
      const file = await byLink.sharedFileOf(house, code, viewer(request), itemId, fileId)
      return sendStoredFile(reply, house.files, file, request.headers.range)
    },
  })
  app.route({
    ...commentOnShare,
    config: acts,
    handler: async (request, reply) =>
      reply.code(201).send(await byLink.commentOnShare(house, request.params.code, viewer(request), request.body)),
  })
  app.route({
    ...agreeCredits,
    config: acts,
    handler: async (request, reply) =>
      reply.code(201).send(await byLink.agreeCredits(house, request.params.code, viewer(request), request.body)),
  })
  finished()
}
