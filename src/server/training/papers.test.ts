import { v7 as uuidv7 } from 'uuid'
import { afterEach, expect, test, vi } from 'vitest'
import type { Relation } from '#domain/accounts/relations.ts'
import { verifyChain } from '#domain/accounts/verify-chain.ts'
import { amendItem, binItems, eraseItems, itemById } from '#domain/portfolio/contract.ts'
import { beginUpload, removeFile, renameFile } from '#domain/portfolio/file-contract.ts'
import {
  amendCertificate,
  certificateFile,
  listCertificates,
  listExams,
  recordCertificate,
  recordExam,
  verifyCertificate,
  verifyExam,
} from '#domain/training/papers-contract.ts'
import { chainOf } from '#server/accounts/chain-queries.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { inDays, programme, stand, train, type Dates } from '../../../tests/support/related.ts'
import { trainingYear } from '../../../tests/support/trainee.ts'
import { begin, PDF, upload } from '../../../tests/support/uploading.ts'
import { verifiedFor, verifiedIn } from './verified-queries.ts'

const at = house()
afterEach(() => vi.useRealTimers())
const IMT = 'imt-stage-1-2019'

async function enrolled(frozen = false) {
  const programmeId = await programme(at.house, { frozenAfterMonths: 1 })
  const trainee = await at.clinician({ name: 'Dr Ada Trainee' })
  await train(at.house, trainee.id, programmeId, { from: inDays(-60), until: inDays(3000) })
  if (!frozen)
    await at.house.db
      .updateTable('trainee')
      .set({ enrolled_on: inDays(-60) })
      .where('owner_id', '=', trainee.id)
      .execute()
  await trainingYear(at.house, trainee.id)
  const somebody = async (relation: Relation, dates: Dates = {}): Promise<Person> => {
    const person = await at.clinician({ name: `Dr ${relation}` })
    await stand(at.house, person.id, relation, { ownerId: trainee.id, programmeId }, dates)
    return person
  }
  return { trainee, somebody }
}

const ALS = { title: 'Advanced life support (ALS)', itemCode: 'A1', awardingBody: 'Resuscitation Council UK', issuedOn: inDays(-10) }
const enter = (person: Person, more: object = {}) => person.ask(recordCertificate, { body: { id: uuidv7(), ...ALS, ...more } })

test('T5: the trainee enters a certificate and changes it; a supervisor verifies it after opening its file; then it is locked', async () => {
  const { trainee, somebody } = await enrolled()
  const supervisor = await somebody('educational supervisor')
  const als = await enter(trainee)
  const file = await upload(trainee, als.id, 'als.pdf', PDF)
  const params = { ownerId: trainee.id, id: als.id }
  const changed = await trainee.ask(amendCertificate, { params, body: { ...ALS, number: 'R-1', version: als.version } })
  await trainee.refused(amendCertificate, { params, body: { ...ALS, title: 'Older', version: changed.version - 1 } }, 'stale_version')
  const own = await trainee.refused(verifyCertificate, { params, body: { saw: 'original' } }, 'not_allowed')
  expect(own.title).toContain('Only')

  const unseen = await supervisor.refused(verifyCertificate, { params, body: { saw: 'file' } }, 'invalid_input')
  expect(unseen.fields[0]?.message).toBe('Open the file first, then confirm that it is right.')
  expect((await supervisor.send(certificateFile, { params: { ...params, fileId: file.id } })).rawPayload.equals(PDF)).toBe(true)
  const verified = await supervisor.ask(verifyCertificate, { params, body: { saw: 'file' } })
  expect(verified.verification).toMatchObject({ by: 'Dr educational supervisor', as: 'educational supervisor', saw: 'file' })
  await supervisor.refused(verifyCertificate, { params, body: { saw: 'file' } }, 'not_allowed')
  const chain = await chainOf(at.house.db, trainee.id)
  expect(chain.links.map(({ kind }) => kind)).toEqual(['verification'])
  expect(chain.records[0]?.text).toContain(file.sha256)
  expect(await verifyChain(chain)).toMatchObject({ faults: [] })
  expect(await verifiedFor(at.house.db, trainee.id, IMT)).toEqual(new Map([['A1', { itemId: als.id, title: ALS.title, on: ALS.issuedOn }]]))
  const later = { id: 'imt-later', replaces: { curriculum: IMT, map: [{ from: 'A1', to: 'A9' }] } }
  expect([...(await verifiedIn(at.house.db, trainee.id, later)).keys()]).toEqual(['A9'])

  const locked = 'not_allowed'
  const { version } = (await trainee.ask(listCertificates)).certificates[0]!
  const refused = await trainee.refused(amendCertificate, { params, body: { ...ALS, number: 'R-2', version } }, locked)
  expect(refused.title).toContain('kept as it is')
  await trainee.refused(removeFile, { params: { id: als.id, fileId: file.id } }, locked)
  await trainee.refused(renameFile, { params: { id: als.id, fileId: file.id }, body: { name: 'other.pdf' } }, locked)
  await trainee.refused(beginUpload, begin(als.id, 'more.pdf', PDF.length), locked)
  const bin = await trainee.refused(binItems, { body: { items: [als.id] } }, locked)
  expect(bin.title).toContain('verified')
  await trainee.ask(eraseItems, { body: { items: [als.id] } })
  for (const change of [{ title: 'Other' }, { completedOn: inDays(-1) }, { status: 'in progress' }]) {
    await trainee.refused(amendItem, { params: { id: als.id }, body: { version, ...change } }, 'invalid_input')
  }
  expect(await trainee.ask(itemById, { params: { id: als.id } })).toMatchObject({
    title: ALS.title,
    completedOn: ALS.issuedOn,
    can: { bin: false, closed: { files: expect.stringContaining('verified') } },
  })
})

