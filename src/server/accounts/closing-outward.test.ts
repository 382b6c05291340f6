import { v7 as uuidv7 } from 'uuid'
import { afterEach, expect, test, vi } from 'vitest'
import { closeAccount, keepAccount } from '#domain/accounts/closing-contract.ts'
import { beginEntry, readEntry, saveEntryPart } from '#domain/assessments/contract.ts'
import { askAssessor, readTicket } from '#domain/assessments/ticket-contract.ts'
import { calendar, makeCalendarFeed } from '#domain/deadlines/contract.ts'
import { house } from '../../../tests/support/house.ts'
import { PASSWORD } from '../../../tests/support/person.ts'
import { inDays } from '../../../tests/support/related.ts'
import { openRound } from '../../../tests/support/round.ts'
import { sendMail } from '#server/platform/mail.ts'
import { accountJobs } from './jobs.ts'

const at = house()
afterEach(() => void vi.useRealTimers())
const closing = { body: { password: PASSWORD, word: 'close' } }

const subjectsTo = async (recipient: string) =>
  (await at.house.db.selectFrom('message').where('recipient', '=', recipient).select('subject').orderBy('id').execute()).map(
    ({ subject }) => subject,
  )

test('A10, F3, F5: open tickets and feedback rounds are taken back, who was asked is told, and what colleagues wrote is gone', async () => {
  const round = await openRound(at)
  const { trainee, raters } = round
  await round.answer(0)
  const itemId = uuidv7()
  await trainee.ask(beginEntry, { body: { id: itemId, form: 'cbd', eventOn: inDays(-2) } })
  const params = { ownerId: trainee.id, itemId }
  const answers = { problem: 'Fever after a line was placed', setting: 'ward' }
  await trainee.ask(saveEntryPart, { params: { ...params, section: 'case' }, body: { answers, version: 0 } })
  const email = 'noor.hale@trust.example'
  const asked = { id: uuidv7(), way: 'email', name: 'Dr Noor Hale', email, role: 'consultant', note: '' }
  await trainee.ask(askAssessor, { params, body: asked })
  const mail = await at.house.db.selectFrom('message').where('recipient', '=', email).select('body_text').executeTakeFirstOrThrow()
  const code = /\/ticket\/(\S+)/.exec(mail.body_text)![1]!

  await trainee.ask(closeAccount, closing)
  await at.nobody().refused(readTicket, { params: { code } }, 'link_expired')
  expect((await subjectsTo(email)).at(-1)).toContain('no longer asks you for an assessment')
  // Their letters of the round are gone with their names; the one who had answered is not written to again.
  expect(await subjectsTo(raters[0]!.email)).toEqual([])
  for (const rater of raters.slice(1))
    expect(await subjectsTo(rater.email)).toEqual([expect.stringContaining('no longer asks for your feedback')])
  for (const table of ['msf_reply', 'msf_rater'] as const)
    expect(await at.house.db.selectFrom(table).where('owner_id', '=', trainee.id).select('owner_id').execute()).toEqual([])
  const [standing] = await at.house.db.selectFrom('msf_round').where('owner_id', '=', trainee.id).selectAll().execute()
  expect(standing).toMatchObject({ set_aside_at: expect.any(Date), asked: raters.length, answered: 1, salt: null })

  // Kept, the forms are there, and read as they are.
  const back = await at.again(trainee)
  await back.ask(keepAccount)
  await back.ask(readEntry, { params })
  await back.ask(readEntry, { params: round.params })
})

test('A10, H3: the calendar is shut while the account closes, and opens again with it', async () => {
  const ada = await at.clinician()
  const { url } = await ada.ask(makeCalendarFeed, { body: {} })
  const code = url.slice(url.lastIndexOf('/') + 1)
  await at
    .nobody()
    .send(calendar, { params: { code } })
    .then(({ statusCode }) => expect(statusCode).toBe(200))
  await ada.ask(closeAccount, closing)
  await at.nobody().refused(calendar, { params: { code } }, 'not_found')
  await ada.ask(keepAccount)
  expect((await at.nobody().send(calendar, { params: { code } })).statusCode).toBe(200)
})

test('A10, X10: connections pause with their tokens, and those alone go on when the account is kept', async () => {
  const ada = await at.clinician()
  const row = { owner_id: ada.id, issuer: 'https://other.example', subject: 'ada', access_token: '1.sealed' }
  const [active, paused] = [uuidv7(), uuidv7()]
  await at.house.db
    .insertInto('connection')
    .values([
      { ...row, id: active, connector_id: 'one', state: 'active' },
      { ...row, id: paused, connector_id: 'two', state: 'paused', paused_at: new Date() },
    ])
    .execute()
  const states = async () =>
    Object.fromEntries(
      (await at.house.db.selectFrom('connection').where('owner_id', '=', ada.id).select(['id', 'state', 'access_token']).execute()).map(
        ({ id, state, access_token }) => [id, [state, access_token]],
      ),
    )
  await ada.ask(closeAccount, closing)
  expect(await states()).toEqual({ [active]: ['paused', '1.sealed'], [paused]: ['paused', '1.sealed'] })
  await ada.ask(keepAccount)
  expect(await states()).toEqual({ [active]: ['active', '1.sealed'], [paused]: ['paused', '1.sealed'] })
})

test('A10, H3: mail to who is closing stops but for the account’s own; the last letter leaves no row', async () => {
  const ada = await at.clinician()
  await ada.ask(closeAccount, closing)
  const letter = { recipient: ada.email, text: 'x', html: 'x' }
  await sendMail(at.house.db, { ...letter, category: 'training', ownerId: ada.id, subject: 'Of training' })
  await sendMail(at.house.db, { ...letter, category: 'account', ownerId: ada.id, subject: 'Of the account' })
  await sendMail(at.house.db, { ...letter, category: 'account', ownerId: uuidv7(), subject: 'The last' })
  await accountJobs(at.house)['accounts.send_waiting']!({}, {} as never)
  const rows = await at.house.db
    .selectFrom('message')
    .where('recipient', '=', ada.email)
    .select(['subject', 'sent_at', 'withheld_at'])
    .orderBy('id')
    .execute()
  expect(rows.map(({ subject, sent_at, withheld_at }) => [subject, sent_at !== null, withheld_at !== null])).toEqual([
    ['Your Cairn account is closing', true, false],
    ['Of training', false, true],
    ['Of the account', true, false],
  ])
})
