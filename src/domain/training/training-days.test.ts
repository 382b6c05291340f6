import { expect, test } from 'vitest'
import { faultOfDays } from './training-days.ts'

test.each([
  ['2025-11-28', '2026-11-27', null],
  ['2025-11-27', '2026-11-27', 'from'],
  ['2028-11-28', '2038-11-28', null],
  ['2028-11-29', '2029-11-28', 'from'],
  ['2028-11-28', '2038-11-29', 'until'],
  ['1990-01-01', '2090-01-01', 'from'],
])('T1, T2: taken in on 28 November 2026 from %s to %s: the fault is at %s', (from, until, at) => {
  expect(faultOfDays('2026-11-28', { from, until })?.at ?? null).toBe(at)
})
