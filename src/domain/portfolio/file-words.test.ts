import { expect, test } from 'vitest'
import { textKindOf, wordGatherer } from './file-words.ts'

function wordsOf(pieces: readonly string[], most?: number): string[] {
  const gatherer = wordGatherer(most)
  for (const piece of pieces) gatherer.take(piece)
  gatherer.end()
  return gatherer.fresh()
}

test('P9: each word once, in small letters, in the order they come; signs part words', () => {
  expect(wordsOf(['Sepsis, SEPSIS and (sepsis-like) shock; É-é 2026/27'])).toEqual(['sepsis', 'and', 'like', 'shock', 'é', '2026', '27'])
})

test('P9: a word that is cut between two pieces is one word', () => {
  expect(wordsOf(['one peri', 'card', 'itis two'])).toEqual(['one', 'pericarditis', 'two'])
})

test('P9: letters of print are those that are typed, and a soft hyphen is none', () => {
  expect(wordsOf(['ﬁbrosis', ' hyper\u00adtension'])).toEqual(['fibrosis', 'hypertension'])
})

test('P9: there is an end: of a word, of all, and of a run without one', () => {
  expect(wordsOf(['a'.repeat(64), ' ', 'b'.repeat(65), ' c'])).toEqual(['a'.repeat(64), 'c'])
  expect(wordsOf(['aaaa bbbb cccc dddd'], 10)).toEqual(['aaaa', 'bbbb'])
  const gatherer = wordGatherer(10)
  gatherer.take('aaaa bbbb cccc ')
  expect(gatherer.full).toBe(true)
  expect(wordsOf([...Array.from({ length: 50 }, () => 'x'.repeat(900)), ' after'])).toEqual(['after'])
})

test('P9: what can be read is known by its kind', () => {
  expect(textKindOf('application/pdf')).toBe('pdf')
  expect(textKindOf('application/vnd.openxmlformats-officedocument.wordprocessingml.document')).toBe('office')
  expect(textKindOf('application/vnd.oasis.opendocument.presentation')).toBe('office')
  expect(textKindOf('text/plain')).toBe('text')
  for (const none of ['image/jpeg', 'video/mp4', 'message/rfc822', 'application/rtf', 'image/svg+xml', 'application/msword'])
    expect(textKindOf(none)).toBeNull()
})
