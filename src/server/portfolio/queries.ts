import { sql, type RawBuilder } from 'kysely'
import { accreditorById } from '#domain/catalogue/accreditor-by-id.ts'
import type { Catalogue } from '#domain/catalogue/contract.ts'
import { signedWords } from '#domain/curriculum/words.ts'
import { notFound } from '#domain/errors.ts'
import type { Item, ItemRow, Totals } from '#domain/portfolio/contract.ts'
import { personalClosed } from '#domain/portfolio/credits.ts'
import type { ItemFilters } from '#domain/portfolio/filters.ts'
import type { Kind, Source } from '#domain/portfolio/item.ts'
import type { TagRef } from '#domain/portfolio/tag-contract.ts'
import { progressClosed, titleClosed } from '#domain/portfolio/status.ts'
import { lensOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { elsewhereWords } from '#domain/elsewhere/words.ts'
import { entryWords } from '#domain/assessments/words.ts'
import { finishedAmong } from '#server/assessments/finished-queries.ts'
import { itemsRestedOn } from '#server/curriculum/rest-queries.ts'
import { isTrainee } from '#server/training/queries.ts'
import { whyPaperClosed } from '#server/training/verified-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { FILE_COLUMNS, ITEM_COLUMNS } from './columns-queries.ts'
import { fieldsOf } from './fields.ts'
import { countedThrough, itemsThrough, lensGiven, ORDERS, type Lens, type Matching } from './matching.ts'

/** Rows as the table shows them. */
export function rowsOf(db: Db | Tx, seen: Seen, filters: Matching, lens: Lens, only?: readonly string[]) {
  return itemsThrough(db, seen, filters, lens, only).select([
    'item.id',
    'item.kind',
    'item.title',
    'item.type',
    'item.status',
    'item.started_on as startedOn',
    'item.completed_on as completedOn',
    'item.learned_on as learnedOn',
    'item.personal',
    'item.impact',
    'award.amount as awarded',
    'item.file_count as files',
    'item.source',
    'item.link',
    'item.version',
    'item.binned_at as binnedAt',
    'item.tag_ids as tagIds',
  ])
}

export async function tagsById(db: Db | Tx, ownerId: string, ids: readonly string[]) {
  const rows = await db
    .selectFrom('tag')
    .select(['id', 'label', 'set_id', 'key'])
    .where('owner_id', '=', ownerId)
    .where((eb) => sql<boolean>`${eb.ref('id')} = any(${[...ids]}::uuid[])`)
    .execute()
  return rows.map(tagRef)
}

/** A tag as pages know it: one of a set by set and code, the owner's own by neither. */
export const tagRef = (row: { id: string; label: string; set_id: string; key: string }) => ({
  id: row.id,
  label: row.label,
  setId: row.set_id === '' ? null : row.set_id,
  code: row.set_id === '' ? null : row.key,
})

/**
 * The total through a lens (C6), said in SQL for what can be 50,000 rows; `totalThrough` in domain says the same of a few,
 * and a property test holds the two together. Whole hundredths, as JSON knows no other exact number.
 */
export function totalsThrough(db: Db | Tx, seen: Seen, filters: Matching, lens: Lens, only?: readonly string[]) {
  const done = sql`item.status = 'completed'`
  const hundredths = (sum: RawBuilder<unknown>) => sql<number>`(100 * coalesce(${sum}, 0))::int8`
  return itemsThrough(db, seen, filters, lens, only).select([
    sql<string | null>`${lens}`.as('accreditorId'),
    hundredths(sql`sum(${countedThrough(lens)}) filter (where ${done})`).as('counted'),
    hundredths(sql`sum(item.personal) filter (where ${done} and award.amount is null and ${lens} is not null)`).as('notCounted'),
    hundredths(sql`sum(item.impact) filter (where ${done})`).as('impact'),
    sql<number>`count(*)`.as('items'),
    sql<number>`count(*) filter (where ${done})`.as('completed'),
  ])
}

export const totalsOf = (db: Db | Tx, seen: Seen, filters: Matching, lens: string | null, only?: readonly string[]): Promise<Totals> =>
  totalsThrough(db, seen, filters, lensGiven(lens), only).executeTakeFirstOrThrow()

export type ReportRow = ItemRow & {
  notes: string
  practiceBefore: string
  practiceAfter: string
  practiceChanges: string
  personalReason: string
}

const NO_DETAILS = { notes: '', practiceBefore: '', practiceAfter: '', practiceChanges: '', personalReason: '' }

/**
 * Every row the filters match, in the list's own order, in batches from one cursor in one snapshot: no cap, and memory stays flat.
 * Details are empty unless asked for. Ending the iteration early closes the cursor.
 */
export async function* eachItem(
  db: Db,
  seen: Seen,
  filters: ItemFilters,
  lens: string | null,
  options: { only?: readonly string[]; details?: boolean; batch?: number } = {},
): AsyncGenerator<ReportRow[]> {
  const size = options.batch ?? 500
  const labels = await db.selectFrom('tag').select(['id', 'label', 'set_id', 'key']).where('owner_id', '=', seen.ownerId).execute()
  const tags = new Map(labels.map((row) => [row.id, tagRef(row)]))
  const through = lensGiven(lens)
  const by = ORDERS[filters.sort].key(through)
  const query = rowsOf(db, seen, filters, through, options.only)
    .$if(options.details === true, (all) =>
      all.select([
        'item.notes',
        'item.practice_before as practiceBefore',
        'item.practice_after as practiceAfter',
        'item.practice_changes as practiceChanges',
        'item.personal_reason as personalReason',
      ]),
    )
    .orderBy(by as never, filters.order)
    .orderBy('item.id', filters.order)
  let batch: ReportRow[] = []
  for await (const read of query.stream(size)) {
    // Added to in place: copies of so many rows cost more than the rest of the reading.
    const row = read as unknown as ReportRow
    const bears: TagRef[] = []
    for (const id of read.tagIds) {
      const tag = tags.get(id)
      if (tag !== undefined) bears.push(tag)
    }
    row.tags = bears
    if (read.binnedAt !== null) row.binnedAt = read.binnedAt.toISOString()
    if (options.details !== true) Object.assign(row, NO_DETAILS)
    batch.push(row)
    if (batch.length === size) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

/** Everything the details window shows of one item. @throws Refusal `not_found` */
export async function itemOf(db: Db | Tx, catalogue: Catalogue, seen: Seen, id: string): Promise<Item> {
  const of = { owner: seen.ownerId, id }
  const item = await db
    .selectFrom('item')
    .select(ITEM_COLUMNS)
    .where('owner_id', '=', of.owner)
    .where('id', '=', of.id)
    .where((eb) => eb.and(seen.limits(eb as never)))
    .executeTakeFirst()
  if (item === undefined) throw notFound()
  const [tags, files, awards, answers, lens, rested, paperClosed, trains, finished] = await Promise.all([
    tagsById(db, of.owner, item.tag_ids),
    db
      .selectFrom('file')
      .select(FILE_COLUMNS)
      .where('owner_id', '=', of.owner)
      .where('item_id', '=', id)
      .orderBy('added_at')
      .orderBy('id')
      .execute(),
    db
      .selectFrom('credit_award')
      .select(['accreditor_id as accreditorId', 'amount', 'awarded_on as awardedOn'])
      .where('owner_id', '=', of.owner)
      .where('item_id', '=', id)
      .where('voided_at', 'is', null)
      .execute(),
    db
      .selectFrom('change_answer')
      .selectAll()
      .where('owner_id', '=', of.owner)
      .where('item_id', '=', id)
      .orderBy('answered_on', 'desc')
      .orderBy('id', 'desc')
      .execute(),
    lensOf(db, of.owner),
    itemsRestedOn(db, of.owner, [id]),
    item.kind === 'certificate' || item.kind === 'exam' ? whyPaperClosed(db, of.owner, id) : null,
    isTrainee(db, of.owner),
    item.kind === 'entry' ? finishedAmong(db, of.owner, [id]) : [],
  ])
  const byId = new Map(tags.map((tag) => [tag.id, tag]))
  const kind = item.kind as Kind
  const chosen = accreditorById(catalogue, lens)
  const creditsClosed = personalClosed(chosen, new Set(awards.map((award) => award.accreditorId)))
  const progress = progressClosed(kind)
  const titled = titleClosed(kind)
  const closed: Record<string, string> = {
    ...(creditsClosed === null ? {} : { personal: creditsClosed }),
    ...(rested.length === 0 ? {} : { bin: signedWords.restsOn([item.title]) }),
    ...(progress === null ? {} : { status: progress, startedOn: progress, completedOn: progress, type: progress, link: progress }),
    ...(titled === null ? {} : { title: titled }),
    ...(paperClosed === null ? {} : { files: paperClosed }),
    ...(finished.length === 0 ? {} : { bin: entryWords.lockedItem }),
    ...(kind === 'signed elsewhere' ? { bin: elsewhereWords.locked, files: elsewhereWords.locked } : {}),
  }
  return {
    ...fieldsOf(item),
    id: item.id,
    ownerId: item.owner_id,
    kind,
    source: item.source as Source,
    learnedOn: item.learned_on,
    changeCheckOn: item.change_check_on,
    changeAnswers: answers.map((answer) => ({
      id: answer.id,
      lasted: answer.lasted as 'yes' | 'partly' | 'no',
      note: answer.note,
      answeredOn: answer.answered_on,
    })),
    tags: item.tag_ids.map((tagId) => byId.get(tagId)).filter((tag) => tag !== undefined),
    files: files.map(fileRef),
    awards,
    addedAt: item.added_at.toISOString(),
    changedAt: item.changed_at.toISOString(),
    binnedAt: item.binned_at?.toISOString() ?? null,
    version: item.version,
    can: {
      write: item.binned_at === null,
      bin: item.binned_at === null && rested.length === 0 && paperClosed === null && finished.length === 0 && kind !== 'signed elsewhere',
      link: trains,
      closed,
    },
  }
}

const PREVIEWED = /^(image\/(jpeg|png|webp|gif)|application\/pdf)$/

/** A file as pages know it. */
export const fileRef = (row: {
  id: string
  item_id: string
  name: string
  media_type: string
  size_bytes: number
  sha256: string
  added_at: Date
}) => ({
  id: row.id,
  itemId: row.item_id,
  name: row.name,
  mediaType: row.media_type,
  sizeBytes: row.size_bytes,
  sha256: row.sha256,
  canPreview: PREVIEWED.test(row.media_type),
  addedAt: row.added_at.toISOString(),
})
