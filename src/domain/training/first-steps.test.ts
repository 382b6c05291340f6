import { expect, test } from 'vitest'
import { firstSteps, type StepFacts } from './first-steps.ts'

const NOTHING: StepFacts = { hasPhone: false, hasPhoto: false, declarationsSigned: false, checked: [] }
const done = (facts: Partial<StepFacts>) =>
  firstSteps({ ...NOTHING, ...facts })
    .filter((one) => one.done)
    .map(({ step }) => step)

test('T3: of somebody new no step is done, and it is said what is missing', () => {
  expect(firstSteps(NOTHING)).toEqual([
    { step: 'details', done: false, lacks: 'phone' },
    { step: 'photo', done: false, lacks: 'photo' },
    { step: 'declarations', done: false, lacks: null },
    { step: 'certificates', done: false, lacks: null },
  ])
})

test('T3: details are done when they were checked and hold a phone number, not by either alone', () => {
  expect(done({ hasPhone: true })).toEqual([])
  expect(done({ checked: ['details'] })).toEqual([])
  expect(done({ hasPhone: true, checked: ['details'] })).toEqual(['details'])
})

test('T3: one may go on without a photo; a photo of last year is looked at once more', () => {
  expect(done({ hasPhoto: true })).toEqual([])
  expect(done({ checked: ['photo'] })).toEqual(['photo'])
})

test('T3: declarations are done by signing alone', () => {
  expect(done({ checked: ['declarations'] })).toEqual([])
  expect(done({ declarationsSigned: true })).toEqual(['declarations'])
  expect(done({ checked: ['certificates'] })).toEqual(['certificates'])
})
