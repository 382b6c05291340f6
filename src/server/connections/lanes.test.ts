import { expect, test } from 'vitest'
import { Lanes } from './lanes.ts'

const wish = (connectionId: string, itemId: string, connectorId = 'theirs') => ({ connectorId, connectionId, itemId })

test('X9: one connection takes three of a worker’s places and one portfolio eight, so that others find room', () => {
  const lanes = new Lanes()
  expect(['1', '2', '3', '4'].map((item) => lanes.enter(wish('ada', item)))).toEqual([true, true, true, false])
  expect(['bob', 'cai', 'dee', 'eli', 'fay'].map((who) => lanes.enter(wish(who, '1')))).toEqual([true, true, true, true, true])
  expect(lanes.enter(wish('gus', '1'))).toBe(false)
  expect(lanes.enter(wish('gus', '1', 'others'))).toBe(true)
})

test('X9: who leaves takes one that waited, for whoever has least under way first, and each once', () => {
  const lanes = new Lanes()
  for (const item of ['1', '2', '3', '4', '4', '5']) lanes.enter(wish('ada', item))
  for (const who of ['bob', 'cai', 'dee', 'eli', 'fay', 'gus']) lanes.enter(wish(who, '1'))
  const taken = (left: { connectionId: string; itemId: string }) => lanes.leave(wish(left.connectionId, left.itemId), { andTakeNext: true })
  const gus = taken(wish('ada', '1'))
  expect(gus).toEqual(wish('gus', '1'))
  const fourth = taken(wish('bob', '1'))
  expect(fourth).toEqual(wish('ada', '4'))
  expect(taken(fourth!)).toEqual(wish('ada', '5'))
  expect(taken(wish('ada', '5'))).toBeNull()
})

test('X9: a worker that stops takes none', () => {
  const lanes = new Lanes()
  for (const item of ['1', '2', '3', '4']) lanes.enter(wish('ada', item))
  expect(lanes.leave(wish('ada', '1'), { andTakeNext: false })).toBeNull()
})
