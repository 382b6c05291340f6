import { sql } from 'kysely'
import { freezesOn } from '#domain/training/enrolment.ts'
import { programmeLetters } from '#domain/training/programme-words.ts'
import { reminderDue } from '#domain/training/reminder.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import type { Jobs } from '#server/platform/jobs.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import type { Parts } from '#server/platform/parts.ts'

export const enrolmentJobs = (parts: Parts): Jobs => ({
  'training.remind_of_enrolment': () => remindOfEnrolment(parts),
})

/**
 * Tells doctors who are not enrolled, invited or not, before their record is frozen (T1). Each reminder is kept in the transaction that
 * sends it, so that a run broken off or started twice tells nobody twice.
 */
export async function remindOfEnrolment({ db, config }: Pick<Parts, 'db' | 'config'>): Promise<void> {
  const today = programmesToday()
  const rows = await db
    .selectFrom('trainee')
    .innerJoin('programme', 'programme.id', 'trainee.programme_id')
    .innerJoin('person', 'person.owner_id', 'trainee.owner_id')
    .innerJoin('auth.user as account', 'account.id', 'trainee.owner_id')
    .where('trainee.enrolled_on', 'is', null)
    .where('trainee.from_on', '<=', today)
    .where((eb) => eb.or([eb('trainee.until_on', 'is', null), eb('trainee.until_on', '>=', today)]))
    .select([
      'trainee.owner_id',
      'trainee.id',
      'trainee.from_on',
      'trainee.until_on',
      'programme.title',
      'programme.frozen_after_months',
      'programme.contact_name',
      'programme.contact_email',
      'programme.contact_phone',
      'person.name',
      'account.email',
      sql<number[]>`array(
        select days_before from enrolment_reminder
        where enrolment_reminder.owner_id = trainee.owner_id and enrolment_reminder.trainee_id = trainee.id)`.as('told'),
      sql<string | null>`(
        select id from invitation
        where invitation.programme_id = trainee.programme_id and accepted_at is null and withdrawn_at is null
          and invitation.email = lower(account.email)
        order by id desc limit 1)`.as('invitation_id'),
    ])
    .execute()
  for (const row of rows) {
    const limits = { frozenAfterMonths: row.frozen_after_months }
    const due = reminderDue(today, { from: row.from_on, until: row.until_on, enrolledOn: null }, limits, row.told)
    if (due === null) continue
    const of = { programme: row.title, freezesOn: freezesOn(row.from_on, limits) }
    const contact = { name: row.contact_name, email: row.contact_email, phone: row.contact_phone }
    const letter =
      row.invitation_id === null
        ? programmeLetters.reminderUninvited(row.name, { ...of, contact }, `${config.url}/training`)
        : programmeLetters.reminderInvited(row.name, of, `${config.url}/enrol?invitation=${row.invitation_id}`)
    await db.transaction().execute(async (tx) => {
      const kept = await tx
        .insertInto('enrolment_reminder')
        .values({ owner_id: row.owner_id, trainee_id: row.id, days_before: due, told_at: new Date(Date.now()) })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (kept.numInsertedOrUpdatedRows !== 1n) return
      await sendMail(tx, { category: 'deadlines', ownerId: row.owner_id, recipient: row.email, ...writeLetter(letter) })
    })
  }
}
