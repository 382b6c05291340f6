import type { Answers } from '#domain/assessments/answers.ts'
import type { RoundForm } from '#domain/assessments/msf-questions.ts'
import { whyNot } from '#domain/assessments/msf-rules.ts'
import { summaryAnswers, withoutRemarks } from '#domain/assessments/msf-summary.ts'
import { Refusal } from '#domain/errors.ts'
import { addDays } from '#domain/plain-date.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { EntryRow } from './entry-queries.ts'
import { tellTrainee, writeToRaters } from './msf-letters.ts'
import { askedIn, broughtTogether, selfIn, standingRound } from './msf-round.ts'

type House = Pick<Parts, 'config'>

/** Begins a round with the day its trainee's own assessment is locked: whoever is named is written to (F5). */
export async function startRound(house: House, tx: Tx, ownerId: string, itemId: string, form: RoundForm): Promise<void> {
  const now = new Date()
  const until = addDays(programmesToday(), form.round.daysOpen.is)
  await tx.insertInto('msf_round').values({ owner_id: ownerId, item_id: itemId, started_at: now, closes_on: until }).execute()
  const raters = await tx
    .updateTable('msf_rater')
    .set({ sent_at: now })
    .where('owner_id', '=', ownerId)
    .where('item_id', '=', itemId)
    .returning(['id', 'name', 'email'])
    .execute()
  await writeToRaters(house, tx, 'asks', { ownerId, itemId, until }, raters)
}

/**
 * What is signed with the release, as answers of the form's own section. Replies, names, links and letters are erased with it.
 * @throws Refusal `not_allowed` where there are not enough replies, or they were not read
 */
export async function releaseRound(
  house: House,
  tx: Tx,
  ownerId: string,
  entry: EntryRow,
  form: RoundForm,
): Promise<Readonly<Record<string, Answers>>> {
  const itemId = entry.id
  const standing = await standingRound(house, tx, ownerId, entry, form)
  const why = whyNot.release(standing)
  if (why !== null) throw new Refusal('not_allowed', why)
  const round = standing.row!
  const [asked, self] = [await askedIn(tx, ownerId, itemId), await selfIn(tx, ownerId, itemId, form)]
  const whole = broughtTogether(standing, { asked, self, salt: round.salt! })
  const summary = withoutRemarks(whole, round.left_out as string[])
  await tx
    .updateTable('msf_round')
    .set({ summary: JSON.stringify(summary), asked: summary.asked, answered: summary.answered, salt: null, left_out: '[]' })
    .where('owner_id', '=', ownerId)
    .where('item_id', '=', itemId)
    .execute()
  await eraseReplies(tx, ownerId, itemId)
  await tellTrainee(house, tx, 'released', ownerId, itemId)
  return summaryAnswers(form, summary)
}

/** Who was asked, their links, drafts and letters, and what each of them said. */
export async function eraseReplies(tx: Tx, ownerId: string, itemId: string): Promise<void> {
  await tx.deleteFrom('msf_reply').where('owner_id', '=', ownerId).where('item_id', '=', itemId).execute()
  const raters = await tx.deleteFrom('msf_rater').where('owner_id', '=', ownerId).where('item_id', '=', itemId).returning('email').execute()
  if (raters.length === 0) return
  await tx
    .deleteFrom('message')
    .where('owner_id', '=', ownerId)
    .where('category', '=', 'feedback')
    .where(
      'recipient',
      'in',
      raters.map(({ email }) => email),
    )
    .execute()
}
