import { v7 as uuidv7 } from 'uuid'
import { afterEach, expect, test, vi } from 'vitest'
import { auditTrail } from '#domain/accounts/contract.ts'
import { verifyChain } from '#domain/accounts/verify-chain.ts'
import { DECLARATIONS, declarationsOfOwner, OPENINGS } from '#domain/training/declarations-contract.ts'
import { chainOf } from '#server/accounts/chain-queries.ts'
import { changeYear } from '#domain/training/placement-contract.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { inDays, programme, stand, train, type Dates } from '../../../tests/support/related.ts'
import { openSections, sign, textShownTo, trainingYear } from '../../../tests/support/trainee.ts'
import type { Relation } from '#domain/accounts/relations.ts'
import { declarationsSigned } from './declarations-signed-queries.ts'

const at = house()
afterEach(() => vi.useRealTimers())

async function enrolled(wish: { frozenAfterMonths?: number; from?: string } = {}) {
  const programmeId = await programme(at.house, wish.frozenAfterMonths === undefined ? {} : { frozenAfterMonths: wish.frozenAfterMonths })
  const trainee = await at.clinician({ name: 'Dr Ada Trainee' })
  await train(at.house, trainee.id, programmeId, { from: wish.from ?? inDays(-30), until: inDays(700) })
  if (wish.frozenAfterMonths === undefined)
    await at.house.db
      .updateTable('trainee')
      .set({ enrolled_on: inDays(-30) })
      .where('owner_id', '=', trainee.id)
      .execute()
  const yearId = await trainingYear(at.house, trainee.id)
  const somebody = async (relation: Relation, dates: Dates = {}): Promise<Person> => {
    const person = await at.clinician({ name: `Dr ${relation}` })
    await stand(at.house, person.id, relation, { ownerId: trainee.id, programmeId }, dates)
    return person
  }
  return { trainee, yearId, programmeId, somebody }
}
const asking = (ownerId: string, textId: string, more: object = {}) => ({ params: { ownerId }, body: { id: uuidv7(), textId, ...more } })

test('T4: nothing is signed before every section it names was opened, and then it is, word for word and in the chain', async () => {
  const { trainee, yearId } = await enrolled()
  const text = await textShownTo(trainee, trainee.id, 'probity')
  const first = await trainee.refused(DECLARATIONS.probity.sign, asking(trainee.id, text.id), 'not_allowed')
  expect(first.title).toContain('Acting with honesty and integrity')
  const [opened, ...left] = text.sections
  await trainee.ask(OPENINGS.probity, { body: { textId: text.id, section: opened!.code } })
  const second = await trainee.refused(DECLARATIONS.probity.sign, asking(trainee.id, text.id), 'not_allowed')
  expect(second.title).not.toContain(`‘${opened!.heading}’`)
  for (const { code } of left) await trainee.ask(OPENINGS.probity, { body: { textId: text.id, section: code } })
  expect((await textShownTo(trainee, trainee.id, 'probity')).sections.every(({ isOpened }) => isOpened)).toBe(true)
  const signed = await trainee.ask(DECLARATIONS.probity.sign, asking(trainee.id, text.id, { detail: 'A caution, 2019' }))
  expect(signed).toMatchObject({ signedBy: 'Dr Ada Trainee', signedAs: 'trainee', isMine: true })
  const { texts } = await trainee.ask(DECLARATIONS.probity.read)
  expect(texts).toMatchObject([
    { body: text.body.join('\n\n'), detail: 'A caution, 2019', sections: text.sections.map((one) => one.heading) },
  ])
  const chain = await chainOf(at.house.db, trainee.id)
  expect(chain.links.map(({ kind }) => kind)).toEqual(['declaration'])
  expect(chain.records[0]?.text).toContain('A caution, 2019')
  expect(await verifyChain(chain)).toMatchObject({ faults: [] })
  expect(await declarationsSigned(at.house.db, trainee.id, yearId)).toBe(false)
  await sign(trainee, trainee.id, 'health')
  expect(await declarationsSigned(at.house.db, trainee.id, yearId)).toBe(true)
})

