import { expect, test } from 'vitest'
import { faultsOfAnswer, signOffNeeds, type SupervisorAnswer } from './sign-off.ts'
import { smallCurriculum } from './small-curriculum.test-data.ts'

const [trust, rating] = smallCurriculum().scales
const good = { links: 2, hasSelfAssessment: true }

const signedAt = (level: string, reasons: Extract<SupervisorAnswer, { reasons: unknown }>['reasons'] = {}): SupervisorAnswer => ({
  answer: 'signed off at level',
  level,
  reasons,
})
const fieldsOf = (...given: Parameters<typeof faultsOfAnswer>) => faultsOfAnswer(...given).map(({ path }) => path)

test('T9: without linked evidence a sign-off is refused, self-assessment or not', () => {
  for (const hasSelfAssessment of [true, false]) expect(signOffNeeds({ links: 0, hasSelfAssessment })).toEqual({ refused: 'no evidence' })
  expect(faultsOfAnswer(signedAt('2', { 'one link': 'I saw it.' }), { links: 0, hasSelfAssessment: true }, trust!)).toEqual([
    { path: 'answer', message: 'Nothing is linked here yet, so it cannot be signed off. You can say that more evidence is needed.' },
  ])
})

test('T9: with one piece, or without a self-assessment, the supervisor is asked why; with both wanting, twice', () => {
  const asked = (links: number, hasSelfAssessment: boolean) => signOffNeeds({ links, hasSelfAssessment })
  expect(asked(1, true)).toEqual({ refused: null, reasonsFor: ['one link'] })
  expect(asked(2, false)).toEqual({ refused: null, reasonsFor: ['no self-assessment'] })
  expect(asked(1, false)).toEqual({ refused: null, reasonsFor: ['one link', 'no self-assessment'] })
  expect(asked(2, true)).toEqual({ refused: null, reasonsFor: [] })
})

test('T9: each reason that is asked for is given at its own field, in words that can be seen', () => {
  const thin = { links: 1, hasSelfAssessment: false }
  expect(fieldsOf(signedAt('2'), thin, trust!)).toEqual(['reasons.one link', 'reasons.no self-assessment'])
  expect(fieldsOf(signedAt('2', { 'one link': ' \u200B', 'no self-assessment': 'We talked.' }), thin, trust!)).toEqual(['reasons.one link'])
  expect(fieldsOf(signedAt('2', { 'one link': 'A whole take.', 'no self-assessment': 'We talked.' }), thin, trust!)).toEqual([])
  expect(fieldsOf(signedAt('2'), good, trust!)).toEqual([])
})

test('T9: a level is one of the item’s scale, and one that needs a reason is not given without', () => {
  expect(fieldsOf(signedAt('meets'), good, trust!)).toEqual(['level'])
  expect(fieldsOf(signedAt('below'), good, rating!)).toEqual(['reasons.level'])
  expect(fieldsOf(signedAt('below', { level: 'Notes were late.' }), good, rating!)).toEqual([])
  expect(fieldsOf(signedAt('meets'), good, rating!)).toEqual([])
})

test('T9: more evidence or experience can be asked for at any time, with a note', () => {
  for (const answer of ['more evidence needed', 'more experience needed'] as const) {
    expect(fieldsOf({ answer, note: '  ' }, good, trust!)).toEqual(['note'])
    expect(fieldsOf({ answer, note: 'Two more clinics.' }, { links: 0, hasSelfAssessment: false }, trust!)).toEqual([])
  }
})
