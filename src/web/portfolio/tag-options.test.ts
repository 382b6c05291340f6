import { expect, test } from 'vitest'
import type { TagRef } from '#domain/portfolio/tag-contract.ts'
import { offerTags, optionOf, tagChanges, typedOption, type TagOption } from './tag-options.ts'

const asthma = { id: '00000000-0000-7000-8000-000000000001', label: 'Asthma', setId: null, code: null }
const own = (label: string) => ({ ...asthma, id: `00000000-0000-7000-8000-${label.length.toString().padStart(12, '0')}`, label })
const offer = (typed: string, chosen: TagOption[] = [], tags: TagRef[] = [asthma], most = 10) =>
  offerTags({ tags, sets: [], chosen, typed, ownTitle: 'Mine', most })

test('P5: a tag that is there is offered, not made a second time in other letters', () => {
  const { groups, make } = offer(' ASTHMA ')
  expect(groups[0]?.options[0]?.choice).toEqual({ id: asthma.id })
  expect(make).toBeNull()
})

test('P5: typing a new word offers to make the tag', () => {
  expect(offer('sep  sis').make?.choice).toEqual({ label: 'sep sis' })
})

test('P5: a tag that is on is not offered again', () => {
  expect(offer('', [optionOf(asthma)]).groups).toEqual([])
})

test('P5: the tag of the very name typed is taken, though others contain it and come before it', () => {
  const tags = [own('antenatal diabetes'), own('gestational diabetes'), own('Diabetes')]
  const { groups, make, named } = offer('diabetes ', [], tags)
  expect(groups[0]?.options.map((option) => option.label)).toEqual(['Diabetes', 'antenatal diabetes', 'gestational diabetes'])
  expect([make, named?.label]).toEqual([null, 'Diabetes'])
  expect(offer('diabetes', [], tags, 1).named?.label).toBe('Diabetes')
})

test('P5: the name of a tag that is on adds nothing, neither another nor a new one', () => {
  const tags = [own('antenatal diabetes'), own('diabetes')]
  expect(offer('DIABETES', [optionOf(tags[1]!)], tags)).toMatchObject({ make: null, named: null })
  expect(offer('diabetes', [typedOption('Diabetes')], tags.slice(0, 1))).toMatchObject({ make: null, named: null })
})

test('P5: the beginning of a name comes before a part of it, and stands for a new tag until one is chosen', () => {
  const tags = [own('antenatal diabetes'), own('diabetes')]
  const { groups, named } = offer('diab', [], tags)
  expect(groups[0]?.options[0]?.label).toBe('diabetes')
  expect(named?.choice).toEqual({ label: 'diab' })
})

test('P5: what is put on and taken off', () => {
  const sepsis = typedOption('Sepsis')
  expect(tagChanges([optionOf(asthma)], [sepsis])).toEqual({ add: [{ label: 'Sepsis' }], remove: [asthma.id] })
  expect(tagChanges([sepsis], [sepsis])).toEqual({ add: [], remove: [] })
})
