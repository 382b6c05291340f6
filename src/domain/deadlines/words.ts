import type { PlainDate } from '#domain/plain-date.ts'

/** What stands in a calendar that other programs read: nothing clinical, and nothing typed but the names of certificates (H3). */
export const deadlineWords = {
  calendar: 'Cairn deadlines',
  gone: 'This calendar is not there any more.',
  meeting: (title: string): string => `${title} is due`,
  objective: 'Target date of an objective',
  certificate: (title: string): string => `Last day of your certificate: ${title}`,
  changeCheck: 'Ask yourself: did the change last?',
  enrol: 'Enrol by today: tomorrow your training record freezes',
  open: (url: string): string => `In Cairn: ${url}`,
} as const

/** One deadline of an owner. */
export interface Deadline {
  /** The same as long as it is the same deadline, so that a calendar moves it and does not double it. */
  readonly key: string
  readonly on: PlainDate
  readonly title: string
  /** Where in Cairn it is seen to. */
  readonly path: string
}