test('A9, P19: a number or an expiry that changes is a change of the certificate: its history says so, and a later save from before is refused', async () => {
  const { trainee } = await enrolled()
  const als = await enter(trainee)
  const params = { ownerId: trainee.id, id: als.id }
  const changed = await trainee.ask(amendCertificate, { params, body: { ...ALS, expiresOn: inDays(700), version: als.version } })
  expect(changed.version).toBe(als.version + 1)
  await trainee.refused(amendCertificate, { params, body: { ...ALS, number: 'R-1', version: als.version } }, 'stale_version')
  const told = await at.house.db
    .selectFrom('audit')
    .where('owner_id', '=', trainee.id)
    .where('act', '=', 'item.amended')
    .select('changes')
    .execute()
  expect(told).toEqual([{ changes: [{ field: 'expiresOn', before: '', after: inDays(700) }] }])
})

test('T5: who verifies has seen what they verify: not a file that was put there since, nor a day that was changed since', async () => {
  const { trainee, somebody } = await enrolled()
  const supervisor = await somebody('educational supervisor')
  const als = await enter(trainee)
  const params = { ownerId: trainee.id, id: als.id }
  const first = await upload(trainee, als.id, 'als.pdf', PDF)
  await supervisor.send(certificateFile, { params: { ...params, fileId: first.id } })
  await trainee.ask(removeFile, { params: { id: als.id, fileId: first.id } })
  const second = await upload(trainee, als.id, 'als.pdf', PDF)
  const unseen = await supervisor.refused(verifyCertificate, { params, body: { saw: 'file' } }, 'invalid_input')
  expect(unseen.fields[0]?.path).toBe('saw')
  await supervisor.send(certificateFile, { params: { ...params, fileId: second.id } })
  const { version } = (await supervisor.ask(listCertificates, { params: { ownerId: trainee.id } })).certificates[0]!
  await trainee.ask(amendCertificate, { params, body: { ...ALS, expiresOn: inDays(3000), version } })
  await supervisor.refused(verifyCertificate, { params, body: { saw: 'file', version } }, 'stale_version')
  await supervisor.ask(verifyCertificate, { params, body: { saw: 'file', version: version + 1 } })
})

test('T5: a file of the same name is not the one that was opened, and one that was renamed since still is', async () => {
  const { trainee, somebody } = await enrolled()
  const supervisor = await somebody('educational supervisor')
  const als = await enter(trainee)
  const params = { ownerId: trainee.id, id: als.id }
  const front = await upload(trainee, als.id, 'als.pdf', PDF)
  const back = await upload(trainee, als.id, 'other.pdf', Buffer.concat([PDF, Buffer.from('% the other side')]))
  const rename = (fileId: string, name: string) => trainee.ask(renameFile, { params: { id: als.id, fileId }, body: { name } })
  const open = (fileId: string) => supervisor.send(certificateFile, { params: { ...params, fileId } })
  await rename(front.id, 'aside.pdf')
  await rename(back.id, 'als.pdf')
  await open(back.id)
  // The one that was not opened takes the name, and lay there before.
  await trainee.ask(removeFile, { params: { id: als.id, fileId: back.id } })
  await rename(front.id, 'als.pdf')
  const unseen = await supervisor.refused(verifyCertificate, { params, body: { saw: 'file' } }, 'invalid_input')
  expect(unseen.fields[0]?.path).toBe('saw')
  await open(front.id)
  await rename(front.id, 'front.pdf')
  expect((await supervisor.ask(verifyCertificate, { params, body: { saw: 'file' } })).verification).toMatchObject({ saw: 'file' })
})

