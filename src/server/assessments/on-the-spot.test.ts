import { v7 as uuidv7 } from 'uuid'
import { afterEach, expect, test, vi } from 'vitest'
import { verifyChain } from '#domain/accounts/verify-chain.ts'
import { readEntry } from '#domain/assessments/contract.ts'
import {
  askAssessor,
  beginTicket,
  confirmTicket,
  listTickets,
  readCounts,
  readTicket,
  showTicket,
  submitTicket,
} from '#domain/assessments/ticket-contract.ts'
import { chainOf } from '#server/accounts/chain-queries.ts'
import { house } from '../../../tests/support/house.ts'
import { supervised } from '../../../tests/support/meetings.ts'
import { aDops, codeTo, NURSE, shownOnTheSpot, signTicket } from '../../../tests/support/on-the-spot.ts'
import type { Person } from '../../../tests/support/person.ts'

const at = house()
afterEach(() => void vi.useRealTimers())

const verdictOf = async (reader: Person, ownerId: string, itemId: string) =>
  (await reader.ask(readCounts, { params: { ownerId } })).verdicts.find(({ id }) => id === itemId)

test('F9: signed on the spot it counts towards nothing until the assessor answers from their work address', async () => {
  const { trainee, educational, ownerId } = await supervised(at)
  const { itemId, params, link, body } = await shownOnTheSpot(trainee)
  const nobody = at.nobody()
  await nobody.ask(beginTicket, { ...link, body: {} })
  for (const email of ['', trainee.email]) {
    const { fields } = await nobody.refused(submitTicket, { ...link, body: { ...body, who: { ...NURSE, email } } }, 'invalid_input')
    expect(fields).toMatchObject([{ path: 'who.email' }])
  }
  expect(await signTicket(nobody, link)).toEqual({ confirmAt: NURSE.email })
  const verdict = () => verdictOf(educational, ownerId, itemId)
  expect(await verdict()).toMatchObject({ counts: false, identity: 'not confirmed', because: expect.stringContaining('not yet confirmed') })
  expect(await trainee.ask(readEntry, { params })).toMatchObject({ state: 'submitted', identity: 'not confirmed' })

  const answer = { params: { code: await codeTo(at, ownerId, NURSE.email) } }
  expect(await nobody.ask(readTicket, answer)).toMatchObject({ state: 'confirm', open: { signed: { name: NURSE.name } } })
  expect(await verdict()).toMatchObject({ counts: false })
  await trainee.refused(confirmTicket, { ...answer, body: { wasMe: true } }, 'not_allowed')
  // The link that was shown does not answer.
  await nobody.refused(confirmTicket, { ...link, body: { wasMe: true } }, 'link_expired')
  await nobody.ask(confirmTicket, { ...answer, body: { wasMe: true } })
  expect(await verdict()).toMatchObject({ counts: true, identity: 'email' })
  await nobody.refused(confirmTicket, { ...answer, body: { wasMe: false } }, 'link_expired')
  const chain = await chainOf(at.house.db, ownerId)
  expect(chain.links.map(({ kind }) => kind)).toEqual(['form', 'verification'])
  expect(await verifyChain(chain)).toMatchObject({ faults: [] })
})

test('F9: who was not there says so, and it counts for nothing; an account with that address confirms at once', async () => {
  const { trainee, ownerId } = await supervised(at)
  const first = await shownOnTheSpot(trainee)
  await signTicket(at.nobody(), first.link)
  const answer = { params: { code: await codeTo(at, ownerId, NURSE.email) } }
  await at.nobody().ask(confirmTicket, { ...answer, body: { wasMe: false } })
  expect(await verdictOf(trainee, ownerId, first.itemId)).toMatchObject({ counts: false, identity: 'denied' })

  const second = await shownOnTheSpot(trainee)
  const nurse = await at.clinician({ name: 'Nina Nurse' })
  expect(await signTicket(nurse, second.link, { email: nurse.email })).toEqual({ confirmAt: null })
  expect(await verdictOf(trainee, ownerId, second.itemId)).toMatchObject({ identity: 'account', counts: true })
})

test('F9: a code is shown anew, and the one before goes on working for its day', async () => {
  const { trainee } = await supervised(at)
  const { params, link } = await shownOnTheSpot(trainee)
  const { id } = (await trainee.ask(listTickets, { params })).tickets[0]!
  const { url } = await trainee.ask(showTicket, { params: { ticketId: id }, body: {} })
  expect(url).not.toContain(link.params.code)
  expect((await at.nobody().ask(readTicket, link)).state).toBe('sent')
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 86_400_000 })
  await at.nobody().refused(readTicket, link, 'link_expired')
  expect((await trainee.ask(listTickets, { params })).tickets).toMatchObject([{ state: 'expired' }])
})

