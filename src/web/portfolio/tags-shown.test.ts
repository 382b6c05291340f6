import { expect, test } from 'vitest'
import { LEAST_TAG_WIDTH, tagsWithin } from './tags-shown.ts'

test('P1: a row shows as many tags as can be read in its width, three at most and one at least', () => {
  expect([60, 190, 260, 300, 900].map(tagsWithin)).toEqual([1, 1, 2, 3, 3])
  for (let width = 120; width < 400; width++) {
    const n = tagsWithin(width)
    if (n > 1) expect(n * LEAST_TAG_WIDTH).toBeLessThan(width)
  }
})
