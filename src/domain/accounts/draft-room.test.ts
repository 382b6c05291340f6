import { expect, test } from 'vitest'
import { MOST_DRAFT_BYTES, MOST_DRAFTS, needDraftRoom } from './draft-room.ts'

test('P20: a new form finds no room beside 500 others, and one that is kept goes on being kept', () => {
  const full = { others: MOST_DRAFTS, otherBytes: 0 }
  expect(() => needDraftRoom({ ...full, isThere: false }, 1)).toThrow('begun and not saved')
  expect(() => needDraftRoom({ ...full, isThere: true }, 1)).not.toThrow()
  expect(() => needDraftRoom({ ...full, others: MOST_DRAFTS - 1, isThere: false }, 1)).not.toThrow()
})

test('P20: what all of them take together has an end, whichever grows', () => {
  const others = { others: 3, otherBytes: MOST_DRAFT_BYTES - 10 }
  for (const isThere of [false, true]) {
    expect(() => needDraftRoom({ ...others, isThere }, 10)).not.toThrow()
    expect(() => needDraftRoom({ ...others, isThere }, 11)).toThrow('nothing of it is dropped')
  }
})
