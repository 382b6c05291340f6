import { v7 as uuidv7 } from 'uuid'
import { proposeCarryOver } from '#domain/curriculum/carry-over.ts'
import { editWords as say } from '#domain/curriculum/edit-words.ts'
import { notFound, Refusal } from '#domain/errors.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { putOnCurriculum } from '#server/training/version-commands.ts'
import { linksUnder } from './carry-over-queries.ts'
import { curriculaNow, curriculumNow } from './catalogue-queries.ts'
import { lockCurriculum } from './edition-commands.ts'
import type { CurriculaHouse } from './edition-queries.ts'
import { itemsToLink, linkWithin } from './link-commands.ts'

/**
 * Moves a trainee to the version that takes the place of theirs (T10). Nothing is linked by it: what the mapping gives is proposed.
 * Answers how many links were proposed; null where the trainee is on that version already.
 * @throws Refusal `not_found`, `not_allowed` where it does not take the place of theirs
 */
export async function moveTrainee(house: CurriculaHouse, seen: Seen, toId: string): Promise<number | null> {
  const { ownerId, viewerId } = seen
  return house.db.transaction().execute(async (tx) => {
    await lockCurriculum(tx, toId)
    await lockPerson(tx, ownerId)
    const curricula = await curriculaNow(tx, house.catalogue)
    const to = curricula.find(({ id }) => id === toId)
    if (to === undefined) throw notFound()
    const from = curricula.find(({ id }) => id === to.replaces?.curriculum)
    if (from === undefined) throw new Refusal('not_allowed', say.notReplaced)
    const moved = await putOnCurriculum(tx, ownerId, from.id, to.id)
    if (moved === 'there already') return null
    if (moved === 'on neither') throw new Refusal('not_allowed', say.notOnIt)
    const moveId = uuidv7()
    await tx
      .insertInto('curriculum_move')
      .values({
        owner_id: ownerId,
        id: moveId,
        trainee_id: moved.traineeId,
        from_curriculum: from.id,
        to_curriculum: to.id,
        moved_by: viewerId,
        moved_at: new Date(Date.now()),
      })
      .execute()
    const { proposed } = proposeCarryOver(await linksUnder(tx, ownerId, from.id), from, to)
    if (proposed.length > 0) {
      await tx
        .insertInto('proposed_link')
        .values(
          proposed.map(({ evidenceId, fromCodes, toCode }) => ({
            owner_id: ownerId,
            id: uuidv7(),
            move_id: moveId,
            item_id: evidenceId,
            from_codes: [...fromCodes],
            to_curriculum: to.id,
            to_code: toCode,
          })),
        )
        .execute()
    }
    await audit(tx, {
      ownerId,
      personId: viewerId,
      act: 'curriculum.moved',
      recordKind: 'curriculum',
      recordId: moveId,
      about: `${to.title} (${to.version})`,
      changes: [{ field: 'curriculum', before: `${from.title} (${from.version})`, after: `${to.title} (${to.version})` }],
    })
    return proposed.length
  })
}

/**
 * Answers proposed links (T10): a yes links the evidence under the new version. What was answered already stays as it was answered, but a
 * no can become a yes.
 * @throws Refusal `not_found` where one of them is not the owner's; to a yes `not_allowed` for what is in the bin, and `invalid_input` at
 * `isShown` where an item that is linked to nothing today would open again (P24)
 */
export async function answerCarryOver(
  house: CurriculaHouse,
  seen: Seen,
  { proposalIds, answer, isShown }: { readonly proposalIds: readonly string[]; readonly answer: 'yes' | 'no'; readonly isShown: boolean },
): Promise<void> {
  const { ownerId, viewerId } = seen
  await house.db.transaction().execute(async (tx) => {
    await lockPerson(tx, ownerId)
    const ids = [...new Set(proposalIds)]
    const rows = await tx
      .selectFrom('proposed_link')
      .where('owner_id', '=', ownerId)
      .where('id', 'in', ids)
      .select(['id', 'item_id', 'to_curriculum', 'to_code', 'answer'])
      .execute()
    if (rows.length < ids.length) throw notFound()
    const open = rows.filter((row) => row.answer === 'waiting' || (row.answer === 'no' && answer === 'yes'))
    if (open.length === 0) return
    if (answer === 'yes') await linkCarriedOver(house, tx, seen, open, isShown)
    await tx
      .updateTable('proposed_link')
      .set({ answer, answered_at: new Date(Date.now()) })
      .where('owner_id', '=', ownerId)
      .where(
        'id',
        'in',
        open.map(({ id }) => id),
      )
      .execute()
    await audit(tx, {
      ownerId,
      personId: viewerId,
      act: 'curriculum.carry_over_answered',
      recordKind: 'curriculum',
      about: `${answer}: ${[...new Set(open.map((row) => row.to_code))].join(', ')}`,
    })
  })
}

async function linkCarriedOver(
  house: CurriculaHouse,
  tx: Tx,
  seen: Seen,
  rows: readonly { readonly item_id: string; readonly to_curriculum: string; readonly to_code: string }[],
  isShown: boolean,
): Promise<void> {
  const items = await itemsToLink(
    tx,
    seen.ownerId,
    rows.map((row) => row.item_id),
    isShown,
  )
  const itemOf = new Map(items.map((item) => [item.id, item]))
  for (const [curriculumId, proposed] of Map.groupBy(rows, (row) => row.to_curriculum)) {
    const curriculum = await curriculumNow(tx, house.catalogue, curriculumId)
    if (curriculum === undefined) throw notFound()
    await linkWithin(
      tx,
      seen,
      curriculum,
      proposed.map((row) => ({ item: itemOf.get(row.item_id)!, code: row.to_code })),
    )
  }
}