test('T4: it is signed once a year; a correction is a new one that names the old, and both stay', async () => {
  const { trainee } = await enrolled()
  const old = await sign(trainee, trainee.id, 'probity')
  const again = await trainee.refused(DECLARATIONS.probity.sign, asking(trainee.id, 'probity-2026'), 'not_allowed')
  expect(again.title).toContain('names the old')
  const fresh = await sign(trainee, trainee.id, 'probity', { corrects: old.id, detail: 'Forgotten before' })
  await trainee.refused(DECLARATIONS.probity.sign, asking(trainee.id, 'probity-2026', { corrects: old.id }), 'not_allowed')
  const { texts } = await trainee.ask(DECLARATIONS.probity.read)
  expect(texts).toMatchObject([
    { id: fresh.id, corrects: old.id, isCorrected: false },
    { id: old.id, isCorrected: true },
  ])
})

test('T4: sent twice it is one; another text or section than the one in force is refused', async () => {
  const { trainee } = await enrolled()
  const textId = await openSections(trainee, trainee.id, 'health')
  const body = asking(trainee.id, textId)
  const [one, other] = await Promise.all([trainee.ask(DECLARATIONS.health.sign, body), trainee.ask(DECLARATIONS.health.sign, body)])
  expect(one).toEqual(other)
  expect((await chainOf(at.house.db, trainee.id)).links).toHaveLength(1)
  await trainee.refused(DECLARATIONS.health.sign, asking(trainee.id, 'health-2025'), 'stale_version')
  await trainee.refused(OPENINGS.health, { body: { textId, section: '9z' } }, 'invalid_input')
})

test('T4: a new training year asks anew, from its first day in London', async () => {
  const { trainee, yearId } = await enrolled()
  await sign(trainee, trainee.id, 'probity')
  await sign(trainee, trainee.id, 'health')
  const nextId = await trainingYear(at.house, trainee.id, { code: 'IMY2', from: inDays(335), until: inDays(700) })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(`${inDays(335)}T12:00:00Z`) })
  const next = await at.again(trainee)
  const { year, now, before } = await next.ask(declarationsOfOwner)
  expect(year).toMatchObject({ id: nextId, code: 'IMY2' })
  expect(now.map(({ signatures }) => signatures.length)).toEqual([0, 0, 0])
  expect(before.map(({ kind }) => kind).toSorted()).toEqual(['health', 'probity'])
  expect(await declarationsSigned(at.house.db, trainee.id, nextId)).toBe(false)
  expect(await declarationsSigned(at.house.db, trainee.id, yearId)).toBe(true)
  await next.refused(DECLARATIONS.probity.sign, asking(trainee.id, 'probity-2026'), 'not_allowed')
  await sign(next, trainee.id, 'probity')
})

test('T4: the agreement is signed by trainee and educational supervisor, in either order', async () => {
  const { trainee, somebody } = await enrolled()
  const supervisor = await somebody('educational supervisor')
  await sign(supervisor, trainee.id, 'agreement')
  await sign(trainee, trainee.id, 'agreement')
  const { now } = await trainee.ask(declarationsOfOwner)
  expect(now[2]!.signatures.map(({ signedAs }) => signedAs).toSorted()).toEqual(['educational supervisor', 'trainee'])
})

test('T4, A8: who may read which section is the table’s to say, and each reading of health by another is told', async () => {
  const { trainee, somebody } = await enrolled()
  for (const kind of ['probity', 'health', 'agreement'] as const)
    await sign(trainee, trainee.id, kind, kind === 'health' ? { detail: 'Asthma' } : {})
  const reads = async (relation: Relation) => {
    const person = await somebody(relation)
    const codes = []
    for (const kind of ['probity', 'health', 'agreement'] as const) {
      codes.push((await person.send(DECLARATIONS[kind].read, { params: { ownerId: trainee.id } })).statusCode)
    }
    codes.push((await person.send(declarationsOfOwner, { params: { ownerId: trainee.id } })).statusCode)
    return codes
  }
  expect(await reads('educational supervisor')).toEqual([200, 200, 200, 200])
  expect(await reads('programme director')).toEqual([200, 200, 200, 200])
  expect(await reads('panel member')).toEqual([200, 200, 200, 200])
  expect(await reads('tutor')).toEqual([200, 404, 200, 200])
  expect(await reads('programme coordinator')).toEqual([404, 404, 404, 200])
  expect(await reads('clinical supervisor')).toEqual([404, 404, 404, 404])
  expect(await reads('lay member')).toEqual([404, 404, 404, 404])
  const { entries } = await trainee.ask(auditTrail)
  expect(entries.filter(({ act }) => act === 'declaration.health_details_read').map(({ by }) => by)).toEqual([
    'Dr panel member',
    'Dr programme director',
    'Dr educational supervisor',
  ])
  const tutor = await somebody('tutor')
  const seen = await tutor.send(declarationsOfOwner, { params: { ownerId: trainee.id } })
  expect(seen.body).not.toContain('Asthma')
  expect(seen.json().now[1]).toMatchObject({ kind: 'health', text: null, signatures: [{ signedBy: 'Dr Ada Trainee' }] })
})

