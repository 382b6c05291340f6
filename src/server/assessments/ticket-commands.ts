import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import { isLocked } from '#domain/assessments/entry-steps.ts'
import type { FormFile } from '#domain/assessments/form-file.ts'
import { ticketCode } from '#domain/assessments/ticket-code.ts'
import type { NewTicket } from '#domain/assessments/ticket-contract.ts'
import { expiresAfter, isOpen, MOST_ASKED_A_DAY, ON_THE_SPOT_HOURS } from '#domain/assessments/ticket-rules.ts'
import { ticketLetters, ticketWords as say } from '#domain/assessments/ticket-words.ts'
import { isFreeMail, mailboxOf } from '#domain/assessments/work-email.ts'
import { Refusal, refuseField } from '#domain/errors.ts'
import { dayIn } from '#domain/plain-date.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { guardTexts } from '#server/platform/guard.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import { entryRow, knownEntry, type EntryRow, type House } from './entry-queries.ts'
import { formOf } from './form-queries.ts'
import {
  educationalMailboxes,
  hashOf,
  openTicketsOf,
  ownMailboxes,
  stateOfTicket,
  ticketRow,
  whyNotAsk,
  whyNotRemind,
  type TicketRow,
} from './ticket-queries.ts'

const spotExpiry = (now: Date): Date => new Date(now.getTime() + ON_THE_SPOT_HOURS * 60 * 60 * 1000)
const dayOf = (moment: Date) => dayIn('Europe/London', moment.getTime())

/** A link more that leads to a ticket; those before go on working until they expire. Answers its address. */
export async function makeLink(
  { config }: Pick<House, 'config'>,
  tx: Tx,
  ticket: { ownerId: string; id: string },
  purpose: 'fill' | 'confirm',
  expiresAt: Date,
  sentTo = '',
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await tx
    .insertInto('ticket_link')
    .values({
      owner_id: ticket.ownerId,
      token_hash: hashOf(token),
      ticket_id: ticket.id,
      purpose,
      made_at: new Date(),
      expires_at: expiresAt,
      sent_to: sentTo,
    })
    .execute()
  return `${config.url}/ticket/${ticketCode(ticket.ownerId, token)}`
}

/** One row in the owner's trail for each step of a ticket. `personId` is null for who has no account. */
export const noteTicket = (
  tx: Tx,
  of: { ownerId: string; personId: string | null; id: string; form: FormFile; assessor: string },
  act: string,
): Promise<void> =>
  audit(tx, {
    ownerId: of.ownerId,
    personId: of.personId,
    act: `ticket.${act}`,
    recordKind: 'ticket',
    recordId: of.id,
    about: of.assessor === '' ? of.form.title : `${of.form.title}, ${of.assessor}`,
  })

/** @throws Refusal at `email` where it is the trainee's own, or of who may not assess by this form */
export async function refuseWrongMailbox(tx: Tx, ownerId: string, form: FormFile, email: string, path: string): Promise<void> {
  const mailbox = mailboxOf(email)
  if ((await ownMailboxes(tx, ownerId)).has(mailbox)) throw refuseField(path, path === 'email' ? say.ownAddress : say.ownName)
  if (form.assessing?.notEducationalSupervisor && (await educationalMailboxes(tx, ownerId)).has(mailbox))
    throw refuseField(path, say.educationalSupervisor)
}

/**
 * Asks somebody to assess (F3), by a letter with a link or by a code shown on the spot (F9). Sent twice it is one.
 * @throws Refusal `not_found`, `not_allowed`, `try_later`, `invalid_input` at `email`, `role` or `note`
 */
