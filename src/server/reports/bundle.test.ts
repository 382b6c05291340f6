import { expect, test } from 'vitest'
import { safeName } from './bundle.ts'

test.each([
  ['a cut that ends in a dot', 'Sepsis. Then more', 7, 'Sepsis'],
  ['a cut that ends in dots and spaces', 'Sepsis . . . more', 12, 'Sepsis'],
  ['a device', 'con.txt', 60, '_con.txt'],
  ['a device with room behind it', 'CON .txt', 60, '_CON .txt'],
  ['a word that begins like a device', 'Contents.txt', 60, 'Contents.txt'],
  ['nothing that is left', '...', 60, 'untitled'],
])('R6: a name in an archive can be unpacked anywhere: %s', (_what, name, most, safe) => {
  expect(safeName(name, most)).toBe(safe)
})
