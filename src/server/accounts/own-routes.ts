import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import {
  auditTrail,
  changeEmail,
  changePassword as changePasswordEndpoint,
  endOtherSessions as endOtherSessionsEndpoint,
  endSession as endSessionEndpoint,
  listSessions,
} from '#domain/accounts/contract.ts'
import {
  discardDraft as discardDraftEndpoint,
  listDrafts,
  photo,
  readDraft,
  readPreferences,
  readProfile,
  removePhoto as removePhotoEndpoint,
  saveDraft as saveDraftEndpoint,
  savePhoto as savePhotoEndpoint,
  savePreferences as savePreferencesEndpoint,
  saveProfile as saveProfileEndpoint,
} from '#domain/accounts/profile-contract.ts'
import { accountWords } from '#domain/accounts/words.ts'
import { notFound, refuseField } from '#domain/errors.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { pageOfAudit } from './audit-trail.ts'
import { discardDraft, draftOf, saveDraft } from './drafts.ts'
import { askForEmail } from './email-change.ts'
import { changePassword } from './passwords.ts'
import { photoName, removePhoto, savePhoto } from './photo.ts'
import { draftsOf, preferencesOf } from './owner-queries.ts'
import { savePreferences } from './preferences.ts'
import { profileOf, saveProfile } from './profile.ts'
import type { AccountParts } from './registration.ts'
import { seenBy } from './seen.ts'
import { endOtherSessions, endSession, sessionsOf } from './sessions.ts'
import { clearSession } from './signed-in.ts'

const done = { done: true } as const

/** What a person does with their own account: sign-in security, details, settings, drafts, the trail. */
export const ownRoutes: FastifyPluginAsyncZod<AccountParts> = async (app, parts) => {
  const { db } = parts

  app.route({
    ...listSessions,
    handler: async (request) => {
      const viewer = viewerOf(request)
      const seen = await seenBy(db, viewer, request.params.ownerId, 'account')
      return { sessions: await sessionsOf(db, seen, viewer.sessionId) }
    },
  })
  app.route({
    ...endSessionEndpoint,
    handler: async (request, reply) => {
      const viewer = viewerOf(request)
      const { ownerId, sessionId } = request.params
      await endSession(db, await seenBy(db, viewer, ownerId, 'account', 'write'), sessionId)
      if (sessionId === viewer.sessionId) clearSession(parts, reply)
      return done
    },
  })
  app.route({
    ...endOtherSessionsEndpoint,
    handler: async (request) => {
      const viewer = viewerOf(request)
      const seen = await seenBy(db, viewer, request.params.ownerId, 'account', 'write')
      return { ended: await endOtherSessions(db, seen, viewer) }
    },
  })
  app.route({
    ...changePasswordEndpoint,
    handler: async (request) => {
      const viewer = viewerOf(request)
      await seenBy(db, viewer, request.params.ownerId, 'account', 'write')
      await changePassword(parts, viewer, request.body)
      return done
    },
  })
  app.route({
    ...changeEmail,
    handler: async (request) => {
      const viewer = viewerOf(request)
      await seenBy(db, viewer, request.params.ownerId, 'account', 'write')
      await askForEmail(parts, viewer, request.body)
      return done
    },
  })
  app.route({
    ...auditTrail,
    handler: async (request) => pageOfAudit(db, await seenBy(db, viewerOf(request), request.params.ownerId, 'audit'), request.query.after),
  })

  app.route({
    ...readProfile,
    handler: async (request) =>
      profileOf(db, await seenBy(db, viewerOf(request), request.params.ownerId, 'profile', 'read', { section: 'contact' })),
  })
  app.route({
    ...saveProfileEndpoint,
    handler: async (request) =>
      saveProfile(
        db,
        await seenBy(db, viewerOf(request), request.params.ownerId, 'profile', 'write', { section: 'contact' }),
        request.body,
      ),
  })
  app.route({
    ...savePhotoEndpoint,
    handler: async (request) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'profile', 'write', { section: 'photo' })
      const part = request.isMultipart() ? await request.file() : undefined
      if (part?.fieldname !== 'photo') throw refuseField('photo', accountWords.noPhoto)
      await savePhoto(parts, seen, await part.toBuffer())
      return done
    },
  })
  app.route({
    ...removePhotoEndpoint,
    handler: async (request) => {
      await removePhoto(parts, await seenBy(db, viewerOf(request), request.params.ownerId, 'profile', 'write', { section: 'photo' }))
      return done
    },
  })
  app.route({
    ...photo,
    handler: async (request, reply) => {
      const viewer = viewerOf(request)
      const name = await photoName(parts, await seenBy(db, viewer, request.params.ownerId, 'profile', 'read', { section: 'photo' }))
      if (name === null) throw notFound()
      const etag = `"${name.slice(name.lastIndexOf('/') + 1)}"`
      // On a device that is not 'mine' nothing is written to its disk (P20).
      reply.header('etag', etag).header('cache-control', viewer.deviceIsMine ? 'private, no-cache' : 'no-store')
      if (request.headers['if-none-match'] === etag) return (reply as FastifyReply).code(304).send()
      return reply.type('image/jpeg').header('content-security-policy', "default-src 'none'; sandbox").send(parts.files.read(name))
    },
  })

  app.route({
    ...readPreferences,
    handler: async (request) => preferencesOf(db, (await seenBy(db, viewerOf(request), request.params.ownerId, 'preference')).ownerId),
  })
  app.route({
    ...savePreferencesEndpoint,
    handler: async (request) =>
      savePreferences(parts, await seenBy(db, viewerOf(request), request.params.ownerId, 'preference', 'write'), request.body),
  })

  app.route({
    ...listDrafts,
    handler: async (request) => ({
      drafts: await draftsOf(db, (await seenBy(db, viewerOf(request), request.params.ownerId, 'draft')).ownerId),
    }),
  })
  app.route({
    ...readDraft,
    handler: async (request) => draftOf(db, await seenBy(db, viewerOf(request), request.params.ownerId, 'draft'), request.params['*']),
  })
  app.route({
    ...saveDraftEndpoint,
    handler: async (request) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'draft', 'write')
      await saveDraft(db, seen, request.params['*'], request.body.draft)
      return done
    },
  })
  app.route({
    ...discardDraftEndpoint,
    handler: async (request) => {
      await discardDraft(db, await seenBy(db, viewerOf(request), request.params.ownerId, 'draft', 'write'), request.params['*'])
      return done
    },
  })
}
