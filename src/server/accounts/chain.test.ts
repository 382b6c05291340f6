import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { canonicalJson } from '#domain/canonical-json.ts'
import { linkFor } from '#domain/accounts/chain.ts'
import { verifyChain, type HeldHead } from '#domain/accounts/verify-chain.ts'
import { chainKey } from '#domain/accounts/contract.ts'
import { house } from '../../../tests/support/house.ts'
import { eraseSignedRecord, signRecord } from './chain-commands.ts'
import { chainKeyOf, chainOf, signedHead } from './chain-queries.ts'
import { signing } from '../../../tests/support/signing.ts'

const at = house()
const key = () => chainKeyOf(at.house.config)

/** Somebody who owns the database, and whom no grant holds back. */
let superuser: pg.Client
beforeAll(async () => {
  superuser = new pg.Client({ connectionString: at.databaseUrl })
  await superuser.connect()
})
afterAll(() => superuser.end())

const sign = (ownerId: string, text: string) =>
  at.house.db.transaction().execute((tx) => signRecord(tx, key(), signing(ownerId, text, { record: { text, level: 3 } })))
const erase = (ownerId: string, number: number) =>
  at.house.db.transaction().execute((tx) => eraseSignedRecord(tx, ownerId, { ownerId, number }))

/** An owner with so many signed records, and the head as an export would have carried it away. */
async function signedOwner(count: number): Promise<{ ownerId: string; held: HeldHead }> {
  const { id: ownerId } = await at.clinician()
  for (let n = 1; n <= count; n++) await sign(ownerId, `Sign-off ${n}`)
  return { ownerId, held: { head: (await signedHead(at.house.db, key(), ownerId))!, publicKey: key().publicKey } }
}
const verdictOn = async (ownerId: string, held?: HeldHead) => verifyChain(await chainOf(at.house.db, ownerId), held)
const faultsOf = async (ownerId: string, held?: HeldHead) =>
  (await verdictOn(ownerId, held)).faults.map(({ fault, number }) => `${fault} ${number}`)

test('A9: what is signed is a link, with the record as it was and the head signed by this server', async () => {
  const { ownerId, held } = await signedOwner(2)
  const { links, records } = await chainOf(at.house.db, ownerId)
  expect(links.map(({ number, previous, kind }) => ({ number, previous, kind }))).toEqual([
    { number: 1, previous: null, kind: 'sign-off' },
    { number: 2, previous: links[0]!.hash, kind: 'sign-off' },
  ])
  const kept = records.map(({ text }) => JSON.parse(text))
  expect(kept).toMatchObject([1, 2].map((n) => ({ level: 3, text: `Sign-off ${n}`, says: `Sign-off ${n}`, signedAt: links[n - 1]!.at })))
  expect(records.map(({ text }) => text)).toEqual(kept.map((record) => canonicalJson(record)))
  expect(new Set(records.map(({ salt }) => salt)).size).toBe(2)
  expect(JSON.stringify(links)).not.toContain('Sign-off ')
  expect(held.head).toMatchObject({ ownerId, number: 2, hash: links[1]!.hash })
  expect(await verdictOn(ownerId, held)).toEqual({ faults: [], erased: [] })
  const next = await sign(ownerId, 'Sign-off 3')
  expect(next).toEqual(await signedHead(at.house.db, key(), ownerId))
  expect(await faultsOf(ownerId, held)).toEqual([])
  expect(await signedHead(at.house.db, key(), uuidv7())).toBeNull()
})

test('A9: twenty signatures at once make one straight chain, and each answers a head of it', async () => {
  const [ada, bob] = await at.clinicians(2)
  const heads = await Promise.all(Array.from({ length: 20 }, (_, n) => sign(n % 10 === 9 ? bob!.id : ada!.id, `At once ${n}`)))
  const { links } = await chainOf(at.house.db, ada!.id)
  expect(links.map(({ number }) => number)).toEqual(Array.from({ length: 18 }, (_, n) => n + 1))
  for (const head of heads) expect(await faultsOf(head.ownerId, { head, publicKey: key().publicKey })).toEqual([])
})

test('A9: a signature that is not saved leaves no link', async () => {
  const { ownerId } = await signedOwner(1)
  const work = at.house.db.transaction().execute(async (tx) => {
    await signRecord(tx, key(), signing(ownerId, 'Never saved', { kind: 'declaration' }))
    throw new Error('The form was wrong after all.')
  })
  await expect(work).rejects.toThrow('after all')
  await sign(ownerId, 'Next')
  expect((await chainOf(at.house.db, ownerId)).links).toHaveLength(2)
  expect(await faultsOf(ownerId)).toEqual([])
})

test.each(['chain_link', 'signed_record', 'audit'])(
  'A9: the program’s own role can neither change nor delete rows of %s',
  async (table) => {
    const { ownerId } = await signedOwner(1)
    for (const statement of [
      `update ${table} set owner_id = owner_id where owner_id = $1`,
      `delete from ${table} where owner_id = $1`,
      `select from ${table} where owner_id = $1 for update`,
    ])
      await expect(at.house.pool.query(statement, [ownerId])).rejects.toMatchObject({ code: '42501' })
    await expect(at.house.pool.query(`truncate ${table}`)).rejects.toMatchObject({ code: '42501' })
  },
)

const LINKS_ALONE = 'delete from signed_record where owner_id = $1'

