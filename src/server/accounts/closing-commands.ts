import { sql } from 'kysely'
import { eraseAt } from '#domain/accounts/closing.ts'
import { closingLetters, closingWords } from '#domain/accounts/closing-words.ts'
import { Refusal } from '#domain/errors.ts'
import { addDays, type PlainDate } from '#domain/plain-date.ts'
import { takeBackRequests } from '#server/assessments/closing-commands.ts'
import { withdrawEveryOffer } from '#server/assessments/collection-commands.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import type { Viewer } from '#server/platform/viewer.ts'
import { staffOf } from '#server/training/people-queries.ts'
import { closesOn, whyNotClose } from './closing-queries.ts'
import { emailOf } from './email-queries.ts'
import { dropLinks } from './links.ts'
import { namesOf, programmesToday } from './owner-queries.ts'
import { provePassword, refuseIfEnded } from './passwords.ts'
import type { AccountParts } from './registration.ts'
import { endWithin, lockPerson } from './relation-commands.ts'

/**
 * Begins to close the viewer's own account (A10). Every other session ends; this one is shown nothing but the way back.
 * @throws Refusal `wrong_password` at `password`, `try_later`, `not_allowed` for the last system administrator
 */
export async function closeAccount(parts: AccountParts, viewer: Viewer, wanted: { password: string }): Promise<{ closesOn: PlainDate }> {
  const user = await provePassword(parts, viewer, wanted.password, 'password')
  return parts.db.transaction().execute(async (tx) => {
    await refuseIfEnded(tx, viewer)
    // All are locked, so that the last two cannot go at once.
    await tx.selectFrom('role').where('role', '=', 'system administrator').select('id').orderBy('id').forUpdate().execute()
    await lockPerson(tx, user.id)
    const begun = await tx.selectFrom('closing').where('owner_id', '=', user.id).select('erase_at').executeTakeFirst()
    if (begun) return { closesOn: closesOn(begun.erase_at) }
    const why = await whyNotClose(tx, user.id)
    if (why !== null) throw new Refusal('not_allowed', why)
    const now = new Date()
    const erase = new Date(eraseAt(now.getTime()))
    const on = closesOn(erase)
    const paused = await tx
      .updateTable('connection')
      .set({ state: 'paused', paused_at: now })
      .where('owner_id', '=', user.id)
      .where('state', '=', 'active')
      .returning('id')
      .execute()
    await tx
      .insertInto('closing')
      .values({ owner_id: user.id, asked_at: now, erase_at: erase, paused: paused.map(({ id }) => id) })
      .execute()
    await tx.deleteFrom('auth.session').where('user_id', '=', user.id).where('id', '!=', viewer.sessionId).execute()
    await tx.updateTable('person').set({ pending_email: null, pending_until: null }).where('owner_id', '=', user.id).execute()
    await dropLinks(tx, user.id)
    await takeBackRequests(tx, user.id)
    await withdrawEveryOffer(tx, user.id)
    await endPosts(tx, user)
    await sendMail(tx, {
      category: 'account',
      ownerId: user.id,
      recipient: user.email,
      ...writeLetter(closingLetters.begun(user.name, on, `${parts.config.url}/welcome`)),
    })
    await audit(tx, { ownerId: user.id, personId: user.id, act: 'accounts.closing_begun', recordKind: 'account', recordId: user.id })
    return { closesOn: on }
  })
}

/** What they were to others ends today, and who runs each programme is told. The letters are theirs, so that they go with them. */
async function endPosts(tx: Tx, user: { id: string; name: string }): Promise<void> {
  const today = programmesToday()
  const supervised = new Map<string, Set<string>>()
  const relations = await tx
    .selectFrom('relation_by_person')
    .where('owner_id', '=', user.id)
    .where('until_on', '>=', today)
    .whereRef('until_on', '>=', 'from_on')
    .select(['id', 'record_owner_id as ownerId'])
    .orderBy('record_owner_id')
    .execute()
  for (const { id, ownerId } of relations) {
    await lockPerson(tx, ownerId)
    await endWithin(tx, user.id, { ownerId, id }, today)
    const programmes = await tx.selectFrom('trainee').where('owner_id', '=', ownerId).select('programme_id').execute()
    for (const { programme_id } of programmes) supervised.set(programme_id, (supervised.get(programme_id) ?? new Set()).add(ownerId))
  }
  const roles = await tx
    .selectFrom('role')
    .where('person_id', '=', user.id)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>', today)]))
    .select(['id', 'programme_id', 'from_on'])
    .execute()
  for (const { id, programme_id, from_on } of roles) {
    await tx
      .updateTable('role')
      .set({ until_on: from_on > today ? addDays(from_on, -1) : today, ended_by: user.id, ended_at: sql<Date>`now()` })
      .where('id', '=', id)
      .execute()
    if (programme_id !== null && !supervised.has(programme_id)) supervised.set(programme_id, new Set())
  }
  for (const [programmeId, trainees] of supervised) await tellStaff(tx, user, programmeId, [...trainees])
}

async function tellStaff(tx: Tx, user: { id: string; name: string }, programmeId: string, trainees: readonly string[]): Promise<void> {
  const programme = await tx
    .selectFrom('programme')
    .where('id', '=', programmeId)
    .select(['title', 'contact_name as name', 'contact_email as email'])
    .executeTakeFirst()
  if (programme === undefined) return
  const names = await namesOf(tx, trainees)
  const staff = new Map<string, { name: string; email: string }>()
  for (const role of ['programme coordinator', 'tutor'] as const) {
    for (const one of await staffOf(tx, programmeId, role)) if (one.id !== user.id) staff.set(one.id, one)
  }
  for (const { name, email } of staff.size === 0 ? [programme] : staff.values()) {
    await sendMail(tx, {
      category: 'training',
      ownerId: user.id,
      recipient: email,
      ...writeLetter(closingLetters.staff(name, user.name, programme.title, [...names.values()])),
    })
  }
}

/**
 * Keeps an account that was closing. What was taken back from others stays so. Done twice it is done once.
 * @throws Refusal `not_allowed` once erasing has begun
 */
export async function keepAccount(parts: AccountParts, viewer: Viewer): Promise<void> {
  const ownerId = viewer.personId
  await parts.db.transaction().execute(async (tx) => {
    const row = await tx.selectFrom('closing').where('owner_id', '=', ownerId).selectAll().forUpdate().executeTakeFirst()
    if (!row) return
    if (row.erasing_since !== null) throw new Refusal('not_allowed', closingWords.tooLate)
    if (row.paused.length > 0) {
      await tx
        .updateTable('connection')
        .set({ state: 'active', paused_at: null })
        .where('owner_id', '=', ownerId)
        .where('id', 'in', row.paused)
        .where('state', '=', 'paused')
        .execute()
    }
    await tx.deleteFrom('closing').where('owner_id', '=', ownerId).execute()
    const email = await emailOf(tx, ownerId)
    const name = (await namesOf(tx, [ownerId])).get(ownerId) ?? ''
    if (email !== null) {
      await sendMail(tx, { category: 'account', ownerId, recipient: email, ...writeLetter(closingLetters.kept(name, parts.config.url)) })
    }
    await audit(tx, { ownerId, personId: ownerId, act: 'accounts.closing_ended', recordKind: 'account', recordId: ownerId })
  })
}
