import fastifyCookie from '@fastify/cookie'
import fastifyHelmet from '@fastify/helmet'
import fastifyMultipart from '@fastify/multipart'
import fastifyRateLimit from '@fastify/rate-limit'
import fastifySwagger from '@fastify/swagger'
import fastifyUnderPressure from '@fastify/under-pressure'
import Fastify from 'fastify'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { v7 as uuidv7 } from 'uuid'
import { readQuery } from '#domain/query-string.ts'
import { accountRoutes } from '#server/accounts/routes.ts'
import { openAccounts } from '#server/accounts/auth.ts'
import { isKnownIn } from '#server/accounts/seen.ts'
import { assessmentRoutes } from '#server/assessments/routes.ts'
import { collectionEditorRoutes, collectionRoutes } from '#server/assessments/collection-routes.ts'
import { reflectionRoutes } from '#server/assessments/reflection-routes.ts'
import { msfRoutes } from '#server/assessments/msf-routes.ts'
import { ticketRoutes } from '#server/assessments/ticket-routes.ts'
import { meetingRoutes } from '#server/assessments/meeting-routes.ts'
import { importRoutes } from '#server/capture/import-routes.ts'
import { captureRoutes } from '#server/capture/routes.ts'
import { connectionRoutes } from '#server/connections/routes.ts'
import type { DeliveryHouse } from '#server/connections/claim.ts'
import { curriculumRoutes } from '#server/curriculum/routes.ts'
import { carryOverRoutes, editionRoutes } from '#server/curriculum/edition-routes.ts'
import { deadlineRoutes } from '#server/deadlines/routes.ts'
import { elsewhereRoutes } from '#server/elsewhere/routes.ts'
import { helpRoutes } from '#server/help/routes.ts'
import { learningRoutes } from '#server/learning/routes.ts'
import type { ModuleShelf } from '#server/learning/module-shelf.ts'
import { compressAnswers } from '#server/platform/compress.ts'
import { answerErrors } from '#server/platform/error-answers.ts'
import { loggerOptions, type LogTo } from '#server/platform/logger.ts'
import { openTypstPool } from '#server/platform/typst-pool.ts'
import { refuseForeignWrites } from '#server/platform/origin.ts'
import type { Parts } from '#server/platform/parts.ts'
import { servePages } from '#server/platform/pages.ts'
import { shutDoors } from '#server/platform/viewer.ts'
import { fileRoutes } from '#server/portfolio/file-routes.ts'
import { portfolioRoutes } from '#server/portfolio/routes.ts'
import { archiveRoutes } from '#server/reports/archive-routes.ts'
import { reportRoutes } from '#server/reports/routes.ts'
import { shareRoutes } from '#server/reviews/share-routes.ts'
import { yearRoutes } from '#server/reviews/year-routes.ts'
import { trainingRoutes } from '#server/training/routes.ts'
import { readCatalogue } from '#domain/catalogue/contract.ts'
import { firstNeeds } from './first-needs.ts'

/** An item whose texts are all at their longest, in characters of three bytes or escaped ones. */
const MOST_BODY_BYTES = 2 * 1024 * 1024

/** The features plugged in by hand, in order. Doors, origins and errors are dealt with before any of them. */
export async function buildApp(parts: DeliveryHouse, shelf: ModuleShelf, logTo?: LogTo) {
  const accounts = openAccounts(parts)
  const app = Fastify({
    logger: loggerOptions(parts.config, logTo),
    genReqId: () => uuidv7(),
    trustProxy: trusted(parts.config.trustProxy),
    bodyLimit: MOST_BODY_BYTES,
    routerOptions: { querystringParser: readQuery, maxParamLength: 200 },
    forceCloseConnections: 'idle',
    requestTimeout: 120_000,
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerErrors(app)
  await app.register(fastifyCookie)
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: false,
    global: true,
    strictTransportSecurity: parts.config.url.startsWith('https:'),
  })
  await app.register(fastifyUnderPressure, { maxEventLoopDelay: 3000, retryAfter: 5 })
  await app.register(fastifyRateLimit, { global: false })
  await app.register(fastifyMultipart, { limits: { fileSize: 10 * 1024 * 1024, files: 1 } })
  await app.register(fastifySwagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Cairn', version: '0.1.0' } },
    transform: jsonSchemaTransform,
  })
  app.addHook('onSend', async (request, reply) => {
    // A portfolio is not left behind in the cache of a shared computer (P20).
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
  const typst = openTypstPool()
  app.addHook('onClose', async () => typst.close())
  refuseForeignWrites(app, parts.config)
  compressAnswers(app)
  shutDoors(app, accounts.findViewer, isKnownIn(parts.db))

  app.route({
    ...readCatalogue,
    handler: async (_request, reply) => {
      reply.header('cache-control', 'private, max-age=300')
      const { accreditors, tagSets, schemes } = parts.catalogue
      return { accreditors, tagSets, schemes }
    },
  })
  app.route({
    method: 'GET',
    url: '/api/openapi.json',
    schema: { hide: true },
    handler: () => app.swagger(),
  })
  await app.register(accountRoutes, { ...parts, accounts })
  await app.register(portfolioRoutes, parts)
  await app.register(fileRoutes, parts)
  await app.register(captureRoutes, parts)
  await app.register(importRoutes, parts)
  await app.register(elsewhereRoutes, parts)
  await app.register(reportRoutes, parts)
  await app.register(archiveRoutes, parts)
  await app.register(learningRoutes, { ...parts, shelf, typst })
  await app.register(connectionRoutes, parts)
  await app.register(curriculumRoutes, parts)
  await app.register(editionRoutes, parts)
  await app.register(carryOverRoutes, parts)
  await app.register(trainingRoutes, parts)
  await app.register(assessmentRoutes, { ...parts, typst })
  await app.register(reflectionRoutes, parts)
  await app.register(collectionRoutes, parts)
  await app.register(collectionEditorRoutes, parts)
  await app.register(ticketRoutes, parts)
  await app.register(msfRoutes, parts)
  await app.register(meetingRoutes, parts)
  await app.register(deadlineRoutes, parts)
  await app.register(shareRoutes, parts)
  await app.register(yearRoutes, { ...parts, typst })
  await app.register(helpRoutes, parts)
  await app.register(servePages, { ...parts, findViewer: accounts.findViewer, firstNeeds })
  return app
}

/** A number of proxies is said to Fastify as a question about each hop. */
function trusted(setting: Parts['config']['trustProxy']) {
  return typeof setting === 'number' ? (_address: string, hop: number) => hop < setting : setting
}
