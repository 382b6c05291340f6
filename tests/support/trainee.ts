import { v7 as uuidv7 } from 'uuid'
import { addDays, type PlainDate } from '../../src/domain/plain-date.ts'
import type { House } from '../../src/server/house.ts'
import { DECLARATIONS, declarationsOfOwner, OPENINGS } from '../../src/domain/training/declarations-contract.ts'
import type { DeclarationKind } from '../../src/domain/training/declaration-file.ts'
import type { Person } from './person.ts'
import { inDays } from './related.ts'

/** A training year of who trains, as their programme would have entered it. */
export async function trainingYear(
  house: Pick<House, 'db'>,
  ownerId: string,
  wish: { code?: string; from?: PlainDate; until?: PlainDate } = {},
): Promise<string> {
  const { id: traineeId } = await house.db.selectFrom('trainee').where('owner_id', '=', ownerId).select('id').executeTakeFirstOrThrow()
  const id = uuidv7()
  const from = wish.from ?? inDays(-30)
  await house.db
    .insertInto('training_year')
    .values({
      owner_id: ownerId,
      id,
      trainee_id: traineeId,
      code: wish.code ?? 'IMY1',
      from_on: from,
      until_on: wish.until ?? addDays(from, 364),
    })
    .execute()
  return id
}

/** What the signer saw on the page. */
export async function textShownTo(signer: Person, ownerId: string, kind: DeclarationKind) {
  const { now } = await signer.ask(declarationsOfOwner, { params: { ownerId } })
  return now.find((one) => one.kind === kind)!.text!
}

/** Opens every section a text names. */
export async function openSections(signer: Person, ownerId: string, kind: DeclarationKind): Promise<string> {
  const text = await textShownTo(signer, ownerId, kind)
  for (const { code } of text.sections) {
    await signer.ask(OPENINGS[kind], { params: { ownerId }, body: { textId: text.id, section: code } })
  }
  return text.id
}

/** Opens and signs. */
export async function sign(signer: Person, ownerId: string, kind: DeclarationKind, more: { detail?: string; corrects?: string } = {}) {
  const textId = await openSections(signer, ownerId, kind)
  return signer.ask(DECLARATIONS[kind].sign, { params: { ownerId }, body: { id: uuidv7(), textId, ...more } })
}
