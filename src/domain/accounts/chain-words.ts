import { bytesOf, type SignedHead } from './chain.ts'

const links = (from: number, to: number) => (from === to ? `Link ${from} was` : `Links ${from} to ${to} were`)

/** What the verifier says of a chain. */
export const chainWords = {
  removed: (from: number, to: number) => `${links(from, to)} removed.`,
  removedLast: (from: number, to: number) => `${links(from, to)} removed from the end: the signed head still counts ${to}.`,
  twice: (number: number) => `There is more than one link ${number}: something was slipped in.`,
  misnumbered: (number: number) => `Link ${number} was slipped in: no chain has a link of this number.`,
  outOfOrder: (number: number) => `Link ${number} stands behind a later one: the order was changed.`,
  moved: (number: number, made: number) => `Link ${number} was made as link ${made}: the order was changed.`,
  linkAltered: (number: number) => `Link ${number} was altered after it was made.`,
  recordAltered: (number: number) => `The record of link ${number} was altered after it was signed.`,
  recordWithoutLink: (number: number) =>
    `A record says that it belongs to link ${number}, where there is no place for it: it was slipped in.`,
  doesNotFollow: (number: number) => `Link ${number} does not follow on the one before it: one of the two was altered or slipped in.`,
  rewritten: ({ number }: SignedHead) =>
    `Link ${number} is not the one the server signed: it or something before it was altered, removed or slipped in, and the links made anew.`,
  beyondHead: (signed: number, last: number) =>
    `The head that came with it is of link ${signed}, and ${signed + 1 === last ? `link ${last} stands` : `links ${signed + 1} to ${last} stand`} behind it: nothing shows that this server signed what was added.`,
  anotherOwner: 'The head belongs to the chain of somebody else.',
  notSigned: 'The head was not signed by this server, and shows nothing.',
} as const

/**
 * One line that holds a head: `cairnhead:12:<owner>:<hash>:<signature>`, all hexadecimal. It has no hyphens, which get lost where somebody
 * copies a line out of a PDF. `readHeld` reads it.
 */
export const headLine = ({ number, ownerId, hash, signature }: SignedHead): string =>
  `cairnhead:${number}:${ownerId.replaceAll('-', '')}:${hash}:${hexOf(signature)}`

const hexOf = (base64url: string): string => Array.from(bytesOf(base64url), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** A head in words, for a mail, a certificate or a report: what it is for, and the line to keep (A9). */
export const headLines = (head: SignedHead): readonly [words: string, line: string] => [
  `${head.number === 1 ? 'One record is' : `${head.number} records are`} signed in this training record. Keep the line below: with it anybody can show later whether something before it was altered, removed or slipped in.`,
  headLine(head),
]
