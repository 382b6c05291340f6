import { sayNumber } from '#domain/say-number.ts'
import type { CurriculumFile, ItemKind } from './curriculum-file.ts'
import type { MeterReading } from './evidence-meter.ts'
import type { ExpectedLevel } from './expected-level.ts'
import type { ReasonAsked, SupervisorAnswer } from './sign-off.ts'

const counted = (count: number, one: string, many: string): string => `${sayNumber(count)} ${count === 1 ? one : many}`

export const ITEM_KIND_WORDS: Readonly<Record<ItemKind, string>> = {
  'generic capability': 'Generic capability',
  'clinical capability': 'Clinical capability',
  procedure: 'Procedure',
  exam: 'Examination',
  certificate: 'Certificate',
}

export const METER_WORDS: Readonly<Record<MeterReading, string>> = {
  none: 'No evidence',
  one: 'One piece',
  'two or three': 'Two or three pieces',
  more: 'More than three pieces',
}

export const ANSWER_WORDS: Readonly<Record<SupervisorAnswer['answer'], string>> = {
  'signed off at level': 'Sign off at this level',
  'more evidence needed': 'More evidence needed',
  'more experience needed': 'More experience needed',
}

export const signOffWords = {
  refused: {
    'no evidence': 'Nothing is linked here yet, so it cannot be signed off. You can say that more evidence is needed.',
  },
  levelAsked: 'Choose one of the levels.',
  reasonAsked: {
    'one link': 'Why is one piece of evidence enough here?',
    'no self-assessment': 'Why sign off before the trainee’s own assessment?',
    level: 'Why this level? Your reason helps the trainee to plan.',
  } satisfies Record<ReasonAsked, string>,
  noteAsked: {
    'more evidence needed': 'Say what evidence would help.',
    'more experience needed': 'Say what experience would help.',
  },
} as const

export const expectedWords = {
  expected: (yearCode: string, { level, isMaintained }: Pick<ExpectedLevel, 'level' | 'isMaintained'>): string =>
    `Expected by the end of ${yearCode}: ${level.title}${isMaintained ? ' (maintained)' : ''}`,
  nothing: (yearCode: string): string => `Nothing is expected in ${yearCode}`,
} as const

export const coverageWords = {
  covered: (covered: number, of: number): string => `${sayNumber(covered)} of ${counted(of, 'item has', 'items have')} evidence`,
  pieces: (pieces: number): string => (pieces === 0 ? 'No evidence yet' : counted(pieces, 'piece of evidence', 'pieces of evidence')),
} as const

type Named = Pick<CurriculumFile, 'title' | 'version'>

export const carryOverWords = {
  noMapping: (from: Named, to: Named): string =>
    `${to.title} (${to.version}) does not say how it follows ${from.title} (${from.version}), so nothing can be moved.`,
  waiting: (links: number): string => `${counted(links, 'link waits', 'links wait')} for your yes`,
  leftBehind: (title: string, pieces: number): string =>
    pieces === 0
      ? `‘${title}’ has no place in the new version.`
      : `‘${title}’ has no place in the new version. ${counted(pieces, 'piece', 'pieces')} of evidence can still be read in the old one.`,
  added: (title: string): string => `‘${title}’ is new in this version.`,
} as const

export const curriculumWords = {
  noYear: 'No training year is set for today. Ask your programme’s coordinator to set it.',
  yearToCome: (from: string): string => `The training year begins on ${from}. Nothing is assessed or signed before.`,
  notThisYear: 'Only the current training year can be written in. This one is kept as it was.',
  belongsTo: (year: string): string => `This can be signed for ${year} only.`,
  earlier: 'This is an earlier version of the curriculum, kept to be read. What is written now belongs to the present one.',
  notTheirVersion: 'This is not one of the versions of this curriculum.',
  verified: 'This is verified against a result or a certificate, and not signed off.',
} as const

export const linkWords = {
  chooseItems: 'Choose at least one item.',
  chooseCodes: 'Choose at least one place in the curriculum.',
  atMost: (most: number): string => `Link ${most} at once at most.`,
  inBin: (title: string): string => `‘${title}’ is in the bin. Put it back to link it.`,
  notShown: 'Linking opens this to others for the first time. Look first at what will be read, and by whom.',
  audited: (title: string, code: string): string => `${code} ${title}`,
} as const

export const assessWords = {
  levelAsked: 'Choose one of the levels.',
  whyAsked: 'Say in a sentence or two why your evidence shows this level.',
} as const

const SIGNED: Readonly<Record<SupervisorAnswer['answer'], string>> = {
  'signed off at level': 'signed off',
  'more evidence needed': 'more evidence needed',
  'more experience needed': 'more experience needed',
}

export const signedWords = {
  chooseSome: 'Choose at least one item to sign.',
  atMost: (most: number): string => `Sign ${most} at once at most.`,
  oncePerItem: 'Each item is signed once at a time.',
  basisChanged: 'The evidence or the self-assessment has changed since you opened this. Look at it once more; what you wrote is kept.',
  restsOn: (titles: readonly string[]): string =>
    titles.length === 1
      ? `A sign-off rests on ‘${titles[0]}’, so it cannot go in the bin. You can change it: the sign-off keeps the version it saw.`
      : `Sign-offs rest on ${titles.map((title) => `‘${title}’`).join(', ')}, so they cannot go in the bin. You can change them: a sign-off keeps the version it saw. Nothing was put in the bin.`,
  mail: {
    subject: (code: string, answer: SupervisorAnswer['answer']): string => `${code}: ${SIGNED[answer]}`,
    greeting: (name: string): string => `Dear ${name},`,
    told: (by: string, relation: string, item: string, year: string, answer: string): string =>
      `${by}, your ${relation}, has answered for ‘${item}’ in ${year}: ${answer}.`,
    link: 'Open it in your curriculum',
    subjectOfMany: (count: number): string => `${sayNumber(count)} items of your curriculum answered`,
    toldOfMany: (by: string, relation: string, count: number): string =>
      `${by}, your ${relation}, has answered for ${sayNumber(count)} items of your curriculum.`,
    line: (item: string, year: string, answer: string): string => `${item}, ${year}: ${answer}`,
    linkOfMany: 'Open your curriculum',
  },
} as const
