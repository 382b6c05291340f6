import { v7 as uuidv7 } from 'uuid'
import { afterEach, expect, test, vi } from 'vitest'
import { makeCalendarFeed } from '#domain/deadlines/contract.ts'
import { binItems } from '#domain/portfolio/contract.ts'
import { homeOverview } from '#domain/portfolio/overview-contract.ts'
import { listCertificates, recordCertificate } from '#domain/training/papers-contract.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { inDays } from '../../../tests/support/related.ts'
import { remindOfExpiry } from './renewal-jobs.ts'

const at = house()
afterEach(() => void vi.useRealTimers())

const body = (more: object = {}) => ({
  id: uuidv7(),
  title: 'Safeguarding level 3',
  issuedOn: inDays(-700),
  expiresOn: inDays(80),
  ...more,
})
const enter = (person: Person, more: object = {}) => person.ask(recordCertificate, { body: body(more) })
const told = async (person: Person) =>
  (
    await at.house.db
      .selectFrom('message')
      .where('recipient', '=', person.email)
      .where('category', '=', 'deadlines')
      .select('subject')
      .orderBy('id')
      .execute()
  ).map(({ subject }) => subject)
const expiring = async (person: Person) => (await person.ask(homeOverview)).waiting.expiring
const calendar = async (person: Person) => {
  const { url } = await person.ask(makeCalendarFeed, { body: {} })
  return (await at.house.app.inject(new URL(url).pathname)).body
}
const inFuture = (days: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * 86_400_000 })

test('P27: what expires reminds everybody in time, by mail and once each, on the home page and in the calendar', async () => {
  const owner = await at.clinician({ name: 'Dr Ada Okafor' })
  const { id } = await enter(owner)
  await enter(owner, { title: 'Far away', expiresOn: inDays(400) })
  await enter(owner, { title: 'Never ends', expiresOn: null })
  await remindOfExpiry(at.house)
  await remindOfExpiry(at.house)
  expect(await told(owner)).toHaveLength(1)
  expect((await told(owner))[0]).toContain('Safeguarding level 3')
  expect(await expiring(owner)).toEqual([{ id, title: 'Safeguarding level 3', on: inDays(80), isOver: false }])
  expect(await calendar(owner)).toContain('Safeguarding level 3')
  inFuture(51)
  await remindOfExpiry(at.house)
  await remindOfExpiry(at.house)
  inFuture(24)
  await remindOfExpiry(at.house)
  expect(await told(owner)).toHaveLength(3)
  inFuture(6)
  await remindOfExpiry(at.house)
  expect(await told(owner)).toHaveLength(3)
})

test('P27: renewing makes a new row that names the old, which reminds no more by any way; put in the bin, it reminds again', async () => {
  const owner = await at.clinician()
  const old = await enter(owner)
  const made = await enter(owner, { issuedOn: inDays(-1), expiresOn: inDays(1000), renews: old.id })
  expect(made).toMatchObject({ renews: old.id, isRenewed: false, expiry: 'valid' })
  const { certificates } = await owner.ask(listCertificates)
  expect(certificates.map(({ id, isRenewed }) => [id, isRenewed])).toEqual([
    [made.id, false],
    [old.id, true],
  ])
  await remindOfExpiry(at.house)
  expect(await told(owner)).toEqual([])
  expect(await expiring(owner)).toEqual([])
  expect((await calendar(owner)).match(/BEGIN:VEVENT/g)).toHaveLength(1)
  await owner.ask(binItems, { body: { items: [made.id] } })
  expect(await expiring(owner)).toHaveLength(1)
  await remindOfExpiry(at.house)
  expect(await told(owner)).toHaveLength(1)
})

test('P27: of a line of renewals whose middle lies in the bin, the oldest reminds no more', async () => {
  const owner = await at.clinician()
  const old = await enter(owner)
  const middle = await enter(owner, { issuedOn: inDays(-2), expiresOn: inDays(500), renews: old.id })
  await enter(owner, { issuedOn: inDays(-1), expiresOn: inDays(1000), renews: middle.id })
  await owner.ask(binItems, { body: { items: [middle.id] } })
  expect(await expiring(owner)).toEqual([])
  await remindOfExpiry(at.house)
  expect(await told(owner)).toEqual([])
})

test('P27: one that has ended stays on the home page for a while, and what lies in the bin does not', async () => {
  const owner = await at.clinician()
  const ended = await enter(owner, { expiresOn: inDays(-5) })
  expect(await expiring(owner)).toMatchObject([{ isOver: true }])
  await owner.ask(binItems, { body: { items: [ended.id] } })
  expect(await expiring(owner)).toEqual([])
})

test('N1 P27: a renewal names one of the owner’s own that is not renewed yet, and lasts longer', async () => {
  const [owner, other] = await at.clinicians(2)
  const old = await enter(owner!)
  const refused = async (person: Person, more: object) =>
    (
      await person.refused(recordCertificate, { body: body({ renews: old.id, issuedOn: inDays(-1), ...more }) }, 'invalid_input')
    ).fields.map(({ path }) => path)
  expect(await refused(other!, { expiresOn: inDays(500) })).toEqual(['renews'])
  expect(await refused(owner!, { expiresOn: inDays(80) })).toEqual(['expiresOn'])
  await enter(owner!, { renews: old.id, issuedOn: inDays(-1), expiresOn: inDays(500) })
  expect(await refused(owner!, { expiresOn: inDays(600) })).toEqual(['renews'])
  expect((await owner!.ask(listCertificates)).certificates).toHaveLength(2)
})
