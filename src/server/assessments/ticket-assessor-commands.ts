import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { isLocked, nextStep } from '#domain/assessments/entry-steps.ts'
import type {
  confirmTicket as confirmEndpoint,
  declineTicket as declineEndpoint,
  saveTicketDraft,
  submitTicket as submitEndpoint,
  Who,
} from '#domain/assessments/ticket-contract.ts'
import { expiresAfter, keepsTyping } from '#domain/assessments/ticket-rules.ts'
import { ticketLetters, ticketWords as say } from '#domain/assessments/ticket-words.ts'
import { isFreeMail, mailboxOf } from '#domain/assessments/work-email.ts'
import { entryWords } from '#domain/assessments/words.ts'
import { Refusal, refuseField } from '#domain/errors.ts'
import { signRecord } from '#server/accounts/chain-commands.ts'
import { chainKeyOf } from '#server/accounts/chain-queries.ts'
import { emailOf } from '#server/accounts/email-queries.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import { isFrozen } from '#server/accounts/seen.ts'
import type { Tx } from '#server/platform/db.ts'
import { guardTexts } from '#server/platform/guard.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import { lockItem, writtenIn } from './entry-commands.ts'
import { finishStep } from './entry-finish-commands.ts'
import type { House } from './entry-queries.ts'
import { makeLink, noteTicket, refuseWrongMailbox, writeTo } from './ticket-commands.ts'
import { assessorSections, gone, ticketByCode, works, type Found, type TicketRow } from './ticket-queries.ts'
import { identityOf, isUnconfirmed } from './identity.ts'

type Change = Partial<Pick<TicketRow, 'begun_at' | 'draft_version' | 'draft_at' | 'submitted_at' | 'declined_at' | 'decline_reason'>> &
  Partial<Pick<TicketRow, 'assessor_name' | 'assessor_email' | 'assessor_role' | 'is_free_mail' | 'private_email' | 'last_sent_at'>> &
  Partial<Pick<TicketRow, 'confirmed_at' | 'confirmed_by' | 'denied_at'>> & { readonly draft?: string }

const setTicket = (tx: Tx, { ownerId, ticket }: Found, to: Change) =>
  tx.updateTable('ticket').set(to).where('owner_id', '=', ownerId).where('id', '=', ticket.id).execute()

const note = (tx: Tx, { ownerId, ticket, form }: Found, act: string, name = ticket.assessor_name) =>
  noteTicket(tx, { ownerId, personId: null, id: ticket.id, form, assessor: name }, act)

/** By the link alone: whoever holds it. The owner is locked, so that of two devices one comes after the other. */
async function found(house: House, tx: Tx, code: string, viewerId: string | null): Promise<Found> {
  const before = await ticketByCode(house, tx, code)
  if (before === null) throw gone()
  await lockPerson(tx, before.ownerId)
  await lockItem(tx, before.ownerId, before.row.id)
  const now = await ticketByCode(house, tx, code)
  if (now === null) throw gone()
  if (viewerId === now.ownerId) throw new Refusal('not_allowed', say.ownSession)
  return now
}

/** @throws Refusal `link_expired` where it does nothing any more, `not_allowed` while the record is frozen (T1) */
async function refuseUnlessOpen(tx: Tx, of: Found, purpose: Found['purpose']): Promise<void> {
  if (of.purpose !== purpose || !works(of, new Date())) throw gone()
  if (await isFrozen(tx, of.ownerId)) throw new Refusal('not_allowed', say.paused)
}

/** Only this begins a ticket (F3). Done twice it is done once. @throws Refusal `link_expired`, `not_allowed` */
export async function beginTicket(house: House, code: string, viewerId: string | null): Promise<void> {
  await house.db.transaction().execute(async (tx) => {
    const of = await found(house, tx, code, viewerId)
    await refuseUnlessOpen(tx, of, 'fill')
    if (of.ticket.begun_at !== null) return
    await setTicket(tx, of, { begun_at: new Date() })
    await note(tx, of, 'begun')
  })
}

/**
 * Keeps what the assessor wrote so far, for them alone. On a link that expired meanwhile it is kept too, and nothing told.
 * @throws Refusal `link_expired`, `not_allowed`, `stale_version`
 */
export async function keepTicketDraft(
  house: House,
  code: string,
  viewerId: string | null,
  { who, answers, overrides, version }: z.output<typeof saveTicketDraft.schema.body>,
): Promise<{ version: number }> {
  const kept = await house.db.transaction().execute(async (tx) => {
    const of = await found(house, tx, code, viewerId)
    const { ticket } = of
    const now = new Date()
    const isLate = isLateButKept(of, now)
    if (!isLate) await refuseUnlessOpen(tx, of, 'fill')
    else if (await isFrozen(tx, of.ownerId)) throw gone()
    if (ticket.begun_at === null) throw new Refusal('not_allowed', say.beginFirst)
    if (ticket.draft_version !== version) {
      if (isLate) throw gone()
      throw new Refusal('stale_version', say.changedElsewhere)
    }
    const own = new Set(assessorSections(of.form).map(({ id }) => id))
    const kept = Object.fromEntries(Object.entries(answers).filter(([section]) => own.has(section)))
    const draft = JSON.stringify({ who, answers: kept, overrides })
    await setTicket(tx, of, { draft, draft_version: version + 1, draft_at: now })
    if (ticket.draft_at === null) await note(tx, of, 'draft_kept')
    return { isLate, version: version + 1 }
  })
  if (kept.isLate) throw gone()
  return { version: kept.version }
}

