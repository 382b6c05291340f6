import { expect, test } from 'vitest'
import { versionsToRead, yearToShow } from './versions.ts'

const version = (id: string) => ({ id, title: 'IMT', version: id })
const year = (code: string) => ({ id: `id of ${code}`, code, from: '2026-08-01' as const, until: '2027-07-31' as const })

test('T10: the present version comes first, then each that something stands under; one that is known no more is left out', () => {
  const known = ['2027', '2019', '2023'].map(version)
  expect(versionsToRead(version('2027'), ['2023', '2027', 'gone', '2019'], known).map(({ id }) => id)).toEqual(['2027', '2023', '2019'])
  expect(versionsToRead(version('2027'), [], known).map(({ id }) => id)).toEqual(['2027'])
})

test('T10: under an earlier version the year is shown in which something was last written under it', () => {
  const [first, second] = [year('IMY1'), year('IMY2')]
  expect(yearToShow([first, second], second, first.id)).toBe(first)
  expect(yearToShow([first, second], second, null)).toBe(second)
  expect(yearToShow([first, second], null, 'of another programme')).toBe(first)
  expect(yearToShow([], null, null)).toBeNull()
})
