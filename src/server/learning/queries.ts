import { sql } from 'kysely'

import type { Certificate, MyModule } from '#domain/learning/contract.ts'
import { isExpired, modulePossibilities } from '#domain/learning/attempt-rules.ts'
import { certificateCode } from '#domain/learning/certificate-code.ts'
import { notFound } from '#domain/errors.ts'
import type { Status } from '#domain/portfolio/item.ts'
import { preferencesOf, todayOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { editionOf, type ModuleShelf } from './module-shelf.ts'

/** An award as a certificate keeps it (C8). Amount in hundredths. */
export interface KeptAward {
  readonly accreditorId: string
  readonly name: string
  readonly amount: number
  readonly basis: 'designated' | 'self-assessed'
}

/** The enrolment that is current for a module, with its row where that is still there. */
export async function currentEnrolment(db: Db | Tx, ownerId: string, moduleId: string) {
  return db
    .selectFrom('enrolment')
    .leftJoin('item', (join) => join.onRef('item.owner_id', '=', 'enrolment.owner_id').onRef('item.id', '=', 'enrolment.item_id'))
    .where('enrolment.owner_id', '=', ownerId)
    .where('enrolment.module_id', '=', moduleId)
    .where('enrolment.is_current', '=', true)
    .select([
      'enrolment.id',
      'enrolment.item_id as itemId',
      'item.id as rowId',
      'item.title as rowTitle',
      'item.status',
      'item.started_on as startedOn',
      'item.completed_on as completedOn',
      'item.binned_at as binnedAt',
    ])
    .executeTakeFirst()
}

/** The attempts of an enrolment that count now: the open one, and the last submitted one that is not void. */
export async function standingAttempts(db: Db | Tx, ownerId: string, enrolmentId: string) {
  const rows = await db
    .selectFrom('attempt')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .where('enrolment_id', '=', enrolmentId)
    .where('voided_at', 'is', null)
    .orderBy('begun_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return {
    open: rows.find((row) => row.submitted_at === null) ?? null,
    last: rows.find((row) => row.submitted_at !== null) ?? null,
  }
}

/** Answers of an attempt, by part and question. */
export async function answersOf(db: Db | Tx, ownerId: string, attemptId: string): Promise<Map<string, Map<string, number>>> {
  const rows = await db
    .selectFrom('attempt_answer')
    .select(['part', 'question_id', 'option'])
    .where('owner_id', '=', ownerId)
    .where('attempt_id', '=', attemptId)
    .execute()
  const answers = new Map<string, Map<string, number>>([
    ['pre', new Map()],
    ['page', new Map()],
    ['final', new Map()],
  ])
  for (const row of rows) answers.get(row.part)!.set(row.question_id, row.option)
  return answers
}

/** How the owner stands with a module. @throws Refusal `not_found` for a module nobody offers and the owner never had */
export async function myModuleOf(db: Db | Tx, shelf: ModuleShelf, seen: Seen, moduleId: string): Promise<MyModule> {
  const offered = shelf.find(moduleId)?.module ?? null
  const enrolment = await currentEnrolment(db, seen.ownerId, moduleId)
  if (offered === null && enrolment === undefined) throw notFound()
  // Without its row a module stands as if it had never been taken; its certificates stay.
  const { open, last } =
    enrolment === undefined || enrolment.rowId === null
      ? { open: null, last: null }
      : await standingAttempts(db, seen.ownerId, enrolment.id)
  const edition = open === null ? null : await editionOf(db, moduleId, open.edition)
  const certificates = await certificatesOf(db, seen, last === null ? [] : [last.id])
  const hasRow = enrolment !== undefined && enrolment.rowId !== null
  const today = await todayOf(db, seen.ownerId)
  return {
    moduleId,
    title: offered?.title ?? enrolment?.rowTitle ?? edition?.title ?? '',
    row:
      enrolment === undefined || enrolment.rowId === null
        ? null
        : {
            itemId: enrolment.rowId,
            status: enrolment.status as Status,
            startedOn: enrolment.startedOn,
            completedOn: enrolment.completedOn,
            binned: enrolment.binnedAt !== null,
          },
    open:
      open === null || edition === null
        ? null
        : {
            attemptId: open.id,
            place: Math.min(open.place, edition.pages.length),
            pages: edition.pages.length,
            answered: (await answersOf(db, seen.ownerId, open.id)).get('final')!.size,
            questions: edition.questions.length,
          },
    last:
      last === null
        ? null
        : {
            attemptId: last.id,
            passed: last.passed!,
            percent: Math.floor((100 * last.right_answers!) / last.questions!),
            submittedOn: last.submitted_on!,
          },
    certificate: certificates[0] ?? null,
    earlier: await earlierOf(db, seen, moduleId),
    can: modulePossibilities({
      status: (enrolment?.status ?? null) as Status | null,
      hasOpenAttempt: open !== null,
      isSubmitted: last !== null,
      hasRow: hasRow && enrolment.binnedAt === null,
      onOffer: offered !== null && !isExpired(offered, today),
    }),
  }
}

/** What was kept when the owner took the module again (L7), where its row is still there. */
async function earlierOf(db: Db | Tx, seen: Seen, moduleId: string): Promise<MyModule['earlier']> {
  const rows = await db
    .selectFrom('attempt')
    .innerJoin('enrolment', (join) =>
      join.onRef('enrolment.owner_id', '=', 'attempt.owner_id').onRef('enrolment.id', '=', 'attempt.enrolment_id'),
    )
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'enrolment.owner_id').onRef('item.id', '=', 'enrolment.item_id'))
    .selectAll('attempt')
    .select('enrolment.item_id')
    .where('attempt.owner_id', '=', seen.ownerId)
    .where('attempt.module_id', '=', moduleId)
    .where('enrolment.is_current', '=', false)
    .where('item.binned_at', 'is', null)
    .where('attempt.submitted_at', 'is not', null)
    .where('attempt.voided_at', 'is', null)
    .orderBy('attempt.submitted_at', 'desc')
    .execute()
  const certificates = new Map(
    (
      await certificatesOf(
        db,
        seen,
        rows.map((row) => row.id),
      )
    ).map((one) => [one.attemptId, one]),
  )
  return rows.map((row) => ({
    attemptId: row.id,
    itemId: row.item_id,
    passed: row.passed!,
    percent: Math.floor((100 * row.right_answers!) / row.questions!),
    submittedOn: row.submitted_on!,
    certificate: certificates.get(row.id) ?? null,
  }))
}

