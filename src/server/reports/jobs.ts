import { z } from 'zod'
import type { SyncHouse } from '#server/connections/sync-queries.ts'
import type { Jobs } from '#server/platform/jobs.ts'
import type { Parts } from '#server/platform/parts.ts'
import { removeOldReports, ringForWaiting } from './commands.ts'
import { makeReport, sweepWorkFolder } from './make-report.ts'
import { MAKE_PDF } from './report-spec.ts'
import { openTypstPool } from '#server/platform/typst-pool.ts'

const MakePdf = z.object({ ownerId: z.uuid(), reportId: z.uuid() })

export const reportJobs = (parts: Parts & SyncHouse): Jobs => {
  const typst = openTypstPool()
  return {
    [MAKE_PDF]: (payload) => makeReport(parts, typst, MakePdf.parse(payload)),
    'reports.ring_waiting': () => ringForWaiting(parts.db),
    async 'reports.remove_old'() {
      await removeOldReports(parts.db, parts.files)
      await sweepWorkFolder(parts.config.dataFolder)
    },
  }
}
