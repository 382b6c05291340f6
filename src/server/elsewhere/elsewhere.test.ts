import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { verifyChain } from '#domain/accounts/verify-chain.ts'
import { closeAccount } from '#domain/accounts/closing-contract.ts'
import { linkItem } from '#domain/curriculum/contract.ts'
import { bringIn, keptRows, undoImport, type Import } from '#domain/capture/import-contract.ts'
import { decideElsewhere, listElsewhere, readElsewhere, type RecordElsewhere } from '#domain/elsewhere/contract.ts'
import { binItems, itemById } from '#domain/portfolio/contract.ts'
import { beginUpload } from '#domain/portfolio/file-contract.ts'
import { chainOf } from '#server/accounts/chain-queries.ts'
import { amendRows, archiveOf, forged, imported } from '../../../tests/support/archives.ts'
import { answer, assess, evidence, signOff, supervisor, trainee } from '../../../tests/support/curriculum.ts'
import { house } from '../../../tests/support/house.ts'
import { settled } from '../../../tests/support/importing.ts'
import { signedElsewhere } from '../../../tests/support/elsewhere.ts'
import { PASSWORD, type Person } from '../../../tests/support/person.ts'
import { appoint, inDays } from '../../../tests/support/related.ts'

const at = house({ listening: true })

export async function broughtIn(person: Person, bytes: Buffer): Promise<Import> {
  const read = await imported(person, bytes)
  await person.ask(bringIn, { params: { importId: read.id } })
  return settled(person, read.id)
}

/** An archive of somebody who was signed off twice by Dr Far Away. */
async function archived(): Promise<{ there: Person; bytes: Buffer }> {
  const there = await trainee(at, { name: 'Dr Tara Inglis' })
  const far = await supervisor(at, there, { name: 'Dr Far Away' })
  await evidence(there, ['C1', 'C2'], { title: 'ACAT: medical take', notes: 'Led the take.' })
  await assess(there, 'C1', '3')
  await signOff(far, there, 'C1', '3', { 'one link': 'It explores all of it.' })
  await answer(far, there, 'C2', { answer: 'more evidence needed', note: 'One more ward round, please.' })
  return { there, bytes: await archiveOf(at.house, there) }
}

const listOf = (by: Person, owner: Person, show: 'all' | 'waiting' | 'accepted' | 'declined' = 'all') =>
  by.ask(listElsewhere, { params: { ownerId: owner.id }, query: { show } })

const deciding = (answer: 'accepted' | 'declined' | 'withdrawn', records: readonly RecordElsewhere[], reason = '') => ({
  answer,
  reason,
  records: records.map(({ id, decision }) => ({ id, decisionId: uuidv7(), after: decision?.id ?? null })),
})

test('R6: what was signed arrives as signed elsewhere, readable, with its proof, once, whichever way it comes', async () => {
  const { there, bytes } = await archived()
  const here = await trainee(at, { name: 'Dr Tara Inglis' })
  const read = await imported(here, bytes)
  expect(read.archive!.parts).toContainEqual(expect.objectContaining({ label: 'Signed records', fate: 'elsewhere', rows: 2, here: 0 }))
  expect((await listOf(here, here)).records).toEqual([])
  await here.ask(bringIn, { params: { importId: read.id } })
  expect(await settled(here, read.id)).toMatchObject({ state: 'brought' })
  const { records, counts } = await listOf(here, here)
  expect(counts).toEqual({ all: 2, waiting: 2, accepted: 0, declined: 0 })
  const first = records.find(({ title }) => title.includes('C1'))!
  expect(first).toMatchObject({
    kind: 'sign-off',
    signer: 'Dr Far Away',
    signedAs: 'educational supervisor',
    proof: 'whole',
    standing: 'waiting',
    fromName: 'Dr Tara Inglis',
    isSameName: true,
    signedOn: inDays(0),
  })
  const one = await here.ask(readElsewhere, { params: { ownerId: here.id, id: first.id } })
  expect(one).toMatchObject({ number: 1, keyIsOurs: true, remarks: [], isFew: false })
  const said = one.content.flatMap(({ label, lines }) => lines.map((line) => `${label}: ${line}`)).join('\n')
  expect(said).toContain('Answer: signed off at level')
  expect(said).toContain('ACAT: medical take')
  expect(said).not.toMatch(/[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}/)

  const again = await imported(here, bytes)
  expect(again.archive!.parts).toContainEqual(expect.objectContaining({ fate: 'elsewhere', rows: 2, here: 2 }))
  // By way of a third account it is told of, and no more proven: what is proven here already stays.
  const third = await at.clinician()
  await broughtIn(third, await archiveOf(at.house, here))
  const byThird = await listOf(third, third)
  expect(byThird.records.map(({ proof, fromName }) => [proof, fromName])).toEqual([
    ['told', 'Dr Tara Inglis'],
    ['told', 'Dr Tara Inglis'],
  ])
  await broughtIn(third, bytes)
  expect((await listOf(third, third)).records.map(({ proof }) => proof)).toEqual(['whole', 'whole'])
  await broughtIn(here, await archiveOf(at.house, third))
  expect((await listOf(here, here)).records.map(({ id, proof }) => [id, proof])).toEqual(records.map(({ id }) => [id, 'whole']))
  // One's own archive is one's own.
  expect((await imported(there, bytes)).archive!.parts.some(({ fate }) => fate === 'elsewhere')).toBe(false)
})

