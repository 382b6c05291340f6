import { sql } from 'kysely'
import type { Archive } from '#domain/reports/archive-contract.ts'
import { archiveWords as say } from '#domain/reports/archive-words.ts'
import { Refusal } from '#domain/errors.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { FileStore } from '#server/platform/files.ts'
import { enqueue } from '#server/platform/jobs.ts'

/** The job that makes an archive (R6). */
export const MAKE_ARCHIVE = 'reports.make_archive'
const DAY_MS = 24 * 60 * 60 * 1000
/** Each can hold gigabytes. */
const MOST_KEPT = 3

export interface StoredArchive extends Archive {
  readonly fileName: string | null
  readonly storedAs: string | null
}

/** The newest one, made or not. */
export async function newestArchive(db: Db | Tx, seen: Seen): Promise<StoredArchive | null> {
  const row = await db
    .selectFrom('archive')
    .selectAll()
    .where('owner_id', '=', seen.ownerId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return null
  const { id, progress, items, files, missing, reason } = row
  return {
    id,
    state: row.state as Archive['state'],
    progress,
    items,
    files,
    missing,
    reason,
    sizeBytes: row.size_bytes,
    askedAt: row.created_at.toISOString(),
    until: row.state === 'ready' ? new Date(row.created_at.getTime() + DAY_MS).toISOString() : null,
    fileName: row.file_name,
    storedAs: row.stored_as,
  }
}

/** @throws Refusal `try_later` */
export async function askForArchive(db: Db, seen: Seen, id: string): Promise<Archive> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`archive ${seen.ownerId}`}, 0))`.execute(tx)
    const newest = await newestArchive(tx, seen)
    if (newest !== null && (newest.id === id || newest.state === 'waiting' || newest.state === 'working')) return newest
    const there = await tx.selectFrom('archive').select('id').where('owner_id', '=', seen.ownerId).execute()
    if (newest !== null && there.some((one) => one.id === id)) return newest
    if (there.length >= MOST_KEPT) throw new Refusal('try_later', say.tooMany, { details: { seconds: 3600 } })
    await tx
      .insertInto('archive')
      .values({ owner_id: seen.ownerId, id, created_at: new Date(Date.now()) })
      .execute()
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: 'report.archive_asked',
      recordKind: 'report',
      recordId: id,
      about: say.audited,
    })
    await enqueue(tx, MAKE_ARCHIVE, { ownerId: seen.ownerId, id }, { key: `${MAKE_ARCHIVE} ${id}` })
    return (await newestArchive(tx, seen))!
  })
}

/** As for reports: the bell of a row can be lost, the row is not. */
export async function ringForArchives(db: Db): Promise<void> {
  const waiting = await db
    .selectFrom('archive')
    .select(['owner_id as ownerId', 'id'])
    .where('state', 'in', ['waiting', 'working'])
    .where(sql<boolean>`coalesce(claimed_until, created_at + interval '30 seconds') < now()`)
    .limit(100)
    .execute()
  for (const { ownerId, id } of waiting) await enqueue(db, MAKE_ARCHIVE, { ownerId, id }, { key: `${MAKE_ARCHIVE} ${id}` })
}

export const archiveInStore = (ownerId: string, id: string, attempt: number): string => `${ownerId}/archives/${id}/${attempt}`

const IN_STORE = /^([\da-f-]{36})\/archives\/([\da-f-]{36})\//

/** Removes archives older than a day, with their bytes, also those of attempts that were cut off. */
export async function removeOldArchives(db: Db, files: FileStore): Promise<void> {
  const old = await db
    .selectFrom('archive')
    .select(['owner_id as ownerId', 'id'])
    .where('created_at', '<', new Date(Date.now() - DAY_MS))
    .execute()
  for (const { ownerId, id } of old) {
    for await (const { name } of files.list(`${ownerId}/archives/${id}`)) await files.remove(name)
    await db.deleteFrom('archive').where('owner_id', '=', ownerId).where('id', '=', id).execute()
  }
  // Of a worker that went on after its row was gone.
  for await (const { name, writtenAt } of files.list('')) {
    const [ownerId, id] = IN_STORE.exec(name)?.slice(1) ?? []
    if (ownerId === undefined || id === undefined || writtenAt.getTime() > Date.now() - DAY_MS) continue
    const row = await db.selectFrom('archive').select('id').where('owner_id', '=', ownerId).where('id', '=', id).executeTakeFirst()
    if (row === undefined) await files.remove(name)
  }
}
