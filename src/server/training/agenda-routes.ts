import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { mayOf } from '#domain/accounts/may.ts'
import { closeAgendaPoint, listAgendaPoints, raiseAgendaPoint } from '#domain/training/agenda-contract.ts'
import { seenBy, type Seen } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import * as commands from './agenda-commands.ts'
import { agendaPointsOf } from './agenda-queries.ts'

/** What is to be talked about at the next meeting (T18). */
export const agendaRoutes: FastifyPluginCallbackZod<Parts> = (app, { db }, done) => {
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const writing = (request: Asked): Promise<Seen> =>
    seenBy(db, viewerOf(request), request.params.ownerId, 'agenda_point', 'write', { state: 'new' })

  app.route({
    ...listAgendaPoints,
    handler: async (request) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'agenda_point', 'read')
      const points = await agendaPointsOf(db, seen.ownerId, request.query.meeting)
      return { can: { write: mayOf(seen.may('write', 'agenda_point', { state: 'new' })) }, points }
    },
  })
  app.route({
    ...raiseAgendaPoint,
    handler: async (request, reply) => reply.code(201).send(await commands.raiseAgendaPoint(db, await writing(request), request.body)),
  })
  app.route({
    ...closeAgendaPoint,
    handler: async (request) => {
      await commands.closeAgendaPoint(db, await writing(request), request.params.pointId, request.body.meetingId)
      return { done: true as const }
    },
  })
  done()
}
