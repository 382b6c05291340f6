import { expect, test } from 'vitest'
import { changedSince, latestEnd, stateOfShare, usualEnd, whyNotUntil } from './share-rules.ts'

test('P25: a share ends by itself after three months, or when its owner says, and never after more than a year', () => {
  expect(usualEnd('2026-11-30')).toBe('2027-02-28')
  expect(latestEnd('2026-11-30')).toBe('2027-11-30')
  expect(whyNotUntil('2026-11-30', '2026-11-29')).toBe('past')
  expect(whyNotUntil('2026-11-30', '2026-11-30')).toBeNull()
  expect(whyNotUntil('2026-11-30', '2027-11-30')).toBeNull()
  expect(whyNotUntil('2026-11-30', '2027-12-01')).toBe('too long')
})

test('P25: the last day is still open, and what is revoked is so whatever its day', () => {
  expect(stateOfShare('2027-02-28', { endsOn: '2027-02-28', isRevoked: false })).toBe('open')
  expect(stateOfShare('2027-03-01', { endsOn: '2027-02-28', isRevoked: false })).toBe('ended')
  expect(stateOfShare('2027-02-01', { endsOn: '2027-02-28', isRevoked: true })).toBe('revoked')
})

test('P25: a row has changed since it was agreed to when its version, its credits or its being there has', () => {
  const agreed = { version: '3', counted: 250, impact: null }
  expect(changedSince(agreed, { version: '3', counted: 250, impact: null })).toBe(false)
  expect(changedSince(agreed, { version: '4', counted: 250, impact: null })).toBe(true)
  expect(changedSince(agreed, { version: '3', counted: null, impact: null })).toBe(true)
  expect(changedSince(agreed, { version: '3', counted: 250, impact: 0 })).toBe(true)
  expect(changedSince(agreed, null)).toBe(true)
})
