import { msfLetters } from '#domain/assessments/msf-words.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { emailOf } from '#server/accounts/email-queries.ts'
import { namesOf, programmesToday } from '#server/accounts/owner-queries.ts'
import type { Tx } from '#server/platform/db.ts'
import { sendMail, sendMails, writeLetter } from '#server/platform/mail.ts'
import type { Parts } from '#server/platform/parts.ts'
import { feedbackUrl } from './msf-round.ts'

type House = Pick<Parts, 'config'>

export interface Addressed {
  readonly id: string
  readonly name: string
  readonly email: string
}

/** Asks or reminds colleagues. The letters are the trainee's, for a colleague may have no account. */
export async function writeToRaters(
  house: House,
  tx: Tx,
  letter: 'asks' | 'reminds',
  { ownerId, itemId, until }: { ownerId: string; itemId: string; until: PlainDate },
  raters: readonly Addressed[],
): Promise<void> {
  const trainee = (await namesOf(tx, [ownerId])).get(ownerId) ?? ''
  await sendMails(
    tx,
    raters.map(({ id, name, email }) => ({
      category: 'feedback',
      ownerId,
      recipient: email,
      ...writeLetter(msfLetters[letter]({ rater: name, trainee, until }, feedbackUrl(house, { ownerId, itemId, id }))),
    })),
  )
}

const pageOf = ({ config }: House, ownerId: string, itemId: string) => `${config.url}/record/${ownerId}/entries/${itemId}`

/** Who releases it: the trainee's educational supervisors of today. */
async function educationalSupervisors(tx: Tx, ownerId: string): Promise<string[]> {
  const today = programmesToday()
  const rows = await tx
    .selectFrom('relation')
    .where('owner_id', '=', ownerId)
    .where('relation', '=', 'educational supervisor')
    .where('from_on', '<=', today)
    .where('until_on', '>=', today)
    .select('person_id')
    .distinct()
    .execute()
  return rows.map(({ person_id }) => person_id)
}

/** Tells trainee and educational supervisor that a round has closed; not who did it, `but`. */
export async function tellClosed(
  house: House,
  tx: Tx,
  { ownerId, itemId, isEnough, but }: { ownerId: string; itemId: string; isEnough: boolean; but: string | null },
): Promise<void> {
  const readers = [ownerId, ...(await educationalSupervisors(tx, ownerId))].filter((id) => id !== but)
  const names = await namesOf(tx, [ownerId, ...readers])
  for (const id of readers) {
    const email = await emailOf(tx, id)
    if (email === null) continue
    const words = msfLetters.closed(names.get(id) ?? '', names.get(ownerId) ?? '', isEnough, pageOf(house, ownerId, itemId))
    await sendMail(tx, { category: 'feedback', ownerId: id, recipient: email, ...writeLetter(words) })
  }
}

/** Tells the trainee what came of a round. */
export async function tellTrainee(house: House, tx: Tx, letter: 'released' | 'setAside', ownerId: string, itemId: string): Promise<void> {
  const email = await emailOf(tx, ownerId)
  if (email === null) return
  const name = (await namesOf(tx, [ownerId])).get(ownerId) ?? ''
  await sendMail(tx, {
    category: 'feedback',
    ownerId,
    recipient: email,
    ...writeLetter(msfLetters[letter](name, pageOf(house, ownerId, itemId))),
  })
}
