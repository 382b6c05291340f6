import type { PlainDate } from '#domain/plain-date.ts'
import { longDate } from '#domain/plain-date.ts'

const hello = (name: string) => `Hello ${name},`

/** What closing an account says outside its page (A10, N7). */
export const closingWords = {
  /** What is typed to close: one word, so that nobody closes an account by a slip. */
  word: 'close',
  lastAdministrator: 'You are the only system administrator. Make somebody else one first; then you can close your account.',
  tooLate: 'Your account is being erased. It cannot be kept any more.',
  setAside: 'The doctor closed their account.',
} as const

export const closingLetters = {
  begun: (name: string, on: PlainDate, url: string) => ({
    subject: 'Your Cairn account is closing',
    greeting: hello(name),
    paragraphs: [
      `You asked to close your account. It is erased on ${longDate(on)}. To keep it, sign in before then and choose ‘Keep my account’.`,
      'If it was not you who asked, sign in, keep the account, and set a new password.',
    ],
    link: { label: 'Sign in', url },
  }),
  kept: (name: string, url: string) => ({
    subject: 'Your Cairn account stays',
    greeting: hello(name),
    paragraphs: [
      'You chose to keep your account. Everything in it is as it was. Requests to colleagues that were taken back, and posts you held for others, do not come back by themselves.',
      'If this was not you, set a new password.',
    ],
    link: { label: 'Open Cairn', url },
  }),
  soon: (name: string, on: PlainDate, url: string) => ({
    subject: `Your Cairn account is erased on ${longDate(on)}`,
    greeting: hello(name),
    paragraphs: [
      `You asked to close your account, and on ${longDate(on)} it is erased. After that nothing can bring it back.`,
      'To keep it, sign in and choose ‘Keep my account’. If you still wish to go, there is nothing you need to do.',
    ],
    link: { label: 'Sign in', url },
  }),
  erased: (name: string, keeps: boolean) => ({
    subject: 'Your Cairn account is erased',
    greeting: hello(name),
    paragraphs: [
      'Your account, and what was in it, has been erased from our database, files and search. Backups lose it as they age.',
      ...(keeps ? ['Your programme keeps what was signed in your training for the period it set, as you were told before.'] : []),
      'This is our last message to you. You can register again with this address at any time.',
    ],
  }),
  /** To who runs a programme. `trainees` are those who lose a supervisor. */
  staff: (reader: string, who: string, programme: string, trainees: readonly string[]) => ({
    subject: `${who} is leaving Cairn`,
    greeting: hello(reader),
    paragraphs: [
      `${who} is closing their account. What they did in ${programme} ended today: please give it to somebody else.`,
      ...(trainees.length === 0 ? [] : [`They supervised: ${trainees.join(', ')}.`]),
    ],
  }),
  ticket: (assessor: string, trainee: string) => ({
    subject: `${trainee} no longer asks you for an assessment`,
    greeting: `Dear ${assessor},`,
    paragraphs: [
      `${trainee} asked you to fill in a form and has taken that back. The link does not work any more, and there is nothing to do.`,
    ],
  }),
  feedback: (rater: string, trainee: string) => ({
    subject: `${trainee} no longer asks for your feedback`,
    greeting: `Dear ${rater},`,
    paragraphs: [
      `${trainee} asked for your feedback and has taken that back. The link does not work any more, and what you wrote is erased.`,
    ],
  }),
} as const
