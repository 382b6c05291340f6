import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import {
  askRaters,
  closeRound,
  declineFeedback,
  extendRound,
  feedbackPhoto,
  leaveOutRemark,
  listRounds,
  openReplies,
  readFeedback,
  readReplies,
  readRound,
  remindRaters,
  saveFeedbackDraft,
  sendFeedback,
  setRoundAside,
  takeRaterBack,
} from '#domain/assessments/msf-contract.ts'
import { mayOf } from '#domain/accounts/may.ts'
import { seenBy, type Seen } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerIfAny, viewerOf } from '#server/platform/viewer.ts'
import { mayBegin } from './entry-begin-commands.ts'
import * as commands from './msf-commands.ts'
import { repliesOf, roundOf, roundsOf } from './msf-queries.ts'
import * as byLink from './msf-rater-commands.ts'

const done = { done: true } as const

/** Rounds of feedback to trainee and educational supervisor, and to the colleague who holds a link (F5). */
export const msfRoutes: FastifyPluginCallbackZod<Parts> = (app, house, finished) => {
  const { db } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  /** What of a round may be changed hangs on who began it, and is asked once it is known. */
  const reading = (request: Asked): Promise<Seen> =>
    seenBy(db, viewerOf(request), request.params.ownerId, 'msf_round', 'read', { section: 'course' })

  app.route({
    ...listRounds,
    handler: async (request) => {
      const seen = await reading(request)
      return roundsOf(house, seen, mayOf(mayBegin(seen, 'assessment')))
    },
  })
  app.route({ ...readRound, handler: async (request) => roundOf(house, await reading(request), request.params.itemId) })
  app.route({
    ...readReplies,
    handler: async (request) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'msf_replies')
      return repliesOf(house, seen, request.params.itemId)
    },
  })
  app.route({
    ...askRaters,
    handler: async (request, reply) => {
      await commands.askRaters(house, await reading(request), request.params.itemId, request.body.raters)
      return reply.code(201).send(done)
    },
  })
  app.route({
    ...takeRaterBack,
    handler: async (request) => {
      const { itemId, raterId } = request.params
      await commands.takeRaterBack(house, await reading(request), itemId, raterId)
      return done
    },
  })
  app.route({
    ...remindRaters,
    handler: async (request) => {
      await commands.remindRaters(house, await reading(request), request.params.itemId)
      return done
    },
  })
  app.route({
    ...extendRound,
    handler: async (request) => {
      await commands.extendRound(house, await reading(request), request.params.itemId, request.body.closesOn)
      return done
    },
  })
  app.route({
    ...closeRound,
    handler: async (request) => {
      await commands.closeRound(house, await reading(request), request.params.itemId)
      return done
    },
  })
  app.route({
    ...openReplies,
    handler: async (request) => {
      await commands.openReplies(house, await reading(request), request.params.itemId)
      return done
    },
  })
  app.route({
    ...leaveOutRemark,
    handler: async (request) => {
      await commands.leaveOutRemark(house, await reading(request), request.params.itemId, request.body)
      return done
    },
  })
  app.route({
    ...setRoundAside,
    handler: async (request) => {
      await commands.setRoundAside(house, await reading(request), request.params.itemId, request.body)
      return done
    },
  })

  // Public: nobody is to try links by the thousand. A hospital has one address for all, and a draft is kept while each types.
  const reads = { rateLimit: { max: 120, timeWindow: '1 minute' } }
  const drafts = { rateLimit: { max: 600, timeWindow: '1 minute' } }
  const acts = { rateLimit: { max: 60, timeWindow: '1 minute' } }
  const viewer = (request: Parameters<typeof viewerIfAny>[0]) => viewerIfAny(request)?.personId ?? null

  app.route({ ...readFeedback, config: reads, handler: (request) => byLink.raterView(house, request.params.code, viewer(request)) })
  app.route({
    ...feedbackPhoto,
    config: reads,
    handler: async (request, reply) => {
      const name = await byLink.feedbackPhotoName(house, request.params.code)
      return reply.type('image/jpeg').header('content-security-policy', "default-src 'none'; sandbox").send(house.files.read(name))
    },
  })
  app.route({
    ...saveFeedbackDraft,
    config: drafts,
    handler: (request) => byLink.keepFeedbackDraft(house, request.params.code, viewer(request), request.body),
  })
  app.route({
    ...sendFeedback,
    config: acts,
    handler: async (request) => {
      await byLink.sendFeedback(house, request.params.code, viewer(request), request.body)
      return done
    },
  })
  app.route({
    ...declineFeedback,
    config: acts,
    handler: async (request) => {
      await byLink.declineFeedback(house, request.params.code, viewer(request))
      return done
    },
  })
  finished()
}
