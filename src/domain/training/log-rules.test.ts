import { expect, test } from 'vitest'
import { daysBetween, estimateTake, isCounted, monthsOf, whyNotCounted } from './log-rules.ts'

const good = { patients: 2, consulted: true, ambulatory: true }

test('T13: a clinic counts with two patients, whom the trainee consults with, and who are ambulatory', () => {
  expect(whyNotCounted(good)).toEqual([])
  expect(whyNotCounted({ ...good, patients: 12 })).toEqual([])
})

test('T13: a clinic that fails a test says each that it fails', () => {
  expect(whyNotCounted({ ...good, patients: 1 })).toEqual(['too few patients'])
  expect(whyNotCounted({ ...good, consulted: false })).toEqual(['sat in'])
  expect(whyNotCounted({ ...good, ambulatory: false })).toEqual(['not ambulatory'])
  expect(whyNotCounted({ patients: 0, consulted: false, ambulatory: false })).toHaveLength(3)
})

test('T13: a supervisor can count what fails a test; what was corrected is in no total', () => {
  const row = { whyNot: ['sat in' as const], isCountedAnyway: false, isCorrected: false }
  expect(isCounted(row)).toBe(false)
  expect(isCounted({ ...row, isCountedAnyway: true })).toBe(true)
  expect(isCounted({ ...row, whyNot: [] })).toBe(true)
  expect(isCounted({ ...row, whyNot: [], isCorrected: true })).toBe(false)
})

test('T13: the take of a post is estimated from months, takes and patients', () => {
  expect(daysBetween('2026-02-27', '2026-03-01')).toBe(3)
  expect(daysBetween('2027-12-31', '2028-03-01')).toBe(62)
  expect(monthsOf('2026-08-05', '2026-12-04')).toBe(4)
  expect(monthsOf('2026-08-05', '2027-02-02')).toBe(6)
  expect(estimateTake({ from: '2026-08-05', until: '2026-12-04', takesPerMonth: 4, patientsPerTake: 6 })).toBe(96)
  expect(estimateTake({ from: '2026-08-05', until: '2026-12-04', takesPerMonth: 2.5, patientsPerTake: 5 })).toBe(50)
})