export async function askAssessor(
  house: House,
  seen: Seen,
  itemId: string,
  wanted: z.output<typeof NewTicket>,
): Promise<{ id: string; url: string | null }> {
  const { ownerId } = seen
  return house.db.transaction().execute(async (tx) => {
    await lockPerson(tx, ownerId)
    const { row, form } = await knownEntry(house, tx, seen, itemId)
    const same = await tx
      .selectFrom('ticket')
      .where('owner_id', '=', ownerId)
      .where('id', '=', wanted.id)
      .where('item_id', '=', itemId)
      .select('id')
      .executeTakeFirst()
    if (same !== undefined) return { id: wanted.id, url: null }
    const why = row.isBinned ? say.notOpen : await whyNotAsk(tx, seen, form, row)
    if (why !== null) throw new Refusal('not_allowed', why)
    const byMail = wanted.way === 'email'
    if (byMail) {
      if (!form.assessing!.mayAssess.some((role) => role === wanted.role))
        throw refuseField('role', say.mayNotAssess(form.assessing!.reason))
      await refuseWrongMailbox(tx, ownerId, form, wanted.email, 'email')
    }
    const now = new Date()
    await refuseTooMany(tx, ownerId, now)
    const { id, note, overrides } = wanted
    await guardTexts(tx, { ownerId, personId: seen.viewerId, kind: 'clinical writing', itemId: id, texts: { note }, overrides })
    const expiresAt = byMail ? new Date(expiresAfter(now)) : spotExpiry(now)
    await tx
      .insertInto('ticket')
      .values({
        owner_id: ownerId,
        id: wanted.id,
        item_id: itemId,
        way: wanted.way,
        assessor_name: byMail ? wanted.name : '',
        assessor_email: byMail ? wanted.email : '',
        assessor_role: byMail ? wanted.role : '',
        note: wanted.note,
        is_free_mail: byMail && isFreeMail(wanted.email),
        created_at: now,
        sent_at: byMail ? now : null,
        last_sent_at: byMail ? now : null,
        expires_at: expiresAt,
      })
      .execute()
    const url = await makeLink(house, tx, { ownerId, id: wanted.id }, 'fill', expiresAt)
    const ticket = await ticketRow(tx, ownerId, wanted.id)
    if (byMail) await writeTo(tx, 'asks', { ownerId, ticket, row, form, url })
    await noteTicket(
      tx,
      { ownerId, personId: seen.viewerId, id: wanted.id, form, assessor: byMail ? wanted.name : '' },
      byMail ? 'asked' : 'shown',
    )
    return { id: wanted.id, url: byMail ? null : url }
  })
}

async function refuseTooMany(tx: Tx, ownerId: string, now: Date): Promise<void> {
  const { count } = await tx
    .selectFrom('ticket')
    .where('owner_id', '=', ownerId)
    .where('created_at', '>', new Date(now.getTime() - 24 * 60 * 60 * 1000))
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow()
  if (count >= MOST_ASKED_A_DAY) throw new Refusal('try_later', say.mostAsked)
}

/** The letter that asks, reminds, or asks whether it was them; kept as the trainee's, for the assessor may have no account. */
export async function writeTo(
  tx: Tx,
  letter: 'asks' | 'reminds' | 'confirms',
  { ownerId, ticket, row, form, url }: { ownerId: string; ticket: TicketRow; row: EntryRow; form: FormFile; url: string },
): Promise<void> {
  const trainee = (await namesOf(tx, [ownerId])).get(ownerId) ?? ''
  const { assessor_name: assessor, is_free_mail: isPrivate } = ticket
  const of = { assessor, trainee, form: form.title, on: row.eventOn, until: dayOf(ticket.expires_at), isPrivate }
  await sendMail(tx, { category: 'tickets', ownerId, recipient: ticket.assessor_email, ...writeLetter(ticketLetters[letter](of, url)) })
}

/** A ticket with its form, locked until the transaction ends. @throws Refusal `not_found` */
async function ticketForUpdate(house: House, tx: Tx, seen: Seen, id: string) {
  await lockPerson(tx, seen.ownerId)
  const ticket = await ticketRow(tx, seen.ownerId, id)
  const row = await entryRow(tx, seen.ownerId, ticket.item_id)
  const answer = seen.may('write', 'assessment', { section: 'own', state: 'begun' })
  if (!answer.allowed) throw new Refusal(answer.code, answer.reason)
  return { ticket, row, form: formOf(house, row.formId), state: stateOfTicket(ticket, new Date()) }
}

/**
 * Reminds an assessor, sends a new link after one expired, or asks again who signed on the spot. What was written so far is kept.
 * @throws Refusal `not_found`, `not_allowed` with from when
 */
