import { beforeAll, expect, test, vi, afterEach } from 'vitest'
import {
  askCorrection,
  changeYear,
  closeCorrection,
  convene,
  endPlacement,
  endSupervision,
  givePlacement,
  giveSupervision,
  giveYear,
  nameSupervisor,
  readRecord,
} from '#domain/training/placement-contract.ts'
import { addTrainee, listCorrections, listTrainees, myTrainees, readProgramme } from '#domain/training/roster-contract.ts'
import { addDays, addMonths } from '#domain/plain-date.ts'
import { house } from '../../../tests/support/house.ts'
import { aProgramme, lettersTo } from '../../../tests/support/programme.ts'
import { inDays, train } from '../../../tests/support/related.ts'

const at = house()
let here: Awaited<ReturnType<typeof aProgramme>>
beforeAll(async () => {
  here = await aProgramme(at)
})
afterEach(() => {
  vi.useRealTimers()
})

const of = (person = here.trainee) => ({ ownerId: person.id })
const post = (more: object = {}) => ({
  yearId: here.yearId,
  post: 'Acute medicine',
  specialty: 'Acute internal medicine',
  site: 'St Elsewhere',
  employer: 'Elsewhere Trust',
  from: inDays(-10),
  until: inDays(80),
  workingPercent: 100,
  ...more,
})
const supervisor = (email: string, more: object = {}) => ({
  relation: 'educational supervisor' as const,
  email,
  from: inDays(-100),
  until: inDays(200),
  placementId: null,
  instead: false,
  ...more,
})

test('T2: a coordinator gives placements within the year, up to full time; a trainee cannot and is told who can', async () => {
  const { trainee, coordinator, tutor } = here
  const refusal = await trainee.refused(givePlacement, { params: of(), body: post() }, 'not_allowed')
  expect(refusal.title).toBe('Only your programme’s coordinator can write this.')
  await tutor.refused(givePlacement, { params: of(), body: post() }, 'not_allowed')
  const outside = await coordinator.refused(givePlacement, { params: of(), body: post({ from: inDays(-101) }) }, 'invalid_input')
  expect(outside.fields[0]?.path).toBe('from')
  const { id } = await coordinator.ask(givePlacement, { params: of(), body: post() })
  const clash = await coordinator.refused(
    givePlacement,
    { params: of(), body: post({ from: inDays(80), until: inDays(90) }) },
    'invalid_input',
  )
  expect(clash.fields).toMatchObject([{ path: 'from' }])
  await coordinator.ask(givePlacement, { params: of(), body: post({ post: 'Renal', from: inDays(81), until: inDays(200) }) })
  const record = await trainee.ask(readRecord)
  expect(record.placements.map(({ post: name, when }) => [name, when])).toEqual([
    ['Acute medicine', 'present'],
    ['Renal', 'to come'],
  ])
  expect(record.can).toMatchObject({ place: 'Only your programme’s coordinator can write this.', ask: null, readAbsence: null })
  expect(record.placements[0]!.id).toBe(id)
  const held = await coordinator.refused(
    changeYear,
    { params: { ...of(), yearId: here.yearId }, body: { code: 'IMY2', from: here.year.from, until: inDays(150) } },
    'invalid_input',
  )
  expect(held.fields[0]?.path).toBe('until')
  await coordinator.refused(giveYear, { params: of(), body: { code: 'IMY3', from: inDays(264), until: inDays(300) } }, 'invalid_input')
  await coordinator.ask(giveYear, { params: of(), body: { code: 'IMY3', from: inDays(265), until: inDays(600) } })
})

test('T2: a clinical supervisor belongs to a placement, and ends with it', async () => {
  const { coordinator, clinical, trainee } = here
  const [placement] = (await coordinator.ask(readRecord, { params: of() })).placements
  const wish = supervisor(clinical.email, {
    relation: 'clinical supervisor',
    placementId: placement!.id,
    from: inDays(-10),
    until: inDays(80),
  })
  const early = await coordinator.refused(giveSupervision, { params: of(), body: { ...wish, from: inDays(-11) } }, 'invalid_input')
  expect(early.fields[0]?.path).toBe('from')
  await coordinator.refused(giveSupervision, { params: of(), body: { ...wish, placementId: null } }, 'invalid_input')
  await coordinator.ask(giveSupervision, { params: of(), body: wish })
  await coordinator.refused(endPlacement, { params: { ...of(), placementId: placement!.id }, body: { on: inDays(81) } }, 'invalid_input')
  await coordinator.ask(endPlacement, { params: { ...of(), placementId: placement!.id }, body: { on: inDays(40) } })
  const { supervisors } = await trainee.ask(readRecord)
  expect(supervisors).toMatchObject([{ name: 'Dr Carl Clinical', until: inDays(40), placementId: placement!.id }])
})

