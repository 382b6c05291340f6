import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inGroups, isFresh, readCode, recoveryCodeOf, stepAt, stepsAround } from './second-factor.ts'

test('A3: six digits are read with spaces anywhere, recovery codes with or without their hyphen and in either case', () => {
  expect(readCode(' 123 456 ')).toEqual({ kind: 'app', digits: '123456' })
  expect(readCode('123-456')).toEqual({ kind: 'app', digits: '123456' })
  expect(readCode('ABCDE-fgh12')).toEqual({ kind: 'recovery', code: 'abcdefgh12' })
  expect(readCode('abcde fgh12')).toEqual({ kind: 'recovery', code: 'abcdefgh12' })
  // Letters that look like digits are the digits.
  expect(readCode('oOiIl-00000')).toEqual({ kind: 'recovery', code: '0011100000' })
  for (const typed of ['', '12345', '1234567', 'abcdef', 'abcdefgh1', 'abcdefgh123', 'uuuuuuuuuu', '１２３４５６', 'x'.repeat(40)])
    expect(readCode(typed), typed).toBeNull()
})

test('A3: every recovery code that is made is read again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (bytes) => {
      const code = recoveryCodeOf(bytes)
      expect(code).toMatch(/^[0-9a-z]{5}-[0-9a-z]{5}$/)
      expect(readCode(code)).toEqual({ kind: 'recovery', code: code.replace('-', '') })
    }),
  )
})

test('A3: a code is looked at one step early and one late, and no step counts twice', () => {
  const at = 1_700_000_010_000
  expect(stepsAround(at)).toEqual([stepAt(at), stepAt(at) - 1, stepAt(at) + 1])
  expect(stepAt(29_999)).toBe(0)
  expect(stepAt(30_000)).toBe(1)
  expect([isFresh(4, 5), isFresh(5, 5), isFresh(6, 5)]).toEqual([false, false, true])
})

test('A3: a key is shown in groups of four', () => {
  expect(inGroups('ABCDEFGHIJ')).toBe('ABCD EFGH IJ')
  expect(inGroups('ABCDEFGH')).toBe('ABCD EFGH')
})
