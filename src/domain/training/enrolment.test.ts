import { expect, test } from 'vitest'
import { enrolmentOn, type EnrolmentDates } from './enrolment.ts'

const LIMITS = { toldAfterMonths: 2, frozenAfterMonths: 3 }
const AUGUST: EnrolmentDates = { from: '2026-08-05', until: null, enrolledOn: null, isInvited: false }

test.each([
  ['2026-08-04', 'not begun'],
  ['2026-08-05', 'provisional'],
  ['2026-10-04', 'provisional'],
  ['2026-10-05', 'no invitation'],
  ['2026-11-04', 'no invitation'],
  ['2026-11-05', 'frozen'],
  ['2027-08-05', 'frozen'],
])('T1: begun on 5 August and never invited: on %s it is %s', (today, enrolment) => {
  expect(enrolmentOn(today, AUGUST, LIMITS)).toBe(enrolment)
})

test('T1: who is invited has until the freeze, and is not told to ask', () => {
  expect(enrolmentOn('2026-11-04', { ...AUGUST, isInvited: true }, LIMITS)).toBe('provisional')
  expect(enrolmentOn('2026-11-05', { ...AUGUST, isInvited: true }, LIMITS)).toBe('frozen')
})

test('T1: enrolment thaws the record on its day', () => {
  const enrolled = { ...AUGUST, isInvited: true, enrolledOn: '2026-12-01' }
  expect(enrolmentOn('2026-11-30', enrolled, LIMITS)).toBe('frozen')
  expect(enrolmentOn('2026-12-01', enrolled, LIMITS)).toBe('enrolled')
})

test('T1: three months after 30 November end on 28 or 29 February', () => {
  const november = { ...AUGUST, from: '2027-11-30' }
  expect(enrolmentOn('2028-02-28', november, LIMITS)).toBe('no invitation')
  expect(enrolmentOn('2028-02-29', november, LIMITS)).toBe('frozen')
  expect(enrolmentOn('2027-02-28', { ...AUGUST, from: '2026-11-30' }, LIMITS)).toBe('frozen')
})

test('T1: what is over is neither frozen nor enrolled', () => {
  expect(enrolmentOn('2026-12-02', { ...AUGUST, until: '2026-12-01' }, LIMITS)).toBe('ended')
})
