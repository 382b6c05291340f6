import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import * as brief from '#domain/assessments/brief-contract.ts'
import { listMeetings, readGathered } from '#domain/assessments/meetings-contract.ts'
import * as plan from '#domain/assessments/plan-contract.ts'
import { seenBy } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { isTrainee } from '#server/training/queries.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { haveLooked, presentRecord } from './brief-commands.ts'
import { briefOf, presentedOf } from './brief-queries.ts'
import { gatheredFor } from './gathered-queries.ts'
import { meetingsOf } from './meeting-queries.ts'
import * as planning from './plan-commands.ts'
import { linkObjectives } from './objective-link-commands.ts'
import { objectivesOf, planOf } from './plan-queries.ts'

/** Meetings, the development plan, and what a supervisor is brought (T11, T12, T19). */
export const meetingRoutes: FastifyPluginCallbackZod<Parts> = (app, house, done) => {
  const { db } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const presented = (request: Asked) => seenBy(db, viewerOf(request), request.params.ownerId, 'presentation', 'read')
  const writing = (request: Asked, state: 'new' | 'begun') =>
    seenBy(db, viewerOf(request), request.params.ownerId, 'pdp', 'write', { section: 'whole', state })

  app.route({
    ...listMeetings,
    handler: async (request) =>
      meetingsOf(house, await seenBy(db, viewerOf(request), request.params.ownerId, 'meeting', 'read', { section: 'status' })),
  })
  app.route({
    ...readGathered,
    handler: async (request) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'supervisor_report', 'read', { section: 'other' })
      return gatheredFor(house, seen, request.params.itemId)
    },
  })
  app.route({
    ...plan.readPlan,
    handler: async (request) =>
      planOf(house, await seenBy(db, viewerOf(request), request.params.ownerId, 'pdp', 'read', { section: 'whole' })),
  })
  app.route({
    ...plan.objectivesOfItem,
    handler: async (request) =>
      objectivesOf(db, await seenBy(db, viewerOf(request), request.params.ownerId, 'item', 'read'), request.params.id),
  })
  app.route({
    ...plan.linkObjectives,
    handler: async (request) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'item', 'write')
      await linkObjectives(db, seen, request.params.id, request.body.objectives)
      return objectivesOf(db, seen, request.params.id)
    },
  })
  app.route({
    ...plan.saveObjective,
    handler: async (request) => {
      const { objectiveId } = request.params
      return planning.saveObjective(house, await writing(request, request.body.version === 0 ? 'new' : 'begun'), objectiveId, request.body)
    },
  })
  app.route({
    ...plan.moveObjective,
    handler: async (request) => planning.moveObjective(house, await writing(request, 'begun'), request.params.objectiveId, request.body),
  })
  app.route({
    ...plan.agreeObjective,
    handler: async (request, reply) => {
      const { ownerId, objectiveId } = request.params
      const seen = await seenBy(db, viewerOf(request), ownerId, 'pdp', 'sign', { section: 'agreement', state: 'new' })
      return reply.code(201).send(await planning.agreeObjective(house, seen, objectiveId, request.body))
    },
  })
  app.route({
    ...plan.commentOnObjective,
    handler: async (request, reply) => {
      const { ownerId, objectiveId } = request.params
      const seen = await seenBy(db, viewerOf(request), ownerId, 'pdp', 'comment', { section: 'comments', state: 'new' })
      return reply.code(201).send(await planning.commentOnObjective(house, seen, objectiveId, request.body))
    },
  })
  app.route({ ...brief.readBrief, handler: async (request) => briefOf(house, await presented(request)) })
  app.route({
    ...brief.haveLooked,
    handler: async (request) => {
      await haveLooked(house, await presented(request), request.body.asOf)
      return { done: true as const }
    },
  })
  app.route({
    ...brief.presentRecord,
    handler: async (request, reply) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'presentation', 'write', { state: 'new' })
      return reply.code(201).send(await presentRecord(house, seen, request.body))
    },
  })
  app.route({
    ...brief.lastPresented,
    handler: async (request) => {
      const { ownerId } = await presented(request)
      const [[last = null], isInTraining] = await Promise.all([presentedOf(db, ownerId, 1), isTrainee(db, ownerId)])
      return { isTrainee: isInTraining, last }
    },
  })
  done()
}
