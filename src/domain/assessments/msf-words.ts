import { longDate, type PlainDate } from '#domain/plain-date.ts'
import { MANY } from './count-words.ts'
import type { AssessorRole, RoundOf } from './form-file.ts'
import type { RoundState } from './msf-states.ts'

/** What is said of rounds of feedback, by the server. */
export const msfWords = {
  yes: 'Yes',
  no: 'No',
  all: 'All who answered',
  self: 'The trainee',
  asked: 'Asked',
  answered: 'Answered',
  others: 'All other kinds together',
  leftOut: 'Left out',
  many: (role: AssessorRole): string => MANY[role],
  of: (role: AssessorRole): string => MANY[role].charAt(0).toUpperCase() + MANY[role].slice(1),
  tooFew: (least: number): string => `Fewer than ${least} could comment, so it is not told`,
  remarksLeftOut: (count: number): string =>
    count === 1 ? 'The educational supervisor left out one remark.' : `The educational supervisor left out ${count} remarks.`,
  rateMore: (least: number): string =>
    `Rate at least ${least} of these. If you have not seen enough of this doctor’s work, please decline instead.`,
  not: {
    preparing: 'Finish your own assessment first. Colleagues are asked once it is locked.',
    open: 'The round is open.',
    closed: 'The round is closed. Extend it to go on asking.',
    read: 'The educational supervisor is reading the replies. The round is closed for good.',
    released: 'The feedback is released already.',
    'set aside': 'This round was set aside. A new one is needed.',
  } as const satisfies Readonly<Record<RoundState, string>>,
  selfFirst: 'The trainee finishes their own assessment first.',
  closeFirst: 'The round is still open: nobody reads replies before it is closed.',
  openFirst: 'Open the replies first. From then on nobody can answer any more.',
  readFirst: 'Open the replies and read them first.',
  tooFewReplies: ({ leastReplies, leastBy }: Pick<RoundOf, 'leastReplies' | 'leastBy'>): string =>
    `There are not enough replies: at least ${[`${leastReplies.is} are needed`, ...leastBy.map(({ role, is }) => `${is} of them by ${MANY[role]}`)].join(', ')}.`,
  remindLater: (days: number): string => `They were written to not long ago. You can remind them ${days} days after the last letter.`,
  remindedEnough: 'They were reminded five times. Ask somebody else, or speak to them.',
  ownAddress: 'This is the trainee’s own address. Colleagues answer from theirs.',
  educationalSupervisor: 'This is the trainee’s educational supervisor, who reads and releases what others answer.',
  askedThemselves: 'You are one of those who are asked in this round, so another educational supervisor has to read and release it.',
  readsReplies: 'You are this doctor’s educational supervisor, who reads and releases what others answer.',
  askedAlready: 'Somebody is asked at this address already.',
  twiceHere: 'This address is here twice.',
  noRemark: 'There is no such remark in this round.',
  notAsked: 'This is not asked here.',
  mostRaters: (most: number): string => `${most} people can be asked in one round at most.`,
  laterOnly: 'Choose a day after the one it closes on now, and from today on.',
  extendTo: (until: PlainDate): string => `A round can be extended to ${longDate(until)} at most. After that begin a new one.`,
  gone: 'This link is not in use. If somebody asked you for feedback, they can ask again.',
  paused: 'This doctor’s training record is paused while they enrol in their programme. Your link works again once they have.',
  closedKept:
    'This round of feedback has closed while you were writing. What you wrote is kept for you behind this link, and can be sent if the round is opened again.',
  closedForGood: 'This round of feedback is closed for good, and nothing can be added any more. Thank you all the same.',
  answeredAlready: 'You have answered already. An answer cannot be changed: nobody knows any more which one is yours.',
  declined: 'You have declined. If that was a mistake, the doctor can ask you again.',
  ownSession: 'You are signed in as the doctor this feedback is about. It is for your colleagues to give.',
  changedElsewhere: 'This was changed on another device since. Open the link again to go on with the newest.',
  identifies: (what: string, instead: string): string =>
    `${what}: this could tell who a patient is. ${instead} Nothing was sent yet; change this and send again.`,
} as const

interface Asking {
  readonly rater: string
  readonly trainee: string
  readonly until: PlainDate
}

const UNNAMED = (trainee: string) =>
  `Nobody learns what you answered: ${trainee} and their supervisor read what all said together, without names, and no group of fewer than three is told apart.`

/** Letters of a round. None says what anybody answered, or who has. */
export const msfLetters = {
  asks: ({ rater, trainee, until }: Asking, url: string) => ({
    subject: `${trainee} asks for your feedback`,
    greeting: `Dear ${rater},`,
    paragraphs: [
      `${trainee} asks the people they work with how they work. You need no account, and it takes about five minutes on a phone.`,
      UNNAMED(trainee),
      `The link is for you alone and works until ${longDate(until)}. Opening it changes nothing. If you do not know ${trainee} well enough, you can decline by the same link.`,
    ],
    link: { label: 'Give feedback', url },
  }),
  reminds: ({ rater, trainee, until }: Asking, url: string) => ({
    subject: `Reminder: ${trainee} asks for your feedback`,
    greeting: `Dear ${rater},`,
    paragraphs: [
      `${trainee} still hopes for your feedback. What you wrote so far is kept behind your link. The reminder goes by itself to all who have not answered; nobody is told who they are.`,
      UNNAMED(trainee),
      `The link works until ${longDate(until)}. You can decline by it too.`,
    ],
    link: { label: 'Give feedback', url },
  }),
  closed: (reader: string, trainee: string, isEnough: boolean, url: string) => ({
    subject: `Feedback for ${trainee} has closed`,
    greeting: `Dear ${reader},`,
    paragraphs: isEnough
      ? [
          `The round of feedback for ${trainee} is closed and has enough replies. Their educational supervisor reads and releases it.`,
          'Once the replies are opened nobody can answer any more.',
        ]
      : [
          `The round of feedback for ${trainee} is closed and has too few replies to be read. It can be extended.`,
          'Others can be asked, and all who have not answered be reminded.',
        ],
    link: { label: 'Open the round', url },
  }),
  released: (trainee: string, url: string) => ({
    subject: 'Your feedback from colleagues is released',
    greeting: `Dear ${trainee},`,
    paragraphs: ['Your educational supervisor has released what your colleagues said, brought together.'],
    link: { label: 'Read it', url },
  }),
  setAside: (trainee: string, url: string) => ({
    subject: 'A new round of feedback is needed',
    greeting: `Dear ${trainee},`,
    paragraphs: ['Your educational supervisor says that a new round of feedback is needed. The reason stands in your record.'],
    link: { label: 'Read why', url },
  }),
} as const
