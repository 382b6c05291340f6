import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { Act, State } from '#domain/accounts/permission-table.ts'
import { mayOf } from '#domain/accounts/may.ts'
import { refuseField } from '#domain/errors.ts'
import { GuardOverrides } from '#domain/guard-rules.ts'
import { guardWords } from '#domain/guard-words.ts'
import { logsOf } from '#domain/training/log-line.ts'
import { logWords } from '#domain/training/log-words.ts'
import {
  amendLogRow,
  downloadWorkbook,
  listLogRows,
  previewWorkbook,
  readLogs,
  recordLogRow,
  takeOverWorkbook,
  uploadedWorkbook,
  verifyLogRows,
} from '#domain/training/logs-contract.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import { standingFor } from '#server/accounts/relation-queries.ts'
import { seenBy, type Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Parts } from '#server/platform/parts.ts'
import { sendStoredFile } from '#server/platform/send-file.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { hashOf, takeOverBook, XLSX } from './log-book-commands.ts'
import { bookShown, workbookOf } from './log-book-queries.ts'
import { readWorkbook } from './log-book-reading.ts'
import * as commands from './log-commands.ts'
import { postOn, postsOf } from './course-queries.ts'
import { logsOfOwner, paceOf, spreadOf } from './log-pace-queries.ts'
import { countedRows, curriculumOf, fileOfUpload, pageOfRows, proceduresOf, supervisorsOf } from './log-queries.ts'
import { isVerified } from './verified-queries.ts'

export const logRoutes: FastifyPluginCallbackZod<Parts> = (app, house, done) => {
  const { db, files } = house
  type Asked = Parameters<typeof viewerOf>[0] & { params: { ownerId: string } }
  const seeing = (request: Asked, act: Act = 'read', state?: State): Promise<Seen> =>
    seenBy(db, viewerOf(request), request.params.ownerId, 'log', act, state === undefined ? {} : { state })

  app.route({ ...readLogs, handler: async (request) => logsOfOwner(house, await seeing(request)) })
  app.route({
    ...listLogRows,
    handler: async (request) => {
      const seen = await seeing(request)
      const { page, all = false } = request.query
      const [{ rows, hasMore }, counted, names, curriculum, posts, supervisors] = await Promise.all([
        pageOfRows(db, seen, page, all),
        countedRows(db, seen.ownerId),
        namesOf(db, [seen.ownerId]),
        curriculumOf(db, house.catalogue, seen.ownerId),
        postsOf(db, [seen.ownerId]),
        supervisorsOf(db, seen.ownerId),
      ])
      const { lines } = await paceOf(house, seen.ownerId, counted)
      const present = postOn(posts.get(seen.ownerId) ?? [], programmesToday())
      return {
        name: names.get(seen.ownerId) ?? '',
        can: { write: mayOf(seen.may('write', 'log', { state: 'new' })), verify: mayOf(seen.may('verify', 'log', { state: 'new' })) },
        rows,
        hasMore,
        lines: lines.filter(({ counts }) => (counts === 'clinics' ? 'clinics' : counts === 'acute take' ? 'take' : 'teaching') === page),
        spread: { specialty: spreadOf(counted, 'specialty'), mode: spreadOf(counted, 'mode') },
        procedures: logsOf(page).includes('procedure') ? [...proceduresOf(curriculum)] : [],
        present: present ?? null,
        supervisors: supervisors.today,
      }
    },
  })
  app.route({
    ...recordLogRow,
    handler: async (request, reply) =>
      reply.code(201).send(await commands.recordLogRow(house, await seeing(request, 'write', 'new'), request.body)),
  })
  app.route({
    ...amendLogRow,
    handler: async (request) => {
      // In the state it is in, so that the reason is the one that counts; the command asks again under its lock.
      const { id } = request.params
      const seen = await seeing(request)
      const isLocked = await isVerified(db, seen.ownerId, id)
      return commands.amendLogRow(house, await seeing(request, 'write', isLocked ? 'locked' : 'begun'), id, request.body)
    },
  })
  app.route({
    ...verifyLogRows,
    handler: async (request) => {
      const read = await seeing(request)
      const locked = await Promise.all(request.body.rows.map(({ id }) => isVerified(db, read.ownerId, id)))
      const seen = await seeing(request, 'verify', locked.includes(true) ? 'locked' : 'new')
      const as = await standingFor(db, seen, 'verify', 'log', { state: 'new' })
      return { verified: await commands.verifyLogRows(house, seen, request.body, as) }
    },
  })

  app.route({
    ...downloadWorkbook,
    handler: async (request, reply) => {
      const seen = await seeing(request)
      const name = `logs-${programmesToday()}.xlsx`
      const bytes = await workbookOf(house, seen)
      await audit(db, { ownerId: seen.ownerId, personId: seen.viewerId, act: 'training.logs_exported', recordKind: 'log', about: name })
      reply.header('content-disposition', `attachment; filename="${name}"`).header('x-content-type-options', 'nosniff')
      return reply.header('content-type', XLSX).send(bytes)
    },
  })
  app.route({
    ...previewWorkbook,
    handler: async (request) => {
      const seen = await seeing(request, 'write', 'new')
      const { bytes } = await sentBook(request)
      const sha256 = hashOf(bytes)
      return bookShown(house, seen, await readWorkbook(bytes), sha256)
    },
  })
  app.route({
    ...takeOverWorkbook,
    handler: async (request) => {
      const seen = await seeing(request, 'write', 'new')
      return takeOverBook(house, seen, await sentBook(request))
    },
  })
  app.route({
    ...uploadedWorkbook,
    handler: async (request, reply) => {
      const seen = await seeing(request)
      return sendStoredFile(reply, files, await fileOfUpload(db, seen, request.params.uploadId), undefined)
    },
  })
  done()
}

/** Reasons for what the guard blocks, as a JSON before the file. @throws Refusal at `overrides` */
function reasonsSent(sent: MultipartFile['fields'][string]): GuardOverrides {
  if (sent === undefined || Array.isArray(sent) || sent.type !== 'field') return {}
  try {
    return GuardOverrides.parse(JSON.parse(String(sent.value)))
  } catch {
    throw refuseField('overrides', guardWords.reasonShort)
  }
}

/** @throws Refusal at `file` */
async function sentBook(request: FastifyRequest): Promise<{ name: string; bytes: Uint8Array; overrides: GuardOverrides }> {
  const part = request.isMultipart() ? await request.file() : undefined
  if (part?.fieldname !== 'file') throw refuseField('file', logWords.book.noFile)
  const overrides = reasonsSent(part.fields['overrides'])
  return { name: part.filename.slice(0, 200) || 'log.xlsx', bytes: await part.toBuffer(), overrides }
}
