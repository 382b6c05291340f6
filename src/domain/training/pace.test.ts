import { expect, test } from 'vitest'
import { paceInAll, paceOfYear, workedDays } from './pace.ts'

const year = { from: '2026-08-05', until: '2027-08-04' }
const both = { followsFraction: true, followsAbsence: true }
const post = (workingPercent: number, from = year.from, until = year.until) => ({ from, until, workingPercent })
const middle = '2027-02-03'

test('T18: at full time half a year asks for half, and a rate for the rest', () => {
  const worked = workedDays(year, [post(100)], [], both)
  const pace = paceOfYear({ need: 20, done: 6 }, year, middle, worked)
  expect(pace).toMatchObject({ due: 20, standing: 'behind', missing: 4, enough: { count: 3, months: 1 } })
  expect(pace.steady).toBeCloseTo(10, 0)
})

test('T18: less than full time moves the line where the programme says so, and not where it does not', () => {
  const worked = workedDays(year, [post(60)], [], both)
  expect(paceOfYear({ need: 20, done: 6 }, year, middle, worked)).toMatchObject({ due: 12, standing: 'on pace', steady: 6 })
  const unmoved = workedDays(year, [post(60)], [], { followsFraction: false, followsAbsence: true })
  expect(paceOfYear({ need: 20, done: 6 }, year, middle, unmoved)).toMatchObject({ due: 20, standing: 'behind' })
})

test('T18: a year that is longer because it is part time asks for the whole number, over a longer time', () => {
  const long = { from: '2026-08-05', until: '2028-04-03' }
  const worked = workedDays(long, [post(60, long.from, long.until)], [], both)
  const pace = paceOfYear({ need: 20, done: 6 }, long, middle, worked)
  expect(pace.due).toBe(20)
  expect(pace.steady).toBeCloseTo(6, 0)
})

test('T18: absence moves the line: nine weeks away at full time are nine weeks less', () => {
  const away = [{ from: '2026-11-02', until: '2027-01-03', halfDays: 90 }]
  const pace = paceOfYear({ need: 20, done: 0 }, year, middle, workedDays(year, [post(100)], away, both))
  expect(pace.due).toBe(17)
  expect(pace.steady).toBeCloseTo(6.6, 0)
  const unmoved = paceOfYear({ need: 20, done: 0 }, year, middle, workedDays(year, [], away, { ...both, followsAbsence: false }))
  expect(unmoved.due).toBe(20)
})

test('T18: nobody loses more than they work', () => {
  const away = [{ from: '2026-11-02', until: '2026-11-08', halfDays: 14 }]
  const worked = workedDays(year, [post(50)], away, both)
  expect(worked('2026-11-02', '2026-11-08')).toBe(0)
  expect(worked('2026-11-09', '2026-11-15')).toBeCloseTo(3.5)
})

test('T18: between posts the fraction of the post before holds', () => {
  const posts = [post(50, '2026-08-05', '2026-09-04'), post(100, '2026-10-05', '2026-12-04')]
  const worked = workedDays(year, posts, [], both)
  expect(worked('2026-09-05', '2026-10-04')).toBeCloseTo(15)
  expect(worked('2027-01-01', '2027-01-10')).toBeCloseTo(10)
})

test('T13, T18: the year and the whole are separate rules: three years of 20 are not 80', () => {
  const span = { from: '2024-08-07', until: '2027-08-06' }
  const worked = workedDays(span, [post(100, span.from, span.until)], [], both)
  const programme = { from: span.from, years: 3, before: 0, fractionNow: 1 }
  const last = { from: '2026-08-07', until: '2027-08-06' }
  expect(paceOfYear({ need: 20, done: 20 }, last, '2027-06-06', worked)).toMatchObject({ standing: 'met', enough: null })
  expect(paceInAll({ need: 80, done: 60 }, programme, '2027-06-06', worked)).toMatchObject({
    due: 80,
    standing: 'behind',
    enough: { count: 10, months: 1 },
  })
})

test('T18: who began in the second year is where the first would have brought them', () => {
  const worked = workedDays(year, [], [], both)
  const programme = { from: year.from, years: 3, before: 1, fractionNow: 1 }
  expect(paceInAll({ need: 80, done: 0 }, programme, year.from, worked).steady).toBeCloseTo(26.7, 0)
})

test('T18: what is enough is said by the month, every so many months, or before the end', () => {
  const worked = workedDays(year, [], [], both)
  const enough = (done: number, today: string) => paceOfYear({ need: 20, done }, year, today, worked).enough
  expect(enough(10, '2027-03-05')).toEqual({ count: 2, months: 1 })
  expect(enough(18, middle)).toEqual({ count: 1, months: 3 })
  expect(enough(15, '2027-07-20')).toEqual({ count: 5, months: null })
  expect(enough(15, '2027-09-20')).toBeNull()
  expect(enough(20, middle)).toBeNull()
})

test('T18: what is asked for once is asked for, however little is worked', () => {
  const worked = workedDays(year, [post(40)], [], both)
  expect(paceOfYear({ need: 1, done: 0 }, year, middle, worked)).toMatchObject({ due: 1, enough: { count: 1 } })
})
