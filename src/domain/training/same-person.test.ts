import { expect, test } from 'vitest'
import { numberKey, sameName } from './same-person.ts'

test('T5: names are compared without case, accents, titles and punctuation', () => {
  expect(sameName('Dr Zoë O’Brien', 'ZOE OBRIEN')).toBe(true)
  expect(sameName('Prof. Dr. Ana-María López', 'ana maria lopez')).toBe(true)
  expect(sameName('Miss Ada  Lovelace', 'Ada Lovelace')).toBe(true)
})

test('T5: another name, another order or none is not the same', () => {
  expect(sameName('Ada Lovelace', 'Ada Loveless')).toBe(false)
  expect(sameName('Lovelace Ada', 'Ada Lovelace')).toBe(false)
  expect(sameName('', 'Dr')).toBe(false)
  expect(sameName('', '')).toBe(false)
  // A title alone is all there is of the name.
  expect(sameName('Dr', 'Mr')).toBe(false)
})

test('T5: numbers are compared by letters and digits', () => {
  expect(numberKey(' 704 4321 ')).toBe('7044321')
  expect(numberKey('98i1234e')).toBe('98I1234E')
})
