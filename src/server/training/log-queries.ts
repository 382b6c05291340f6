import { sql } from 'kysely'
import { mayOf } from '#domain/accounts/may.ts'
import { notFound } from '#domain/errors.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import type { CurriculumFile } from '#domain/curriculum/curriculum-file.ts'
import { logsOf, procedureName, type Procedures } from '#domain/training/log-line.ts'
import { isCounted, type Log, type WhyNot } from '#domain/training/log-rules.ts'
import type { Held } from '#domain/training/log-workbook.ts'
import { logWords } from '#domain/training/log-words.ts'
import { LogFields, type LogPage, type LogRow } from '#domain/training/logs-contract.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { curriculumNow } from '#server/curriculum/catalogue-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { FILE_COLUMNS } from '#server/portfolio/columns-queries.ts'
import type { Parts } from '#server/platform/parts.ts'
import { trainingOf } from './queries.ts'

export type LogHouse = Pick<Parts, 'db' | 'catalogue' | 'config' | 'files'>

/** The curriculum an owner trains by; undefined for who trains nowhere. */
export async function curriculumOf(db: Db | Tx, catalogue: LogHouse['catalogue'], ownerId: string): Promise<CurriculumFile | undefined> {
  const training = await trainingOf(db, ownerId)
  return training === null ? undefined : curriculumNow(db, catalogue, training.curriculumId)
}

export const proceduresOf = (curriculum: CurriculumFile | undefined): Procedures =>
  (curriculum?.groups ?? [])
    .filter(({ kind }) => kind === 'procedure')
    .flatMap(({ items }) => items.map(({ code, title }) => ({ code, title })))

/** What is not in the bin. */
const livingOf = (db: Db | Tx, ownerIds: readonly string[]) =>
  db
    .selectFrom('log_row as log')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'log.owner_id').onRef('item.id', '=', 'log.item_id'))
    .leftJoin('verification as verified', (join) =>
      join.onRef('verified.owner_id', '=', 'log.owner_id').onRef('verified.item_id', '=', 'log.item_id'),
    )
    .leftJoin('log_counted as counted', (join) =>
      join.onRef('counted.owner_id', '=', 'log.owner_id').onRef('counted.item_id', '=', 'log.item_id'),
    )
    .where('log.owner_id', 'in', [...ownerIds])
    .where('item.binned_at', 'is', null)
    .select([
      'log.owner_id as ownerId',
      'log.log',
      'log.from_on as from',
      'log.until_on as until',
      'log.amount as hundredths',
      'log.recognised',
      'log.why_not as whyNot',
      'counted.reason as countedBecause',
      'verified.verified_at as verifiedAt',
      sql<string | null>`(
        select newer.item_id from log_row as newer
        join item as newer_item on newer_item.owner_id = newer.owner_id and newer_item.id = newer.item_id
        where newer.owner_id = log.owner_id and newer.corrects = log.item_id and newer_item.binned_at is null limit 1)`.as('correctedBy'),
    ])

/** What is not in the bin, the newest first. */
const living = (db: Db | Tx, ownerId: string) =>
  livingOf(db, [ownerId])
    .select([
      'log.item_id as id',
      'log.is_brought as isBrought',
      'log.fields',
      'log.corrects',
      'log.upload_id as uploadId',
      'item.title',
      'item.version',
      'verified.verified_by as verifiedBy',
      'verified.verified_as as verifiedAs',
    ])
    .orderBy('log.until_on', 'desc')
    .orderBy('log.item_id', 'desc')

type Living = Awaited<ReturnType<ReturnType<typeof living>['execute']>>[number]

const countsNow = (row: Pick<Living, 'whyNot' | 'countedBecause' | 'correctedBy'>): boolean =>
  isCounted({ whyNot: row.whyNot as WhyNot[], isCountedAnyway: row.countedBecause !== null, isCorrected: row.correctedBy !== null })

/** What a page shows of them. */
async function shown(db: Db | Tx, seen: Seen, rows: readonly Living[]): Promise<LogRow[]> {
  const names = await namesOf(
    db,
    rows.flatMap((row) => row.verifiedBy ?? []),
  )
  const isOwn = seen.viewerId === seen.ownerId
  return rows.map((row) => {
    const state = row.verifiedAt === null ? 'new' : 'locked'
    const verify = mayOf(seen.may('verify', 'log', { state }))
    return {
      id: row.id,
      version: row.version,
      title: row.title,
      from: row.from,
      until: row.until,
      fields: LogFields.parse(row.fields),
      amount: row.hundredths / 100,
      whyNot: row.whyNot as WhyNot[],
      counts: countsNow(row),
      countedBecause: row.countedBecause,
      isBrought: row.isBrought,
      uploadId: row.uploadId,
      corrects: row.corrects,
      correctedBy: row.correctedBy,
      verification:
        row.verifiedAt === null ? null : { by: names.get(row.verifiedBy!) ?? '', as: row.verifiedAs!, at: row.verifiedAt.toISOString() },
      can: {
        write: mayOf(seen.may('write', 'log', { state: state === 'locked' ? 'locked' : 'begun' })),
        verify: isOwn ? (verify ?? logWords.notOneself) : verify,
      },
    }
  })
}

/** Some rows as they are shown, in no order. Ids that are not there are left out. */
export const rowsById = async (db: Db | Tx, seen: Seen, ids: readonly string[]): Promise<LogRow[]> =>
  ids.length === 0
    ? []
    : shown(
        db,
        seen,
        await living(db, seen.ownerId)
          .where('log.item_id', 'in', [...ids])
          .execute(),
      )

