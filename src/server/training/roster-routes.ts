import { listKept, readKept } from '#domain/training/kept-contract.ts'
import { keptIn, keptRecordOf } from './kept-queries.ts'
import { stringify } from 'csv-stringify/sync'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import * as roster from '#domain/training/roster-contract.ts'
import { ROTATION_COLUMNS } from '#domain/training/rotation.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { toldIn } from './absence-queries.ts'
import { seenIn } from './programme-sight.ts'
import { correctionsIn, programmeOf, rosterOf } from './roster-queries.ts'
import { loadRotation, previewRotation } from './rotation-commands.ts'
import { addTrainee } from './trainee-commands.ts'
import { takeTraineeBack } from './training-end-commands.ts'
import { yearCodesOf } from './year-codes.ts'

/** What belongs to a programme and to no owner. Each asks `seenIn` what the viewer is there. */
export const rosterRoutes: FastifyPluginCallbackZod<Parts> = (app, house, done) => {
  const { db, catalogue } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { programmeId: string } }
  // To who has no role in it nothing is there, whatever they send.
  app.addHook('preValidation', async (request) => {
    await seenIn(db, viewerOf(request), (request as Asked).params.programmeId, 'placement')
  })
  const placing = (request: Asked) => seenIn(db, viewerOf(request), request.params.programmeId, 'placement', 'write')

  app.route({
    ...roster.readProgramme,
    handler: async (request) => programmeOf(db, catalogue, await seenIn(db, viewerOf(request), request.params.programmeId, 'placement')),
  })
  app.route({
    ...roster.listTrainees,
    handler: async (request) => {
      const { programmeId } = await seenIn(db, viewerOf(request), request.params.programmeId, 'placement')
      return rosterOf(db, programmeId, request.query)
    },
  })
  app.route({
    ...roster.addTrainee,
    handler: async (request) => {
      const seen = await placing(request)
      return addTrainee(house, seen, request.body, await yearCodesOf(db, catalogue, seen.curriculumId))
    },
  })
  app.route({
    ...roster.takeTraineeBack,
    handler: async (request) => {
      await takeTraineeBack(house, await placing(request), request.params.doctorId, request.body.reason)
      return { done: true } as const
    },
  })
  app.route({
    ...roster.listCorrections,
    handler: async (request) => {
      const { programmeId } = await seenIn(db, viewerOf(request), request.params.programmeId, 'supervisor_correction')
      return { corrections: await correctionsIn(db, programmeId) }
    },
  })
  app.route({
    ...roster.listTold,
    handler: async (request) => {
      const { programmeId } = await seenIn(db, viewerOf(request), request.params.programmeId, 'absence')
      return { away: await toldIn(db, programmeId) }
    },
  })
  app.route({
    ...listKept,
    handler: async (request) => {
      const { programmeId } = await seenIn(db, viewerOf(request), request.params.programmeId, 'kept_record')
      return { people: await keptIn(db, programmeId) }
    },
  })
  app.route({
    ...readKept,
    handler: async (request) =>
      keptRecordOf(db, await seenIn(db, viewerOf(request), request.params.programmeId, 'kept_record'), request.params.doctorId),
  })
  app.route({ ...roster.previewRotation, handler: async (request) => previewRotation(house, await placing(request), request.body.csv) })
  app.route({ ...roster.loadRotation, handler: async (request) => loadRotation(house, await placing(request), request.body.csv) })
  app.route({
    ...roster.rotationTemplate,
    handler: async (request, reply) => {
      await placing(request)
      reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="rotation.csv"')
      return stringify([[...ROTATION_COLUMNS]], { bom: true })
    },
  })
  done()
}