test.each([
  [
    'a changed record',
    ["update signed_record set canonical = replace(canonical, '3', '4') where owner_id = $1 and number = 2"],
    'altered 2',
  ],
  ['a changed kind', ["update chain_link set kind = 'verification' where owner_id = $1 and number = 2"], 'altered 2'],
  ['a changed time', ["update chain_link set at = at - interval '1 month' where owner_id = $1 and number = 2"], 'altered 2'],
  ['a removed link', [LINKS_ALONE, 'delete from chain_link where owner_id = $1 and number = 2'], 'removed 2'],
  ['a removed last link', [LINKS_ALONE, 'delete from chain_link where owner_id = $1 and number = 5'], 'removed 5'],
  ['a removed chain', [LINKS_ALONE, 'delete from chain_link where owner_id = $1'], 'removed 1'],
  [
    'two links that changed places',
    [
      LINKS_ALONE,
      'update chain_link set number = 100 where owner_id = $1 and number = 3',
      'update chain_link set number = 3 where owner_id = $1 and number = 4',
      'update chain_link set number = 4 where owner_id = $1 and number = 100',
    ],
    'reordered 3',
  ],
])('A9: %s is found from a head made before', async (_, statements, fault) => {
  const { ownerId, held } = await signedOwner(5)
  for (const statement of statements) await superuser.query(statement, [ownerId])
  expect(await faultsOf(ownerId, held)).toContain(fault)
})

/** Everything anew with the program's own code, in the order given: as good a forgery as there can be. */
async function forge(ownerId: string, records: readonly string[]): Promise<void> {
  await superuser.query(LINKS_ALONE, [ownerId])
  await superuser.query('delete from chain_link where owner_id = $1', [ownerId])
  let newest = null
  for (const [n, text] of records.entries()) {
    const salt = 'a'.repeat(64)
    const { link, kept } = await linkFor({
      ownerId,
      newest,
      kind: 'sign-off',
      record: { text },
      salt,
      at: `2026-03-0${n + 1}T09:30:00.000Z`,
    })
    const { number, previous, recordHash, kind, at, hash } = link
    await superuser.query('insert into chain_link values ($1, $2, $3, $4, $5, $6, $7)', [
      ownerId,
      number,
      previous,
      recordHash,
      kind,
      at,
      hash,
    ])
    await superuser.query('insert into signed_record values ($1, $2, $3, $4)', [ownerId, number, salt, kept.text])
    newest = link
  }
}

test.each([
  ['slipped in', ['one', 'slipped in', 'two', 'three'], 'rewritten 3'],
  ['left out', ['one', 'three', 'four'], 'rewritten 3'],
  ['put in another order', ['two', 'one', 'three'], 'rewritten 3'],
  ['left out at the end', ['one', 'two'], 'removed 3'],
])('A9: a chain made anew with something %s hangs together, and a head made before shows it', async (_, forged, fault) => {
  const { id: ownerId } = await at.clinician()
  await forge(ownerId, ['one', 'two', 'three'])
  const held = { head: (await signedHead(at.house.db, key(), ownerId))!, publicKey: key().publicKey }
  expect(await faultsOf(ownerId, held)).toEqual([])
  await forge(ownerId, forged)
  expect(await faultsOf(ownerId)).toEqual([])
  expect(await faultsOf(ownerId, held)).toEqual([fault])
})

test('A9, A10: erasing one record leaves the chain verifiable, says which was erased, and stands in the trail', async () => {
  const { ownerId, held } = await signedOwner(3)
  await erase(ownerId, 2)
  expect(await verdictOn(ownerId, held)).toEqual({ faults: [], erased: [2] })
  const kept = await superuser.query('select canonical from signed_record where owner_id = $1', [ownerId])
  expect(JSON.stringify(kept.rows)).not.toContain('Sign-off 2')
  const acts = await at.house.db.selectFrom('audit').where('owner_id', '=', ownerId).select(['act', 'person_id', 'about']).execute()
  expect(acts).toContainEqual({ act: 'accounts.signed_record_erased', person_id: ownerId, about: 'Link 2' })

  await sign(ownerId, 'Afterwards')
  expect(await verdictOn(ownerId, held)).toEqual({ faults: [], erased: [2] })
  await expect(erase(ownerId, 2)).rejects.toMatchObject({ code: 'not_found' })
  await expect(erase(uuidv7(), 1)).rejects.toMatchObject({ code: 'not_found' })
})

test('A10: the role that erases is put down again, within the transaction and after it', async () => {
  const { ownerId } = await signedOwner(2)
  const work = at.house.db.transaction().execute(async (tx) => {
    await eraseSignedRecord(tx, null, { ownerId, number: 1 })
    await tx.deleteFrom('signed_record').where('owner_id', '=', ownerId).execute()
  })
  await expect(work).rejects.toMatchObject({ code: '42501' })
  expect(await verdictOn(ownerId)).toEqual({ faults: [], erased: [] })
  await erase(ownerId, 2)
  await expect(at.house.pool.query('delete from signed_record')).rejects.toMatchObject({ code: '42501' })
})

test('A9: anybody can ask for the public key, and check a head with it', async () => {
  const { ownerId, held } = await signedOwner(1)
  const answer = await at.nobody().send(chainKey)
  expect(answer.headers['access-control-allow-origin']).toBe('*')
  const { algorithm, publicKey } = await at.nobody().ask(chainKey)
  expect(algorithm).toBe('Ed25519')
  expect(await faultsOf(ownerId, { head: held.head, publicKey })).toEqual([])
})
