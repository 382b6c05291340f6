import { expect, test } from 'vitest'
import { byYear, monthsBetween } from './chart-data.ts'

const months = [
  { month: '2025-12', counted: 100, impact: 0 },
  { month: '2026-02', counted: 50, impact: 25 },
]

test('P16: months without credits are there too', () => {
  expect(monthsBetween(months).map((bar) => [bar.name, bar.counted + bar.impact])).toEqual([
    ['Dec 2025', 100],
    ['Jan 2026', 0],
    ['Feb 2026', 75],
  ])
})

test('P16: the range chosen is the range shown', () => {
  expect(monthsBetween(months, '2026-01-15', '2026-03-01').map((bar) => bar.month)).toEqual(['2026-01', '2026-02', '2026-03'])
  expect(monthsBetween([])).toEqual([])
})

test('P16: many months are added up by year', () => {
  expect(byYear(monthsBetween(months)).map((bar) => [bar.name, bar.counted])).toEqual([
    ['2025', 100],
    ['2026', 50],
  ])
})