test('R6: before it is accepted it counts nowhere; then it is an item, locked, that can be linked, and stands in the chain', async () => {
  const { bytes } = await archived()
  const here = await trainee(at, { name: 'Dr Tara Inglis' })
  const esme = await supervisor(at, here)
  await broughtIn(here, bytes)
  const { records } = await listOf(esme, here)
  const [first, second] = [records.find(({ title }) => title.includes('C1'))!, records.find(({ title }) => title.includes('C2'))!]
  const link = { params: { id: first.id }, body: { codes: ['C1'], isShown: true } }
  await here.refused(linkItem, link, 'not_found')
  expect((await here.list()).items.map(({ title }) => title)).toEqual(['ACAT: medical take'])

  const decide = (by: Person, body: ReturnType<typeof deciding>) => by.ask(decideElsewhere, { params: { ownerId: here.id }, body })
  expect((await here.refused(decideElsewhere, { body: deciding('accepted', [first]) }, 'not_allowed')).title).toContain('Only your')
  const unsaid = await esme.refused(
    decideElsewhere,
    { params: { ownerId: here.id }, body: deciding('declined', [second]) },
    'invalid_input',
  )
  expect(unsaid.fields).toEqual([{ path: 'reason', message: 'Say why.' }])
  const accepting = deciding('accepted', [first], 'Known to me.')
  expect(await decide(esme, accepting)).toEqual({ decided: 1 })
  expect(await decide(esme, accepting)).toEqual({ decided: 0 })
  expect(await decide(esme, deciding('declined', [second], 'It asks for more.'))).toEqual({ decided: 1 })
  await esme.refused(decideElsewhere, { params: { ownerId: here.id }, body: deciding('accepted', [second]) }, 'stale_version')

  await here.refused(linkItem, { ...link, params: { id: second.id } }, 'not_found')
  const item = await here.ask(itemById, { params: { id: first.id } })
  expect(item).toMatchObject({
    kind: 'signed elsewhere',
    status: 'completed',
    completedOn: first.signedOn,
    personal: null,
    title: first.title,
  })
  expect(Object.keys(item.can.closed)).toEqual(expect.arrayContaining(['title', 'status', 'completedOn', 'bin', 'files']))
  await here.refused(beginUpload, { params: { id: first.id }, body: { uploadId: uuidv7(), name: 'more.pdf', sizeBytes: 9 } }, 'not_allowed')
  await here.refused(binItems, { body: { items: [first.id] } }, 'not_allowed')
  const { links, records: signed } = await chainOf(at.house.db, here.id)
  expect(links.map(({ kind }) => kind)).toEqual(['verification', 'verification'])
  expect(signed[0]!.text).toContain('"verified":"signed elsewhere"')
  expect((await verifyChain(await chainOf(at.house.db, here.id))).faults).toEqual([])

  const now = (await listOf(here, here)).records
  expect(now.find(({ id }) => id === first.id)).toMatchObject({
    standing: 'accepted',
    decision: { by: 'Dr Esme Sutton', as: 'educational supervisor', reason: 'Known to me.' },
  })
  await here.ask(linkItem, link)
  const accepted = (await listOf(esme, here, 'accepted')).records
  expect(accepted[0]!.can.withdraw).toContain('it is linked to the curriculum')
  await esme.refused(decideElsewhere, { params: { ownerId: here.id }, body: deciding('withdrawn', accepted, 'A mistake.') }, 'not_allowed')
})

