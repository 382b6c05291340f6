import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { linkFor } from '#domain/accounts/chain.ts'
import { downloadProof, readChain } from '#domain/accounts/chain-contract.ts'
import { headLine } from '#domain/accounts/chain-words.ts'
import { checkProof, readHeld, readProof, type Held, type Proof } from '#domain/accounts/proof.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { relate } from '../../../tests/support/related.ts'
import { eraseSignedRecord, signRecord } from './chain-commands.ts'
import { chainKeyOf, signedHead } from './chain-queries.ts'
import { signing } from '../../../tests/support/signing.ts'

const at = house()
const key = () => chainKeyOf(at.house.config)

let superuser: pg.Client
beforeAll(async () => {
  superuser = new pg.Client({ connectionString: at.databaseUrl })
  await superuser.connect()
})
afterAll(() => superuser.end())

async function signedBy(count: number): Promise<Person> {
  const owner = await at.clinician({ name: 'Dr Ada Signed' })
  for (let n = 1; n <= count; n++)
    await at.house.db
      .transaction()
      .execute((tx) => signRecord(tx, key(), signing(owner.id, `Item ${n} at level 3`, { record: { level: 3 } })))
  return owner
}

async function proofOf(owner: Person): Promise<Proof> {
  const answer = await owner.send(downloadProof)
  expect(answer.statusCode, answer.body).toBe(200)
  const read = readProof(answer.body)
  if ('fault' in read) throw new Error(read.fault)
  return read.value
}
const heldFrom = (text: string): Held => {
  const read = readHeld(text)
  if ('fault' in read) throw new Error(read.fault)
  return read.value
}
const checked = async (owner: Person, held: Held | null) => {
  const { faults, ...rest } = await checkProof(await proofOf(owner), held, key().publicKey)
  return { ...rest, faults: faults.map(({ fault, number }) => `${fault} ${number}`) }
}

test('A9: the owner reads what was signed, when and by whom, and the newest head; others who know the record read the head alone', async () => {
  const owner = await signedBy(2)
  const view = await owner.ask(readChain)
  const head = (await signedHead(at.house.db, key(), owner.id))!
  expect(view).toMatchObject({
    name: 'Dr Ada Signed',
    head: { number: 2, line: headLine(head) },
    can: { download: null },
    publicKey: key().publicKey,
  })
  expect(view.signed).toMatchObject([
    { number: 2, kind: 'sign-off', says: 'Item 2 at level 3', by: 'Dr Sue Pervisor', erased: false },
    { number: 1, says: 'Item 1 at level 3' },
  ])
  const supervisor = await at.clinician()
  await relate(at.house, supervisor.id, 'clinical supervisor', owner.id)
  expect(await supervisor.ask(readChain, { params: { ownerId: owner.id } })).toMatchObject({
    head: { number: 2 },
    signed: null,
    can: { download: 'Only the trainee can read this.' },
  })
  await supervisor.refused(downloadProof, { params: { ownerId: owner.id } }, 'not_found')
  const stranger = await at.clinician()
  await stranger.refused(readChain, { params: { ownerId: owner.id } }, 'not_found')
})

test('A9: where nothing was signed there is no head and no proof', async () => {
  const owner = await at.clinician()
  expect(await owner.ask(readChain)).toMatchObject({ head: null, signed: [] })
  await owner.refused(downloadProof, {}, 'not_found')
})

test('A9: a proof agrees with an older one and with a head pasted with line breaks and words around it, and says how far they reach', async () => {
  const owner = await signedBy(2)
  const older = heldFrom(JSON.stringify(await proofOf(owner)))
  const line = headLine(older.head)
  const pasted = heldFrom(`Dear Ada,\n> Keep this line: ${line.slice(0, 70)}\n> ${line.slice(70, 120)}\r\n${line.slice(120)}\nYours`)
  expect(pasted).toEqual({ head: older.head, chain: null })
  await at.house.db.transaction().execute((tx) => signRecord(tx, key(), signing(owner.id, 'Probity', { kind: 'declaration' })))
  expect(await checked(owner, older)).toEqual({ faults: [], erased: [], erasedSince: [], links: 3, heldTo: 2 })
  expect(await checked(owner, pasted)).toMatchObject({ faults: [], heldTo: 2 })
  expect(await checked(owner, null)).toMatchObject({ faults: [], heldTo: null })
})

const LINKS_ALONE = 'delete from signed_record where owner_id = $1'

/** All links anew with the program's own code, without the record left out and with another put in. */
async function makeAnew(ownerId: string, records: readonly object[]): Promise<void> {
  await superuser.query(LINKS_ALONE, [ownerId])
  await superuser.query('delete from chain_link where owner_id = $1', [ownerId])
  let newest: { number: number; hash: string } | null = null
  for (const record of records) {
    const { link, kept } = await linkFor({
      ownerId,
      newest,
      kind: 'sign-off',
      record: record as never,
      salt: 'a'.repeat(64),
      at: '2026-01-01T00:00:00.000Z',
    })
    await superuser.query('insert into chain_link values ($1, $2, $3, $4, $5, $6, $7)', [
      ownerId,
      link.number,
      link.previous,
      link.recordHash,
      link.kind,
      link.at,
      link.hash,
    ])
    await superuser.query('insert into signed_record values ($1, $2, $3, $4)', [ownerId, link.number, kept.salt, kept.text])
    newest = link
  }
}

