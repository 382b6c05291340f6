import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { sectionOf, type GivenRelation, type ProgrammeRole } from '#domain/accounts/relations.ts'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import { addDays, type PlainDate } from '#domain/plain-date.ts'
import { placementLetters as letters, placementWords as words } from '#domain/training/placement-words.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { endWithin, giveWithin, lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { sendMail, writeLetter, type Letter } from '#server/platform/mail.ts'
import type { Config } from '#server/platform/config.ts'
import { accountOf, addressesOf, staffOf, type Account } from './people-queries.ts'
import { trainingOf } from './queries.ts'

interface House {
  readonly db: Db
  readonly config: Config
}

/**
 * The trainee says that a supervisor is wrong (T2). It goes to the programme's tutors; where there is none, to its director, else to
 * its coordinators, so that it never lies unread.
 * @throws Refusal `not_found`, `not_allowed`, `already_exists`
 */
export async function askCorrection(
  { db, config }: House,
  seen: Seen,
  wanted: { relationId: string; says: string },
): Promise<{ id: string }> {
  return db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    const relation = await relationOf(tx, seen.ownerId, wanted.relationId)
    if (relation.until < programmesToday() || relation.until < relation.from) throw new Refusal('not_allowed', words.notASupervisor)
    const training = await trainingOf(tx, seen.ownerId)
    if (training === null) throw new Refusal('not_allowed', words.notTraining)
    const open = await tx
      .selectFrom('supervisor_correction')
      .where('owner_id', '=', seen.ownerId)
      .where('relation_id', '=', wanted.relationId)
      .where('closed_at', 'is', null)
      .select('id')
      .executeTakeFirst()
    if (open) throw new Refusal('already_exists', words.asked)
    const id = uuidv7()
    await tx
      .insertInto('supervisor_correction')
      .values({ owner_id: seen.ownerId, id, relation_id: wanted.relationId, says: wanted.says, asked_at: new Date() })
      .execute()
    const about = words.aboutSupervisor(relation.name, relation.relation)
    await note(tx, seen, id, 'training.correction_asked', about)
    const trainee = (await addressesOf(tx, [seen.ownerId])).get(seen.ownerId)?.name ?? ''
    const url = `${config.url}/programmes/${training.programmeId}`
    await tell(tx, await whoNames(tx, training.programmeId), (name) => letters.asked(name, trainee, about, wanted.says, url))
    return { id }
  })
}

/**
 * The tutor names the right one, or says that it is right as it is, which closes it.
 * @throws Refusal `not_found`, `not_allowed`, `invalid_input`
 */
export async function nameSupervisor(
  { db, config }: House,
  seen: Seen,
  id: string,
  wanted: { readonly email: string } | { readonly reason: string },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockPerson(tx, seen.ownerId)
    const { relation } = await openCorrection(tx, seen.ownerId, id)
    const about = words.aboutSupervisor(relation.name, relation.relation)
    if ('reason' in wanted) return close(tx, config, seen, id, about, wanted.reason)
    const right = await accountOf(tx, wanted.email)
    if (right.id === relation.personId) throw refuseField('email', words.samePerson)
    if (right.id === seen.ownerId) throw refuseField('email', words.notYourself)
    await tx
      .updateTable('supervisor_correction')
      .set({ named_person_id: right.id, named_by: seen.viewerId, named_at: new Date() })
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', id)
      .execute()
    await note(tx, seen, id, 'training.correction_named', words.aboutSupervisor(right.name, relation.relation))
    const training = await trainingOf(tx, seen.ownerId)
    if (training === null) return
    const people = await addressesOf(tx, [seen.ownerId, seen.viewerId])
    const [trainee, by] = [seen.ownerId, seen.viewerId].map((one) => people.get(one)?.name ?? '') as [string, string]
    const url = `${config.url}/programmes/${training.programmeId}`
    const coordinators = await staffOf(tx, training.programmeId, 'programme coordinator')
    await tell(tx, coordinators, (name) => letters.named(name, trainee, about, right.name, by, url))
  })
}

/**
 * The coordinator makes the change from a day on: the one before ends the day before, and the new one has the days that were left. Or
 * says why not. Before the first day of the one before it is as if they had never been given.
 * @throws Refusal `not_found`, `not_allowed`, `invalid_input`
 */