test('R6: an acceptance on which nothing is built can be withdrawn, and then it counts no more', async () => {
  const { bytes } = await archived()
  const here = await trainee(at, { name: 'Dr Tara Inglis' })
  const cora = await at.clinician({ name: 'Dr Cora Dinator' })
  await appoint(at.house, cora.id, 'programme coordinator', here.programmeId)
  await broughtIn(here, bytes)
  const params = { ownerId: here.id }
  const waiting = (await listOf(cora, here)).records
  await cora.ask(decideElsewhere, { params, body: deciding('accepted', waiting) })
  expect((await here.list()).items).toHaveLength(3)
  const accepted = (await listOf(cora, here, 'accepted')).records
  await cora.ask(decideElsewhere, { params, body: deciding('withdrawn', accepted, 'The signer says it was not them.') })
  expect((await here.list()).items).toHaveLength(1)
  const again = (await listOf(cora, here)).records
  expect(again.map(({ standing, decision }) => [standing, decision?.answer])).toEqual([
    ['waiting', 'withdrawn'],
    ['waiting', 'withdrawn'],
  ])
  await cora.ask(decideElsewhere, { params, body: deciding('accepted', again.slice(0, 1)) })
  expect((await here.list()).items).toHaveLength(2)
})

test('R6: an undone import takes away what nobody decided about, and what was decided stays with its proof', async () => {
  const { bytes } = await archived()
  const here = await trainee(at, { name: 'Dr Tara Inglis' })
  const esme = await supervisor(at, here)
  const { id: importId } = await broughtIn(here, bytes)
  const [first] = (await listOf(esme, here)).records
  await esme.ask(decideElsewhere, { params: { ownerId: here.id }, body: deciding('accepted', [first!]) })
  await here.ask(undoImport, { params: { importId } })
  expect(await settled(here, importId)).toMatchObject({ state: 'undone', kept: 1 })
  expect((await here.ask(keptRows, { params: { importId } })).rows).toEqual([
    { id: first!.id, title: first!.title, why: 'it was accepted or declined here' },
  ])
  expect((await listOf(here, here)).records.map(({ id }) => id)).toEqual([first!.id])
  const kept = at.house.db.selectFrom('brought_archive').select('id').where('owner_id', '=', here.id)
  expect(await kept.execute()).toHaveLength(1)
  await broughtIn(here, bytes)
  expect((await listOf(here, here)).counts).toMatchObject({ all: 2, accepted: 1 })
})

test('R6: a record that was altered is told of as such, and nobody accepts it', async () => {
  const { bytes } = await archived()
  const here = await trainee(at, { name: 'Dr Tara Inglis' })
  const esme = await supervisor(at, here)
  const altered = await forged(bytes, (files) =>
    files.set('chain.json', Buffer.from(files.get('chain.json')!.toString().replace('more evidence needed', 'signed off at level!'))),
  )
  await broughtIn(here, altered)
  const { records } = await listOf(esme, here)
  const of = (code: string) => records.find(({ title }) => title.includes(code))!
  expect([of('C1').proof, of('C2').proof]).toEqual(['broken', 'altered'])
  expect(of('C2').can.accept).toContain('not as it was signed')
  expect(of('C1').can.accept).toBeNull()
  await esme.refused(decideElsewhere, { params: { ownerId: here.id }, body: deciding('accepted', [of('C2')]) }, 'not_allowed')
  // What is proven takes its place.
  await broughtIn(here, await forged(bytes, () => undefined))
  expect((await listOf(here, here)).records.map(({ proof }) => proof).toSorted()).toEqual(['altered', 'whole', 'whole'])
})

test('R6: a chain that is none keeps nothing else from coming in, and is told of', async () => {
  const { bytes } = await archived()
  const here = await at.clinician()
  const read = await imported(here, await forged(bytes, (files) => files.set('chain.json', Buffer.from('{"cairn":1}'))))
  expect(read).toMatchObject({ state: 'ready', archive: { notes: [expect.stringContaining('chain.json cannot be read')] } })
  const others = await forged(bytes, (files) => {
    const proof = JSON.parse(files.get('chain.json')!.toString()) as { chain: object }
    files.set('chain.json', Buffer.from(JSON.stringify({ ...proof, chain: { ...proof.chain, ownerId: uuidv7() } })))
  })
  expect((await imported(here, others)).archive!.notes).toEqual([expect.stringContaining('belongs to another record')])
  const hostile = await imported(
    here,
    await forged(bytes, (files) => {
      amendRows(files, 'signed-elsewhere', () => [{ id: uuidv7(), key: 'x' }])
    }),
  )
  expect(hostile).toMatchObject({ state: 'failed', reason: expect.stringContaining('signed-elsewhere') })
})

