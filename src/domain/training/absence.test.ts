import { expect, test } from 'vitest'
import { isTold, mostHalfDaysAway, weekdaysBetween } from './absence.ts'

const YEAR = { from: '2026-08-05', until: '2027-08-03' }
const away = (from: string, until: string, days: number) => ({ from, until, halfDays: days * 2 })

test('T20: a form suggests Mondays to Fridays, and nothing for a weekend', () => {
  expect(weekdaysBetween('2026-11-23', '2026-11-29')).toBe(5)
  expect(weekdaysBetween('2026-11-28', '2026-11-29')).toBe(0)
  expect(weekdaysBetween('2028-02-28', '2028-03-01')).toBe(3)
})

test('T20: 14 working days within the year are told to the programme, thirteen and a half are not', () => {
  const thirteen = [away('2026-09-07', '2026-09-18', 10), away('2027-01-11', '2027-01-14', 3.5)]
  expect(mostHalfDaysAway(thirteen, YEAR)).toBe(27)
  expect(isTold(mostHalfDaysAway(thirteen, YEAR))).toBe(false)
  const fourteen = [...thirteen, away('2027-03-01', '2027-03-01', 0.5)]
  expect(isTold(mostHalfDaysAway(fourteen, YEAR))).toBe(true)
})

test('T20: what lies before or after the year does not count, and what reaches into it does by its days there', () => {
  expect(mostHalfDaysAway([away('2026-06-01', '2026-06-19', 15)], YEAR)).toBe(0)
  // Ten weekdays, of which 5, 6 and 7 August are in the year.
  expect(mostHalfDaysAway([away('2026-07-27', '2026-08-07', 10)], YEAR)).toBe(6)
})

test('T20: in a year longer than twelve months only what lies within some twelve of them is added up', () => {
  const long = { from: '2026-08-05', until: '2028-02-01' }
  const both = [away('2026-08-10', '2026-08-21', 10), away('2027-09-06', '2027-09-17', 10)]
  expect(mostHalfDaysAway(both, long)).toBe(20)
  expect(mostHalfDaysAway([both[0]!, away('2027-08-09', '2027-08-09', 1)], long)).toBe(22)
  expect(mostHalfDaysAway([both[0]!, away('2027-08-23', '2027-08-23', 1)], long)).toBe(20)
})

test('T20: who works weekends counts their own days', () => {
  expect(mostHalfDaysAway([away('2026-11-28', '2026-11-29', 2)], YEAR)).toBe(4)
})
