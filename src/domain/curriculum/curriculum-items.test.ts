import { expect, test } from 'vitest'
import { curriculumItem, curriculumItems } from './curriculum-items.ts'
import { smallCurriculum } from './small-curriculum.test-data.ts'

test('T7: items come in the order of the tree, each with the kind, scale and suitable evidence of its group', () => {
  const items = curriculumItems(smallCurriculum())
  expect(items.map(({ code, groupCode, kind }) => [code, groupCode, kind])).toEqual([
    ['C1', 'C', 'clinical capability'],
    ['C2', 'C', 'clinical capability'],
    ['C3', 'C', 'clinical capability'],
    ['E1', 'E', 'exam'],
  ])
  expect(items.map(({ scale }) => scale.code)).toEqual(['trust', 'trust', 'rating', 'exam'])
  expect(items.map(({ suitableEvidence }) => suitableEvidence?.list)).toEqual([['Log book'], ['CbD'], ['CbD'], undefined])
})

test('T7: an item is found by its code alone, and a group is no item', () => {
  expect(curriculumItem(smallCurriculum(), 'C2')?.title).toBe('Ward rounds')
  expect(curriculumItem(smallCurriculum(), 'C')).toBeUndefined()
})
