import { sql } from 'kysely'
import type { PlainDate } from '#domain/plain-date.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import type { Db } from '#server/platform/db.ts'

/**
 * How many curriculum items of each of these owners are ready for sign-off in their training year of today: with linked evidence and a
 * self-assessment, and no answer of a supervisor's since either was last added to (`standingOf` in domain says the same of one). Owners
 * with none are left out. One statement, whatever their number; the owners are those the asker was found to supervise.
 */
export async function readyForSignOff(
  db: Db,
  ownerIds: readonly string[],
  today: PlainDate = programmesToday(),
): Promise<Map<string, number>> {
  if (ownerIds.length === 0) return new Map()
  const { rows } = await sql<{ ownerId: string; ready: number }>`
    select assessed.owner_id as "ownerId", count(*)::int as ready
    from (
      select self_assessment.owner_id, self_assessment.curriculum_id, item_code, training_year_id, max(assessed_at) as at
      from self_assessment
      join training_year on training_year.owner_id = self_assessment.owner_id and training_year.id = self_assessment.training_year_id
      join trainee on trainee.owner_id = training_year.owner_id and trainee.id = training_year.trainee_id
        and trainee.curriculum_id = self_assessment.curriculum_id
      where self_assessment.owner_id = any(${[...ownerIds]}::uuid[])
        and training_year.from_on <= ${today}::date and training_year.until_on >= ${today}::date
      group by 1, 2, 3, 4
    ) as assessed
    join lateral (
      select max(link.linked_at) as at
      from evidence_link as link
      join item on item.owner_id = link.owner_id and item.id = link.item_id
      where link.owner_id = assessed.owner_id and link.curriculum_id = assessed.curriculum_id and link.item_code = assessed.item_code
        and link.unlinked_at is null and item.binned_at is null
      having count(*) > 0
    ) as linked on true
    left join lateral (
      select answer, signed_at from sign_off
      where sign_off.owner_id = assessed.owner_id and sign_off.curriculum_id = assessed.curriculum_id
        and sign_off.item_code = assessed.item_code and sign_off.training_year_id = assessed.training_year_id
      order by chain_number desc limit 1
    ) as answered on true
    where answered.answer is null
      or (answered.answer <> 'signed off at level' and answered.signed_at < greatest(assessed.at, linked.at))
    group by 1`.execute(db)
  return new Map(rows.map(({ ownerId, ready }) => [ownerId, ready]))
}

/** How many links of a move to a new version wait for the owner's yes or no (T10), but for what is in the bin. */
export async function carryOverWaiting(db: Db, ownerId: string): Promise<number> {
  const { waiting } = await db
    .selectFrom('proposed_link as link')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'link.owner_id').onRef('item.id', '=', 'link.item_id'))
    .where('link.owner_id', '=', ownerId)
    .where('link.answer', '=', 'waiting')
    .where('item.binned_at', 'is', null)
    .select(sql<number>`count(*)::int`.as('waiting'))
    .executeTakeFirstOrThrow()
  return waiting
}
