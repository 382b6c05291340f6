import { v7 as uuidv7 } from 'uuid'
import { afterEach, expect, test, vi } from 'vitest'
import { verifyChain } from '#domain/accounts/verify-chain.ts'
import { beginEntry, readEntry, saveEntryPart } from '#domain/assessments/contract.ts'
import {
  askAssessor,
  beginTicket,
  cancelTicket,
  confirmTicket,
  declineTicket,
  listTickets,
  readCounts,
  readTicket,
  saveTicketDraft,
  sendTicketAgain,
  submitTicket,
} from '#domain/assessments/ticket-contract.ts'
import { binItems } from '#domain/portfolio/contract.ts'
import { chainOf } from '#server/accounts/chain-queries.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { inDays, programme, relate, train } from '../../../tests/support/related.ts'
import { remindAssessors } from './ticket-jobs.ts'

const at = house()
afterEach(() => void vi.useRealTimers())

const later = (days: number, minutes = 0) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (days * 24 * 60 + minutes) * 60_000 })

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
const ANSWERS = { assessment: DISCUSSION, feedback: FEEDBACK }
const CASE = { problem: 'Fever after a line was placed', setting: 'ward' }
const WHO = { name: 'Dr Noor Hale', role: 'consultant', body: 'GMC', number: '1234567', email: '' }
const EMAIL = 'noor.hale@trust.example'
const SIGNED = { who: WHO, answers: ANSWERS, read: { case: 1 }, version: 0 }

/** A trainee in training, and a supervisor to be. */
async function people() {
  const [programmeId, trainee, educational] = await Promise.all([
    programme(at.house),
    at.clinician({ name: 'Dr Ada Okafor' }),
    at.clinician({ name: 'Dr Esme Educational' }),
  ])
  await train(at.house, trainee.id, programmeId)
  await at.house.db
    .updateTable('trainee')
    .set({ until_on: null, enrolled_on: inDays(-90) })
    .where('owner_id', '=', trainee.id)
    .execute()
  return { trainee, educational }
}

/** A CbD whose trainee's part is filled in. */
async function aCbd(fill = true) {
  const { trainee, educational } = await people()
  await relate(at.house, educational.id, 'educational supervisor', trainee.id)
  const itemId = uuidv7()
  await trainee.ask(beginEntry, { body: { id: itemId, form: 'cbd', eventOn: inDays(-2) } })
  const params = { ownerId: trainee.id, itemId }
  if (fill) await trainee.ask(saveEntryPart, { params: { ...params, section: 'case' }, body: { answers: CASE, version: 0 } })
  return { trainee, educational, itemId, params }
}

const asking = (changes: object = {}) => ({
  id: uuidv7(),
  way: 'email',
  name: 'Dr Noor Hale',
  email: EMAIL,
  role: 'consultant',
  note: 'The lady on the first ward round.',
  ...changes,
})

/** The code of the newest letter of an owner to an address. */
async function codeTo(ownerId: string, email = EMAIL): Promise<string> {
  const mail = await at.house.db
    .selectFrom('message')
    .where('owner_id', '=', ownerId)
    .where('recipient', '=', email)
    .orderBy('id', 'desc')
    .select('body_text')
    .executeTakeFirstOrThrow()
  return /\/ticket\/(\S+)/.exec(mail.body_text)![1]!
}

async function asked() {
  const cbd = await aCbd()
  const body = asking()
  await cbd.trainee.ask(askAssessor, { params: cbd.params, body })
  const code = await codeTo(cbd.trainee.id)
  return { ...cbd, ticketId: body.id, code, link: { params: { code } }, nobody: at.nobody() }
}

async function begun() {
  const all = await asked()
  await all.nobody.ask(beginTicket, { ...all.link, body: {} })
  return all
}

const stateOf = async ({ trainee, params }: { trainee: Person; params: Record<string, string> }) =>
  (await trainee.ask(listTickets, { params })).tickets.map(({ state }) => state)

