import type { Accreditation, ModuleEdition, Question } from '../../src/domain/learning/module-file.ts'

const question = (id: string, right: number): Question => ({
  id,
  stem: `A made-up case ${id}. What next?`,
  options: [0, 1, 2, 3].map((index) => ({
    text: `Choice ${index} of ${id}`,
    why: index === right ? `Sound, for ${id}.` : `Not that, for ${id}.`,
    ...(index === right ? { right: true as const } : {}),
  })),
  explanation: `The point of ${id}.`,
})

/** A small module for tests: four questions, pass mark 75, one question on its second page. The right answer to q1 is 1, to q2 2 … */
export const aModule = (id: string, wish: Partial<ModuleEdition> = {}): ModuleEdition => ({
  id,
  version: '1',
  title: `Module ${id}`,
  summary: 'Made for a test.',
  format: 'reading',
  specialties: ['general-practice'],
  audience: 'Testers',
  minutes: 20,
  passMark: 75,
  authors: [{ name: 'Cairn editorial' }],
  reviewedOn: '2026-01-01',
  expiresOn: '2099-01-01',
  outcomes: ['Pass the test'],
  keyPoints: ['It can fail'],
  sources: [{ title: 'A source', publisher: 'Somebody' }],
  preTest: ['q1', 'q2'],
  accreditations: [],
  notice: 'For tests.',
  pages: [
    { title: 'First', parts: [{ text: 'Words of the first page.' }] },
    { title: 'Second', parts: [{ text: 'Words.' }, { question: question('p1', 3) }, { text: 'More words.' }] },
  ],
  questions: [question('q1', 1), question('q2', 2), question('q3', 3), question('q4', 0)],
  ...wish,
})

export const accredited = (accreditor: string, amount: number, from = '2020-01-01', to?: string): Accreditation => ({
  accreditor,
  amount,
  basis: 'self-assessed',
  certainty: 'checked',
  from,
  ...(to === undefined ? {} : { to }),
})
