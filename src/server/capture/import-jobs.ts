import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '#server/platform/db.ts'
import type { FileStore } from '#server/platform/files.ts'
import type { Jobs } from '#server/platform/jobs.ts'
import type { Parts } from '#server/platform/parts.ts'
import { KEPT_NAME } from './archive-storing.ts'
import { WORKING } from './import-claim.ts'
import { ringForImport, RUN_IMPORT } from './import-commands.ts'
import { runImport } from './run-import.ts'

const RunImport = z.object({ ownerId: z.uuid(), importId: z.uuid() })
/** What was begun and not gone on with. */
const OPEN_DAYS = 7
const DAY_MS = 24 * 60 * 60 * 1000
const STORED_NAME = /^[0-9a-f-]{36}\/imports\/[0-9a-f-]{36}$/

export const importJobs = (parts: Pick<Parts, 'db' | 'files' | 'catalogue' | 'config'>): Jobs => ({
  [RUN_IMPORT]: (payload) => runImport(parts, RunImport.parse(payload)),
  'capture.ring_waiting': () => ringForWaiting(parts.db),
  'capture.remove_old': () => removeOld(parts.db, parts.files),
})

/** Rings again for imports whose bell is gone, as after a restore. */
async function ringForWaiting(db: Db): Promise<void> {
  const waiting = await db
    .selectFrom('import')
    .select(['owner_id as ownerId', 'id'])
    .where('state', 'in', WORKING)
    .where(sql<boolean>`coalesce(claimed_until, changed_at + interval '30 seconds') < now()`)
    .limit(100)
    .execute()
  for (const { ownerId, id } of waiting) await ringForImport(db, ownerId, id)
}

async function removeOld(db: Db, files: FileStore): Promise<void> {
  const gone = await db
    .deleteFrom('import')
    .where('state', 'in', ['reading', 'checking', 'ready', 'failed'])
    .where('changed_at', '<', sql<Date>`now() - make_interval(days => ${OPEN_DAYS})`)
    .returning('stored_as')
    .execute()
  for (const { stored_as } of gone) if (stored_as !== null) await files.remove(stored_as)
  for await (const { name, writtenAt } of files.list('')) {
    if (writtenAt.getTime() > Date.now() - DAY_MS) continue
    const table = STORED_NAME.test(name) ? 'import' : KEPT_NAME.test(name) ? 'brought_archive' : null
    if (table === null) continue
    const row = await db
      .selectFrom(table)
      .select('id')
      .where('owner_id', '=', name.slice(0, 36))
      .where('stored_as', '=', name)
      .executeTakeFirst()
    if (row === undefined) await files.remove(name)
  }
}