/** @throws Refusal `not_found` */
export async function logRowOf(db: Db | Tx, seen: Seen, id: string): Promise<LogRow> {
  const [row] = await rowsById(db, seen, [id])
  if (row === undefined) throw notFound()
  return row
}

const A_PAGE = 100
const MOST = 2000

/** The newest hundred of one log, or all. */
export async function pageOfRows(db: Db, seen: Seen, page: LogPage, all: boolean): Promise<{ rows: LogRow[]; hasMore: boolean }> {
  const limit = all ? MOST : A_PAGE
  const rows = await living(db, seen.ownerId)
    .where('log.log', 'in', logsOf(page))
    .limit(limit + 1)
    .execute()
  return { rows: await shown(db, seen, rows.slice(0, limit)), hasMore: rows.length > limit }
}

/** A row as far as sums need it. */
export interface SummedRow {
  readonly log: Log
  readonly from: PlainDate
  readonly until: PlainDate
  readonly amount: number
  readonly recognised: boolean
  readonly counts: boolean
  readonly isVerified: boolean
}

type Summed = Awaited<ReturnType<ReturnType<typeof livingOf>['execute']>>[number]

const summed = (row: Summed): SummedRow => ({
  log: row.log as Log,
  from: row.from,
  until: row.until,
  amount: row.hundredths / 100,
  recognised: row.recognised,
  counts: countsNow(row),
  isVerified: row.verifiedAt !== null,
})

/** All rows of several owners. One statement. */
export async function summedRows(db: Db | Tx, ownerIds: readonly string[]): Promise<Map<string, SummedRow[]>> {
  if (ownerIds.length === 0) return new Map()
  const rows = await livingOf(db, ownerIds).execute()
  const of = Map.groupBy(rows, ({ ownerId }) => ownerId)
  return new Map([...of].map(([ownerId, own]) => [ownerId, own.map(summed)]))
}

/** For each owner the rows that nobody verified, but those that a newer one corrects. One statement. */
export async function rowsToVerify(db: Db | Tx, ownerIds: readonly string[]): Promise<Map<string, number>> {
  if (ownerIds.length === 0) return new Map()
  const { rows } = await sql<{ ownerId: string; count: number }>`
    select log.owner_id as "ownerId", count(*)::int as count
    from log_row as log
    join item on item.owner_id = log.owner_id and item.id = log.item_id and item.binned_at is null
    where log.owner_id = any(${[...ownerIds]}::uuid[])
      and not exists (select from verification where verification.owner_id = log.owner_id and verification.item_id = log.item_id)
      and not exists (
        select from log_row as newer
        join item as newer_item on newer_item.owner_id = newer.owner_id and newer_item.id = newer.item_id
        where newer.owner_id = log.owner_id and newer.corrects = log.item_id and newer_item.binned_at is null)
    group by 1`.execute(db)
  return new Map(rows.map(({ ownerId, count }) => [ownerId, count]))
}

/** All rows, as far as totals and the three sheets need them. */
export interface CountedRow extends SummedRow {
  readonly isCorrected: boolean
  readonly fields: LogFields
}

export async function countedRows(db: Db | Tx, ownerId: string): Promise<CountedRow[]> {
  return (await living(db, ownerId).execute()).map((row) => ({
    ...summed(row),
    isCorrected: row.correctedBy !== null,
    fields: LogFields.parse(row.fields),
  }))
}

/** What a file could say again. */
export const heldIn = (rows: readonly CountedRow[]): Held[] =>
  rows
    .filter((row) => row.counts)
    .map((row) => ({
      log: row.log,
      site: 'site' in row.fields ? row.fields.site : '',
      from: row.from,
      until: row.until,
      procedure: row.fields.log === 'procedure' ? (row.fields.code ?? procedureName(row.fields, [])) : '',
      dops: row.fields.log === 'procedure' && row.fields.dops,
      amount: row.amount,
    }))

/** Names of who supervises today, and of the educational supervisor on a day. */
export async function supervisorsOf(db: Db | Tx, ownerId: string) {
  const rows = await db
    .selectFrom('relation')
    .where('owner_id', '=', ownerId)
    .where('relation', 'in', ['educational supervisor', 'clinical supervisor'])
    .whereRef('until_on', '>=', 'from_on')
    .select(['person_id as personId', 'relation', 'from_on as from', 'until_on as until'])
    .orderBy('from_on', 'desc')
    .execute()
  const names = await namesOf(
    db,
    rows.map(({ personId }) => personId),
  )
  const named = rows.map((row) => ({ ...row, name: names.get(row.personId) ?? '' }))
  const today = programmesToday()
  const on = (day: PlainDate) => named.filter(({ from, until }) => from <= day && day <= until)
  return {
    today: [...new Set(on(today).map(({ name }) => name))],
    educationalOn: (day: PlainDate): string => on(day).find(({ relation }) => relation === 'educational supervisor')?.name ?? '',
  }
}

/** Which file rows came from. @throws Refusal `not_found` */
export async function fileOfUpload(db: Db, seen: Seen, uploadId: string) {
  const row = await db
    .selectFrom('log_upload as upload')
    .innerJoin('file', (join) => join.onRef('file.owner_id', '=', 'upload.owner_id').onRef('file.item_id', '=', 'upload.item_id'))
    .where('upload.owner_id', '=', seen.ownerId)
    .where('upload.id', '=', uploadId)
    .select(FILE_COLUMNS)
    .executeTakeFirst()
  if (row === undefined) throw notFound()
  return row
}
