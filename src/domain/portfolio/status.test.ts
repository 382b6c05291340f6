import { expect, test } from 'vitest'
import { withProgress } from './status.ts'

const fresh = { status: 'not started', startedOn: null, completedOn: null } as const
const today = '2026-11-21'

test('P4: marking completed fills in today where no date is given', () => {
  expect(withProgress(fresh, { status: 'completed' }, today)).toEqual({ status: 'completed', startedOn: null, completedOn: today })
})

test('P4: marking completed keeps a date that is given', () => {
  expect(withProgress(fresh, { status: 'completed', completedOn: '2026-01-05' }, today).completedOn).toBe('2026-01-05')
})

test('P4: taking completed back empties the date', () => {
  const done = { status: 'completed', startedOn: '2026-01-01', completedOn: '2026-01-05' } as const
  expect(withProgress(done, { status: 'in progress' }, today)).toEqual({
    status: 'in progress',
    startedOn: '2026-01-01',
    completedOn: null,
  })
})

test('P4: giving a completed date completes it, emptying the date takes that back', () => {
  expect(withProgress(fresh, { completedOn: '2026-02-01' }, today).status).toBe('completed')
  const done = { status: 'completed', startedOn: null, completedOn: '2026-01-05' } as const
  expect(withProgress(done, { completedOn: null }, today).status).toBe('not started')
})

test('P4: completed never precedes started', () => {
  expect(() => withProgress(fresh, { startedOn: '2026-03-02', completedOn: '2026-03-01', status: 'completed' }, today)).toThrow(
    'It cannot be completed before it was started.',
  )
  const done = { status: 'completed', startedOn: null, completedOn: '2026-01-05' } as const
  expect(() => withProgress(done, { startedOn: '2026-02-01' }, today)).toThrow()
})

test('P4: the same day is in order', () => {
  expect(withProgress(fresh, { startedOn: '2026-03-01', completedOn: '2026-03-01' }, today).status).toBe('completed')
})
