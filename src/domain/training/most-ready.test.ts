import { expect, test } from 'vitest'
import { mostReady } from './most-ready.ts'

const person = (name: string, count: number) => ({
  ownerId: name,
  name,
  waits: count === 0 ? [] : [{ what: 'ready for sign-off' as const, count }],
})

test('P15: at most five are named as ready for sign-off, the most first, and the rest are counted', () => {
  const many = [
    person('G', 1),
    person('F', 1),
    person('E', 2),
    person('D', 9),
    person('C', 0),
    person('B', 3),
    person('A', 3),
    person('H', 1),
  ]
  const { named, more } = mostReady(many)
  expect(named.map(({ name, ready }) => [name, ready])).toEqual([
    ['D', 9],
    ['A', 3],
    ['B', 3],
    ['E', 2],
    ['F', 1],
  ])
  expect(more).toBe(2)
  expect(mostReady([person('C', 0)])).toEqual({ named: [], more: 0 })
})
