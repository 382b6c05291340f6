import { sql } from 'kysely'
import type { CurriculumFile } from '#domain/curriculum/curriculum-file.ts'
import { Refusal } from '#domain/errors.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { paperWords } from '#domain/training/paper-words.ts'
import { logWords } from '#domain/training/log-words.ts'
import { permissionWords } from '#domain/accounts/permission-words.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { isFrozen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'

export interface VerifiedPaper {
  readonly itemId: string
  readonly title: string
  /** The day it was issued, or the exam taken. */
  readonly on: PlainDate
}

/**
 * What of a curriculum is met by verified certificates and passed exams, by the code of the curriculum item (T5). A certificate that
 * has expired by the programmes' day meets nothing, nor does what was corrected by a newer one that is verified.
 */
export async function verifiedFor(db: Db | Tx, ownerId: string, curriculumId: string): Promise<Map<string, VerifiedPaper>> {
  const { rows } = await sql<VerifiedPaper & { code: string }>`
    select paper.code, paper.item_id as "itemId", item.title, paper.on_day as "on"
    from (
      select owner_id, item_id, item_code as code, issued_on as on_day
      from professional_certificate
      where owner_id = ${ownerId} and curriculum_id = ${curriculumId} and coalesce(expires_on, 'infinity') >= ${programmesToday()}
      union all
      select owner_id, item_id, item_code, taken_on
      from exam_result
      where owner_id = ${ownerId} and curriculum_id = ${curriculumId} and result = 'passed'
    ) as paper
    join item on item.owner_id = paper.owner_id and item.id = paper.item_id
    join verification on verification.owner_id = paper.owner_id and verification.item_id = paper.item_id
    where not exists (${correctedBy(ownerId, sql`paper.item_id`)})
    order by paper.on_day`.execute(db)
  return new Map(rows.map(({ code, ...paper }) => [code, paper]))
}

/** The same, with what met an item of the version before and meets what the mapping makes of it (T10). One version back. */
export async function verifiedIn(
  db: Db | Tx,
  ownerId: string,
  { id, replaces }: Pick<CurriculumFile, 'id' | 'replaces'>,
): Promise<Map<string, VerifiedPaper>> {
  const [verified, before] = await Promise.all([
    verifiedFor(db, ownerId, id),
    replaces === undefined ? new Map<string, VerifiedPaper>() : verifiedFor(db, ownerId, replaces.curriculum),
  ])
  for (const { from, to } of replaces?.map ?? []) {
    const paper = before.get(from)
    if (paper !== undefined && !verified.has(to)) verified.set(to, paper)
  }
  return verified
}

const correctedBy = (ownerId: string, itemId: ReturnType<typeof sql>) => sql`
  select from verification as newer
  where newer.owner_id = ${ownerId} and newer.item_id in (
    select item_id from professional_certificate where owner_id = ${ownerId} and corrects = ${itemId}
    union all select item_id from exam_result where owner_id = ${ownerId} and corrects = ${itemId})`

export async function isVerified(db: Db | Tx, ownerId: string, itemId: string): Promise<boolean> {
  return (await verifiedAmong(db, ownerId, [itemId])).length > 0
}

/** Why the files of a certificate or exam cannot be changed, nor it be binned; null where they can. */
export async function whyPaperClosed(db: Db | Tx, ownerId: string, itemId: string): Promise<string | null> {
  if (await isVerified(db, ownerId, itemId)) return paperWords.locked
  return (await isFrozen(db, ownerId)) ? permissionWords.frozen('write', 'owner') : null
}

/** @throws Refusal `not_allowed` where one of these items is verified (T5) */
export async function refuseVerified(tx: Tx, ownerId: string, itemIds: readonly string[]): Promise<void> {
  const verified = await verifiedAmong(tx, ownerId, itemIds)
  if (verified.length > 0) throw new Refusal('not_allowed', itemIds.length > 1 ? paperWords.lockedBin : paperWords.locked)
}

/** @throws Refusal `not_allowed` where one of these is a certificate, an exam, a form or a row of a log of a record that is frozen (T1): nobody writes in it by any way */
export async function refuseFrozenPapers(tx: Tx, ownerId: string, itemIds: readonly string[]): Promise<void> {
  if (itemIds.length === 0) return
  const paper = await tx
    .selectFrom('item')
    .where('owner_id', '=', ownerId)
    .where(sql<boolean>`id = any(${[...itemIds]}::uuid[])`)
    .where('kind', 'in', ['certificate', 'exam', 'log', 'entry'])
    .select('id')
    .limit(1)
    .executeTakeFirst()
  if (paper !== undefined && (await isFrozen(tx, ownerId))) throw new Refusal('not_allowed', permissionWords.frozen('write', 'owner'))
}

async function verifiedAmong(db: Db | Tx, ownerId: string, itemIds: readonly string[]): Promise<string[]> {
  if (itemIds.length === 0) return []
  const rows = await db
    .selectFrom('verification')
    .select('item_id')
    .where('owner_id', '=', ownerId)
    .where(sql<boolean>`item_id = any(${[...itemIds]}::uuid[])`)
    .execute()
  return rows.map((row) => row.item_id)
}

/** @throws Refusal `not_allowed` where rows of a log came from one of these files of the library (T13) */
export async function refuseTakenOver(tx: Tx, ownerId: string, itemIds: readonly string[]): Promise<void> {
  if (itemIds.length === 0) return
  const upload = await tx
    .selectFrom('log_upload')
    .where('owner_id', '=', ownerId)
    .where(sql<boolean>`item_id = any(${[...itemIds]}::uuid[])`)
    .select('id')
    .limit(1)
    .executeTakeFirst()
  if (upload !== undefined) throw new Refusal('not_allowed', logWords.fileStays)
}
