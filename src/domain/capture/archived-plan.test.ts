import { expect, test } from 'vitest'
import { checkedObjective, checkedRecord, checkedYear, stateBrought, yearsThatFit } from './archived-plan.ts'

const year = (id: string, from: string, to: string, isClosed = true) => ({ id, from, to, isClosed }) as never

const fit = (here: readonly never[], coming: readonly never[]) => [...yearsThatFit(here, coming)]

test('P26, K5: years of an archive that overlap the account’s own stay out, and those beside come in', () => {
  const own = year('own', '2025-04-01', '2026-03-31')
  expect(fit([own], [year('same', '2025-04-01', '2026-03-31'), year('before', '2024-04-01', '2025-03-31')])).toEqual(['before'])
  expect(fit([own], [year('touches', '2024-04-01', '2025-04-01')])).toEqual([])
  expect(fit([own], [year('after', '2026-04-01', '2027-03-31')])).toEqual(['after'])
})

test('P26, K5: one year at most goes on, and it is the last', () => {
  const goesOn = year('own', '2025-04-01', '2026-03-31', false)
  expect(fit([goesOn], [year('open', '2026-04-01', '2027-03-31', false)])).toEqual([])
  expect(fit([goesOn], [year('later', '2026-04-01', '2027-03-31')])).toEqual([])
  expect(fit([goesOn], [year('earlier', '2024-04-01', '2025-03-31')])).toEqual(['earlier'])
  expect(fit([], [year('open', '2026-04-01', '2027-03-31', false), year('closed', '2025-04-01', '2026-03-31')])).toEqual(['closed', 'open'])
  expect(fit([year('own', '2026-04-01', '2027-03-31')], [year('open', '2025-04-01', '2026-03-31', false)])).toEqual([])
})

test('K5: years of an archive that overlap one another do not both come in', () => {
  expect(fit([], [year('one', '2024-04-01', '2025-03-31'), year('other', '2025-01-01', '2025-12-31')])).toEqual(['one'])
})

test('P26, T11: what was agreed elsewhere is agreed by nobody here', () => {
  expect(stateBrought('agreed', false, false)).toBe('draft')
  expect(stateBrought('agreed', true, false)).toBe('draft')
  expect(stateBrought('in progress', false, false)).toBe('in progress')
  expect(stateBrought('in progress', true, false)).toBe('draft')
  expect(stateBrought('carried over', true, false)).toBe('draft')
  expect(stateBrought('achieved', true, false)).toBe('draft')
  expect(stateBrought('achieved', true, true)).toBe('achieved')
  expect(stateBrought('in progress', true, true)).toBe('draft')
  expect(stateBrought('achieved', false, false)).toBe('achieved')
  expect(stateBrought('dropped', true, false)).toBe('dropped')
})

const objective = {
  id: '0199d3f0-0000-7000-8000-000000000001',
  objective: 'Learn to read an ECG',
  target_on: '2027-01-31',
  plan: '',
  measure: '',
  outcome: '',
  state: 'draft',
  reason: '',
  codes: [],
  version: 1,
  made_at: '2026-01-01T00:00:00.000Z',
  changed_at: '2026-01-01T00:00:00.000Z',
} as never as Parameters<typeof checkedObjective>[0]

test('K5: an objective that could not have been written here is refused', () => {
  expect(checkedObjective(objective)).toEqual({ row: objective })
  expect(checkedObjective({ ...objective, objective: '' })).toHaveProperty('fault')
  expect(checkedObjective({ ...objective, state: 'signed' })).toHaveProperty('fault')
  expect(checkedObjective({ ...objective, plan: 'x'.repeat(4001) })).toHaveProperty('fault')
  expect(checkedObjective({ ...objective, version: 0 })).toHaveProperty('fault')
})

test('K5: a year that could not have been here is refused', () => {
  const row = {
    id: objective.id,
    from_on: '2025-04-01',
    to_on: '2026-03-31',
    state: 'open',
    prepared_at: null,
    discussed_on: null,
    discussed_with: '',
    leave: [],
    begun_at: '2026-01-01T00:00:00.000Z',
    version: 1,
  } as never as Parameters<typeof checkedYear>[0]
  expect(checkedYear(row, '2026-02-01')).toEqual({ row })
  expect(checkedYear({ ...row, to_on: '2025-03-31' }, '2026-02-01')).toHaveProperty('fault')
  expect(checkedYear({ ...row, to_on: '2035-03-31' }, '2026-02-01')).toHaveProperty('fault')
  expect(checkedYear({ ...row, state: 'closed' }, '2026-02-01')).toHaveProperty('fault')
  expect(
    checkedYear({ ...row, leave: [{ id: objective.id, from: null, to: null, percent: 500, reason: 'x' }] }, '2026-02-01'),
  ).toHaveProperty('fault')
  const closed = { ...row, to_on: '2026-01-31', state: 'closed', discussed_on: '2026-01-31' }
  expect(checkedYear(closed, '2026-02-01')).toEqual({ row: closed })
  expect(checkedYear({ ...closed, to_on: '2026-02-02' }, '2026-02-01')).toHaveProperty('fault')
  expect(checkedYear({ ...closed, discussed_on: '2026-02-02' }, '2026-02-01')).toHaveProperty('fault')
  expect(checkedYear({ ...row, from_on: '2026-02-02' }, '2026-02-01')).toHaveProperty('fault')
  expect(checkedRecord({ year_id: objective.id, sum: { totals: 1 }, closed_at: row.begun_at })).toHaveProperty('fault')
})