test('T2: one educational supervisor at a time: a second is refused with who it is, or follows from a day on', async () => {
  const { coordinator, educational, clinical, trainee } = here
  const { id } = await coordinator.ask(giveSupervision, { params: of(), body: supervisor(educational.email) })
  const refusal = await coordinator.refused(
    giveSupervision,
    { params: of(), body: supervisor(clinical.email, { from: inDays(10) }) },
    'invalid_input',
  )
  expect(refusal.fields).toMatchObject([
    { path: 'email', message: expect.stringMatching(/^Dr Esme Educational is the educational supervisor until /) },
  ])
  await coordinator.refused(giveSupervision, { params: of(), body: supervisor('nobody@example.org') }, 'invalid_input')
  await coordinator.ask(giveSupervision, { params: of(), body: supervisor(clinical.email, { from: inDays(10), instead: true }) })
  const { supervisors } = await trainee.ask(readRecord)
  expect(supervisors.filter(({ relation }) => relation === 'educational supervisor')).toMatchObject([
    { name: 'Dr Carl Clinical', from: inDays(10), until: inDays(200) },
    { relationId: id, name: 'Dr Esme Educational', until: inDays(9) },
  ])
  const second = supervisors.find(({ relation, from }) => relation === 'educational supervisor' && from === inDays(10))!
  await coordinator.ask(endSupervision, { params: { ...of(), relationId: second.relationId }, body: { on: inDays(-1) } })
  expect((await trainee.ask(readRecord)).supervisors.some(({ relationId }) => relationId === second.relationId)).toBe(false)
})

test('T2: a wrong supervisor goes from the trainee to the tutor to the coordinator, and access follows the dates', async () => {
  const { trainee, tutor, coordinator, educational, id } = here
  const right = await at.clinician({ name: 'Dr Rita Right' })
  const wrong = (await trainee.ask(readRecord)).supervisors.find(({ name }) => name === 'Dr Esme Educational')!
  const asking = { body: { relationId: wrong.relationId, says: 'She moved away in September.' } }
  await tutor.refused(askCorrection, { params: of(), ...asking }, 'not_allowed')
  const correction = await trainee.ask(askCorrection, asking)
  await trainee.refused(askCorrection, asking, 'already_exists')
  expect(await lettersTo(at, tutor)).toMatchObject([{ subject: 'Dr Ada Okafor says that a supervisor is wrong' }])
  expect((await coordinator.ask(readProgramme, { params: { programmeId: id } })).openCorrections).toBe(1)

  const params = { ...of(), correctionId: correction.id }
  await trainee.refused(nameSupervisor, { params, body: { email: right.email } }, 'not_allowed')
  await coordinator.refused(closeCorrection, { params, body: { from: inDays(1) } }, 'not_allowed')
  await tutor.ask(nameSupervisor, { params, body: { email: right.email } })
  await tutor.refused(closeCorrection, { params, body: { from: inDays(1) } }, 'not_allowed')
  expect((await lettersTo(at, coordinator)).at(-1)?.body_text).toContain('Dr Tomas Tutor names Dr Rita Right instead')

  await coordinator.ask(closeCorrection, { params, body: { from: inDays(1) } })
  expect((await lettersTo(at, trainee)).at(-1)).toMatchObject({ subject: 'Your supervisor was changed' })
  const record = await trainee.ask(readRecord)
  expect(record.corrections).toMatchObject([{ outcome: 'changed', named: 'Dr Rita Right', says: 'She moved away in September.' }])
  expect(record.supervisors.filter(({ relation }) => relation === 'educational supervisor')).toMatchObject([
    { name: 'Dr Rita Right', from: inDays(1), until: wrong.until },
    { name: 'Dr Esme Educational', until: inDays(0) },
  ])
  await coordinator.refused(closeCorrection, { params, body: { reason: 'Twice' } }, 'not_allowed')

  const old = await at.again(educational)
  expect((await old.send(readRecord, { params: of() })).statusCode).toBe(200)
  const midnight = Date.parse(`${inDays(1)}T00:00:00Z`)
  vi.useFakeTimers({ toFake: ['Date'], now: midnight + 1000 })
  const rightNow = await at.again(right)
  expect((await rightNow.send(readRecord, { params: of() })).statusCode).toBe(200)
  vi.setSystemTime(Date.parse(`${addDays(inDays(0), 27)}T12:00:00Z`))
  expect((await (await at.again(educational)).send(readRecord, { params: of() })).statusCode).toBe(200)
  vi.setSystemTime(Date.parse(`${addDays(inDays(0), 29)}T12:00:00Z`))
})

