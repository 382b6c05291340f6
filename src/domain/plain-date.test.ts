import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, addMonths, cpdYear, dayIn, isPlainDate, lastYears, weekday } from './plain-date.ts'

test.each(['2026-04-31', '2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', '2026-00-10', ''])('N1: %j is not a day', (text) => {
  expect(isPlainDate(text)).toBe(false)
})

test('N1: 29 February is a day in leap years only', () => {
  expect(isPlainDate('2024-02-29')).toBe(true)
  expect(isPlainDate('2100-02-29')).toBe(false)
  expect(isPlainDate('2000-02-29')).toBe(true)
})

test('N6: late on a summer evening in UTC it is the next day in London', () => {
  expect(dayIn('Europe/London', Date.UTC(2026, 6, 1, 23, 30))).toBe('2026-07-02')
  expect(dayIn('America/New_York', Date.UTC(2026, 6, 1, 3, 0))).toBe('2026-06-30')
})

test('C10: a CPD year starts on the first of the month chosen', () => {
  expect(cpdYear('2026-03-31', 4)).toEqual({ from: '2025-04-01', to: '2026-03-31' })
  expect(cpdYear('2026-04-01', 4)).toEqual({ from: '2026-04-01', to: '2027-03-31' })
  expect(cpdYear('2026-06-15', 1)).toEqual({ from: '2026-01-01', to: '2026-12-31' })
  expect(cpdYear('2024-02-10', 3)).toEqual({ from: '2023-03-01', to: '2024-02-29' })
})

test('P8: the last 12 months end today and hold the day after the same day last year', () => {
  expect(lastYears('2026-11-21', 1)).toEqual({ from: '2025-11-22', to: '2026-11-21' })
  expect(lastYears('2026-11-21', 5)).toEqual({ from: '2021-11-22', to: '2026-11-21' })
})

test('addMonths keeps to the month', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
  expect(addMonths('2026-01-15', -13)).toBe('2024-12-15')
})

test('addDays agrees with the calendar', () => {
  const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(day, fc.integer({ min: -800, max: 800 }), (start, days) => {
      const text = start.toISOString().slice(0, 10)
      const expected = new Date(Date.parse(text) + days * 86_400_000).toISOString().slice(0, 10)
      expect(addDays(text, days)).toBe(expected)
    }),
  )
})

test('N6: the day of the week agrees with the calendar, leap years and centuries included', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 109_500 }), (days) => {
      const date = addDays('1900-01-01', days)
      expect(weekday(date)).toBe(new Date(`${date}T12:00:00Z`).getUTCDay() || 7)
    }),
  )
})
