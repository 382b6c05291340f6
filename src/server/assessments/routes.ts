import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import {
  beginEntry,
  commentOnEntry,
  entryPdf,
  listEntries,
  listForms,
  readEntry,
  saveEntryPart,
  takeEntryStep,
  throwEntryAway,
} from '#domain/assessments/contract.ts'
import { FAMILIES } from '#domain/assessments/form-file.ts'
import { mayOf } from '#domain/accounts/may.ts'
import { Refusal } from '#domain/errors.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import { seenBy, type Seen } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { TypstPool } from '#server/platform/typst-pool.ts'
import { attachmentNamed } from '#server/platform/send-file.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { binItems } from '#server/portfolio/commands.ts'
import { beginEntry as begin, mayBegin } from './entry-begin-commands.ts'
import * as commands from './entry-commands.ts'
import { takeEntryStep as take } from './entry-finish-commands.ts'
import { pdfOfEntry } from './entry-pdf.ts'
import { entryList, entryOf } from './entry-queries.ts'
import { formsToBegin } from './form-queries.ts'

export const assessmentRoutes: FastifyPluginCallbackZod<Parts & { readonly typst: TypstPool }> = (app, house, done) => {
  const { db, typst } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  /** Who may know that there are forms; what is in each, and what may be done, is asked section by section. */
  const seeing = (request: Asked): Promise<Seen> =>
    seenBy(db, viewerOf(request), request.params.ownerId, 'assessment', 'read', { section: 'status' })

  app.route({ ...listForms, handler: () => ({ forms: formsToBegin(house) }) })
  app.route({
    ...listEntries,
    handler: async (request) => {
      const seen = await seeing(request)
      const [entries, names] = await Promise.all([entryList(house, seen, request.query.family), namesOf(db, [seen.ownerId])])
      return {
        name: names.get(seen.ownerId) ?? '',
        entries,
        can: {
          begin: Object.fromEntries(FAMILIES.map((family) => [family, mayOf(mayBegin(seen, family))])),
          readRounds: mayOf(seen.may('read', 'msf_round', { section: 'course' })),
        },
      }
    },
  })
  app.route({ ...readEntry, handler: async (request) => entryOf(house, await seeing(request), request.params.itemId) })
  app.route({
    ...beginEntry,
    handler: async (request, reply) => reply.code(201).send(await begin(house, await seeing(request), request.body)),
  })
  app.route({
    ...saveEntryPart,
    handler: async (request) => {
      const { itemId, section } = request.params
      return commands.saveEntryPart(house, await seeing(request), itemId, section, request.body)
    },
  })
  app.route({
    ...takeEntryStep,
    handler: async (request) => {
      const { itemId, step } = request.params
      return take(house, await seeing(request), itemId, step, request.body)
    },
  })
  app.route({
    ...commentOnEntry,
    handler: async (request, reply) =>
      reply.code(201).send(await commands.commentOnEntry(house, await seeing(request), request.params.itemId, request.body)),
  })
  app.route({
    ...throwEntryAway,
    handler: async (request) => {
      const seen = await seeing(request)
      const { itemId } = request.params
      const { can } = await entryOf(house, seen, itemId)
      if (can.throwAway !== null) throw new Refusal('not_allowed', can.throwAway)
      await binItems(house, seen, [itemId], 'bin')
      return { done: true as const }
    },
  })
  app.route({
    ...entryPdf,
    handler: async (request, reply) => {
      const { pdf, fileName } = await pdfOfEntry(house, typst, await seeing(request), request.params.itemId)
      return reply.type('application/pdf').header('content-disposition', attachmentNamed(fileName)).send(pdf)
    },
  })
  done()
}
