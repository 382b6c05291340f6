import { expect, test } from 'vitest'
import { minutesToRead } from './minutes-to-read.ts'

test('T19: reading takes a minute for 200 words and two for a file, and nothing takes none', () => {
  expect(minutesToRead({ words: 0, files: 0 })).toBe(0)
  expect(minutesToRead({ words: 1, files: 0 })).toBe(1)
  expect(minutesToRead({ words: 400, files: 1 })).toBe(4)
})
