import { expect, test } from 'vitest'
import { reminderDue } from './reminder.ts'

const AUGUST = { from: '2026-08-05', until: null, enrolledOn: null }
const LIMITS = { frozenAfterMonths: 3 }

test.each([
  ['2026-10-07', [], null],
  ['2026-10-08', [], 28],
  ['2026-10-08', [28], null],
  ['2026-10-20', [], 28],
  ['2026-10-28', [28], null],
  ['2026-10-29', [28], 7],
  ['2026-10-29', [], 7],
  ['2026-10-30', [7], null],
  ['2026-11-04', [28, 7], null],
  ['2026-11-05', [], null],
] as const)('T1: frozen from 5 November: on %s, told %j, the reminder due is %s', (today, told, due) => {
  expect(reminderDue(today, AUGUST, LIMITS, told)).toBe(due)
})

test('T1: who is enrolled, has not begun or has left is not reminded', () => {
  expect(reminderDue('2026-10-08', { ...AUGUST, enrolledOn: '2026-10-01' }, LIMITS, [])).toBeNull()
  expect(reminderDue('2026-10-08', { ...AUGUST, until: '2026-10-07' }, LIMITS, [])).toBeNull()
  expect(reminderDue('2026-10-08', { ...AUGUST, from: '2026-10-09' }, { frozenAfterMonths: 0 }, [])).toBeNull()
})

test('T1: before a freeze on 29 February it is 1 and 22 February, and in other years one day earlier in the month before', () => {
  const november = { ...AUGUST, from: '2027-11-30' }
  expect(reminderDue('2028-01-31', november, LIMITS, [])).toBeNull()
  expect(reminderDue('2028-02-01', november, LIMITS, [])).toBe(28)
  expect(reminderDue('2028-02-22', november, LIMITS, [28])).toBe(7)
  expect(reminderDue('2027-01-31', { ...november, from: '2026-11-30' }, LIMITS, [])).toBe(28)
})