const actsOn = async (ownerId: string) =>
  (
    await at.house.db
      .selectFrom('audit')
      .where('owner_id', '=', ownerId)
      .where('act', 'like', 'ticket.%')
      .orderBy('id')
      .select(['act', 'person_id'])
      .execute()
  ).map(({ act, person_id }) => [act, person_id === null ? 'nobody' : 'somebody'])

test('F3: somebody without an account is asked by email, begins, keeps a draft, comes back, signs, and the form is locked', async () => {
  const { trainee, nobody, link, params, itemId, ticketId } = await asked()
  const [letter] = await at.house.db
    .selectFrom('message')
    .where('recipient', '=', EMAIL)
    .where('owner_id', '=', trainee.id)
    .selectAll()
    .execute()
  for (const clinical of [CASE.problem, 'ward round']) expect(letter!.body_text + letter!.body_html).not.toContain(clinical)

  const before = await nobody.ask(readTicket, link)
  expect(before).toMatchObject({ state: 'sent', trainee: { name: 'Dr Ada Okafor' }, open: null })
  await nobody.refused(saveTicketDraft, { ...link, body: { answers: ANSWERS, version: 0 } }, 'not_allowed')
  await nobody.refused(submitTicket, { ...link, body: SIGNED }, 'not_allowed')

  await nobody.ask(beginTicket, { ...link, body: {} })
  await nobody.ask(beginTicket, { ...link, body: {} })
  const opened = await nobody.ask(readTicket, link)
  expect(opened.open).toMatchObject({ answers: { case: CASE }, versions: { case: 1 }, note: 'The lady on the first ward round.' })
  const half = { who: { name: 'Dr Noor Hale' }, answers: { feedback: { 'went-well': 'A clear' } }, version: 0 }
  expect(await nobody.ask(saveTicketDraft, { ...link, body: half })).toEqual({ version: 1 })
  // On another device, later.
  expect((await at.nobody().ask(readTicket, link)).open!.draft).toMatchObject({ who: half.who, answers: half.answers, version: 1 })
  // The draft is the assessor's: no trainee reads it.
  expect(JSON.stringify(await trainee.ask(readEntry, { params }))).not.toContain('A clear')
  expect(await stateOf({ trainee, params })).toEqual(['draft'])

  const lacking = await nobody.refused(
    submitTicket,
    { ...link, body: { ...SIGNED, answers: { assessment: DISCUSSION }, version: 1 } },
    'invalid_input',
  )
  expect(lacking.fields.map(({ path }) => path)).toEqual(['went-well', 'to-develop', 'agreed-action'])
  const noNumber = await nobody.refused(
    submitTicket,
    { ...link, body: { ...SIGNED, who: { ...WHO, number: '' }, version: 1 } },
    'invalid_input',
  )
  expect(noNumber.fields).toMatchObject([{ path: 'who.number' }])
  expect(await nobody.ask(submitTicket, { ...link, body: { ...SIGNED, version: 1 } })).toEqual({ confirmAt: null })
  const read = await trainee.ask(readEntry, { params })
  expect(read).toMatchObject({
    state: 'submitted',
    answers: { case: CASE, feedback: FEEDBACK },
    steps: [{ byName: 'Dr Noor Hale', byAs: 'assessor', byRole: 'consultant', byBody: 'GMC', byNumber: '1234567' }],
  })
  expect(await verifyChain(await chainOf(at.house.db, trainee.id))).toMatchObject({ faults: [] })
  expect(await actsOn(trainee.id)).toEqual([
    ['ticket.asked', 'somebody'],
    ['ticket.begun', 'nobody'],
    ['ticket.draft_kept', 'nobody'],
    ['ticket.signed', 'nobody'],
  ])
  expect((await trainee.ask(readCounts)).verdicts).toMatchObject([{ id: itemId, counts: true, identity: 'email' }])
  await trainee.refused(cancelTicket, { params: { ticketId } }, 'not_allowed')
})

