import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { verifyChain } from '#domain/accounts/verify-chain.ts'
import { agreeObjective, commentOnObjective, moveObjective, readPlan, saveObjective } from '#domain/assessments/plan-contract.ts'
import { chainOf } from '#server/accounts/chain-queries.ts'
import { house } from '../../../tests/support/house.ts'
import { meetingWith, supervised } from '../../../tests/support/meetings.ts'
import { inDays } from '../../../tests/support/related.ts'

const at = house()
const WORDS = {
  objective: 'Lead ten ward rounds by myself',
  targetOn: inDays(90),
  plan: 'One a fortnight',
  measure: 'Two reports',
  outcome: '',
  codes: ['C3'],
}

async function planned() {
  const cast = await supervised(at)
  const params = { ownerId: cast.ownerId, objectiveId: uuidv7() }
  const saved = await cast.trainee.ask(saveObjective, { params, body: { ...WORDS, version: 0 } })
  expect(saved).toEqual({ version: 1, state: 'draft' })
  const one = async () => (await cast.trainee.ask(readPlan)).objectives[0]!
  return { ...cast, params, one }
}

test('T11: an objective is the trainee’s to write and the educational supervisor’s to agree, signed, with the meeting that agreed it', async () => {
  const { trainee, educational, clinical, ownerId, params, one } = await planned()
  const meetingId = await meetingWith(trainee, 'es-induction')
  const agreement = { id: uuidv7(), version: 1, meetingId }
  const own = await trainee.refused(agreeObjective, { params, body: agreement }, 'not_allowed')
  expect(own.title).toBe('Only your educational supervisor can sign this.')
  await clinical.refused(agreeObjective, { params, body: agreement }, 'not_allowed')
  await educational.refused(saveObjective, { params, body: { ...WORDS, version: 1 } }, 'not_allowed')
  await educational.refused(agreeObjective, { params, body: { ...agreement, meetingId: params.objectiveId } }, 'invalid_input')
  expect(await educational.ask(agreeObjective, { params, body: agreement })).toEqual({ version: 2 })
  expect(await educational.ask(agreeObjective, { params, body: agreement })).toEqual({ version: 2 })
  expect(await one()).toMatchObject({
    state: 'agreed',
    codes: ['C3'],
    agreements: [{ by: 'Dr Esme Educational', meeting: { id: meetingId } }],
  })
  const chain = await chainOf(at.house.db, ownerId)
  expect(chain.links).toHaveLength(1)
  expect(await verifyChain(chain)).toMatchObject({ faults: [] })
})

test('T11: what is agreed and then worded anew is a draft again, and what was agreed stays in the trail', async () => {
  const { trainee, educational, params, one } = await planned()
  await educational.ask(agreeObjective, { params, body: { id: uuidv7(), version: 1, meetingId: null } })
  await trainee.ask(saveObjective, { params, body: { ...WORDS, outcome: 'Four so far', version: 2 } })
  expect((await one()).state).toBe('agreed')
  await trainee.ask(saveObjective, { params, body: { ...WORDS, objective: 'Lead two', version: 3 } })
  expect(await one()).toMatchObject({ state: 'draft', agreements: [{ by: 'Dr Esme Educational' }] })
  const stale = await educational.refused(agreeObjective, { params, body: { id: uuidv7(), version: 3, meetingId: null } }, 'stale_version')
  expect(stale.title).toContain('changed elsewhere')
})

test('T11: an objective is achieved with what came of it, and dropped with why; nobody makes it agreed by themselves', async () => {
  const { trainee, educational, params, one } = await planned()
  const move = (state: 'agreed' | 'achieved' | 'dropped' | 'in progress', says: string, version: number) => ({
    params,
    body: { state, says, version },
  })
  await trainee.refused(moveObjective, move('agreed', '', 1), 'invalid_input')
  await trainee.refused(moveObjective, move('achieved', 'Done', 1), 'invalid_input')
  await educational.ask(agreeObjective, { params, body: { id: uuidv7(), version: 1, meetingId: null } })
  await trainee.ask(moveObjective, move('in progress', '', 2))
  expect((await trainee.refused(moveObjective, move('achieved', '', 3), 'invalid_input')).fields).toMatchObject([{ path: 'says' }])
  expect((await trainee.refused(moveObjective, move('dropped', '', 3), 'invalid_input')).fields).toMatchObject([{ path: 'says' }])
  await trainee.ask(moveObjective, move('achieved', 'Ten rounds led', 3))
  expect(await one()).toMatchObject({ state: 'achieved', outcome: 'Ten rounds led' })
})

test('T11, A8: supervisors comment, panels read, coordinators and strangers see nothing; bad input is said at its field', async () => {
  const { trainee, clinical, tutor, coordinator, ownerId, params, one } = await planned()
  await clinical.ask(commentOnObjective, { params, body: { id: uuidv7(), text: 'Start on Tuesdays.' } })
  expect((await one()).comments).toMatchObject([{ byName: 'Dr Carl Clinical', byAs: 'clinical supervisor' }])
  expect((await tutor.ask(readPlan, { params: { ownerId } })).can.write).toBe('Only the trainee can write this.')
  await coordinator.refused(readPlan, { params: { ownerId } }, 'not_found')
  const bad = { ...WORDS, objective: '  ', targetOn: '2026-02-30', codes: ['C3'], version: 1 }
  const refused = await trainee.refused(saveObjective, { params, body: bad }, 'invalid_input')
  expect(refused.fields.map(({ path }) => path).sort()).toEqual(['objective', 'targetOn'])
  const unknown = await trainee.refused(saveObjective, { params, body: { ...WORDS, codes: ['X9'], version: 1 } }, 'invalid_input')
  expect(unknown.fields).toMatchObject([{ path: 'codes' }])
})
