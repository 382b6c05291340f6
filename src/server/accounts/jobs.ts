import { sql } from 'kysely'
import { createTransport, type Transporter } from 'nodemailer'
import { z } from 'zod'
import { isSwitched, mailWords } from '#domain/mail-category.ts'
import type { Db } from '#server/platform/db.ts'
import type { Jobs } from '#server/platform/jobs.ts'
import { withFoot } from '#server/platform/mail.ts'
import type { Parts } from '#server/platform/parts.ts'
import { PHOTO_PREFIX } from './photo.ts'

/** Longer than the mail server is given for one message, so that no second worker takes it meanwhile. */
const LEASE = sql`interval '3 minutes'`
/** A message is tried this long, then given up. */
const TRIED_FOR = sql`interval '3 days'`
const AT_ONCE = 50
/** The links in a letter open an account: once it is sent, or given up, only the demo's mailbox needs its words. */
const BLANK = { body_text: '', body_html: '' } as const

const MessageKey = z.object({ ownerId: z.uuid(), id: z.uuid() })
type MessageKey = z.infer<typeof MessageKey>

export const accountJobs = (parts: Parts): Jobs => {
  const transport = openTransport(parts)
  return {
    'accounts.send_message': async (payload) => {
      await sendMessage(parts, transport, MessageKey.parse(payload))
    },
    'accounts.send_waiting': async () => {
      for (const key of await waitingMessages(parts.db)) await sendMessage(parts, transport, key)
    },
    'accounts.remove_expired': () => removeExpired(parts),
  }
}

/** Null in a demo without a mail server: messages stay in its mailbox. */
function openTransport({ config }: Parts): Transporter | null {
  if (config.mail === null) return null
  return createTransport({ url: config.mail.smtpUrl, connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 })
}

function waitingMessages(db: Db): Promise<MessageKey[]> {
  return db
    .selectFrom('message')
    .where('sent_at', 'is', null)
    .where('withheld_at', 'is', null)
    .where('created_at', '>', sql<Date>`now() - ${TRIED_FOR}`)
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<', sql<Date>`now()`)]))
    .select(['owner_id as ownerId', 'id'])
    .orderBy('created_at')
    .limit(AT_ONCE)
    .execute()
}

/**
 * Claims, sends outside of any transaction, records. Whether its reader has switched such mail off is asked here, at the moment of sending, and
 * nowhere else (H3). A failure waits longer each time; `send_waiting` tries again.
 */
async function sendMessage({ db, config }: Parts, transport: Transporter | null, key: MessageKey): Promise<void> {
  const message = await db
    .updateTable('message')
    .set((eb) => ({ claimed_until: sql<Date>`now() + ${LEASE}`, attempts: eb('attempts', '+', 1) }))
    .where('owner_id', '=', key.ownerId)
    .where('id', '=', key.id)
    .where('sent_at', 'is', null)
    .where('withheld_at', 'is', null)
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<', sql<Date>`now()`)]))
    .returningAll()
    .executeTakeFirst()
  if (!message) return
  const record = (outcome: Partial<Outcome> & Pick<Outcome, 'claimed_until' | 'fault'>) =>
    db.updateTable('message').set(outcome).where('owner_id', '=', key.ownerId).where('id', '=', key.id).execute()
  const mailOff = isSwitched(message.category) ? await mailOffOf(db, message.recipient) : null
  if (mailOff === 'all' || mailOff?.includes(message.category) === true) {
    await record({ withheld_at: new Date(), claimed_until: null, fault: null, ...BLANK })
    return
  }
  const said = mailOff === null ? bodyOf(message) : withFoot(bodyOf(message), mailWords.foot)
  try {
    if (transport !== null && config.mail !== null) {
      await transport.sendMail({
        from: config.mail.from,
        to: message.recipient,
        subject: message.subject,
        ...said,
        // The same each time: a mailbox that got it before a crash was recorded can tell.
        messageId: `<${message.id}@${new URL(config.url).hostname}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    }
  } catch (fault) {
    const pauseMs = Math.min(60, 2 ** message.attempts) * 60_000
    await record({ claimed_until: new Date(Date.now() + pauseMs), fault: (fault as Error).message.slice(0, 1000) })
    return
  }
  const shown = config.mode === 'demo' ? { body_text: said.text, body_html: said.html } : BLANK
  await record({ sent_at: new Date(), claimed_until: null, fault: null, ...shown })
  // The last letter of an erased account is nobody's mail: of it nothing stays (A10).
  await db
    .deleteFrom('message')
    .where('owner_id', '=', key.ownerId)
    .where('id', '=', key.id)
    .where((eb) => eb.not(eb.exists(eb.selectFrom('auth.user').where('auth.user.id', '=', key.ownerId).select('auth.user.id'))))
    .execute()
}

interface Outcome {
  readonly sent_at: Date
  readonly withheld_at: Date
  readonly claimed_until: Date | null
  readonly fault: string | null
  readonly body_text: string
  readonly body_html: string
}

const bodyOf = (message: { readonly body_text: string; readonly body_html: string }) => ({
  text: message.body_text,
  html: message.body_html,
})

/** What the person behind an address has switched off (A6), all where their account closes (A10); null for who has no account here, and so no switches. */
async function mailOffOf(db: Db, address: string): Promise<readonly string[] | 'all' | null> {
  const row = await db
    .selectFrom('auth.user as account')
    .leftJoin('preference', 'preference.owner_id', 'account.id')
    .leftJoin('closing', 'closing.owner_id', 'account.id')
    .where('account.email', '=', address.toLowerCase())
    .select(['preference.mail_off as mailOff', 'closing.erase_at as eraseAt'])
    .executeTakeFirst()
  if (row === undefined) return null
  return row.eraseAt === null ? (row.mailOff ?? []) : 'all'
}

/** Sessions and links that are over, mail of a month ago, drafts of a season ago, waits nobody needs any more, photos no row names. */
async function removeExpired({ config, db, files }: Parts): Promise<void> {
  await db
    .deleteFrom('auth.session')
    .where('expires_at', '<', sql<Date>`now()`)
    .execute()
  await db
    .deleteFrom('auth.verification')
    .where('expires_at', '<', sql<Date>`now()`)
    .execute()
  await db
    .deleteFrom('message')
    .where('created_at', '<', sql<Date>`now() - interval '30 days'`)
    .execute()
  if (config.mode !== 'demo') {
    await db
      .updateTable('message')
      .set(BLANK)
      .where('created_at', '<', sql<Date>`now() - ${TRIED_FOR}`)
      .where('body_text', '!=', '')
      .execute()
  }
  await db
    .deleteFrom('draft')
    .where('saved_at', '<', sql<Date>`now() - interval '90 days'`)
    .execute()
  await db
    .deleteFrom('sign_in_wait')
    .where('next_try_at', '<', sql<Date>`now() - interval '1 day'`)
    .execute()
  await db
    .updateTable('person')
    .set({ pending_email: null, pending_until: null })
    .where('pending_until', '<', sql<Date>`now()`)
    .execute()
  const dayAgo = Date.now() - 24 * 60 * 60 * 1000
  for await (const { name, writtenAt } of files.list(PHOTO_PREFIX)) {
    if (writtenAt.getTime() > dayAgo) continue
    const ownerId = name.slice(PHOTO_PREFIX.length, PHOTO_PREFIX.length + 36)
    const row = await db.selectFrom('person').where('owner_id', '=', ownerId).select('photo_as').executeTakeFirst()
    if (row?.photo_as !== name) await files.remove(name)
  }
}
