import { expect, test } from 'vitest'
import { eraseAt, keptUntil, warnAt } from './closing.ts'

test('A10: thirty days to change one’s mind, told again three days before', () => {
  const erase = eraseAt(Date.parse('2027-01-01T10:00:00Z'))
  expect(new Date(erase).toISOString()).toBe('2027-01-31T10:00:00.000Z')
  expect(new Date(warnAt(erase)).toISOString()).toBe('2027-01-28T10:00:00.000Z')
})

test('A10: signed records are kept for the programme’s years from the end of training, or from the closing where that came first', () => {
  expect(keptUntil('2025-08-04', '2027-01-31', 6)).toBe('2031-08-04')
  expect(keptUntil('2029-08-04', '2027-01-31', 6)).toBe('2033-01-31')
  expect(keptUntil(null, '2028-02-29', 6)).toBe('2034-02-28')
  expect(keptUntil(null, '2028-02-29', 4)).toBe('2032-02-29')
})
