import { expect, test } from 'vitest'
import { coverageOf } from './coverage.ts'
import { smallCurriculum } from './small-curriculum.test-data.ts'
import { coverageWords } from './words.ts'

const said = (links: readonly [string, string][]) => {
  const { items, covered, of } = coverageOf(
    smallCurriculum(),
    links.map(([evidenceId, itemCode]) => ({ evidenceId, itemCode })),
  )
  return { items: items.map(({ item, pieces }) => [item.code, pieces]), covered, of }
}

test('P16: every item of the curriculum is told, with evidence or without', () => {
  expect(said([])).toEqual({
    items: [
      ['C1', 0],
      ['C2', 0],
      ['C3', 0],
      ['E1', 0],
    ],
    covered: 0,
    of: 4,
  })
  expect(
    said([
      ['a', 'C2'],
      ['b', 'C2'],
      ['a', 'E1'],
    ]),
  ).toEqual({
    items: [
      ['C1', 0],
      ['C2', 2],
      ['C3', 0],
      ['E1', 1],
    ],
    covered: 2,
    of: 4,
  })
})

test('P16: a piece linked twice counts once, and a link to another version’s item counts for nothing', () => {
  expect(
    said([
      ['a', 'C1'],
      ['a', 'C1'],
      ['a', 'X9'],
    ]),
  ).toEqual({
    items: [
      ['C1', 1],
      ['C2', 0],
      ['C3', 0],
      ['E1', 0],
    ],
    covered: 1,
    of: 4,
  })
})

test('P16: the picture is said in words as well', () => {
  expect(coverageWords.covered(1, 4)).toBe('1 of 4 items have evidence')
  expect([0, 1, 1200].map(coverageWords.pieces)).toEqual(['No evidence yet', '1 piece of evidence', '1,200 pieces of evidence'])
})
