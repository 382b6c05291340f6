import type { FastifyPluginAsyncZod, FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import * as contract from '#domain/assessments/collection-contract.ts'
import { refuseWithoutRole } from '#server/accounts/role-queries.ts'
import { seenBy, type Seen } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import * as commands from './collection-commands.ts'
import { collectionOf, membershipIn, membershipsOf, offerDraft, offersOf, sharedReflection, toEdit } from './collection-queries.ts'

const done = { done: true } as const

/**
 * The shared collection for who reads it (F6). Everything is asked at one's own address: what one reads in there hangs on what one is to
 * a programme, and is the same for everybody who may.
 */
export const collectionRoutes: FastifyPluginCallbackZod<Parts> = (app, house, finished) => {
  const { db } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const reading = (request: Asked): Promise<Seen> => seenBy(db, viewerOf(request), request.params.ownerId, 'shared_collection', 'read')
  const writing = (request: Asked): Promise<Seen> => seenBy(db, viewerOf(request), request.params.ownerId, 'shared_collection', 'write')
  const offering = (request: Asked, act: 'read' | 'write'): Promise<Seen> =>
    seenBy(db, viewerOf(request), request.params.ownerId, 'reflection', act, { section: 'private', state: 'begun' })

  app.route({
    ...contract.readOfferDraft,
    handler: async (request) => offerDraft(house, await offering(request, 'read'), request.params.itemId),
  })
  app.route({
    ...contract.offerReflection,
    handler: async (request, reply) => {
      await commands.offerReflection(house, await offering(request, 'write'), request.params.itemId, request.body)
      return reply.code(201).send(done)
    },
  })
  app.route({ ...contract.listOffers, handler: async (request) => ({ offers: await offersOf(db, await reading(request)) }) })
  app.route({
    ...contract.withdrawOffer,
    handler: async (request) => {
      await commands.withdrawOffer(house, await writing(request), request.params.offerId)
      return done
    },
  })
  app.route({
    ...contract.listCollection,
    handler: async (request) => {
      const memberships = await membershipsOf(db, (await reading(request)).viewerId)
      const reflections = await collectionOf(
        house,
        memberships.map(({ id }) => id),
      )
      return { programmes: memberships.map(({ id, title }) => ({ id, title })), reflections }
    },
  })
  app.route({
    ...contract.readShared,
    handler: async (request) => {
      const { programmeId, sharedId } = request.params
      return sharedReflection(house, await membershipIn(db, (await reading(request)).viewerId, programmeId), sharedId)
    },
  })
  app.route({
    ...contract.commentOnShared,
    handler: async (request, reply) =>
      reply.code(201).send(await commands.commentOnShared(house, (await writing(request)).viewerId, request.params, request.body)),
  })
  finished()
}

/** What an editor does (F6): a college administrator, who reads no trainee's reflections and so cannot tell whose a copy is. */
export const collectionEditorRoutes: FastifyPluginAsyncZod<Parts> = async (app, house) => {
  app.addHook('preValidation', async (request) => refuseWithoutRole(house.db, viewerOf(request), 'college administrator'))

  app.route({ ...contract.listToEdit, handler: () => toEdit(house) })
  app.route({
    ...contract.editShared,
    handler: async (request) => {
      const { programmeId, sharedId } = request.params
      return commands.editShared(house, viewerOf(request), programmeId, sharedId, request.body)
    },
  })
  app.route({
    ...contract.returnShared,
    handler: async (request) => {
      const { programmeId, sharedId } = request.params
      await commands.returnShared(house, viewerOf(request), programmeId, sharedId, request.body)
      return done
    },
  })
  app.route({
    ...contract.takeCommentDown,
    handler: async (request) => {
      await commands.takeCommentDown(house, viewerOf(request), request.params)
      return done
    },
  })
}
