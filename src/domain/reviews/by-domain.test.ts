import { expect, test } from 'vitest'
import { editionsFor, underGroups, underNone, underTags } from './by-domain.ts'

const item = (title: string, ...tags: (readonly [string | null, string | null])[]) => ({
  title,
  tags: tags.map(([setId, code]) => ({ setId, code })),
})
const tag = (code: string, label: string) => ({ code, label, certainty: 'checked' as const })
const SET = {
  id: 'gmp-2024',
  groups: [
    { code: 'D1', label: 'Knowledge', certainty: 'checked' as const, items: [tag('1a', 'Being competent'), tag('1b', 'Good care')] },
    { code: 'D2', label: 'Patients', certainty: 'checked' as const, items: [tag('2a', 'Fairly')] },
  ],
}
const ITEMS = [
  item('Both tags of one domain', ['gmp-2024', '1a'], ['gmp-2024', '1b']),
  item('Two domains', ['gmp-2024', '1b'], ['gmp-2024', '2a']),
  item('The same code of another set', ['rcgp-2025', '2a']),
  item('The owner’s own tag', [null, null]),
]
const titles = (groups: readonly { code: string; items: readonly { title: string }[] }[]) =>
  groups.map(({ code, items }) => [code, items.map(({ title }) => title)])

test('R5: an item stands once under each domain it bears a tag of, and what bears none is listed too', () => {
  expect(titles(underGroups(SET, ITEMS))).toEqual([
    ['D1', ['Both tags of one domain', 'Two domains']],
    ['D2', ['Two domains']],
  ])
  expect(underNone(new Set(['gmp-2024']), ITEMS).map(({ title }) => title)).toEqual(['The same code of another set', 'The owner’s own tag'])
})

test('R5: kinds of supporting information are single tags', () => {
  expect(titles(underTags(SET, ITEMS))).toEqual([
    ['1a', ['Both tags of one domain']],
    ['1b', ['Both tags of one domain', 'Two domains']],
    ['2a', ['Two domains']],
  ])
})

test('R5: the edition of Good medical practice is that of the year, and any other that an item bears', () => {
  const sets = [
    { id: 'gmp-2013', validFrom: '2013-04-22', validTo: '2024-01-29' },
    { id: 'gmp-2024', validFrom: '2024-01-30' },
    { id: 'nmc-code' },
  ]
  const ids = (from: string, to: string, borne: string[] = []) => editionsFor(sets, { from, to }, new Set(borne)).map(({ id }) => id)
  expect(ids('2026-04-01', '2027-03-31')).toEqual(['gmp-2024'])
  expect(ids('2023-04-01', '2024-03-31')).toEqual(['gmp-2024', 'gmp-2013'])
  expect(ids('2022-04-01', '2023-03-31')).toEqual(['gmp-2013'])
  expect(ids('2026-04-01', '2027-03-31', ['gmp-2013', 'nmc-code'])).toEqual(['gmp-2024', 'gmp-2013'])
})
