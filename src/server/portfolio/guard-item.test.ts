import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { overrideKey } from '#domain/guard-rules.ts'
import { guardWords } from '#domain/guard-words.ts'
import { amendItem, itemById, recordItem } from '#domain/portfolio/contract.ts'
import { house } from '../../../tests/support/house.ts'

const at = house()
const NUMBER = '943 476 5919'
const overridesOf = (ownerId: string) =>
  at.house.db
    .selectFrom('guard_override')
    .where('owner_id', '=', ownerId)
    .select(['field', 'rule', 'reason', 'person_id as personId'])
    .orderBy('id')
    .execute()

test('P18: what blocks is refused in a reflection, at its field, and nothing is saved', async () => {
  const ada = await at.clinician()
  const item = await ada.record({ title: 'A busy night', type: 'reflection', notes: 'The patient was kind.' })
  const body = { version: item.version, notes: `I saw ${NUMBER}, who lives at SW1A 1AA.` }
  const problem = await ada.refused(amendItem, { params: { id: item.id }, body }, 'invalid_input')
  expect(problem.fields).toEqual([{ path: 'notes', message: guardWords.refused(['NHS number', 'Postcode']) }])
  expect(problem.details?.['guard']).toEqual([
    { field: 'notes', rule: 'nhs-number', start: 6, end: 18 },
    { field: 'notes', rule: 'postcode', start: 33, end: 41 },
  ])
  // The answer tells rule and place, and never repeats what it found.
  expect(JSON.stringify(problem)).not.toMatch(/5919|1AA/)
  expect(await ada.ask(itemById, { params: { id: item.id } })).toMatchObject({ notes: 'The patient was kind.', version: item.version })
  const id = uuidv7()
  await ada.refused(recordItem, { body: { id, title: `Learning from ${NUMBER}`, type: 'reflection' } }, 'invalid_input')
  expect((await ada.list()).items).toHaveLength(1)
})

test('P18: in everything else it is a warning only, until the item becomes a reflection', async () => {
  const ada = await at.clinician()
  const item = await ada.record({ title: 'A course', type: 'course', notes: 'Write to ada@example.org or ring 07700 900123' })
  const problem = await ada.refused(
    amendItem,
    { params: { id: item.id }, body: { version: item.version, type: 'reflection' } },
    'invalid_input',
  )
  expect(problem.fields.map(({ path }) => path)).toEqual(['notes'])
})

test('P18: a block is kept with a reason for each rule and field; rule, field and reason are kept once, the text that matched never', async () => {
  const ada = await at.clinician()
  const item = await ada.record({ title: 'A busy night', type: 'reflection' })
  const send = (version: number, notes: string, overrides: Record<string, string>) => ({
    params: { id: item.id },
    body: { version, notes, overrides },
  })
  const notes = `The test number ${NUMBER} and a@example.org`
  const one = { [overrideKey('notes', 'nhs-number')]: 'It is the number of a training record' }
  const problem = await ada.refused(amendItem, send(item.version, notes, one), 'invalid_input')
  expect(problem.details).toMatchObject({ guard: [{ rule: 'email' }] })

  const both = { ...one, [overrideKey('notes', 'email')]: 'It is an address of nobody', [overrideKey('notes', 'phone')]: 'There is none' }
  const saved = await ada.ask(amendItem, send(item.version, notes, both))
  await ada.ask(amendItem, send(saved.version, `${notes}.`, both))
  expect(await overridesOf(ada.id)).toEqual([
    { field: 'notes', rule: 'nhs-number', reason: 'It is the number of a training record', personId: ada.id },
    { field: 'notes', rule: 'email', reason: 'It is an address of nobody', personId: ada.id },
  ])
  // What is unchanged is not asked about again.
  const now = await ada.ask(itemById, { params: { id: item.id } })
  await ada.ask(amendItem, { params: { id: item.id }, body: { version: now.version, title: 'A quiet night' } })
})

test.each([
  ['', guardWords.refused(['NHS number'])],
  ['no', guardWords.reasonShort],
  ['    x', guardWords.reasonShort],
  [`because ${NUMBER} said so`, guardWords.reasonIdentifies],
])('P18: %j is no reason', async (reason, message) => {
  const ada = await at.clinician()
  const body = {
    id: uuidv7(),
    title: 'T',
    type: 'reflection' as const,
    notes: NUMBER,
    overrides: { [overrideKey('notes', 'nhs-number')]: reason },
  }
  const problem = await ada.refused(recordItem, { body }, 'invalid_input')
  expect(problem.fields).toEqual([{ path: 'notes', message }])
  expect(await overridesOf(ada.id)).toEqual([])
})
