import type { z } from 'zod'
import { notFound, Refusal } from '#domain/errors.ts'
import type { AnsweredQuestion, AskedQuestion, Attempt, Result } from '#domain/learning/contract.ts'
import { rightIn, rightOption, scoreOf } from '#domain/learning/attempt-rules.ts'
import type { Question } from '#domain/learning/module-file.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { editionOf } from './module-shelf.ts'
import { answersOf, certificatesOf } from './queries.ts'

type Row = NonNullable<Awaited<ReturnType<typeof findAttempt>>>

const findAttempt = (db: Db | Tx, ownerId: string, attemptId: string) =>
  db
    .selectFrom('attempt')
    .innerJoin('enrolment', (join) =>
      join.onRef('enrolment.owner_id', '=', 'attempt.owner_id').onRef('enrolment.id', '=', 'attempt.enrolment_id'),
    )
    .selectAll('attempt')
    .select('enrolment.item_id')
    .where('attempt.owner_id', '=', ownerId)
    .where('attempt.id', '=', attemptId)
    .executeTakeFirst()

async function attemptRow(db: Db | Tx, seen: Seen, attemptId: string): Promise<Row> {
  const row = await findAttempt(db, seen.ownerId, attemptId)
  if (row === undefined) throw notFound()
  return row
}

/** A question without a word of its answer. */
const asked = (question: Question, chosen: number | undefined): AskedQuestion => ({
  id: question.id,
  stem: question.stem,
  options: question.options.map((option) => option.text),
  chosen: chosen ?? null,
})

/** A question with its answer explained; for one that was answered only. */
export const answered = (question: Question, chosen: number | undefined): AnsweredQuestion => ({
  id: question.id,
  stem: question.stem,
  options: question.options.map(({ text, why }) => ({ text, why })),
  chosen: chosen ?? null,
  right: rightOption(question),
  explanation: question.explanation,
})

/** A module being taken. Right answers stay here until they were given: only a question of a page that was answered is explained. */
export async function attemptOf(db: Db, seen: Seen, attemptId: string): Promise<Attempt> {
  const row = await attemptRow(db, seen, attemptId)
  const [edition, answers] = await Promise.all([editionOf(db, row.module_id, row.edition), answersOf(db, seen.ownerId, attemptId)])
  const [pre, page, final] = [answers.get('pre')!, answers.get('page')!, answers.get('final')!]
  return {
    id: row.id,
    moduleId: row.module_id,
    itemId: row.item_id,
    title: edition.title,
    passMark: edition.passMark,
    startedOn: row.started_on,
    place: Math.min(row.place, edition.pages.length),
    pages: edition.pages.map(({ title, parts }) => ({
      title,
      parts: parts.map((part) => {
        if (!('question' in part)) return part
        const chosen = page.get(part.question.id)
        return chosen === undefined ? { asked: asked(part.question, undefined) } : { question: answered(part.question, chosen) }
      }),
    })),
    preTest: preTestOf(edition).map((question) => asked(question, pre.get(question.id))),
    questions: edition.questions.map((question) => asked(question, final.get(question.id))),
    submitted: row.submitted_at !== null || row.voided_at !== null,
  }
}

export const preTestOf = (edition: { readonly preTest: readonly string[]; readonly questions: readonly Question[] }): Question[] =>
  edition.questions.filter((question) => edition.preTest.includes(question.id))

/** The result of an attempt, each answer explained (L5). @throws Refusal `not_found` before it was submitted */
export async function resultOf(db: Db | Tx, seen: Seen, attemptId: string): Promise<z.output<typeof Result>> {
  const row = await attemptRow(db, seen, attemptId)
  if (row.submitted_at === null) throw new Refusal('not_found', 'This assessment has not been submitted yet.')
  const [edition, answers, certificates] = await Promise.all([
    editionOf(db, row.module_id, row.edition),
    answersOf(db, seen.ownerId, attemptId),
    certificatesOf(db, seen, [attemptId]),
  ])
  const [pre, final] = [answers.get('pre')!, answers.get('final')!]
  const before = preTestOf(edition)
  const tookPreTest = before.length > 0 && before.every((question) => pre.has(question.id))
  const { right, of, percent, passed } = scoreOf(edition.questions, final, edition.passMark)
  return {
    attemptId: row.id,
    moduleId: row.module_id,
    itemId: row.item_id,
    title: edition.title,
    passed,
    right,
    of,
    percent,
    passMark: edition.passMark,
    submittedOn: row.submitted_on!,
    gain: tookPreTest ? { before: rightIn(before, pre), after: rightIn(before, final), of: before.length } : null,
    questions: edition.questions.map((question) => answered(question, final.get(question.id))),
    certificate: certificates[0] ?? null,
    voided: row.voided_at !== null,
  }
}
