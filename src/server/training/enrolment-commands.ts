import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import { addDays, addMonths, longDate, type PlainDate } from '#domain/plain-date.ts'
import { freezesOn } from '#domain/training/enrolment.ts'
import type { CheckedStep } from '#domain/training/first-steps.ts'
import { programmeLetters, programmeWords } from '#domain/training/programme-words.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import { seenBy } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { Viewer } from '#server/platform/viewer.ts'
import { whyNotAsk } from './enrolment-queries.ts'
import { firstStepsOf } from './first-steps-queries.ts'
import { hashOfToken } from './invitation-commands.ts'
import { programmeById } from './programme-queries.ts'
import { yearTitle } from './year-codes.ts'
import { trainingOf } from './queries.ts'

export interface InvitationKey {
  readonly token: string
  readonly invitationId: string | null
}

/**
 * The invitation that was sent to the owner's own confirmed address (T1).
 * @throws Refusal `link_expired` where there is none such, `not_allowed` where it went to another address or was accepted by another
 */
async function invitationFor(db: Db | Tx, ownerId: string, { token, invitationId }: InvitationKey) {
  const row = await db
    .selectFrom('invitation')
    .where((eb) => (token === '' ? eb('id', '=', invitationId) : eb('token_hash', '=', hashOfToken(token))))
    .selectAll()
    .forUpdate()
    .executeTakeFirst()
  const account = await db.selectFrom('auth.user').where('id', '=', ownerId).select(['email', 'email_verified']).executeTakeFirst()
  if (row === undefined || account === undefined) throw new Refusal('link_expired', programmeWords.noInvitation)
  // Accepted once, it stays theirs when they change their address.
  if (row.accepted_by === ownerId) return row
  if (!account.email_verified || account.email.toLowerCase() !== row.email) {
    // By an id one cannot have come upon it: there is nothing.
    if (token === '') throw new Refusal('link_expired', programmeWords.noInvitation)
    throw new Refusal('not_allowed', programmeWords.otherAddress(account.email))
  }
  if (row.accepted_by !== null) throw new Refusal('not_allowed', programmeWords.usedByAnother)
  if (row.withdrawn_at !== null) throw new Refusal('link_expired', programmeWords.noInvitation)
  return row
}

/** @throws Refusal `not_found`, `not_allowed`, `link_expired` */
export async function lookAtInvitation(parts: Pick<Parts, 'db' | 'catalogue'>, viewer: Viewer, ownerId: string, key: InvitationKey) {
  await seenBy(parts.db, viewer, ownerId, 'programme_enrolment', 'write')
  const row = await invitationFor(parts.db, ownerId, key)
  const programme = await programmeById(parts.db, row.programme_id)
  return {
    id: row.id,
    programme: programme.title,
    trainingYear: row.training_year,
    yearTitle: await yearTitle(parts.db, parts.catalogue, programme.curriculum_id, row.training_year),
    startsOn: row.starts_on,
    feeNote: row.fee_note,
    isAccepted: row.accepted_at !== null,
  }
}

/**
 * Enrols the owner in the programme they are invited to (T1): who worked provisionally is enrolled from today, and a frozen record
 * thaws. Twice changes nothing.
 * @throws Refusal `not_found`, `not_allowed`, `link_expired`
 */
export async function enrol(db: Db, viewer: Viewer, ownerId: string, key: InvitationKey): Promise<void> {
  await seenBy(db, viewer, ownerId, 'programme_enrolment', 'write')
  await db.transaction().execute(async (tx) => {
    await lockPerson(tx, ownerId)
    const invitation = await invitationFor(tx, ownerId, key)
    if (invitation.accepted_at !== null) return
    const programme = await programmeById(tx, invitation.programme_id)
    const today = programmesToday()
    const traineeId = await enrolledTrainee(tx, ownerId, programme, invitation.starts_on, today)
    await giveYear(tx, ownerId, traineeId, invitation.training_year, invitation.starts_on)
    await tx
      .updateTable('invitation')
      .set({ accepted_by: ownerId, accepted_at: new Date(Date.now()) })
      .where('id', '=', invitation.id)
      .execute()
    await audit(tx, {
      ownerId,
      personId: viewer.personId,
      act: 'training.enrolled',
      recordKind: 'programme_enrolment',
      recordId: traineeId,
      about: `${programme.title}, ${invitation.training_year}, ${longDate(invitation.starts_on)}`,
    })
  })
}

