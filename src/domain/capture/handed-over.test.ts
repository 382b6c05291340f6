import { expect, test } from 'vitest'
import { readHandedOver } from './handed-over.ts'

const fragment = (page: Readonly<Record<string, string>>) => `#${new URLSearchParams(page).toString()}`

test('K1: title, address and note come from the fragment, whatever signs they hold', () => {
  const page = { title: 'Fish & chips: 100% + #1 “é” 😀', address: 'https://example.org/?a=1&b=%26#c', note: 'One\n\nTwo = 2 & more %20' }
  expect(readHandedOver('', fragment(page))).toEqual({ ...page, ownWindow: false, cut: { title: false, note: false } })
})

test('K2: title and address come from the query of a plain link, percent and plus alike', () => {
  const query = '?title=Sepsis%20in+adults&address=https%3A%2F%2Fexample.org%2Fsepsis'
  expect(readHandedOver(query, '')).toMatchObject({ title: 'Sepsis in adults', address: 'https://example.org/sepsis', note: '' })
  expect(readHandedOver(`${query}&note=seen`, '#note=selected')).toMatchObject({ title: 'Sepsis in adults', note: 'selected' })
})

test('K1: a title is cut to 500 characters and a note to 10,000, and that is said', () => {
  const long = readHandedOver('', fragment({ title: 'x'.repeat(5000), note: 'y'.repeat(10_100) }))
  expect([long.title.length, long.note.length, long.cut]).toEqual([500, 10_000, { title: true, note: true }])
  const full = readHandedOver('', fragment({ title: 'x'.repeat(500), note: 'y'.repeat(10_000) }))
  expect([full.title.length, full.note.length, full.cut]).toEqual([500, 10_000, { title: false, note: false }])
})

test('K1: no half of a character is left where a title is cut', () => {
  const { title } = readHandedOver('', fragment({ title: `${'x'.repeat(499)}😀 and more` }))
  expect(title).toBe('x'.repeat(499))
})

test('K1: control characters go, line ends of a note stay', () => {
  const page = {
    title: ' \0Sepsis\u0007\n in\t adults\u202e ',
    note: 'One\r\nTwo\u2028Three\u0000\u001b[31m',
    address: ' java\u0000script:alert(1)\n',
  }
  expect(readHandedOver('', fragment(page))).toMatchObject({
    title: 'Sepsis in adults',
    note: 'One\nTwo\nThree[31m',
    address: 'javascript:alert(1)',
  })
})

test.each(['', '?', '#', '#%', '#%E0%A4%A', '?title', '#__proto__=x&title=', '?title=a&title=b#%ff'])(
  'N1: %j is read without a fault',
  (address) => {
    const [query, rest] = address.startsWith('#') ? ['', address] : [address.split('#')[0]!, `#${address.split('#')[1] ?? ''}`]
    expect(readHandedOver(query, rest).title).toMatch(/^a?$/)
  },
)