export async function sendTicketAgain(house: House, seen: Seen, id: string): Promise<void> {
  await house.db.transaction().execute(async (tx) => {
    const { ticket, row, form, state } = await ticketForUpdate(house, tx, seen, id)
    const now = new Date()
    const why = row.isBinned ? say.notOpen : whyNotRemind(ticket, state, now)
    if (why !== null) throw new Refusal('not_allowed', why)
    if (state === 'expired') await refuseAnotherOpen(tx, seen.ownerId, row, id)
    await remind(house, tx, { ownerId: seen.ownerId, ticket, row, form }, { reminders: ticket.reminders + 1 })
    await noteTicket(
      tx,
      { ownerId: seen.ownerId, personId: seen.viewerId, id, form, assessor: ticket.assessor_name },
      state === 'expired' ? 'sent_again' : 'reminded',
    )
  })
}

/** An expired ticket comes back only where the form is not signed and nobody else is asked. */
async function refuseAnotherOpen(tx: Tx, ownerId: string, row: EntryRow, id: string): Promise<void> {
  if (isLocked(row.state)) throw new Refusal('not_allowed', say.signed)
  if ((await openTicketsOf(tx, ownerId, row.id)).some((other) => other.id !== id)) throw new Refusal('not_allowed', say.openAlready)
}

/** A new link and the letter with it. */
export async function remind(
  house: Pick<House, 'config'>,
  tx: Tx,
  of: { ownerId: string; ticket: TicketRow; row: EntryRow; form: FormFile },
  set: { reminders: number } | { auto_reminded_at: Date },
): Promise<void> {
  const { ownerId, ticket } = of
  const now = new Date()
  const isSigned = ticket.submitted_at !== null
  const expiresAt = !isSigned && ticket.expires_at > now && 'auto_reminded_at' in set ? ticket.expires_at : new Date(expiresAfter(now))
  const asked = { ownerId, id: ticket.id }
  const url = isSigned
    ? await makeLink(house, tx, asked, 'confirm', expiresAt, ticket.assessor_email)
    : await makeLink(house, tx, asked, 'fill', expiresAt)
  await tx
    .updateTable('ticket')
    .set({ ...set, last_sent_at: now, ...(isSigned ? {} : { sent_at: ticket.sent_at ?? now, expires_at: expiresAt }) })
    .where('owner_id', '=', ownerId)
    .where('id', '=', ticket.id)
    .execute()
  await writeTo(tx, isSigned ? 'confirms' : 'reminds', { ...of, ticket: { ...ticket, expires_at: expiresAt }, url })
}

/** A new code to show on the spot: of the one before only a hash was kept. @throws Refusal `not_found`, `not_allowed` */
export async function showTicket(house: House, seen: Seen, id: string): Promise<{ url: string }> {
  return house.db.transaction().execute(async (tx) => {
    const { ticket, row, state } = await ticketForUpdate(house, tx, seen, id)
    if (ticket.way !== 'on the spot' || row.isBinned || !(isOpen(state) || state === 'expired'))
      throw new Refusal('not_allowed', say.notOpen)
    if (state === 'expired') await refuseAnotherOpen(tx, seen.ownerId, row, id)
    const expiresAt = spotExpiry(new Date())
    await tx.updateTable('ticket').set({ expires_at: expiresAt }).where('owner_id', '=', seen.ownerId).where('id', '=', id).execute()
    return { url: await makeLink(house, tx, { ownerId: seen.ownerId, id }, 'fill', expiresAt) }
  })
}

/** Done twice it is done once. @throws Refusal `not_found`, `not_allowed` where it is signed, declined or expired */
export async function cancelTicket(house: House, seen: Seen, id: string): Promise<void> {
  await house.db.transaction().execute(async (tx) => {
    const { ticket, form, state } = await ticketForUpdate(house, tx, seen, id)
    if (state === 'cancelled') return
    if (!isOpen(state)) throw new Refusal('not_allowed', say.notOpen)
    await tx.updateTable('ticket').set({ cancelled_at: new Date() }).where('owner_id', '=', seen.ownerId).where('id', '=', id).execute()
    await noteTicket(tx, { ownerId: seen.ownerId, personId: seen.viewerId, id, form, assessor: ticket.assessor_name }, 'cancelled')
  })
}
