import { expect, test } from 'vitest'
import { addLink, addLinkHtml } from './add-link.ts'
import { readHandedOver } from './handed-over.ts'

const page = { title: "\"><script>alert(1)</script> & 'more' 100%", address: 'https://example.org/a?b=1&c="d"#e' }

test('K2: an add-link hands over the title and the address it was made of', () => {
  const link = new URL(addLink('https://cairn.example', page))
  expect([link.origin, link.pathname, link.hash]).toEqual(['https://cairn.example', '/add', ''])
  expect(readHandedOver(link.search, link.hash)).toMatchObject(page)
})

test('K2: the HTML of an add-link holds one link and no sign that could end it', () => {
  const html = addLinkHtml('https://cairn.example', page, 'Add to "my" portfolio')
  const parts = /^<a href="([^"<>']*)">([^<>"']*)<\/a>$/.exec(html)!
  expect(parts[1]!.replaceAll('&amp;', '&')).toBe(addLink('https://cairn.example', page))
  expect(parts[1]!.replaceAll('&amp;', '')).not.toContain('&')
  expect(parts[2]).toBe('Add to &quot;my&quot; portfolio')
})
