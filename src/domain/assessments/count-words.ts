import type { AssessorRole } from './form-file.ts'

/** Assessors of one kind, in a sentence. */
export const MANY: Readonly<Record<AssessorRole, string>> = {
  consultant: 'consultants',
  GP: 'GPs',
  'senior doctor (ST3 or above)': 'senior doctors (ST3 or above)',
  'doctor of the same grade': 'doctors of the same grade',
  nurse: 'nurses',
  'allied health professional': 'allied health professionals',
  pharmacist: 'pharmacists',
  'ward clerk or secretary': 'ward clerks and secretaries',
  manager: 'managers',
  other: 'others',
}

const joined = (words: readonly string[]): string => [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' and ')

/** Why a filled form does not count towards a minimum, or what it still wants. */
export const countWords = {
  notSigned: 'It is not signed yet.',
  corrected: 'A newer one corrects it.',
  notConfirmed: 'It was signed on the spot, and the assessor has not yet confirmed from their work email that it was them.',
  privateAddress:
    'It was signed on the spot from a private address, so it is not yet confirmed who signed. By the link in their letter the assessor can give their work email, or confirm with an account.',
  denied: 'The person whose address was given says that they did not sign it.',
  onlyBy: (roles: readonly AssessorRole[]): string => `Only those by ${joined(roles.map((role) => MANY[role]))} count towards the minimum.`,
  sameAssessor: 'The same assessor passed it before. The second pass has to be by somebody else.',
  onePassMore: 'It can threaten life: one pass more is needed, by another assessor.',
} as const
