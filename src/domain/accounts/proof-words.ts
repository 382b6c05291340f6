import type { SignedKind } from './chain.ts'

const SIGNED: Readonly<Record<SignedKind, string>> = {
  'sign-off': 'Sign-off',
  declaration: 'Declaration',
  verification: 'Verification',
  form: 'Form',
}

export const proofWords = {
  signed: SIGNED,
  notJson: 'This file is not a proof: it cannot be read as one. Choose the file that “Download the proof” gave.',
  notProof: 'This file is not a proof, or parts of it are missing. Choose the file that “Download the proof” gave.',
  notHead: 'There is no head in this. Paste the line that begins with “cairnhead:”, whole.',
  notKey: 'A key has 43 letters, digits, hyphens and underscores.',
  differs: (number: number): string =>
    `Link ${number} is the first that is not as it was in the older proof: it was altered, or everything from here on was made anew.`,
  fileName: (day: string): string => `cairn-proof-${day}.json`,
} as const

/** A signed record as a person reads it. Whoever signs says what in `says`, and by whom in `signedBy`. */
export interface ReadableRecord {
  /** Null where the record does not say it in one line. */
  readonly says: string | null
  readonly by: string | null
}

export function readRecord(text: string): ReadableRecord {
  const record = JSON.parse(text) as Readonly<Record<string, unknown>>
  const by = record['signedBy']
  const name = typeof by === 'object' && by !== null ? (by as { name?: unknown }).name : by
  const { says } = record
  return { says: typeof says === 'string' && says !== '' ? says : null, by: typeof name === 'string' && name !== '' ? name : null }
}
