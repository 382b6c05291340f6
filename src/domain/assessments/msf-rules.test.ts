import { expect, test } from 'vitest'
import type { AssessorRole } from './form-file.ts'
import { isEnough, leastByRole, roundState, whyNot, type RoundFacts } from './msf-rules.ts'
import type { RoundState } from './msf-states.ts'
import { SMALL } from './msf.test-data.ts'

const [started, now] = [new Date('2026-03-01T09:00:00Z'), new Date('2026-03-20T09:00:00Z')]
const round = (changes: Partial<RoundFacts> = {}): RoundFacts => ({
  startedAt: started,
  closesOn: '2026-05-30',
  closedAt: null,
  readAt: null,
  setAsideAt: null,
  reminders: 0,
  remindedAt: null,
  ...changes,
})
const roles = (consultants: number, others: number): AssessorRole[] => [
  ...Array<AssessorRole>(consultants).fill('consultant'),
  ...Array<AssessorRole>(others).fill('nurse'),
]
const asked = (state: RoundState, of = roles(3, 9)) => ({ form: SMALL, state, roles: of })

test('F5: a round is open to the end of its day, closed until it is read, and read for good', () => {
  expect(roundState('begun', null, '2026-03-01')).toBe('preparing')
  expect(roundState('prepared', round(), '2026-05-30')).toBe('open')
  expect(roundState('prepared', round(), '2026-05-31')).toBe('closed')
  expect(roundState('prepared', round({ closedAt: now }), '2026-03-20')).toBe('closed')
  expect(roundState('prepared', round({ readAt: now }), '2026-03-20')).toBe('read')
  expect(roundState('prepared', round({ readAt: now, setAsideAt: now }), '2026-03-20')).toBe('set aside')
  expect(roundState('submitted', round({ readAt: now }), '2026-03-20')).toBe('released')
})

test('F5: at least 12 replies, 3 of them by consultants, as the form says', () => {
  expect(isEnough(SMALL, roles(3, 9))).toBe(true)
  expect(isEnough(SMALL, roles(3, 8))).toBe(false)
  expect(isEnough(SMALL, roles(2, 20))).toBe(false)
  expect(leastByRole(SMALL, roles(2, 20))).toEqual([{ role: 'consultant', least: 3, isMet: false }])
  expect(whyNot.close(asked('open', roles(2, 20)))).toContain('3 of them by consultants')
})

test('F5: nobody reads before it is closed, nobody releases before it is read, and what was read is not opened again', () => {
  expect(whyNot.read(asked('open'))).not.toBeNull()
  expect(whyNot.read(asked('closed'))).not.toBeNull()
  expect(whyNot.read(asked('read'))).toBeNull()
  expect(whyNot.open(asked('open'))).not.toBeNull()
  expect(whyNot.open(asked('closed'))).toBeNull()
  expect(whyNot.open(asked('closed', roles(3, 8)))).not.toBeNull()
  expect(whyNot.release(asked('preparing'))).toContain('own assessment')
  expect(whyNot.release(asked('open', roles(3, 8)))).toContain('not enough')
  expect(whyNot.release(asked('closed'))).not.toBeNull()
  expect(whyNot.release(asked('read'))).toBeNull()
  expect(whyNot.extend(asked('closed'))).toBeNull()
  expect(whyNot.extend(asked('read'))).not.toBeNull()
  expect(whyNot.ask(asked('read'))).not.toBeNull()
  expect(whyNot.setAside(asked('open'))).not.toBeNull()
  expect(whyNot.setAside(asked('read'))).toBeNull()
})

test('F5: all who have not answered are reminded by hand every week at most, five times', () => {
  expect(whyNot.remind(asked('open'), round(), now)).toBeNull()
  expect(whyNot.remind(asked('open'), round({ remindedAt: new Date('2026-03-18T09:00:00Z') }), now)).toContain('not long ago')
  expect(whyNot.remind(asked('open'), round({ reminders: 5 }), now)).toContain('five times')
  expect(whyNot.remind(asked('closed'), round(), now)).not.toBeNull()
})
