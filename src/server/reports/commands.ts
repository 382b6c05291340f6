import { sql } from 'kysely'
import type { z } from 'zod'
import { Refusal } from '#domain/errors.ts'
import { ReportView, type Report, type requestPdf } from '#domain/reports/contract.ts'
import { preferencesOf, todayOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db } from '#server/platform/db.ts'
import type { FileStore } from '#server/platform/files.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { auditExport } from './export-csv.ts'
import { labelsOfFilter, reportOf } from './queries.ts'
import { MAKE_PDF, type ReportSpec } from './report-spec.ts'

const MOST_UNFINISHED = 5
/** Finished ones that one person can have lying here; each can hold gigabytes of files. */
const MOST_KEPT = 20

/**
 * Asks for a PDF. The same id again answers the same report. What is on screen is kept as it is now: filters, columns, selection,
 * whose credits and in what word; the rows are those there when it is made.
 * @throws Refusal `try_later`
 */
export async function askForPdf(db: Db, seen: Seen, body: z.output<typeof requestPdf.schema.body>): Promise<Report> {
  const view = ReportView.parse(body)
  const { accreditorId, unit } = await preferencesOf(db, seen.ownerId)
  const [tagLabels, madeOn] = await Promise.all([labelsOfFilter(db, seen, view), todayOf(db, seen.ownerId)])
  const spec: ReportSpec = {
    view,
    details: body.details,
    attachments: body.attachments,
    viewerId: seen.viewerId,
    accreditorId,
    unit,
    tagLabels: [...tagLabels],
    madeOn,
  }
  return db.transaction().execute(async (tx) => {
    // So that two requests at once cannot both be the last one allowed.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`report ${seen.ownerId}`}, 0))`.execute(tx)
    const { unfinished, all, there } = await tx
      .selectFrom('report')
      .select([
        sql<number>`count(*) filter (where state in ('waiting', 'working'))`.as('unfinished'),
        sql<number>`count(*)`.as('all'),
        sql<boolean>`coalesce(bool_or(id = ${body.id}), false)`.as('there'),
      ])
      .where('owner_id', '=', seen.ownerId)
      .executeTakeFirstOrThrow()
    if (!there) {
      if (unfinished >= MOST_UNFINISHED) throw tryLater('Five of your reports are still being made. Wait for one of them.', 10)
      if (all >= MOST_KEPT) throw tryLater('You have asked for many reports today. They are removed after a day; then ask again.', 3600)
      await tx
        .insertInto('report')
        .values({ owner_id: seen.ownerId, id: body.id, spec: JSON.stringify(spec) })
        .execute()
      await auditExport(tx, seen, body.id, view, tagLabels, 'PDF')
      await enqueue(tx, MAKE_PDF, { ownerId: seen.ownerId, reportId: body.id }, { key: `${MAKE_PDF} ${body.id}` })
    }
    return reportOf(tx, seen, body.id)
  })
}

/** Rings again for reports whose bell is gone, as after a restore: they wait, or their worker died, and nothing is on its way. */
export async function ringForWaiting(db: Db): Promise<void> {
  const waiting = await db
    .selectFrom('report')
    .select(['owner_id as ownerId', 'id'])
    .where('state', 'in', ['waiting', 'working'])
    .where(sql<boolean>`coalesce(claimed_until, created_at + interval '30 seconds') < now()`)
    .limit(100)
    .execute()
  for (const { ownerId, id } of waiting) await enqueue(db, MAKE_PDF, { ownerId, reportId: id }, { key: `${MAKE_PDF} ${id}` })
}

const tryLater = (message: string, seconds: number) => new Refusal('try_later', message, { details: { seconds } })

/** Where the bytes of a report lie. Each attempt has a name of its own: what was written is never written again. */
export const nameInStore = (ownerId: string, reportId: string, attempt: number): string => `${ownerId}/reports/${reportId}/${attempt}`

/** Removes reports older than a day, with their bytes, also those of attempts that were cut off. */
export async function removeOldReports(db: Db, files: FileStore): Promise<void> {
  const old = await db
    .selectFrom('report')
    .select(['owner_id as ownerId', 'id'])
    .where('created_at', '<', sql<Date>`now() - interval '1 day'`)
    .execute()
  for (const { ownerId, id } of old) {
    for await (const { name } of files.list(`${ownerId}/reports/${id}`)) await files.remove(name)
    await db.deleteFrom('report').where('owner_id', '=', ownerId).where('id', '=', id).execute()
  }
}
