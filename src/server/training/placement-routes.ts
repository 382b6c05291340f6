import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { RecordKind, Section } from '#domain/accounts/permission-table.ts'
import type { Answer } from '#domain/accounts/permissions.ts'
import { Refusal } from '#domain/errors.ts'
import * as absence from '#domain/training/absence-contract.ts'
import * as record from '#domain/training/placement-contract.ts'
import { myTrainees } from '#domain/training/roster-contract.ts'
import { placementWords } from '#domain/training/placement-words.ts'
import { countsElsewhere } from '#server/elsewhere/queries.ts'
import { seenBy } from '#server/accounts/seen.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { recordAbsence, takeBackAbsence } from './absence-commands.ts'
import { absencesOf } from './absence-queries.ts'
import { askCorrection, closeCorrection, nameSupervisor } from './correction-commands.ts'
import * as placements from './placement-commands.ts'
import { recordOf } from './record-queries.ts'
import { conveneBy, endIn, superviseBy } from './supervision-commands.ts'
import { endTraining } from './training-end-commands.ts'
import { programmesOf, traineesOf } from './trainees-queries.ts'
import { glanceOf } from './glance.ts'
import { yearCodesOf } from './year-codes.ts'

const DONE = { done: true } as const

/** What concerns one trainee: their placements, supervisors, corrections and absence. */
export const placementRoutes: FastifyPluginCallbackZod<Parts> = (app, house, done) => {
  const { db, catalogue } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const writing = <K extends RecordKind>(request: Asked, kind: K, section?: Section<K>) =>
    seenBy(db, viewerOf(request), request.params.ownerId, kind, 'write', section === undefined ? {} : { section })
  const codes = (curriculumId: string) => yearCodesOf(db, catalogue, curriculumId)

  const elsewhere = async (request: Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }) => {
    const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'signed_elsewhere', 'read', { section: 'whole' }).catch(
      (fault: unknown) => {
        if (!(fault instanceof Refusal)) throw fault
        return null
      },
    )
    const counts = seen === null ? null : await countsElsewhere(db, seen)
    return counts === null || counts.all === 0 ? null : counts
  }
  app.route({
    ...record.readRecord,
    handler: async (request) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'placement')
      const mayAbsence: Answer = await seenBy(db, viewerOf(request), request.params.ownerId, 'absence').then(
        () => ({ allowed: true }) as const,
        (fault: unknown) => {
          if (!(fault instanceof Refusal)) throw fault
          return { allowed: false, code: fault.code, reason: placementWords.absenceNotRead }
        },
      )
      return { ...(await recordOf(db, catalogue, seen, mayAbsence)), signedElsewhere: await elsewhere(request) }
    },
  })
  app.route({
    ...record.giveYear,
    handler: async (request) => placements.giveYear(db, await writing(request, 'placement'), request.body, codes),
  })
  app.route({
    ...record.changeYear,
    handler: async (request) => {
      await placements.amendYear(db, await writing(request, 'placement'), request.params.yearId, request.body, codes)
      return DONE
    },
  })
  app.route({
    ...record.givePlacement,
    handler: async (request) => placements.givePlacement(db, await writing(request, 'placement'), request.body),
  })
  app.route({
    ...record.endPlacement,
    handler: async (request) => {
      await placements.endPlacement(db, await writing(request, 'placement'), request.params.placementId, request.body.on)
      return DONE
    },
  })
  app.route({
    ...record.endTraining,
    handler: async (request) => {
      await endTraining(house, await writing(request, 'placement'), request.body)
      return DONE
    },
  })
  app.route({
    ...record.giveSupervision,
    handler: async (request) => superviseBy(db, await writing(request, 'relation', 'supervision'), request.body),
  })
  app.route({
    ...record.endSupervision,
    handler: async (request) => {
      await endIn(db, await writing(request, 'relation', 'supervision'), 'supervision', request.params.relationId, request.body.on)
      return DONE
    },
  })
  app.route({
    ...record.convene,
    handler: async (request) => conveneBy(db, await writing(request, 'relation', 'panel'), request.body),
  })
  app.route({
    ...record.endPanel,
    handler: async (request) => {
      await endIn(db, await writing(request, 'relation', 'panel'), 'panel', request.params.relationId, request.body.on)
      return DONE
    },
  })
  app.route({
    ...record.askCorrection,
    handler: async (request) => askCorrection(house, await writing(request, 'supervisor_correction', 'request'), request.body),
  })
  app.route({
    ...record.nameSupervisor,
    handler: async (request) => {
      await nameSupervisor(house, await writing(request, 'supervisor_correction', 'naming'), request.params.correctionId, request.body)
      return DONE
    },
  })
  app.route({
    ...record.closeCorrection,
    handler: async (request) => {
      await closeCorrection(house, await writing(request, 'supervisor_correction', 'outcome'), request.params.correctionId, request.body)
      return DONE
    },
  })
  app.route({
    ...absence.listAbsences,
    handler: async (request) => absencesOf(db, await seenBy(db, viewerOf(request), request.params.ownerId, 'absence')),
  })
  app.route({
    ...absence.recordAbsence,
    handler: async (request) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'absence', 'write', { state: 'new' })
      await recordAbsence(db, seen, request.body)
      return DONE
    },
  })
  app.route({
    ...absence.takeBackAbsence,
    handler: async (request) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'absence', 'write', { state: 'begun' })
      await takeBackAbsence(db, seen, request.params.absenceId)
      return DONE
    },
  })
  app.route({
    ...myTrainees,
    handler: async (request) => {
      const { ownerId } = await seenBy(db, viewerOf(request), request.params.ownerId, 'account')
      return { trainees: await traineesOf(db, ownerId, glanceOf(catalogue)), programmes: await programmesOf(db, ownerId) }
    },
  })
  done()
}
