import { expect, test } from 'vitest'
import { curriculumItem } from './curriculum-items.ts'
import { againstExpected, expectedLevel } from './expected-level.ts'
import { smallCurriculum } from './small-curriculum.test-data.ts'
import { expectedWords } from './words.ts'

const item = (code: string) => curriculumItem(smallCurriculum(), code)!

test('T10: each training year expects its own level, with how sure that is', () => {
  expect(expectedLevel(item('C1'), 'Y1')).toMatchObject({
    level: { code: '2' },
    isMaintained: false,
    certainty: 'recalled',
    note: 'From memory.',
  })
  expect(expectedLevel(item('C1'), 'Y2')).toMatchObject({ level: { code: '2' }, isMaintained: true, certainty: 'checked' })
})

test('T10: a year that names no level expects nothing', () => {
  expect(expectedLevel(item('C2'), 'Y1')).toBeNull()
  expect(expectedLevel(item('E1'), 'Y2')).toBeNull()
  expect(expectedLevel(item('C1'), 'constructor')).toBeNull()
})

test('T10: a level is below, at or above what the year expects, by the order of the scale', () => {
  expect(['1', '2', '3'].map((level) => againstExpected(item('C1'), level, 'Y1'))).toEqual(['below', 'at', 'above'])
  expect(againstExpected(item('C2'), '2', 'Y1')).toBeNull()
  expect(againstExpected(item('C1'), 'meets', 'Y1')).toBeNull()
})

test('T10: what is expected is said in one line', () => {
  expect(expectedWords.expected('Y2', expectedLevel(item('C1'), 'Y2')!)).toBe('Expected by the end of Y2: Level 2 (maintained)')
  expect(expectedWords.expected('Y1', expectedLevel(item('C1'), 'Y1')!)).toBe('Expected by the end of Y1: Level 2')
})
