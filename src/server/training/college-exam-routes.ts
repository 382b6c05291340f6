import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { examTemplate, previewExamUpload, uploadExams } from '#domain/training/college-exams-contract.ts'
import { rolesOf } from '#server/accounts/relation-queries.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf, type Viewer } from '#server/platform/viewer.ts'
import { loadExams, notTheCollege } from './exam-upload-commands.ts'
import { countsOf, examTemplate as template, planUpload, readExamFile, reportOf, shownLine } from './exam-upload-queries.ts'

const MOST_SHOWN = 200

export const collegeExamRoutes: FastifyPluginCallbackZod<Parts> = (app, house, done) => {
  const { db } = house
  async function asCollege(request: Parameters<typeof viewerOf>[0]): Promise<Viewer> {
    const viewer = viewerOf(request)
    const roles = await rolesOf(db, viewer.personId)
    if (!roles.some(({ role }) => role === 'college administrator')) throw notTheCollege()
    return viewer
  }

  app.route({
    ...examTemplate,
    handler: async (request, reply) => {
      await asCollege(request)
      reply.header('content-type', 'text/csv; charset=utf-8')
      reply.header('content-disposition', 'attachment; filename="exam-results.csv"')
      reply.serializer((text) => text as string)
      return template()
    },
  })
  app.route({
    ...previewExamUpload,
    handler: async (request) => {
      const planned = await planUpload(db, await asCollege(request), readExamFile(request.body.text))
      const faultsFirst = [...planned.filter(({ state }) => state === 'fault'), ...planned.filter(({ state }) => state !== 'fault')]
      return { counts: countsOf(planned), lines: faultsFirst.slice(0, MOST_SHOWN).map(shownLine), report: reportOf(planned) }
    },
  })
  app.route({
    ...uploadExams,
    handler: async (request) => ({ counts: await loadExams(house, await asCollege(request), request.body.text) }),
  })
  done()
}
