import { generateKeyPairSync, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashOfLink, headText, linkFor, type ChainLink, type SignedKind, type SignedRecord } from '#domain/accounts/chain.ts'
import type { Proof } from '#domain/accounts/proof.ts'
import { FormFile } from '#domain/assessments/form-file.ts'
import type { Json } from '#domain/canonical-json.ts'
import { whyNotDecided } from './acceptance.ts'
import { isTooLong, MOST_LINKS, MOST_SIGNED, readProofOf } from './read-proof.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const KEY = publicKey.export({ format: 'jwk' }).x!
const OWNER = '00000000-0000-7000-8000-000000000001'
const BY = { id: 'another', name: 'Dr Far Away', as: 'educational supervisor' }
const OWN = { id: OWNER, name: 'Dr Tara Inglis', as: 'trainee' }

const section = (id: string, more: object = {}) => ({
  id,
  title: id,
  writer: 'supervisor',
  fields: [{ id: `${id}-text`, kind: 'text', label: `What was said of ${id}` }],
  ...more,
})
const FORM = FormFile.parse({
  id: 'meeting-1',
  version: '1',
  title: 'A meeting',
  short: 'Meeting',
  family: 'meeting',
  about: 'To talk.',
  wordsAreOurs: true,
  source: 'Made up for this test',
  certainty: 'recalled',
  sections: [section('agenda'), section('wellbeing', { restricted: true })],
})
const FORMS = new Map([[FORM.id, FORM]])
const ANSWERS = { agenda: { 'agenda-text': 'Clinics' }, wellbeing: { 'wellbeing-text': 'Nights' } }
const formed = (id: string, more: { [name: string]: Json } = {}): { [name: string]: Json } => ({
  id,
  step: 'submit',
  form: { id: FORM.id, title: FORM.title, version: '1' },
  answers: ANSWERS,
  ...more,
})

async function proofOf(...signed: readonly (readonly [SignedKind, { [name: string]: Json }])[]): Promise<Proof> {
  const links: ChainLink[] = []
  const records: SignedRecord[] = []
  for (const [at, [kind, record]] of signed.entries()) {
    const signable = { ownerId: OWNER, newest: links.at(-1) ?? null, kind, salt: String(at).padStart(64, '0') }
    const { link, kept } = await linkFor({
      ...signable,
      record: { says: `Record ${at + 1}`, signedBy: BY, ...record },
      at: new Date(Date.UTC(2026, 2, 1, 9, at)).toISOString(),
    })
    links.push(link)
    records.push(kept)
  }
  const { number, hash } = links.at(-1)!
  const head = { ownerId: OWNER, number, hash }
  const signature = sign(null, Buffer.from(headText(head)), privateKey).toString('base64url')
  const of = { madeAt: '2026-04-01T09:00:00.000Z', name: 'Dr Tara Inglis', server: 'https://cairn.example.org', publicKey: KEY }
  return { cairn: 'proof of a chain', ...of, head: { ...head, signature }, chain: { ownerId: OWNER, links, records } }
}

const HERE = { key: '', chain: null, until: '2026-04-02T00:00:00.000Z' }
const read = async (proof: Proof, here: Partial<Parameters<typeof readProofOf>[2]> = {}) =>
  (await readProofOf(proof, FORMS, { ...HERE, ...here })).rows
const saidOf = ({ content }: { content: readonly { label: string; lines: readonly string[] }[] }) =>
  content.map(({ label, lines }) => `${label}: ${lines.join(' / ')}`).join('\n')

test('R6, A8: a form is read under its questions, and what few may read is left out and told of', async () => {
  const [row] = await read(await proofOf(['form', formed('m1')]))
  expect(row).toMatchObject({ kind: 'form', section: 'whole', type: 'meeting', title: 'Record 1', proof: 'whole', remarks: ['few'] })
  expect(saidOf(row!)).toContain('What was said of agenda: Clinics')
  expect(saidOf(row!)).not.toContain('Nights')
})

