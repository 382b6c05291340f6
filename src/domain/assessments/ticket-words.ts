import { longDate, type PlainDate } from '#domain/plain-date.ts'

/** What is said of tickets, by the server. */
export const ticketWords = {
  gone: 'This link is not in use: it may have been used, taken back, or be too old. If you had begun to write, what was kept is not lost: ask the doctor who sent it for a new link, and go on where you stopped.',
  paused:
    'This doctor’s training record is paused while they enrol in their programme. Your link works again once they have. You need to do nothing.',
  ownAddress: 'This is your own address. An assessor signs from theirs.',
  ownName: 'This is the trainee’s own address. An assessor signs from theirs.',
  mayNotAssess: (reason: string): string => `${reason} Choose somebody who may.`,
  roleMayNot: (reason: string): string => `${reason} If that is not you, please decline, so that the trainee can ask somebody else.`,
  educationalSupervisor: 'This is the trainee’s own educational supervisor, who may not fill in this form.',
  notByTicket: 'This form is not filled in by an assessor.',
  prepareFirst: 'Finish your own part first: your assessor reads it.',
  asked: 'Somebody with an account was asked to fill in this form.',
  openAlready: 'Somebody is asked for this form already. Cancel that first to ask somebody else.',
  signed: 'This form is signed already.',
  mostAsked: 'These are many in one day. Go on tomorrow.',
  notOpen: 'This one is not open any more.',
  onTheSpot: 'This was shown on the spot and not sent. Show the code again, or ask by email.',
  remindLater: (from: string): string => `They were written to not long ago. You can remind them from ${from}.`,
  remindedEnough: 'They were reminded five times. Cancel this one and ask somebody else, or speak to them.',
  notExpired: 'The link still works. Remind them instead.',
  beginFirst: 'Press ‘Begin’ first.',
  changedElsewhere: 'This was changed on another device since. Open the link again to go on with the newest.',
  traineeChanged: 'The trainee changed their part while you were writing. Look at it again, then sign.',
  workEmail: 'Give your work email.',
  mostWorkEmails: 'You have given five addresses already. Ask the trainee to write to you at the newest again.',
  stillPrivate: 'This address is a private one as well. Give an address of the place where you work.',
  assessor: 'assessor',
  assessorOnTheSpot: 'assessor, on the spot',
  theAssessor: 'The assessor',
  ownSession: 'You are signed in as the doctor this form is about. The assessor fills it in and signs on a phone of their own.',
  confirmed: (form: string): string => `${form}: the assessor confirmed that they signed on the spot`,
  denied: (form: string): string => `${form}: the person whose address was given says that they did not sign on the spot`,
} as const

interface Asking {
  readonly assessor: string
  readonly trainee: string
  readonly form: string
  readonly on: PlainDate
  readonly until: PlainDate
  /** Their address says nothing of where they work. */
  readonly isPrivate: boolean
}

const LINK = 'Open the form'
const SIGNED_BY_ALL = 'Nobody signs for you: opening the link changes nothing, and the form is yours to fill in, to leave, or to decline.'

/** Letters about tickets. None holds anything clinical: no case, title or answer. */
export const ticketLetters = {
  asks: ({ assessor, trainee, form, on, until }: Asking, url: string) => ({
    subject: `${trainee} asks you for an assessment`,
    greeting: `Dear ${assessor},`,
    paragraphs: [
      `${trainee} asks you to fill in a form: ${form}, about ${longDate(on)}. You need no account, and it takes about three minutes on a phone.`,
      `The link is for you alone and works until ${longDate(until)}. ${SIGNED_BY_ALL}`,
      'If you were not there, or do not know the doctor, please decline by the same link.',
    ],
    link: { label: LINK, url },
  }),
  reminds: ({ assessor, trainee, form, on, until }: Asking, url: string) => ({
    subject: `Reminder: ${trainee} asks you for an assessment`,
    greeting: `Dear ${assessor},`,
    paragraphs: [
      `${trainee} still hopes that you will fill in a form: ${form}, about ${longDate(on)}. What you wrote so far is kept.`,
      `The link works until ${longDate(until)}. ${SIGNED_BY_ALL}`,
    ],
    link: { label: LINK, url },
  }),
  confirms: ({ assessor, trainee, form, on, isPrivate }: Omit<Asking, 'until'>, url: string) => ({
    subject: `Was it you who signed for ${trainee}?`,
    greeting: `Dear ${assessor},`,
    paragraphs: [
      `On the spot a form was signed in your name for ${trainee}: ${form}, about ${longDate(on)}. It counts only once you say that it was you.`,
      'Opening the link changes nothing; there you say yes or no. It takes a few seconds, and you need no account.',
      ...(isPrivate
        ? [
            'This is a private address, which does not say that it is you. By the link you can give your work email: we write to you there, and what you signed stays as it is. With an account of your own at this address, sign in before you open the link.',
          ]
        : []),
    ],
    link: { label: 'Say whether it was me', url },
  }),
  signed: (trainee: string, assessor: string, form: string, url: string) => ({
    subject: 'A form was signed for you',
    greeting: `Dear ${trainee},`,
    paragraphs: [`${assessor} has filled in and signed a form that you asked for: ${form}.`, 'You can read it, comment on it and link it.'],
    link: { label: 'Open it', url },
  }),
  declined: (trainee: string, assessor: string, form: string, url: string) => ({
    subject: 'An assessor declined',
    greeting: `Dear ${trainee},`,
    paragraphs: [`${assessor} cannot fill in the form that you asked for: ${form}. You can ask somebody else; your own part is kept.`],
    link: { label: 'Open the form', url },
  }),
} as const
