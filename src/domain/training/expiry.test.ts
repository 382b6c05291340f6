import { expect, test } from 'vitest'
import { expiryOn } from './expiry.ts'

test('T5: a certificate is valid on its last day, and expired on the next', () => {
  expect(expiryOn('2026-03-31', '2026-03-31')).toBe('expires soon')
  expect(expiryOn('2026-04-01', '2026-03-31')).toBe('expired')
})

test('T5: three months before its last day it expires soon', () => {
  expect(expiryOn('2026-03-14', '2026-06-15')).toBe('valid')
  expect(expiryOn('2026-03-15', '2026-06-15')).toBe('expires soon')
})

test('T5: 29 February is a day like another', () => {
  expect(expiryOn('2028-02-29', '2028-02-29')).toBe('expires soon')
  expect(expiryOn('2028-03-01', '2028-02-29')).toBe('expired')
  // From 30 November three months lead to the month's last day.
  expect(expiryOn('2027-11-28', '2028-02-29')).toBe('valid')
  expect(expiryOn('2027-11-29', '2028-02-29')).toBe('expires soon')
  expect(expiryOn('2027-11-30', '2028-02-29')).toBe('expires soon')
})

test('T5: what has no last day stays valid', () => {
  expect(expiryOn('2200-01-01', null)).toBe('valid')
})
