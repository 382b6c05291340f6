import { longDate, type PlainDate } from '#domain/plain-date.ts'
import type { Connection, Delivery } from './contract.ts'
import { whyNotSent, type Sendability } from './what-may-go.ts'

type Row = Omit<Sendability, 'isBinned'>

/** How a row stands with another portfolio: one wording for screen, CSV and PDF. */
export const standingWords = {
  column: 'Sync',
  notSent: 'Not sent',
  waiting: 'Waiting',
  waitsUnseen: 'Waiting: see what will be sent first',
  waitsPaused: 'Waiting: connect again',
  sentSometime: 'Sent',
  sent: (day: string) => `Sent ${day}`,
  kept: 'changes stay here',
  failed: 'Failed',
  failedWhy: (reason: string) => `Failed: ${reason}`,
  notSure: 'Not sure',
  changed: 'Changed since',
} as const

/** What can be sent has a standing; what was sent and is open again still says so. */
export const hasStanding = (item: Row, delivery: Pick<Delivery, 'on' | 'sentAt'> | undefined): boolean =>
  whyNotSent({ ...item, isBinned: false }) === null || delivery?.on === true || (delivery !== undefined && delivery.sentAt !== null)

/** 'Sent 3 March 2026', 'Failed: it was refused': a row's state and when, where nothing can be pressed; `dayOf` an instant is the day where the owner lives (X3, N6). */
export function sayStanding(
  item: Row,
  connection: Pick<Connection, 'state' | 'hasSeenWhatIsSent'>,
  delivery: Pick<Delivery, 'state' | 'on' | 'sentAt' | 'reason' | 'changedSince'> | undefined,
  dayOf: (instant: string) => PlainDate,
): string {
  const say = standingWords
  if (!hasStanding(item, delivery)) return ''
  if (delivery === undefined) return say.notSent
  const sent = delivery.sentAt === null ? say.sentSometime : say.sent(longDate(dayOf(delivery.sentAt)))
  switch (delivery.state) {
    case 'waiting':
      if (connection.state === 'paused') return say.waitsPaused
      return connection.hasSeenWhatIsSent ? say.waiting : say.waitsUnseen
    case 'failed':
      return delivery.reason === null ? say.failed : say.failedWhy(delivery.reason)
    case 'not sure':
      return say.notSure
    case 'sent':
      return delivery.changedSince ? `${sent}, ${say.changed.toLowerCase()}` : sent
    case 'not sent':
      return delivery.sentAt === null ? say.notSent : `${sent}, ${say.kept}`
  }
}
