import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { bookmarkletCode } from './bookmarklet.ts'
import { readHandedOver } from './handed-over.ts'

interface Visited {
  readonly title?: unknown
  readonly href?: string
  readonly selected?: string | null
  readonly windows?: boolean
}

/** Runs the code as a browser would on such a page, and gives the address it opened. */
function usedOn(
  { title = 'Sepsis', href = 'https://example.org/sepsis', selected = '', windows = true }: Visited,
  base = 'https://cairn.example',
) {
  const opened: unknown[][] = []
  const location = { href }
  const code = bookmarkletCode(base)
  expect(code).toMatch(/^javascript:[\w!'()*.~%-]+$/)
  const answer: unknown = runInNewContext(decodeURIComponent(code.slice('javascript:'.length)), {
    URLSearchParams,
    document: { title },
    location,
    getSelection: () => selected,
    open: (...args: unknown[]) => (opened.push(args), windows ? {} : null),
  })
  expect(answer).toBeUndefined()
  return { opened, address: String(opened[0]?.[0]), left: location.href === href ? null : location.href }
}

const read = (address: string) => readHandedOver('', new URL(address).hash)

test('K1: the bookmarklet opens a small window with title, address and what is selected, in the fragment alone', () => {
  const { opened, address, left } = usedOn({ title: 'A & B: 100%', href: 'https://example.org/a?b=c&d#e', selected: ' one\ntwo é😀 ' })
  expect(opened).toHaveLength(1)
  expect(opened[0]!.slice(1)).toEqual(['_blank', 'popup,width=460,height=640'])
  expect(address).toMatch(/^https:\/\/cairn\.example\/add#[^?#]*$/)
  expect(read(address)).toMatchObject({ title: 'A & B: 100%', address: 'https://example.org/a?b=c&d#e', note: 'one\ntwo é😀' })
  expect(left).toBeNull()
  expect(read(address).ownWindow).toBe(true)
})

test('K1: what is too long is cut, and the capture can tell', () => {
  const { address } = usedOn({ title: 'x'.repeat(5000), selected: 'y '.repeat(20_000) })
  expect(address.length).toBeLessThan(25_000)
  expect(read(address).cut).toEqual({ title: true, note: true })
})

test('K1: half a character, a page without a selection and one whose title is an element are no obstacle', () => {
  expect(read(usedOn({ selected: 'half \ud83d' }).address).note).toBe('half \ufffd')
  expect(read(usedOn({ selected: null }).address).note).toBe('')
  expect(read(usedOn({ title: {} }).address).title).toBe('[object Object]')
})

test('K1: where no window may be opened the page itself makes way', () => {
  const { address, left } = usedOn({ windows: false })
  expect(left).toBe(address.replace('&own=1', ''))
  expect(read(left!).ownWindow).toBe(false)
})

test('K1: an installation’s address cannot break out of the code', () => {
  expect(usedOn({}, 'https://x.example/"+alert(1)+"').address).toMatch(/^https:\/\/x\.example\/"\+alert\(1\)\+"\/add#/)
})
