import { join } from 'node:path'
import { expect, test } from 'vitest'
import { curriculumItems } from '#domain/curriculum/curriculum-items.ts'
import { againstExpected, expectedLevel } from '#domain/curriculum/expected-level.ts'
import { loadCatalogue } from './catalogue.ts'

const { curricula, tagSets } = await loadCatalogue(join(import.meta.dirname, '../../../catalogue'))
const imt = curricula.find(({ id }) => id === 'imt-stage-1-2019')!
const items = curriculumItems(imt)
const years = imt.trainingYears.map(({ code }) => code)

/** 'C1 2 3 3': what each year expects, with + where it is to be kept up and - where nothing is expected. */
const expectedOf = (kind: string) =>
  items
    .filter((item) => item.kind === kind)
    .map((item) => {
      const said = years.map((year) => {
        const expected = expectedLevel(item, year)
        return expected === null ? '-' : `${expected.level.code}${expected.isMaintained ? '+' : ''}`
      })
      return [item.code, ...said].join(' ')
    })

test('T10: internal medicine has six generic and eight clinical capabilities, twelve procedures, and the levels of its table', () => {
  expect(years).toEqual(['IMY1', 'IMY2', 'IMY3'])
  expect(expectedOf('generic capability')).toEqual(['G1', 'G2', 'G3', 'G4', 'G5', 'G6'].map((code) => `${code} meets meets meets`))
  expect(expectedOf('clinical capability')).toEqual([
    'C1 2 3 3',
    'C2 2 2 2',
    'C3 2 3 3',
    'C4 2 2 3',
    'C5 2 2 3',
    'C6 2 2 3',
    'C7 2 3 4',
    'C8 2 2 3',
  ])
  expect(expectedOf('procedure')).toEqual([
    'P1 supervised leads-team leads-team',
    'P2 supervised supervised+ supervised+',
    'P3 supervised independent independent+',
    'P4 supervised independent independent+',
    'P5 supervised independent independent+',
    'P6 supervised independent independent+',
    'P7 supervised supervised+ supervised+',
    'P8 supervised supervised+ supervised+',
    'P9 supervised supervised+ supervised+',
    'P10 supervised supervised+ supervised+',
    'P11 supervised independent independent+',
    'P12 supervised supervised+ supervised+',
  ])
  expect([...expectedOf('exam'), ...expectedOf('certificate')]).toEqual([
    'E1 passed passed passed',
    'E2 - passed passed',
    'E3 - passed passed',
    'A1 valid valid valid',
  ])
})

test('T10: of the levels expected only those somebody has seen are called more than recalled', () => {
  const surer = items.flatMap((item) =>
    years
      .filter((year) => !item.kind.match(/exam|certificate/) && (expectedLevel(item, year)?.certainty ?? 'recalled') !== 'recalled')
      .map((year) => `${item.code} ${year}`),
  )
  expect(surer).toEqual('C1 IMY2,P3 IMY2,P4 IMY2,P5 IMY2,P6 IMY2,P7 IMY1,P9 IMY1,P10 IMY1,P11 IMY2'.split(','))
  for (const { descriptors } of items) expect(descriptors?.certainty ?? 'recalled').toBe('recalled')
})

test('T10: titles of capabilities are those of the tag set, and no description is given as the curriculum’s own', () => {
  const labels = tagSets.find(({ id }) => id === 'imt-cips')!.groups.flatMap((group) => group.items)
  const capabilities = items.filter(({ kind }) => kind.endsWith('capability'))
  expect(capabilities.map(({ code, title }) => [code, title])).toEqual(labels.map(({ code, label }) => [code, label]))
  for (const { descriptors, code } of capabilities) expect(descriptors?.wordsAreOurs, code).toBe(true)
  for (const text of [imt.ruleOfThumb, imt.meter]) expect(text.wordsAreOurs).toBe(true)
})

test('T7: every item has levels and suitable evidence to show, and levels stand in their order', () => {
  for (const item of items) {
    expect(item.suitableEvidence?.list.length, item.code).toBeGreaterThan(0)
    expect(item.scale.levels.length, item.code).toBeGreaterThan(0)
  }
  const take = items.find(({ code }) => code === 'C1')!
  expect(['1', '2', '3', '4'].map((level) => againstExpected(take, level, 'IMY2'))).toEqual(['below', 'below', 'at', 'above'])
})
