import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { bringIn, keptOfArchive, keptRows, undoImport, type Import } from '#domain/capture/import-contract.ts'
import { listCertificates, listExams, recordCertificate, recordExam, verifyCertificate } from '#domain/training/papers-contract.ts'
import { amendRows, archiveOf, forged, imported, opened } from '../../../tests/support/archives.ts'
import { house } from '../../../tests/support/house.ts'
import { settled } from '../../../tests/support/importing.ts'
import type { Person } from '../../../tests/support/person.ts'
import { aProgramme } from '../../../tests/support/programme.ts'
import { inDays, relate } from '../../../tests/support/related.ts'
import { PDF, upload } from '../../../tests/support/uploading.ts'

const at = house({ listening: true })
const of = (importId: string) => ({ params: { importId } })
const broughtIn = async (person: Person, { id }: Import) => {
  await person.ask(bringIn, of(id))
  return settled(person, id)
}
const certificatesOf = async (person: Person) => (await person.ask(listCertificates)).certificates
const partOf = ({ archive }: Import, label: string) => archive!.parts.find((part) => part.label === label)
const LABEL = 'Professional certificates you entered, verified by nobody here'

/** One that was verified, and the one that takes over from it; the first with a file. */
async function certified() {
  const { trainee, educational } = await aProgramme(at)
  await relate(at.house, educational.id, 'educational supervisor', trainee.id)
  const [als, renewed] = [uuidv7(), uuidv7()]
  const body = { title: 'Advanced Life Support', awardingBody: 'Resuscitation Council', number: 'A “1” 🫀', issuedOn: inDays(-900) }
  await trainee.ask(recordCertificate, { body: { ...body, id: als, expiresOn: inDays(-10), itemCode: null } })
  await upload(trainee, als, 'als.pdf', PDF)
  await educational.ask(verifyCertificate, { params: { ownerId: trainee.id, id: als }, body: { saw: 'original' } })
  await trainee.ask(recordCertificate, { body: { ...body, id: renewed, issuedOn: inDays(-9), expiresOn: inDays(900), renews: als } })
  return { trainee, als }
}

test('K5, T5: certificates their owner entered come in, renewals and files too, and nobody has verified them here', async () => {
  const { trainee: ada } = await certified()
  const archive = await archiveOf(at.house, ada)
  const { trainee: bob, educational } = await aProgramme(at)
  await relate(at.house, educational.id, 'educational supervisor', bob.id)
  const read = await imported(bob, archive)
  expect(partOf(read, LABEL)).toMatchObject({ fate: 'in', rows: 2, here: 0 })
  expect(partOf(read, 'Verifications')).toMatchObject({ fate: 'kept', rows: 1 })
  expect(partOf(read, 'Professional certificates that the college entered')).toBeUndefined()
  expect(await broughtIn(bob, read)).toMatchObject({ state: 'brought', reason: null })
  const made = await certificatesOf(bob)
  const first = made.find(({ renews }) => renews === null)!
  expect(made).toHaveLength(2)
  expect(first).toMatchObject({
    title: 'Advanced Life Support',
    number: 'A “1” 🫀',
    verification: null,
    isRenewed: true,
    files: [{ name: 'als.pdf' }],
  })
  expect(made.find(({ renews }) => renews === first.id)).toMatchObject({ verification: null, expiresOn: inDays(900) })
  const kept = await opened((await bob.send(keptOfArchive, of(read.id))).rawPayload)
  expect(kept.get('data/verification.json')!.toString()).toContain('educational supervisor')
  expect(await imported(bob, archive)).toMatchObject({ counts: { fresh: 0 }, archive: { keeps: false } })
  // What is verified here stays when the import is undone.
  const params = { ownerId: bob.id, id: first.id }
  await educational.ask(verifyCertificate, { params, body: { saw: 'original' } })
  await bob.ask(undoImport, of(read.id))
  expect(await settled(bob, read.id)).toMatchObject({ state: 'undone', kept: 1, reason: null })
  expect((await bob.ask(keptRows, of(read.id))).rows).toMatchObject([{ id: first.id, why: 'it was verified' }])
  expect(await certificatesOf(bob)).toHaveLength(1)
})

