import { expect, test } from 'vitest'
import { house } from '../../../tests/support/house.ts'

const at = house()

test('P9: a list sorted by titles of many bytes goes on past its first page', async () => {
  const ada = await at.clinician()
  for (let index = 0; index < 53; index++) await ada.record({ title: `${'漢'.repeat(495)}${String(index).padStart(3, '0')}` })
  const first = await ada.list({ sort: 'title', order: 'asc' })
  const second = await ada.list({ sort: 'title', order: 'asc', after: first.next })
  expect([first.items.length, second.items.length, second.next]).toEqual([50, 3, null])
})
