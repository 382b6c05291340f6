import { expect, test } from 'vitest'
import { longDate } from '#domain/plain-date.ts'
import {
  changeYear,
  convene,
  endTraining,
  givePlacement,
  giveSupervision,
  giveYear,
  readRecord,
} from '#domain/training/placement-contract.ts'
import { addTrainee, listTrainees, loadRotation, myTrainees, takeTraineeBack } from '#domain/training/roster-contract.ts'
import { ROTATION_COLUMNS } from '#domain/training/rotation.ts'
import { isFrozen } from '#server/accounts/seen.ts'
import { house } from '../../../tests/support/house.ts'
import { aProgramme, lettersTo } from '../../../tests/support/programme.ts'
import { inDays, programme, relate, train } from '../../../tests/support/related.ts'

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

test('T1: who is still to begin is taken back from the programme’s list, with what was planned, and leaves what they have elsewhere', async () => {
  const { id, coordinator, tutor, educational } = await aProgramme(at)
  const elsewhere = await aProgramme(at)
  const doctor = await at.clinician({ name: 'Dr Ida Ahead' })
  await train(at.house, doctor.id, elsewhere.id, { from: inDays(-100), until: inDays(29) })
  await relate(at.house, tutor.id, 'panel member', doctor.id, { from: inDays(-5), until: inDays(40) })
  const body = { email: doctor.email, code: 'IMY1', from: inDays(30), until: inDays(300) }
  await coordinator.ask(addTrainee, { params: { programmeId: id }, body })
  await relate(at.house, educational.id, 'educational supervisor', doctor.id, { from: inDays(30), until: inDays(300) })
  const params = { programmeId: id, doctorId: doctor.id }
  const row = async () =>
    (await coordinator.ask(listTrainees, { params: { programmeId: id } })).trainees.find(({ ownerId }) => ownerId === doctor.id)
  expect(await row()).toMatchObject({ isToCome: true, from: inDays(30), year: 'IMY1' })
  await coordinator.refused(readRecord, { params: { ownerId: doctor.id } }, 'not_found')

  await tutor.refused(takeTraineeBack, { params, body: {} }, 'not_allowed')
  await elsewhere.coordinator.refused(takeTraineeBack, { params, body: {} }, 'not_found')
  await elsewhere.coordinator.refused(takeTraineeBack, { params: { ...params, programmeId: elsewhere.id }, body: {} }, 'not_allowed')
  await coordinator.ask(takeTraineeBack, { params, body: { reason: 'Another Ida.' } })
  expect(await row()).toBeUndefined()
  await coordinator.refused(takeTraineeBack, { params, body: {} }, 'not_found')
  const relations = await at.house.db.selectFrom('relation').where('owner_id', '=', doctor.id).select(['relation', 'until_on']).execute()
  expect(relations.toSorted((a, b) => (a.relation < b.relation ? -1 : 1))).toEqual([
    { relation: 'educational supervisor', until_on: inDays(29) },
    { relation: 'panel member', until_on: inDays(40) },
  ])
  expect((await doctor.ask(readRecord)).programme?.id).toBe(elsewhere.id)
  const letter = (await lettersTo(at, doctor)).at(-1)
  expect(letter?.subject).toContain('You are not in')
  expect(letter?.body_text).toContain('Another Ida.')
  // And taken in anew with the right days.
  await coordinator.ask(addTrainee, { params: { programmeId: id }, body: { ...body, from: inDays(31) } })
})

test('T1, T2: no year goes on after the day on which training ends, though that day is still ahead', async () => {
  const { id, yearId, year, coordinator, trainee, params } = await supervised()
  await coordinator.ask(endTraining, { params, body: { on: inDays(200) } })
  const years = { code: 'IMY3', from: inDays(150), until: inDays(201) }
  const end = inDays(200)
  const said = (problem: { fields: readonly unknown[] }) =>
    expect(problem.fields).toEqual([{ path: 'until', message: expect.stringContaining(`ends on ${longDate(end)}`) }])
  await coordinator.ask(changeYear, { params: { ...params, yearId }, body: { code: 'IMY2', from: year.from, until: inDays(140) } })
  said(await coordinator.refused(giveYear, { params, body: years }, 'invalid_input'))
  said(
    await coordinator.refused(
      changeYear,
      { params: { ...params, yearId }, body: { code: 'IMY2', from: year.from, until: inDays(264) } },
      'invalid_input',
    ),
  )
  const line = (until: string) => ({
    params: { programmeId: id },
    body: { csv: `${ROTATION_COLUMNS.join(',')}\n${rotationLine({ email: trainee.email, from: inDays(150), until })}` },
  })
  const late = await coordinator.ask(loadRotation, line(inDays(201)))
  expect(late.lines[0]!.faults).toEqual([{ column: 'until', message: expect.stringContaining(`ends on ${longDate(end)}`) }])
  const fits = await coordinator.ask(loadRotation, line(inDays(199)))
  expect(fits.loaded).toBe(true)
  // The year that the rotation gives is as long as the training, and not of twelve months.
  expect((await trainee.ask(readRecord)).years.map(({ code, until }) => [code, until])).toContainEqual(['IMY3', end])
})

const rotationLine = (cells: Partial<Record<(typeof ROTATION_COLUMNS)[number], string>>) =>
  ROTATION_COLUMNS.map((column) => {
    const all: typeof cells = {
      name: 'Dr Ada Okafor',
      'training year': 'IMY3',
      post: 'Stroke',
      site: 'St Elsewhere',
      'working percent': '100',
      ...cells,
    }
    return all[column] ?? ''
  }).join(',')

test('T14: a supervisor sees the programme of today, not one to come', async () => {
  const { trainee, educational } = await supervised()
  const next = await programme(at.house, { title: 'The next one' })
  await train(at.house, trainee.id, next, { from: inDays(50), until: inDays(400) })
  const { trainees } = await educational.ask(myTrainees)
  expect(trainees).toMatchObject([{ programme: 'Internal medicine, test deanery', enrolment: 'enrolled' }])
})
