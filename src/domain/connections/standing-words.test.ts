import { expect, test } from 'vitest'
import { dayIn } from '#domain/plain-date.ts'
import { sayStanding } from './standing-words.ts'

const done = { kind: 'own', type: null, status: 'completed' } as const
const open = { ...done, status: 'in progress' } as const
const active = { state: 'active', hasSeenWhatIsSent: true } as const
const sent = { state: 'sent', on: true, sentAt: '2026-03-03T23:30:00.000Z', reason: null, changedSince: false } as const
const never = { ...sent, sentAt: null } as const
const dayOf =
  (zone = 'Europe/London') =>
  (instant: string) =>
    dayIn(zone, Date.parse(instant))
const say = (delivery: Parameters<typeof sayStanding>[2], zone?: string) => sayStanding(done, active, delivery, dayOf(zone))

test('P1, X3: how a row stands is said in words, and when', () => {
  expect(say(undefined)).toBe('Not sent')
  expect(say(sent)).toBe('Sent 3 March 2026')
  expect(say({ ...never, state: 'waiting' })).toBe('Waiting')
  expect(say({ ...never, state: 'failed', reason: 'It answered 422.' })).toBe('Failed: It answered 422.')
  expect(say({ ...never, state: 'failed' })).toBe('Failed')
  expect(say({ ...never, state: 'not sure' })).toBe('Not sure')
  expect(say({ ...never, state: 'not sent', on: false })).toBe('Not sent')
})

test('N6, X17: the day it was sent is the day it was where its owner lives', () => {
  expect(say(sent, 'Pacific/Auckland')).toBe('Sent 4 March 2026')
})

test('X13, X16: what was changed after sending, or switched off, still says when it was sent', () => {
  expect(say({ ...sent, changedSince: true })).toBe('Sent 3 March 2026, changed since')
  expect(say({ ...sent, state: 'not sent', on: false })).toBe('Sent 3 March 2026, changes stay here')
})

test('X15: a reflection says nothing, and what waits for its owner to see what is sent says so', () => {
  expect(sayStanding({ ...done, type: 'reflection' }, active, undefined, dayOf())).toBe('')
  expect(sayStanding(done, { ...active, hasSeenWhatIsSent: false }, { ...never, state: 'waiting' }, dayOf())).toContain(
    'see what will be sent',
  )
})

test('X3, X10: what is not completed says nothing unless it was sent; a paused portfolio says to connect again', () => {
  expect(sayStanding(open, active, undefined, dayOf())).toBe('')
  expect(sayStanding(open, active, sent, dayOf())).toBe('Sent 3 March 2026')
  expect(sayStanding(done, { ...active, state: 'paused' }, { ...never, state: 'waiting' }, dayOf())).toBe('Waiting: connect again')
})
