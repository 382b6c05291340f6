import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { DECLARATION_KINDS, type DeclarationKind } from '#domain/training/declaration-file.ts'
import { DECLARATIONS, declarationsOfOwner, OPENINGS } from '#domain/training/declarations-contract.ts'
import { Refusal } from '#domain/errors.ts'
import { seenBy, type Seen } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { openSection, signDeclaration } from './declaration-commands.ts'
import { declarationsFor, openedBy, signedTexts } from './declaration-queries.ts'
import { trainingOf } from './queries.ts'

export const declarationRoutes: FastifyPluginCallbackZod<Parts> = (app, house, done) => {
  const { db } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const reading = (request: Asked, section: DeclarationKind | 'status') =>
    seenBy(db, viewerOf(request), request.params.ownerId, 'declaration', 'read', { section })
  /** Who may sign; `begun` once they have opened a section of this year's, so that a supervisor's days of grace finish it (T2). */
  const signing = async (request: Asked, section: DeclarationKind): Promise<Seen> => {
    const seen = await reading(request, section)
    const year = (await trainingOf(db, seen.ownerId))?.year ?? null
    const begun = year !== null && [...(await openedBy(db, seen, year.id)).keys()].some((textId) => textId.startsWith(section))
    const answer = seen.may('sign', 'declaration', { section, state: begun ? 'begun' : 'new' })
    if (!answer.allowed) throw new Refusal(answer.code, answer.reason)
    return seen
  }

  app.route({ ...declarationsOfOwner, handler: async (request) => declarationsFor(house, await reading(request, 'status')) })
  for (const kind of DECLARATION_KINDS) {
    app.route({
      ...DECLARATIONS[kind].read,
      handler: async (request) => ({ texts: await signedTexts(db, await reading(request, kind), kind) }),
    })
    app.route({
      ...DECLARATIONS[kind].sign,
      handler: async (request, reply) =>
        reply.code(201).send(await signDeclaration(house, await signing(request, kind), kind, request.body)),
    })
    app.route({
      ...OPENINGS[kind],
      handler: async (request) => {
        await openSection(house, await signing(request, kind), kind, request.body)
        return { done: true as const }
      },
    })
  }
  done()
}
