import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Parts } from '#server/platform/parts.ts'
import { agendaRoutes } from './agenda-routes.ts'
import { collegeExamRoutes } from './college-exam-routes.ts'
import { collegeRoutes } from './college-routes.ts'
import { declarationRoutes } from './declaration-routes.ts'
import { enrolmentRoutes } from './enrolment-routes.ts'
import { libraryRoutes } from './library-routes.ts'
import { logRoutes } from './log-routes.ts'
import { paperRoutes } from './paper-routes.ts'
import { placementRoutes } from './placement-routes.ts'
import { rosterRoutes } from './roster-routes.ts'

/** The feature's routes, each part with doors of its own. */
export const trainingRoutes: FastifyPluginAsyncZod<Parts> = async (app, parts) => {
  await app.register(declarationRoutes, parts)
  await app.register(paperRoutes, parts)
  await app.register(libraryRoutes, parts)
  await app.register(logRoutes, parts)
  await app.register(agendaRoutes, parts)
  await app.register(collegeExamRoutes, parts)
  await app.register(placementRoutes, parts)
  await app.register(rosterRoutes, parts)
  await app.register(collegeRoutes, parts)
  await app.register(enrolmentRoutes, parts)
}
