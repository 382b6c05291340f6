import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, type Json } from './canonical-json.ts'

test('A9: the example of RFC 8785, section 3.2.2, is written as the RFC writes it', () => {
  const sample = JSON.parse(String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`) as Json
  expect(canonicalJson(sample)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  )
})

test('A9: members are sorted by code units, as in RFC 8785, section 3.2.3', () => {
  const sample = JSON.parse(String.raw`{
    "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
    "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
  }`) as Json
  expect(Object.values(JSON.parse(canonicalJson(sample)) as Record<string, string>)).toEqual([
    'One',
    'Carriage Return',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ])
  expect(canonicalJson({ 10: 'b', 9: 'c', '\r': 'a' })).toBe(String.raw`{"\r":"a","10":"b","9":"c"}`)
})

test.each([
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
])('A9: the number %s of RFC 8785, appendix B, is written %s', (bits, written) => {
  expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(written)
})

test('A9: what JSON cannot say is refused, not left out', () => {
  for (const value of [
    Number.NaN,
    Infinity,
    '\ud83d',
    { '\ud83d': 1 },
    undefined,
    { a: undefined },
    [undefined],
    new Date(0),
    1n,
    new Map(),
  ])
    expect(() => canonicalJson(value as Json)).toThrow(TypeError)
})

test('A9: the same record in any order of members is one text, which reads back as the record', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' })), (record) => {
      const turned = Object.fromEntries(Object.entries(record).toReversed())
      const text = canonicalJson(record as Json)
      expect(canonicalJson(turned as Json)).toBe(text)
      expect(canonicalJson(JSON.parse(text) as Json)).toBe(text)
    }),
  )
})
