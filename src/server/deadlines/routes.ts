import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { calendar, dropCalendarFeed, makeCalendarFeed, readCalendarFeed } from '#domain/deadlines/contract.ts'
import { seenBy } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import * as commands from './commands.ts'
import { calendarAt, feedMadeAt } from './queries.ts'

/** Deadlines as a calendar feed (H3). */
export const deadlineRoutes: FastifyPluginCallbackZod<Parts> = (app, house, done) => {
  const { db } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const seeing = (request: Asked, act: 'read' | 'write') => seenBy(db, viewerOf(request), request.params.ownerId, 'preference', act)

  app.route({
    ...readCalendarFeed,
    handler: async (request) => ({ madeAt: await feedMadeAt(db, (await seeing(request, 'read')).ownerId) }),
  })
  app.route({
    ...makeCalendarFeed,
    handler: async (request, reply) => reply.code(201).send(await commands.makeCalendarFeed(house, await seeing(request, 'write'))),
  })
  app.route({
    ...dropCalendarFeed,
    handler: async (request) => {
      await commands.dropCalendarFeed(house, await seeing(request, 'write'))
      return { done: true as const }
    },
  })
  app.route({
    ...calendar,
    config: { rateLimit: { max: 60, timeWindow: '1 minute' } },
    handler: async (request, reply) => {
      const text = await calendarAt(house, request.params.code)
      return reply.header('content-type', 'text/calendar; charset=utf-8').header('cache-control', 'private, max-age=900').send(text)
    },
  })
  done()
}
