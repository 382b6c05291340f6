import { sayNumber } from '#domain/say-number.ts'

const counted = (count: number) => (count === 1 ? 'One record was' : `${sayNumber(count)} records were`)
const listed = (numbers: readonly number[]) => `${numbers.length === 1 ? 'link' : 'links'} ${numbers.join(', ')}`

/** What the verifier says, on the page as in the file. */
export const words = {
  intro:
    'Choose a proof, and something from before: an older proof, or the line a mail, a certificate or a report carried. All is checked in this browser; nothing is sent anywhere.',
  proof: 'The proof to check',
  proofHelp: 'The file that “Download the proof” gave.',
  older: 'Something from before',
  olderHelp: 'An older proof. Without anything from before, this only shows whether the proof agrees with itself.',
  head: 'or a line that begins with “cairnhead:”',
  headHelp: 'Copied from a mail, a certificate or a report. Words around it and line breaks do no harm.',
  key: 'Key of the server',
  keyHelp: 'Take it from where you trust it. It is published by the server at /.well-known/cairn-chain-key.',
  keyOf: (server: string) => `The key of ${server}. It is the one to trust unless you know better.`,
  check: 'Check',
  checking: 'Checking …',
  noProof: 'Choose the proof first.',
  unreadable: 'This file could not be read.',
  noSignatures: 'This browser cannot check signatures (Ed25519). Use a newer one.',
  good: 'Nothing was altered',
  goodAlone: 'The proof agrees with itself',
  bad: 'This is not as it was signed',
  of: (name: string) => `The record of ${name}.`,
  covered: (held: number, links: number): string =>
    `${counted(links)} signed. Against what you held from before: nothing up to link ${held} was altered, removed, slipped in or put in another order.${
      links > held ? ` What was signed after link ${held} is not covered by it.` : ''
    }`,
  alone: (links: number): string =>
    `${counted(links)} signed, and all fit together. But whoever owns the database could have made all of it anew. Only something from before shows that nobody did.`,
  faults: (count: number) => (count === 1 ? 'One thing is wrong.' : `${sayNumber(count)} things are wrong.`),
  erased: (numbers: readonly number[]): string =>
    `Erased: the ${numbers.length === 1 ? 'record' : 'records'} of ${listed(numbers)}. The ${numbers.length === 1 ? 'link stays' : 'links stay'}. Records can be erased rightly; the person whose record it is can see in their audit trail who did it.`,
  erasedSince: (numbers: readonly number[]): string => `The older proof still held the record of ${listed(numbers)}.`,
  otherKey:
    'The proof names another key than the one it was checked with. It comes from another server, or the server’s key was changed since.',
  notShown: 'This does not show that the server’s clock was right, or that what was signed is true.',
} as const
