import { standingWords } from '#domain/connections/standing-words.ts'
import { sayCount } from '#domain/portfolio/words.ts'

const items = (n: number) => sayCount(n, 'item', 'items')

/** What the portfolio and the home page say about what is sent elsewhere; apart from the rest, as these pages show first (N3). */
export const syncWords = {
  ...standingWords,
  of: (title: string, name: string) => `Send “${title}” to ${name}`,
  see: 'See what will be sent',
  sentOpens: (title: string, name: string, day: string) => `Sent ${day}: see “${title}” at ${name}, in a new tab`,
  tryAgain: 'Try again',
  notSureText: 'The answer was lost. Look there first.',
  isThere: 'It is there',
  sendAgain: 'Send again',
  changedOpen: 'Changed since. Finish it to send the changes.',
  changedNever: 'Changed since. Reflections are never sent.',
  sendChanges: 'Send the changes',
  actOf: (act: string, title: string, name: string) => `${act}: “${title}” to ${name}`,
  ended: 'disconnected since',
  nextTry: (when: string) => `It is tried again on ${when}.`,
  block: 'Sent to other portfolios',
  manage: 'Connections',
  home: {
    title: 'Send your learning to another portfolio',
    text: (names: string) => `Connect ${names} once, and what you complete here is there at once. Nothing is read from there.`,
    connect: 'Connect',
    paused: 'It took the access back. Connect again, and what waits goes',
    unseen: 'Nothing is sent until you have seen what will be sent',
    failed: (n: number) => `${items(n)} could not be sent`,
    notSure: (n: number) => `Of ${items(n)} it is not sure whether they arrived`,
    look: 'Look',
    see: 'See it',
  },
} as const
