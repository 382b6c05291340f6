import { expect, test } from 'vitest'
import { addDays } from '#domain/plain-date.ts'
import { EXPIRY_REMINDER_DAYS, expiryReminderDue, lastsLonger } from './renewal.ts'

const END = '2027-03-31'

test('P27: what expires reminds three months, a month and a week before, each once, and never after its last day', () => {
  expect(EXPIRY_REMINDER_DAYS.map((days) => expiryReminderDue(addDays(END, -days), END, []))).toEqual([90, 30, 7])
  expect(expiryReminderDue(addDays(END, -91), END, [])).toBeNull()
  expect(expiryReminderDue(addDays(END, -89), END, [90])).toBeNull()
  expect(expiryReminderDue(addDays(END, -30), END, [90])).toBe(30)
  expect(expiryReminderDue(END, END, [90, 30])).toBe(7)
  expect(expiryReminderDue(addDays(END, 1), END, [])).toBeNull()
})

test('P27: a reminder whose day was missed goes out late, unless the next is due by then', () => {
  expect(expiryReminderDue(addDays(END, -60), END, [])).toBe(90)
  expect(expiryReminderDue(addDays(END, -20), END, [])).toBe(30)
  expect(expiryReminderDue(addDays(END, -20), END, [30])).toBeNull()
})

test('P27: a renewal lasts longer than what it renews', () => {
  expect(lastsLonger(null, END)).toBe(true)
  expect(lastsLonger(addDays(END, 1), END)).toBe(true)
  expect(lastsLonger(END, END)).toBe(false)
  expect(lastsLonger(END, null)).toBe(false)
})
