import type { State } from './ticket-states.ts'

/** A link works for so many days, a reminder goes out by itself after so many, and the trainee may send one again after so many (ours). */
export const TICKET_DAYS = 30
export const REMINDED_AFTER_DAYS = 10
export const REMIND_EVERY_DAYS = 3
/** What is asked for by one trainee in a day, and of one assessor for one form. */
export const MOST_ASKED_A_DAY = 20
export const MOST_REMINDERS = 5
/** A code shown on the spot works so long (ours). */
export const ON_THE_SPOT_HOURS = 24
/** For a form being filled when its link expires: what was typed is still kept so long, and nothing is told. */
export const KEPT_AFTER_EXPIRY_HOURS = 24

const DAY_MS = 24 * 60 * 60 * 1000

/** What has been done of a ticket, each with its moment. */
export interface TicketMoments {
  readonly sentAt: Date | null
  readonly begunAt: Date | null
  readonly draftAt: Date | null
  readonly submittedAt: Date | null
  readonly declinedAt: Date | null
  readonly cancelledAt: Date | null
  readonly expiresAt: Date
}

/** How far a ticket is (F3). */
export function ticketState(of: TicketMoments, now: Date): State {
  if (of.submittedAt !== null) return 'submitted'
  if (of.declinedAt !== null) return 'declined'
  if (of.cancelledAt !== null) return 'cancelled'
  if (of.expiresAt <= now) return 'expired'
  if (of.draftAt !== null) return 'draft'
  if (of.begunAt !== null) return 'begun'
  return of.sentAt === null ? 'created' : 'sent'
}

const OPEN: readonly State[] = ['created', 'sent', 'begun', 'draft']
/** Whether its link does anything. */
export const isOpen = (state: State): boolean => OPEN.includes(state)

/** In milliseconds, as all moments answered here. */
export const expiresAfter = (now: Date): number => now.getTime() + TICKET_DAYS * DAY_MS

/** When the trainee may remind next; null where they have reminded often enough. */
export function remindableFrom({ reminders, lastSentAt }: { reminders: number; lastSentAt: Date | null }): number | null {
  if (reminders >= MOST_REMINDERS) return null
  return lastSentAt === null ? 0 : lastSentAt.getTime() + REMIND_EVERY_DAYS * DAY_MS
}

/** Whether the reminder that goes out by itself is due: once, and not just after another. */
export const isReminderDue = (
  { state, lastSentAt, autoRemindedAt }: { state: State; lastSentAt: Date | null; autoRemindedAt: Date | null },
  now: Date,
): boolean =>
  isOpen(state) && lastSentAt !== null && autoRemindedAt === null && lastSentAt.getTime() + REMINDED_AFTER_DAYS * DAY_MS <= now.getTime()

/** Whether what is typed on an expired link is still kept. */
export const keepsTyping = ({ begunAt, expiresAt }: Pick<TicketMoments, 'begunAt' | 'expiresAt'>, now: Date): boolean =>
  begunAt !== null && now.getTime() < expiresAt.getTime() + KEPT_AFTER_EXPIRY_HOURS * 60 * 60 * 1000
