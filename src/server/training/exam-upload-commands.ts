import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { refuseField } from '#domain/errors.ts'
import { longDate } from '#domain/plain-date.ts'
import { examLetter } from '#domain/training/exam-letter.ts'
import { codeOfTitle } from '#domain/training/required-papers.ts'
import { signRecords } from '#server/accounts/chain-commands.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import { audit } from '#server/platform/audit.ts'
import { curriculaNow } from '#server/curriculum/catalogue-queries.ts'
import type { Tx } from '#server/platform/db.ts'
import { sendMails, writeLetter } from '#server/platform/mail.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { Viewer } from '#server/platform/viewer.ts'
import { recordManyOfKind } from '#server/portfolio/kind-commands.ts'
import { countsOf, planUpload, readExamFile, type PlannedLine } from './exam-upload-queries.ts'

type House = Pick<Parts, 'db' | 'catalogue' | 'config'>

interface NewResult extends PlannedLine {
  readonly id: string
  readonly ownerId: string
  readonly curriculumId: string | null
  readonly itemCode: string | null
}

/**
 * Loads a file of exam results: all of it, or nothing (T5). Each stands verified by the college in its owner's record, in their chain
 * and trail, and they are told by mail. What is there already is left, so that the same file twice adds nothing.
 * @throws Refusal `invalid_input` with one line at fault
 */
export async function loadExams(house: House, viewer: Viewer, text: string) {
  const read = readExamFile(text)
  return house.db.transaction().execute(async (tx) => {
    // Two files at once could each find the other's results missing.
    await sql`select pg_advisory_xact_lock(hashtextextended('exam results of the college', 0))`.execute(tx)
    const planned = await planUpload(tx, viewer, read)
    const counts = countsOf(planned)
    if (counts.faults > 0)
      throw refuseField('text', `${counts.faults === 1 ? 'One line is' : `${counts.faults} lines are`} at fault. Nothing was loaded.`)
    const wanted = planned.filter(({ state }) => state === 'new' || state === 'corrects')
    await keep(house, tx, viewer, await withCodes(house, tx, wanted))
    return counts
  })
}

/** Each with an id, and with the code of the exam in the owner's own version of the curriculum. */
async function withCodes({ catalogue }: House, tx: Tx, wanted: readonly PlannedLine[]): Promise<NewResult[]> {
  const owners = [...new Set(wanted.map(({ ownerId }) => ownerId!))]
  const rows = await tx
    .selectFrom('trainee')
    .where(sql<boolean>`owner_id = any(${owners}::uuid[])`)
    .where('from_on', '<=', programmesToday())
    .select(['owner_id', 'curriculum_id'])
    .orderBy('from_on')
    .orderBy('id')
    .execute()
  const curriculumOf = new Map(rows.map((row) => [row.owner_id, row.curriculum_id]))
  const curricula = await curriculaNow(tx, catalogue)
  return wanted.map((line) => {
    const curriculum = curricula.find(({ id }) => id === curriculumOf.get(line.ownerId!))
    const itemCode = curriculum === undefined ? null : codeOfTitle(curriculum, 'exam', line.exam)
    return { ...line, id: uuidv7(), ownerId: line.ownerId!, itemCode, curriculumId: itemCode === null ? null : curriculum!.id }
  })
}

const PIECE = 500

async function keep(house: House, tx: Tx, viewer: Viewer, results: readonly NewResult[]): Promise<void> {
  if (results.length === 0) return
  const name = (await namesOf(tx, [viewer.personId])).get(viewer.personId) ?? ''
  const at = new Date()
  const numbers = await signRecords(
    tx,
    results.map((one) => ({
      ownerId: one.ownerId,
      kind: 'verification',
      says: `${one.exam}, ${one.result}`,
      by: { id: viewer.personId, name, as: 'college administrator' },
      at,
      record: {
        verified: 'exam',
        id: one.id,
        title: one.exam,
        itemCode: one.itemCode,
        diet: one.diet,
        takenOn: one.takenOn,
        result: one.result,
        candidateNumber: one.candidateNumber,
        source: 'college',
        saw: 'college',
        corrects: one.corrects,
      },
    })),
  )
  const today = programmesToday()
  for (let from = 0; from < results.length; from += PIECE) {
    const some = results.slice(from, from + PIECE)
    await recordManyOfKind(
      tx,
      some.map(({ ownerId, id, exam, takenOn }) => ({
        ownerId,
        id,
        kind: 'exam',
        title: exam,
        type: 'exam',
        source: 'college',
        completedOn: takenOn,
      })),
      today,
    )
    await tx
      .insertInto('exam_result')
      .values(
        some.map((one) => ({
          owner_id: one.ownerId,
          item_id: one.id,
          curriculum_id: one.curriculumId,
          item_code: one.itemCode,
          candidate_number: one.candidateNumber,
          diet: one.diet,
          taken_on: one.takenOn!,
          result: one.result!,
          source: 'college',
          corrects: one.corrects,
        })),
      )
      .execute()
    await tx
      .insertInto('verification')
      .values(
        some.map((one, index) => ({
          owner_id: one.ownerId,
          item_id: one.id,
          verified_by: viewer.personId,
          verified_as: 'college administrator',
          saw: 'college',
          number: numbers[from + index]!,
          verified_at: at,
        })),
      )
      .execute()
    await audit(
      tx,
      ...some.map((one) => ({
        ownerId: one.ownerId,
        personId: viewer.personId,
        act: 'exam_result.uploaded',
        recordKind: 'item',
        recordId: one.id,
        about: `${one.exam}, ${longDate(one.takenOn!)}`,
      })),
    )
  }
  await tellOwners(house, tx, results)
}

/** One mail an owner, however many results. The result itself is not in it: mail is read by others. */
async function tellOwners({ config }: House, tx: Tx, results: readonly NewResult[]): Promise<void> {
  const byOwner = Map.groupBy(results, ({ ownerId }) => ownerId)
  const { rows } = await sql<{ id: string; name: string; email: string }>`
    select id, name, email from auth."user" where id = any(${[...byOwner.keys()]}::uuid[])`.execute(tx)
  await sendMails(
    tx,
    rows.map(({ id, name, email }) => {
      const exams = byOwner.get(id)!.map((one) => one.exam)
      return {
        category: 'verification' as const,
        ownerId: id,
        recipient: email,
        ...writeLetter(examLetter(name, exams, `${config.url}/record/${id}/certificates`)),
      }
    }),
  )
}
