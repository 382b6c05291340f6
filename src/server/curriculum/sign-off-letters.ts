import type { SignedHead } from '#domain/accounts/chain.ts'
import { headLines } from '#domain/accounts/chain-words.ts'
import type { OwnYear } from '#domain/curriculum/contract.ts'
import type { CurriculumItem } from '#domain/curriculum/curriculum-items.ts'
import type { SupervisorAnswer } from '#domain/curriculum/sign-off.ts'
import { linkWords, signedWords } from '#domain/curriculum/words.ts'
import { emailOf } from '#server/accounts/email-queries.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Tx } from '#server/platform/db.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import type { Parts } from '#server/platform/parts.ts'

export interface Signer {
  readonly id: string
  readonly name: string
  readonly relation: 'clinical supervisor' | 'educational supervisor'
}

/** What was answered for one item. */
export interface SignedNews {
  readonly item: CurriculumItem
  readonly year: OwnYear
  readonly answer: SupervisorAnswer['answer']
  /** The title of the level; null where more was asked for. */
  readonly level: string | null
  readonly head: SignedHead
}

/**
 * One mail for all that one act answered. The newest end of the chain leaves the house with it (A9). Of what was written nothing goes by
 * mail but the answers.
 */
export async function tellTrainee(
  tx: Tx,
  { config }: Pick<Parts, 'config'>,
  seen: Seen,
  by: Signer,
  news: readonly SignedNews[],
): Promise<void> {
  const [first, ...rest] = news
  const recipient = await emailOf(tx, seen.ownerId)
  if (first === undefined || recipient === null) return
  const names = await namesOf(tx, [seen.ownerId])
  const say = signedWords.mail
  const { head } = news.at(-1)!
  const lines = news.map(({ item, year, answer, level }) => ({
    place: linkWords.audited(item.title, item.code),
    year: year.code,
    said: level ?? answer,
  }))
  const url = `${config.url}/record/${seen.ownerId}/curriculum`
  const letter =
    rest.length === 0
      ? {
          subject: say.subject(lines[0]!.place, first.answer),
          paragraphs: [say.told(by.name, by.relation, lines[0]!.place, lines[0]!.year, lines[0]!.said)],
          link: { label: say.link, url: `${url}?item=${first.item.code}` },
        }
      : {
          subject: say.subjectOfMany(news.length),
          paragraphs: [
            say.toldOfMany(by.name, by.relation, news.length),
            ...lines.map(({ place, year, said }) => say.line(place, year, said)),
          ],
          link: { label: say.linkOfMany, url },
        }
  await sendMail(tx, {
    category: 'sign-offs',
    ownerId: seen.ownerId,
    recipient,
    ...writeLetter({
      ...letter,
      greeting: say.greeting(names.get(seen.ownerId) ?? ''),
      paragraphs: [...letter.paragraphs, ...headLines(head)],
    }),
  })
}
