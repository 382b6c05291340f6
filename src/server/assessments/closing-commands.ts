import { sql } from 'kysely'
import { closingLetters, closingWords } from '#domain/accounts/closing-words.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { sendMails, writeLetter, type Mail } from '#server/platform/mail.ts'
import { eraseReplies } from './msf-release.ts'

/** Takes back every open ticket and feedback round of an owner whose account closes (A10), and tells who was asked by mail. */
export async function takeBackRequests(tx: Tx, ownerId: string): Promise<void> {
  const trainee = (await namesOf(tx, [ownerId])).get(ownerId) ?? ''
  const now = new Date()
  const tickets = await tx
    .updateTable('ticket')
    .set({ cancelled_at: now })
    .where('owner_id', '=', ownerId)
    .where('submitted_at', 'is', null)
    .where('declined_at', 'is', null)
    .where('cancelled_at', 'is', null)
    .returning(['id', 'way', 'assessor_name as name', 'assessor_email as email', 'expires_at as expiresAt'])
    .execute()
  const mails: Mail[] = tickets
    .filter(({ way, expiresAt }) => way === 'email' && expiresAt > now)
    .map(({ name, email }) => ({ category: 'tickets', ownerId, recipient: email, ...writeLetter(closingLetters.ticket(name, trainee)) }))
  for (const { id, name } of tickets)
    await audit(tx, { ownerId, personId: ownerId, act: 'ticket.cancelled', recordKind: 'ticket', recordId: id, about: name })
  const rounds = await tx
    .selectFrom('msf_round')
    .where('owner_id', '=', ownerId)
    .where('set_aside_at', 'is', null)
    .where('summary', 'is', null)
    .select('item_id')
    .forUpdate()
    .execute()
  // Those named for a round that has not begun were never written to.
  const raters = await tx.selectFrom('msf_rater').where('owner_id', '=', ownerId).selectAll().execute()
  for (const { item_id: itemId } of rounds) {
    const of = raters.filter((one) => one.item_id === itemId)
    await eraseReplies(tx, ownerId, itemId)
    mails.push(
      ...of
        .filter((one) => one.sent_at !== null && one.sent_as === null && !one.is_declined && !one.is_taken_back)
        .map(({ name, email }): Mail => ({
          category: 'feedback',
          ownerId,
          recipient: email,
          ...writeLetter(closingLetters.feedback(name, trainee)),
        })),
    )
    await tx
      .updateTable('msf_round')
      .set({
        closed_at: sql<Date>`coalesce(closed_at, ${now}::timestamptz)`,
        set_aside_at: now,
        set_aside_because: closingWords.setAside,
        salt: null,
        left_out: '[]',
        asked: of.length,
        answered: of.filter((one) => one.sent_as !== null).length,
      })
      .where('owner_id', '=', ownerId)
      .where('item_id', '=', itemId)
      .execute()
    await audit(tx, { ownerId, personId: ownerId, act: 'msf.set_aside', recordKind: 'msf_round', recordId: itemId })
  }
  await sendMails(tx, mails)
}
