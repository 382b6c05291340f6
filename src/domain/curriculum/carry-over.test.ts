import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Refusal } from '#domain/errors.ts'
import { linksCarriedOver, proposeCarryOver, type ProposedLink } from './carry-over.ts'
import { smallCurriculum } from './small-curriculum.test-data.ts'
import { carryOverWords } from './words.ts'

const old = smallCurriculum()
const next = smallCurriculum({
  id: 'surgery-2027',
  version: '2027',
  replaces: {
    curriculum: 'surgery-2020',
    map: [
      { from: 'C1', to: 'C1' },
      { from: 'C1', to: 'C2' },
      { from: 'C2', to: 'C2' },
    ],
  },
})
const linked = (evidenceId: string, itemCode: string) => ({ evidenceId, itemCode })
const waiting = (evidenceId: string, fromCodes: string[], toCode: string): ProposedLink => ({
  evidenceId,
  fromCodes,
  toCode,
  answer: 'waiting',
})

test('T10: links are proposed by the mapping, to several items where one became several', () => {
  expect(proposeCarryOver([linked('take', 'C1')], old, next).proposed).toEqual([
    waiting('take', ['C1'], 'C1'),
    waiting('take', ['C1'], 'C2'),
  ])
})

test('T10: where two items became one, a piece linked to both is proposed once', () => {
  expect(proposeCarryOver([linked('take', 'C2'), linked('take', 'C1')], old, next).proposed).toEqual([
    waiting('take', ['C2', 'C1'], 'C2'),
    waiting('take', ['C1'], 'C1'),
  ])
})

test('T10: nothing is linked without a yes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ evidenceId: fc.constantFrom('a', 'b', 'c'), itemCode: fc.constantFrom('C1', 'C2', 'C3', 'E1') })),
      fc.array(fc.constantFrom('waiting', 'yes', 'no'), { minLength: 12, maxLength: 12 }),
      (links, answers) => {
        const { proposed } = proposeCarryOver(links, old, next)
        expect(linksCarriedOver(proposed)).toEqual([])
        const answered = proposed.map((one, index) => ({ ...one, answer: answers[index]! }))
        const yes = answered.filter(({ answer }) => answer === 'yes')
        expect(linksCarriedOver(answered)).toEqual(yes.map(({ evidenceId, toCode }) => linked(evidenceId, toCode)))
      },
    ),
  )
})

test('T10: items without a mapping are told with the evidence that stays behind, and so is what is new', () => {
  const { leftBehind, added, proposed } = proposeCarryOver([linked('talk', 'C3'), linked('poster', 'C3'), linked('talk', 'C3')], old, next)
  expect(leftBehind.map(({ item, evidenceIds }) => [item.code, evidenceIds])).toEqual([
    ['C3', ['talk', 'poster']],
    ['E1', []],
  ])
  expect(added.map(({ code }) => code)).toEqual(['C3', 'E1'])
  expect(proposed).toEqual([])
  expect(carryOverWords.leftBehind('Teaching', 1)).toBe(
    '‘Teaching’ has no place in the new version. 1 piece of evidence can still be read in the old one.',
  )
})

test('T10: nothing moves to a version that does not say how it follows', () => {
  expect(() => proposeCarryOver([linked('take', 'C1')], old, smallCurriculum({ id: 'surgery-2030', version: '2030' }))).toThrow(
    new Refusal('invalid_input', 'Surgery (2030) does not say how it follows Surgery (2020), so nothing can be moved.'),
  )
  expect(() => proposeCarryOver([], next, old)).toThrow(Refusal)
  expect(() => proposeCarryOver([], smallCurriculum({ id: 'medicine-2020' }), next)).toThrow(Refusal)
})