test('R6, A8: a form that is not known here, and declarations, are for few', async () => {
  const unknown = formed('m1', { form: { id: 'other-form', title: 'Other', version: '9' } })
  const rows = await read(await proofOf(['form', unknown], ['declaration', { declaration: 'health', detail: 'Asthma' }], ['sign-off', {}]))
  expect(rows.map(({ kind, section }) => [kind, section])).toEqual([
    ['form', 'few'],
    ['declaration', 'few'],
    ['sign-off', 'whole'],
  ])
  expect(saidOf(rows[0]!)).toContain('Wellbeing: wellbeing text: Nights')
})

test('F1, R6: what the owner alone signed in a form is not listed, nor is what was accepted there', async () => {
  const rows = await read(
    await proofOf(['form', formed('r1', { signedBy: OWN })], ['verification', { verified: 'signed elsewhere', id: 'x' }], ['sign-off', {}]),
  )
  expect(rows.map(({ kind }) => kind)).toEqual(['sign-off'])
})

test('R6: receipts, confirmations, denials, corrections and newer sign-offs stand beside what they are about', async () => {
  const place = { curriculum: { id: 'imt' }, item: { code: 'C1', title: 'Take' } }
  const rows = await read(
    await proofOf(
      ['form', formed('a')],
      ['form', { ...formed('a'), step: 'acknowledge', signedBy: OWN }],
      ['form', formed('b')],
      ['verification', { entry: 'b', wasMe: false }],
      ['form', formed('c', { corrects: 'a' })],
      ['verification', { entry: 'c', wasMe: true }],
      ['sign-off', place],
      ['sign-off', place],
    ),
  )
  const told = rows.map(({ number, remarks }) => [number, remarks.filter((one) => one !== 'few').toSorted()])
  expect(told).toEqual([
    [1, ['acknowledged', 'corrected']],
    [3, ['denied']],
    [5, ['confirmed']],
    [7, ['superseded']],
    [8, []],
  ])
  const whyNot = (at: number) => whyNotDecided({ ...rows[at]!, standing: 'waiting', restsOn: null }, 'accepted')
  expect([0, 1, 2, 3].map((at) => whyNot(at) === null)).toEqual([false, false, true, true])
})

test('R6: the proof says how far it goes: whole, unsigned, broken, altered; and whose key it is', async () => {
  const proof = await proofOf(['sign-off', { note: 'One' }], ['sign-off', { note: 'Two' }])
  const proofs = async (of: Proof) => (await read(of)).map((row) => row.proof)
  expect(await proofs(proof)).toEqual(['whole', 'whole'])
  expect((await read(proof, { key: KEY })).map((row) => row.key_is_ours)).toEqual([true, true])
  const unsigned = { ...proof, head: { ...proof.head, signature: 'AAAA' } }
  expect(await proofs(unsigned)).toEqual(['unsigned', 'unsigned'])
  expect((await read(unsigned, { key: KEY }))[0]!.key_is_ours).toBe(false)
  const records = proof.chain.records.map((one) => (one.number === 2 ? { ...one, text: one.text.replace('Two', 'Six') } : one))
  expect(await proofs({ ...proof, chain: { ...proof.chain, records } })).toEqual(['broken', 'altered'])
  // The record itself is as it was, and its link is not.
  const links = proof.chain.links.map((one) => (one.number === 1 ? { ...one, at: '2020-01-01T09:00:00.000Z' } : one))
  expect((await proofs({ ...proof, chain: { ...proof.chain, links } }))[0]).toBe('altered')
})