test('F2: two passes by one person are one, whether they signed in their account or by a link to their mailbox', async () => {
  const { trainee, ownerId } = await supervised(at)
  const nurse = await at.clinician({ name: 'Nina Nurse' })
  const first = await shownOnTheSpot(trainee, 'pleural-aspiration')
  await signTicket(nurse, first.link, { email: nurse.email, number: '', body: 'none' })
  const mailed = async (email: string) => {
    const { itemId, params } = await aDops(trainee, 'pleural-aspiration')
    await trainee.ask(askAssessor, { params, body: { id: uuidv7(), way: 'email', name: 'N. Nurse', email, role: 'nurse', note: '' } })
    await signTicket(at.nobody(), { params: { code: await codeTo(at, ownerId, email) } }, { number: '', body: 'none', email: '' })
    return verdictOf(trainee, ownerId, itemId)
  }
  const [name, domain] = nurse.email.split('@')
  expect(await mailed(`${name}+dops@${domain}`)).toMatchObject({ counts: false, because: expect.stringContaining('same assessor') })
  expect(await mailed('somebody.else@trust.example')).toMatchObject({ counts: true, because: '' })
})

test('F9: a private address signs and confirms nothing; by their work email or an account the assessor confirms, and nothing signed is lost', async () => {
  const { trainee, educational, ownerId } = await supervised(at)
  const { itemId, params, link } = await shownOnTheSpot(trainee)
  const nobody = at.nobody()
  const HOME = 'nina.nurse@gmail.com'
  const TYPO = 'nina.nurse@trsut.example'
  expect(await signTicket(nobody, link, { email: HOME })).toEqual({ confirmAt: HOME })
  const verdict = () => verdictOf(educational, ownerId, itemId)
  const open = { counts: false, identity: 'private address', because: expect.stringContaining('work email') }
  expect(await verdict()).toMatchObject(open)
  const fromHome = { params: { code: await codeTo(at, ownerId, HOME) } }
  expect(await nobody.ask(readTicket, fromHome)).toMatchObject({ state: 'confirm', isFreeMail: true })
  for (const workEmail of ['', 'nina@hotmail.com', 'no address', trainee.email]) {
    const { fields } = await nobody.refused(confirmTicket, { ...fromHome, body: { wasMe: true, workEmail } }, 'invalid_input')
    expect(fields).toMatchObject([{ path: expect.stringMatching(/workEmail$/) }])
  }
  expect(await verdict()).toMatchObject(open)

  expect(await nobody.ask(confirmTicket, { ...fromHome, body: { wasMe: true, workEmail: TYPO } })).toEqual({ confirmAt: TYPO })
  expect(await verdict()).toMatchObject({ counts: false, identity: 'not confirmed' })
  // The link at home does not answer for where they work: by it they can only name it again, where they mistyped it.
  await nobody.refused(confirmTicket, { ...fromHome, body: { wasMe: true } }, 'invalid_input')
  const mistyped = { params: { code: await codeTo(at, ownerId, TYPO) } }
  expect(await nobody.ask(readTicket, fromHome)).toMatchObject({ state: 'confirm', isFreeMail: true, assessor: { email: TYPO } })
  for (const _twice of [1, 2])
    expect(await nobody.ask(confirmTicket, { ...fromHome, body: { wasMe: true, workEmail: NURSE.email } })).toEqual({
      confirmAt: NURSE.email,
    })
  await nobody.refused(confirmTicket, { ...mistyped, body: { wasMe: true } }, 'link_expired')
  expect(await verdict()).toMatchObject({ counts: false, identity: 'not confirmed' })
  const atWork = { params: { code: await codeTo(at, ownerId, NURSE.email) } }
  expect(await nobody.ask(confirmTicket, { ...atWork, body: { wasMe: true } })).toEqual({ confirmAt: null })
  expect(await verdict()).toMatchObject({ counts: true, identity: 'email' })
  await nobody.refused(confirmTicket, { ...fromHome, body: { wasMe: false } }, 'link_expired')
  expect((await trainee.ask(readEntry, { params })).steps).toMatchObject([{ step: 'submit', byName: NURSE.name }])

  const second = await shownOnTheSpot(trainee)
  const nurse = await at.clinician({ name: 'Nina Nurse' })
  const home = `nina${uuidv7()}@gmail.com`
  await at.house.db.updateTable('auth.user').set({ email: home }).where('id', '=', nurse.id).execute()
  await signTicket(at.nobody(), second.link, { email: home })
  const answer = { params: { code: await codeTo(at, ownerId, home) } }
  await nurse.ask(confirmTicket, { ...answer, body: { wasMe: true } })
  expect(await verdictOf(educational, ownerId, second.itemId)).toMatchObject({ counts: true, identity: 'account' })
})

test('F2: who signed from home and was asked at work is known by both addresses', async () => {
  const { trainee, ownerId } = await supervised(at)
  const HOME = 'nina.nurse@gmail.com'
  const unnumbered = { number: '', body: 'none' }
  const passed = async (work: string) => {
    const { itemId, link } = await shownOnTheSpot(trainee, 'pleural-aspiration')
    await signTicket(at.nobody(), link, { ...unnumbered, email: HOME })
    const fromHome = { params: { code: await codeTo(at, ownerId, HOME) } }
    await at.nobody().ask(confirmTicket, { ...fromHome, body: { wasMe: true, workEmail: work } })
    await at.nobody().ask(confirmTicket, { params: { code: await codeTo(at, ownerId, work) }, body: { wasMe: true } })
    return verdictOf(trainee, ownerId, itemId)
  }
  await passed('nina.nurse@trust.example')
  expect(await passed('nina.nurse@other-trust.example')).toMatchObject({
    counts: false,
    identity: 'email',
    because: expect.stringContaining('same assessor'),
  })
})
