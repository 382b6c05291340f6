import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { verifyChain } from '#domain/accounts/verify-chain.ts'
import {
  beginEntry,
  commentOnEntry,
  entryPdf,
  listEntries,
  readEntry,
  saveEntryPart,
  takeEntryStep,
  throwEntryAway,
} from '#domain/assessments/contract.ts'
import { binItems, itemById } from '#domain/portfolio/contract.ts'
import { chainOf } from '#server/accounts/chain-queries.ts'
import { house } from '../../../tests/support/house.ts'
import { aProgramme } from '../../../tests/support/programme.ts'
import { inDays, relate } from '../../../tests/support/related.ts'

const at = house()

async function people() {
  const programme = await aProgramme(at)
  const { trainee, educational, clinical } = programme
  await relate(at.house, educational.id, 'educational supervisor', trainee.id)
  await relate(at.house, clinical.id, 'clinical supervisor', trainee.id)
  return { ...programme, ownerId: trainee.id }
}

const meets = { level: 'meets', comment: '' }
const DISCUSSION = {
  complexity: 'average',
  'record-keeping': meets,
  'clinical-assessment': meets,
  'investigation-and-referral': meets,
  treatment: { level: 'above', comment: 'Thought of the kidneys first.' },
  'follow-up': meets,
  professionalism: meets,
  overall: meets,
}
const FEEDBACK = { 'went-well': 'A clear plan.', 'to-develop': 'Escalate sooner.', 'agreed-action': 'Read the sepsis guideline.' }
const CASE = { problem: 'Fever after a line was placed', setting: 'ward' }

async function begunCbd() {
  const cast = await people()
  const { trainee, clinical, ownerId } = cast
  const id = uuidv7()
  await trainee.ask(beginEntry, { body: { id, form: 'cbd', eventOn: inDays(-2), askedId: clinical.id } })
  const params = { ownerId, itemId: id }
  await trainee.ask(saveEntryPart, { params: { ...params, section: 'case' }, body: { answers: CASE, version: 0 } })
  return { ...cast, id, params }
}

test('F2, F4: an assessment is begun, written by who was asked, signed into the chain, and locked; a correction names the old', async () => {
  const { trainee, clinical, educational, id, params, ownerId } = await begunCbd()
  const own = await trainee.refused(
    saveEntryPart,
    { params: { ...params, section: 'feedback' }, body: { answers: FEEDBACK, version: 0 } },
    'not_allowed',
  )
  expect(own.title).toContain('Only your clinical supervisor')
  await educational.refused(
    saveEntryPart,
    { params: { ...params, section: 'feedback' }, body: { answers: FEEDBACK, version: 0 } },
    'not_allowed',
  )
  const unfinished = await clinical.refused(
    takeEntryStep,
    { params: { ...params, step: 'submit' }, body: { answers: { assessment: DISCUSSION } } },
    'invalid_input',
  )
  expect(unfinished.fields.map(({ path }) => path)).toEqual(['went-well', 'to-develop', 'agreed-action'])
  const why = await clinical.refused(
    takeEntryStep,
    {
      params: { ...params, step: 'submit' },
      body: { answers: { assessment: { ...DISCUSSION, overall: { level: 'below', comment: '' } }, feedback: FEEDBACK } },
    },
    'invalid_input',
  )
  expect(why.fields).toMatchObject([{ path: 'overall', message: expect.stringContaining('Say why') }])
  const body = { answers: { assessment: DISCUSSION, feedback: FEEDBACK } }
  expect(await clinical.ask(takeEntryStep, { params: { ...params, step: 'submit' }, body })).toEqual({ state: 'submitted' })
  expect(await clinical.ask(takeEntryStep, { params: { ...params, step: 'submit' }, body })).toEqual({ state: 'submitted' })

  const read = await trainee.ask(readEntry, { params })
  expect(read).toMatchObject({
    state: 'submitted',
    answers: { case: CASE, feedback: FEEDBACK },
    steps: [{ byName: 'Dr Carl Clinical', byAs: 'clinical supervisor' }],
  })
  const chain = await chainOf(at.house.db, ownerId)
  expect(chain.links.map(({ kind }) => kind)).toEqual(['form'])
  expect(await verifyChain(chain)).toMatchObject({ faults: [] })
  expect(await trainee.ask(itemById, { params: { ownerId, id } })).toMatchObject({
    kind: 'entry',
    type: 'assessment',
    status: 'completed',
    completedOn: inDays(-2),
  })

  for (const person of [trainee, clinical]) {
    const locked = await person.refused(
      saveEntryPart,
      { params: { ...params, section: 'case' }, body: { answers: CASE, version: 1 } },
      'not_allowed',
    )
    expect(locked.title).toMatch(/kept as it is|Only/)
  }
  await trainee.refused(binItems, { body: { items: [id] } }, 'not_allowed')
  await trainee.refused(throwEntryAway, { params }, 'not_allowed')
  await trainee.ask(commentOnEntry, { params, body: { id: uuidv7(), text: 'I read the guideline.' } })
  expect((await trainee.ask(readEntry, { params })).comments).toMatchObject([{ byName: 'Dr Ada Okafor', text: 'I read the guideline.' }])

  const correction = { id: uuidv7(), form: 'cbd', eventOn: inDays(-2), askedId: clinical.id, corrects: id }
  await trainee.ask(beginEntry, { body: correction })
  await trainee.refused(beginEntry, { body: { ...correction, id: uuidv7() } }, 'invalid_input')
  expect(await trainee.ask(readEntry, { params })).toMatchObject({ correctedBy: correction.id })
})

