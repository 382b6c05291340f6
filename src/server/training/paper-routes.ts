import type { FastifyReply } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import {
  amendCertificate,
  amendExam,
  certificateFile,
  examFile,
  listCertificates,
  listExams,
  recordCertificate,
  recordExam,
  verifyCertificate,
  verifyExam,
} from '#domain/training/papers-contract.ts'
import { Refusal } from '#domain/errors.ts'
import type { Act, State } from '#domain/accounts/permission-table.ts'
import { seenBy, type Seen } from '#server/accounts/seen.ts'
import { standingFor } from '#server/accounts/relation-queries.ts'
import { audit } from '#server/platform/audit.ts'
import type { Parts } from '#server/platform/parts.ts'
import { guardFile, PDF_POLICY, sendStoredFile } from '#server/platform/send-file.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { fileRef } from '#server/portfolio/queries.ts'
import * as commands from './paper-commands.ts'
import { certificateList, certificateOf, examList, examOf, fileOfPaper, type PaperTable } from './paper-queries.ts'
import { isVerified } from './verified-queries.ts'

export const paperRoutes: FastifyPluginCallbackZod<Parts> = (app, house, done) => {
  const { db, files } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const seeing = (request: Asked, table: PaperTable, act: Act = 'read', state?: State): Promise<Seen> =>
    seenBy(db, viewerOf(request), request.params.ownerId, table, act, state === undefined ? {} : { state })
  /** In the state it is in, so that the reason is the one that counts; the command asks again under its lock. */
  const changing = async (request: Asked & { params: { id: string } }, table: PaperTable, act: Act, state: State): Promise<Seen> => {
    const seen = await seeing(request, table)
    const isLocked = await isVerified(db, seen.ownerId, request.params.id)
    return seeing(request, table, act, isLocked ? 'locked' : state)
  }

  /** Always an attachment, or a picture or PDF the page may show: by the owner's own routes others see no file. */
  async function sentFile(request: Asked & { params: { id: string; fileId: string } }, table: PaperTable) {
    const seen = await seeing(request, table)
    const file = await fileOfPaper(db, seen, table, request.params.id, request.params.fileId)
    if (!(await files.has(file.stored_as)))
      throw new Refusal('internal', 'This file is missing from where files are kept. Please tell support.')
    if (seen.viewerId !== seen.ownerId) {
      await audit(db, {
        ownerId: seen.ownerId,
        personId: seen.viewerId,
        act: 'certificate.file_read',
        recordKind: 'file',
        recordId: request.params.fileId,
        about: file.name,
      })
    }
    return file
  }

  app.route({ ...listCertificates, handler: async (request) => certificateList(house, await seeing(request, 'professional_certificate')) })
  app.route({
    ...recordCertificate,
    handler: async (request, reply) =>
      reply
        .code(201)
        .send(await commands.recordCertificate(house, await seeing(request, 'professional_certificate', 'write', 'new'), request.body)),
  })
  app.route({
    ...amendCertificate,
    handler: async (request) =>
      commands.amendCertificate(
        house,
        await changing(request, 'professional_certificate', 'write', 'begun'),
        request.params.id,
        request.body,
      ),
  })
  app.route({
    ...verifyCertificate,
    handler: async (request) => {
      const seen = await changing(request, 'professional_certificate', 'verify', 'new')
      await commands.verify(
        house,
        seen,
        'professional_certificate',
        request.params.id,
        request.body,
        await asOf(seen, 'professional_certificate'),
      )
      return certificateOf(db, seen, request.params.id)
    },
  })
  app.route({
    ...certificateFile,
    handler: async (request, reply) => sendBytes(reply, await sentFile(request, 'professional_certificate'), request.query.look),
  })

  app.route({ ...listExams, handler: async (request) => examList(house, await seeing(request, 'exam_result')) })
  app.route({
    ...recordExam,
    handler: async (request, reply) =>
      reply.code(201).send(await commands.recordExam(house, await seeing(request, 'exam_result', 'write', 'new'), request.body)),
  })
  app.route({
    ...amendExam,
    handler: async (request) =>
      commands.amendExam(house, await changing(request, 'exam_result', 'write', 'begun'), request.params.id, request.body),
  })
  app.route({
    ...verifyExam,
    handler: async (request) => {
      const seen = await changing(request, 'exam_result', 'verify', 'new')
      await commands.verify(house, seen, 'exam_result', request.params.id, request.body, await asOf(seen, 'exam_result'))
      return examOf(db, seen, request.params.id)
    },
  })
  app.route({
    ...examFile,
    handler: async (request, reply) => sendBytes(reply, await sentFile(request, 'exam_result'), request.query.look),
  })

  const asOf = (seen: Seen, table: PaperTable) => standingFor(db, seen, 'verify', table, { state: 'new' })
  function sendBytes(reply: FastifyReply, file: Awaited<ReturnType<typeof fileOfPaper>>, look: boolean) {
    if (!look || !fileRef(file).canPreview) return sendStoredFile(reply, files, file, undefined)
    guardFile(reply, file.media_type === 'application/pdf' ? PDF_POLICY : "default-src 'none'; sandbox")
    reply.header('content-disposition', 'inline')
    reply.header('content-type', file.media_type)
    return reply.header('content-length', file.size_bytes).send(files.read(file.stored_as))
  }
  done()
}
