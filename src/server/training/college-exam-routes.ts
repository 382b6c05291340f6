import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { examTemplate, previewExamUpload, uploadExams } from '#domain/training/college-exams-contract.ts'
import { refuseWithoutRole } from '#server/accounts/role-queries.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { loadExams } from './exam-upload-commands.ts'
import { countsOf, examTemplate as template, planUpload, readExamFile, reportOf, shownLine } from './exam-upload-queries.ts'

const MOST_SHOWN = 200

export const collegeExamRoutes: FastifyPluginCallbackZod<Parts> = (app, house, done) => {
  const { db } = house
  app.addHook('preValidation', async (request) => refuseWithoutRole(db, viewerOf(request), 'college administrator'))

  app.route({
    ...examTemplate,
    handler: async (_request, reply) => {
      reply.header('content-type', 'text/csv; charset=utf-8')
      reply.header('content-disposition', 'attachment; filename="exam-results.csv"')
      reply.serializer((text) => text as string)
      return template()
    },
  })
  app.route({
    ...previewExamUpload,
    handler: async (request) => {
      const planned = await planUpload(db, viewerOf(request), readExamFile(request.body.text))
      const faultsFirst = [...planned.filter(({ state }) => state === 'fault'), ...planned.filter(({ state }) => state !== 'fault')]
      return { counts: countsOf(planned), lines: faultsFirst.slice(0, MOST_SHOWN).map(shownLine), report: reportOf(planned) }
    },
  })
  app.route({
    ...uploadExams,
    handler: async (request) => ({ counts: await loadExams(house, viewerOf(request), request.body.text) }),
  })
  done()
}
