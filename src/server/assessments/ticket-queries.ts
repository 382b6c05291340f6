import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { mayOf } from '#domain/accounts/may.ts'
import { faultsOfAnswers, type Answers } from '#domain/assessments/answers.ts'
import { isLocked } from '#domain/assessments/entry-steps.ts'
import type { FormFile } from '#domain/assessments/form-file.ts'
import { readTicketCode } from '#domain/assessments/ticket-code.ts'
import type { listTickets, TicketLine, TicketView, WhoTyped } from '#domain/assessments/ticket-contract.ts'
import { isOpen, remindableFrom, ticketState } from '#domain/assessments/ticket-rules.ts'
import type { State } from '#domain/assessments/ticket-states.ts'
import { ticketWords as say } from '#domain/assessments/ticket-words.ts'
import { isFreeMail, mailboxOf } from '#domain/assessments/work-email.ts'
import { notFound, Refusal } from '#domain/errors.ts'
import type { GuardOverrides } from '#domain/guard-rules.ts'
import { dayIn, longDate } from '#domain/plain-date.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import { isFrozen, type Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { entryRow, knownEntry, type EntryRow, type House } from './entry-queries.ts'
import { formOf } from './form-queries.ts'
import { identityOf, isUnconfirmed } from './identity.ts'

export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** All that a link which is not in use tells: the same, whatever it was. */
export const gone = (): Refusal => new Refusal('link_expired', say.gone)

const rowsOf = (db: Db | Tx, ownerId: string) => db.selectFrom('ticket').selectAll().where('owner_id', '=', ownerId)
export type TicketRow = Awaited<ReturnType<ReturnType<typeof rowsOf>['executeTakeFirstOrThrow']>>

/** @throws Refusal `not_found` */
export async function ticketRow(db: Db | Tx, ownerId: string, id: string): Promise<TicketRow> {
  const row = await rowsOf(db, ownerId).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw notFound()
  return row
}

export const stateOfTicket = (row: TicketRow, now: Date): State =>
  ticketState(
    {
      sentAt: row.sent_at,
      begunAt: row.begun_at,
      draftAt: row.draft_at,
      submittedAt: row.submitted_at,
      declinedAt: row.declined_at,
      cancelledAt: row.cancelled_at,
      expiresAt: row.expires_at,
    },
    now,
  )

/** The form as the trainee must have filled it before another is asked: null, or why not yet. */
export async function whyNotAsk(db: Db | Tx, seen: Seen, form: FormFile, row: EntryRow): Promise<string | null> {
  if (form.assessing === undefined || form.signedBy !== 'assessor') return say.notByTicket
  const may = mayOf(seen.may('write', 'assessment', { section: 'own', state: isLocked(row.state) ? 'locked' : 'begun' }))
  if (isLocked(row.state)) return say.signed
  if (may !== null) return may
  if (row.askedId !== null) return say.asked
  const parts = await db
    .selectFrom('entry_part')
    .where('owner_id', '=', seen.ownerId)
    .where('item_id', '=', row.id)
    .select(['section', 'answers'])
    .execute()
  const answers = new Map(parts.map((part) => [part.section, part.answers as Answers]))
  const all = Object.assign({}, ...answers.values()) as Answers
  const unfinished = form.sections.some(
    (section) => section.writer === 'trainee' && faultsOfAnswers(form, section, answers.get(section.id) ?? {}, all, true).length > 0,
  )
  if (unfinished || (form.preparedByTrainee && row.state === 'begun')) return say.prepareFirst
  return (await openTicketsOf(db, seen.ownerId, row.id)).length > 0 ? say.openAlready : null
}

export const openTicketsOf = async (db: Db | Tx, ownerId: string, itemId: string): Promise<TicketRow[]> =>
  (await rowsOf(db, ownerId).where('item_id', '=', itemId).execute()).filter((ticket) => isOpen(stateOfTicket(ticket, new Date())))

/** @throws Refusal `not_found` */
export async function ticketsOf(house: House, seen: Seen, itemId: string): Promise<z.output<(typeof listTickets.schema.response)[200]>> {
  const { db } = house
  const { row, form } = await knownEntry(house, db, seen, itemId)
  if (row.isBinned) throw notFound()
  const tickets = await rowsOf(db, seen.ownerId).where('item_id', '=', itemId).orderBy('created_at', 'desc').orderBy('id', 'desc').execute()
  const { assessing } = form
  const may = mayOf(seen.may('write', 'assessment', { section: 'own', state: 'begun' }))
  const now = new Date()
  return {
    tickets: tickets.map((ticket) => lineOf(ticket, may, now)),
    assessing: assessing === undefined ? null : { roles: assessing.mayAssess, counts: assessing.counts ?? null, reason: assessing.reason },
    can: { ask: await whyNotAsk(db, seen, form, row) },
  }
}

