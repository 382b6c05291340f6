import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { answerCarryOver, readCarryOver } from '#domain/curriculum/carry-over-contract.ts'
import {
  goBackTo,
  listCurricula,
  listMovable,
  makeVersion,
  moveTrainees,
  readCurriculum,
  saveCurriculum,
} from '#domain/curriculum/edition-contract.ts'
import { refuseWithoutRole } from '#server/accounts/role-queries.ts'
import { seenBy } from '#server/accounts/seen.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import * as carrying from './carry-over-commands.ts'
import { carryOverOf } from './carry-over-queries.ts'
import * as editing from './edition-commands.ts'
import { curriculaListed, curriculumToEdit, movableTo, type CurriculaHouse } from './edition-queries.ts'

/** Curricula as the college edits them (T10). */
export const editionRoutes: FastifyPluginCallbackZod<CurriculaHouse> = (app, house, done) => {
  // Before what was sent is looked at: to others it says only who may.
  app.addHook('preValidation', async (request) => refuseWithoutRole(house.db, viewerOf(request), 'college administrator'))

  app.route({ ...listCurricula, handler: async () => ({ curricula: await curriculaListed(house) }) })
  app.route({ ...readCurriculum, handler: async ({ params }) => curriculumToEdit(house, params.curriculumId) })
  app.route({
    ...saveCurriculum,
    handler: async (request) => {
      const { number, document } = request.body
      const edit = { curriculumId: request.params.curriculumId, number, typed: document }
      return { number: await editing.saveEdition(house, viewerOf(request), edit) }
    },
  })
  app.route({
    ...goBackTo,
    handler: async (request) => ({ number: await editing.goBackTo(house, viewerOf(request), { ...request.params, ...request.body }) }),
  })
  app.route({
    ...makeVersion,
    handler: async (request, reply) => {
      await editing.makeVersion(house, viewerOf(request), request.params.curriculumId, request.body)
      return reply.code(201).send({ id: request.body.id })
    },
  })
  app.route({ ...listMovable, handler: async ({ params }) => movableTo(house, params.curriculumId) })
  app.route({
    ...moveTrainees,
    handler: async (request) => {
      let [moved, proposed] = [0, 0]
      for (const ownerId of new Set(request.body.ownerIds)) {
        const seen = await seenBy(house.db, viewerOf(request), ownerId, 'curriculum_move', 'write')
        const links = await carrying.moveTrainee(house, seen, request.params.curriculumId)
        if (links === null) continue
        moved++
        proposed += links
      }
      return { moved, proposed }
    },
  })
  done()
}

/** What a trainee answers after a move (T10). */
export const carryOverRoutes: FastifyPluginCallbackZod<CurriculaHouse> = (app, house, done) => {
  app.route({
    ...readCarryOver,
    handler: async (request) => carryOverOf(house, await seenBy(house.db, viewerOf(request), request.params.ownerId, 'evidence_link')),
  })
  app.route({
    ...answerCarryOver,
    handler: async (request) => {
      const seen = await seenBy(house.db, viewerOf(request), request.params.ownerId, 'evidence_link', 'write', { state: 'new' })
      await carrying.answerCarryOver(house, seen, request.body)
      return carryOverOf(house, seen)
    },
  })
  done()
}