async function enrolledTrainee(
  tx: Tx,
  ownerId: string,
  programme: { id: string; curriculum_id: string },
  startsOn: PlainDate,
  today: PlainDate,
): Promise<string> {
  const kept = await tx
    .selectFrom('trainee')
    .where('owner_id', '=', ownerId)
    .where('programme_id', '=', programme.id)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb.and([eb('until_on', '>=', today), eb('until_on', '>=', eb.ref('from_on'))])]))
    .select(['id', 'enrolled_on'])
    .orderBy('from_on', 'desc')
    .executeTakeFirst()
  if (kept !== undefined) {
    if (kept.enrolled_on === null) {
      await tx.updateTable('trainee').set({ enrolled_on: today }).where('owner_id', '=', ownerId).where('id', '=', kept.id).execute()
    }
    return kept.id
  }
  const id = uuidv7()
  await tx
    .insertInto('trainee')
    .values({
      owner_id: ownerId,
      id,
      programme_id: programme.id,
      curriculum_id: programme.curriculum_id,
      from_on: startsOn,
      until_on: null,
      enrolled_on: today,
    })
    .execute()
  return id
}

/** Twelve months from the first day, unless there is one of this code already: placements may have brought it. */
async function giveYear(tx: Tx, ownerId: string, traineeId: string, code: string, startsOn: PlainDate): Promise<void> {
  const kept = await tx
    .selectFrom('training_year')
    .where('owner_id', '=', ownerId)
    .where('trainee_id', '=', traineeId)
    .where('code', '=', code)
    .whereRef('until_on', '>=', 'from_on')
    .select('id')
    .executeTakeFirst()
  if (kept !== undefined) return
  const until = addDays(addMonths(startsOn, 12), -1)
  await tx
    .insertInto('training_year')
    .values({ owner_id: ownerId, id: uuidv7(), trainee_id: traineeId, code, from_on: startsOn, until_on: until })
    .execute()
}

/**
 * Tells the programme by mail that no invitation came (T1), once a day at most.
 * @throws Refusal `not_found`, `not_allowed`, `already_exists` where they were told today
 */
export async function askForInvitation({ db, config }: Pick<Parts, 'db' | 'config'>, viewer: Viewer, ownerId: string): Promise<void> {
  await seenBy(db, viewer, ownerId, 'programme_enrolment', 'write')
  await db.transaction().execute(async (tx) => {
    await lockPerson(tx, ownerId)
    const training = await trainingOf(tx, ownerId)
    if (training === null) throw new Refusal('not_allowed', programmeWords.notAskingNow)
    const programme = await programmeById(tx, training.programmeId)
    const reason = whyNotAsk(training, programme.contact_email)
    if (reason !== null) throw new Refusal(reason === programmeWords.askedToday ? 'already_exists' : 'not_allowed', reason)
    const person = await tx
      .selectFrom('person')
      .innerJoin('auth.user as account', 'account.id', 'person.owner_id')
      .where('person.owner_id', '=', ownerId)
      .select(['person.name', 'account.email'])
      .executeTakeFirstOrThrow()
    await tx
      .updateTable('trainee')
      .set({ asked_for_invitation_at: new Date(Date.now()) })
      .where('owner_id', '=', ownerId)
      .where('id', '=', training.traineeId)
      .execute()
    const letter = programmeLetters.asksForInvitation(
      { contact: programme.contact_name, programme: programme.title },
      { ...person, from: training.from, freezesOn: freezesOn(training.from, training.limits) },
      `${config.url}/college/programmes/${programme.id}`,
    )
    await sendMail(tx, { category: 'invitations', ownerId, recipient: programme.contact_email, ...writeLetter(letter) })
    await audit(tx, {
      ownerId,
      personId: viewer.personId,
      act: 'training.asked_for_invitation',
      recordKind: 'programme_enrolment',
      recordId: training.traineeId,
      about: programme.title,
    })
  })
}

/**
 * Keeps for this training year that a first step was checked, or takes that back (T3).
 * @throws Refusal `not_found`, `not_allowed`, `invalid_input`
 */
export async function checkStep(db: Db, viewer: Viewer, ownerId: string, step: CheckedStep, checked: boolean): Promise<void> {
  await seenBy(db, viewer, ownerId, 'programme_enrolment', 'write')
  const year = (await trainingOf(db, ownerId))?.year ?? null
  if (year === null) throw notFound()
  if (checked && step === 'details') {
    const state = (await firstStepsOf(db, ownerId, year.id)).find((one) => one.step === step)
    if (state?.lacks === 'phone') throw refuseField('checked', programmeWords.noPhone)
  }
  if (checked) {
    await db
      .insertInto('first_step')
      .values({ owner_id: ownerId, training_year_id: year.id, step, checked_at: sql<Date>`now()` })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  } else {
    await db
      .deleteFrom('first_step')
      .where('owner_id', '=', ownerId)
      .where('training_year_id', '=', year.id)
      .where('step', '=', step)
      .execute()
  }
}
