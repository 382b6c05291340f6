import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import {
  amendItem,
  answerChangeCheck,
  binItems,
  copyItem,
  eraseItems,
  historyOfItem,
  itemById,
  listItems,
  planChangeCheck,
  recordItem,
  restoreItems,
  tagItems,
} from '#domain/portfolio/contract.ts'
import { coverageOfTagSet, creditsOverTime, homeOverview, totalsThrough } from '#domain/portfolio/overview-contract.ts'
import { deleteTag, listTags, mergeTags, renameTag, tagCounts } from '#domain/portfolio/tag-contract.ts'
import { seenBy } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import * as commands from './commands.ts'
import { coverageOf, creditsSpread, historyOf, homeOf, tagsCounted, tagsOf } from './overview-queries.ts'
import { pageOfItems } from './page-queries.ts'
import { itemOf, totalsOf } from './queries.ts'
import * as tagCommands from './tag-commands.ts'

export const portfolioRoutes: FastifyPluginCallbackZod<Parts> = (app, house, done) => {
  const { db, catalogue } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const reading = (request: Asked) => seenBy(db, viewerOf(request), request.params.ownerId, 'item', 'read')
  const writing = (request: Asked) => seenBy(db, viewerOf(request), request.params.ownerId, 'item', 'write')
  const readingTags = (request: Asked) => seenBy(db, viewerOf(request), request.params.ownerId, 'tag', 'read')
  const writingTags = (request: Asked) => seenBy(db, viewerOf(request), request.params.ownerId, 'tag', 'write')

  app.route({
    ...listItems,
    handler: async (request) => {
      const { after, ...filters } = request.query
      return pageOfItems(db, await reading(request), filters, after)
    },
  })
  app.route({
    ...recordItem,
    handler: async (request, reply) => reply.code(201).send(await commands.recordItem(house, await writing(request), request.body)),
  })
  app.route({
    ...itemById,
    handler: async (request) => itemOf(db, catalogue, await reading(request), request.params.id),
  })
  app.route({
    ...amendItem,
    handler: async (request) => commands.amendItem(house, await writing(request), request.params.id, request.body),
  })
  app.route({
    ...copyItem,
    handler: async (request, reply) =>
      reply.code(201).send(await commands.copyItem(house, await writing(request), request.params.id, request.body.id)),
  })
  app.route({
    ...tagItems,
    handler: async (request) => tagCommands.tagItems(house, await writing(request), request.body),
  })
  app.route({
    ...binItems,
    handler: async (request) => ({ changed: await commands.binItems(house, await writing(request), request.body.items, 'bin') }),
  })
  app.route({
    ...restoreItems,
    handler: async (request) => ({ changed: await commands.binItems(house, await writing(request), request.body.items, 'portfolio') }),
  })
  app.route({
    ...eraseItems,
    handler: async (request) => ({ changed: await commands.eraseItems(house, await writing(request), request.body.items) }),
  })
  app.route({
    ...planChangeCheck,
    handler: async (request) => commands.planChangeCheck(house, await writing(request), request.params.id, request.body.on),
  })
  app.route({
    ...answerChangeCheck,
    handler: async (request, reply) =>
      reply.code(201).send(await commands.answerWhetherChangeLasted(house, await writing(request), request.params.id, request.body)),
  })
  app.route({
    ...historyOfItem,
    handler: async (request) => ({ entries: await historyOf(db, await reading(request), request.params.id) }),
  })

  app.route({
    ...totalsThrough,
    handler: async (request) => {
      const { accreditor, ...filters } = request.query
      return totalsOf(db, await reading(request), filters, accreditor ?? null)
    },
  })
  app.route({ ...creditsOverTime, handler: async (request) => creditsSpread(db, await reading(request), request.query) })
  app.route({
    ...coverageOfTagSet,
    handler: async (request) => coverageOf(db, catalogue, await reading(request), request.params.setId, request.query),
  })
  app.route({ ...homeOverview, handler: async (request) => homeOf(db, catalogue, await reading(request)) })

  app.route({ ...tagCounts, handler: async (request) => tagsCounted(db, await readingTags(request), request.query) })
  app.route({ ...listTags, handler: async (request) => ({ tags: await tagsOf(db, await readingTags(request)) }) })
  app.route({
    ...renameTag,
    handler: async (request) => tagCommands.renameTag(house, await writingTags(request), request.params.tagId, request.body.label),
  })
  app.route({
    ...mergeTags,
    handler: async (request) => tagCommands.mergeTags(house, await writingTags(request), request.params.tagId, request.body.into),
  })
  app.route({
    ...deleteTag,
    handler: async (request) => ({ untagged: await tagCommands.deleteTag(house, await writingTags(request), request.params.tagId) }),
  })
  done()
}
