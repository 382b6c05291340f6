import { generateKeyPairSync, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { headText, linkFor, type ChainLink, type SignedKind, type SignedRecord } from '#domain/accounts/chain.ts'
import type { Proof } from '#domain/accounts/proof.ts'
import { FormFile } from '#domain/assessments/form-file.ts'
import type { Json } from '#domain/canonical-json.ts'
import { whyNotDecided } from './acceptance.ts'
import { MOST_SIGNED, readProofOf } from './read-proof.ts'

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

const read = async (proof: Proof, ourKey = '') => (await readProofOf(proof, FORMS, ourKey)).rows
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
  expect((await read(proof, KEY)).map((row) => row.key_is_ours)).toEqual([true, true])
  const unsigned = { ...proof, head: { ...proof.head, signature: 'AAAA' } }
  expect(await proofs(unsigned)).toEqual(['unsigned', 'unsigned'])
  expect((await read(unsigned, KEY))[0]!.key_is_ours).toBe(false)
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
  const odd = await readProofOf({ ...proof, chain: { ...proof.chain, records } }, FORMS, '')
  expect([odd.rows.length, odd.unreadable, odd.isMore]).toEqual([1, 1, false])
  const flood = Array.from({ length: MOST_SIGNED + 1 }, (_, at) => ({ number: at + 1, salt: '', text: 'x' }))
  expect((await readProofOf({ ...proof, chain: { ...proof.chain, records: flood } }, FORMS, '')).isMore).toBe(true)
})
