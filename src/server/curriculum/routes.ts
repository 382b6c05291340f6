import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import {
  assessSelf,
  downloadEvidence,
  linkItem,
  linkItems,
  linksOfItem,
  readCurriculum,
  readCurriculumItem,
  readEvidence,
  signOffItem,
  unlinkItem,
} from '#domain/curriculum/contract.ts'
import { signOffItems } from '#domain/curriculum/sign-several-contract.ts'
import { seenBy } from '#server/accounts/seen.ts'
import { sendStoredFile } from '#server/platform/send-file.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import * as assessing from './assess-commands.ts'
import { evidenceFile, evidenceOf } from './evidence-queries.ts'
import { itemDetail, linksOf } from './item-queries.ts'
import { linkEvidence, unlinkEvidence } from './link-commands.ts'
import { curriculumPage } from './page-queries.ts'
import * as signing from './sign-off-commands.ts'

export const curriculumRoutes: FastifyPluginCallbackZod<Parts> = (app, house, done) => {
  const { db } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const reading = (request: Asked) => seenBy(db, viewerOf(request), request.params.ownerId, 'sign_off', 'read')
  const readingEvidence = (request: Asked) => seenBy(db, viewerOf(request), request.params.ownerId, 'evidence_link', 'read')
  const linking = (request: Asked) => seenBy(db, viewerOf(request), request.params.ownerId, 'evidence_link', 'write', { state: 'new' })

  app.route({ ...readCurriculum, handler: async (request) => curriculumPage(house, await reading(request), request.query) })
  app.route({
    ...readCurriculumItem,
    handler: async (request) => itemDetail(house, await reading(request), request.params.code, request.query.version),
  })
  app.route({
    ...linkItems,
    handler: async (request) => {
      const { items, isShown } = request.body
      return { linked: await linkEvidence(house, await linking(request), { itemIds: items, codes: [request.params.code], isShown }) }
    },
  })
  app.route({ ...linksOfItem, handler: async (request) => linksOf(house, await readingEvidence(request), request.params.id) })
  app.route({
    ...linkItem,
    handler: async (request) => {
      const { codes, isShown } = request.body
      return { linked: await linkEvidence(house, await linking(request), { itemIds: [request.params.id], codes, isShown }) }
    },
  })
  app.route({
    ...unlinkItem,
    handler: async (request) => {
      const { id, code } = request.params
      return { keptBySignatures: await unlinkEvidence(house, await linking(request), id, code) }
    },
  })
  app.route({
    ...assessSelf,
    handler: async (request, reply) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'self_assessment', 'write', { state: 'new' })
      return reply.code(201).send(await assessing.assessSelf(house, seen, request.params.code, request.body))
    },
  })
  app.route({
    ...signOffItem,
    // Whether it was begun, and so can be signed in the days of grace, is found out with the item.
    handler: async (request, reply) =>
      reply.code(201).send(await signing.signOffItem(house, await reading(request), { ...request.body, code: request.params.code })),
  })
  app.route({
    ...signOffItems,
    handler: async (request) => {
      const outcomes = await signing.signOffItems(house, await reading(request), request.body.signOffs)
      return {
        outcomes: outcomes.map(({ code, signed, refused }) => ({
          code,
          chainNumber: signed?.chainNumber ?? null,
          refused: refused === null ? null : { code: refused.code, message: refused.message, fields: [...refused.fields] },
        })),
      }
    },
  })
  app.route({ ...readEvidence, handler: async (request) => evidenceOf(house, await readingEvidence(request), request.params.itemId) })
  app.route({
    ...downloadEvidence,
    handler: async (request, reply) => {
      const { itemId, fileId } = request.params
      const file = await evidenceFile(db, await readingEvidence(request), { itemId, fileId, signOff: request.query.signOff })
      return sendStoredFile(reply, house.files, file, request.headers.range)
    },
  })
  done()
}
