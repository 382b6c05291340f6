import { expect, test } from 'vitest'
import { standingOf, type StandsOn } from './item-standing.ts'

const nothing: StandsOn = { links: 0, linkedAt: null, assessedAt: null, answer: null }
const linked = { links: 1, linkedAt: '2026-03-01T09:00:00.000Z' }
const assessed = { assessedAt: '2026-03-02T09:00:00.000Z' }
const asked = (at: string) => ({ answer: { answer: 'more evidence needed', at } as const })

test('T9: an item is ready for sign-off with linked evidence and a self-assessment', () => {
  expect(standingOf(nothing)).toBe('needs evidence')
  expect(standingOf({ ...nothing, ...assessed })).toBe('needs evidence')
  expect(standingOf({ ...nothing, ...linked })).toBe('to assess')
  expect(standingOf({ ...nothing, ...linked, ...assessed })).toBe('ready')
})

test('T9: after ‘more is needed’ it is the trainee’s again, until they link or assess anew', () => {
  const after = { ...nothing, ...linked, ...assessed, ...asked('2026-03-03T09:00:00.000Z') }
  expect(standingOf(after)).toBe('more asked')
  expect(standingOf({ ...after, links: 2, linkedAt: '2026-03-04T09:00:00.000Z' })).toBe('ready')
  expect(standingOf({ ...after, assessedAt: '2026-03-04T09:00:00.000Z' })).toBe('ready')
  expect(standingOf({ ...nothing, ...asked('2026-03-03T09:00:00.000Z') })).toBe('more asked')
})

test('T9: what is signed stays signed, whatever is linked afterwards', () => {
  const answer = { answer: 'signed off at level', at: '2026-03-03T09:00:00.000Z' } as const
  expect(standingOf({ ...nothing, ...linked, ...assessed, answer })).toBe('signed')
  expect(standingOf({ links: 3, linkedAt: '2026-04-01T09:00:00.000Z', assessedAt: '2026-04-02T09:00:00.000Z', answer })).toBe('signed')
})
