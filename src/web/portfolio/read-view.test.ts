import { expect, test } from 'vitest'
import { NO_FILTERS } from '#domain/portfolio/filters.ts'
import { addressOf, addressWith, readView, type PortfolioView } from './read-view.ts'

const ID = '01890000-0000-7000-8000-000000000001'
const viewOf = (search: string) => readView(search) as PortfolioView

test('P9: the address bar says dates, tags, words, sorting and the open window', () => {
  const view = viewOf(`?from=2026-04-01&tags=${ID}&withoutCredits=true&search=sepsis&sort=title&order=asc&item=${ID}`)
  expect(view).toMatchObject({
    item: ID,
    filters: { from: '2026-04-01', tags: [ID], withoutCredits: true, search: 'sepsis', sort: 'title', order: 'asc' },
  })
  expect(viewOf(addressOf(view).replace('/portfolio', ''))).toEqual(view)
})

test('P9: what is not chosen is not in the address', () => {
  expect(addressOf({ ...viewOf(''), filters: NO_FILTERS })).toBe('/portfolio')
  expect(addressWith(viewOf(`?item=${ID}`), { item: undefined })).toBe('/portfolio')
})

test('N1: an address that cannot be understood is said in words', () => {
  expect(readView('?sort=nonsense')).toEqual({ fault: 'The table cannot be sorted by that.' })
  expect(readView('?from=2026-04-31')).toHaveProperty('fault')
})
