import { expect, test } from 'vitest'
import { convene, endTraining, givePlacement, giveSupervision, readRecord } from '#domain/training/placement-contract.ts'
import { addTrainee, myTrainees } from '#domain/training/roster-contract.ts'
import { isFrozen } from '#server/accounts/seen.ts'
import { house } from '../../../tests/support/house.ts'
import { aProgramme, lettersTo } from '../../../tests/support/programme.ts'
import { inDays, programme, train } from '../../../tests/support/related.ts'

const at = house()
const days = { from: inDays(-20), until: inDays(100) }

async function supervised() {
  const here = await aProgramme(at)
  const params = { ownerId: here.trainee.id }
  const post = { yearId: here.yearId, post: 'Renal', specialty: '', site: 'St Elsewhere', employer: '', workingPercent: 100, ...days }
  const { id: placementId } = await here.coordinator.ask(givePlacement, { params, body: post })
  const common = { instead: false, ...days }
  const educational = { relation: 'educational supervisor' as const, email: here.educational.email, placementId: null, ...common }
  await here.coordinator.ask(giveSupervision, { params, body: educational })
  const clinical = { relation: 'clinical supervisor' as const, email: here.clinical.email, placementId, ...common }
  await here.coordinator.ask(giveSupervision, { params, body: clinical })
  return { ...here, params }
}

test('T1, A7: a coordinator ends a doctor’s training; years, placements and supervisors end with it, and the programme reads no more', async () => {
  const { trainee, tutor, director, coordinator, educational, params } = await supervised()
  await tutor.refused(endTraining, { params, body: { on: inDays(-1) } }, 'not_allowed')
  await trainee.refused(endTraining, { params, body: { on: inDays(-1) } }, 'not_allowed')
  await coordinator.ask(endTraining, { params, body: { on: inDays(5) } })
  const later = await coordinator.refused(endTraining, { params, body: { on: inDays(6) } }, 'invalid_input')
  expect(later.fields[0]?.path).toBe('on')
  await coordinator.ask(endTraining, { params, body: { on: inDays(-1), reason: 'She moved to Leeds.' } })
  const record = await trainee.ask(readRecord)
  expect(record.enrolment?.state).toBe('ended')
  for (const part of [record.years, record.placements, record.supervisors])
    expect(part.length > 0 && part.every(({ until }) => until === inDays(-1))).toBe(true)
  for (const one of [tutor, director, coordinator]) await one.refused(readRecord, { params }, 'not_found')
  expect((await educational.ask(readRecord, { params })).supervisors[0]).toMatchObject({ phase: 'grace' })
  const letter = (await lettersTo(at, trainee)).at(-1)
  expect(letter?.body_text).toContain('She moved to Leeds.')
  expect(letter?.body_text).toContain(coordinator.email)
  const trail = await at.house.db.selectFrom('audit').where('owner_id', '=', trainee.id).select(['act', 'person_id']).execute()
  expect(trail).toContainEqual({ act: 'training.trainee_ended', person_id: coordinator.id })
})

test('T1: a day before the first takes a doctor back, with panel and supervisors, and they can join another programme', async () => {
  const { trainee, coordinator, educational, tutor, params } = await supervised()
  const panel = { relation: 'panel member' as const, email: tutor.email, from: inDays(0), until: inDays(9) }
  await coordinator.ask(convene, { params, body: panel })
  await coordinator.ask(endTraining, { params, body: { on: inDays(-101) } })
  const record = await trainee.ask(readRecord)
  expect(record).toMatchObject({ programme: null, years: [], placements: [], supervisors: [] })
  for (const one of [coordinator, tutor, educational]) await one.refused(readRecord, { params }, 'not_found')
  const next = await aProgramme(at)
  const body = { email: trainee.email, code: 'IMY2', from: inDays(0), until: inDays(300) }
  await next.coordinator.ask(addTrainee, { params: { programmeId: next.id }, body })
  expect((await trainee.ask(readRecord)).programme?.id).toBe(next.id)
})

test('T1: a programme that ended without enrolment, or is not begun, freezes nothing of the one of today', async () => {
  const { trainee, coordinator, params } = await supervised()
  await at.house.db.updateTable('trainee').set({ enrolled_on: null }).where('owner_id', '=', trainee.id).execute()
  expect(await isFrozen(at.house.db, trainee.id)).toBe(true)
  await coordinator.ask(endTraining, { params, body: { on: inDays(-1) } })
  expect(await isFrozen(at.house.db, trainee.id)).toBe(false)
  const next = await aProgramme(at)
  await train(at.house, trainee.id, next.id, { from: inDays(0), until: inDays(200) })
  await train(at.house, trainee.id, next.id, { from: inDays(201), until: inDays(400) })
  expect(await isFrozen(at.house.db, trainee.id)).toBe(false)
})

test('T1: a doctor is taken in for likely days only, and is told whom to write to if it is wrong', async () => {
  const { id, coordinator } = await aProgramme(at)
  const doctor = await at.clinician()
  const params = { programmeId: id }
  const body = { email: doctor.email, code: 'IMY1', from: inDays(0), until: inDays(300) }
  const old = await coordinator.refused(addTrainee, { params, body: { ...body, from: '1990-01-01' } }, 'invalid_input')
  expect(old.fields[0]?.path).toBe('from')
  const long = await coordinator.refused(addTrainee, { params, body: { ...body, until: inDays(4000) } }, 'invalid_input')
  expect(long.fields[0]?.path).toBe('until')
  await coordinator.ask(addTrainee, { params, body })
  expect((await lettersTo(at, doctor)).at(-1)?.body_text).toContain(`If this is wrong, write to Cora Coordinator, ${coordinator.email}`)
})

test('T14: a supervisor sees the programme of today, not one to come', async () => {
  const { trainee, educational } = await supervised()
  const next = await programme(at.house, { title: 'The next one' })
  await train(at.house, trainee.id, next, { from: inDays(50), until: inDays(400) })
  const { trainees } = await educational.ask(myTrainees)
  expect(trainees).toMatchObject([{ programme: 'Internal medicine, test deanery', enrolment: 'enrolled' }])
})
