import { headLines } from '#domain/accounts/chain-words.ts'
import type { AnswerElsewhere } from '#domain/elsewhere/acceptance.ts'
import { elsewhereWords } from '#domain/elsewhere/words.ts'
import { emailOf } from '#server/accounts/email-queries.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import type { Tx } from '#server/platform/db.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { Decided } from './decide-commands.ts'

/** One mail for all that one act decided, with the newest end of the chain (A9). What was written with it stands in Cairn alone. */
export async function tellOwner(
  tx: Tx,
  { config }: Pick<Parts, 'config'>,
  ownerId: string,
  by: { readonly name: string; readonly as: string },
  answer: AnswerElsewhere,
  news: readonly Decided[],
): Promise<void> {
  const recipient = await emailOf(tx, ownerId)
  const last = news.at(-1)
  if (last === undefined || recipient === null) return
  const { mail } = elsewhereWords
  const name = (await namesOf(tx, [ownerId])).get(ownerId) ?? ''
  await sendMail(tx, {
    category: 'sign-offs',
    ownerId,
    recipient,
    ...writeLetter({
      subject: mail.subject[answer](news.length),
      greeting: mail.greeting(name),
      paragraphs: [mail.told[answer](by.name, by.as, news.length), ...news.map(({ title }) => title), ...headLines(last.head)],
      link: { label: mail.link, url: `${config.url}/record/${ownerId}/elsewhere` },
    }),
  })
}