test('R6: a certificate of a module comes without a chain, to who trains nowhere too; one that was void cannot be accepted', async () => {
  const ada = await at.clinician({ name: 'Dr Ada Adams' })
  await ada.record({ title: 'Sepsis' })
  const certificate = (title: string, voided_on: string | null) => ({
    id: uuidv7(),
    attempt_id: uuidv7(),
    module_id: 'sepsis',
    title,
    name: 'Dr Ada Adams',
    minutes: 30,
    passed_on: '2026-01-02',
    awards: [],
    voided_on,
    issued_at: '2026-01-02T09:00:00.000Z',
  })
  const bytes = await forged(await archiveOf(at.house, ada), (files) =>
    amendRows(files, 'certificate', () => [certificate('Sepsis, the module', null), certificate('Void', '2026-02-01')]),
  )
  const bob = await at.clinician({ name: 'Dr Bob Brown' })
  await broughtIn(bob, bytes)
  const listed = await listOf(bob, bob)
  expect(listed).toMatchObject({ counts: { all: 2 }, acceptors: [], can: { decide: expect.stringContaining('Only your') } })
  expect(listed.records.map(({ proof, signer, isSameName }) => [proof, signer, isSameName])).toEqual([
    ['none', '', false],
    ['none', '', false],
  ])
  const tara = await trainee(at)
  const esme = await supervisor(at, tara, { relation: 'clinical supervisor' })
  await broughtIn(tara, bytes)
  const { records } = await listOf(esme, tara)
  const of = (title: string) => records.find((one) => one.title.startsWith(title))!
  expect(of('Void').can.accept).toContain('made void')
  await esme.ask(decideElsewhere, { params: { ownerId: tara.id }, body: deciding('accepted', [of('Sepsis')]) })
  expect((await tara.ask(itemById, { params: { id: of('Sepsis').id } })).completedOn).toBe('2026-01-02')
})

test('R6, A8: several are decided all or none; the owner hears of it, and nothing is accepted in an account that closes', async () => {
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const cora = await at.clinician({ name: 'Dr Cora Dinator' })
  await appoint(at.house, cora.id, 'programme coordinator', tara.programmeId)
  await signedElsewhere(at.house, tara.id, { title: 'Good' })
  await signedElsewhere(at.house, tara.id, { title: 'Altered', proof: 'altered' })
  const few = await signedElsewhere(at.house, tara.id, { title: 'Health', section: 'few' })
  const params = { ownerId: tara.id }
  const { records } = await listOf(esme, tara)
  expect(records).toHaveLength(3)
  expect((await listOf(cora, tara)).records.map(({ title }) => title).toSorted()).toEqual(['Altered', 'Good'])
  await cora.refused(readElsewhere, { params: { ...params, id: few } }, 'not_found')
  const of = (title: string) => records.filter((one) => one.title === title)
  await esme.refused(decideElsewhere, { params, body: deciding('accepted', [...of('Good'), ...of('Altered')]) }, 'not_allowed')
  expect((await tara.list()).items).toEqual([])
  const told = await esme.refused(
    decideElsewhere,
    { params, body: deciding('declined', of('Good'), 'Mrs Jones, NHS number 943 476 5919, was hers.') },
    'invalid_input',
  )
  expect(told.fields[0]!.path).toBe('reason')
  await esme.ask(decideElsewhere, { params, body: deciding('accepted', of('Good')) })
  const mails = await at.house.db.selectFrom('message').where('owner_id', '=', tara.id).select(['subject', 'body_text as text']).execute()
  expect(mails.filter(({ subject }) => subject.includes('signed elsewhere'))).toEqual([
    {
      subject: 'Accepted: 1 record signed elsewhere',
      text: expect.stringContaining('Dr Esme Sutton, educational supervisor, accepted 1 record'),
    },
  ])
  await tara.ask(closeAccount, { body: { password: PASSWORD, word: 'close' } })
  await cora.refused(decideElsewhere, { params, body: deciding('declined', of('Altered'), 'It was altered.') }, 'not_allowed')
})