test('T5: who verifies by the files has opened each of them, for the signature names them all', async () => {
  const { trainee, somebody } = await enrolled()
  const supervisor = await somebody('educational supervisor')
  const als = await enter(trainee)
  const params = { ownerId: trainee.id, id: als.id }
  const files = [await upload(trainee, als.id, 'front.pdf', PDF), await upload(trainee, als.id, 'back.pdf', PDF)]
  await supervisor.send(certificateFile, { params: { ...params, fileId: files[0]!.id } })
  const unseen = await supervisor.refused(verifyCertificate, { params, body: { saw: 'file' } }, 'invalid_input')
  expect(unseen.fields).toEqual([{ path: 'saw', message: 'Open each of the files first, then confirm that they are right.' }])
  await supervisor.send(certificateFile, { params: { ...params, fileId: files[1]!.id } })
  await supervisor.ask(verifyCertificate, { params, body: { saw: 'file' } })
})

test('T1: the files of a certificate in a frozen record are changed by no way, nor is it binned; the portfolio beside it is the doctor’s own', async () => {
  const { trainee } = await enrolled()
  const enrol = (on: string | null) =>
    at.house.db.updateTable('trainee').set({ enrolled_on: on }).where('owner_id', '=', trainee.id).execute()
  const als = await enter(trainee)
  const own = await trainee.record({ title: 'A course' })
  const file = await upload(trainee, als.id, 'als.pdf', PDF)
  await enrol(null)
  const params = { id: als.id, fileId: file.id }
  await trainee.refused(beginUpload, begin(als.id, 'more.pdf', PDF.length), 'not_allowed')
  await trainee.refused(renameFile, { params, body: { name: 'other.pdf' } }, 'not_allowed')
  await trainee.refused(removeFile, { params }, 'not_allowed')
  const { title } = await trainee.refused(binItems, { body: { items: [own.id, als.id] } }, 'not_allowed')
  expect(title).toContain('frozen')
  expect((await trainee.ask(itemById, { params: { id: als.id } })).can).toMatchObject({ bin: false, closed: { files: title } })
  await upload(trainee, own.id, 'course.pdf', PDF)
  await enrol(inDays(-1))
  await trainee.ask(removeFile, { params })
})

test('T5: a correction of what is verified is a new one that names it; once that is verified the old counts no more', async () => {
  const { trainee, somebody } = await enrolled()
  const supervisor = await somebody('clinical supervisor')
  const als = await enter(trainee)
  await trainee.refused(recordCertificate, { body: { id: uuidv7(), ...ALS, corrects: als.id } }, 'invalid_input')
  const verify = (id: string) => supervisor.ask(verifyCertificate, { params: { ownerId: trainee.id, id }, body: { saw: 'original' } })
  await verify(als.id)
  const right = await enter(trainee, { issuedOn: inDays(-9), corrects: als.id })
  await trainee.refused(recordCertificate, { body: { id: uuidv7(), ...ALS, corrects: als.id } }, 'invalid_input')
  expect((await verifiedFor(at.house.db, trainee.id, IMT)).get('A1')?.itemId).toBe(als.id)
  await verify(right.id)
  expect((await verifiedFor(at.house.db, trainee.id, IMT)).get('A1')?.itemId).toBe(right.id)
  const { certificates } = await trainee.ask(listCertificates)
  expect(certificates.map(({ id, isCorrected }) => [id, isCorrected])).toEqual([
    [right.id, false],
    [als.id, true],
  ])
})

test('T5: a correction that lies in the bin does not stand in the way of another', async () => {
  const { trainee, somebody } = await enrolled()
  const supervisor = await somebody('clinical supervisor')
  const als = await enter(trainee)
  await supervisor.ask(verifyCertificate, { params: { ownerId: trainee.id, id: als.id }, body: { saw: 'original' } })
  const mistaken = await enter(trainee, { corrects: als.id })
  await trainee.refused(recordCertificate, { body: { id: uuidv7(), ...ALS, corrects: als.id } }, 'invalid_input')
  await trainee.ask(binItems, { body: { items: [mistaken.id] } })
  expect((await enter(trainee, { corrects: als.id })).corrects).toBe(als.id)
})

test('T5: by the day it expires on, 29 February in London included, it is valid, expires soon, or has expired, and then meets nothing', async () => {
  const { trainee, somebody } = await enrolled()
  const supervisor = await somebody('educational supervisor')
  const als = await enter(trainee, { expiresOn: '2032-02-29' })
  await supervisor.ask(verifyCertificate, { params: { ownerId: trainee.id, id: als.id }, body: { saw: 'original' } })
  const on = async (instant: string) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(instant) })
    const { certificates, required } = await (await at.again(trainee)).ask(listCertificates)
    return [certificates[0]!.expiry, required[0]!.state, (await verifiedFor(at.house.db, trainee.id, IMT)).has('A1')]
  }
  expect(await on('2031-11-28T12:00:00Z')).toEqual(['valid', 'met', true])
  expect(await on('2031-11-29T12:00:00Z')).toEqual(['expires soon', 'met', true])
  expect(await on('2032-02-29T23:59:00Z')).toEqual(['expires soon', 'met', true])
  expect(await on('2032-03-01T00:01:00Z')).toEqual(['expired', 'expired', false])
})

