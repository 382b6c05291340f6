import { sql } from 'kysely'
import type { z } from 'zod'
import { mayOf } from '#domain/accounts/may.ts'
import { dayIn } from '#domain/plain-date.ts'
import type {
  EnrolmentStanding,
  OwnInvitation,
  readDuties,
  readEnrolment,
  readTrainingContacts,
} from '#domain/training/enrolment-contract.ts'
import { freezesOn } from '#domain/training/enrolment.ts'
import { programmeWords } from '#domain/training/programme-words.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { recordsOpenTo, rolesOf } from '#server/accounts/relation-queries.ts'
import { carryOverWaiting } from '#server/curriculum/waiting-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { firstStepsOf } from './first-steps-queries.ts'
import { programmeById } from './programme-queries.ts'
import { yearTitle } from './year-codes.ts'
import { trainingOf, type Training } from './queries.ts'

type Reading = Pick<Parts, 'db' | 'catalogue'>
type Answer<E extends { schema: { response: { 200: z.ZodType } } }> = z.output<E['schema']['response'][200]>

/** How an owner stands with their programme, as far as the viewer may read it. */
export async function enrolmentOf(parts: Reading, seen: Seen): Promise<Answer<typeof readEnrolment>> {
  const isOwner = seen.viewerId === seen.ownerId
  const [training, invitations, carryOver] = await Promise.all([
    trainingOf(parts.db, seen.ownerId),
    isOwner ? openInvitationsOf(parts.db, seen.ownerId) : [],
    isOwner ? carryOverWaiting(parts.db, seen.ownerId) : 0,
  ])
  const yearId = training?.year?.id
  return {
    training: training === null ? null : await standing(parts, seen, training),
    invitations,
    carryOver,
    steps: yearId === undefined || training?.enrolment === 'ended' ? null : await firstStepsOf(parts.db, seen.ownerId, yearId),
  }
}

async function standing(parts: Reading, seen: Seen, training: Training): Promise<EnrolmentStanding> {
  const programme = await programmeById(parts.db, training.programmeId)
  const { year } = training
  return {
    programmeId: training.programmeId,
    programme: training.programmeTitle,
    curriculumId: training.curriculumId,
    from: training.from,
    until: training.until,
    enrolledOn: training.enrolledOn,
    enrolment: training.enrolment,
    isInvited: training.isInvited,
    freezesOn: freezesOn(training.from, training.limits),
    contact: { name: programme.contact_name, email: programme.contact_email, phone: programme.contact_phone },
    askedAt: training.askedAt?.toISOString() ?? null,
    year: year && { ...year, title: await yearTitle(parts.db, parts.catalogue, training.curriculumId, year.code) },
    can: { ask: mayOf(seen.may('write', 'programme_enrolment')) ?? whyNotAsk(training, programme.contact_email) },
  }
}

/** Why the trainee cannot tell the programme today that no invitation came; null where they can (T1). */
export function whyNotAsk({ enrolment, isInvited, askedAt }: Training, contactEmail: string): string | null {
  if (isInvited || (enrolment !== 'no invitation' && enrolment !== 'frozen')) return programmeWords.notAskingNow
  if (contactEmail === '') return programmeWords.noContact
  const asked = askedAt !== null && dayIn('Europe/London', askedAt.getTime()) === programmesToday()
  return asked ? programmeWords.askedToday : null
}

/** Invitations the owner can accept: open, and to the address their account was confirmed with. */
export async function openInvitationsOf(db: Db | Tx, ownerId: string): Promise<OwnInvitation[]> {
  const rows = await db
    .selectFrom('auth.user as account')
    .innerJoin('invitation', (join) => join.on('invitation.email', '=', sql`lower(account.email)`))
    .innerJoin('programme', 'programme.id', 'invitation.programme_id')
    .where('account.id', '=', ownerId)
    .where('account.email_verified', '=', true)
    .where('invitation.accepted_at', 'is', null)
    .where('invitation.withdrawn_at', 'is', null)
    .select(['invitation.id', 'programme.title', 'invitation.training_year', 'invitation.starts_on', 'invitation.fee_note'])
    .orderBy('invitation.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    programme: row.title,
    trainingYear: row.training_year,
    startsOn: row.starts_on,
    feeNote: row.fee_note,
  }))
}

/** The tutors of the programmes an owner trains in today, and whom each programme names (H1). */
export async function trainingContactsOf(db: Db, { ownerId }: Seen): Promise<Answer<typeof readTrainingContacts>> {
  const today = programmesToday()
  const programmes = await db
    .selectFrom('trainee')
    .innerJoin('programme', 'programme.id', 'trainee.programme_id')
    .where('trainee.owner_id', '=', ownerId)
    .where('trainee.from_on', '<=', today)
    .where((eb) => eb.or([eb('trainee.until_on', 'is', null), eb('trainee.until_on', '>=', today)]))
    .select(['programme.id', 'programme.title', 'contact_name', 'contact_email', 'contact_phone'])
    .orderBy('programme.title')
    .execute()
  const ids = programmes.map(({ id }) => id)
  const tutors =
    ids.length === 0
      ? []
      : await db
          .selectFrom('role')
          .innerJoin('person', 'person.owner_id', 'role.person_id')
          .innerJoin('auth.user as account', 'account.id', 'role.person_id')
          .where('role.role', '=', 'tutor')
          .where('role.programme_id', 'in', ids)
          .where('role.from_on', '<=', today)
          .where((eb) => eb.or([eb('role.until_on', 'is', null), eb('role.until_on', '>=', today)]))
          .select(['person.name', 'account.email'])
          .distinct()
          .orderBy('person.name')
          .execute()
  return {
    tutors,
    programmes: programmes.map((row) => ({
      title: row.title,
      contact: { name: row.contact_name, email: row.contact_email, phone: row.contact_phone },
    })),
  }
}

/** What a person is to others today. */
export async function dutiesOf(db: Db, personId: string): Promise<Answer<typeof readDuties>> {
  const [open, held] = await Promise.all([recordsOpenTo(db, personId), rolesOf(db, personId)])
  const ids = held.flatMap(({ programmeId }) => (programmeId === null ? [] : [programmeId]))
  const titles = new Map(
    ids.length === 0
      ? []
      : (await db.selectFrom('programme').where('id', 'in', ids).select(['id', 'title']).execute()).map(({ id, title }) => [id, title]),
  )
  return {
    trainees: new Set(open.map((one) => one.personId)).size,
    roles: held.map(({ role, programmeId, until }) => ({
      role,
      programmeId,
      programme: programmeId === null ? '' : (titles.get(programmeId) ?? ''),
      until,
    })),
  }
}
