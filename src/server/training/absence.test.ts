import { v7 as uuidv7 } from 'uuid'
import { beforeAll, expect, test } from 'vitest'
import { listAbsences, recordAbsence, takeBackAbsence } from '#domain/training/absence-contract.ts'
import { listTold } from '#domain/training/roster-contract.ts'
import { house } from '../../../tests/support/house.ts'
import { aProgramme } from '../../../tests/support/programme.ts'
import { inDays, relate } from '../../../tests/support/related.ts'

const at = house()
let here: Awaited<ReturnType<typeof aProgramme>>
beforeAll(async () => {
  here = await aProgramme(at)
})

const away = (more: object = {}) => ({
  id: uuidv7(),
  type: 'sickness' as const,
  from: inDays(-60),
  until: inDays(-41),
  workingDays: 13.5,
  note: '',
  ...more,
})

test('T20: what is recorded adds up, and 14 days are pointed out to the programme', async () => {
  const { trainee, tutor, coordinator, id } = here
  const params = { ownerId: trainee.id }
  const told = async () => (await tutor.ask(listTold, { params: { programmeId: id } })).away
  await trainee.ask(recordAbsence, { body: away() })
  expect(await trainee.ask(listAbsences)).toMatchObject({ years: [{ workingDays: 13.5, isTold: false }], can: { write: null } })
  expect(await told()).toEqual([])
  await coordinator.ask(recordAbsence, { params, body: away({ from: inDays(-5), until: inDays(-5), workingDays: 0.5 }) })
  expect(await trainee.ask(listAbsences)).toMatchObject({ years: [{ workingDays: 14, isTold: true }] })
  expect(await told()).toMatchObject([{ ownerId: trainee.id, name: 'Dr Ada Okafor', workingDays: 14, code: 'IMY2' }])
})

test('T20: an absence is changed by taking it back, and the row stays readable', async () => {
  const { trainee, tutor, id } = here
  const first = (await trainee.ask(listAbsences)).absences.find(({ workingDays }) => workingDays === 13.5)!
  const params = { ownerId: trainee.id, absenceId: first.id }
  await tutor.refused(takeBackAbsence, { params, body: {} }, 'not_allowed')
  await trainee.ask(takeBackAbsence, { params, body: {} })
  await trainee.refused(takeBackAbsence, { params, body: {} }, 'not_allowed')
  const now = await trainee.ask(listAbsences)
  expect(now.absences.find((one) => one.id === first.id)).toMatchObject({ takenBackBy: 'Dr Ada Okafor' })
  expect(now.years).toMatchObject([{ workingDays: 0.5, isTold: false }])
  expect((await tutor.ask(listTold, { params: { programmeId: id } })).away).toEqual([])
  await expect(at.house.db.updateTable('absence').set({ half_days: 1 }).where('owner_id', '=', trainee.id).execute()).rejects.toThrow(
    'permission denied',
  )
})

test('N1: days that do not fit are refused at their field, and the same absence sent twice is one', async () => {
  const { trainee } = here
  const at_ = async (more: object) => (await trainee.refused(recordAbsence, { body: away(more) }, 'invalid_input')).fields[0]?.path
  expect(await at_({ until: inDays(-61) })).toBe('until')
  expect(await at_({ workingDays: 21 })).toBe('workingDays')
  expect(await at_({ workingDays: 1.25 })).toBe('workingDays')
  expect(await at_({ until: inDays(1200) })).toBe('until')
  expect(await at_({ type: 'holiday' })).toBe('type')
  const once = away({ from: inDays(-20), until: inDays(-19), workingDays: 2 })
  await trainee.ask(recordAbsence, { body: once })
  await trainee.ask(recordAbsence, { body: once })
  expect(await at_({ from: inDays(-19), until: inDays(-18), workingDays: 1 })).toBe('from')
  expect((await trainee.ask(listAbsences)).absences.filter(({ id }) => id === once.id)).toHaveLength(1)
})

test('T1: while the record is frozen nobody records an absence, and everybody is told why', async () => {
  const { trainee, coordinator, educational } = here
  await at.house.db.updateTable('trainee').set({ enrolled_on: null }).where('owner_id', '=', trainee.id).execute()
  await relate(at.house, educational.id, 'educational supervisor', trainee.id)
  expect((await trainee.ask(listAbsences)).can.write).toMatch(/frozen until you are enrolled/)
  await trainee.refused(recordAbsence, { body: away() }, 'not_allowed')
  await coordinator.refused(recordAbsence, { params: { ownerId: trainee.id }, body: away() }, 'not_allowed')
  expect((await educational.ask(listAbsences, { params: { ownerId: trainee.id } })).can.write).not.toBeNull()
})
