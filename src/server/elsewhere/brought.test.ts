import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { bringIn, undoImport, type Import } from '#domain/capture/import-contract.ts'
import { decideElsewhere, listElsewhere, readElsewhere } from '#domain/elsewhere/contract.ts'
import { amendRows, archiveOf, forged, imported, opened } from '../../../tests/support/archives.ts'
import { answer, assess, evidence, supervisor, trainee } from '../../../tests/support/curriculum.ts'
import { house } from '../../../tests/support/house.ts'
import { settled } from '../../../tests/support/importing.ts'
import type { Person } from '../../../tests/support/person.ts'

const at = house({ listening: true })

async function broughtIn(person: Person, bytes: Buffer): Promise<Import> {
  const read = await imported(person, bytes)
  await person.ask(bringIn, { params: { importId: read.id } })
  return settled(person, read.id)
}
async function undone(person: Person, importId: string): Promise<void> {
  await person.ask(undoImport, { params: { importId } })
  expect(await settled(person, importId)).toMatchObject({ state: 'undone' })
}
const listOf = async (owner: Person) => (await owner.ask(listElsewhere)).records
const signedPart = ({ archive }: Import) => archive!.parts.find(({ fate }) => fate === 'elsewhere')

async function archived(): Promise<{ there: Person; far: Person; bytes: Buffer }> {
  const there = await trainee(at, { name: 'Dr Tara Inglis' })
  const far = await supervisor(at, there, { name: 'Dr Far Away' })
  await evidence(there, ['C1'], { title: 'ACAT: medical take', notes: 'Led the take.' })
  await assess(there, 'C1', '3')
  await answer(far, there, 'C1', { answer: 'more evidence needed', note: 'One more.' })
  return { there, far, bytes: await archiveOf(at.house, there) }
}

test('R6: a later archive adds what is known since to what is listed, and what was accepted says so', async () => {
  const { there, far, bytes } = await archived()
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  const certificate = (voided_on: string | null) => ({
    id: '018f0000-0000-7000-8000-000000000001',
    attempt_id: uuidv7(),
    module_id: 'sepsis',
    title: 'Sepsis',
    name: 'Dr Tara Inglis',
    minutes: 30,
    passed_on: '2026-01-02',
    awards: [],
    voided_on,
    issued_at: '2026-01-02T09:00:00.000Z',
  })
  const withOne = (of: Buffer, voided: string | null) => forged(of, (files) => amendRows(files, 'certificate', () => [certificate(voided)]))
  await broughtIn(tara, await withOne(bytes, null))
  const listed = await listOf(tara)
  await esme.ask(decideElsewhere, {
    params: { ownerId: tara.id },
    body: { answer: 'accepted', reason: '', records: listed.map(({ id }) => ({ id, decisionId: uuidv7(), after: null })) },
  })
  await answer(far, there, 'C1', { answer: 'more evidence needed', note: 'Two more.' })
  const later = await imported(tara, await withOne(await archiveOf(at.house, there), '2026-02-01'))
  expect(signedPart(later)).toMatchObject({ rows: 3, here: 0 })
  await tara.ask(bringIn, { params: { importId: later.id } })
  await settled(tara, later.id)
  const now = await listOf(tara)
  expect(now).toHaveLength(3)
  expect(now.find(({ kind }) => kind === 'module certificate')).toMatchObject({
    standing: 'accepted',
    since: ['Since then it was made void there.'],
  })
  const first = listed.find(({ kind }) => kind === 'sign-off')!
  const one = await tara.ask(readElsewhere, { params: { ownerId: tara.id, id: first.id } })
  expect(one).toMatchObject({ standing: 'accepted', remarks: ['superseded'] })
})

test('R6, K5: of what two archives brought, an undo of one takes nothing away, whichever had the better proof', async () => {
  const { bytes } = await archived()
  const middle = await trainee(at, { name: 'Dr Tara Inglis' })
  await broughtIn(middle, bytes)
  const carrying = await archiveOf(at.house, middle)
  for (const isToldFirst of [true, false]) {
    const tara = await trainee(at)
    const told = await broughtIn(tara, carrying)
    const [before] = await listOf(tara)
    expect(before!.proof).toBe('told')
    const whole = await broughtIn(tara, bytes)
    expect((await listOf(tara)).map(({ id, proof }) => [id, proof])).toEqual([[before!.id, 'whole']])
    const [first, then] = isToldFirst ? [told, whole] : [whole, told]
    await undone(tara, first.id)
    expect((await listOf(tara)).map(({ id }) => id)).toEqual([before!.id])
    await undone(tara, then.id)
    expect(await listOf(tara)).toEqual([])
  }
})

test('R6: what another Cairn says was signed stands in the place of nothing that is proven', async () => {
  const { bytes } = await archived()
  const middle = await trainee(at, { name: 'Dr Tara Inglis' })
  await broughtIn(middle, bytes)
  const carrying = await archiveOf(at.house, middle)
  const [carried] = JSON.parse((await opened(carrying)).get('data/signed-elsewhere.json')!.toString()) as object[]
  const lying = await forged(bytes, (files) => amendRows(files, 'signed-elsewhere', () => [{ ...carried, title: 'Forged' }]))
  const tara = await trainee(at)
  await broughtIn(tara, lying)
  expect((await listOf(tara)).map(({ title, proof }) => [title === 'Forged', proof])).toEqual([[false, 'whole']])

  // What was accepted of the word of another Cairn becomes proven only where it said the very same.
  for (const [title, proofs] of [
    [null, ['whole']],
    ['Forged', ['told', 'whole']],
  ] as const) {
    const one = await trainee(at)
    const esme = await supervisor(at, one)
    const change = title === null ? {} : { title }
    await broughtIn(
      one,
      await forged(carrying, (files) => amendRows(files, 'signed-elsewhere', (rows) => rows.map((row) => ({ ...row, ...change })))),
    )
    const records = (await listOf(one)).map(({ id }) => ({ id, decisionId: uuidv7(), after: null }))
    await esme.ask(decideElsewhere, { params: { ownerId: one.id }, body: { answer: 'accepted', reason: '', records } })
    await broughtIn(one, bytes)
    expect((await listOf(one)).map(({ proof }) => proof).toSorted()).toEqual(proofs)
  }
})

test('R6: what comes to say something else while it waits cannot be accepted unread', async () => {
  const { bytes } = await archived()
  const middle = await trainee(at, { name: 'Dr Tara Inglis' })
  await broughtIn(middle, bytes)
  const carrying = await archiveOf(at.house, middle)
  const tara = await trainee(at)
  const esme = await supervisor(at, tara)
  await broughtIn(
    tara,
    await forged(carrying, (files) => amendRows(files, 'signed-elsewhere', (rows) => rows.map((row) => ({ ...row, title: 'Harmless' })))),
  )
  const [before] = await listOf(tara)
  await broughtIn(tara, bytes)
  expect((await listOf(tara)).map(({ title, proof }) => [title === 'Harmless', proof])).toEqual([[false, 'whole']])
  const records = [{ id: before!.id, decisionId: uuidv7(), after: null }]
  await esme.refused(decideElsewhere, { params: { ownerId: tara.id }, body: { answer: 'accepted', reason: '', records } }, 'not_found')
})