function lineOf(ticket: TicketRow, may: string | null, now: Date): TicketLine {
  const state = stateOfTicket(ticket, now)
  const open = isOpen(state)
  return {
    id: ticket.id,
    way: ticket.way as TicketLine['way'],
    state,
    assessorName: ticket.assessor_name,
    assessorEmail: ticket.assessor_email,
    assessorRole: ticket.assessor_role,
    isFreeMail: ticket.is_free_mail,
    createdAt: ticket.created_at.toISOString(),
    lastSentAt: ticket.last_sent_at?.toISOString() ?? null,
    expiresAt: ticket.expires_at.toISOString(),
    declineReason: ticket.decline_reason,
    identity: ticket.submitted_at === null ? null : identityOf(ticket),
    can: {
      remind: may ?? whyNotRemind(ticket, state, now),
      cancel: may ?? (open ? null : say.notOpen),
      show: may ?? (ticket.way === 'on the spot' && (open || state === 'expired') ? null : say.notOpen),
    },
  }
}

/** Why no letter may go to them now; null where one may. */
export function whyNotRemind(ticket: TicketRow, state: State, now: Date): string | null {
  const waitsForAnswer = state === 'submitted' && isUnconfirmed(identityOf(ticket))
  if (!waitsForAnswer) {
    if (!isOpen(state) && state !== 'expired') return say.notOpen
    if (ticket.way === 'on the spot') return say.onTheSpot
  }
  const from = remindableFrom({ reminders: ticket.reminders, lastSentAt: ticket.last_sent_at })
  if (from === null) return say.remindedEnough
  return from <= now.getTime() ? null : say.remindLater(longDate(dayIn('Europe/London', from)))
}

/** What a link leads to, as long as it works. */
export interface Found {
  readonly ownerId: string
  readonly ticket: TicketRow
  readonly purpose: 'fill' | 'confirm'
  readonly linkExpiresAt: Date
  /** The address that is asked whether it was them; empty for a link by which a form is filled in. */
  readonly linkSentTo: string
  readonly row: EntryRow
  readonly form: FormFile
}

/** Whatever its state; null for a link there is none of. */
export async function ticketByCode(house: Pick<House, 'catalogue'>, db: Db | Tx, code: string): Promise<Found | null> {
  const read = readTicketCode(code)
  if (read === null) return null
  const { ownerId } = read
  const link = await db
    .selectFrom('ticket_link')
    .where('owner_id', '=', ownerId)
    .where('token_hash', '=', hashOf(read.token))
    .select(['ticket_id', 'purpose', 'expires_at', 'sent_to'])
    .executeTakeFirst()
  if (link === undefined) return null
  const ticket = await ticketRow(db, ownerId, link.ticket_id)
  const row = await entryRow(db, ownerId, ticket.item_id)
  if (row.isBinned) return null
  const purpose = link.purpose as Found['purpose']
  return { ownerId, ticket, purpose, linkExpiresAt: link.expires_at, linkSentTo: link.sent_to, row, form: formOf(house, row.formId) }
}

/** Whether the link does what it is for. */
export function works({ ticket, purpose, linkExpiresAt, linkSentTo, row }: Found, now: Date): boolean {
  if (linkExpiresAt <= now) return false
  if (purpose === 'confirm')
    return (
      ticket.submitted_at !== null &&
      linkSentTo !== '' &&
      (linkSentTo === ticket.assessor_email || linkSentTo === ticket.private_email) &&
      isUnconfirmed(identityOf(ticket))
    )
  return isOpen(stateOfTicket(ticket, now)) && !isLocked(row.state)
}

export const assessorSections = (form: FormFile) => form.sections.filter(({ writer }) => writer === 'assessor')