test('F3: a mail scanner opens the link a hundred ways and nothing has changed', async () => {
  const { trainee, params, code } = await asked()
  const rows = async () =>
    JSON.stringify([
      await at.house.db.selectFrom('ticket').where('owner_id', '=', trainee.id).selectAll().execute(),
      await at.house.db.selectFrom('entry_step').where('owner_id', '=', trainee.id).selectAll().execute(),
      await actsOn(trainee.id),
    ])
  const before = await rows()
  for (const method of ['GET', 'HEAD'] as const) {
    for (const path of ['', '/photo', '/begin', '/draft', '/submit', '/decline', '/confirm']) {
      await at.house.app.inject({ method, url: `/api/tickets/${code}${path}` })
      await at.house.app.inject({ method, url: `/ticket/${code}${path}`, headers: { accept: 'text/html' } })
    }
  }
  expect(await rows()).toBe(before)
  expect(await stateOf({ trainee, params })).toEqual(['sent'])
})

test('F3: a used, cancelled, declined, expired, unknown or broken link tells the same and nothing else', async () => {
  const used = await begun()
  await used.nobody.ask(submitTicket, { ...used.link, body: SIGNED })
  const cancelled = await asked()
  await cancelled.trainee.ask(cancelTicket, { params: { ticketId: cancelled.ticketId } })
  await cancelled.trainee.ask(cancelTicket, { params: { ticketId: cancelled.ticketId } })
  const declined = await asked()
  await declined.nobody.ask(declineTicket, { ...declined.link, body: { reason: 'I was away.' } })
  expect((await declined.trainee.ask(listTickets, { params: declined.params })).tickets).toMatchObject([
    { state: 'declined', declineReason: 'I was away.' },
  ])
  const binned = await asked()
  await binned.trainee.ask(binItems, { body: { items: [binned.itemId] } })
  const expired = await asked()
  const codes = [used, cancelled, declined, binned, expired].map(({ code }) => code)
  codes.push(`${used.code.slice(0, 32)}${'x'.repeat(43)}`, 'nothing', uuidv7().replaceAll('-', '') + 'y'.repeat(43))
  later(31)
  const told = await Promise.all(
    codes.flatMap((code) =>
      (
        [
          [readTicket, undefined],
          [beginTicket, {}],
          [saveTicketDraft, { answers: {}, version: 0 }],
          [submitTicket, { ...SIGNED, who: { ...WHO, name: 'Another' } }],
          [declineTicket, {}],
          [confirmTicket, { wasMe: true }],
        ] as const
      ).map(async ([endpoint, body]) => {
        const { code: fault, title } = await at.nobody().refused(endpoint, { params: { code }, ...(body ? { body } : {}) }, 'link_expired')
        return `${fault} ${title}`
      }),
    ),
  )
  expect(new Set(told).size).toBe(1)
  expect(told[0]!.replace('link_expired ', '')).not.toMatch(/Ada|cancel|expire|sign/i)
})

test('F3: the trainee’s own addresses are refused, free mail is marked, and who may not assess is refused with the reason', async () => {
  const { trainee, educational, params } = await aCbd()
  const [name, domain] = trainee.email.split('@')
  for (const own of [trainee.email, `${name}+cbd@${domain}`, trainee.email.toUpperCase()]) {
    const { fields } = await trainee.refused(askAssessor, { params, body: asking({ email: own }) }, 'invalid_input')
    expect(fields).toMatchObject([{ path: 'email', message: expect.stringContaining('own address') }])
  }
  const nurse = await trainee.refused(askAssessor, { params, body: asking({ role: 'nurse' }) }, 'invalid_input')
  expect(nurse.fields).toMatchObject([{ path: 'role', message: expect.stringContaining('more senior') }])
  const none = await trainee.refused(askAssessor, { params, body: asking({ name: '', email: '', role: '' }) }, 'invalid_input')
  expect(none.fields.map(({ path }) => path)).toEqual(['name', 'email', 'role'])
  await trainee.ask(askAssessor, { params, body: asking({ email: 'noor.hale@gmail.com' }) })
  expect((await educational.ask(listTickets, { params })).tickets).toMatchObject([
    { isFreeMail: true, can: { cancel: expect.any(String) } },
  ])
  await educational.refused(askAssessor, { params, body: asking() }, 'not_allowed')
})