test('R6: a hostile record is bounded, and one that cannot be read is counted', async () => {
  const deep = Array.from({ length: 80 }).reduce<Json>((inner) => ({ inner }), 'x')
  const many = Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`k${at}`, 'y'.repeat(5000)]))
  const proof = await proofOf(['sign-off', { deep, many, nul: 'a\0b', list: Array.from({ length: 500 }, () => 'z') }], ['sign-off', {}])
  const [row] = await read(proof)
  expect(row!.remarks).toContain('cut')
  expect(row!.content.length).toBeLessThanOrEqual(150)
  expect(JSON.stringify(row!.content).length).toBeLessThan(60_000)
  expect(JSON.stringify(row)).not.toContain('\\u0000')
  const [tiny] = await read(await proofOf(['sign-off', Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`k${at}`, 'y']))]))
  expect([tiny!.content.length, tiny!.remarks]).toEqual([150, ['cut']])
  const records = [proof.chain.records[0]!, { ...proof.chain.records[1]!, text: 'not JSON' }]
  const odd = await readProofOf({ ...proof, chain: { ...proof.chain, records } }, FORMS, HERE)
  expect([odd.rows.length, odd.unreadable, odd.isMore]).toEqual([1, 1, false])
  const flood = Array.from({ length: MOST_SIGNED + 1 }, (_, at) => ({ number: at + 1, salt: '', text: 'x' }))
  expect((await readProofOf({ ...proof, chain: { ...proof.chain, records: flood } }, FORMS, HERE)).isMore).toBe(true)
})

/** Links put behind the end of a chain as anybody could. */
async function lengthened(proof: Proof, ...says: readonly string[]): Promise<Proof> {
  const chain = { ...proof.chain, links: [...proof.chain.links], records: [...proof.chain.records] }
  for (const one of says) {
    const { link, kept } = await linkFor({
      ownerId: OWNER,
      newest: chain.links.at(-1)!,
      kind: 'sign-off',
      record: { says: one, signedBy: BY },
      salt: 'f'.repeat(64),
      at: '2026-03-02T09:00:00.000Z',
    })
    chain.links.push(link)
    chain.records.push(kept)
  }
  return { ...proof, chain }
}

test('R6, A9: what is put behind the signed end of a chain is never whole, nor ours', async () => {
  const proof = await proofOf(['sign-off', {}])
  const rows = await read(await lengthened(proof, 'Forged', 'Forged too'), { key: KEY })
  expect(rows.map((row) => [row.proof, row.key_is_ours])).toEqual([
    ['broken', false],
    ['altered', false],
    ['broken', false],
  ])
})

test('R6: where a chain was made up anew, no record of it is said to be ours', async () => {
  const proof = await proofOf(['sign-off', {}], ['sign-off', {}])
  const { link, kept } = await linkFor({
    ownerId: OWNER,
    newest: null,
    kind: 'sign-off',
    record: { says: 'Forged', signedBy: BY },
    salt: 'f'.repeat(64),
    at: '2026-03-01T09:00:00.000Z',
  })
  const body = { ...proof.chain.links[1]!, previous: link.hash }
  const links = [link, { ...body, hash: await hashOfLink(OWNER, body) }]
  const rows = await read({ ...proof, chain: { ownerId: OWNER, links, records: [kept, proof.chain.records[1]!] } }, { key: KEY })
  expect(rows.map((row) => [row.proof, row.key_is_ours])).toEqual([
    ['broken', false],
    ['broken', false],
  ])
})

const without = (proof: Proof, number: number): Proof => ({
  ...proof,
  chain: { ...proof.chain, records: proof.chain.records.filter((record) => record.number !== number) },
})

test('R6: where the text of a later record is gone it is remarked, and what this very Cairn still has of it is said', async () => {
  const proof = await proofOf(['form', formed('a')], ['verification', { entry: 'a', wasMe: false }], ['sign-off', {}])
  const remarks = async (...of: Parameters<typeof read>) => (await read(...of)).map((row) => row.remarks.filter((one) => one !== 'few'))
  expect(await remarks(proof)).toEqual([['denied'], []])
  expect(await remarks(without(proof, 2))).toEqual([['gaps'], []])
  expect(await remarks(without(proof, 2), { key: KEY })).toEqual([['gaps'], []])
  expect(await remarks(without(proof, 2), { key: KEY, chain: proof.chain })).toEqual([['denied'], []])
  // Of another server's key nothing here is told.
  expect(await remarks(without(proof, 2), { chain: proof.chain })).toEqual([['gaps'], []])
  const since = await lengthened(await proofOf(['form', formed('a')]))
  expect(await remarks(since, { key: KEY, chain: proof.chain })).toEqual([['denied']])
})