function isLateButKept({ purpose, ticket, row, linkExpiresAt }: Found, now: Date): boolean {
  const isOver = ticket.submitted_at !== null || ticket.declined_at !== null || ticket.cancelled_at !== null || isLocked(row.state)
  return purpose === 'fill' && !isOver && linkExpiresAt <= now && keepsTyping({ begunAt: ticket.begun_at, expiresAt: linkExpiresAt }, now)
}

/**
 * Signs what an assessor wrote, and locks the form (F4). The same sent twice signs once; a link that was used tells nothing else.
 * @throws Refusal `link_expired`, `not_allowed`, `stale_version`, `invalid_input` at `who.…` and at the fields
 */
export async function submitTicket(
  house: House,
  code: string,
  viewerId: string | null,
  { who, answers, read, version, overrides }: z.output<typeof submitEndpoint.schema.body>,
): Promise<{ confirmAt: string | null }> {
  return house.db.transaction().execute(async (tx) => {
    const of = await found(house, tx, code, viewerId)
    const { ownerId, ticket, row, form } = of
    const signed = JSON.stringify({ who, answers })
    if (ticket.submitted_at !== null && of.purpose === 'fill' && isDeepStrictEqual(ticket.draft, JSON.parse(signed)))
      return { confirmAt: confirmAt(ticket) }
    await refuseUnlessOpen(tx, of, 'fill')
    if (ticket.begun_at === null) throw new Refusal('not_allowed', say.beginFirst)
    if (ticket.draft_version !== version) throw new Refusal('stale_version', say.changedElsewhere)
    await refuseWrongWho(tx, of, who)
    const own = new Set(assessorSections(form).map(({ id }) => id))
    if (Object.keys(answers).some((section) => !own.has(section))) throw new Refusal('not_allowed', entryWords.notAsked)
    await refuseOtherThanRead(tx, of, read)
    const next = nextStep(form, row.state)
    if (next?.step !== 'submit' || next.by !== 'assessor') throw new Refusal('not_allowed', entryWords.notNext('submit'))
    const isSpot = ticket.way === 'on the spot'
    await finishStep(house, tx, {
      ownerId,
      row,
      form,
      step: 'submit',
      by: 'assessor',
      answers,
      overrides,
      finisher: { id: null, as: isSpot ? say.assessorOnTheSpot : say.assessor, ...who },
    })
    const now = new Date()
    const knownAs = isSpot && viewerId !== null && (await emailOf(tx, viewerId)) === who.email ? viewerId : null
    const asks = isSpot && knownAs === null
    const to = {
      draft: signed,
      submitted_at: now,
      ...(isSpot
        ? { assessor_name: who.name, assessor_email: who.email, assessor_role: who.role, is_free_mail: isFreeMail(who.email) }
        : {}),
      ...(asks ? { last_sent_at: now } : {}),
      ...(knownAs === null ? {} : { confirmed_at: now, confirmed_by: knownAs }),
    }
    await setTicket(tx, of, to)
    await note(tx, of, 'signed', who.name)
    const after: Found = { ...of, ticket: { ...ticket, ...to, draft: JSON.parse(signed) as TicketRow['draft'] } }
    if (asks) {
      const url = await makeLink(house, tx, { ownerId, id: ticket.id }, 'confirm', new Date(expiresAfter(now)), who.email)
      await writeTo(tx, 'confirms', { ...after, url })
    }
    await tellTrainee(house, tx, after, 'signed', who.name)
    return { confirmAt: confirmAt(after.ticket) }
  })
}

const confirmAt = (ticket: TicketRow): string | null => (isUnconfirmed(identityOf(ticket)) ? ticket.assessor_email : null)

async function refuseWrongWho(tx: Tx, { ownerId, ticket, form }: Found, who: Who): Promise<void> {
  const { assessing } = form
  if (assessing !== undefined && !assessing.mayAssess.includes(who.role)) throw refuseField('who.role', say.roleMayNot(assessing.reason))
  if (ticket.way === 'on the spot' && who.email === '') throw refuseField('who.email', say.workEmail)
  const email = ticket.way === 'on the spot' ? who.email : ticket.assessor_email
  await refuseWrongMailbox(tx, ownerId, form, email, 'who.email')
}

/** What is signed is what the assessor read of the trainee's part. */
async function refuseOtherThanRead(tx: Tx, { ownerId, row, form }: Found, read: Readonly<Record<string, number>>): Promise<void> {
  const written = await writtenIn(tx, ownerId, row.id)
  for (const { id, writer } of form.sections) {
    if (writer !== 'trainee') continue
    const version = written.get(id)?.version
    if (version !== undefined && read[id] !== version) throw new Refusal('stale_version', say.traineeChanged, { details: { section: id } })
  }
}

