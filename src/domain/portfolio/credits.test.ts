import { expect, test } from 'vitest'
import { personalClosed, totalThrough, type Credited } from './credits.ts'

const item = (changes: Partial<Credited>): Credited => ({
  status: 'completed',
  personal: null,
  impact: null,
  awards: new Map(),
  ...changes,
})

test('C2: with an organisation chosen its awards are the total', () => {
  const items = [
    item({
      awards: new Map([
        ['rcgp', 100],
        ['eaccme', 150],
      ]),
    }),
  ]
  expect(totalThrough('rcgp', items).counted).toBe(100)
  expect(totalThrough('eaccme', items).counted).toBe(150)
})

test('C4: with None the personal credits are the total, and awards are not', () => {
  expect(totalThrough(null, [item({ personal: 75, awards: new Map([['rcgp', 100]]) })])).toEqual({ counted: 75, impact: 0, notCounted: 0 })
})

test('C5: impact credits do not depend on the organisation', () => {
  const items = [item({ impact: 50 }), item({ impact: 25, awards: new Map([['rcgp', 100]]) })]
  for (const lens of ['rcgp', 'eaccme', null]) expect(totalThrough(lens, items).impact).toBe(75)
})

test('C6: personal credits are never added to an accreditor’s', () => {
  const items = [item({ personal: 200 }), item({ personal: 75, awards: new Map([['rcgp', 100]]) })]
  expect(totalThrough('rcgp', items)).toEqual({ counted: 100, impact: 0, notCounted: 200 })
})

test('C6: only completed items count', () => {
  const items = [item({ status: 'in progress', personal: 100, impact: 50 }), item({ status: 'not started', personal: 100 })]
  expect(totalThrough(null, items)).toEqual({ counted: 0, impact: 0, notCounted: 0 })
})

test('C11: looking through another organisation and back alters nothing', () => {
  const items = [item({ personal: 300, awards: new Map([['rcgp', 100]]) })]
  const before = totalThrough(null, items)
  totalThrough('rcgp', items)
  expect(totalThrough(null, items)).toEqual(before)
})

test('C3: an item with an award closes the personal field and says why; without one it stays open', () => {
  const rcgp = { id: 'rcgp', name: 'Royal College' }
  expect(personalClosed(rcgp, new Set(['rcgp']))).toContain('Royal College')
  expect(personalClosed(rcgp, new Set(['eaccme']))).toBeNull()
  expect(personalClosed(null, new Set(['rcgp']))).toBeNull()
})