test('F2: an MCR is not written by the trainee’s own educational supervisor, and who says they are no consultant cannot sign it', async () => {
  const { trainee, educational } = await aCbd()
  const itemId = uuidv7()
  const params = { ownerId: trainee.id, itemId }
  await trainee.ask(beginEntry, { body: { id: itemId, form: 'mcr', eventOn: inDays(-1) } })
  await trainee.refused(askAssessor, { params, body: asking() }, 'not_allowed')
  const contact = { 'contact-nature': 'Ward rounds', 'contact-from': inDays(-40), 'contact-until': inDays(-1) }
  await trainee.ask(saveEntryPart, { params: { ...params, section: 'contact' }, body: { answers: contact, version: 0 } })
  const refused = await trainee.refused(askAssessor, { params, body: asking({ email: educational.email }) }, 'invalid_input')
  expect(refused.fields).toMatchObject([{ path: 'email', message: expect.stringContaining('educational supervisor') }])
  await trainee.ask(askAssessor, { params, body: asking() })
  const link = { params: { code: await codeTo(trainee.id) } }
  await at.nobody().ask(beginTicket, { ...link, body: {} })
  const body = { who: { ...WHO, role: 'nurse' }, answers: {}, read: { contact: 1 }, version: 0 }
  const role = await at.nobody().refused(submitTicket, { ...link, body }, 'invalid_input')
  expect(role.fields).toMatchObject([{ path: 'who.role', message: expect.stringContaining('decline') }])
})

test('F3: a form is sent once its trainee’s part is filled in, to one at a time, and what is sent twice is one', async () => {
  const { trainee, params } = await aCbd(false)
  const early = await trainee.refused(askAssessor, { params, body: asking() }, 'not_allowed')
  expect(early.title).toContain('your own part')
  await trainee.ask(saveEntryPart, { params: { ...params, section: 'case' }, body: { answers: CASE, version: 0 } })
  const body = asking()
  await Promise.all([trainee.ask(askAssessor, { params, body }), trainee.ask(askAssessor, { params, body })])
  const letters = await at.house.db
    .selectFrom('message')
    .where('owner_id', '=', trainee.id)
    .where('recipient', '=', EMAIL)
    .select('id')
    .execute()
  expect(letters).toHaveLength(1)
  const second = await trainee.refused(askAssessor, { params, body: asking() }, 'not_allowed')
  expect(second.title).toContain('asked for this form already')
})

test('F3: sent twice at once it is signed once, and the same sent again is told the same', async () => {
  const { trainee, nobody, link } = await begun()
  const answers = await Promise.all([1, 2, 3].map(() => nobody.send(submitTicket, { ...link, body: SIGNED })))
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
  const steps = await at.house.db.selectFrom('entry_step').where('owner_id', '=', trainee.id).selectAll().execute()
  expect(steps).toHaveLength(1)
  expect((await chainOf(at.house.db, trainee.id)).links).toHaveLength(1)
  await nobody.refused(submitTicket, { ...link, body: { ...SIGNED, who: { ...WHO, name: 'Dr Other' } } }, 'link_expired')
})

test('P19: of two devices neither overwrites the other; and nobody signs a trainee’s part that they did not read', async () => {
  const { trainee, nobody, link, params } = await begun()
  const draft = (text: string, version: number) => ({ ...link, body: { answers: { feedback: { 'went-well': text } }, version } })
  await nobody.ask(saveTicketDraft, draft('On the phone', 0))
  await at.nobody().refused(saveTicketDraft, draft('At the desk', 0), 'stale_version')
  expect((await nobody.ask(readTicket, link)).open!.draft.answers).toEqual({ feedback: { 'went-well': 'On the phone' } })
  const changed = { ...CASE, problem: 'Something else' }
  await trainee.ask(saveEntryPart, { params: { ...params, section: 'case' }, body: { answers: changed, version: 1 } })
  const unread = await nobody.refused(submitTicket, { ...link, body: { ...SIGNED, version: 1 } }, 'stale_version')
  expect(unread.details).toEqual({ section: 'case' })
  // What is signed on the second device does not do away with what the first one kept.
  const sign = (version: number) => ({ ...link, body: { ...SIGNED, read: { case: 2 }, version } })
  await nobody.refused(submitTicket, sign(0), 'stale_version')
  expect((await nobody.ask(readTicket, link)).open!.draft.answers).toEqual({ feedback: { 'went-well': 'On the phone' } })
  await nobody.ask(submitTicket, sign(1))
  await nobody.ask(submitTicket, sign(1))
})

