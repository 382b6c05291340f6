import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { sealsWith, signingKeyFor } from './keys.ts'

const key = (name: string) => ({ name, key: randomBytes(32) })
const [old, fresh] = [key('a'), key('b')]

test('X12: what is sealed opens where it belongs and nowhere else', () => {
  const seals = sealsWith([old])
  const sealed = seals.seal('a token', 'ada one')
  expect(sealed).not.toContain('token')
  expect(seals.seal('a token', 'ada one')).not.toBe(sealed)
  expect(seals.open(sealed, 'ada one')).toBe('a token')
  expect(() => seals.open(sealed, 'bob one')).toThrow()
  // Not the last letter: of its bits some say nothing.
  const changed = sealed.replace(/[^.](?=[^.]{5}$)/, (letter) => (letter === 'A' ? 'B' : 'A'))
  expect(changed).not.toBe(sealed)
  expect(() => seals.open(changed, 'ada one')).toThrow()
})

test('X12: keys can be changed: the old one still opens, the new one seals', () => {
  const sealed = sealsWith([old]).seal('a token', 'ada')
  const rotated = sealsWith([fresh, old])
  expect(rotated.open(sealed, 'ada')).toBe('a token')
  expect(sealsWith([fresh]).open(rotated.seal('a token', 'ada'), 'ada')).toBe('a token')
  expect(() => sealsWith([fresh]).open(sealed, 'ada')).toThrow('not there any more')
})

test('A9: a signing key is always the same from the same secret, and another for another use', () => {
  const signing = signingKeyFor('a secret', 'chain')
  const again = signingKeyFor('a secret', 'chain')
  expect(again.publicKey).toBe(signing.publicKey)
  for (const other of [signingKeyFor('a secret', 'mail'), signingKeyFor('b secret', 'chain')])
    expect(other.publicKey).not.toBe(signing.publicKey)

  const shown = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signing.publicKey }, format: 'jwk' })
  const holds = (text: string) => verify(null, Buffer.from(text), shown, Buffer.from(again.sign('Signed'), 'base64url'))
  expect([holds('Signed'), holds('signed')]).toEqual([true, false])
})
