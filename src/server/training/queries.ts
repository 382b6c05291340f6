import { sql } from 'kysely'
import { enrolmentOn, type Enrolment, type EnrolmentLimits } from '#domain/training/enrolment.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/** An owner's training as it stands today. */
export interface Training {
  readonly traineeId: string
  readonly programmeId: string
  readonly programmeTitle: string
  readonly curriculumId: string
  readonly from: PlainDate
  readonly until: PlainDate | null
  readonly enrolledOn: PlainDate | null
  readonly enrolment: Enrolment
  readonly isInvited: boolean
  /** When the trainee told the programme that no invitation came. */
  readonly askedAt: Date | null
  readonly limits: EnrolmentLimits
  /** The training year of today, else the one to come, else the last there was; null where none is known. */
  readonly year: TrainingYear | null
  /** Those of the programme, the first first. Those taken back before they began are left out. */
  readonly years: readonly TrainingYear[]
}

interface TrainingYear {
  readonly id: string
  readonly code: string
  readonly from: PlainDate
  readonly until: PlainDate
}

/** Null for who trains nowhere. Of several programmes the one they train in today, of several of these the one that began last. */
export const trainingOf = async (db: Db | Tx, ownerId: string): Promise<Training | null> =>
  (await trainingsOf(db, [ownerId])).get(ownerId) ?? null

/** The same of several owners at once: who trains nowhere is left out. Two statements, however many. */
export async function trainingsOf(db: Db | Tx, ownerIds: readonly string[]): Promise<Map<string, Training>> {
  if (ownerIds.length === 0) return new Map()
  const today = programmesToday()
  const rows = await db
    .selectFrom('trainee')
    .innerJoin('programme', 'programme.id', 'trainee.programme_id')
    .distinctOn('trainee.owner_id')
    .where('trainee.owner_id', 'in', [...ownerIds])
    .where((eb) => eb.or([eb('trainee.until_on', 'is', null), eb('trainee.until_on', '>=', eb.ref('trainee.from_on'))]))
    .select([
      'trainee.owner_id',
      'trainee.id',
      'trainee.programme_id',
      'trainee.curriculum_id',
      'trainee.from_on',
      'trainee.until_on',
      'trainee.enrolled_on',
      'trainee.asked_for_invitation_at',
      'programme.title',
      'programme.told_after_months',
      'programme.frozen_after_months',
      sql<boolean>`exists (
        select from invitation
        where invitation.programme_id = trainee.programme_id and invitation.withdrawn_at is null
          and invitation.email = (select lower(email) from auth."user" where id = trainee.owner_id))`.as('is_invited'),
    ])
    .orderBy('trainee.owner_id')
    .orderBy(sql`(trainee.from_on <= ${today}::date and coalesce(trainee.until_on, 'infinity') >= ${today}::date)`, 'desc')
    .orderBy('trainee.from_on', 'desc')
    .orderBy('trainee.id', 'desc')
    .execute()
  if (rows.length === 0) return new Map()
  const allYears = await db
    .selectFrom('training_year')
    .where(
      'owner_id',
      'in',
      rows.map((row) => row.owner_id),
    )
    .whereRef('until_on', '>=', 'from_on')
    .select(['owner_id', 'trainee_id', 'id', 'code', 'from_on as from', 'until_on as until'])
    .orderBy('from_on')
    .orderBy('id')
    .execute()
  const yearsOf = Map.groupBy(allYears, (year) => `${year.owner_id} ${year.trainee_id}`)
  return new Map(
    rows.map((row) => {
      const years = (yearsOf.get(`${row.owner_id} ${row.id}`) ?? []).map(({ id, code, from, until }) => ({ id, code, from, until }))
      const limits = { toldAfterMonths: row.told_after_months, frozenAfterMonths: row.frozen_after_months }
      const dates = { from: row.from_on, until: row.until_on, enrolledOn: row.enrolled_on, isInvited: row.is_invited }
      const training: Training = {
        traineeId: row.id,
        programmeId: row.programme_id,
        programmeTitle: row.title,
        curriculumId: row.curriculum_id,
        from: row.from_on,
        until: row.until_on,
        enrolledOn: row.enrolled_on,
        enrolment: enrolmentOn(today, dates, limits),
        isInvited: row.is_invited,
        askedAt: row.asked_for_invitation_at,
        limits,
        year: years.find(({ until }) => until >= today) ?? years.at(-1) ?? null,
        years,
      }
      return [row.owner_id, training]
    }),
  )
}

/** Whether an owner trains, trained or will train anywhere. */
export async function isTrainee(db: Db | Tx, ownerId: string): Promise<boolean> {
  return (await db.selectFrom('trainee').where('owner_id', '=', ownerId).select('id').limit(1).executeTakeFirst()) !== undefined
}
