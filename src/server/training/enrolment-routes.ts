import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import {
  askForInvitation as askEndpoint,
  checkStep as checkStepEndpoint,
  enrol as enrolEndpoint,
  lookAtInvitation as lookEndpoint,
  readDuties,
  readEnrolment,
  readTrainingContacts,
} from '#domain/training/enrolment-contract.ts'
import { seenBy } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { askForInvitation, checkStep, enrol, lookAtInvitation } from './enrolment-commands.ts'
import { dutiesOf, enrolmentOf, trainingContactsOf } from './enrolment-queries.ts'

const done = { done: true } as const

/** An owner's enrolment and the first steps after it (T1, T3). */
export const enrolmentRoutes: FastifyPluginAsyncZod<Parts> = async (app, parts) => {
  const { db } = parts
  app.route({
    ...readEnrolment,
    handler: async (request) => enrolmentOf(parts, await seenBy(db, viewerOf(request), request.params.ownerId, 'programme_enrolment')),
  })
  app.route({
    ...lookEndpoint,
    handler: (request) => lookAtInvitation(parts, viewerOf(request), request.params.ownerId, request.body),
  })
  app.route({
    ...enrolEndpoint,
    handler: async (request) => {
      await enrol(db, viewerOf(request), request.params.ownerId, request.body)
      return done
    },
  })
  app.route({
    ...askEndpoint,
    handler: async (request) => {
      await askForInvitation(parts, viewerOf(request), request.params.ownerId)
      return done
    },
  })
  app.route({
    ...checkStepEndpoint,
    handler: async (request) => {
      const { ownerId, step } = request.params
      await checkStep(db, viewerOf(request), ownerId, step, request.body.checked)
      return done
    },
  })
  app.route({
    ...readTrainingContacts,
    handler: async (request) => trainingContactsOf(db, await seenBy(db, viewerOf(request), request.params.ownerId, 'programme_enrolment')),
  })
  app.route({
    ...readDuties,
    handler: async (request) => dutiesOf(db, (await seenBy(db, viewerOf(request), request.params.ownerId, 'account')).ownerId),
  })
}
