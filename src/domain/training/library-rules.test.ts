import { expect, test } from 'vitest'
import { DEEPEST, pathTo, placeFolder, withinOf, type FolderPlace } from './library-rules.ts'

const folder = (id: string, parentId: string | null, name = id): FolderPlace => ({ id, parentId, name })
const library = [folder('a', null, 'Courses'), folder('b', 'a', '2026'), folder('c', 'b', 'Spring'), folder('d', null, 'Letters')]

test('T6: a folder has a path from the top, and holds what stands in it however deep', () => {
  expect(pathTo(library, 'c').map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  expect(pathTo(library, null)).toEqual([])
  expect(withinOf(library, 'a').map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})

test('T6: a folder cannot stand in itself or in what stands in it', () => {
  expect(() => placeFolder(library, { name: 'Courses', parentId: 'c' }, 'a')).toThrow('cannot stand in itself')
  expect(() => placeFolder(library, { name: 'Courses', parentId: 'a' }, 'a')).toThrow('cannot stand in itself')
  expect(() => placeFolder(library, { name: 'Courses', parentId: 'd' }, 'a')).not.toThrow()
})

test('T6: names are once in a folder, whatever their case; a folder may keep its own', () => {
  expect(() => placeFolder(library, { name: 'COURSES', parentId: null }, null)).toThrow('of this name')
  expect(() => placeFolder(library, { name: 'Courses', parentId: 'd' }, null)).not.toThrow()
  expect(() => placeFolder(library, { name: 'courses', parentId: null }, 'a')).not.toThrow()
})

test('T6: folders stand ten deep at most, counted with what a moved one holds', () => {
  const deep = Array.from({ length: DEEPEST }, (_, n) => folder(`f${n}`, n === 0 ? null : `f${n - 1}`))
  expect(() => placeFolder(deep, { name: 'one more', parentId: `f${DEEPEST - 1}` }, null)).toThrow('ten deep')
  expect(() => placeFolder(deep, { name: 'one more', parentId: `f${DEEPEST - 2}` }, null)).not.toThrow()
  expect(() => placeFolder([...deep, ...library], { name: 'Courses', parentId: `f${DEEPEST - 3}` }, 'a')).toThrow('ten deep')
})