/** Certificates, newest first, through the organisation chosen now (L8); `ofAttempts` narrows to some. */
export async function certificatesOf(db: Db | Tx, seen: Seen, ofAttempts?: readonly string[]): Promise<Certificate[]> {
  if (ofAttempts?.length === 0) return []
  const [rows, { accreditorId }] = await Promise.all([
    db
      .selectFrom('certificate')
      .selectAll()
      .where('owner_id', '=', seen.ownerId)
      .$if(ofAttempts !== undefined, (query) => query.where('attempt_id', 'in', ofAttempts ?? []))
      .orderBy('passed_on', 'desc')
      .orderBy('id', 'desc')
      .execute(),
    preferencesOf(db, seen.ownerId),
  ])
  return rows.map((row) => {
    const award = (row.awards as KeptAward[]).find((one) => one.accreditorId === accreditorId)
    return {
      id: row.id,
      attemptId: row.attempt_id,
      moduleId: row.module_id,
      title: row.title,
      name: row.name,
      passedOn: row.passed_on,
      code: certificateCode(row.owner_id, row.secret),
      awards: (row.awards as KeptAward[]).map(({ accreditorId: by, amount, basis }) => ({ accreditorId: by, amount, basis })),
      credits: award === undefined ? null : { accreditorId: award.accreditorId, amount: award.amount, basis: award.basis },
      voidedOn: row.voided_on,
    }
  })
}

/** The modules of the owner's rows that are in progress, last touched first, a failed retake among them; and those saved for later. */
export async function modulesUnderWay(db: Db, seen: Seen): Promise<{ inProgress: string[]; forLater: string[]; known: Set<string> }> {
  const rows = await db
    .selectFrom('enrolment')
    .leftJoin('item', (join) => join.onRef('item.owner_id', '=', 'enrolment.owner_id').onRef('item.id', '=', 'enrolment.item_id'))
    .where('enrolment.owner_id', '=', seen.ownerId)
    .where('enrolment.is_current', '=', true)
    .select([
      'enrolment.module_id as moduleId',
      'item.status',
      'item.binned_at as binnedAt',
      sql<Date | null>`(select max(coalesce(
          (select max(answered_at) from attempt_answer a where a.owner_id = attempt.owner_id and a.attempt_id = attempt.id), attempt.begun_at))
        from attempt where attempt.owner_id = enrolment.owner_id and attempt.enrolment_id = enrolment.id
          and attempt.submitted_at is null and attempt.voided_at is null)`.as('touchedAt'),
      'enrolment.made_at as madeAt',
    ])
    .execute()
  const shown = rows.filter((row) => row.status !== null && row.binnedAt === null)
  const newest = (a: Date | null, b: Date | null) => (b?.getTime() ?? 0) - (a?.getTime() ?? 0)
  return {
    inProgress: shown
      .filter((row) => row.touchedAt !== null || row.status === 'in progress')
      .sort((a, b) => newest(a.touchedAt, b.touchedAt))
      .map((row) => row.moduleId),
    forLater: shown
      .filter((row) => row.status === 'not started')
      .sort((a, b) => newest(a.madeAt, b.madeAt))
      .map((row) => row.moduleId),
    known: new Set(rows.map((row) => row.moduleId)),
  }
}
