import { longDate, type PlainDate } from '#domain/plain-date.ts'

const and = new Intl.ListFormat('en-GB', { type: 'conjunction' })

interface Letter {
  readonly subject: string
  readonly greeting: string
  readonly paragraphs: readonly string[]
  readonly link?: { readonly label: string; readonly url: string }
}

interface Contact {
  readonly name: string
  readonly email: string
  readonly phone: string
}

/** 'Ada Okafor, ada@example.org, 020 1234'; what is not known is left out. */
export const sayContact = ({ name, email, phone }: Contact): string => [name, email, phone].filter((part) => part !== '').join(', ')

const whom = (contact: Contact): string => (sayContact(contact) === '' ? 'your RCP tutor' : sayContact(contact))

/** Refusals and letters about programmes, invitations and enrolment (N7). */
export const programmeWords = {
  lines: {
    notAnAddress: (text: string) => (text === '' ? 'The email address is missing.' : `‘${text}’ is not an email address.`),
    noYear: (text: string, years: readonly string[]) =>
      `${text === '' ? 'The training year is missing.' : `‘${text}’ is not a training year here.`} They are ${and.format(years)}.`,
    noDay: (text: string) => `${text === '' ? 'The first day is missing.' : `‘${text}’ is not a day.`} Write it as 4/8/2027 or 2027-08-04.`,
    twice: (line: number) => `This address stands in line ${line} already.`,
    tooMany: (most: number) => `At most ${most} doctors at once. Invite the rest afterwards.`,
    invited: (on: PlainDate) => `This address was invited on ${longDate(on)} already. Send that invitation again, or withdraw it first.`,
    enrolled: 'This doctor is enrolled in this programme already.',
  },
  unknownCurriculum: 'This curriculum is not in the catalogue.',
  frozenBeforeTold: 'Doctors are told before they are frozen, so this must be the larger number.',
  changedElsewhere: 'This programme was changed somewhere else in the meantime.',
  acceptedAlready: 'This invitation was accepted already.',
  withdrawnAlready: 'This invitation was withdrawn. Invite the doctor anew.',
  noInvitation:
    'This link does not lead to an invitation that is open. It may have been withdrawn, or a newer one was sent: use the link in the newest email, or ask the college.',
  otherAddress: (email: string) =>
    `This invitation went to another address than ${email}, which you are signed in with. Sign in with the address it went to, or ask the college to invite this one.`,
  usedByAnother: 'This invitation was accepted from another account. Please ask the college.',
  notAskingNow: 'There is no invitation to ask for just now.',
  askedToday: 'You have told them today. You can do so again tomorrow.',
  noContact: 'The programme has named no address to write to. Please ask your RCP tutor.',
  noPhone: 'Add a phone number to your personal details first.',
  noYear: 'You have no training year yet.',
} as const

/** The letters, each with what to do next. */
export const programmeLetters = {
  invitation: (to: { programme: string; year: string; startsOn: PlainDate; feeNote: string }, url: string): Letter => ({
    subject: `Enrol in ${to.programme}`,
    greeting: 'Hello,',
    paragraphs: [
      `The college invites you to enrol in ${to.programme}, ${to.year}, from ${longDate(to.startsOn)}.`,
      'Sign in, or create an account, with the address this email went to. Cairn charges you nothing.',
      ...(to.feeNote === '' ? [] : [`The college notes about its own fee: ${to.feeNote}`]),
      'If you are not in this programme, there is nothing you need to do.',
    ],
    link: { label: 'See the invitation and enrol', url },
  }),
  reminderInvited: (name: string, of: { programme: string; freezesOn: PlainDate }, url: string): Letter => ({
    subject: `Please enrol in ${of.programme} before ${longDate(of.freezesOn)}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `You are invited to enrol in ${of.programme} and have not done so yet. From ${longDate(of.freezesOn)} your training record is frozen until you do: you and your supervisors can read it, but nobody can link, assess, sign or declare anything in it. Your portfolio stays yours to write.`,
      'Enrolling takes a minute.',
    ],
    link: { label: 'Enrol now', url },
  }),
  reminderUninvited: (name: string, of: { programme: string; freezesOn: PlainDate; contact: Contact }, url: string): Letter => ({
    subject: `Your enrolment in ${of.programme} is still missing`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `You train in ${of.programme}, and the college has not invited you to enrol yet. From ${longDate(of.freezesOn)} your training record is frozen until you are enrolled: you and your supervisors can read it, but nobody can link, assess, sign or declare anything in it. Your portfolio stays yours to write.`,
      `Please contact ${whom(of.contact)}. Your training page says how things stand.`,
    ],
    link: { label: 'Open my training', url },
  }),
  asksForInvitation: (
    to: { contact: string; programme: string },
    trainee: { name: string; email: string; from: PlainDate; freezesOn: PlainDate },
    url: string,
  ): Letter => ({
    subject: `${trainee.name} waits for an invitation to enrol`,
    greeting: to.contact === '' ? 'Hello,' : `Hello ${to.contact},`,
    paragraphs: [
      `${trainee.name} (${trainee.email}) has trained in ${to.programme} since ${longDate(trainee.from)} and has no invitation to enrol yet. Without enrolment the training record is frozen from ${longDate(trainee.freezesOn)}.`,
      'Please invite them at this address.',
    ],
    link: { label: 'Open the programme', url },
  }),
} as const
