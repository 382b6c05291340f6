import { mayOf } from '#domain/accounts/may.ts'
import type { RecordKind } from '#domain/accounts/permission-table.ts'
import { notFound } from '#domain/errors.ts'
import { expiryOn } from '#domain/training/expiry.ts'
import { paperWords } from '#domain/training/paper-words.ts'
import type { ExamResult, ProfessionalCertificate, SAW } from '#domain/training/papers-contract.ts'
import { requiredPapers } from '#domain/training/required-papers.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { curriculumNow } from '#server/curriculum/catalogue-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { FILE_COLUMNS } from '#server/portfolio/columns-queries.ts'
import type { Parts } from '#server/platform/parts.ts'
import { fileRef } from '#server/portfolio/queries.ts'
import { trainingOf } from './queries.ts'

export type House = Pick<Parts, 'db' | 'catalogue' | 'config'>
export const KIND_OF = {
  professional_certificate: 'certificate',
  exam_result: 'exam',
} as const satisfies Partial<Record<RecordKind, string>>
export type PaperTable = keyof typeof KIND_OF

/** The rows of one table with their items and verifications, the newest day first; what is in the bin is left out. */
const rowsOf = <T extends PaperTable>(db: Db | Tx, ownerId: string, table: T, day: T extends 'exam_result' ? 'taken_on' : 'issued_on') =>
  db
    .selectFrom('item')
    .innerJoin(`${table as 'exam_result'} as paper`, (join) =>
      join.onRef('paper.owner_id', '=', 'item.owner_id').onRef('paper.item_id', '=', 'item.id'),
    )
    .leftJoin('verification as verified', (join) =>
      join.onRef('verified.owner_id', '=', 'item.owner_id').onRef('verified.item_id', '=', 'item.id'),
    )
    .where('item.owner_id', '=', ownerId)
    .where('item.binned_at', 'is', null)
    .select(['item.id', 'item.title', 'item.version'])
    .select(['verified.verified_by', 'verified.verified_as', 'verified.saw', 'verified.verified_at'])
    .orderBy(`paper.${day as 'taken_on'}`, 'desc')
    .orderBy('item.id', 'desc')

interface Shown {
  readonly id: string
  readonly title: string
  readonly version: number
  readonly verified_by: string | null
  readonly verified_as: string | null
  readonly saw: string | null
  readonly verified_at: Date | null
  readonly item_code: string | null
  readonly awarding_body: string
  readonly source: string
  readonly corrects: string | null
}

/** What certificates and exams have in common, with the files and the names each needs, asked for all at once. */
async function commonOf(db: Db | Tx, seen: Seen, table: PaperTable, rows: readonly Shown[]) {
  const ids = rows.map(({ id }) => id)
  const files =
    ids.length === 0
      ? []
      : await db
          .selectFrom('file')
          .select(FILE_COLUMNS)
          .where('owner_id', '=', seen.ownerId)
          .where('item_id', 'in', ids)
          .orderBy('added_at')
          .execute()
  const names = await namesOf(
    db,
    rows.flatMap((row) => row.verified_by ?? []),
  )
  return (row: Shown) => {
    const isVerified = row.verified_at !== null
    const own = files.filter((file) => file.item_id === row.id).map(fileRef)
    return {
      id: row.id,
      title: row.title,
      itemCode: row.item_code,
      awardingBody: row.awarding_body,
      source: row.source as 'self' | 'college',
      corrects: row.corrects,
      isCorrected: rows.some((other) => other.corrects === row.id && other.verified_at !== null),
      files: own,
      version: row.version,
      verification:
        row.verified_at === null
          ? null
          : {
              by: names.get(row.verified_by!) ?? '',
              as: row.verified_as!,
              saw: row.saw as (typeof SAW)[number],
              at: row.verified_at.toISOString(),
            },
      can: {
        write: mayOf(seen.may('write', table, { state: isVerified ? 'locked' : 'begun' })),
        verify:
          seen.viewerId === seen.ownerId
            ? ownVerify(seen, table)
            : mayOf(seen.may('verify', table, { state: isVerified ? 'locked' : 'new' })),
      },
    }
  }
}

