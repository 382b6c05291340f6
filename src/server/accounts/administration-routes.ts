import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import {
  becomeFirstAdministrator as becomeFirstEndpoint,
  CAIRN_ROLES,
  endCairnRole,
  giveCairnRole,
  listRoles,
} from '#domain/accounts/role-contract.ts'
import { notFound } from '#domain/errors.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { becomeFirstAdministrator } from './first-administrator.ts'
import type { AccountParts } from './registration.ts'
import { endRole, giveRole } from './role-commands.ts'
import { holdersOf, personWithAddress, refuseWithoutRole } from './role-queries.ts'
import { seenBy } from './seen.ts'

const done = { done: true } as const

/** Who makes administrators and publishers (A7). Nothing here opens a record: to each of them a system administrator is a stranger. */
export const administrationRoutes: FastifyPluginAsyncZod<AccountParts> = async (app, { db }) => {
  app.route({
    ...becomeFirstEndpoint,
    handler: async (request) => {
      const viewer = viewerOf(request)
      await seenBy(db, viewer, request.params.ownerId, 'account', 'write')
      await becomeFirstAdministrator(db, viewer, request.body.token)
      return done
    },
  })
  await app.register(async (inner: typeof app) => {
    // Before the form of what is asked is looked at: who may not is told that, and nothing else.
    inner.addHook('preValidation', async (request) => refuseWithoutRole(db, viewerOf(request), 'system administrator'))
    inner.route({ ...listRoles, handler: async () => ({ holders: await holdersOf(db, CAIRN_ROLES, null) }) })
    inner.route({
      ...giveCairnRole,
      handler: async (request, reply) => {
        const { email, ...wanted } = request.body
        const personId = await personWithAddress(db, email)
        return reply.code(201).send(await giveRole(db, viewerOf(request), { ...wanted, personId, programmeId: null }, 'email'))
      },
    })
    inner.route({
      ...endCairnRole,
      handler: async (request) => {
        const { roleId } = request.params
        const held = await db
          .selectFrom('role')
          .where('id', '=', roleId)
          .where('role', 'in', [...CAIRN_ROLES])
          .select('id')
          .executeTakeFirst()
        if (held === undefined) throw notFound()
        await endRole(db, viewerOf(request), roleId, request.body.until)
        return done
      },
    })
  })
}
