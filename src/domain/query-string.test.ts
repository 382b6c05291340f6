import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ItemFilters, NO_FILTERS } from './portfolio/filters.ts'
import { readQuery, writeQuery } from './query-string.ts'

test('P9: no filters leave the address bare', () => {
  expect(writeQuery(NO_FILTERS, NO_FILTERS)).toBe('')
})

test('P9: what is written to the address is read back as it was', () => {
  const filters = fc.record(
    {
      tags: fc.array(fc.uuid(), { maxLength: 4 }),
      search: fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.trim()),
      sort: fc.constantFrom('learned', 'title', 'credits'),
      order: fc.constantFrom('asc', 'desc'),
      bin: fc.boolean(),
      from: fc.constantFrom('2026-01-01', '2020-12-31'),
      status: fc.constantFrom('not started', 'completed'),
    },
    { requiredKeys: ['tags', 'search', 'sort', 'order', 'bin'] },
  )
  fc.assert(
    fc.property(filters, (wanted) => {
      const read = ItemFilters.parse(readQuery(writeQuery(wanted, NO_FILTERS)))
      expect(read).toEqual(ItemFilters.parse(wanted))
    }),
  )
})

test('P9: one tag is a list of one', () => {
  const id = '019a0000-0000-7000-8000-000000000000'
  expect(ItemFilters.parse(readQuery(`?tags=${id}`)).tags).toEqual([id])
})

test('N1: an unknown sort is refused in words', () => {
  const read = ItemFilters.safeParse(readQuery('?sort=colour'))
  expect(read.error?.issues[0]?.message).toBe('The table cannot be sorted by that.')
})

test('a hostile key harms nothing', () => {
  expect(Object.keys(readQuery('?__proto__=1&constructor=2'))).toEqual(['constructor'])
})
