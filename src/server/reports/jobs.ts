import { z } from 'zod'
import type { SyncHouse } from '#server/connections/sync-queries.ts'
import type { Jobs } from '#server/platform/jobs.ts'
import type { Parts } from '#server/platform/parts.ts'
import { MAKE_ARCHIVE, removeOldArchives, ringForArchives } from './archive-commands.ts'
import { makeArchive } from './archive-make.ts'
import { removeOldReports, ringForWaiting } from './commands.ts'
import { makeReport, sweepWorkFolder } from './make-report.ts'
import { MAKE_PDF } from './report-spec.ts'
import { openTypstPool } from '#server/platform/typst-pool.ts'

const MakeArchive = z.object({ ownerId: z.uuid(), id: z.uuid() })
const MakePdf = z.object({ ownerId: z.uuid(), reportId: z.uuid() })

export const reportJobs = (parts: Parts & SyncHouse): Jobs => {
  const typst = openTypstPool()
  return {
    [MAKE_PDF]: (payload) => makeReport(parts, typst, MakePdf.parse(payload)),
    [MAKE_ARCHIVE]: (payload) => makeArchive(parts, MakeArchive.parse(payload)),
    async 'reports.ring_waiting'() {
      await ringForWaiting(parts.db)
      await ringForArchives(parts.db)
    },
    async 'reports.remove_old'() {
      await removeOldReports(parts.db, parts.files)
      await removeOldArchives(parts.db, parts.files)
      await sweepWorkFolder(parts.config.dataFolder)
    },
  }
}
