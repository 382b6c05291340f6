import { expect, test } from 'vitest'
import { cleaned, faultAt, valueAt, withValue } from './document.ts'

const document = { groups: [{ items: [{ code: 'C1', expected: { Y1: { level: '2' } } }, { code: 'C2' }] }] }

test('T10: what is typed at a path changes nothing else, and makes what is not there yet', () => {
  const next = withValue(document, ['groups', 0, 'items', 1, 'expected', 'Y1', 'level'], '3')
  expect(valueAt(next, ['groups', 0, 'items', 1])).toEqual({ code: 'C2', expected: { Y1: { level: '3' } } })
  expect(valueAt(next, ['groups', 0, 'items', 0])).toBe(document.groups[0]!.items[0])
  expect(document.groups[0]!.items[1]).toEqual({ code: 'C2' })
  expect(withValue(document, ['groups', 0, 'items', 0], undefined)).toEqual({ groups: [{ items: [{ code: 'C2' }] }] })
  expect(valueAt(document, ['nowhere', 3, 'x'])).toBeUndefined()
})

test('T10: empty lines are not sent, nor a list without a line', () => {
  expect(
    cleaned({ a: { list: ['One', ' ', '', 'Two'], certainty: 'checked' }, b: { list: [''], certainty: 'recalled' }, c: 'text' }),
  ).toEqual({
    a: { list: ['One', 'Two'], certainty: 'checked' },
    c: 'text',
  })
})

test('N1: a fault stands at its own field, or anywhere within a list', () => {
  const faults = [{ path: 'a.list.1', message: 'No.' }]
  expect(faultAt(faults, ['a', 'list'])).toBeUndefined()
  expect(faultAt(faults, ['a', 'list'], true)).toBe('No.')
  expect(faultAt(faults, ['a', 'li'], true)).toBeUndefined()
})
