import { longDate, type PlainDate } from '#domain/plain-date.ts'

/** What the server says of shares with an appraiser. */
export const shareWords = {
  gone: 'This link is not in use: it may have been taken back, or its time is over. Ask the clinician who sent it for a new one.',
  past: 'This day is over. Choose one to come.',
  tooLong: (latest: PlainDate): string => `A share ends within a year. Choose a day up to ${longDate(latest)}.`,
  needsEmail: 'Give the email address of their account.',
  ownEmail: 'This is your own address.',
  noBin: 'What lies in the bin cannot be shared.',
  changed: 'What is on screen has changed since you looked. Look at it again, then share.',
  many: 'You have shared twenty times today. Go on tomorrow.',
  needsName: 'Give your name: the owner sees who read and who agreed.',
  openFirst: 'Open it first, with your name.',
  notShared: 'This row is not shared with you.',
  own: 'You are signed in as the owner of this portfolio. Your appraiser opens the link.',
  rowsChanged: 'Some of this was changed while you were reading. Look again, then agree.',
  notEditable: 'This was sent before with other words.',
  manyAgreements: 'These are many agreements in one day. Go on tomorrow.',
  onlyAll: 'These columns do not tell what each row brings, so credits are agreed for all rows together.',
  agreedBefore: 'This was sent before with other rows or another note. Look again.',
  manyComments: 'These are many comments in one day. Go on tomorrow.',
} as const

/** 'Dr Noor Hale'; 'Dr Noor Hale, by link' where nobody checked the name. */
export const sayBy = ({ byName, byLink }: { readonly byName: string; readonly byLink: boolean }): string =>
  byLink ? `${byName}, by link` : byName

/** The same before what they did: 'Dr Noor Hale, by link, agreed'. */
export const sayDoer = (who: { readonly byName: string; readonly byLink: boolean }): string => (who.byLink ? `${sayBy(who)},` : who.byName)

/** What the server says of appraisal years. */
export const yearWords = {
  year: (from: PlainDate, to: PlainDate): string => `${longDate(from)} to ${longDate(to)}`,
  goesOn: 'An appraisal year goes on already.',
  closed: 'This year is closed. It stays as it was.',
  stale: 'This was changed somewhere else in the meantime. Look at it again.',
  cannotMove: 'That does not follow from how far the year is.',
  whenDiscussed: 'Give the day you discussed it.',
  future: 'This day is still to come.',
  outside: (from: PlainDate, to: PlainDate): string =>
    `This lies outside of the year, which goes from ${longDate(from)} to ${longDate(to)}.`,
  beforeYear: (from: PlainDate): string => `This year begins on ${longDate(from)}. Give that day or a later one.`,
  notBefore: (day: PlainDate): string => `This year can be closed from ${longDate(day)}.`,
  there: 'There is a year with this id already.',
  discussFirst: 'Say first when it was discussed. Then close the year.',
} as const

interface To {
  readonly name: string
  readonly url: string
}

/** Letters say nothing of what is in the portfolio, nor what was written of it. */
export const shareLetters = {
  shared: ({ name, url }: To, owner: string, endsOn: PlainDate) => ({
    subject: `${owner} shares their portfolio with you`,
    greeting: `Dear ${name},`,
    paragraphs: [
      `${owner} asks you to read a part of their portfolio for their appraisal. You can comment on it and agree credits until ${longDate(endsOn)}.`,
      'Sign in with the account of this address to open it.',
    ],
    link: { label: 'Open what is shared', url },
  }),
  commented: ({ name, url }: To, appraiser: string) => ({
    subject: `${appraiser} has commented on your portfolio`,
    greeting: `Dear ${name},`,
    paragraphs: [
      `${appraiser}, with whom you shared your portfolio for appraisal, has written a comment. More of them within the hour come without a mail of their own.`,
    ],
    link: { label: 'Read it', url },
  }),
  agreed: ({ name, url }: To, appraiser: string) => ({
    subject: `${appraiser} has agreed your credits`,
    greeting: `Dear ${name},`,
    paragraphs: [`${appraiser}, with whom you shared your portfolio for appraisal, has agreed credits.`],
    link: { label: 'See what was agreed', url },
  }),
} as const
