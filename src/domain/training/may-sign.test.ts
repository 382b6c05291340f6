import { expect, test } from 'vitest'
import { whyNotSigned, type Signing } from './may-sign.ts'

const ready: Signing = {
  today: '2026-08-05',
  year: { from: '2026-08-05', until: '2027-08-03' },
  sections: [
    { code: '4a', heading: 'Acting with honesty and integrity' },
    { code: '4f', heading: 'Cooperating with legal and regulatory requirements' },
  ],
  opened: new Set(['4a', '4f']),
  signedId: null,
  corrects: null,
}

test('T4: it is signed after every section it names was opened, and not before', () => {
  expect(whyNotSigned(ready)).toBeNull()
  expect(whyNotSigned({ ...ready, opened: new Set(['4a']) })).toBe(
    'Open this section first: ‘Cooperating with legal and regulatory requirements’.',
  )
  expect(whyNotSigned({ ...ready, opened: new Set() })).toContain('these sections')
})

test('T4: on the first and the last day of the year, not before or after', () => {
  expect(whyNotSigned({ ...ready, today: '2026-08-04' })).toContain('begins on 5 August 2026')
  expect(whyNotSigned({ ...ready, today: '2027-08-03' })).toBeNull()
  expect(whyNotSigned({ ...ready, today: '2027-08-04' })).toContain('ended on 3 August 2027')
  expect(whyNotSigned({ ...ready, year: null })).toContain('no training year')
})

test('T4: once a year; a correction names the newest', () => {
  expect(whyNotSigned({ ...ready, signedId: 'a' })).toContain('signed this for the year')
  expect(whyNotSigned({ ...ready, signedId: 'a', corrects: 'a' })).toBeNull()
  expect(whyNotSigned({ ...ready, signedId: 'b', corrects: 'a' })).toContain('newest')
  expect(whyNotSigned({ ...ready, corrects: 'a' })).toContain('newest')
})