test('T2: the tutor may find it right, and the coordinator may say why not; the trainee is told', async () => {
  const { trainee, tutor, coordinator, id } = here
  const right = (await trainee.ask(readRecord)).supervisors.find(({ name }) => name === 'Dr Rita Right')!
  const ask = () => trainee.ask(askCorrection, { body: { relationId: right.relationId, says: 'Not this one.' } })
  const first = await ask()
  await tutor.ask(nameSupervisor, { params: { ...of(), correctionId: first.id }, body: { reason: 'She is the right one.' } })
  expect((await lettersTo(at, trainee)).at(-1)?.body_text).toContain('She is the right one.')
  const second = await ask()
  await coordinator.ask(closeCorrection, { params: { ...of(), correctionId: second.id }, body: { reason: 'The post ends next week.' } })
  const { corrections } = await tutor.ask(listCorrections, { params: { programmeId: id } })
  expect(corrections.map(({ outcome }) => outcome)).toEqual(['changed', 'not changed', 'not changed'])
})

test('A7: a doctor with an account is taken in by their email, is told by mail, and works provisionally', async () => {
  const { coordinator, tutor, id } = here
  const doctor = await at.clinician({ name: 'Dr New Doctor' })
  const body = { email: doctor.email.toUpperCase(), from: inDays(3), until: inDays(367), code: 'IMY1' }
  const params = { programmeId: id }
  await tutor.refused(addTrainee, { params, body }, 'not_allowed')
  await coordinator.refused(addTrainee, { params, body: { ...body, code: 'IMY9' } }, 'invalid_input')
  await coordinator.refused(addTrainee, { params, body: { ...body, email: coordinator.email } }, 'invalid_input')
  const { ownerId } = await coordinator.ask(addTrainee, { params, body })
  expect(ownerId).toBe(doctor.id)
  await coordinator.refused(addTrainee, { params, body }, 'invalid_input')
  expect(await lettersTo(at, doctor)).toMatchObject([{ subject: 'You are in Internal medicine, test deanery' }])
  expect(await doctor.ask(readRecord)).toMatchObject({ enrolment: { state: 'not begun' }, years: [{ code: 'IMY1' }] })
  const { trainees } = await coordinator.ask(listTrainees, { params, query: { search: 'NEW doc' } })
  expect(trainees).toMatchObject([{ ownerId, year: 'IMY1', placement: null }])
})

test('T1: a record says since when it is frozen, and not since when its doctor trains', async () => {
  const frozen = await at.clinician()
  const from = inDays(-200)
  await train(at.house, frozen.id, here.id, { from })
  expect((await frozen.ask(readRecord)).enrolment).toEqual({ state: 'frozen', since: addMonths(from, 3) })
})

test('A7: a coordinator convenes a panel for given days; a lay member does not read absence', async () => {
  const { coordinator, tutor } = here
  const lay = await at.clinician({ name: 'Lea Lay' })
  const body = { relation: 'lay member' as const, email: lay.email, from: inDays(0), until: inDays(7) }
  await tutor.refused(convene, { params: of(), body }, 'not_allowed')
  await coordinator.ask(convene, { params: of(), body })
  expect(await lay.ask(readRecord, { params: of() })).toMatchObject({
    enrolment: null,
    corrections: null,
    can: { readAbsence: 'Absence is for the trainee, their supervisors, the programme and the college to read.' },
  })
})

test('T14: a supervisor sees whose record they read today, as what and until when, with the days of grace that are left', async () => {
  const theirs = await aProgramme(at, { graceDays: 10 })
  const wish = supervisor(theirs.educational.email, { until: inDays(-4) })
  await theirs.coordinator.ask(giveSupervision, { params: of(theirs.trainee), body: wish })
  const { trainees, programmes } = await theirs.educational.ask(myTrainees)
  expect(programmes).toEqual([])
  expect(trainees).toMatchObject([
    {
      ownerId: theirs.trainee.id,
      year: 'IMY2',
      enrolment: 'enrolled',
      relations: [{ relation: 'educational supervisor', phase: 'grace', until: inDays(-4), graceDaysLeft: 7 }],
      // Nothing waits for who can only finish: but that the trainee is behind is seen.
      waits: [{ what: 'behind', count: expect.any(Number) }],
    },
  ])
  expect((await theirs.tutor.ask(myTrainees)).programmes).toMatchObject([{ roles: ['RCP tutor'] }])
  await theirs.tutor.refused(myTrainees, { params: of(theirs.educational) }, 'not_found')
})