test.each<[string, (ownerId: string) => Promise<unknown>, string]>([
  [
    'a changed record',
    (id) => superuser.query("update signed_record set canonical = replace(canonical, '3', '4') where owner_id = $1 and number = 2", [id]),
    'altered 2',
  ],
  [
    'a deleted link',
    async (id) => {
      await superuser.query('delete from signed_record where owner_id = $1 and number = 2', [id])
      await superuser.query('delete from chain_link where owner_id = $1 and number = 2', [id])
    },
    'removed 2',
  ],
  [
    'an inserted link',
    (id) =>
      superuser.query(
        'insert into chain_link select owner_id, 9, previous, record_hash, kind, at, hash from chain_link where owner_id = $1 and number = 4',
        [id],
      ),
    'removed 5',
  ],
  [
    'two links that changed places',
    async (id) => {
      await superuser.query(LINKS_ALONE, [id])
      for (const [from, to] of [
        [2, 50],
        [3, 2],
        [50, 3],
      ])
        await superuser.query('update chain_link set number = $3 where owner_id = $1 and number = $2', [id, from, to])
    },
    'reordered 2',
  ],
  ['all links made anew', (id) => makeAnew(id, [{ says: 'Item 1 at level 3' }, { says: 'Forged' }, {}, {}]), 'rewritten 4'],
  ['fewer links made anew', (id) => makeAnew(id, [{}, {}, {}]), 'removed 4'],
])('A9: %s by who owns the database is found from an export made before', async (_, tamper, fault) => {
  const owner = await signedBy(4)
  const before = heldFrom(JSON.stringify(await proofOf(owner)))
  await tamper(owner.id)
  expect((await checked(owner, before)).faults).toContain(fault)
})

test('A9: where all links were made anew, an older proof names the first that differs', async () => {
  const owner = await signedBy(3)
  const before = heldFrom(JSON.stringify(await proofOf(owner)))
  await makeAnew(owner.id, [{}, {}, {}])
  expect((await checked(owner, null)).faults).toEqual([])
  expect((await checked(owner, before)).faults).toEqual(['rewritten 1', 'rewritten 3'])
})

test('A9: what was added behind the head that a proof bears is a fault, however well it follows', async () => {
  const owner = await signedBy(2)
  const proof = await proofOf(owner)
  const { link, kept } = await linkFor({
    ownerId: owner.id,
    newest: proof.chain.links.at(-1)!,
    kind: 'sign-off',
    record: { says: 'Forged' },
    salt: 'a'.repeat(64),
    at: '2026-01-01T00:00:00.000Z',
  })
  const longer = { ...proof, chain: { ...proof.chain, links: [...proof.chain.links, link], records: [...proof.chain.records, kept] } }
  for (const held of [null, heldFrom(JSON.stringify(proof))])
    expect((await checkProof(longer, held, key().publicKey)).faults.map(({ fault, number }) => `${fault} ${number}`)).toEqual([
      'slipped in 3',
    ])
})

test('A10: erasing one record leaves the proof good, and says which was erased since', async () => {
  const owner = await signedBy(3)
  const before = heldFrom(JSON.stringify(await proofOf(owner)))
  await at.house.db.transaction().execute((tx) => eraseSignedRecord(tx, null, { ownerId: owner.id, number: 2 }))
  expect(await checked(owner, before)).toEqual({ faults: [], erased: [2], erasedSince: [2], links: 3, heldTo: 3 })
  expect((await owner.ask(readChain)).signed).toMatchObject([{ number: 3 }, { number: 2, erased: true, says: null }, { number: 1 }])
})

test('A9: a proof checked with another server’s key, or against somebody else’s head, does not pass', async () => {
  const [owner, other] = [await signedBy(1), await signedBy(1)]
  const proof = await proofOf(owner)
  const strange = chainKeyOf({ secret: 'another secret altogether, of 32 characters' }).publicKey
  expect((await checkProof(proof, null, strange)).faults).toMatchObject([{ fault: 'not signed' }])
  expect((await checked(owner, heldFrom(JSON.stringify((await proofOf(other)).head)))).faults).toEqual(['not signed 1'])
})

test('N1: what is no proof, no head and no key says so', () => {
  for (const text of ['', '{}', 'not json', '[]', 'null', '{"cairn":"proof of a chain"}', '\u0000']) {
    expect(readProof(text)).toHaveProperty('fault')
    expect(readHeld(text)).toHaveProperty('fault')
  }
})

test('A9: a head is read though the colons at which a PDF broke its line are lost', async () => {
  const owner = await signedBy(1)
  const { head } = await proofOf(owner)
  const [start, ownerId, hash, signature] = headLine(head).split(/:(?=[0-9a-f]{32})/)
  expect(readHeld(`${start}:${ownerId}\n${hash}\n${signature} Page 1 of 1`)).toEqual({ value: { head, chain: null } })
})
