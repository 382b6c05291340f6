import { sql } from 'kysely'
import { notFound } from '#domain/errors.ts'
import type { CurriculumChoice, Invitation, Programme } from '#domain/training/college-contract.ts'
import { enrolmentOn, freezesOn } from '#domain/training/enrolment.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { curriculaNow } from '#server/curriculum/catalogue-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'

/** All programmes by title, each with how many train in it, are not enrolled in it, and are invited. */
export async function allProgrammes(db: Db): Promise<Programme[]> {
  const today = programmesToday()
  const rows = await db
    .selectFrom('programme')
    .leftJoin(
      (qb) =>
        qb
          .selectFrom('trainee')
          .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', today)]))
          .groupBy('programme_id')
          .select((eb) => [
            'programme_id',
            eb.fn.countAll<number>().as('trainees'),
            sql<number>`count(*) filter (where enrolled_on is null)`.as('not_enrolled'),
          ])
          .as('training'),
      (join) => join.onRef('training.programme_id', '=', 'programme.id'),
    )
    .leftJoin(
      (qb) =>
        qb
          .selectFrom('invitation')
          .where('accepted_at', 'is', null)
          .where('withdrawn_at', 'is', null)
          .groupBy('programme_id')
          .select((eb) => ['programme_id', eb.fn.countAll<number>().as('open')])
          .as('invited'),
      (join) => join.onRef('invited.programme_id', '=', 'programme.id'),
    )
    .selectAll('programme')
    .select(['training.trainees', 'training.not_enrolled', 'invited.open'])
    .orderBy('programme.title')
    .orderBy('programme.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    curriculumId: row.curriculum_id,
    contactName: row.contact_name,
    contactEmail: row.contact_email,
    contactPhone: row.contact_phone,
    toldAfterMonths: row.told_after_months,
    frozenAfterMonths: row.frozen_after_months,
    graceDays: row.grace_days,
    keptYears: row.kept_years,
    paceFollowsFraction: row.pace_follows_fraction,
    paceFollowsAbsence: row.pace_follows_absence,
    version: row.version,
    trainees: row.trainees ?? 0,
    notEnrolled: row.not_enrolled ?? 0,
    openInvitations: row.open ?? 0,
  }))
}

export async function curriculumChoices({ db, catalogue }: Pick<Parts, 'db' | 'catalogue'>): Promise<CurriculumChoice[]> {
  return (await curriculaNow(db, catalogue)).map(({ id, title, trainingYears }) => ({
    id,
    title,
    years: trainingYears.map((year) => ({ code: year.code, title: year.title })),
  }))
}

/** @throws Refusal `not_found` */
export async function programmeById(db: Db | Tx, id: string) {
  const row = await db.selectFrom('programme').where('id', '=', id).selectAll().executeTakeFirst()
  if (row === undefined) throw notFound()
  return row
}

const PAGE = 100

export async function pageOfInvitations(
  db: Db,
  programmeId: string,
  after?: string,
): Promise<{ invitations: Invitation[]; next: string | null }> {
  await programmeById(db, programmeId)
  const rows = await db
    .selectFrom('invitation')
    .where('programme_id', '=', programmeId)
    .$if(after !== undefined, (qb) => qb.where('id', '<', after!))
    .selectAll()
    .orderBy('id', 'desc')
    .limit(PAGE + 1)
    .execute()
  const shown = rows.slice(0, PAGE)
  return {
    invitations: shown.map((row) => ({
      id: row.id,
      email: row.email,
      trainingYear: row.training_year,
      startsOn: row.starts_on,
      feeNote: row.fee_note,
      state: row.accepted_at !== null ? 'accepted' : row.withdrawn_at !== null ? 'withdrawn' : 'sent',
      at: (row.accepted_at ?? row.withdrawn_at ?? row.invited_at).toISOString(),
    })),
    next: rows.length > PAGE ? shown.at(-1)!.id : null,
  }
}

/** Who trains in a programme today and is not enrolled, who is frozen first. One statement. */
export async function notEnrolledIn(db: Db, programmeId: string) {
  const today = programmesToday()
  const programme = await programmeById(db, programmeId)
  const rows = await db
    .selectFrom('trainee')
    .innerJoin('person', 'person.owner_id', 'trainee.owner_id')
    .innerJoin('auth.user as account', 'account.id', 'trainee.owner_id')
    .where('trainee.programme_id', '=', programmeId)
    .where('trainee.enrolled_on', 'is', null)
    .where((eb) => eb.or([eb('trainee.until_on', 'is', null), eb('trainee.until_on', '>=', today)]))
    .select([
      'trainee.owner_id',
      'trainee.from_on',
      'trainee.until_on',
      'trainee.asked_for_invitation_at',
      'person.name',
      'account.email',
      sql<boolean>`exists (
        select from invitation
        where invitation.programme_id = trainee.programme_id and withdrawn_at is null and invitation.email = lower(account.email))`.as(
        'is_invited',
      ),
    ])
    .orderBy('trainee.from_on')
    .orderBy('person.name')
    .execute()
  const limits = { toldAfterMonths: programme.told_after_months, frozenAfterMonths: programme.frozen_after_months }
  return rows.map((row) => ({
    ownerId: row.owner_id,
    name: row.name,
    email: row.email,
    from: row.from_on,
    freezesOn: freezesOn(row.from_on, limits),
    enrolment: enrolmentOn(today, { from: row.from_on, until: row.until_on, enrolledOn: null, isInvited: row.is_invited }, limits),
    isInvited: row.is_invited,
    askedAt: row.asked_for_invitation_at?.toISOString() ?? null,
  }))
}