test('T4, A8: nobody signs for another, nor in a frozen record, nor anew in days of grace', async () => {
  const { trainee, somebody } = await enrolled()
  const supervisor = await somebody('educational supervisor')
  const refused = await supervisor.refused(DECLARATIONS.probity.sign, asking(trainee.id, 'probity-2026'), 'not_allowed')
  expect(refused.title).toBe('Only the trainee can sign this.')
  const late = await somebody('educational supervisor', { from: inDays(-60), until: inDays(-1) })
  await late.refused(DECLARATIONS.agreement.sign, asking(trainee.id, 'agreement-2026'), 'not_allowed')

  const cold = await enrolled({ frozenAfterMonths: 1, from: inDays(-60) })
  const frozen = await cold.trainee.refused(OPENINGS.probity, { body: { textId: 'probity-2026', section: '4a' } }, 'not_allowed')
  expect(frozen.title).toContain('frozen')
  await cold.trainee.refused(DECLARATIONS.probity.sign, asking(cold.trainee.id, 'probity-2026'), 'not_allowed')
})

test('T2, T4: who began an agreement before their time was over is told that they can still finish it', async () => {
  const { trainee, somebody } = await enrolled()
  const params = { ownerId: trainee.id }
  const supervisor = await somebody('educational supervisor')
  const agreement = async (reader: Person) =>
    (await reader.ask(declarationsOfOwner, { params })).now.find(({ kind }) => kind === 'agreement')!
  await openSections(supervisor, trainee.id, 'agreement')
  expect(await agreement(supervisor)).toMatchObject({ can: { sign: null }, finishing: null })
  await at.house.db
    .updateTable('relation')
    .set({ until_on: inDays(-1) })
    .where('person_id', '=', supervisor.id)
    .execute()
  expect(await agreement(supervisor)).toMatchObject({
    can: { sign: null },
    finishing: expect.stringContaining('You began this agreement for IMY1 before'),
  })
  const late = await somebody('educational supervisor', { from: inDays(-60), until: inDays(-1) })
  expect(await agreement(late)).toMatchObject({ can: { sign: expect.any(String) }, finishing: null })
  await sign(supervisor, trainee.id, 'agreement')
  expect(await agreement(supervisor)).toMatchObject({ finishing: null })
})

test('T4, N1: a signature under the id of another’s is told that there is nothing', async () => {
  const { trainee, somebody } = await enrolled()
  const supervisor = await somebody('educational supervisor')
  const { id } = await sign(trainee, trainee.id, 'agreement')
  const textId = await openSections(supervisor, trainee.id, 'agreement')
  await supervisor.refused(DECLARATIONS.agreement.sign, { params: { ownerId: trainee.id }, body: { id, textId } }, 'not_found')
})

test('T2, T4: what was signed for a year stays that year’s: its days change, what it is does not', async () => {
  const { trainee, yearId, somebody } = await enrolled()
  const coordinator = await somebody('programme coordinator')
  const params = { ownerId: trainee.id, yearId }
  const year = { code: 'IMY2', from: inDays(-30), until: inDays(300) }
  await coordinator.ask(changeYear, { params, body: year })
  await sign(trainee, trainee.id, 'probity')
  const { fields } = await coordinator.refused(changeYear, { params, body: { ...year, code: 'IMY3' } }, 'invalid_input')
  expect(fields).toMatchObject([{ path: 'code', message: expect.stringContaining('IMY2') }])
  await coordinator.ask(changeYear, { params, body: { ...year, until: inDays(301) } })
})