test('A8: a coordinator is told that there is an assessment and how far it is, and not what it says; a stranger nothing', async () => {
  const { coordinator, params, ownerId } = await begunCbd()
  expect((await coordinator.ask(listEntries, { params: { ownerId } })).entries).toMatchObject([{ short: 'CbD', state: 'begun' }])
  const read = await coordinator.ask(readEntry, { params })
  expect(read.form.sections).toEqual([])
  expect(JSON.stringify(read)).not.toContain(CASE.problem)
  await (await at.clinician()).refused(readEntry, { params }, 'not_found')
})

test('F1: a reflection is its author’s alone, and stays so for supervisors, whose list does not know of it', async () => {
  const { trainee, educational, ownerId } = await people()
  const id = uuidv7()
  await trainee.ask(beginEntry, { body: { id, form: 'gibbs', eventOn: inDays(-1), title: 'A long night' } })
  const params = { ownerId, itemId: id }
  await trainee.ask(saveEntryPart, {
    params: { ...params, section: 'scratch' },
    body: { answers: { 'scratch-note': 'So tired.' }, version: 0 },
  })
  expect((await trainee.ask(listEntries)).entries).toMatchObject([{ title: 'A long night' }])
  expect((await educational.ask(listEntries, { params: { ownerId } })).entries).toEqual([])
  await educational.refused(readEntry, { params }, 'not_found')
})

test('F2, P19: nobody signs upon a part that is not there, nor one that was changed since they read it', async () => {
  const { trainee, clinical, ownerId } = await people()
  const id = uuidv7()
  await trainee.ask(beginEntry, { body: { id, form: 'cbd', eventOn: inDays(-2), askedId: clinical.id } })
  const params = { ownerId, itemId: id, step: 'submit' }
  const body = { answers: { assessment: DISCUSSION, feedback: FEEDBACK }, read: {} }
  const empty = await clinical.refused(takeEntryStep, { params, body }, 'not_allowed')
  expect(empty.title).toContain('own part first')
  await trainee.ask(saveEntryPart, { params: { ...params, section: 'case' }, body: { answers: CASE, version: 0 } })
  await clinical.refused(takeEntryStep, { params, body }, 'stale_version')
  expect(await clinical.ask(takeEntryStep, { params, body: { ...body, read: { case: 1 } } })).toEqual({ state: 'submitted' })
})

test('F4: a form in which somebody else has written, or that is signed, is not binned, by whatever door', async () => {
  const { trainee, clinical, params, id } = await begunCbd()
  await clinical.ask(saveEntryPart, { params: { ...params, section: 'feedback' }, body: { answers: FEEDBACK, version: 0 } })
  for (const [endpoint, asking] of [
    [binItems, { body: { items: [id] } }],
    [throwEntryAway, { params }],
  ] as const) {
    const refused = await trainee.refused(endpoint, asking, 'not_allowed')
    expect(refused.title).toContain('Somebody else')
  }
})

test('P19: a section changed elsewhere is not overwritten', async () => {
  const { trainee, params } = await begunCbd()
  const save = { params: { ...params, section: 'case' }, body: { answers: { ...CASE, problem: 'Other' }, version: 1 } }
  expect(await trainee.ask(saveEntryPart, save)).toEqual({ version: 2 })
  await trainee.refused(saveEntryPart, save, 'stale_version')
})

test('R3, A9: a filled form is printed as PDF', async () => {
  const { trainee, params } = await begunCbd()
  const { rawPayload, headers } = await trainee.send(entryPdf, { params })
  expect(headers['content-type']).toBe('application/pdf')
  expect(rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
})
