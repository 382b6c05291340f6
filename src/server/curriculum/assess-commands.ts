import type { SelfAssessment } from '#domain/curriculum/contract.ts'
import { isVerified } from '#domain/curriculum/curriculum-file.ts'
import { assessWords, curriculumWords, linkWords } from '#domain/curriculum/words.ts'
import { Refusal, refuseField } from '#domain/errors.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Parts } from '#server/platform/parts.ts'
import { inHandOf, itemIn } from './year-queries.ts'

/**
 * A trainee's own rating in the current training year, and why the evidence supports it (T7). Nothing is changed by it: the newest
 * counts. Sent again, as after a lost answer, it answers what is there.
 * @throws Refusal `not_found`, `not_allowed`, `invalid_input`
 */
export async function assessSelf(
  house: Pick<Parts, 'db' | 'catalogue'>,
  seen: Seen,
  code: string,
  { id, level, why }: { id: string; level: string; why: string },
): Promise<SelfAssessment> {
  const { ownerId } = seen
  return house.db.transaction().execute(async (tx) => {
    const inHand = await inHandOf(house, ownerId, tx)
    const { curriculum, current, closed } = inHand
    const item = itemIn(inHand, code)
    if (isVerified(item.kind)) throw new Refusal('not_allowed', curriculumWords.verified)
    if (current === null) throw new Refusal('not_allowed', closed ?? curriculumWords.noYear)
    const title = item.scale.levels.find((one) => one.code === level)?.title
    if (title === undefined) throw refuseField('level', assessWords.levelAsked)
    const row = { id, level, why, assessed_at: new Date() }
    const made = await tx
      .insertInto('self_assessment')
      .values({
        ...row,
        owner_id: ownerId,
        curriculum_id: curriculum.id,
        item_code: code,
        training_year_id: current.id,
        training_year: current.code,
      })
      .onConflict((conflict) => conflict.columns(['owner_id', 'id']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (made !== undefined) {
      await audit(tx, {
        ownerId,
        personId: seen.viewerId,
        act: 'curriculum.self_assessed',
        recordKind: 'self_assessment',
        recordId: id,
        about: linkWords.audited(item.title, code),
        changes: [{ field: 'level', before: '', after: title }],
      })
    }
    const kept = await tx
      .selectFrom('self_assessment')
      .where('owner_id', '=', ownerId)
      .where('id', '=', id)
      .select(['id', 'training_year as year', 'level', 'why', 'assessed_at as at'])
      .executeTakeFirstOrThrow()
    return { ...kept, at: kept.at.toISOString() }
  })
}
