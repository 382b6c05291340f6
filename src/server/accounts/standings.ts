import { sql } from 'kysely'
import type { Standing } from '#domain/accounts/permissions.ts'
import { relationToday, SUPERVISOR_GRACE_DAYS, type Relation } from '#domain/accounts/relations.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { enrolmentOn } from '#domain/training/enrolment.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { programmesToday } from './owner-queries.ts'

/** As ids are written here. What is written otherwise is nobody's, and the database need not be asked. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * What a person is to an owner today (A7): by a relation of their own, or by a role in a programme the owner trains in. One statement,
 * on the owner's shard.
 */
export async function standingsOf(db: Db | Tx, personId: string, ownerId: string): Promise<readonly Standing[]> {
  if (personId === ownerId) return [{ relation: 'owner', phase: 'during' }]
  if (!ID.test(ownerId)) return []
  return (await present(db, ownerId, personId)).map(({ relation, phase }) => ({ relation, phase }))
}

/** Everybody who stands in a relation to an owner today, beside the owner, and what they are. */
export const peopleStandingTo = (db: Db | Tx, ownerId: string): Promise<(Standing & { personId: string })[]> => present(db, ownerId, null)

async function present(db: Db | Tx, ownerId: string, personId: string | null): Promise<(Standing & { personId: string })[]> {
  const { rows } = await sql<{ personId: string; relation: Relation; from: PlainDate; until: PlainDate | null; graceDays: number }>`
    select person_id as "personId", relation, from_on as from, until_on as until, coalesce((
      select max(programme.grace_days) from trainee join programme on programme.id = trainee.programme_id
      where trainee.owner_id = ${ownerId} and relation.from_on <= coalesce(trainee.until_on, 'infinity')
        and relation.until_on >= trainee.from_on), ${SUPERVISOR_GRACE_DAYS}) as "graceDays"
    from relation
    where owner_id = ${ownerId} and (${personId}::uuid is null or person_id = ${personId})
      and not exists (select from closing where closing.owner_id = ${ownerId})
    union all
    select role.person_id, role.role, greatest(role.from_on, trainee.from_on), least(role.until_on, trainee.until_on), 0
    from trainee
    join role on role.programme_id = trainee.programme_id or role.role = 'college administrator'
    where trainee.owner_id = ${ownerId} and (${personId}::uuid is null or role.person_id = ${personId})`.execute(db)
  const today = programmesToday()
  return rows
    .map((row) => ({ personId: row.personId, relation: row.relation, phase: relationToday(row, today, row.graceDays) }))
    .filter(({ phase }) => phase === 'during' || phase === 'grace')
}

/** Whether the owner's training record waits for an enrolment that is overdue today: nobody writes in it then (T1). */
export async function isFrozen(db: Db | Tx, ownerId: string): Promise<boolean> {
  const rows = await db
    .selectFrom('trainee')
    .innerJoin('programme', 'programme.id', 'trainee.programme_id')
    .where('trainee.owner_id', '=', ownerId)
    .select(['from_on as from', 'until_on as until', 'enrolled_on as enrolledOn', 'told_after_months', 'frozen_after_months'])
    .execute()
  const today = programmesToday()
  return rows.some((row) => frozenOn(today, row))
}

function frozenOn(
  today: PlainDate,
  row: { from: PlainDate; until: PlainDate | null; enrolledOn: PlainDate | null; told_after_months: number; frozen_after_months: number },
): boolean {
  const limits = { toldAfterMonths: row.told_after_months, frozenAfterMonths: row.frozen_after_months }
  return enrolmentOn(today, { ...row, isInvited: true }, limits) === 'frozen'
}

/** Of these owners those whose record is frozen today. */
export async function frozenAmong(db: Db | Tx, ownerIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('trainee')
    .innerJoin('programme', 'programme.id', 'trainee.programme_id')
    .where(sql<boolean>`trainee.owner_id = any(${[...ownerIds]}::uuid[])`)
    .select(['owner_id', 'from_on as from', 'until_on as until', 'enrolled_on as enrolledOn', 'told_after_months', 'frozen_after_months'])
    .execute()
  const today = programmesToday()
  return new Set(rows.filter((row) => frozenOn(today, row)).map((row) => row.owner_id))
}

/** What a college administrator is to owners today, by their days in a programme; nothing of an owner to whom they are none. */
export async function collegeStandings(
  db: Db | Tx,
  personId: string,
  ownerIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Standing[]>> {
  const { rows } = await sql<{ ownerId: string; from: PlainDate; until: PlainDate | null }>`
    select trainee.owner_id as "ownerId", greatest(role.from_on, trainee.from_on) as from, least(role.until_on, trainee.until_on) as until
    from trainee join role on role.role = 'college administrator' and role.person_id = ${personId}
    where trainee.owner_id = any(${[...ownerIds]}::uuid[])`.execute(db)
  const today = programmesToday()
  const standing = { relation: 'college administrator', phase: 'during' } as const
  return new Map(
    rows.flatMap(({ ownerId, from, until }) =>
      relationToday({ relation: standing.relation, from, until }, today) === 'during' ? [[ownerId, [standing]]] : [],
    ),
  )
}
