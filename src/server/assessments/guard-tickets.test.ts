import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { beginEntry, readEntry, saveEntryPart } from '#domain/assessments/contract.ts'
import { askAssessor, beginTicket, declineTicket, readTicket, saveTicketDraft, submitTicket } from '#domain/assessments/ticket-contract.ts'
import { overrideKey } from '#domain/guard-rules.ts'
import { BLOCKED, expectGuarded, NUMBER, WARNED, whereStands } from '../../../tests/support/guarding.ts'
import { house } from '../../../tests/support/house.ts'
import { supervised } from '../../../tests/support/meetings.ts'
import { inDays } from '../../../tests/support/related.ts'

const at = house()
const meets = { level: 'meets', comment: '' }
const DISCUSSION = {
  complexity: 'average',
  'record-keeping': meets,
  'clinical-assessment': meets,
  'investigation-and-referral': meets,
  treatment: meets,
  'follow-up': meets,
  professionalism: meets,
  overall: meets,
}
const FEEDBACK = { 'went-well': 'A clear plan.', 'to-develop': 'Escalate sooner.', 'agreed-action': 'Read the guideline.' }
const who = { name: 'Dr Noor Hale', role: 'consultant', body: 'GMC', number: '1234567', email: '' }

async function aCbd() {
  const { trainee, ownerId } = await supervised(at)
  const itemId = uuidv7()
  await trainee.ask(beginEntry, { body: { id: itemId, form: 'cbd', eventOn: inDays(-2) } })
  const params = { ownerId, itemId }
  const body = { answers: { problem: 'Fever', setting: 'ward' }, version: 0 }
  await trainee.ask(saveEntryPart, { params: { ...params, section: 'case' }, body })
  return { trainee, ownerId, itemId, params }
}

const asking = (note: string) => ({
  id: uuidv7(),
  way: 'email',
  name: 'Dr Noor Hale',
  email: 'noor@trust.example',
  role: 'consultant',
  note,
})

async function begun() {
  const cbd = await aCbd()
  await cbd.trainee.ask(askAssessor, { params: cbd.params, body: asking(WARNED) })
  const letter = await at.house.db
    .selectFrom('message')
    .where('owner_id', '=', cbd.ownerId)
    .where('recipient', '=', 'noor@trust.example')
    .select('body_text')
    .executeTakeFirstOrThrow()
  const nobody = at.nobody()
  const link = { params: { code: /\/ticket\/(\S+)/.exec(letter.body_text)![1]! } }
  await nobody.ask(beginTicket, { ...link, body: {} })
  return { ...cbd, nobody, link }
}

test('P18: the note for an assessor is guarded', async () => {
  const { trainee, ownerId, params } = await aCbd()
  const ask = (note: string) => ({ params, body: asking(note) })
  await expectGuarded(at, { who: trainee, ownerId, endpoint: askAssessor, asking: ask, path: 'note', personId: ownerId })
})

test('P18, P20: an assessor’s draft holds whatever they type; what they sign is guarded, and their reason kept without an account', async () => {
  const { trainee, nobody, link, params, ownerId } = await begun()
  const typed = { feedback: { ...FEEDBACK, 'to-develop': BLOCKED } }
  const overrides = { [overrideKey('to-develop', 'nhs-number')]: 'Half a rea' }
  await nobody.ask(saveTicketDraft, { ...link, body: { who: {}, answers: typed, overrides, version: 0 } })
  expect((await nobody.ask(readTicket, link)).open!.draft).toMatchObject({ answers: typed, overrides })
  expect(JSON.stringify(await trainee.ask(readEntry, { params }))).not.toContain(NUMBER)
  const sign = (text: string) => ({
    ...link,
    body: { who, answers: { assessment: DISCUSSION, feedback: { ...FEEDBACK, 'to-develop': text } }, read: { case: 1 }, version: 1 },
  })
  await expectGuarded(at, { who: nobody, ownerId, endpoint: submitTicket, asking: sign, path: 'to-develop', personId: null })
  // The same sent twice signs once.
  await nobody.ask(submitTicket, sign(BLOCKED))
  expect((await trainee.ask(readEntry, { params })).steps).toMatchObject([{ byName: 'Dr Noor Hale' }])
})

test('P18: why an assessor declines is guarded', async () => {
  const { nobody, link, ownerId } = await begun()
  const decline = (reason: string) => ({ ...link, body: { reason } })
  await expectGuarded(at, { who: nobody, ownerId, endpoint: declineTicket, asking: decline, path: 'reason', personId: null })
})

test('P18: a ticket of a frozen record, or one that is over, says so before anything of the text', async () => {
  const { nobody, link, ownerId } = await begun()
  await at.house.db.updateTable('trainee').set({ enrolled_on: null }).where('owner_id', '=', ownerId).execute()
  const body = { who, answers: { feedback: { ...FEEDBACK, 'to-develop': BLOCKED } }, read: { case: 1 }, version: 0 }
  const frozen = await nobody.refused(submitTicket, { ...link, body }, 'not_allowed')
  expect(frozen.details?.['guard']).toBeUndefined()
  await at.house.db
    .updateTable('trainee')
    .set({ enrolled_on: inDays(-30) })
    .where('owner_id', '=', ownerId)
    .execute()
  await nobody.ask(declineTicket, { ...link, body: { reason: WARNED } })
  await nobody.refused(submitTicket, { ...link, body }, 'link_expired')
  expect(await whereStands(at, `${NUMBER}.`)).not.toHaveProperty('audit')
})
