import { isReminderDue, REMINDED_AFTER_DAYS } from '#domain/assessments/ticket-rules.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import { isFrozen } from '#server/accounts/seen.ts'
import type { Jobs } from '#server/platform/jobs.ts'
import { entryRow, type House } from './entry-queries.ts'
import { formOf } from './form-queries.ts'
import { noteTicket, remind } from './ticket-commands.ts'
import { stateOfTicket, ticketRow } from './ticket-queries.ts'

export const ticketJobs = (house: House): Jobs => ({
  'assessments.remind_assessors': () => remindAssessors(house),
})

const BATCH = 500

/** Reminds each assessor once by itself (F3). It is kept in the transaction that sends it: broken off or run twice, nobody is told twice. */
export async function remindAssessors(house: House): Promise<void> {
  const { db } = house
  const now = new Date()
  const before = new Date(now.getTime() - REMINDED_AFTER_DAYS * 24 * 60 * 60 * 1000)
  const rows = await db
    .selectFrom('ticket')
    .where('last_sent_at', '<=', before)
    .where('auto_reminded_at', 'is', null)
    .where('submitted_at', 'is', null)
    .where('declined_at', 'is', null)
    .where('cancelled_at', 'is', null)
    .where('expires_at', '>', now)
    .select(['owner_id', 'id'])
    .orderBy('last_sent_at')
    .limit(BATCH)
    .execute()
  for (const { owner_id: ownerId, id } of rows) {
    await db.transaction().execute(async (tx) => {
      await lockPerson(tx, ownerId)
      const ticket = await ticketRow(tx, ownerId, id)
      const row = await entryRow(tx, ownerId, ticket.item_id)
      const state = stateOfTicket(ticket, now)
      const isDue = isReminderDue({ state, lastSentAt: ticket.last_sent_at, autoRemindedAt: ticket.auto_reminded_at }, now)
      if (!isDue || row.isBinned || (await isFrozen(tx, ownerId))) return
      const form = formOf(house, row.formId)
      await remind(house, tx, { ownerId, ticket, row, form }, { auto_reminded_at: now })
      await noteTicket(tx, { ownerId, personId: null, id, form, assessor: ticket.assessor_name }, 'reminded')
    })
  }
}
