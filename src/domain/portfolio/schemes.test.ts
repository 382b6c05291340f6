import { expect, test } from 'vitest'
import type { Scheme } from '#domain/catalogue/contract.ts'
import { periodOf, progressIn } from './schemes.ts'

const scheme = (changes: Partial<Scheme>): Scheme => ({
  id: 'a-scheme',
  name: 'A scheme',
  unit: 'credit',
  version: '1',
  source: 'made for this test',
  certainty: 'checked',
  period: { years: 1, startsIn: 4 },
  target: { amount: 5000 },
  minima: [],
  caps: [],
  ...changes,
})

const earned = (
  amount: number,
  setting: 'external' | 'internal' | 'personal' | null,
  clinical: 'clinical' | 'non-clinical' | null = null,
) => ({
  amount,
  kind: { clinical, setting, participatory: false },
})

test('C13: what passes a cap is earned but does not count', () => {
  const capped = scheme({ caps: [{ kind: 'personal', amount: 1000 }] })
  const progress = progressIn(capped, [earned(1500, 'personal'), earned(2000, 'external')])
  expect(progress).toMatchObject({ uncapped: 3500, counted: 3000 })
  expect(progress.parts).toEqual([{ kind: 'personal', rule: 'at most', amount: 1000, have: 1500, met: false }])
})

test('C13: what two caps hold is not taken off twice', () => {
  const both = scheme({
    caps: [
      { kind: 'personal', amount: 500 },
      { kind: 'non-clinical', amount: 500 },
    ],
  })
  expect(progressIn(both, [earned(1000, 'personal', 'non-clinical'), earned(1000, 'external', 'clinical')]).counted).toBe(1500)
})

test('C13: a minimum is met by its own kind only', () => {
  const least = scheme({ minima: [{ kind: 'external', amount: 2500 }] })
  expect(progressIn(least, [earned(2400, 'external'), earned(9000, 'internal')]).parts[0]).toMatchObject({ have: 2400, met: false })
  expect(progressIn(least, [earned(2500, 'external')]).parts[0]).toMatchObject({ met: true })
})

test('C13: one credit can be of several kinds', () => {
  const both = scheme({
    minima: [
      { kind: 'external', amount: 100 },
      { kind: 'clinical', amount: 100 },
    ],
  })
  expect(progressIn(both, [earned(100, 'external', 'clinical')]).parts.map((part) => part.met)).toEqual([true, true])
})

test('C13: a scheme’s year is its own, whatever the owner’s CPD year', () => {
  expect(periodOf(scheme({}), '2026-02-01', null, 9)).toEqual({ from: '2025-04-01', to: '2026-03-31' })
})

test('C13: where the scheme leaves its start open, the owner’s CPD year or the day chosen counts', () => {
  const open = scheme({ period: { years: 3, startsIn: 'chosen' } })
  expect(periodOf(open, '2026-11-21', '2024-05-10', 4)).toEqual({ from: '2024-05-10', to: '2027-05-09' })
  expect(periodOf(open, '2027-05-10', '2024-05-10', 4)).toEqual({ from: '2027-05-10', to: '2030-05-09' })
  expect(periodOf(open, '2026-11-21', null, 4)).toEqual({ from: '2024-04-01', to: '2027-03-31' })
})
