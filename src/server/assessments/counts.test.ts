import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { readCounts } from '#domain/assessments/ticket-contract.ts'
import { house } from '../../../tests/support/house.ts'
import { supervised } from '../../../tests/support/meetings.ts'

const at = house()

test('T18: what a year asks for in assessments has a pace line, which time worked moves where the programme lets it', async () => {
  const { trainee, educational, yearId, ownerId } = await supervised(at)
  const year = await at.house.db
    .selectFrom('training_year')
    .where('owner_id', '=', ownerId)
    .where('id', '=', yearId)
    .select(['from_on', 'until_on', 'trainee_id'])
    .executeTakeFirstOrThrow()
  const line = async () => (await educational.ask(readCounts, { params: { ownerId } })).minima.find(({ code }) => code === 'cbd-mini-cex')!
  const full = await line()
  expect(full).toMatchObject({ counts: 'assessments', need: 4, due: 4, done: 0, until: year.until_on })
  expect(full.steady).toBeGreaterThan(0)
  await at.house.db
    .insertInto('placement')
    .values({
      owner_id: ownerId,
      id: uuidv7(),
      training_year_id: yearId,
      post: 'Medicine',
      site: 'Northway',
      from_on: year.from_on,
      until_on: year.until_on,
      working_percent: 50,
      given_by: uuidv7(),
    })
    .execute()
  await at.house.db.updateTable('programme').set({ pace_follows_fraction: true }).execute()
  const half = await line()
  expect(half).toMatchObject({ need: 4, due: 2 })
  expect(half.steady).toBeLessThan(full.steady)
  await at.house.db.updateTable('programme').set({ pace_follows_fraction: false }).execute()
  expect(await line()).toEqual(full)
  expect((await trainee.ask(readCounts)).minima.map(({ code }) => code)).toContain('msf')
})
