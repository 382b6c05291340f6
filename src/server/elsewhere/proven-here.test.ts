import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { linkFor } from '#domain/accounts/chain.ts'
import type { Proof } from '#domain/accounts/proof.ts'
import { bringIn, type Import } from '#domain/capture/import-contract.ts'
import { listElsewhere, readElsewhere } from '#domain/elsewhere/contract.ts'
import { chainKeyOf, signedHeadOf } from '#server/accounts/chain-queries.ts'
import { amendManifest, archiveOf, forged, imported, opened } from '../../../tests/support/archives.ts'
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

const listOf = (owner: Person) => owner.ask(listElsewhere)
const oneOf = (owner: Person, id: string) => owner.ask(readElsewhere, { params: { ownerId: owner.id, id } })

/** Somebody who was answered twice about the same item by Dr Far Away. */
async function answered(): Promise<{ there: Person; bytes: Buffer }> {
  const there = await trainee(at, { name: 'Dr Colleague' })
  const far = await supervisor(at, there, { name: 'Dr Far Away' })
  await evidence(there, ['C1'], { title: 'ACAT: medical take', notes: 'Led the take.' })
  await assess(there, 'C1', '3')
  await answer(far, there, 'C1', { answer: 'more evidence needed', note: 'One more.' })
  await answer(far, there, 'C1', { answer: 'more evidence needed', note: 'Two more.' })
  return { there, bytes: await archiveOf(at.house, there) }
}

/** The same with another name in it, and with its checksums made anew. */
const renamed = (bytes: Buffer, name: string, amend: (proof: Proof) => void = () => undefined) =>
  forged(bytes, (files) => {
    const manifest = JSON.parse(files.get('archive.json')!.toString()) as { owner: { name: string } }
    manifest.owner.name = name
    files.set('archive.json', Buffer.from(JSON.stringify(manifest)))
    const proof = JSON.parse(files.get('chain.json')!.toString()) as Proof
    proof.name = name
    amend(proof)
    files.set('chain.json', Buffer.from(JSON.stringify(proof)))
  })

test('R6: whose record it is that this very Cairn signed, this Cairn says, and not the archive', async () => {
  const { bytes } = await answered()
  const tara = await trainee(at, { name: 'Dr Tara Inglis' })
  await broughtIn(tara, await renamed(bytes, 'Dr Tara Inglis'))
  const [first] = (await listOf(tara)).records
  expect(first).toMatchObject({ proof: 'whole', fromName: 'Dr Colleague', isSameName: false, isNamedHere: true })
  expect(first!.server).toBe(at.house.config.url)
})

test('R6: of an account that is gone here nobody says whose it was', async () => {
  const { bytes } = await answered()
  const gone = uuidv7()
  const key = chainKeyOf(at.house.config)
  const files = await opened(bytes)
  const proof = JSON.parse(files.get('chain.json')!.toString()) as Proof
  const signable = { ownerId: gone, newest: null, kind: 'sign-off', salt: 'a'.repeat(64), at: '2026-01-01T00:00:00.000Z' } as const
  const { link, kept } = await linkFor({ ...signable, record: { says: 'A sign-off' } })
  const head = signedHeadOf(key, { ownerId: gone, number: 1, hash: link.hash })
  const tara = await trainee(at, { name: 'Dr Tara Inglis' })
  await broughtIn(
    tara,
    await forged(bytes, (all) => {
      all.set('chain.json', Buffer.from(JSON.stringify({ ...proof, head, chain: { ownerId: gone, links: [link], records: [kept] } })))
      amendManifest(all, (manifest) => ({
        owner: { ...(manifest as unknown as { owner: object }).owner, id: gone, name: 'Dr Tara Inglis' },
      }))
    }),
  )
  const [record] = (await listOf(tara)).records
  expect(record).toMatchObject({ proof: 'whole', fromName: 'Dr Tara Inglis', isNamedHere: false })
  expect(await oneOf(tara, record!.id)).toMatchObject({ keyIsOurs: true, remarks: ['unnamed'] })
})

test('R6: what was left out of an archive of this very Cairn, or was signed since, is remarked all the same', async () => {
  const { bytes } = await answered()
  const tara = await trainee(at, { name: 'Dr Tara Inglis' })
  const cut = await renamed(bytes, 'Dr Colleague', ({ chain }) => {
    chain.records = chain.records.filter(({ number }) => number === 1)
  })
  await broughtIn(tara, cut)
  const { records } = await listOf(tara)
  expect(records).toHaveLength(1)
  expect((await oneOf(tara, records[0]!.id)).remarks).toEqual(['superseded'])
})
