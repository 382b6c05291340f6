import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { expect, test, vi } from 'vitest'
import { readBrief } from '#domain/assessments/brief-contract.ts'
import { listMeetings } from '#domain/assessments/meetings-contract.ts'
import { readPlan, saveObjective } from '#domain/assessments/plan-contract.ts'
import { recordAbsence } from '#domain/training/absence-contract.ts'
import { listCorrections, listTold, listTrainees, loadRotation, myTrainees, readProgramme } from '#domain/training/roster-contract.ts'
import { ROTATION_COLUMNS } from '#domain/training/rotation.ts'
import { assess, evidence } from '../../../tests/support/curriculum.ts'
import { house } from '../../../tests/support/house.ts'
import { meetingWith, supervised } from '../../../tests/support/meetings.ts'
import { aProgramme } from '../../../tests/support/programme.ts'
import { inDays, relate, train } from '../../../tests/support/related.ts'

const at = house()

/** How many statements the server sends while `act` runs. */
async function statementsOf(act: () => Promise<unknown>): Promise<number> {
  const sent = vi.spyOn(pg.Client.prototype, 'query')
  await act()
  const count = sent.mock.calls.length
  sent.mockRestore()
  return count
}

test('N3: the pages of a programme and of a supervisor send as many statements for two trainees as for twenty', async () => {
  const { id, coordinator, educational } = await aProgramme(at)
  const params = { programmeId: id }
  const pages: Readonly<Record<string, () => Promise<unknown>>> = {
    overview: () => coordinator.ask(readProgramme, { params }),
    trainees: () => coordinator.ask(listTrainees, { params }),
    corrections: () => coordinator.ask(listCorrections, { params }),
    absences: () => coordinator.ask(listTold, { params }),
    'my trainees': () => educational.ask(myTrainees),
  }
  const add = async (count: number) => {
    const more = await at.clinicians(count)
    for (const one of more) {
      await train(at.house, one.id, id)
      await at.house.db
        .updateTable('trainee')
        .set({ enrolled_on: inDays(-90) })
        .where('owner_id', '=', one.id)
        .execute()
      await relate(at.house, educational.id, 'educational supervisor', one.id)
      await one.ask(recordAbsence, {
        body: { id: uuidv7(), type: 'sickness', from: inDays(-50), until: inDays(-20), workingDays: 20, note: '' },
      })
    }
  }
  const counts = async () => {
    const found: Record<string, number> = {}
    for (const [name, page] of Object.entries(pages)) {
      await page()
      found[name] = await statementsOf(page)
    }
    return found
  }
  await add(1)
  const few = await counts()
  await add(18)
  expect(await counts()).toEqual(few)
  expect(few['overview']).toBeGreaterThan(1)
})

test('N3: the brief, the meetings and the plan of a record send as many statements for much as for little', async () => {
  const { trainee, educational, ownerId } = await supervised(at)
  const params = { ownerId }
  const more = async (count: number) => {
    for (let nth = 0; nth < count; nth += 1) {
      await evidence(trainee, ['C1', 'C2'], { title: 'A take' })
      await assess(trainee, `C${(nth % 8) + 1}`, '2', 'So far')
      await meetingWith(trainee, 'mid-point', { preparation: { 'going-well': 'Much', 'going-less-well': 'Little' } })
      const body = { objective: 'Lead a round', targetOn: inDays(9), plan: '', measure: '', outcome: '', codes: ['C1'], version: 0 }
      await trainee.ask(saveObjective, { params: { objectiveId: uuidv7() }, body })
    }
  }
  const counts = async () => {
    const found: number[] = []
    for (const page of [readBrief, listMeetings, readPlan]) {
      await educational.ask(page, { params })
      found.push(await statementsOf(() => educational.ask(page, { params })))
    }
    return found
  }
  await more(1)
  const few = await counts()
  await more(9)
  expect(await counts()).toEqual(few)
  for (const count of few) expect(count).toBeLessThan(30)
})

test('T2: a rotation of forty lines sends as many statements as one of four, but for the letters', async () => {
  const { id, coordinator, educational } = await aProgramme(at)
  const doctors = await at.clinicians(12)
  for (const one of doctors) {
    await train(at.house, one.id, id)
    await at.house.db.updateTable('trainee').set({ until_on: null }).where('owner_id', '=', one.id).execute()
  }
  const year = new Date().getFullYear() + 1
  const csv = (first: number, end: number, posts: number) =>
    [
      ROTATION_COLUMNS.join(','),
      ...doctors.slice(first, end).flatMap(({ email }) =>
        Array.from({ length: posts }, (_, post) =>
          ROTATION_COLUMNS.map(
            (column) =>
              ({
                email,
                'training year': 'IMY1',
                post: `Post ${post}`,
                site: 'Site',
                from: `${year}-0${post + 1}-01`,
                until: `${year}-0${post + 1}-28`,
                'educational supervisor email': educational.email,
              })[column as string] ?? '',
          ).join(','),
        ),
      ),
    ].join('\n')
  const load = (text: string) => async () =>
    expect(await coordinator.ask(loadRotation, { params: { programmeId: id }, body: { csv: text } })).toMatchObject({ loaded: true })
  await load(csv(0, 2, 1))()
  const few = await statementsOf(load(csv(2, 4, 2)))
  expect(await statementsOf(load(csv(4, 12, 5)))).toBe(few)
})