test('K5, T5: what the college entered, or nobody could have entered, does not come in as the owner’s', async () => {
  const { trainee: ada } = await certified()
  const archive = await archiveOf(at.house, ada)
  const changed = (change: object) =>
    forged(archive, (files) => amendRows(files, 'professional-certificate', (rows) => rows.map((row) => ({ ...row, ...change }))))
  const bob = await at.clinician()
  for (const change of [
    { source: 'college' },
    { issued_on: inDays(3), expires_on: null },
    { expires_on: '1990-01-01' },
    { number: 'x'.repeat(101) },
  ])
    expect(partOf(await imported(bob, await changed(change)), LABEL), JSON.stringify(change)).toBeUndefined()
  const elsewhere = await changed({ curriculum_id: 'imt-stage-1-2019', item_code: 'als' })
  await broughtIn(bob, await imported(bob, elsewhere))
  expect((await certificatesOf(bob)).map(({ itemCode }) => itemCode)).toEqual([null, null])
})

test('K5, T5: results of exams their owner entered come in the same way', async () => {
  const ada = await at.clinician()
  const result = {
    title: 'MRCP Part 1',
    awardingBody: 'Federation',
    candidateNumber: 'C 🫀',
    diet: '2025/1',
    takenOn: inDays(-30),
    result: 'passed',
  }
  await ada.ask(recordExam, { body: { ...result, id: uuidv7() } })
  const archive = await archiveOf(at.house, ada)
  const label = 'Results of exams you entered, verified by nobody here'
  const bob = await at.clinician()
  const changed = (change: object) =>
    forged(archive, (files) => amendRows(files, 'exam-result', (rows) => rows.map((row) => ({ ...row, ...change }))))
  for (const change of [{ source: 'college' }, { taken_on: inDays(3) }, { result: 'with honours' }])
    expect(partOf(await imported(bob, await changed(change)), label), JSON.stringify(change)).toBeUndefined()
  const read = await imported(bob, archive)
  expect(partOf(read, label)).toMatchObject({ fate: 'in', rows: 1 })
  await broughtIn(bob, read)
  const examsOf = async () => (await bob.ask(listExams)).exams
  expect(await examsOf()).toMatchObject([{ ...result, verification: null, source: 'self' }])
  await bob.ask(undoImport, of(read.id))
  expect(await settled(bob, read.id)).toMatchObject({ state: 'undone', kept: 0 })
  expect(await examsOf()).toEqual([])
})

test('K5, P27: undone, what stays keeps the one it renews', async () => {
  const { trainee: ada } = await certified()
  const { trainee: bob, educational } = await aProgramme(at)
  await relate(at.house, educational.id, 'educational supervisor', bob.id)
  const read = await imported(bob, await archiveOf(at.house, ada))
  await broughtIn(bob, read)
  const newer = (await certificatesOf(bob)).find(({ renews }) => renews !== null)!
  await educational.ask(verifyCertificate, { params: { ownerId: bob.id, id: newer.id }, body: { saw: 'original' } })
  await bob.ask(undoImport, of(read.id))
  expect(await settled(bob, read.id)).toMatchObject({ state: 'undone', kept: 2, reason: null })
  expect((await certificatesOf(bob)).map(({ id }) => id)).toContain(newer.renews)
  const { rows } = await bob.ask(keptRows, of(read.id))
  expect(rows.map(({ why }) => why).toSorted()).toEqual(['another one takes its place', 'it was verified'])
})

test('K5, P27: certificates that renew one another in a ring, or what is no certificate, renew nothing', async () => {
  const { trainee: ada } = await certified()
  const { id: own } = await ada.record({ title: 'Course' })
  const archive = await archiveOf(at.house, ada)
  const renewing = (to: (row: Record<string, unknown>, rows: Record<string, unknown>[]) => unknown) =>
    forged(archive, (files) =>
      amendRows(files, 'professional-certificate', (rows) =>
        rows.map((row) => ({ ...row, renews: to(row, rows), corrects: to(row, rows) })),
      ),
    )
  for (const to of [
    (row: Record<string, unknown>, rows: Record<string, unknown>[]) => rows.find(({ item_id }) => item_id !== row['item_id'])!['item_id'],
    (row: Record<string, unknown>) => row['item_id'],
    () => own,
  ]) {
    const bob = await at.clinician()
    await broughtIn(bob, await imported(bob, await renewing(to)))
    expect((await certificatesOf(bob)).map(({ renews, corrects }) => [renews, corrects])).toEqual([
      [null, null],
      [null, null],
    ])
  }
})
