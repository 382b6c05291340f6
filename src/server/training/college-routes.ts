import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import {
  amendProgramme as amendProgrammeEndpoint,
  endProgrammeRole,
  giveProgrammeRole,
  inviteDoctors as inviteDoctorsEndpoint,
  listInvitations,
  listNotEnrolled,
  listProgrammeRoles,
  listProgrammes,
  makeProgramme as makeProgrammeEndpoint,
  sendInvitationAgain as sendInvitationAgainEndpoint,
  withdrawInvitation as withdrawInvitationEndpoint,
} from '#domain/training/college-contract.ts'
import { PROGRAMME_ROLES } from '#domain/accounts/relations.ts'
import { notFound } from '#domain/errors.ts'
import { endRole, giveRole } from '#server/accounts/role-commands.ts'
import { holdersOf, personWithAddress, refuseWithoutRole } from '#server/accounts/role-queries.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { inviteDoctors, sendInvitationAgain, withdrawInvitation } from './invitation-commands.ts'
import { amendProgramme, makeProgramme } from './programme-commands.ts'
import { allProgrammes, curriculumChoices, notEnrolledIn, pageOfInvitations, programmeById } from './programme-queries.ts'

const done = { done: true } as const

/** What college administrators do (A7, T1). It belongs to no owner: their role is asked for here, and not by `seenBy`. */
export const collegeRoutes: FastifyPluginAsyncZod<Parts> = async (app, parts) => {
  const { db } = parts
  // Before the form of what is asked is looked at: who may not is told that, and nothing else.
  app.addHook('preValidation', async (request) => refuseWithoutRole(db, viewerOf(request), 'college administrator'))

  app.route({
    ...listProgrammes,
    handler: async () => ({ programmes: await allProgrammes(db), curricula: await curriculumChoices(parts) }),
  })
  app.route({
    ...makeProgrammeEndpoint,
    handler: async (request, reply) => reply.code(201).send(await makeProgramme(parts, viewerOf(request), request.body)),
  })
  app.route({
    ...amendProgrammeEndpoint,
    handler: async (request) => {
      await amendProgramme(parts, viewerOf(request), request.params.programmeId, request.body)
      return done
    },
  })

  app.route({
    ...listInvitations,
    handler: (request) => pageOfInvitations(db, request.params.programmeId, request.query.after),
  })
  app.route({
    ...inviteDoctorsEndpoint,
    handler: async (request, reply) =>
      reply.code(201).send(await inviteDoctors(parts, viewerOf(request), request.params.programmeId, request.body.lines)),
  })
  app.route({
    ...sendInvitationAgainEndpoint,
    handler: async (request) => {
      await sendInvitationAgain(parts, viewerOf(request), request.params.invitationId)
      return done
    },
  })
  app.route({
    ...withdrawInvitationEndpoint,
    handler: async (request) => {
      await withdrawInvitation(parts, viewerOf(request), request.params.invitationId)
      return done
    },
  })
  app.route({ ...listNotEnrolled, handler: async (request) => ({ trainees: await notEnrolledIn(db, request.params.programmeId) }) })

  app.route({
    ...listProgrammeRoles,
    handler: async (request) => {
      const { id } = await programmeById(db, request.params.programmeId)
      return { holders: await holdersOf(db, PROGRAMME_ROLES, id) }
    },
  })
  app.route({
    ...giveProgrammeRole,
    handler: async (request, reply) => {
      const { id } = await programmeById(db, request.params.programmeId)
      const { email, ...wanted } = request.body
      const personId = await personWithAddress(db, email)
      return reply.code(201).send(await giveRole(db, viewerOf(request), { ...wanted, personId, programmeId: id }, 'email'))
    },
  })
  app.route({
    ...endProgrammeRole,
    handler: async (request) => {
      const { roleId } = request.params
      const held = await db
        .selectFrom('role')
        .where('id', '=', roleId)
        .where('programme_id', 'is not', null)
        .select('id')
        .executeTakeFirst()
      if (held === undefined) throw notFound()
      await endRole(db, viewerOf(request), roleId, request.body.until)
      return done
    },
  })
}
