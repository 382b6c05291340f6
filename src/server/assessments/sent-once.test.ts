import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { presentRecord } from '#domain/assessments/brief-contract.ts'
import { commentOnEntry, readEntry, saveEntryPart } from '#domain/assessments/contract.ts'
import { overrideKey } from '#domain/guard-rules.ts'
import { BLOCKED, REASON } from '../../../tests/support/guarding.ts'
import { house } from '../../../tests/support/house.ts'
import { meetingWith, supervised } from '../../../tests/support/meetings.ts'
import { lettersTo } from '../../../tests/support/programme.ts'
import { inDays } from '../../../tests/support/related.ts'

const at = house()
const SURVEY = { 'survey-from': inDays(-20), 'survey-until': inDays(-1), setting: 'ward', 'handed-out': 20 }

test('H3: of a patient survey the educational supervisor hears once, as the trainee’s part is whole, and nobody else does', async () => {
  const { trainee, educational, clinical, ownerId } = await supervised(at)
  const itemId = await meetingWith(trainee, 'patient-survey')
  const params = { ownerId, itemId, section: 'survey' }
  let version = 0
  const save = async (answers: object) => {
    version = (await trainee.ask(saveEntryPart, { params, body: { answers, version } })).version
  }
  const told = async () => (await lettersTo(at, educational)).filter(({ subject }) => subject.endsWith('waits for you')).length
  const { setting: _left, ...half } = SURVEY
  await save(half)
  expect(await told()).toBe(0)
  await save(SURVEY)
  expect(await told()).toBe(1)
  await save(half)
  await save(SURVEY)
  await save({ ...SURVEY, 'handed-out': 21 })
  expect(await told()).toBe(1)
  expect((await lettersTo(at, clinical)).filter(({ subject }) => subject.endsWith('waits for you'))).toEqual([])
})

test('P18: a comment or a presentation sent again stays as it was first, and keeps no reason for words that are not there', async () => {
  const { trainee, educational, ownerId } = await supervised(at)
  const itemId = await meetingWith(trainee, 'patient-survey')
  const comment = { id: uuidv7(), text: 'I handed them out.' }
  const params = { ownerId, itemId }
  const first = await trainee.ask(commentOnEntry, { params, body: comment })
  const overrides = { [overrideKey('text', 'nhs-number')]: REASON, [overrideKey('note', 'nhs-number')]: REASON }
  expect(await trainee.ask(commentOnEntry, { params, body: { ...comment, text: BLOCKED, overrides } })).toEqual(first)
  expect((await trainee.ask(readEntry, { params })).comments).toMatchObject([{ text: comment.text }])
  const elsewhere = { ...params, itemId: await meetingWith(trainee, 'patient-survey') }
  await trainee.refused(commentOnEntry, { params: elsewhere, body: comment }, 'not_found')

  const body = { id: uuidv7(), toId: educational.id, note: 'Please look.' }
  const presented = await trainee.ask(presentRecord, { body })
  expect(await trainee.ask(presentRecord, { body: { ...body, note: BLOCKED, overrides } })).toEqual(presented)
  expect(await at.house.db.selectFrom('guard_override').where('owner_id', '=', ownerId).selectAll().execute()).toEqual([])
})
