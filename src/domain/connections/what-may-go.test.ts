import { expect, test } from 'vitest'
import { KINDS, TYPES } from '#domain/portfolio/item.ts'
import { goesByItself, whyNotSent } from './what-may-go.ts'

const done = { kind: 'own', type: null, status: 'completed', isBinned: false } as const

test('X2, X15: reflections are never sent, meetings not by themselves, all other completed learning goes', () => {
  const byHand = TYPES.filter((type) => whyNotSent({ ...done, type }) !== null)
  const alone = TYPES.filter((type) => !goesByItself({ ...done, type }))
  expect(byHand).toEqual(['reflection'])
  expect(alone).toEqual(['reflection', 'meeting'])
  expect(goesByItself(done)).toBe(true)
})

test('X2, X3: what is in the bin or not completed is not sent', () => {
  expect(whyNotSent({ ...done, isBinned: true })).toContain('bin')
  for (const status of ['not started', 'in progress'] as const) expect(whyNotSent({ ...done, status })).toContain('completed')
})

test('X2, X15, T5, T6: papers, logs and what was signed elsewhere never go by themselves, and filled forms and files of the library never at all', () => {
  expect(KINDS.filter((kind) => !goesByItself({ ...done, kind }))).toEqual([
    'certificate',
    'exam',
    'library file',
    'entry',
    'log',
    'signed elsewhere',
  ])
  expect(KINDS.filter((kind) => whyNotSent({ ...done, kind }) !== null)).toEqual(['library file', 'entry'])
})
