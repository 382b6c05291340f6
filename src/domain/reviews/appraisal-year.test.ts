import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '#domain/plain-date.ts'
import { closingOf, daysAway, daysIn, nextYearStates, reducedTarget, targetOfCpdYear, YEAR_STATES, yearAfter } from './appraisal-year.ts'

const YEAR = { from: '2026-04-01', to: '2027-03-31' }

test('P26: a year goes from open to prepared to discussed to closed, can step back until it is closed, and then no more', () => {
  expect(YEAR_STATES.map((state) => nextYearStates(state))).toEqual([['prepared'], ['open', 'discussed'], ['prepared', 'closed'], []])
})

test('P26: the next year begins on the day after, and ends where the owner’s CPD year does', () => {
  expect(yearAfter('2027-03-31', 4)).toEqual({ from: '2027-04-01', to: '2028-03-31' })
  expect(yearAfter('2027-03-31', 8)).toEqual({ from: '2027-04-01', to: '2027-07-31' })
})

test('P26: days are counted with both ends, over leap days and centuries', () => {
  expect(daysIn(YEAR)).toBe(365)
  expect(daysIn({ from: '2027-04-01', to: '2028-03-31' })).toBe(366)
  expect(daysIn({ from: '1999-12-31', to: '2000-03-01' })).toBe(62)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 900 }), (days) => daysIn({ from: '2026-01-15', to: addDays('2026-01-15', days) }) === days + 1),
  )
})

test('P26: leave that overlaps counts once, and what lies outside of the year not at all', () => {
  const leave = [
    { from: '2026-05-01', to: '2026-05-10' },
    { from: '2026-05-05', to: '2026-05-06' },
    { from: '2026-05-10', to: '2026-05-12' },
    { from: '2026-03-01', to: '2026-04-02' },
    { from: '2027-05-01', to: '2027-06-01' },
  ]
  expect(daysAway(YEAR, leave)).toBe(14)
})

test('P26: leave lowers the target in proportion, exact to the hundredth', () => {
  expect(reducedTarget(5000, YEAR, [])).toBe(5000)
  // 73 of 365 days away: four fifths are left.
  expect(reducedTarget(5000, YEAR, [{ from: '2026-04-01', to: '2026-06-12' }])).toBe(4000)
  expect(reducedTarget(5000, YEAR, [{ percent: 50 }])).toBe(2500)
  expect(reducedTarget(5000, YEAR, [{ percent: 50 }, { from: '2026-04-01', to: '2026-06-12' }])).toBe(2000)
  // One day away: 5000 × 364 / 365 is 4986.30…
  expect(reducedTarget(5000, YEAR, [{ from: '2026-07-01', to: '2026-07-01' }])).toBe(4986)
  // Half a hundredth goes up.
  expect(reducedTarget(5, YEAR, [{ percent: 50 }])).toBe(3)
  expect(reducedTarget(5000, YEAR, [{ percent: 60 }, { percent: 60 }])).toBe(0)
  expect(reducedTarget(5000, YEAR, [{ from: '2020-01-01', to: '2030-01-01' }])).toBe(0)
})

test('P26: more leave never raises a target, and none of it goes below nothing', () => {
  const leave = fc.oneof(
    fc.record({ percent: fc.integer({ min: 1, max: 100 }) }),
    fc
      .tuple(fc.integer({ min: -50, max: 400 }), fc.integer({ min: 0, max: 200 }))
      .map(([after, days]) => ({ from: addDays(YEAR.from, after), to: addDays(YEAR.from, after + days) })),
  )
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_999_999 }), fc.array(leave, { maxLength: 6 }), leave, (target, some, more) => {
      const [less, lesser] = [reducedTarget(target, YEAR, some), reducedTarget(target, YEAR, [...some, more])]
      return Number.isInteger(lesser) && lesser >= 0 && lesser <= less && less <= target
    }),
  )
})

test('P26: a shorter year has its part of the target, before leave', () => {
  const whole = { from: '2025-08-01', to: '2026-07-31' }
  const short = { from: '2026-04-01', to: '2026-07-31' }
  expect(reducedTarget(5000, short, [], whole)).toBe(1671)
  expect(reducedTarget(5000, short, [{ percent: 50 }], whole)).toBe(836)
  expect(reducedTarget(5000, whole, [], whole)).toBe(5000)
})

test('P26: a CPD year is lowered by the leave of each appraisal year that has days in it, each for its own days', () => {
  const early = { from: '2026-04-01', to: '2026-08-24' }
  const rest = { from: '2026-08-25', to: '2027-03-31' }
  expect(daysIn(early)).toBe(146)
  expect(targetOfCpdYear(5000, YEAR, [])).toBe(5000)
  expect(targetOfCpdYear(5000, YEAR, [{ ...YEAR, leave: [{ percent: 50 }] }])).toBe(2500)
  // 146 of 365 days are two fifths: half of them are one.
  expect(targetOfCpdYear(5000, YEAR, [{ ...early, leave: [{ percent: 50 }] }])).toBe(4000)
  expect(
    targetOfCpdYear(5000, YEAR, [
      { ...early, leave: [{ percent: 50 }] },
      { ...rest, leave: [{ percent: 100 }] },
    ]),
  ).toBe(1000)
  // 73 days away, said in the one year and lasting into the other.
  expect(
    targetOfCpdYear(5000, YEAR, [
      { ...early, leave: [{ from: '2026-08-01', to: '2026-10-12' }] },
      { ...rest, leave: [] },
    ]),
  ).toBe(4000)
  expect(targetOfCpdYear(5000, YEAR, [{ from: '2025-04-01', to: '2026-03-31', leave: [{ percent: 50 }] }])).toBe(5000)
})

test('P26: a year ends with the day before it is closed, and is not closed on its first and its last day', () => {
  const year = { from: '2026-04-01', to: '2027-03-31' }
  expect(closingOf(year, '2026-04-01')).toEqual({ notBefore: '2026-04-02' })
  expect(closingOf(year, '2026-11-29')).toEqual({ to: '2026-11-28' })
  expect(closingOf(year, '2027-03-31')).toEqual({ notBefore: '2027-04-01' })
  expect(closingOf(year, '2027-06-01')).toEqual({ to: '2027-03-31' })
})