async function tellTrainee(
  { config }: Pick<House, 'config'>,
  tx: Tx,
  { ownerId, row, form }: Found,
  letter: 'signed' | 'declined',
  assessor: string,
): Promise<void> {
  const [email, names] = [await emailOf(tx, ownerId), await namesOf(tx, [ownerId])]
  if (email === null) return
  const url = `${config.url}/record/${ownerId}/entries/${row.id}`
  const words = ticketLetters[letter](names.get(ownerId) ?? '', assessor, form.title, url)
  await sendMail(tx, { category: 'tickets', ownerId, recipient: email, ...writeLetter(words) })
}

/** @throws Refusal `link_expired`, `not_allowed`; `invalid_input` at `reason` */
export async function declineTicket(
  house: House,
  code: string,
  viewerId: string | null,
  { reason, overrides }: z.output<typeof declineEndpoint.schema.body>,
): Promise<void> {
  await house.db.transaction().execute(async (tx) => {
    const of = await found(house, tx, code, viewerId)
    await refuseUnlessOpen(tx, of, 'fill')
    const { ownerId, ticket } = of
    await guardTexts(tx, { ownerId, personId: null, kind: 'clinical writing', itemId: ticket.id, texts: { reason }, overrides })
    await setTicket(tx, of, { declined_at: new Date(), decline_reason: reason })
    await note(tx, of, 'declined')
    await tellTrainee(house, tx, of, 'declined', of.ticket.assessor_name === '' ? say.theAssessor : of.ticket.assessor_name)
  })
}

/**
 * Who signed on the spot says that it was them, or that it was not, from their own address (F9). Both stand in the chain. From a private
 * address they say where they work, and again where they mistyped it: they are asked there, and until they answer it counts for nothing.
 * @throws Refusal `link_expired`, `not_allowed`, `invalid_input` at `workEmail`
 */
export async function confirmTicket(
  house: House,
  code: string,
  viewerId: string | null,
  { wasMe, workEmail }: z.output<typeof confirmEndpoint.schema.body>,
): Promise<{ confirmAt: string | null }> {
  return house.db.transaction().execute(async (tx) => {
    const of = await found(house, tx, code, viewerId)
    await refuseUnlessOpen(tx, of, 'confirm')
    const { ownerId, ticket, form, row } = of
    const at = new Date()
    const byAccount = viewerId !== null && mailboxOf((await emailOf(tx, viewerId)) ?? '') === mailboxOf(of.linkSentTo)
    if (wasMe && isFreeMail(of.linkSentTo) && !byAccount) return askAtWork(house, tx, of, workEmail)
    await setTicket(tx, of, wasMe ? { confirmed_at: at, confirmed_by: byAccount ? viewerId : null } : { denied_at: at, confirmed_at: null })
    await signRecord(tx, chainKeyOf(house.config), {
      ownerId,
      kind: 'verification',
      says: wasMe ? say.confirmed(form.title) : say.denied(form.title),
      by: { id: '', name: ticket.assessor_name, as: say.assessor },
      at,
      record: { entry: row.id, ticket: ticket.id, wasMe },
    })
    await note(tx, of, wasMe ? 'confirmed' : 'denied')
    return { confirmAt: null }
  })
}

const MOST_WORK_ADDRESSES = 5

async function workAddressesAsked(tx: Tx, { ownerId, ticket, linkSentTo }: Found): Promise<number> {
  const asked = await tx
    .selectFrom('ticket_link')
    .where('owner_id', '=', ownerId)
    .where('ticket_id', '=', ticket.id)
    .where('purpose', '=', 'confirm')
    .where('sent_to', '!=', linkSentTo)
    .select('sent_to')
    .distinct()
    .execute()
  return asked.length
}

/** What was signed stays as it is; the letter that asks whether it was them goes to where they work. */
async function askAtWork(house: House, tx: Tx, of: Found, email: string): Promise<{ confirmAt: string }> {
  const { ownerId, ticket, form } = of
  if (email === '') throw refuseField('workEmail', say.workEmail)
  if (isFreeMail(email)) throw refuseField('workEmail', say.stillPrivate)
  await refuseWrongMailbox(tx, ownerId, form, email, 'workEmail')
  if (email === ticket.assessor_email) return { confirmAt: email }
  if ((await workAddressesAsked(tx, of)) >= MOST_WORK_ADDRESSES) throw refuseField('workEmail', say.mostWorkEmails)
  const now = new Date()
  const to = { private_email: of.linkSentTo, assessor_email: email, is_free_mail: false, confirmed_at: null, last_sent_at: now }
  await setTicket(tx, of, to)
  const url = await makeLink(house, tx, { ownerId, id: ticket.id }, 'confirm', new Date(expiresAfter(now)), email)
  await writeTo(tx, 'confirms', { ...of, ticket: { ...ticket, ...to }, url })
  await note(tx, of, 'asked_at_work')
  return { confirmAt: email }
}
