import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import { accreditorById } from '#domain/catalogue/accreditor-by-id.ts'
import { notFound, Refusal } from '#domain/errors.ts'
import { awardsOn, isExpired, scoreOf, statusAfterSubmission, unanswered } from '#domain/learning/attempt-rules.ts'
import { SECRET_BYTES } from '#domain/learning/certificate-code.ts'
import type { addModule, AnsweredQuestion, MyModule, Part, Result } from '#domain/learning/contract.ts'
import type { ModuleEdition } from '#domain/learning/module-file.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { namesOf, todayOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import {
  keepAwards,
  moveModuleItem,
  recordModuleItem,
  tagModuleItem,
  unbinModuleItem,
  voidAwards,
} from '#server/portfolio/module-commands.ts'
import { answered, resultOf } from './attempt-queries.ts'
import { editionOf, type KeptEdition, type ModuleShelf } from './module-shelf.ts'
import { answersOf, currentEnrolment, myModuleOf, standingAttempts, type KeptAward } from './queries.ts'

export type LearningHouse = Pick<Parts, 'db' | 'catalogue'> & { readonly shelf: ModuleShelf }

/** Save a module for later (L2): a row, not started. One that is there stays, out of the bin, and gets the tags too. */
export async function saveForLater(
  house: LearningHouse,
  seen: Seen,
  moduleId: string,
  { id, tags }: z.output<typeof addModule.schema.body>,
): Promise<MyModule> {
  return inTurn(house, seen, moduleId, async (tx) => {
    const { module } = await onOffer(tx, house, seen, moduleId)
    const enrolment = await rowOf(tx, seen, module, { id, status: 'not started', startedOn: null })
    await tagModuleItem(tx, house, seen, enrolment.itemId, module.title, tags)
  })
}

/** Start a module, or go on with it (L3). `id` is that of a row that may have to be made. */
export async function startModule(house: LearningHouse, seen: Seen, moduleId: string, id: string): Promise<MyModule> {
  return inTurn(house, seen, moduleId, async (tx) => {
    const today = await todayOf(tx, seen.ownerId)
    const current = await currentEnrolment(tx, seen.ownerId, moduleId)
    if (current !== undefined && current.rowId !== null) {
      const { open, last } = await standingAttempts(tx, seen.ownerId, current.id)
      if (open !== null || last !== null) {
        await unbinModuleItem(tx, seen, current.rowId)
        return
      }
    }
    const { module, hash } = await onOffer(tx, house, seen, moduleId)
    const enrolment = await rowOf(tx, seen, module, { id, status: 'in progress', startedOn: today })
    if (!enrolment.isNew) {
      await moveModuleItem(
        tx,
        seen,
        enrolment.itemId,
        { status: 'in progress', startedOn: today, completedOn: null },
        'item.module_started',
      )
    }
    await beginAttempt(tx, seen, enrolment.id, { module, hash }, today)
  })
}

/**
 * Retake a module (L7): score, credits and certificate become void, the completed date is emptied, and the row is in progress until the
 * module is completed and passed.
 */
export async function retakeModule(
  house: LearningHouse,
  seen: Seen,
  moduleId: string,
  { id, instead }: { id: string; instead: string },
): Promise<MyModule> {
  return inTurn(house, seen, moduleId, async (tx) => {
    const { edition, enrolment, repeated } = await lastSubmitted(tx, house, seen, moduleId, instead)
    if (repeated) return
    const today = await todayOf(tx, seen.ownerId)
    await tx
      .updateTable('attempt')
      .set({ voided_at: sql<Date>`now()` })
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', instead)
      .execute()
    await tx
      .updateTable('certificate')
      .set({ voided_on: today })
      .where('owner_id', '=', seen.ownerId)
      .where('attempt_id', '=', instead)
      .where('voided_on', 'is', null)
      .execute()
    const kept = await rowOf(tx, seen, edition.module, { id, status: 'in progress', startedOn: today }, enrolment)
    await voidAwards(tx, seen, enrolment.itemId)
    await moveModuleItem(tx, seen, kept.itemId, { status: 'in progress', completedOn: null }, 'item.module_retaken')
    await beginAttempt(tx, seen, kept.id, edition, today)
  })
}

