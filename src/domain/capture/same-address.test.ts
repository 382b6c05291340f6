import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressKey } from './same-address.ts'

const SAME: readonly (readonly [string, string])[] = [
  ['https://Example.ORG/Sepsis', 'https://example.org/Sepsis'],
  ['HTTPS://example.org/Sepsis', 'https://example.org/Sepsis'],
  ['https://example.org', 'https://example.org/'],
  ['https://example.org?page=2', 'https://example.org/?page=2'],
  ['https://example.org/a#methods', 'https://example.org/a'],
  ['https://example.org/a?', 'https://example.org/a'],
  ['https://example.org/a?utm_source=mail&utm_medium=x', 'https://example.org/a'],
  ['https://example.org/a?UTM_Source=mail#top', 'https://example.org/a'],
  ['https://example.org/a?id=7&utm_campaign=b&page=2', 'https://example.org/a?id=7&page=2'],
  ['https://example.org:443/a', 'https://example.org/a'],
  ['https://example.org/café', 'https://example.org/caf%C3%A9'],
  ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
]

test.each(SAME)('K3: %s is the page %s', (one, other) => {
  expect(addressKey(one)).toBe(other)
  expect(addressKey(other)).toBe(other)
})

const OTHERS: readonly (readonly [string, string])[] = [
  ['https://example.org/a', 'http://example.org/a'],
  ['https://example.org/a', 'https://example.org/A'],
  ['https://example.org/a', 'https://example.org/a/'],
  ['https://example.org/a', 'https://www.example.org/a'],
  ['https://example.org/a?id=1', 'https://example.org/a?id=2'],
  ['https://example.org/a?id=1', 'https://example.org/a'],
  ['https://example.org/a?putm_x=1', 'https://example.org/a'],
  ['https://example.org/a', 'https://example.org:8443/a'],
]

test.each(OTHERS)('K3: %s is another page than %s', (one, other) => {
  expect(addressKey(one)).not.toBe(addressKey(other))
})

test.each([
  '',
  'javascript:alert(1)',
  'data:text/html,hello',
  'file:///etc/passwd',
  'ftp://example.org/',
  'example.org',
  'https://',
  'http:/x',
])('K3: %j is no page of the web', (link) => {
  expect(addressKey(link)).toBe('')
})

test('K3: an address too long to be looked up has no key', () => {
  expect(addressKey(`https://example.org/${'a'.repeat(1980)}`)).toHaveLength(2000)
  expect(addressKey(`https://example.org/${'a'.repeat(1981)}`)).toBe('')
  expect(addressKey(`https://example.org/${'é'.repeat(500)}`)).toBe('')
})

test('K3: a key is its own key, in ASCII, whatever the address', () => {
  fc.assert(
    fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), fc.string(), (link, more) => {
      const key = addressKey(link + more)
      expect(addressKey(key)).toBe(key)
      expect(key).toMatch(/^[\x20-\x7e]*$/)
    }),
  )
})
