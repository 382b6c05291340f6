import { expect, test } from 'vitest'
import { askCorrection, closeCorrection, nameSupervisor, readRecord } from '#domain/training/placement-contract.ts'
import { myTrainees } from '#domain/training/roster-contract.ts'
import { assess, evidence, signOff, supervisor, trainee } from '../../../tests/support/curriculum.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { aProgramme } from '../../../tests/support/programme.ts'
import { appoint, inDays, programme, relate } from '../../../tests/support/related.ts'

const at = house()

/** What waits for somebody with each trainee, by name. */
const waitsOf = async (person: Person) => {
  const { trainees } = await person.ask(myTrainees)
  return Object.fromEntries(
    trainees.map(({ name, waits }) => [
      name,
      waits.filter(({ what }) => what === 'ready for sign-off').map(({ what, count }) => `${count} ${what}`),
    ]),
  )
}

test('P15: what is ready for sign-off waits for a supervisor, and not for who cannot sign it today', async () => {
  const programmeId = await programme(at.house)
  const [tara, noor] = [await trainee(at, { name: 'Tara', programmeId }), await trainee(at, { name: 'Noor', programmeId })]
  const esme = await supervisor(at, tara)
  await relate(at.house, esme.id, 'clinical supervisor', noor.id)
  const past = await supervisor(at, tara, { relation: 'clinical supervisor', until: inDays(-3) })
  const panel = await at.clinician()
  await relate(at.house, panel.id, 'panel member', tara.id)
  for (const person of [tara, noor]) {
    await evidence(person, ['C1', 'C2'], { title: 'One' })
    await evidence(person, ['C1'], { title: 'Two' })
    await assess(person, 'C1', '3')
  }
  await assess(tara, 'C2', '2')
  expect(await waitsOf(esme)).toEqual({ Tara: ['2 ready for sign-off'], Noor: ['1 ready for sign-off'] })
  expect(await waitsOf(past)).toEqual({ Tara: [] })
  expect(await waitsOf(panel)).toEqual({ Tara: [] })
  expect(await waitsOf(tara)).toEqual({})
  await signOff(esme, tara, 'C1', '3')
  expect(await waitsOf(esme)).toMatchObject({ Tara: ['1 ready for sign-off'] })
  await at.house.db.updateTable('trainee').set({ enrolled_on: null }).where('owner_id', '=', tara.id).execute()
  expect(await waitsOf(esme)).toEqual({ Tara: [], Noor: ['1 ready for sign-off'] })
  const { trainees } = await esme.ask(myTrainees)
  expect(trainees.map(({ name, enrolment }) => [name, enrolment])).toEqual([
    ['Noor', 'enrolled'],
    ['Tara', 'frozen'],
  ])
})

test('P15, T2: a correction of a supervisor waits for the tutor until one is named, and for the coordinator until it is closed', async () => {
  const here = await aProgramme(at)
  const { tutor, director, coordinator, trainee: ada, educational, clinical } = here
  await relate(at.house, educational.id, 'educational supervisor', ada.id)
  await relate(at.house, clinical.id, 'clinical supervisor', ada.id)
  const elsewhere = await programme(at.house, { title: 'Another programme' })
  await appoint(at.house, tutor.id, 'tutor', elsewhere)
  const waits = async () =>
    Promise.all(
      [tutor, director, coordinator].map(async (person) => (await person.ask(myTrainees)).programmes.map(({ corrections }) => corrections)),
    )
  expect(await waits()).toEqual([[0, 0], [0], [0]])
  const { supervisors } = await ada.ask(readRecord)
  const asked = []
  for (const { relationId } of supervisors) asked.push(await ada.ask(askCorrection, { body: { relationId, says: 'Not this one.' } }))
  expect(await waits()).toEqual([[0, 2], [2], [2]])
  const params = { ownerId: ada.id, correctionId: asked[0]!.id }
  await tutor.ask(nameSupervisor, { params, body: { email: (await at.clinician()).email } })
  expect(await waits()).toEqual([[0, 1], [1], [2]])
  await coordinator.ask(closeCorrection, { params, body: { reason: 'The post ends next week.' } })
  expect(await waits()).toEqual([[0, 1], [1], [1]])
  expect((await educational.ask(myTrainees)).programmes).toEqual([])
})
