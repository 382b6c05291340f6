import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { readRecord } from '#domain/training/placement-contract.ts'
import { myTrainees } from '#domain/training/roster-contract.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { programme, relate, train } from '../../../tests/support/related.ts'

const at = house()
let trainee: Person
let programmeId: string
beforeAll(async () => {
  trainee = await at.clinician()
  programmeId = await programme(at.house, { graceDays: 10 })
  await train(at.house, trainee.id, programmeId, { from: '2026-08-05', until: '2032-08-01' })
})
afterEach(() => {
  vi.useRealTimers()
})

/** What a supervisor of these days gets at an instant, from the record and on their own page. */
async function asked(from: PlainDate, until: PlainDate, instant: string) {
  const supervisor = await at.clinician()
  await relate(at.house, supervisor.id, 'clinical supervisor', trainee.id, { from, until })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(instant) })
  const then = await at.again(supervisor)
  const { statusCode } = await then.send(readRecord, { params: { ownerId: trainee.id } })
  const { trainees } = await then.ask(myTrainees)
  vi.useRealTimers()
  return [statusCode, trainees[0]?.relations[0]?.graceDaysLeft]
}

test.each([
  ['in winter', '2027-01-10', '2027-01-09T23:59:59Z', '2027-01-10T00:00:00Z'],
  ['in summer', '2027-07-10', '2027-07-09T22:59:59Z', '2027-07-09T23:00:00Z'],
  ['on 29 February', '2028-02-29', '2028-02-28T23:59:59Z', '2028-02-29T00:00:00Z'],
])('T2: supervision begins at midnight in London %s', async (_, from, before, at_) => {
  expect(await asked(from, '2029-01-01', before)).toEqual([404, undefined])
  expect(await asked(from, '2029-01-01', at_)).toEqual([200, null])
})

test.each([
  ['in winter', '2027-01-10', '2027-01-10T23:59:59Z', '2027-01-20T23:59:59Z', '2027-01-21T00:00:00Z'],
  ['in summer', '2027-07-10', '2027-07-10T22:59:59Z', '2027-07-20T22:59:59Z', '2027-07-20T23:00:00Z'],
  ['over 29 February', '2028-02-19', '2028-02-19T23:59:59Z', '2028-02-29T23:59:59Z', '2028-03-01T00:00:00Z'],
])(
  'T2: it ends on its last day, and the programme’s ten days of grace end at midnight in London %s',
  async (_, until, last, grace, over) => {
    expect(await asked('2026-08-05', until, last)).toEqual([200, null])
    expect(await asked('2026-08-05', until, grace)).toEqual([200, 1])
    expect(await asked('2026-08-05', until, over)).toEqual([404, undefined])
  },
)

test('T2: a placement is present from midnight in London of its first day to that after its last', async () => {
  const { db } = at.house
  const { id: traineeId } = await db.selectFrom('trainee').where('owner_id', '=', trainee.id).select('id').executeTakeFirstOrThrow()
  const [yearId, id] = ['0190a000-0000-7000-8000-000000000001', '0190a000-0000-7000-8000-000000000002']
  const owned = { owner_id: trainee.id }
  await db
    .insertInto('training_year')
    .values({ ...owned, id: yearId, trainee_id: traineeId, code: 'IMY1', from_on: '2027-08-04', until_on: '2028-08-01' })
    .execute()
  const dates = { from_on: '2028-02-29', until_on: '2028-07-31' }
  await db
    .insertInto('placement')
    .values({ ...owned, id, training_year_id: yearId, post: 'Renal', site: 'St Elsewhere', given_by: trainee.id, ...dates })
    .execute()
  const when = async (instant: string) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(instant) })
    const { placements } = await (await at.again(trainee)).ask(readRecord)
    vi.useRealTimers()
    return placements[0]!.when
  }
  expect(await when('2028-02-28T23:59:59Z')).toBe('to come')
  expect(await when('2028-02-29T00:00:00Z')).toBe('present')
  expect(await when('2028-07-31T22:59:59Z')).toBe('present')
  expect(await when('2028-07-31T23:00:00Z')).toBe('past')
})
