import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { proposeCarryOver } from '#domain/curriculum/carry-over.ts'
import { editWords as say } from '#domain/curriculum/edit-words.ts'
import { linkWords } from '#domain/curriculum/words.ts'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { linksUnder } from './carry-over-queries.ts'
import { curriculaNow } from './catalogue-queries.ts'
import { lockCurriculum } from './edition-commands.ts'
import type { CurriculaHouse } from './edition-queries.ts'
import { anyIsClosed } from './link-commands.ts'

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
    const trainees = await tx
      .selectFrom('trainee')
      .where('owner_id', '=', ownerId)
      .select(['id', 'curriculum_id'])
      .orderBy('from_on', 'desc')
      .execute()
    const trainee = trainees.find((one) => one.curriculum_id === from.id)
    if (trainee === undefined) {
      if (trainees.some((one) => one.curriculum_id === to.id)) return null
      throw new Refusal('not_allowed', say.notOnIt)
    }
    await tx.updateTable('trainee').set({ curriculum_id: to.id }).where('owner_id', '=', ownerId).where('id', '=', trainee.id).execute()
    const moveId = uuidv7()
    await tx
      .insertInto('curriculum_move')
      .values({
        owner_id: ownerId,
        id: moveId,
        trainee_id: trainee.id,
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
  { db }: CurriculaHouse,
  seen: Seen,
  { proposalIds, answer, isShown }: { readonly proposalIds: readonly string[]; readonly answer: 'yes' | 'no'; readonly isShown: boolean },
): Promise<void> {
  const { ownerId, viewerId } = seen
  await db.transaction().execute(async (tx) => {
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
    if (answer === 'yes') {
      const items = await tx
        .selectFrom('item')
        .where('owner_id', '=', ownerId)
        .where('id', 'in', [...new Set(open.map((row) => row.item_id))])
        .select(['id', 'title', 'binned_at'])
        .orderBy('id')
        .forUpdate()
        .execute()
      const binned = items.find(({ binned_at }) => binned_at !== null)
      if (binned !== undefined) throw new Refusal('not_allowed', linkWords.inBin(binned.title))
      if (!isShown && (await anyIsClosed(tx, ownerId, items))) throw refuseField('isShown', linkWords.notShown)
    }
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
    if (answer === 'yes')
      for (const row of open) await linkCarriedOver(tx, seen, { itemId: row.item_id, curriculumId: row.to_curriculum, code: row.to_code })
    await audit(tx, {
      ownerId,
      personId: viewerId,
      act: 'curriculum.carry_over_answered',
      recordKind: 'curriculum',
      about: `${answer}: ${[...new Set(open.map((row) => row.to_code))].join(', ')}`,
    })
  })
}

/** Links a piece of evidence under the new version, once; what is in the bin or gone is not linked. */
export async function linkCarriedOver(
  tx: Tx,
  { ownerId, viewerId }: Seen,
  { itemId, curriculumId, code }: { readonly itemId: string; readonly curriculumId: string; readonly code: string },
): Promise<void> {
  await sql`
    insert into evidence_link (owner_id, id, item_id, curriculum_id, item_code, linked_by, linked_at)
    select ${ownerId}, ${uuidv7()}, item.id, ${curriculumId}, ${code}, ${viewerId}, ${new Date(Date.now())}
    from item where item.owner_id = ${ownerId} and item.id = ${itemId} and item.binned_at is null
      and not exists (
        select from evidence_link as same where same.owner_id = ${ownerId} and same.item_id = ${itemId}
          and same.curriculum_id = ${curriculumId} and same.item_code = ${code} and same.unlinked_at is null)`.execute(tx)
}
