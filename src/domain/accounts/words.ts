/** Every word the accounts feature says outside its pages: refusals and mails, in one place (N7). */

export const accountWords = {
  wrongPassword: 'This email and password do not go together.',
  wrongCurrentPassword: 'This is not your password.',
  linkExpired: 'This link has been used already or is too old. Ask for a new one.',
  alreadyYours: 'This is your address already.',
  changedElsewhere: 'These details were changed somewhere else in the meantime.',
  tryLater: (seconds: number) => `There were several wrong passwords for this account. Try again in ${duration(seconds)}.`,
  noPhoto: 'Choose a picture first.',
  notAPicture: 'This is not a JPEG, PNG or WebP picture.',
  unknownAccreditor: 'This organisation is not in the catalogue.',
  unknownTagSet: 'This tag set is not in the catalogue.',
  unknownScheme: 'This scheme is not in the catalogue.',
  server: 'Cairn',
  unknownPerson: 'Somebody whose account is closed',
  unknownDevice: 'A device we do not know',
} as const

/** '1 second', '45 seconds', '2 minutes'; whole minutes are rounded up, so that nobody is told to try too early. */
export function duration(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`
  const minutes = Math.ceil(seconds / 60)
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}

interface Letter {
  readonly subject: string
  readonly greeting: string
  readonly paragraphs: readonly string[]
  readonly link?: { readonly label: string; readonly url: string }
}

const hello = (name: string) => `Hello ${name},`
const NOT_YOU = 'If this was not you, set a new password. Then open Sign-in security in your profile menu to see where you are signed in.'

/** The letters of the accounts feature. Each tells what happened, what to do, and what to do if it was somebody else. */
export const letters = {
  confirm: (name: string, url: string): Letter => ({
    subject: 'Confirm your email for Cairn',
    greeting: hello(name),
    paragraphs: [
      'Thank you for joining Cairn. One more step: please confirm that this is your email address.',
      'The link works once, for 24 hours.',
      'If you did not register, there is nothing you need to do.',
    ],
    link: { label: 'Confirm my email', url },
  }),
  registeredAlready: (name: string, signInUrl: string): Letter => ({
    subject: 'You already have a Cairn account',
    greeting: hello(name),
    paragraphs: [
      'Somebody tried to register with this address, and it has an account already. Nothing was changed.',
      'If it was you, sign in. If you have forgotten your password, choose ‘Forgotten your password?’ there.',
      'If it was not you, there is nothing you need to do.',
    ],
    link: { label: 'Sign in', url: signInUrl },
  }),
  confirmedAlready: (name: string, signInUrl: string): Letter => ({
    subject: 'Your email is confirmed already',
    greeting: hello(name),
    paragraphs: ['You asked for a link to confirm your email. It is confirmed already, so you can simply sign in.'],
    link: { label: 'Sign in', url: signInUrl },
  }),
  reset: (name: string, url: string): Letter => ({
    subject: 'Set a new password for Cairn',
    greeting: hello(name),
    paragraphs: [
      'Somebody, we hope you, asked to set a new password for your account.',
      'The link works once, for one hour. Until you use it, your old password stays.',
      'If it was not you, there is nothing you need to do.',
    ],
    link: { label: 'Set a new password', url },
  }),
  passwordChanged: (name: string, resetUrl: string): Letter => ({
    subject: 'Your Cairn password was changed',
    greeting: hello(name),
    paragraphs: ['The password of your account was changed, and other devices were signed out. If this was you, all is well.', NOT_YOU],
    link: { label: 'It was not me: set a new password', url: resetUrl },
  }),
  confirmNewEmail: (name: string, url: string): Letter => ({
    subject: 'Confirm your new email for Cairn',
    greeting: hello(name),
    paragraphs: [
      'You asked to use this address for your Cairn account. Please confirm that it is yours.',
      'The link works once, for 24 hours. Until you use it, your old address stays.',
      'If it was not you, there is nothing you need to do.',
    ],
    link: { label: 'Confirm my new email', url },
  }),
  emailAskedFor: (name: string, email: string, securityUrl: string): Letter => ({
    subject: 'Your Cairn email is about to change',
    greeting: hello(name),
    paragraphs: [
      `Somebody, we hope you, asked to change the email of your account to ${email}. It changes once that address is confirmed.`,
      NOT_YOU,
    ],
    link: { label: 'Open Sign-in security', url: securityUrl },
  }),
  emailChanged: (name: string, email: string): Letter => ({
    subject: 'Your Cairn email was changed',
    greeting: hello(name),
    paragraphs: [
      `The email of your account is now ${email}. This is the last message to your old address.`,
      'If this was not you, please write to the support of your Cairn at once.',
    ],
  }),
  emailWanted: (name: string): Letter => ({
    subject: 'Somebody asked to use your email',
    greeting: hello(name),
    paragraphs: [
      'Somebody asked to use this address for another Cairn account. It belongs to yours, so nothing was changed.',
      'If it was you, sign in to the other account and keep its own address there.',
    ],
  }),
} as const

/** Fields of the profile as a person reads them, for the audit trail. */
export const profileFieldWords = {
  name: 'name',
  mobile: 'mobile phone',
  workPhone: 'work phone',
  professionalBody: 'professional body',
  professionalNumber: 'professional number',
  grade: 'grade',
  specialty: 'specialty',
  timeZone: 'time zone',
  dateOfBirth: 'date of birth',
  gender: 'gender',
  ethnicity: 'ethnicity',
  disability: 'disability',
} as const

export const preferenceWords = {
  columns: 'columns',
  tagSets: 'tag sets',
  accreditorId: 'accrediting organisation',
  unit: 'hours or credits',
  yearlyTarget: 'yearly target',
  yearStartsIn: 'start of the CPD year',
  schemes: 'schemes',
  theme: 'light or dark',
  newsSeen: 'what changed',
  toursSeen: 'tours of pages',
  mailOff: 'emails switched off',
} as const
