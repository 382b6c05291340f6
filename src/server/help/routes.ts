import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { v7 as uuidv7 } from 'uuid'
import { rateTopic, readGuide, VIDEOS } from '#domain/help/contract.ts'
import { notFound } from '#domain/errors.ts'
import type { Parts } from '#server/platform/parts.ts'
import { openGuide } from './guide.ts'

export const helpRoutes: FastifyPluginAsyncZod<Parts> = async (app, { db, guideFolder }) => {
  const guide = openGuide(guideFolder)

  const videos = join(guideFolder, 'videos')
  // Played from this server: nobody else learns who asked for help (H1).
  if (existsSync(videos)) await app.register(fastifyStatic, { root: videos, prefix: VIDEOS, decorateReply: false, index: false })

  app.route({
    ...readGuide,
    handler: async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=300')
      return { topics: await guide() }
    },
  })
  app.route({
    ...rateTopic,
    config: { rateLimit: { max: 30, timeWindow: '1 minute' } },
    handler: async (request) => {
      const { topic, helped, note } = request.body
      if (!(await guide()).some((one) => one.topic === topic)) throw notFound()
      await db.insertInto('guide_rating').values({ id: uuidv7(), topic, helped, note }).execute()
      return { done: true } as const
    },
  })
}
