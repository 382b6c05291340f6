import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import {
  discardDraft,
  readDraft,
  readProfile,
  readPreferences,
  saveDraft,
  savePreferences,
  saveProfile,
} from '#domain/accounts/profile-contract.ts'
import { amendItem, recordItem } from '#domain/portfolio/contract.ts'
import { house } from '../../../tests/support/house.ts'

const at = house()
const form = { params: { '*': 'new-item' } }

test('P20: a draft is of a form or of a record, whose id is one', async () => {
  const person = await at.clinician()
  const id = uuidv7()
  await person.ask(saveDraft, { params: { '*': `item/${id}` }, body: { draft: {} } })
  for (const wrong of ['-'.repeat(36), 'f'.repeat(36), id.replaceAll('-', '0')]) {
    await person.refused(saveDraft, { params: { '*': `item/${wrong}` }, body: { draft: {} } }, 'not_found')
  }
})

test('P20, T9: with 500 forms begun a new one is refused in words and none is dropped, a begun sign-off least of all', async () => {
  const [ada, bob] = await at.clinicians(2)
  const signOff = { params: { '*': `sign/${uuidv7()}/imt-stage-1-2019/C1` } }
  await ada!.ask(saveDraft, { ...signOff, body: { draft: { level: '2' } } })
  await at.house.pool.query(
    `insert into draft (owner_id, form, body, saved_at, begun_at)
     select $1, 'old-' || translate(n::text, '0123456789', 'abcdefghij'), '{}', now() + n * interval '1 minute', now() from generate_series(1, 499) n`,
    [ada!.id],
  )
  const count = async () => (await at.house.pool.query('select form from draft where owner_id = $1', [ada!.id])).rowCount
  expect((await ada!.refused(saveDraft, { ...form, body: { draft: { title: 'Ada' } } }, 'quota_passed')).title).toContain(
    'nothing of it is dropped',
  )
  expect(await count()).toBe(500)
  await ada!.ask(saveDraft, { ...signOff, body: { draft: { level: '3' } } })
  expect((await ada!.ask(readDraft, signOff)).draft).toEqual({ level: '3' })
  await bob!.ask(saveDraft, { ...form, body: { draft: { title: 'Bob' } } })
})

test('P20: room made by discarding is there for the next', async () => {
  const person = await at.clinician()
  await at.house.pool.query(
    `insert into draft (owner_id, form, body, begun_at)
     select $1, 'old-' || translate(n::text, '0123456789', 'abcdefghij'), '{}', now() from generate_series(1, 500) n`,
    [person.id],
  )
  await person.refused(saveDraft, { ...form, body: { draft: {} } }, 'quota_passed')
  await person.ask(discardDraft, { params: { '*': 'old-b' } })
  await person.ask(saveDraft, { ...form, body: { draft: { title: 'Ada' } } })
  expect((await person.ask(readDraft, form)).draft).toEqual({ title: 'Ada' })
})

test.each([
  ['quotes', '"'],
  ['Chinese', '学'],
  ['signs written as six', '\u0007'],
])('P20: five texts of an item at their longest fit, in %s', async (_, sign) => {
  const person = await at.clinician()
  const text = sign.repeat(50_000)
  const draft = { title: 'Long', context: text, notes: text, reflection: text, plan: text, more: text }
  await person.ask(saveDraft, { ...form, body: { draft } })
  expect((await person.ask(readDraft, form)).draft).toEqual(draft)
  await person.refused(saveDraft, { ...form, body: { draft: { ...draft, again: text } } }, 'invalid_input')
})

test('N1: an item whose texts are all at their longest is recorded and amended, in any script', async () => {
  const person = await at.clinician()
  const texts = Object.fromEntries(
    Object.entries(recordItem.schema.body.shape)
      .filter(([, schema]) => schema.safeParse('学'.repeat(50_000)).success)
      .map(([name]) => [name, '学'.repeat(50_000)]),
  )
  expect(Object.keys(texts).length).toBeGreaterThan(3)
  const item = await person.ask(recordItem, { body: { id: uuidv7(), title: 'Long', ...texts } })
  // Each written as six signs.
  const bells = Object.fromEntries(Object.keys(texts).map((name) => [name, '\u0007'.repeat(50_000)]))
  expect(await person.ask(amendItem, { params: { id: item.id }, body: { ...bells, version: item.version } })).toMatchObject(bells)
})

test('N1: half an emoji or a NUL anywhere in a draft, the details or the settings is kept as what can be kept', async () => {
  const person = await at.clinician()
  await person.ask(saveDraft, { ...form, body: { draft: { 'a\0b': [{ 'c\ud83d': 'd\0' }, 1, null, true], e: '\ude00 😀' } } })
  expect((await person.ask(readDraft, form)).draft).toEqual({ ab: [{ 'c\ufffd': 'd' }, 1, null, true], e: '\ufffd 😀' })

  const { email: _, pendingEmail: _p, hasPhoto: _h, ...profile } = await person.ask(readProfile)
  const saved = await person.ask(saveProfile, { body: { ...profile, name: 'Dr \0Ada', grade: '\ud83d', disability: '\0' } })
  expect(saved).toMatchObject({ name: 'Dr Ada', grade: '\ufffd', disability: '' })
  await person.refused(saveProfile, { body: { ...profile, name: ' \0 ' } }, 'invalid_input')

  await person.ask(savePreferences, { body: { newsSeen: '1.0\0\ud83d' } })
  expect((await person.ask(readPreferences)).newsSeen).toBe('1.0\ufffd')
  await person.refused(savePreferences, { body: { accreditorId: '\0', tagSets: ['\ud83d'] } }, 'invalid_input')
})

test('N1: a draft nested as deep as a request is long is refused, not fallen over', async () => {
  const person = await at.clinician()
  const deep = Buffer.from(`{"draft":{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}}`)
  await person.refused(saveDraft, { ...form, body: deep, headers: { 'content-type': 'application/json' } }, 'invalid_input')
})