/** What an assessor sees of a ticket. Reading it changes nothing (F3). @throws Refusal `link_expired` */
export async function ticketView(house: House, code: string): Promise<TicketView> {
  const { db } = house
  const found = await ticketByCode(house, db, code)
  if (found === null || !works(found, new Date())) throw gone()
  const { ownerId, ticket, row, form, purpose } = found
  const [person, frozen] = await Promise.all([
    db.selectFrom('person').where('owner_id', '=', ownerId).select(['name', 'photo_as']).executeTakeFirst(),
    isFrozen(db, ownerId),
  ])
  if (person === undefined) throw gone()
  const state = frozen ? 'paused' : purpose === 'confirm' ? 'confirm' : ticket.begun_at === null ? 'sent' : 'begun'
  const { title, short, about, assessing } = form
  return {
    state,
    trainee: { name: person.name, hasPhoto: person.photo_as !== null },
    form: { title, short, about, roles: assessing?.mayAssess ?? [], reason: assessing?.reason ?? '' },
    eventOn: row.eventOn,
    placement: row.placement,
    way: ticket.way as TicketView['way'],
    expiresAt: found.linkExpiresAt.toISOString(),
    assessor: { name: ticket.assessor_name, email: ticket.assessor_email, role: ticket.assessor_role },
    isFreeMail: purpose === 'confirm' ? isFreeMail(found.linkSentTo) : ticket.is_free_mail,
    open: state === 'begun' || state === 'confirm' ? await openedOf(db, found) : null,
  }
}

async function openedOf(db: Db, { ownerId, ticket, row, form, purpose }: Found): Promise<TicketView['open']> {
  const [parts, step] = await Promise.all([
    db.selectFrom('entry_part').where('owner_id', '=', ownerId).where('item_id', '=', row.id).selectAll().execute(),
    db
      .selectFrom('entry_step')
      .where('owner_id', '=', ownerId)
      .where('item_id', '=', row.id)
      .where('step', '=', 'submit')
      .selectAll()
      .executeTakeFirst(),
  ])
  const sections = form.sections.filter(({ writer, scratch }) => !scratch && (writer === 'trainee' || writer === 'assessor'))
  const trainees = new Set(sections.flatMap(({ id, writer }) => (writer === 'trainee' ? [id] : [])))
  const own = parts.filter(({ section }) => trainees.has(section))
  const draft = ticket.draft as { who?: WhoTyped; answers?: Record<string, Answers>; overrides?: GuardOverrides }
  return {
    form: { ...form, sections },
    title: row.title,
    note: ticket.note,
    answers:
      purpose === 'confirm' && step !== undefined
        ? (step.answers as Record<string, Answers>)
        : Object.fromEntries(own.map((part) => [part.section, part.answers as Answers])),
    versions: Object.fromEntries(own.map(({ section, version }) => [section, version])),
    draft: { who: draft.who ?? {}, answers: draft.answers ?? {}, overrides: draft.overrides ?? {}, version: ticket.draft_version },
    signed: step === undefined ? null : { name: step.by_name, role: step.by_role, at: step.at.toISOString() },
  }
}

/** The stored name of the trainee's photo, for who holds a link that works. @throws Refusal `link_expired` */
export async function ticketPhotoName(house: House, code: string): Promise<string> {
  const found = await ticketByCode(house, house.db, code)
  if (found === null || !works(found, new Date())) throw gone()
  const person = await house.db.selectFrom('person').where('owner_id', '=', found.ownerId).select('photo_as').executeTakeFirst()
  if (person === undefined || person.photo_as === null) throw notFound()
  return person.photo_as
}

/** The owner's own mailboxes: nobody assesses from these (F3). */
export async function ownMailboxes(db: Db | Tx, ownerId: string): Promise<ReadonlySet<string>> {
  const [account, person] = await Promise.all([
    db.selectFrom('auth.user').where('id', '=', ownerId).select('email').executeTakeFirst(),
    db.selectFrom('person').where('owner_id', '=', ownerId).select('pending_email').executeTakeFirst(),
  ])
  return new Set([account?.email, person?.pending_email].flatMap((email) => (email ? [mailboxOf(email)] : [])))
}

/** The mailboxes of who is the owner's educational supervisor today. */
export async function educationalMailboxes(db: Db | Tx, ownerId: string): Promise<ReadonlySet<string>> {
  const today = programmesToday()
  const rows = await db
    .selectFrom('relation')
    .innerJoin('auth.user as account', 'account.id', 'relation.person_id')
    .where('relation.owner_id', '=', ownerId)
    .where('relation', '=', 'educational supervisor')
    .where('from_on', '<=', today)
    .where('until_on', '>=', today)
    .select('account.email')
    .execute()
  return new Set(rows.map(({ email }) => mailboxOf(email)))
}