export async function closeCorrection(
  { db, config }: House,
  seen: Seen,
  id: string,
  wanted: { readonly from: PlainDate } | { readonly reason: string },
): Promise<void> {
  const { ownerId, viewerId } = seen
  await db.transaction().execute(async (tx) => {
    await lockPerson(tx, ownerId)
    const { relation, namedId } = await openCorrection(tx, ownerId, id)
    const about = words.aboutSupervisor(relation.name, relation.relation)
    if ('reason' in wanted) return close(tx, config, seen, id, about, wanted.reason)
    if (namedId === null) throw new Refusal('not_allowed', words.notNamed)
    if (wanted.from > relation.until) throw refuseField('from', words.afterItEnds(relation.until))
    const from = wanted.from < relation.from ? relation.from : wanted.from
    await endWithin(tx, viewerId, { ownerId, id: relation.id }, addDays(from, -1), 'from')
    const { relation: kind, until, placementId } = relation
    const given = await giveWithin(tx, viewerId, { ownerId, personId: namedId, relation: kind, from, until, placementId }, 'from')
    await tx
      .updateTable('supervisor_correction')
      .set({ outcome: 'changed', closed_by: viewerId, closed_at: new Date(), new_relation_id: given.id })
      .where('owner_id', '=', ownerId)
      .where('id', '=', id)
      .execute()
    await note(tx, seen, id, 'training.correction_closed', about)
    const people = await addressesOf(tx, [ownerId, namedId])
    const owner = people.get(ownerId)
    const url = `${config.url}/record/${ownerId}`
    const after = people.get(namedId)?.name ?? ''
    if (owner) await tell(tx, [owner], (name) => letters.changed(name, relation.name, after, kind, from, url))
  })
}

async function close(tx: Tx, config: Config, seen: Seen, id: string, about: string, reason: string): Promise<void> {
  await tx
    .updateTable('supervisor_correction')
    .set({ outcome: 'not changed', reason, closed_by: seen.viewerId, closed_at: sql<Date>`now()` })
    .where('owner_id', '=', seen.ownerId)
    .where('id', '=', id)
    .execute()
  await note(tx, seen, id, 'training.correction_closed', about)
  const people = await addressesOf(tx, [seen.ownerId, seen.viewerId])
  const owner = people.get(seen.ownerId)
  const by = people.get(seen.viewerId)?.name ?? ''
  if (owner) await tell(tx, [owner], (name) => letters.notChanged(name, about, by, reason, `${config.url}/record/${seen.ownerId}`))
}

async function relationOf(tx: Tx, ownerId: string, id: string) {
  const row = await tx
    .selectFrom('relation')
    .where('owner_id', '=', ownerId)
    .where('id', '=', id)
    .select(['id', 'person_id as personId', 'relation', 'from_on as from', 'until_on as until', 'placement_id as placementId'])
    .executeTakeFirst()
  if (row === undefined || sectionOf(row.relation as GivenRelation) !== 'supervision') throw notFound()
  const name = (await addressesOf(tx, [row.personId])).get(row.personId)?.name ?? ''
  return { ...row, relation: row.relation as GivenRelation, name }
}

async function openCorrection(tx: Tx, ownerId: string, id: string) {
  const row = await tx
    .selectFrom('supervisor_correction')
    .where('owner_id', '=', ownerId)
    .where('id', '=', id)
    .select(['relation_id', 'named_person_id', 'closed_at'])
    .executeTakeFirst()
  if (row === undefined) throw notFound()
  if (row.closed_at !== null) throw new Refusal('not_allowed', words.closed)
  return { relation: await relationOf(tx, ownerId, row.relation_id), namedId: row.named_person_id }
}

async function whoNames(tx: Tx, programmeId: string): Promise<Account[]> {
  for (const role of ['tutor', 'programme director', 'programme coordinator'] satisfies ProgrammeRole[]) {
    const staff = await staffOf(tx, programmeId, role)
    if (staff.length > 0) return staff
  }
  return []
}

async function tell(tx: Tx, people: readonly Account[], letter: (name: string) => Letter): Promise<void> {
  for (const { id, name, email } of people)
    await sendMail(tx, { category: 'training', ownerId: id, recipient: email, ...writeLetter(letter(name)) })
}

const note = (tx: Tx, seen: Seen, id: string, act: string, about: string) =>
  audit(tx, { ownerId: seen.ownerId, personId: seen.viewerId, act, recordKind: 'supervisor_correction', recordId: id, about })
