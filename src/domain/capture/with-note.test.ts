import { expect, test } from 'vitest'
import { withNote } from './with-note.ts'

test('K3: a note is added below the notes that are there', () => {
  expect(withNote('Lactate first.\n', ' Then fluids. ')).toBe('Lactate first.\n\nThen fluids.')
  expect(withNote('', 'Then fluids.')).toBe('Then fluids.')
  expect(withNote(' \n', 'Then fluids.')).toBe('Then fluids.')
})

test('K3: a note that is there already, or says nothing, changes nothing', () => {
  expect(withNote('Lactate first.\n\nThen fluids.', 'Then fluids.')).toBe('Lactate first.\n\nThen fluids.')
  expect(withNote('Lactate first.', '  ')).toBe('Lactate first.')
})