const ownVerify = (seen: Seen, table: PaperTable): string => mayOf(seen.may('verify', table, { state: 'new' })) ?? paperWords.notOneself

export async function certificatesOf(db: Db | Tx, seen: Seen, id?: string): Promise<ProfessionalCertificate[]> {
  const rows = (await rowsOf(db, seen.ownerId, 'professional_certificate', 'issued_on')
    .selectAll('paper')
    .execute()) as unknown as (Shown & { number: string; issued_on: string; expires_on: string | null; renews: string | null })[]
  const common = await commonOf(db, seen, 'professional_certificate', rows)
  const today = programmesToday()
  return rows
    .filter((row) => id === undefined || row.id === id)
    .map((row) => ({
      ...common(row),
      number: row.number,
      issuedOn: row.issued_on,
      expiresOn: row.expires_on,
      expiry: expiryOn(today, row.expires_on),
      renews: row.renews,
      isRenewed: rows.some((other) => other.renews === row.id),
    }))
}

export async function examsOf(db: Db | Tx, seen: Seen, id?: string): Promise<ExamResult[]> {
  const rows = (await rowsOf(db, seen.ownerId, 'exam_result', 'taken_on').selectAll('paper').execute()) as unknown as (Shown & {
    candidate_number: string
    diet: string
    taken_on: string
    result: string
  })[]
  const common = await commonOf(db, seen, 'exam_result', rows)
  return rows
    .filter((row) => id === undefined || row.id === id)
    .map((row) => ({
      ...common(row),
      candidateNumber: row.candidate_number,
      diet: row.diet,
      takenOn: row.taken_on,
      result: row.result as ExamResult['result'],
    }))
}

/** @throws Refusal `not_found` */
export async function certificateOf(db: Db | Tx, seen: Seen, id: string): Promise<ProfessionalCertificate> {
  const [found] = await certificatesOf(db, seen, id)
  if (found === undefined) throw notFound()
  return found
}

/** @throws Refusal `not_found` */
export async function examOf(db: Db | Tx, seen: Seen, id: string): Promise<ExamResult> {
  const [found] = await examsOf(db, seen, id)
  if (found === undefined) throw notFound()
  return found
}

/** What the owner's curriculum asks for, with what stands beside every list. */
async function listed({ db, catalogue }: House, seen: Seen, table: PaperTable, papers: Parameters<typeof requiredPapers>[3]) {
  const [training, names] = await Promise.all([trainingOf(db, seen.ownerId), namesOf(db, [seen.ownerId])])
  const curriculum = await curriculumNow(db, catalogue, training?.curriculumId ?? '')
  return {
    name: names.get(seen.ownerId) ?? '',
    required:
      curriculum === undefined ? [] : requiredPapers(curriculum, KIND_OF[table], training?.year?.code ?? null, papers, programmesToday()),
    can: { write: mayOf(seen.may('write', table, { state: 'new' })) },
  }
}

export async function certificateList(house: House, seen: Seen) {
  const certificates = await certificatesOf(house.db, seen)
  const papers = certificates.map((one) => ({ ...one, isVerified: one.verification !== null, counts: true }))
  return { certificates, ...(await listed(house, seen, 'professional_certificate', papers)) }
}

export async function examList(house: House, seen: Seen) {
  const exams = await examsOf(house.db, seen)
  const papers = exams.map((one) => ({ ...one, isVerified: one.verification !== null, counts: one.result === 'passed', expiresOn: null }))
  return { exams, ...(await listed(house, seen, 'exam_result', papers)) }
}

/** One file of a certificate or exam the viewer was found to see. @throws Refusal `not_found` */
export async function fileOfPaper(db: Db, seen: Seen, table: PaperTable, id: string, fileId: string) {
  const row = await db
    .selectFrom('file')
    .innerJoin(`${table as 'exam_result'} as paper`, (join) =>
      join.onRef('paper.owner_id', '=', 'file.owner_id').onRef('paper.item_id', '=', 'file.item_id'),
    )
    .select(FILE_COLUMNS)
    .where('file.owner_id', '=', seen.ownerId)
    .where('file.item_id', '=', id)
    .where('file.id', '=', fileId)
    .executeTakeFirst()
  if (row === undefined) throw notFound()
  return row
}
