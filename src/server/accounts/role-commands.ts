import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { relationWords } from '#domain/accounts/relation-words.ts'
import { GIVEN_BY, isProgrammeRole, type Role } from '#domain/accounts/relations.ts'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import { addDays, type PlainDate } from '#domain/plain-date.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Viewer } from '#server/platform/viewer.ts'
import { namesOf } from './owner-queries.ts'
import { lockPerson, nameOf } from './relation-commands.ts'
import { rolesOf } from './relation-queries.ts'

export interface NewRole {
  readonly personId: string
  readonly role: Role
  /** For a role in a programme alone. */
  readonly programmeId: string | null
  readonly from: PlainDate
  /** Null for no end. */
  readonly until: PlainDate | null
}

/**
 * Gives somebody a role in a programme, in the college or in this Cairn (A7). It stands in their own trail. `at` names the field that
 * the giver filled in for the person, where a fault of it must stand.
 * @throws Refusal `not_allowed`, `invalid_input`, `already_exists`
 */
export async function giveRole(db: Db, viewer: Viewer, wanted: NewRole, at: 'personId' | 'email' = 'personId'): Promise<{ id: string }> {
  const { personId, role, from, until } = wanted
  const programmeId = isProgrammeRole(role) ? wanted.programmeId : null
  await refuseUnlessGiver(db, viewer, role)
  if (personId === viewer.personId) throw refuseField(at, relationWords.notYourself)
  if (isProgrammeRole(role) && programmeId === null) throw refuseField('programmeId', relationWords.namesNoProgramme)
  if (until !== null && until < from) throw refuseField('until', relationWords.endsBeforeItBegins)
  return db.transaction().execute(async (tx) => {
    await lockPerson(tx, personId)
    const name = await nameOf(tx, personId)
    const same = await tx
      .selectFrom('role')
      .where('person_id', '=', personId)
      .where('role', '=', role)
      .where('programme_id', 'is not distinct from', programmeId)
      .$if(until !== null, (qb) => qb.where('from_on', '<=', until!))
      .where((eb) => eb.or([eb('until_on', 'is', null), eb.and([eb('until_on', '>=', from), eb('until_on', '>=', eb.ref('from_on'))])]))
      .select('until_on')
      .executeTakeFirst()
    if (same) throw new Refusal('already_exists', relationWords.overlaps(same.until_on))
    const id = uuidv7()
    await tx
      .insertInto('role')
      .values({ id, person_id: personId, role, programme_id: programmeId, from_on: from, until_on: until, given_by: viewer.personId })
      .execute()
    await audit(tx, {
      ownerId: personId,
      personId: viewer.personId,
      act: 'accounts.role_given',
      recordKind: 'role',
      recordId: id,
      about: relationWords.about(name, role, from, until),
    })
    return { id }
  })
}

/**
 * Sets the last day of a role, or moves it to an earlier one; before its first day the role is taken back.
 * @throws Refusal `not_found`, `not_allowed`, `invalid_input`
 */
export async function endRole(db: Db, viewer: Viewer, id: string, on: PlainDate): Promise<void> {
  const kept = await db.selectFrom('role').where('id', '=', id).select('role').executeTakeFirst()
  if (!kept) throw notFound()
  const role = kept.role as Role
  await refuseUnlessGiver(db, viewer, role)
  await db.transaction().execute(async (tx) => {
    if (role === 'system administrator') await refuseIfLast(tx, id)
    const row = await tx
      .selectFrom('role')
      .where('id', '=', id)
      .select(['person_id', 'from_on', 'until_on'])
      .forUpdate()
      .executeTakeFirstOrThrow()
    const until = on < row.from_on ? addDays(row.from_on, -1) : on
    if (until === row.until_on) return
    if (row.until_on !== null && until > row.until_on) throw refuseField('until', relationWords.endsAlready(row.until_on))
    await tx
      .updateTable('role')
      .set({ until_on: until, ended_by: viewer.personId, ended_at: sql<Date>`now()` })
      .where('id', '=', id)
      .execute()
    const names = await namesOf(tx, [row.person_id])
    await audit(tx, {
      ownerId: row.person_id,
      personId: viewer.personId,
      act: 'accounts.role_ended',
      recordKind: 'role',
      recordId: id,
      about: relationWords.about(names.get(row.person_id) ?? '', role, row.from_on, until),
      changes: [{ field: 'until', before: row.until_on ?? '', after: until }],
    })
  })
}

async function refuseUnlessGiver(db: Db, viewer: Viewer, role: Role): Promise<void> {
  const held = await rolesOf(db, viewer.personId)
  const giver = GIVEN_BY[role]
  if (!held.some((one) => one.role === giver)) throw new Refusal('not_allowed', relationWords.onlyGivenBy(giver))
}

/** A Cairn without a system administrator could never get one again. All are locked, so that two cannot end each other at once. */
async function refuseIfLast(tx: Tx, id: string): Promise<void> {
  const lasting = await tx
    .selectFrom('role')
    .where('role', '=', 'system administrator')
    .where('until_on', 'is', null)
    .select('id')
    .orderBy('id')
    .forUpdate()
    .execute()
  if (!lasting.some((one) => one.id !== id)) throw new Refusal('not_allowed', relationWords.lastAdministrator)
}
