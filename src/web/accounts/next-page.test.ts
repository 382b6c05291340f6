import { expect, test } from 'vitest'
import { readQuery } from '#domain/query-string.ts'
import { pageAfterSignIn, signInBefore } from './next-page.ts'

/** Signs in on the way to a page, and gives where that leads. */
function overSignIn(href: string): string {
  const welcome = signInBefore(href)
  const { next } = readQuery(new URL(welcome, 'https://cairn.example').search)
  return pageAfterSignIn(typeof next === 'string' ? next : undefined, welcome)
}

test.each([
  '/',
  '/portfolio?tags=a&tags=b&search=fish+%26+chips',
  '/add?title=A+%26+B&address=https%3A%2F%2Fexample.org%2F%3Fa%3Db',
  '/add#title=A+%26+B&note=100%25+%23one',
])('K2: %s is reached over a sign-in as it was asked for', (href) => {
  expect(overSignIn(href)).toBe(href)
})

test('K1: what stands in a fragment never gets into what a server is sent', () => {
  const { pathname, search, hash } = new URL(signInBefore('/add?title=A#note=selected'), 'https://cairn.example')
  expect(pathname + search).not.toContain('selected')
  expect(hash).toBe('#note=selected')
})

test.each([undefined, '//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/welcome?next=/add'])(
  'after signing in nobody is led to %s',
  (next) => {
    expect(pageAfterSignIn(next, '/welcome#note=selected')).toBe('/')
  },
)