/** Take a module again and keep the old row with its dates, credits and certificate (L7). */
export async function takeModuleAgain(
  house: LearningHouse,
  seen: Seen,
  moduleId: string,
  { id, after }: { id: string; after: string },
): Promise<MyModule> {
  return inTurn(house, seen, moduleId, async (tx) => {
    const { edition, enrolment, repeated } = await lastSubmitted(tx, house, seen, moduleId, after)
    if (repeated) return
    if (enrolment.status !== 'completed') throw new Refusal('not_allowed', 'Finish this one first. Then you can take it again and keep it.')
    await endEnrolment(tx, seen, enrolment.id)
    const today = await todayOf(tx, seen.ownerId)
    const fresh = await rowOf(tx, seen, edition.module, { id, status: 'in progress', startedOn: today })
    await beginAttempt(tx, seen, fresh.id, edition, today)
  })
}

/** Remember where one stopped (L4). */
export async function keepPlace(house: LearningHouse, seen: Seen, attemptId: string, page: number): Promise<void> {
  const { numUpdatedRows } = await house.db
    .updateTable('attempt')
    .set({ place: page })
    .where('owner_id', '=', seen.ownerId)
    .where('id', '=', attemptId)
    .where('submitted_at', 'is', null)
    .where('voided_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) await openAttempt(house.db, seen, attemptId)
}

/** Keep an answer. Only a question of a page is explained at once, and its first answer stays (L4). @throws Refusal `not_allowed` once submitted */
export async function keepAnswer(
  house: LearningHouse,
  seen: Seen,
  attemptId: string,
  { part, questionId, option }: { part: Part; questionId: string; option: number },
): Promise<AnsweredQuestion | null> {
  return house.db.transaction().execute(async (tx) => {
    const attempt = await openAttempt(tx, seen, attemptId)
    const edition = await editionOf(tx, attempt.module_id, attempt.edition)
    const question = askedIn(edition, part).find((one) => one.id === questionId)
    if (question === undefined || option >= question.options.length) throw notFound()
    const row = { owner_id: seen.ownerId, attempt_id: attemptId, part, question_id: questionId, option }
    await tx
      .insertInto('attempt_answer')
      .values(row)
      .onConflict((conflict) => {
        const there = conflict.columns(['owner_id', 'attempt_id', 'part', 'question_id'])
        return part === 'page' ? there.doNothing() : there.doUpdateSet({ option, answered_at: sql<Date>`now()` })
      })
      .execute()
    if (part !== 'page') return null
    return answered(question, (await answersOf(tx, seen.ownerId, attemptId)).get('page')!.get(questionId))
  })
}

/**
 * Submit the final assessment (L5, L6): scored from the answers kept here, by the clock here. Submitted twice it counts once.
 * @throws Refusal `invalid_input` at each question without an answer
 */
export async function submitAttempt(house: LearningHouse, seen: Seen, attemptId: string): Promise<z.output<typeof Result>> {
  return house.db.transaction().execute(async (tx) => {
    const attempt = await lockAttempt(tx, seen, attemptId)
    if (attempt.submitted_at !== null) return resultOf(tx, seen, attemptId)
    if (attempt.voided_at !== null) throw notFound()
    const edition = await editionOf(tx, attempt.module_id, attempt.edition)
    const answers = (await answersOf(tx, seen.ownerId, attemptId)).get('final')!
    const missing = unanswered(edition.questions, answers)
    if (missing.length > 0) {
      throw new Refusal('invalid_input', 'Answer every question first.', {
        fields: missing.map((question) => ({ path: question.id, message: 'Choose an answer.' })),
      })
    }
    const today = await todayOf(tx, seen.ownerId)
    const { right, of, passed } = scoreOf(edition.questions, answers, edition.passMark)
    await tx
      .updateTable('attempt')
      .set({ submitted_at: sql<Date>`now()`, submitted_on: today, right_answers: right, questions: of, passed })
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', attemptId)
      .execute()
    const { item_id: itemId, isRetake } = await enrolmentOf(tx, seen, attempt.enrolment_id, attemptId)
    const status = statusAfterSubmission(passed, isRetake)
    const completedOn = status === 'completed' ? today : null
    await moveModuleItem(tx, seen, itemId, { status, completedOn }, passed ? 'item.module_passed' : 'item.module_failed')
    if (passed) {
      const awards = awardsOn((house.shelf.find(attempt.module_id)?.module ?? edition).accreditations, today)
      await keepAwards(tx, seen, itemId, awards, today)
      const kept = awards.map((award): KeptAward => ({
        ...award,
        name: accreditorById(house.catalogue, award.accreditorId)?.name ?? award.accreditorId,
      }))
      await issueCertificate(tx, seen, attemptId, edition, today, kept)
    }
    return resultOf(tx, seen, attemptId)
  })
}

/** Choose the specialties whose new modules are shown first (L9). */
export async function chooseSpecialties(house: LearningHouse, seen: Seen, specialties: readonly string[]): Promise<void> {
  const chosen = { specialties: [...new Set(specialties)] }
  await house.db
    .insertInto('learner')
    .values({ owner_id: seen.ownerId, ...chosen })
    .onConflict((conflict) => conflict.column('owner_id').doUpdateSet(chosen))
    .execute()
}

/** One after the other for one person's module, so that starting twice makes one row. */
async function inTurn(house: LearningHouse, seen: Seen, moduleId: string, act: (tx: Tx) => Promise<void>): Promise<MyModule> {
  return house.db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`module ${seen.ownerId} ${moduleId}`}, 0))`.execute(tx)
    await act(tx)
    return myModuleOf(tx, house.shelf, seen, moduleId)
  })
}

/** @throws Refusal `not_found`, `not_allowed` past its review date */
async function onOffer(tx: Tx, house: LearningHouse, seen: Seen, moduleId: string): Promise<KeptEdition> {
  const offered = house.shelf.find(moduleId)
  if (offered === null) throw notFound()
  if (isExpired(offered.module, await todayOf(tx, seen.ownerId))) {
    throw new Refusal('not_allowed', 'This module is past its review date, so it cannot be started until it has been looked at again.')
  }
  return offered
}

/** The current enrolment with its row, made where either is not there; out of the bin. */
async function rowOf(
  tx: Tx,
  seen: Seen,
  module: ModuleEdition,
  row: { id: string; status: 'not started' | 'in progress'; startedOn: PlainDate | null },
  current?: { readonly id: string; readonly itemId: string; readonly rowId: string | null },
): Promise<{ id: string; itemId: string; isNew: boolean }> {
  const there = current ?? (await currentEnrolment(tx, seen.ownerId, module.id))
  if (there !== undefined && there.rowId !== null) {
    await unbinModuleItem(tx, seen, there.itemId)
    return { id: there.id, itemId: there.itemId, isNew: false }
  }
  if (there !== undefined) await endEnrolment(tx, seen, there.id)
  await recordModuleItem(tx, seen, { ...row, title: module.title, link: `/learning/modules/${module.id}` })
  const id = uuidv7()
  await tx.insertInto('enrolment').values({ owner_id: seen.ownerId, id, module_id: module.id, item_id: row.id }).execute()
  return { id, itemId: row.id, isNew: true }
}

const endEnrolment = (tx: Tx, seen: Seen, id: string) =>
  tx.updateTable('enrolment').set({ is_current: false }).where('owner_id', '=', seen.ownerId).where('id', '=', id).execute()

const beginAttempt = (tx: Tx, seen: Seen, enrolmentId: string, { module, hash }: KeptEdition, today: PlainDate) =>
  tx
    .insertInto('attempt')
    .values({ owner_id: seen.ownerId, id: uuidv7(), enrolment_id: enrolmentId, module_id: module.id, edition: hash, started_on: today })
    .execute()

/** The attempt that a retake or another go follows. `repeated` says that it was asked before. */
async function lastSubmitted(tx: Tx, house: LearningHouse, seen: Seen, moduleId: string, attemptId: string) {
  const edition = await onOffer(tx, house, seen, moduleId)
  const enrolment = await currentEnrolment(tx, seen.ownerId, moduleId)
  if (enrolment === undefined) throw notFound()
  const { open, last } = await standingAttempts(tx, seen.ownerId, enrolment.id)
  if (last?.id === attemptId && open === null) return { edition, enrolment, repeated: false }
  if (open !== null) return { edition, enrolment, repeated: true }
  throw new Refusal('stale_version', 'This was changed in another window. Look at it again.')
}

/** What a retake is: the enrolment has an attempt that was voided before. */
async function enrolmentOf(tx: Tx, seen: Seen, enrolmentId: string, attemptId: string) {
  return tx
    .selectFrom('enrolment')
    .where('owner_id', '=', seen.ownerId)
    .where('id', '=', enrolmentId)
    .select((eb) => [
      'item_id',
      eb
        .exists(
          eb
            .selectFrom('attempt')
            .where('attempt.owner_id', '=', seen.ownerId)
            .where('attempt.enrolment_id', '=', enrolmentId)
            .where('attempt.id', '<>', attemptId)
            .where('attempt.voided_at', 'is not', null),
        )
        .$castTo<boolean>()
        .as('isRetake'),
    ])
    .executeTakeFirstOrThrow()
}

/** @throws Refusal `not_found` where it is not there, or its row was erased: the module stands as never taken then */
async function lockAttempt(db: Parts['db'] | Tx, seen: Seen, attemptId: string) {
  const row = await db
    .selectFrom('attempt')
    .innerJoin('enrolment', (join) =>
      join.onRef('enrolment.owner_id', '=', 'attempt.owner_id').onRef('enrolment.id', '=', 'attempt.enrolment_id'),
    )
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'enrolment.owner_id').onRef('item.id', '=', 'enrolment.item_id'))
    .selectAll('attempt')
    .where('attempt.owner_id', '=', seen.ownerId)
    .where('attempt.id', '=', attemptId)
    .forUpdate('attempt')
    .executeTakeFirst()
  if (row === undefined) throw notFound()
  return row
}

/** Locked, so that no answer arrives while it is being scored. @throws Refusal `not_allowed` once submitted */
async function openAttempt(db: Parts['db'] | Tx, seen: Seen, attemptId: string) {
  const row = await lockAttempt(db, seen, attemptId)
  if (row.submitted_at !== null || row.voided_at !== null) {
    throw new Refusal('not_allowed', 'This attempt has been submitted. Its answers stay as they are.')
  }
  return row
}

function askedIn(edition: ModuleEdition, part: Part) {
  if (part === 'final') return edition.questions
  if (part === 'pre') return edition.questions.filter((question) => edition.preTest.includes(question.id))
  return edition.pages.flatMap((page) => page.parts.flatMap((one) => ('question' in one ? [one.question] : [])))
}

async function issueCertificate(
  tx: Tx,
  seen: Seen,
  attemptId: string,
  edition: ModuleEdition,
  on: PlainDate,
  awards: readonly KeptAward[],
) {
  const names = await namesOf(tx, [seen.ownerId])
  await tx
    .insertInto('certificate')
    .values({
      owner_id: seen.ownerId,
      id: uuidv7(),
      attempt_id: attemptId,
      module_id: edition.id,
      title: edition.title,
      name: names.get(seen.ownerId) ?? '',
      minutes: edition.minutes,
      passed_on: on,
      awards: JSON.stringify(awards),
      secret: randomBytes(SECRET_BYTES).toString('hex'),
    })
    .execute()
}
