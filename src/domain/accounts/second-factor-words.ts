import { duration } from './words.ts'

const hello = (name: string) => `Hello ${name},`
const NOT_YOU =
  'If this was not you, somebody else may know your password: set a new one, then look at Sign-in security in your profile menu.'
const left = (codes: number) => (codes === 0 ? 'There are none left' : codes === 1 ? 'There is one left' : `There are ${codes} left`)

/** What the second factor says outside its page (A3, N7). */
export const secondFactorWords = {
  notACode: 'Type the six digits your app shows, or one of your recovery codes.',
  wrongCode: 'This code is not right. Type the one your app shows now.',
  wrongRecoveryCode: 'This is not one of your recovery codes, or it was used already.',
  usedCode: 'This code was used already. Wait for the next one your app shows.',
  onlyDigits: 'Type the six digits your app shows.',
  stepOver: 'That took too long, or was begun in another browser. Sign in again, please.',
  offerOver: 'That took too long. Close this window and begin again.',
  alreadyOn: 'It is on already.',
  tryLater: (seconds: number) => `There were several wrong codes for this account. Try again in ${duration(seconds)}.`,
} as const

export const secondFactorLetters = {
  on: (name: string, url: string) => ({
    subject: 'Signing in to Cairn now asks for a code',
    greeting: hello(name),
    paragraphs: [
      'You turned on the second step of signing in. After your password Cairn now asks for a code of your authenticator app. You are signed out everywhere else.',
      'Keep your recovery codes where you find them without your phone. Each of them works once in place of a code.',
      NOT_YOU,
    ],
    link: { label: 'Open Sign-in security', url },
  }),
  off: (name: string, url: string) => ({
    subject: 'Signing in to Cairn no longer asks for a code',
    greeting: hello(name),
    paragraphs: [
      'The second step of signing in was turned off for your account. Your password alone now lets you in, and your recovery codes no longer work.',
      NOT_YOU,
    ],
    link: { label: 'Open Sign-in security', url },
  }),
  /** By who runs this Cairn, for somebody who lost both their phone and their codes. */
  takenOff: (name: string, url: string) => ({
    subject: 'Signing in to Cairn no longer asks for a code',
    greeting: hello(name),
    paragraphs: [
      'Those who run this Cairn took the second step of signing in off your account, as they do when somebody has lost both their phone and their recovery codes.',
      'Your password alone now lets you in. You can turn the second step on again under Sign-in security.',
      'If you did not ask for this, write to the support of your Cairn at once.',
    ],
    link: { label: 'Open Sign-in security', url },
  }),
  recoveryUsed: (name: string, codes: number, url: string) => ({
    subject: 'A recovery code for Cairn was used',
    greeting: hello(name),
    paragraphs: [`One of your recovery codes was used. ${left(codes)}. You can make new ones under Sign-in security.`, NOT_YOU],
    link: { label: 'Open Sign-in security', url },
  }),
  renewed: (name: string, url: string) => ({
    subject: 'You have new recovery codes for Cairn',
    greeting: hello(name),
    paragraphs: ['New recovery codes were made for your account. Those you had before no longer work.', NOT_YOU],
    link: { label: 'Open Sign-in security', url },
  }),
  wrongCodes: (name: string, url: string) => ({
    subject: 'Somebody knows your Cairn password, but not your code',
    greeting: hello(name),
    paragraphs: [
      'Somebody gave your password, and then several wrong codes. They were not let in.',
      'If this was you, try again with the code your app shows, or use a recovery code. Check that the clock of your phone is right.',
      'If this was not you, set a new password.',
    ],
    link: { label: 'Set a new password', url },
  }),
} as const