test('F3: a link that expires while the form is filled in loses nothing; a new link goes on with it', async () => {
  const { trainee, nobody, link, params, ticketId } = await begun()
  await nobody.ask(saveTicketDraft, { ...link, body: { answers: { feedback: { 'went-well': 'First' } }, version: 0 } })
  later(30, 5)
  const again = { answers: { feedback: { 'went-well': 'First, and more' } }, version: 1 }
  await nobody.refused(saveTicketDraft, { ...link, body: again }, 'link_expired')
  await nobody.refused(submitTicket, { ...link, body: SIGNED }, 'link_expired')
  expect(await stateOf({ trainee, params })).toEqual(['expired'])
  await trainee.ask(sendTicketAgain, { params: { ticketId }, body: {} })
  const anew = { params: { code: await codeTo(trainee.id) } }
  expect(anew.params.code).not.toBe(link.params.code)
  expect((await nobody.ask(readTicket, anew)).open!.draft).toMatchObject({ answers: again.answers, version: 2 })
  await nobody.refused(readTicket, link, 'link_expired')
  await nobody.ask(submitTicket, { ...anew, body: { ...SIGNED, version: 2 } })
  expect(await stateOf({ trainee, params })).toEqual(['submitted'])
})

test('F3: the trainee reminds now and then, and it goes out once by itself; earlier links go on working', async () => {
  const { trainee, nobody, link, ticketId } = await asked()
  const letters = async () =>
    (await at.house.db.selectFrom('message').where('owner_id', '=', trainee.id).where('recipient', '=', EMAIL).select('subject').execute())
      .length
  const early = await trainee.refused(sendTicketAgain, { params: { ticketId }, body: {} }, 'not_allowed')
  expect(early.title).toContain('remind them from')
  later(4)
  await trainee.ask(sendTicketAgain, { params: { ticketId }, body: {} })
  await trainee.refused(sendTicketAgain, { params: { ticketId }, body: {} }, 'not_allowed')
  expect(await letters()).toBe(2)
  await remindAssessors(at.house)
  expect(await letters()).toBe(2)
  later(11)
  await Promise.all([remindAssessors(at.house), remindAssessors(at.house)])
  expect(await letters()).toBe(3)
  later(15)
  await remindAssessors(at.house)
  expect(await letters()).toBe(3)
  vi.useRealTimers()
  expect((await nobody.ask(readTicket, link)).state).toBe('sent')
})

test('T1: while the record is frozen a ticket is paused, in words, and goes on after', async () => {
  const { trainee, nobody, link, params } = await begun()
  const enrolled = (on: string | null, from: string) =>
    at.house.db.updateTable('trainee').set({ enrolled_on: on, from_on: from }).where('owner_id', '=', trainee.id).execute()
  await enrolled(null, inDays(-100))
  expect(await nobody.ask(readTicket, link)).toMatchObject({ state: 'paused', open: null })
  const paused = await nobody.refused(submitTicket, { ...link, body: SIGNED }, 'not_allowed')
  expect(paused.title).toContain('paused')
  await trainee.refused(askAssessor, { params, body: asking() }, 'not_allowed')
  await enrolled(inDays(-90), inDays(-100))
  await nobody.ask(submitTicket, { ...link, body: SIGNED })
})

test('F3: the trainee, signed in, cannot begin or sign in the assessor’s place', async () => {
  const { trainee, link } = await asked()
  await trainee.refused(beginTicket, { ...link, body: {} }, 'not_allowed')
  await trainee.refused(submitTicket, { ...link, body: SIGNED }, 'not_allowed')
})

test('F3: links are not tried by the thousand', async () => {
  const nobody = at.nobody()
  const codes: number[] = []
  for (let tries = 0; tries < 130; tries++) codes.push((await nobody.send(readTicket, { params: { code: `x${tries}` } })).statusCode)
  expect(codes).toContain(429)
})
