import { expect, test } from 'vitest'
import { firstUncovered, placementInTheWay, placementOn } from './placements.ts'

const post = (from: string, until: string, workingPercent = 100) => ({ from, until, workingPercent })

test('T2: two full-time posts cannot be at the same time, and the next may begin the day after', () => {
  const first = post('2026-08-05', '2026-12-01')
  expect(placementInTheWay(post('2026-12-01', '2027-04-06'), [first])).toBe(first)
  expect(placementInTheWay(post('2026-12-02', '2027-04-06'), [first])).toBeNull()
})

test('T2: a week may be split between posts up to full time', () => {
  const half = post('2026-08-05', '2026-12-01', 50)
  expect(placementInTheWay(post('2026-09-01', '2027-02-01', 50), [half])).toBeNull()
  expect(placementInTheWay(post('2026-09-01', '2027-02-01', 60), [half])).toBe(half)
  const later = post('2026-11-01', '2027-02-01', 20)
  expect(placementInTheWay(post('2026-08-05', '2027-02-01', 50), [half, later])).toBe(half)
})

test('T2: a placement taken back before it began stands in nobody’s way', () => {
  expect(placementInTheWay(post('2026-08-05', '2026-12-01'), [post('2026-08-05', '2026-08-04')])).toBeNull()
})

test('T2: the first day without a supervisor is found between those there are', () => {
  const spans = [
    { from: '2026-10-01', until: '2026-12-01' },
    { from: '2026-08-05', until: '2026-09-30' },
  ]
  expect(firstUncovered({ from: '2026-08-05', until: '2026-12-01' }, spans)).toBeNull()
  expect(firstUncovered({ from: '2026-08-05', until: '2026-12-02' }, spans)).toBe('2026-12-02')
  expect(firstUncovered({ from: '2026-08-04', until: '2026-12-02' }, spans)).toBe('2026-08-04')
})

test('T2: a placement begins on its first day and is over the day after its last, also on 29 February', () => {
  const leap = { from: '2028-02-29', until: '2028-02-29' }
  expect(['2028-02-28', '2028-02-29', '2028-03-01'].map((day) => placementOn(day, leap))).toEqual(['to come', 'present', 'past'])
})
