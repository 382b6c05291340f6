import { sql } from 'kysely'
import type { Standing } from '#domain/accounts/permissions.ts'
import { relationToday, type Relation } from '#domain/accounts/relations.ts'
import { dayIn, type PlainDate } from '#domain/plain-date.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/**
 * The day by which relations, roles and placements begin and end: the programmes' day, the same for everybody, which nobody's own
 * time zone moves (T2).
 */
export const programmesToday = (): PlainDate => dayIn('Europe/London', Date.now())

/** As ids are written here. What is written otherwise is nobody's, and the database need not be asked. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * What a person is to an owner today (A7): by a relation of their own, or by a role in a programme the owner trains in. One statement,
 * on the owner's shard.
 */
export async function standingsOf(db: Db | Tx, personId: string, ownerId: string): Promise<readonly Standing[]> {
  if (personId === ownerId) return [{ relation: 'owner', phase: 'during' }]
  if (!ID.test(ownerId)) return []
  const { rows } = await sql<{ relation: Relation; from: PlainDate; until: PlainDate | null }>`
    select relation, from_on as from, until_on as until
    from relation
    where owner_id = ${ownerId} and person_id = ${personId}
    union all
    select role.role, greatest(role.from_on, trainee.from_on), least(role.until_on, trainee.until_on)
    from trainee
    join role on role.programme_id = trainee.programme_id or role.role = 'college administrator'
    where trainee.owner_id = ${ownerId} and role.person_id = ${personId}`.execute(db)
  const today = programmesToday()
  return rows
    .map((row) => ({ relation: row.relation, phase: relationToday(row, today) }))
    .filter(({ phase }) => phase === 'during' || phase === 'grace')
}
