import { expect, test } from 'vitest'
import {
  afterAttempt,
  circuitPauseMs,
  OPENS_AFTER,
  pauseWithin,
  readRetryAfter,
  revisionToSend,
  rowAfter,
  TRIED_FOR_MS,
} from './delivery-rules.ts'

const first = { attempts: 1, waitedMs: 0, jitter: 1, honoursKeys: true }

test('X9: what is refused for now is tried again after growing pauses, an hour at most, for seven days', () => {
  const pause = (attempts: number) => afterAttempt({ kind: 'refused for now', retryAfterMs: null }, { ...first, attempts })
  expect([1, 2, 3, 4].map(pause)).toEqual([2000, 4000, 8000, 16_000].map((pauseMs) => ({ state: 'waiting', pauseMs })))
  expect(pause(60)).toEqual({ state: 'waiting', pauseMs: 3_600_000 })
  expect(afterAttempt({ kind: 'refused for now', retryAfterMs: null }, { ...first, waitedMs: TRIED_FOR_MS - 1 })).toMatchObject({
    state: 'waiting',
  })
  expect(afterAttempt({ kind: 'refused for now', retryAfterMs: null }, { ...first, waitedMs: TRIED_FOR_MS })).toEqual({ state: 'failed' })
})

test('X9: jitter halves a pause at most, and what the other side asked for is waited out', () => {
  expect(afterAttempt({ kind: 'refused for now', retryAfterMs: null }, { ...first, jitter: 0 })).toEqual({
    state: 'waiting',
    pauseMs: 1000,
  })
  expect(afterAttempt({ kind: 'refused for now', retryAfterMs: 90_000 }, { ...first, jitter: 0 })).toEqual({
    state: 'waiting',
    pauseMs: 90_000,
  })
})

test('X5: a lost answer is repeated only where the other side records a key once', () => {
  expect(afterAttempt({ kind: 'lost answer' }, first)).toMatchObject({ state: 'waiting' })
  expect(afterAttempt({ kind: 'lost answer' }, { ...first, honoursKeys: false })).toEqual({ state: 'not sure' })
  expect(afterAttempt({ kind: 'refused for now', retryAfterMs: null }, { ...first, honoursKeys: false })).toMatchObject({
    state: 'waiting',
  })
})

test('X10: access withdrawn pauses; a refusal for good fails at once', () => {
  expect(afterAttempt({ kind: 'withdrawn' }, first)).toEqual({ state: 'paused' })
  expect(afterAttempt({ kind: 'refused', reason: 'Too large there.' }, first)).toEqual({ state: 'failed' })
})

test('X9: a host that fails again and again is left alone for longer each time', () => {
  expect(circuitPauseMs(OPENS_AFTER - 1)).toBeNull()
  expect([0, 1, 2].map((more) => circuitPauseMs(OPENS_AFTER + more))).toEqual([10_000, 20_000, 40_000])
  expect(circuitPauseMs(1000)).toBe(900_000)
})

test('X9: Retry-After is read as seconds or as a date', () => {
  const now = Date.UTC(2026, 10, 25, 9, 0, 0)
  expect(readRetryAfter('120', now)).toBe(120_000)
  expect(readRetryAfter('Wed, 25 Nov 2026 09:01:30 GMT', now)).toBe(90_000)
  expect(readRetryAfter('Tue, 24 Nov 2026 09:01:30 GMT', now)).toBe(0)
  for (const header of [null, 'soon', '-3', '2026-11-25']) expect(readRetryAfter(header, now)).toBeNull()
})

test('X9: no pause, whoever asks for it, is longer than a day or outlives the seven days', () => {
  const day = 24 * 60 * 60 * 1000
  const asked = (waitedMs: number) => afterAttempt({ kind: 'refused for now', retryAfterMs: 999_999_999_000 }, { ...first, waitedMs })
  expect(asked(0)).toEqual({ state: 'waiting', pauseMs: day })
  expect(asked(TRIED_FOR_MS - 5000)).toEqual({ state: 'waiting', pauseMs: 5000 })
  expect(pauseWithin(TRIED_FOR_MS + 1, 60_000)).toBe(1000)
})

test('X5, X13: what changed since the last try goes under a number of its own; the same content under the same', () => {
  expect(revisionToSend(1, { hash: null }, 'a')).toBe(1)
  expect(revisionToSend(1, { hash: 'a' }, 'a')).toBe(1)
  expect(revisionToSend(1, { hash: 'a' }, 'b')).toBe(2)
})

test('X5, X16: what was switched off meanwhile stays so, unless it may be there', () => {
  const off = { state: 'not sent', hasNewerWish: false, wasSentBefore: false } as const
  const keys = { answerLost: false, honoursKeys: true }
  expect(rowAfter({ state: 'sent' }, off, keys)).toEqual({ state: 'not sent', pauseMs: null })
  expect(rowAfter({ state: 'waiting', pauseMs: 5 }, off, keys)).toEqual({ state: 'not sent', pauseMs: null })
  expect(rowAfter({ state: 'waiting', pauseMs: 5 }, off, { ...keys, answerLost: true })).toMatchObject({ state: 'not sure' })
  expect(rowAfter({ state: 'not sure' }, off, { answerLost: true, honoursKeys: false })).toMatchObject({ state: 'not sure' })
})

test('X5, X13: a newer wish goes behind what was sent, but makes no second record where no key is honoured', () => {
  const found = { state: 'waiting', hasNewerWish: true, wasSentBefore: false } as const
  const keys = { answerLost: false, honoursKeys: true }
  for (const state of ['sent', 'failed', 'not sent'] as const)
    expect(rowAfter({ state }, found, keys)).toEqual({ state: 'waiting', pauseMs: 0 })
  expect(rowAfter({ state: 'sent' }, found, { ...keys, honoursKeys: false })).toEqual({ state: 'sent', pauseMs: null })
  expect(rowAfter({ state: 'paused' }, found, keys)).toEqual({ state: 'waiting', pauseMs: null })
})

test('X2, X6: what is not to go any more is told as sent where it was, as not sent where it was not', () => {
  const found = { state: 'waiting', hasNewerWish: false, wasSentBefore: false } as const
  const keys = { answerLost: false, honoursKeys: true }
  expect(rowAfter({ state: 'not sent' }, found, keys).state).toBe('not sent')
  expect(rowAfter({ state: 'not sent' }, { ...found, wasSentBefore: true }, keys).state).toBe('sent')
})
