import { v5 as uuidv5 } from 'uuid'
import { accreditorById } from '#domain/catalogue/accreditor-by-id.ts'
import { awardsOn, rightOption } from '#domain/learning/attempt-rules.ts'
import { SECRET_BYTES } from '#domain/learning/certificate-code.ts'
import type { ModuleShelf } from '#server/learning/module-shelf.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import type { Tx } from '#server/platform/db.ts'
import { numericFromHundredths } from '#server/platform/numeric.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { DemoItem } from './demo-item.ts'

/** What the learning side would have written of a module of the catalogue, from starting it to its certificate. */
export async function putModule(
  tx: Tx,
  house: Pick<Parts, 'catalogue'> & { readonly shelf: ModuleShelf },
  ownerId: string,
  item: DemoItem,
  itemId: string,
  addedAt: Date,
): Promise<void> {
  if (item.module === undefined) return
  const { moduleId, right, place } = item.module
  const { module, hash } = house.shelf.find(moduleId)!
  const idOf = (what: string) => uuidv5(`${moduleId} ${what}`, ownerId)
  await tx
    .insertInto('enrolment')
    .values({ owner_id: ownerId, id: idOf('enrolment'), module_id: moduleId, item_id: itemId, made_at: addedAt })
    .execute()
  if (item.status === 'not started') return
  const passed = right === null ? null : 100 * right >= module.passMark * module.questions.length
  const submittedAt = right === null ? null : new Date(addedAt.getTime() + module.minutes * 60_000)
  await tx
    .insertInto('attempt')
    .values({
      owner_id: ownerId,
      id: idOf('attempt'),
      enrolment_id: idOf('enrolment'),
      module_id: moduleId,
      edition: hash,
      place,
      started_on: item.startedOn!,
      begun_at: addedAt,
      submitted_at: submittedAt,
      submitted_on: item.completedOn,
      right_answers: right,
      questions: right === null ? null : module.questions.length,
      passed,
    })
    .execute()
  if (right === null || submittedAt === null) return
  await tx
    .insertInto('attempt_answer')
    .values(
      module.questions.map((question, index) => ({
        owner_id: ownerId,
        attempt_id: idOf('attempt'),
        part: 'final',
        question_id: question.id,
        option: index < right ? rightOption(question) : (rightOption(question) + 1) % question.options.length,
        answered_at: submittedAt,
      })),
    )
    .execute()
  if (passed !== true) return
  const awards = awardsOn(module.accreditations, item.completedOn!)
  const rows = awards.map(({ accreditorId, amount }) => ({
    owner_id: ownerId,
    item_id: itemId,
    accreditor_id: accreditorId,
    id: idOf(`award ${accreditorId}`),
    amount: numericFromHundredths(amount),
    awarded_on: item.completedOn!,
  }))
  // Before an accreditation began a pass gives none.
  if (rows.length > 0) await tx.insertInto('credit_award').values(rows).execute()
  await tx
    .insertInto('certificate')
    .values({
      owner_id: ownerId,
      id: idOf('certificate'),
      attempt_id: idOf('attempt'),
      module_id: moduleId,
      title: module.title,
      name: (await namesOf(tx, [ownerId])).get(ownerId) ?? '',
      minutes: module.minutes,
      passed_on: item.completedOn!,
      awards: JSON.stringify(awards.map((award) => ({ ...award, name: accreditorById(house.catalogue, award.accreditorId)?.name ?? '' }))),
      secret: idOf('code')
        .replaceAll('-', '')
        .slice(0, SECRET_BYTES * 2),
      issued_at: submittedAt,
    })
    .execute()
}
