import { expect, test } from 'vitest'
import { fold } from './fold.ts'

test('P5: case, accents and doubled spaces make no other tag', () => {
  expect(fold('  Café  Zoë ')).toBe(fold('cafe zoe'))
  expect(fold('STRASSE')).toBe(fold('straße'))
  expect(fold('ΟΔΌΣ')).toBe(fold('οδος'))
  expect(fold('heart')).not.toBe(fold('hear'))
})