test('R6: of rows that were verified together, those not corrected since still hold', async () => {
  const log = (...rows: readonly { id: string; corrects?: string }[]) => ({
    verified: 'log',
    rows: rows.map((row) => ({ title: 'A day', ...row })),
  })
  const first = log({ id: 'a' }, { id: 'b' })
  const of = async (...later: readonly { id: string; corrects: string }[]) =>
    (await read(await proofOf(['verification', first], ['verification', log(...later)])))[0]!
  const some = await of({ id: 'c', corrects: 'a' })
  expect(some.remarks).toEqual(['partly corrected'])
  expect(whyNotDecided({ ...some, standing: 'waiting', restsOn: null }, 'accepted')).toBeNull()
  expect((await of({ id: 'c', corrects: 'a' }, { id: 'd', corrects: 'b' })).remarks).toEqual(['corrected'])
})

test('R6: what says that it was signed later than today is not listed', async () => {
  const proof = await proofOf(['sign-off', {}], ['sign-off', {}])
  const { rows, unreadable } = await readProofOf(proof, FORMS, { ...HERE, until: '2026-03-01T09:00:30.000Z' })
  expect([rows.length, unreadable]).toEqual([1, 1])
})

test('R6: a chain longer than any career is not read at all', async () => {
  const proof = await proofOf(['sign-off', {}])
  const long = { ...proof, chain: { ...proof.chain, links: Array.from({ length: MOST_LINKS + 1 }, () => proof.chain.links[0]!) } }
  expect([isTooLong(proof), isTooLong(long)]).toEqual([false, true])
  await expect(readProofOf(long, FORMS, HERE)).rejects.toThrow('too long')
})

test('R6: nothing of a record goes unsaid and unremarked: what is too deep or too many, what a form here does not ask, what only looks like a number', async () => {
  const one = async (record: { [name: string]: Json }) => (await read(await proofOf(['form', record])))[0]!
  const nest = (depth: number): Json => (depth === 0 ? 'Deepest' : { in: nest(depth - 1) })
  for (const odd of [
    [nest(9)],
    [{ of: Array.from({ length: 51 }, () => 'x') }],
    [Object.fromEntries(Array.from({ length: 151 }, (_, at) => [`k${at}`, 'x']))],
  ])
    expect((await one({ id: 'a', odd })).remarks).toContain('cut')
  const plain = await one({ id: 'a', patientId: 'Not anonymous', levels: { knife: 'none' }, itemId: OWNER, last: 'Said last' })
  expect(plain.remarks).toEqual([])
  expect(saidOf(plain)).toMatch(
    /Patient id: Not anonymous\n(.*\n)*Levels: knife: none|Levels: knife: none\n(.*\n)*Patient id: Not anonymous/,
  )
  expect(saidOf(plain)).not.toContain(OWNER)
  const more = await one(formed('a', { answers: { agenda: { 'agenda-text': 'Clinics', 'older-question': 'Concerns' } } }))
  expect(more.section).toBe('whole')
  expect(saidOf(more)).toContain('agenda: older question: Concerns')
  const unknown = await one(formed('a', { answers: { agenda: { 'agenda-text': 'Clinics' }, older: { health: 'Asthma' } } }))
  expect(unknown.section).toBe('few')
  expect(saidOf(unknown)).toContain('Asthma')
  const both = await one(formed('a', { answers: { ...ANSWERS, older: { health: 'Asthma' } } }))
  expect([both.remarks, saidOf(both).includes('Nights')]).toEqual([['few'], false])
  const long = await one({ id: 'a', early: 'x'.repeat(5000), zed: 'Said last' })
  expect([long.remarks, saidOf(long).includes('Said last')]).toEqual([['cut'], true])
})
