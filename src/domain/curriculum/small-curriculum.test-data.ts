import type { z } from 'zod'
import { CurriculumFile } from './curriculum-file.ts'

type Written = z.input<typeof CurriculumFile>

const checked = { certainty: 'checked' } as const

/** A curriculum of two years as its author would write it: two capabilities, a procedure and an exam. */
export const writtenCurriculum = (changes: Partial<Written> = {}): Written => ({
  id: 'surgery-2020',
  title: 'Surgery',
  version: '2020',
  codesAreOurs: true,
  source: 'A page',
  ...checked,
  trainingYears: [
    { code: 'Y1', title: 'Year 1', ...checked },
    { code: 'Y2', title: 'Year 2', ...checked },
  ],
  scales: [
    {
      code: 'trust',
      title: 'Trust',
      levels: ['1', '2', '3'].map((code) => ({ code, title: `Level ${code}`, ...checked })),
    },
    {
      code: 'rating',
      title: 'Rating',
      levels: [
        { code: 'below', title: 'Below', needsReason: true, ...checked },
        { code: 'meets', title: 'Meets', ...checked },
      ],
    },
    { code: 'exam', title: 'Exam', levels: [{ code: 'passed', title: 'Passed', ...checked }] },
  ],
  ruleOfThumb: { text: 'Sign when ready.', ...checked },
  meter: { none: 'None yet.', one: 'One will do if it explores all.', twoOrThree: 'Good.', more: 'Choose your best.', ...checked },
  groups: [
    {
      code: 'C',
      title: 'Clinical',
      kind: 'clinical capability',
      scale: 'trust',
      suitableEvidence: { list: ['CbD'], ...checked },
      ...checked,
      items: [
        {
          code: 'C1',
          title: 'Operating',
          ...checked,
          suitableEvidence: { list: ['Log book'], ...checked },
          expected: { Y1: { level: '2', certainty: 'recalled', note: 'From memory.' }, Y2: { level: '2', maintained: true, ...checked } },
        },
        { code: 'C2', title: 'Ward rounds', ...checked, expected: { Y2: { level: '3', ...checked } } },
        { code: 'C3', title: 'Teaching', scale: 'rating', ...checked, expected: { Y1: { level: 'meets', ...checked } } },
      ],
    },
    { code: 'E', title: 'Exams', kind: 'exam', scale: 'exam', ...checked, items: [{ code: 'E1', title: 'Part A', ...checked }] },
  ],
  ...changes,
})

export const smallCurriculum = (changes: Partial<Written> = {}): CurriculumFile => CurriculumFile.parse(writtenCurriculum(changes))
