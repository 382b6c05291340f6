import { v7 as uuidv7 } from 'uuid'
import type { MailCategory } from '#domain/mail-category.ts'
import type { Db, Tx } from './db.ts'
import { enqueue } from './jobs.ts'

export interface Mail {
  /** What it is about: by this its reader can have switched it off (H3). */
  readonly category: MailCategory
  /** Whose mail it is, whatever address it goes to. */
  readonly ownerId: string
  readonly recipient: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Sends with the transaction: the row is the truth, the job only the bell. Nothing outside is called here. */
export async function sendMail(tx: Db | Tx, mail: Mail): Promise<void> {
  const id = uuidv7()
  await tx
    .insertInto('message')
    .values({
      owner_id: mail.ownerId,
      id,
      category: mail.category,
      recipient: mail.recipient,
      subject: mail.subject,
      body_text: mail.text,
      body_html: mail.html,
    })
    .execute()
  await enqueue(tx, 'accounts.send_message', { ownerId: mail.ownerId, id }, { attempts: 1 })
}

/** `sendMail` for many at once. */
export async function sendMails(tx: Tx, mails: readonly Mail[]): Promise<void> {
  for (let from = 0; from < mails.length; from += 500) {
    const rows = mails.slice(from, from + 500).map((mail) => ({
      owner_id: mail.ownerId,
      id: uuidv7(),
      category: mail.category,
      recipient: mail.recipient,
      subject: mail.subject,
      body_text: mail.text,
      body_html: mail.html,
    }))
    await tx.insertInto('message').values(rows).execute()
    for (const row of rows) await enqueue(tx, 'accounts.send_message', { ownerId: row.owner_id, id: row.id }, { attempts: 1 })
  }
}

/** A letter in words: what a feature writes, without a thought for how mail looks. */
export interface Letter {
  readonly subject: string
  readonly greeting: string
  readonly paragraphs: readonly string[]
  /** Stands after the first paragraph. */
  readonly link?: { readonly label: string; readonly url: string }
}

/** One letter as plain text and as simple HTML, saying the same. */
export function writeLetter(letter: Letter): Pick<Mail, 'subject' | 'text' | 'html'> {
  const [first = '', ...rest] = letter.paragraphs
  const { link } = letter
  const text = [letter.greeting, first, ...(link ? [`${link.label}:\n${link.url}`] : []), ...rest, 'Cairn'].join('\n\n')
  const paragraph = (words: string) => `<p>${escapeHtml(words)}</p>`
  const html = [
    '<!doctype html><html lang="en-GB"><body style="font-family:sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a">',
    paragraph(letter.greeting),
    paragraph(first),
    ...(link
      ? [
          `<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p>`,
          `<p>If the link does not open, copy this address: ${escapeHtml(link.url)}</p>`,
        ]
      : []),
    ...rest.map(paragraph),
    '<p>Cairn</p></body></html>',
  ].join('\n')
  return { subject: letter.subject, text: `${text}\n`, html }
}

/** A line under the letter, in both its forms. */
export const withFoot = ({ text, html }: Pick<Mail, 'text' | 'html'>, foot: string): Pick<Mail, 'text' | 'html'> => ({
  text: `${text}\n${foot}\n`,
  html: html.replace('</body>', `<p style="font-size:13px;color:#595959">${escapeHtml(foot)}</p></body>`),
})

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (words: string) => words.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!)
