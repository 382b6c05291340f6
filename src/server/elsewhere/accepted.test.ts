import { v7 as uuidv7 } from 'uuid'
import { afterEach, expect, test, vi } from 'vitest'
import { closeAccount } from '#domain/accounts/closing-contract.ts'
import { linkItem, readEvidence } from '#domain/curriculum/contract.ts'
import { decideElsewhere, listElsewhere, type DecideInput } from '#domain/elsewhere/contract.ts'
import { amendItem, itemById, tagItems } from '#domain/portfolio/contract.ts'
import { readKept } from '#domain/training/kept-contract.ts'
import { closingJobs } from '#server/accounts/closing-jobs.ts'
import { supervisor, trainee } from '../../../tests/support/curriculum.ts'
import { signedElsewhere } from '../../../tests/support/elsewhere.ts'
import { house } from '../../../tests/support/house.ts'
import { PASSWORD, type Person } from '../../../tests/support/person.ts'
import { appoint, relate } from '../../../tests/support/related.ts'

const at = house()
afterEach(() => void vi.useRealTimers())

const deciding = (answer: DecideInput['answer'], id: string, after: string | null = null, decisionId = uuidv7()): DecideInput => ({
  answer,
  reason: answer === 'accepted' ? 'Quillreason.' : 'A mistake.',
  records: [{ id, decisionId, after }],
})
const decide = (by: Person, owner: Person, body: DecideInput) => by.ask(decideElsewhere, { params: { ownerId: owner.id }, body })
const newest = async (owner: Person) => (await owner.ask(listElsewhere)).records[0]!.decision!.id

test('A8, R6: what few may read says nothing as evidence, nor in the chain, to whom it is closed', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const cleo = await supervisor(at, tara, { relation: 'clinical supervisor' })
  const tutor = await at.clinician()
  await appoint(at.house, tutor.id, 'tutor', tara.programmeId, { until: null })
  const few = await signedElsewhere(at.house, tara.id, { title: 'Quilltitle', section: 'few', says: 'Quillhealth' })
  const open = await signedElsewhere(at.house, tara.id, { title: 'Openly', says: 'Quillopen' })
  await decide(esme, tara, deciding('accepted', few))
  await decide(esme, tara, deciding('accepted', open))
  for (const id of [few, open]) await tara.ask(linkItem, { params: { id }, body: { codes: ['C1'], isShown: true } })
  const read = async (itemId: string) => JSON.stringify(await cleo.ask(readEvidence, { params: { ownerId: tara.id, itemId } }))
  expect(await read(open)).toContain('Quillopen')
  expect(await read(open)).toContain('Quillreason')
  expect(await read(few)).toContain('Accepted here by')
  expect(await read(few)).not.toMatch(/Quillhealth|Quillreason|Quilltitle/)

  await tara.ask(closeAccount, { body: { password: PASSWORD, word: 'close' } })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * 86_400_000 })
  await closingJobs(at.house)['accounts.close_due']!({}, {} as never)
  const kept = await (await at.again(tutor)).ask(readKept, { params: { programmeId: tara.programmeId, doctorId: tara.id } })
  const texts = JSON.stringify(kept.records)
  expect(texts).toContain('Accepted as signed elsewhere: Openly')
  expect(texts).toContain('Accepted as signed elsewhere: Sign-off')
  expect(texts).not.toMatch(/Quillhealth|Quilltitle|Quillopen/)
  expect(texts.match(/Quillreason/g)).toHaveLength(1)
})

test('R6: an item of the owner’s own with the number of a record is not taken for it, nor erased by a withdrawal', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const id = await signedElsewhere(at.house, tara.id)
  await tara.record({ id, title: 'My own' })
  const params = { ownerId: tara.id }
  const refused = await esme.refused(decideElsewhere, { params, body: deciding('accepted', id) }, 'not_allowed')
  expect(refused.title).toContain('Something else')
  expect((await tara.ask(listElsewhere)).records[0]!.standing).toBe('waiting')
  await at.house.db
    .insertInto('elsewhere_decision')
    .values({
      owner_id: tara.id,
      id: uuidv7(),
      record_id: id,
      answer: 'accepted',
      reason: '',
      decided_by: esme.id,
      decided_by_name: '',
      decided_as: '',
      number: 1000,
      at: new Date(),
    })
    .execute()
  await decide(esme, tara, deciding('withdrawn', id, await newest(tara)))
  expect((await tara.ask(itemById, { params: { id } })).title).toBe('My own')
})

test('R6, A6: whoever is two supervisors signs as the one who may', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara, { relation: 'clinical supervisor' })
  await relate(at.house, esme.id, 'educational supervisor', tara.id)
  await decide(esme, tara, deciding('accepted', await signedElsewhere(at.house, tara.id, { section: 'few' })))
  expect((await tara.ask(listElsewhere)).records[0]!.decision!.as).toBe('educational supervisor')
})

test('R6: a tag keeps no acceptance from being withdrawn; what its owner wrote does, until they take it away', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const id = await signedElsewhere(at.house, tara.id)
  await decide(esme, tara, deciding('accepted', id))
  await tara.ask(tagItems, { body: { items: [id], add: [{ label: 'Take' }] } })
  const write = async (notes: string) => {
    const { version } = await tara.ask(itemById, { params: { id } })
    await tara.ask(amendItem, { params: { id }, body: { version, notes } })
  }
  await write('I learned much.')
  const params = { ownerId: tara.id }
  const withdrawn = deciding('withdrawn', id, await newest(tara))
  expect((await esme.refused(decideElsewhere, { params, body: withdrawn }, 'not_allowed')).title).toContain('wrote on it')
  await write('')
  await decide(esme, tara, withdrawn)
  expect((await tara.list()).items).toEqual([])
})

test('R6, N1: the number of one decision is not that of another', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const [one, two] = [await signedElsewhere(at.house, tara.id), await signedElsewhere(at.house, tara.id)]
  const number = uuidv7()
  const records = [one, two].map((id) => ({ id, decisionId: number, after: null }))
  const params = { ownerId: tara.id }
  await esme.refused(decideElsewhere, { params, body: { answer: 'accepted', reason: '', records } }, 'invalid_input')
  await decide(esme, tara, deciding('accepted', one, null, number))
  await esme.refused(decideElsewhere, { params, body: deciding('accepted', two, null, number) }, 'stale_version')
})
