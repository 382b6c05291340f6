import { expect, test } from 'vitest'
import { GIVEN_BY, GIVEN_RELATIONS, RELATIONS, relationToday, ROLES, type Relation } from './relations.ts'

const dated = (relation: Relation, from: string, until: string | null) => ({ relation, from, until })
const year = dated('educational supervisor', '2026-08-05', '2027-08-03')

test('A7: a relation holds on its first day and on its last', () => {
  expect(relationToday(year, '2026-08-04')).toBe('before')
  expect(relationToday(year, '2026-08-05')).toBe('during')
  expect(relationToday(year, '2027-08-03')).toBe('during')
  expect(relationToday(year, '2027-08-04')).not.toBe('during')
})

test('A7: a relation of one day holds on that day', () => {
  const day = dated('panel member', '2027-06-10', '2027-06-10')
  expect(['2027-06-09', '2027-06-10', '2027-06-11'].map((today) => relationToday(day, today))).toEqual(['before', 'during', 'after'])
})

test('T2: a supervisor has 28 days of grace, the last one included', () => {
  expect(relationToday(year, '2027-08-04')).toBe('grace')
  expect(relationToday(year, '2027-08-31')).toBe('grace')
  expect(relationToday(year, '2027-09-01')).toBe('after')
  expect(relationToday({ ...year, relation: 'clinical supervisor' }, '2027-08-31')).toBe('grace')
})

test('T2: the days of grace are the programme’s number', () => {
  expect(relationToday(year, '2027-08-13', 10)).toBe('grace')
  expect(relationToday(year, '2027-08-14', 10)).toBe('after')
  expect(relationToday(year, '2027-08-04', 0)).toBe('after')
})

test('T2: 29 February is a day like any other', () => {
  const leap = dated('clinical supervisor', '2028-02-29', '2028-02-29')
  expect(relationToday(leap, '2028-02-28')).toBe('before')
  expect(relationToday(leap, '2028-02-29')).toBe('during')
  expect(relationToday(leap, '2028-03-01')).toBe('grace')
  expect(relationToday(leap, '2028-03-28')).toBe('grace')
  expect(relationToday(leap, '2028-03-29')).toBe('after')
  const before = dated('clinical supervisor', '2028-01-01', '2028-02-01')
  expect(relationToday(before, '2028-02-29')).toBe('grace')
  expect(relationToday(before, '2028-03-01')).toBe('after')
  const common = dated('clinical supervisor', '2027-01-01', '2027-02-01')
  expect(relationToday(common, '2027-03-01')).toBe('grace')
  expect(relationToday(common, '2027-03-02')).toBe('after')
})

test('T2: only supervisors have days of grace', () => {
  for (const relation of RELATIONS.filter((one) => !one.endsWith('supervisor'))) {
    expect(relationToday(dated(relation, '2026-08-05', '2027-08-03'), '2027-08-04'), relation).toBe('after')
  }
})

test('A7: a relation without a last day goes on', () => {
  expect(relationToday(dated('tutor', '2026-08-05', null), '2099-12-31')).toBe('during')
})

test('T2: a relation taken back before its first day was never in force, and has no days of grace', () => {
  const taken = dated('educational supervisor', '2026-08-05', '2026-08-04')
  for (const today of ['2026-08-03', '2026-08-04', '2026-08-05', '2026-08-20']) expect(relationToday(taken, today), today).toBe('after')
})

test('A7: coordinators give supervision and panels, the college programme roles, the system publishers and administrators', () => {
  expect(Object.keys(GIVEN_BY).sort()).toEqual([...GIVEN_RELATIONS, ...ROLES].sort())
  expect(Object.groupBy(Object.keys(GIVEN_BY) as (keyof typeof GIVEN_BY)[], (one) => GIVEN_BY[one])).toEqual({
    'programme coordinator': ['clinical supervisor', 'educational supervisor', 'panel member', 'lay member'],
    'college administrator': ['tutor', 'programme director', 'programme coordinator'],
    'system administrator': ['college administrator', 'publisher', 'system administrator'],
  })
})

test('A7: a system administrator and a publisher are nothing to any owner', () => {
  for (const role of ['publisher', 'system administrator'] as const) expect(RELATIONS).not.toContain(role)
})
