import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import {
  askAssessor,
  beginTicket,
  cancelTicket,
  confirmTicket,
  declineTicket,
  listTickets,
  readCounts,
  readTicket,
  saveTicketDraft,
  sendTicketAgain,
  showTicket,
  submitTicket,
  ticketPhoto,
} from '#domain/assessments/ticket-contract.ts'
import { seenBy, type Seen } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerIfAny, viewerOf } from '#server/platform/viewer.ts'
import * as byLink from './ticket-assessor-commands.ts'
import * as commands from './ticket-commands.ts'
import { countsOf } from './count-queries.ts'
import { ticketPhotoName, ticketsOf, ticketView } from './ticket-queries.ts'

const done = { done: true } as const

/** Tickets to the trainee and who reads their record, and to the assessor who holds a link (F3, F9). */
export const ticketRoutes: FastifyPluginCallbackZod<Parts> = (app, house, finished) => {
  const { db } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const reading = (request: Asked): Promise<Seen> =>
    seenBy(db, viewerOf(request), request.params.ownerId, 'assessment', 'read', { section: 'own' })
  const writing = (request: Asked): Promise<Seen> =>
    seenBy(db, viewerOf(request), request.params.ownerId, 'assessment', 'write', { section: 'own', state: 'begun' })

  app.route({ ...listTickets, handler: async (request) => ticketsOf(house, await reading(request), request.params.itemId) })
  app.route({ ...readCounts, handler: async (request) => countsOf(house, await reading(request)) })
  app.route({
    ...askAssessor,
    handler: async (request, reply) =>
      reply.code(201).send(await commands.askAssessor(house, await writing(request), request.params.itemId, request.body)),
  })
  app.route({
    ...sendTicketAgain,
    handler: async (request) => {
      await commands.sendTicketAgain(house, await writing(request), request.params.ticketId)
      return done
    },
  })
  app.route({ ...showTicket, handler: async (request) => commands.showTicket(house, await writing(request), request.params.ticketId) })
  app.route({
    ...cancelTicket,
    handler: async (request) => {
      await commands.cancelTicket(house, await writing(request), request.params.ticketId)
      return done
    },
  })

  // Public: nobody is to try links by the thousand. A hospital has one address for all, and a draft is kept while each types.
  const reads = { rateLimit: { max: 120, timeWindow: '1 minute' } }
  const drafts = { rateLimit: { max: 600, timeWindow: '1 minute' } }
  const acts = { rateLimit: { max: 60, timeWindow: '1 minute' } }
  const viewer = (request: Parameters<typeof viewerIfAny>[0]) => viewerIfAny(request)?.personId ?? null

  app.route({ ...readTicket, config: reads, handler: (request) => ticketView(house, request.params.code) })
  app.route({
    ...ticketPhoto,
    config: reads,
    handler: async (request, reply) => {
      const name = await ticketPhotoName(house, request.params.code)
      return reply.type('image/jpeg').header('content-security-policy', "default-src 'none'; sandbox").send(house.files.read(name))
    },
  })
  app.route({
    ...beginTicket,
    config: acts,
    handler: async (request) => {
      await byLink.beginTicket(house, request.params.code, viewer(request))
      return done
    },
  })
  app.route({
    ...saveTicketDraft,
    config: drafts,
    handler: (request) => byLink.keepTicketDraft(house, request.params.code, viewer(request), request.body),
  })
  app.route({
    ...submitTicket,
    config: acts,
    handler: (request) => byLink.submitTicket(house, request.params.code, viewer(request), request.body),
  })
  app.route({
    ...declineTicket,
    config: acts,
    handler: async (request) => {
      await byLink.declineTicket(house, request.params.code, viewer(request), request.body)
      return done
    },
  })
  app.route({
    ...confirmTicket,
    config: acts,
    handler: (request) => byLink.confirmTicket(house, request.params.code, viewer(request), request.body),
  })
  finished()
}
