import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { relationWords } from '#domain/accounts/relation-words.ts'
import { sectionOf, type GivenRelation } from '#domain/accounts/relations.ts'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import { addDays, type PlainDate } from '#domain/plain-date.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Viewer } from '#server/platform/viewer.ts'
import { isClosing } from './closing-queries.ts'
import { namesOf } from './owner-queries.ts'
import { seenBy } from './seen.ts'

export interface NewRelation {
  readonly ownerId: string
  readonly personId: string
  readonly relation: GivenRelation
  readonly from: PlainDate
  readonly until: PlainDate
  /** For a clinical supervisor, under which placement. */
  readonly placementId?: string | null
}

/**
 * Makes somebody a supervisor of an owner or a member of their panel, for given days, both included (A7). Written from both sides.
 * @throws Refusal `not_found`, `not_allowed`, `invalid_input`, `already_exists`
 */
export async function giveRelation(db: Db, viewer: Viewer, wanted: NewRelation): Promise<{ id: string }> {
  await seenBy(db, viewer, wanted.ownerId, 'relation', 'write', { section: sectionOf(wanted.relation) })
  return db.transaction().execute((tx) => giveWithin(tx, viewer.personId, wanted))
}

/**
 * The same within a transaction, for who was allowed it already. One owner has one educational supervisor at a time (T2).
 * `at` is the field that names the person. @throws Refusal `invalid_input`, `already_exists`
 */
export async function giveWithin(tx: Tx, giverId: string, wanted: NewRelation, at = 'personId'): Promise<{ id: string }> {
  const { ownerId, personId, relation, from, until, placementId = null } = wanted
  if (personId === giverId) throw refuseField(at, relationWords.notYourself)
  if (personId === ownerId) throw refuseField(at, relationWords.notTheirOwn)
  if (until < from) throw refuseField('until', relationWords.endsBeforeItBegins)
  await lockPerson(tx, ownerId)
  const name = await nameOf(tx, personId)
  const beside = await tx
    .selectFrom('relation')
    .where('owner_id', '=', ownerId)
    .where('relation', '=', relation)
    .where('from_on', '<=', until)
    .where('until_on', '>=', from)
    .whereRef('until_on', '>=', 'from_on')
    .select(['person_id', 'placement_id', 'until_on'])
    .orderBy('from_on')
    .execute()
  const same = beside.find((one) => one.person_id === personId && one.placement_id === placementId)
  if (same)
    throw new Refusal('already_exists', relationWords.overlaps(same.until_on), {
      fields: [{ path: at, message: relationWords.overlaps(same.until_on) }],
    })
  const other = relation === 'educational supervisor' ? beside[0] : undefined
  if (other) {
    const names = await namesOf(tx, [other.person_id])
    throw refuseField(at, relationWords.oneAtATime(names.get(other.person_id) ?? '', other.until_on))
  }
  const row = { id: uuidv7(), relation, from_on: from, until_on: until }
  await tx
    .insertInto('relation')
    .values({ ...row, owner_id: ownerId, person_id: personId, placement_id: placementId, given_by: giverId })
    .execute()
  await tx
    .insertInto('relation_by_person')
    .values({ ...row, owner_id: personId, record_owner_id: ownerId })
    .execute()
  await audit(tx, {
    ownerId,
    personId: giverId,
    act: 'accounts.relation_given',
    recordKind: 'relation',
    recordId: row.id,
    about: relationWords.about(name, relation, from, until),
  })
  return { id: row.id }
}

/**
 * Moves the last day of a relation to an earlier one (T2). Before its first day it is taken back, and nothing of it remains in force.
 * @throws Refusal `not_found`, `not_allowed`, `invalid_input`
 */
export async function endRelation(db: Db, viewer: Viewer, { ownerId, id }: { ownerId: string; id: string }, on: PlainDate): Promise<void> {
  const kept = await db.selectFrom('relation').where('owner_id', '=', ownerId).where('id', '=', id).select('relation').executeTakeFirst()
  if (!kept) throw notFound()
  await seenBy(db, viewer, ownerId, 'relation', 'write', { section: sectionOf(kept.relation as GivenRelation) })
  await db.transaction().execute((tx) => endWithin(tx, viewer.personId, { ownerId, id }, on))
}

/** The same within a transaction, for who was allowed it already. @throws Refusal `invalid_input` */
export async function endWithin(
  tx: Tx,
  enderId: string,
  { ownerId, id }: { ownerId: string; id: string },
  on: PlainDate,
  at = 'until',
): Promise<void> {
  const row = await tx
    .selectFrom('relation')
    .where('owner_id', '=', ownerId)
    .where('id', '=', id)
    .select(['person_id', 'relation', 'from_on', 'until_on'])
    .forUpdate()
    .executeTakeFirstOrThrow()
  const until = on < row.from_on ? addDays(row.from_on, -1) : on
  if (until === row.until_on) return
  if (until > row.until_on) throw refuseField(at, relationWords.endsAlready(row.until_on))
  await tx
    .updateTable('relation')
    .set({ until_on: until, ended_by: enderId, ended_at: sql<Date>`now()` })
    .where('owner_id', '=', ownerId)
    .where('id', '=', id)
    .execute()
  await tx.updateTable('relation_by_person').set({ until_on: until }).where('owner_id', '=', row.person_id).where('id', '=', id).execute()
  const names = await namesOf(tx, [row.person_id])
  await audit(tx, {
    ownerId,
    personId: enderId,
    act: 'accounts.relation_ended',
    recordKind: 'relation',
    recordId: id,
    about: relationWords.about(names.get(row.person_id) ?? '', row.relation as GivenRelation, row.from_on, until),
    changes: [{ field: 'until', before: row.until_on, after: until }],
  })
}

/** What is given to one person, or to one owner, is given one at a time. */
export async function lockPerson(tx: Tx, personId: string): Promise<void> {
  await tx.selectFrom('person').where('owner_id', '=', personId).select('owner_id').forUpdate().executeTakeFirst()
}

/** @throws Refusal `invalid_input` where nobody has this account */
export async function nameOf(tx: Tx, personId: string): Promise<string> {
  const name = (await namesOf(tx, [personId])).get(personId)
  if (name === undefined || (await isClosing(tx, personId))) throw refuseField('personId', relationWords.unknownPerson)
  return name
}
