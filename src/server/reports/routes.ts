import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { headLine } from '#domain/accounts/chain-words.ts'
import { notFound } from '#domain/errors.ts'
import { downloadReport, exportCsv, reportState, requestPdf } from '#domain/reports/contract.ts'
import { chainKeyOf, signedHead } from '#server/accounts/chain-queries.ts'
import { seenBy } from '#server/accounts/seen.ts'
import type { SyncHouse } from '#server/connections/sync-queries.ts'
import type { Parts } from '#server/platform/parts.ts'
import { viewerOf } from '#server/platform/viewer.ts'
import { askForPdf } from './commands.ts'
import { exportCsvOf } from './export-csv.ts'
import { reportOf } from './queries.ts'

export const reportRoutes: FastifyPluginCallbackZod<Parts & SyncHouse> = (app, parts, done) => {
  const { db, files } = parts

  app.route({
    ...exportCsv,
    handler: async (request, reply) => {
      await seenBy(db, viewerOf(request), request.params.ownerId, 'report')
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'item')
      const { fileName, rows, bytes } = await exportCsvOf(parts, seen, request.body)
      // Beside the file and not in it: a spreadsheet would take it for a row (R2).
      const signed = await signedHead(db, chainKeyOf(parts.config), request.params.ownerId)
      return reply
        .headers({ ...asAttachment(fileName), 'content-type': 'text/csv; charset=utf-8; header=present', 'cairn-rows': String(rows) })
        .headers(signed === null ? {} : { 'cairn-chain-head': headLine(signed) })
        .send(bytes)
    },
  })

  app.route({
    ...requestPdf,
    handler: async (request, reply) => {
      await seenBy(db, viewerOf(request), request.params.ownerId, 'report', 'write')
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'item')
      return reply.code(202).send(await askForPdf(db, seen, request.body))
    },
  })

  app.route({
    ...reportState,
    handler: async (request, reply) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'report')
      reply.header('cache-control', 'no-store')
      return reportOf(db, seen, request.params.reportId)
    },
  })

  app.route({
    ...downloadReport,
    handler: async (request, reply) => {
      const seen = await seenBy(db, viewerOf(request), request.params.ownerId, 'report')
      const { state, storedAs, fileName, sizeBytes } = await reportOf(db, seen, request.params.reportId)
      if (state !== 'ready' || storedAs === null || fileName === null || sizeBytes === null) throw notFound()
      if (!(await files.has(storedAs))) throw notFound()
      return reply
        .headers({
          ...asAttachment(fileName),
          'content-type': fileName.endsWith('.zip') ? 'application/zip' : 'application/pdf',
          'content-length': String(sizeBytes),
        })
        .send(files.read(storedAs))
    },
  })
  done()
}

/** Names are ours, of plain letters and digits. */
const asAttachment = (fileName: string) => ({
  'content-disposition': `attachment; filename="${fileName}"`,
  'x-content-type-options': 'nosniff',
  'content-security-policy': 'sandbox',
  'cache-control': 'private, no-store',
})
