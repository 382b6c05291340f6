import { relationWords } from '#domain/accounts/relation-words.ts'
import { relationToday, type Phase, type Role } from '#domain/accounts/relations.ts'
import { Refusal, refuseField } from '#domain/errors.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Viewer } from '#server/platform/viewer.ts'
import { programmesToday } from './owner-queries.ts'
import { rolesOf } from './relation-queries.ts'

/**
 * For what belongs to no owner: the college's pages and this Cairn's.
 * @throws Refusal `not_allowed` for who does not hold the role today
 */
export async function refuseWithoutRole(db: Db | Tx, viewer: Viewer, role: Role): Promise<void> {
  const held = await rolesOf(db, viewer.personId)
  if (!held.some((one) => one.role === role)) throw new Refusal('not_allowed', relationWords.onlyRole(role))
}

/**
 * Whose confirmed address it is, letter by letter: nobody's directory can be browsed (A7).
 * @throws Refusal `invalid_input` at `email` where it is nobody's
 */
export async function personWithAddress(db: Db | Tx, email: string): Promise<string> {
  const row = await db.selectFrom('auth.user').where('email', '=', email).where('email_verified', '=', true).select('id').executeTakeFirst()
  if (row === undefined) throw refuseField('email', relationWords.unknownAddress)
  return row.id
}

export interface Holder<R extends Role> {
  readonly id: string
  readonly role: R
  readonly name: string
  readonly email: string
  readonly from: PlainDate
  readonly until: PlainDate | null
  readonly phase: Phase
}

/** Who holds, held or will hold the roles: in a programme, or with null those without one. What was taken back is left out. */
export async function holdersOf<R extends Role>(db: Db, roles: readonly R[], programmeId: string | null): Promise<Holder<R>[]> {
  const rows = await db
    .selectFrom('role')
    .leftJoin('person', 'person.owner_id', 'role.person_id')
    .leftJoin('auth.user as account', 'account.id', 'role.person_id')
    .where('role.role', 'in', [...roles])
    .where('role.programme_id', 'is not distinct from', programmeId)
    .where((eb) => eb.or([eb('role.until_on', 'is', null), eb('role.until_on', '>=', eb.ref('role.from_on'))]))
    .select(['role.id', 'role.role', 'role.from_on as from', 'role.until_on as until', 'person.name', 'account.email'])
    .orderBy('role.from_on', 'desc')
    .orderBy('role.id', 'desc')
    .execute()
  const today = programmesToday()
  return rows.map((row) => {
    const role = row.role as R
    const phase = relationToday({ relation: role, from: row.from, until: row.until }, today)
    return { ...row, role, name: row.name ?? '', email: row.email ?? '', phase }
  })
}
