import fc from 'fast-check'
import { expect, test } from 'vitest'
import { certificateCode, readCertificateCode, SECRET_BYTES } from './certificate-code.ts'

const hex = (digits: number) => fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: digits, maxLength: digits })
const someCode = fc.tuple(fc.uuid(), hex(SECRET_BYTES * 2))

test('L8: a code leads back to its owner and number, however it is typed', () => {
  fc.assert(
    fc.property(someCode, ([ownerId, secret]) => {
      const code = certificateCode(ownerId, secret)
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){7}[0-9A-HJKMNP-TV-Z]{5}$/)
      for (const typed of [code, code.toLowerCase(), code.replaceAll('-', ' '), code.replaceAll('0', 'o').replaceAll('1', 'l')]) {
        expect(readCertificateCode(typed)).toEqual({ ownerId, secret, code })
      }
    }),
  )
})

test('L8: one sign misread, or two neighbours swapped, is no code of ours', () => {
  fc.assert(
    fc.property(someCode, fc.nat(38), fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), ([ownerId, secret], at, sign) => {
      const signs = certificateCode(ownerId, secret).replaceAll('-', '')
      const misread = signs.slice(0, at) + sign + signs.slice(at + 1)
      if (misread !== signs) expect(readCertificateCode(misread)).toBeNull()
      const swapped = signs.slice(0, at) + signs[at + 1] + signs[at] + signs.slice(at + 2)
      const distance = Math.abs(
        '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(signs[at]!) - '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(signs[at + 1]!),
      )
      if (swapped !== signs && at < 38 && distance !== 16) expect(readCertificateCode(swapped)).toBeNull()
    }),
  )
})

test('L8: what is too short, too long or holds other signs is no code', () => {
  for (const typed of ['', 'AAAAA', 'U'.repeat(40), `${'0'.repeat(40)}0`, 'É'.repeat(40)]) expect(readCertificateCode(typed)).toBeNull()
})
