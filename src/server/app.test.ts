import { expect, test } from 'vitest'
import { readCatalogue } from '#domain/catalogue/contract.ts'
import { house } from '../../tests/support/house.ts'

const at = house()

test('P6: the catalogue is answered without the curricula, which are large', async () => {
  const ada = await at.clinician()
  const answer = await ada.ask(readCatalogue)
  expect(Object.keys(answer)).toEqual(['accreditors', 'tagSets', 'schemes'])
  expect(answer.tagSets.map(({ id }) => id)).toContain('imt-cips')
})