test('T5, N1: what cannot be is refused at its field', async () => {
  const { trainee } = await enrolled()
  const fault = async (more: object) => {
    const { fields } = await trainee.refused(recordCertificate, { body: { id: uuidv7(), ...ALS, ...more } }, 'invalid_input')
    return fields[0]
  }
  expect(await fault({ title: ' ' })).toEqual({ path: 'title', message: 'Give it a title.' })
  expect((await fault({ issuedOn: inDays(1) }))?.path).toBe('issuedOn')
  expect((await fault({ expiresOn: inDays(-11) }))?.path).toBe('expiresOn')
  expect((await fault({ itemCode: 'E1' }))?.path).toBe('itemCode')
  expect((await fault({ corrects: uuidv7() }))?.path).toBe('corrects')
})

test('T5: an exam that was not passed is kept and meets nothing; sent twice it is one', async () => {
  const { trainee, somebody } = await enrolled()
  const supervisor = await somebody('educational supervisor')
  const body = { id: uuidv7(), title: 'MRCP(UK) Part 1', itemCode: 'E1', takenOn: inDays(-20), result: 'not passed' }
  await Promise.all([trainee.ask(recordExam, { body }), trainee.ask(recordExam, { body })])
  await supervisor.ask(verifyExam, { params: { ownerId: trainee.id, id: body.id }, body: { saw: 'original' } })
  expect(await verifiedFor(at.house.db, trainee.id, IMT)).toEqual(new Map())
  const second = { ...body, id: uuidv7(), result: 'passed', takenOn: inDays(-2) }
  await trainee.ask(recordExam, { body: second })
  await supervisor.ask(verifyExam, { params: { ownerId: trainee.id, id: second.id }, body: { saw: 'original' } })
  expect((await verifiedFor(at.house.db, trainee.id, IMT)).get('E1')).toMatchObject({ on: second.takenOn })
  const { exams, required } = await supervisor.ask(listExams, { params: { ownerId: trainee.id } })
  expect(exams.map(({ result }) => result)).toEqual(['passed', 'not passed'])
  expect(required.map(({ code, state }) => `${code} ${state}`)).toEqual(['E1 met', 'E2 missing', 'E3 missing'])
})

test('A8, T5: each relation reads, enters and verifies as the table says, in its dates and while the record is not frozen', async () => {
  const { trainee, somebody } = await enrolled()
  const codes = async (relation: Relation, dates: Dates = {}) => {
    const als = await enter(trainee)
    const person = await somebody(relation, dates)
    const params = { ownerId: trainee.id, id: als.id }
    const read = await person.send(listCertificates, { params })
    const write = await person.send(recordCertificate, { params, body: { id: uuidv7(), ...ALS } })
    const exam = await person.send(recordExam, {
      params,
      body: { id: uuidv7(), title: 'Fellowship', takenOn: inDays(-5), result: 'passed' },
    })
    const verify = await person.send(verifyCertificate, { params, body: { saw: 'original' } })
    return [read, write, exam, verify].map(({ statusCode }) => statusCode)
  }
  expect(await codes('educational supervisor')).toEqual([200, 403, 403, 200])
  expect(await codes('clinical supervisor')).toEqual([200, 403, 403, 200])
  expect(await codes('tutor')).toEqual([200, 403, 403, 403])
  expect(await codes('programme director')).toEqual([200, 403, 403, 403])
  expect(await codes('programme coordinator')).toEqual([200, 403, 403, 200])
  expect(await codes('college administrator')).toEqual([200, 403, 201, 200])
  expect(await codes('panel member')).toEqual([200, 403, 403, 403])
  expect(await codes('lay member')).toEqual([200, 403, 403, 403])
  expect(await codes('educational supervisor', { from: inDays(-60), until: inDays(-1) })).toEqual([200, 403, 403, 403])
  expect(await codes('educational supervisor', { from: inDays(-60), until: inDays(-29) })).toEqual([404, 404, 404, 404])
  expect(await codes('educational supervisor', { from: inDays(1), until: inDays(60) })).toEqual([404, 404, 404, 404])

  const cold = await enrolled(true)
  const refused = await cold.trainee.refused(recordCertificate, { body: { id: uuidv7(), ...ALS } }, 'not_allowed')
  expect(refused.title).toContain('frozen')
  const supervisor = await cold.somebody('educational supervisor')
  expect((await supervisor.ask(listCertificates, { params: { ownerId: cold.trainee.id } })).can.write).toContain('Only')
})
