import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import {
  finishReflection,
  listReflections,
  listSubjects,
  readSharing,
  setSubject,
  shareReflection,
} from '#domain/assessments/reflection-contract.ts'
import { mayOf } from '#domain/accounts/may.ts'
import type { State } from '#domain/accounts/permission-table.ts'
import { seenBy, type Seen } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import * as queries from './reflection-queries.ts'
import * as commands from './share-commands.ts'

/** What an author does with their own reflections (F1, F8). */
export const reflectionRoutes: FastifyPluginCallbackZod<Parts> = (app, house, done) => {
  const { db } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const reading = (request: Asked): Promise<Seen> =>
    seenBy(db, viewerOf(request), request.params.ownerId, 'reflection', 'read', { section: 'private' })
  const writing = (request: Asked, state: State = 'begun'): Promise<Seen> =>
    seenBy(db, viewerOf(request), request.params.ownerId, 'reflection', 'write', { section: 'private', state })

  app.route({
    ...listReflections,
    handler: async (request) => {
      const seen = await reading(request)
      const begin = mayOf(seen.may('write', 'reflection', { section: 'private', state: 'new' }))
      return { reflections: await queries.reflectionsOf(house, seen), can: { begin } }
    },
  })
  app.route({ ...readSharing, handler: async (request) => queries.sharingOf(house, await reading(request), request.params.itemId) })
  app.route({
    ...shareReflection,
    handler: async (request) => {
      const seen = await writing(request)
      await commands.shareReflection(house, seen, request.params.itemId, request.body)
      return { says: (await queries.sharingOf(house, seen, request.params.itemId)).says }
    },
  })
  app.route({
    ...finishReflection,
    handler: async (request) => commands.finishReflection(house, await writing(request), request.params.itemId),
  })
  app.route({
    ...listSubjects,
    handler: async (request) => ({ subjects: await queries.subjectChoices(db, (await reading(request)).ownerId) }),
  })
  app.route({
    ...setSubject,
    handler: async (request) => {
      await commands.setSubject(house, await writing(request), request.params.itemId, request.body.aboutId)
      return { done: true as const }
    },
  })
  done()
}
