import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { notFound } from '#domain/errors.ts'
import {
  addModule,
  answerQuestion,
  certificateFile,
  checkCertificate,
  chooseSpecialties,
  keepPlace,
  learningHome,
  listCertificates,
  listModules,
  moduleById,
  modulePicture,
  myModule,
  readAttempt,
  readResult,
  retakeModule,
  startModule,
  submitAttempt,
  takeModuleAgain,
} from '#domain/learning/contract.ts'
import { todayOf } from '#server/accounts/owner-queries.ts'
import { seenBy } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { TypstPool } from '#server/platform/typst-pool.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { attemptOf, resultOf } from './attempt-queries.ts'
import { frontOf, learningHomeOf, modulesOffered } from './catalogue-queries.ts'
import { certificatePdf, checkOf } from './certificate-queries.ts'
import * as commands from './commands.ts'
import type { ModuleShelf } from './module-shelf.ts'
import { certificatesOf, myModuleOf } from './queries.ts'

export const learningRoutes: FastifyPluginCallbackZod<Parts & { readonly shelf: ModuleShelf; readonly typst: TypstPool }> = (
  app,
  house,
  done,
) => {
  const { db, shelf, typst } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const reading = (request: Asked) => seenBy(db, viewerOf(request), request.params.ownerId, 'learning', 'read')
  const writing = (request: Asked) => seenBy(db, viewerOf(request), request.params.ownerId, 'learning', 'write')
  const today = (request: Parameters<typeof viewerOf>[0]) => todayOf(db, viewerOf(request).personId)

  app.route({
    ...listModules,
    handler: async (request) => {
      const { after, ...filters } = request.query
      return modulesOffered(shelf, filters, await today(request), after)
    },
  })
  app.route({ ...moduleById, handler: async (request) => frontOf(shelf, request.params.moduleId, await today(request)) })
  app.route({
    ...modulePicture,
    handler: async (request, reply) => {
      const row = await db.selectFrom('module_picture').selectAll().where('sha256', '=', request.params.sha256).executeTakeFirst()
      if (row === undefined) throw notFound()
      return reply
        .type(row.media_type)
        .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        .header('cache-control', 'private, max-age=31536000, immutable')
        .send(row.bytes)
    },
  })
  app.route({ ...myModule, handler: async (request) => myModuleOf(db, shelf, await reading(request), request.params.moduleId) })
  app.route({
    ...addModule,
    handler: async (request) => commands.saveForLater(house, await writing(request), request.params.moduleId, request.body),
  })
  app.route({
    ...startModule,
    handler: async (request) => commands.startModule(house, await writing(request), request.params.moduleId, request.body.id),
  })
  app.route({
    ...retakeModule,
    handler: async (request) => commands.retakeModule(house, await writing(request), request.params.moduleId, request.body),
  })
  app.route({
    ...takeModuleAgain,
    handler: async (request) => commands.takeModuleAgain(house, await writing(request), request.params.moduleId, request.body),
  })
  app.route({ ...readAttempt, handler: async (request) => attemptOf(db, await reading(request), request.params.attemptId) })
  app.route({
    ...keepPlace,
    handler: async (request) => {
      await commands.keepPlace(house, await writing(request), request.params.attemptId, request.body.page)
      return { done: true } as const
    },
  })
  app.route({
    ...answerQuestion,
    handler: async (request) => {
      const { attemptId, part, questionId } = request.params
      const answer = { part, questionId, option: request.body.option }
      return { question: await commands.keepAnswer(house, await writing(request), attemptId, answer) }
    },
  })
  app.route({
    ...submitAttempt,
    handler: async (request) => commands.submitAttempt(house, await writing(request), request.params.attemptId),
  })
  app.route({ ...readResult, handler: async (request) => resultOf(db, await reading(request), request.params.attemptId) })
  app.route({ ...learningHome, handler: async (request) => learningHomeOf(db, shelf, await reading(request)) })
  app.route({
    ...chooseSpecialties,
    handler: async (request) => {
      const { specialties } = request.body
      await commands.chooseSpecialties(house, await writing(request), specialties)
      return { specialties }
    },
  })
  app.route({
    ...listCertificates,
    handler: async (request) => ({ certificates: await certificatesOf(db, await reading(request)) }),
  })
  app.route({
    ...certificateFile,
    handler: async (request, reply) => {
      const { pdf, fileName } = await certificatePdf(house, typst, await reading(request), request.params.certificateId)
      return reply
        .type('application/pdf')
        .header('content-disposition', `attachment; filename="${fileName}"`)
        .header('x-content-type-options', 'nosniff')
        .send(Buffer.from(pdf))
    },
  })
  app.route({
    ...checkCertificate,
    // Public: nobody is to try codes by the thousand.
    config: { rateLimit: { max: 60, timeWindow: '1 minute' } },
    handler: async (request) => checkOf(house, request.params.code),
  })
  done()
}
