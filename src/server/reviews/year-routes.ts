import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { beginYear, closeYear, moveYear, readYears, setLeave, yearPdf } from '#domain/reviews/year-contract.ts'
import { seenBy } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { attachmentNamed } from '#server/platform/send-file.ts'
import type { TypstPool } from '#server/platform/typst-pool.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { pdfOfYear } from './appraisal-pdf.ts'
import * as commands from './year-commands.ts'
import { yearsOf } from './year-queries.ts'

/** Appraisal years (P26). */
export const yearRoutes: FastifyPluginCallbackZod<Parts & { readonly typst: TypstPool }> = (app, house, finished) => {
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const seeing = (request: Asked, act: 'read' | 'write') => seenBy(house.db, viewerOf(request), request.params.ownerId, 'appraisal', act)

  app.route({ ...readYears, handler: async (request) => yearsOf(house, (await seeing(request, 'read')).ownerId) })
  app.route({
    ...beginYear,
    handler: async (request, reply) => {
      await commands.beginYear(house, await seeing(request, 'write'), request.body.id)
      return reply.code(201).send({ done: true as const })
    },
  })
  app.route({
    ...moveYear,
    handler: async (request) => commands.moveYear(house, await seeing(request, 'write'), request.params.yearId, request.body),
  })
  app.route({
    ...setLeave,
    handler: async (request) => commands.setLeave(house, await seeing(request, 'write'), request.params.yearId, request.body),
  })
  app.route({
    ...closeYear,
    handler: async (request, reply) =>
      reply.code(201).send(await commands.closeYear(house, await seeing(request, 'write'), request.params.yearId, request.body)),
  })
  app.route({
    ...yearPdf,
    handler: async (request, reply) => {
      const { pdf, fileName } = await pdfOfYear(house, house.typst, await seeing(request, 'read'), request.params.yearId)
      return reply.type('application/pdf').header('content-disposition', attachmentNamed(fileName)).send(pdf)
    },
  })
  finished()
}
