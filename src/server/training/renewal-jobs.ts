import { sql } from 'kysely'
import { addDays } from '#domain/plain-date.ts'
import { paperLetters } from '#domain/training/paper-words.ts'
import { EXPIRY_REMINDER_DAYS, expiryReminderDue } from '#domain/training/renewal.ts'
import { isClosing } from '#server/accounts/closing-queries.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import type { Jobs } from '#server/platform/jobs.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import type { Parts } from '#server/platform/parts.ts'
import { isNewest } from './renewal-queries.ts'

export const renewalJobs = (parts: Parts): Jobs => ({
  'training.remind_of_expiry': () => remindOfExpiry(parts),
})

const AT_ONCE = 500

/**
 * Tells everybody whose certificate ends (P27). Each reminder is kept in the transaction that sends it, so that a run broken off or
 * started twice tells nobody twice. One whose date was changed reminds anew.
 */
export async function remindOfExpiry({ db, config }: Pick<Parts, 'db' | 'config'>): Promise<void> {
  const today = programmesToday()
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await db
      .selectFrom('professional_certificate as paper')
      .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'paper.owner_id').onRef('item.id', '=', 'paper.item_id'))
      .innerJoin('person', 'person.owner_id', 'paper.owner_id')
      .innerJoin('auth.user as account', 'account.id', 'paper.owner_id')
      .where('paper.expires_on', '>=', today)
      .where('paper.expires_on', '<=', addDays(today, EXPIRY_REMINDER_DAYS[0]))
      .where('paper.item_id', '>', after)
      .where('item.binned_at', 'is', null)
      .where(isNewest)
      .select([
        'paper.owner_id',
        'paper.item_id',
        'paper.expires_on',
        'item.title',
        'person.name',
        'account.email',
        sql<number[]>`array(
          select days_before from certificate_reminder as sent
          where sent.owner_id = paper.owner_id and sent.item_id = paper.item_id and sent.expires_on = paper.expires_on)`.as('told'),
      ])
      .orderBy('paper.item_id')
      .limit(AT_ONCE)
      .execute()
    for (const row of rows) {
      const expiresOn = row.expires_on!
      const due = expiryReminderDue(today, expiresOn, row.told)
      if (due === null || (await isClosing(db, row.owner_id))) continue
      const letter = paperLetters.expires(row.name, row.title, expiresOn, `${config.url}/record/${row.owner_id}/certificates`)
      await db.transaction().execute(async (tx) => {
        const kept = await tx
          .insertInto('certificate_reminder')
          .values({ owner_id: row.owner_id, item_id: row.item_id, expires_on: expiresOn, days_before: due, told_at: new Date(Date.now()) })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
        if (kept.numInsertedOrUpdatedRows !== 1n) return
        await sendMail(tx, { category: 'deadlines', ownerId: row.owner_id, recipient: row.email, ...writeLetter(letter) })
      })
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < AT_ONCE) return
    after = last.item_id
  }
}
