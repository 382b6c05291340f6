import { closingLetters } from '#domain/accounts/closing-words.ts'
import { warnAt } from '#domain/accounts/closing.ts'
import type { Jobs } from '#server/platform/jobs.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import type { Parts } from '#server/platform/parts.ts'
import { closesOn } from './closing-queries.ts'
import { emailOf } from './email-queries.ts'
import { eraseAccount, eraseKeptRecords } from './erasing.ts'
import { namesOf } from './owner-queries.ts'

export const closingJobs = (parts: Parts): Jobs => ({
  'accounts.close_due': async () => {
    await warn(parts)
    const due = await parts.db.selectFrom('closing').where('erase_at', '<=', new Date(Date.now())).select('owner_id').execute()
    for (const { owner_id } of due) await eraseAccount(parts, owner_id)
    await eraseKeptRecords(parts.db)
  },
})

/** Three days before it is too late. */
async function warn({ config, db }: Parts): Promise<void> {
  const rows = await db.selectFrom('closing').where('warned_at', 'is', null).select(['owner_id', 'erase_at']).execute()
  for (const { owner_id: ownerId, erase_at } of rows) {
    if (warnAt(erase_at.getTime()) > Date.now()) continue
    await db.transaction().execute(async (tx) => {
      const row = await tx
        .updateTable('closing')
        .set({ warned_at: new Date() })
        .where('owner_id', '=', ownerId)
        .where('warned_at', 'is', null)
        .where('erasing_since', 'is', null)
        .where('erase_at', '>', new Date(Date.now()))
        .returning('erase_at')
        .executeTakeFirst()
      const email = row && (await emailOf(tx, ownerId))
      if (!row || !email) return
      const name = (await namesOf(tx, [ownerId])).get(ownerId) ?? ''
      const letter = closingLetters.soon(name, closesOn(row.erase_at), `${config.url}/welcome`)
      await sendMail(tx, { category: 'account', ownerId, recipient: email, ...writeLetter(letter) })
    })
  }
}
