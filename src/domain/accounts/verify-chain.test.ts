import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashOfLink, headText, linkFor, type Chain, type ChainLink, type SignedHead, type SignedRecord } from './chain.ts'
import { verifyChain } from './verify-chain.ts'

const server = generateKeyPairSync('ed25519')
const another = generateKeyPairSync('ed25519')
const publicOf = (key: KeyObject) => key.export({ format: 'jwk' }).x!
const publicKey = publicOf(server.publicKey)
const ADA = '0198b6a0-0000-7000-8000-00000000000a'
const BOB = '0198b6a0-0000-7000-8000-00000000000b'
const saltOf = (number: number) => number.toString(16).padStart(64, '0')

async function chainOf(length: number, ownerId = ADA): Promise<Chain> {
  const links: ChainLink[] = []
  const records: SignedRecord[] = []
  for (let number = 1; number <= length; number++) {
    const record = { level: number % 4, text: `Sign-off ${number}` }
    const at = `2026-03-${String(number).padStart(2, '0')}T09:30:00.000Z`
    const made = await linkFor({ ownerId, newest: links.at(-1) ?? null, kind: 'sign-off', record, salt: saltOf(number), at })
    links.push(made.link)
    records.push(made.kept)
  }
  return { ownerId, links, records }
}

function headOf({ ownerId, links }: Chain, key = server.privateKey): SignedHead {
  const { number, hash } = links.at(-1)!
  const head = { ownerId, number, hash }
  return { ...head, signature: sign(null, Buffer.from(headText(head)), key).toString('base64url') }
}

/** As somebody would who owns the database and knows how the chain is made: every number and hash anew. */
async function madeAnew(chain: Chain): Promise<Chain> {
  const links: ChainLink[] = []
  for (const link of chain.links) {
    const body = { ...link, number: links.length + 1, previous: links.at(-1)?.hash ?? null }
    links.push({ ...body, hash: await hashOfLink(chain.ownerId, body) })
  }
  return { ...chain, links }
}

const faultsOf = async (chain: Chain, head?: SignedHead) => {
  const { faults } = await verifyChain(chain, head && { head, publicKey })
  return faults.map(({ fault, number }) => `${fault} ${number}`)
}
const changed = (chain: Chain, number: number, changes: Partial<ChainLink>): Chain => ({
  ...chain,
  links: chain.links.map((link) => (link.number === number ? { ...link, ...changes } : link)),
})

test('A9: a chain as it was made has no faults, with or without a head, and goes on after the head', async () => {
  const chain = await chainOf(5)
  const early = headOf({ ...chain, links: chain.links.slice(0, 3) })
  for (const head of [undefined, early, headOf(chain)]) {
    const held = head && { head, publicKey }
    expect(await verifyChain(chain, held)).toEqual({ faults: [], erased: [] })
  }
  expect(await verifyChain({ ownerId: ADA, links: [], records: [] })).toEqual({ faults: [], erased: [] })
})

test('A9: of each thing altered it says which link', async () => {
  const chain = await chainOf(5)
  expect(await faultsOf(changed(chain, 3, { at: '2026-01-01T00:00:00.000Z' }))).toEqual(['altered 3'])
  expect(await faultsOf(changed(chain, 3, { kind: 'declaration' }))).toEqual(['altered 3'])
  const texts = chain.records.map((record) => (record.number === 2 ? { ...record, text: '{"level":4,"text":"Sign-off 2"}' } : record))
  expect(await faultsOf({ ...chain, records: texts })).toEqual(['altered 2'])
  const [first, ...others] = chain.records
  const divided = { ...first!, salt: first!.salt + first!.text.slice(0, 1), text: first!.text.slice(1) }
  expect(await faultsOf({ ...chain, records: [divided, ...others] })).toEqual(['altered 1'])
})

test('A9: what was removed, slipped in or put in another order is said with its place', async () => {
  const chain = await chainOf(6)
  const head = headOf(chain)
  const without = (...numbers: number[]) => ({
    ...chain,
    links: chain.links.filter(({ number }) => !numbers.includes(number)),
    records: [],
  })
  expect(await faultsOf(without(3, 4))).toEqual(['removed 3'])
  expect(await faultsOf(without(1))).toEqual(['removed 1'])
  expect(await faultsOf(without(5, 6))).toEqual([])
  expect(await faultsOf(without(5, 6), head)).toEqual(['removed 5'])
  expect(await faultsOf(without(1, 2, 3, 4, 5, 6), head)).toEqual(['removed 1'])

  const twin = { ...chain, links: [...chain.links.slice(0, 3), ...chain.links.slice(2)] }
  expect(await faultsOf(twin)).toContain('slipped in 3')
  expect(await faultsOf({ ...chain, links: [{ ...chain.links[0]!, number: 0 }, ...chain.links] })).toContain('slipped in 0')
  expect(await faultsOf({ ...chain, records: [...chain.records, { ...chain.records[0]!, number: 7 }] })).toEqual(['slipped in 7'])

  const numbersSwapped = [chain.links[0]!, chain.links[1]!, { ...chain.links[3]!, number: 3 }, { ...chain.links[2]!, number: 4 }]
  expect(await faultsOf({ ...chain, records: [], links: [...numbersSwapped, ...chain.links.slice(4)] })).toEqual([
    'reordered 3',
    'reordered 4',
  ])
  expect(await faultsOf({ ...chain, links: chain.links.toReversed() })).toHaveLength(5)
})

test('A9: links made anew hang together, and only a held head shows it', async () => {
  const chain = await chainOf(5)
  const head = headOf(chain)
  const forged = await madeAnew({ ...chain, records: [], links: chain.links.toSpliced(1, 0, { ...chain.links[0]!, kind: 'verification' }) })
  expect(await faultsOf(forged)).toEqual([])
  expect(await faultsOf(forged, head)).toEqual(['rewritten 5'])
  const joined = { ...chain, links: [...forged.links.slice(0, 2), ...chain.links.slice(2)], records: [] }
  expect(await faultsOf(joined)).toEqual(['does not follow 3'])
})

test('A9: an erased record is no fault, and is named', async () => {
  const chain = await chainOf(4)
  const verdict = await verifyChain({ ...chain, records: chain.records.toSpliced(1, 1) }, { head: headOf(chain), publicKey })
  expect(verdict).toEqual({ faults: [], erased: [2] })
})

test('A9: a head that this server did not sign shows nothing, and somebody else’s chain is not this one', async () => {
  const chain = await chainOf(3)
  const head = headOf(chain)
  const bobs = await chainOf(3, BOB)
  for (const wrong of [
    headOf(chain, another.privateKey),
    { ...head, number: 2 },
    { ...head, hash: chain.links[1]!.hash },
    { ...head, signature: 'not a signature' },
    headOf(bobs),
  ])
    expect((await faultsOf(chain, wrong))[0]).toMatch(/^not signed/)
  expect((await verifyChain(chain, { head, publicKey: publicOf(another.publicKey) })).faults).toMatchObject([{ fault: 'not signed' }])
  expect((await verifyChain(chain, { head, publicKey: '' })).faults).toMatchObject([{ fault: 'not signed' }])
  expect(await faultsOf({ ...bobs, ownerId: ADA })).toContain('altered 1')
})

test('A9: it says in words what is wrong and where', async () => {
  const chain = await chainOf(4)
  const { faults } = await verifyChain({ ...chain, links: chain.links.slice(0, 2), records: [] }, { head: headOf(chain), publicKey })
  expect(faults.map(({ says }) => says)).toEqual(['Links 3 to 4 were removed from the end: the signed head still counts 4.'])
})

const place = fc.nat({ max: 9 })
const tampering = fc.oneof(
  fc.record({ do: fc.constant('remove' as const), at: place }),
  fc.record({ do: fc.constant('copy' as const), at: place, to: place }),
  fc.record({ do: fc.constant('swap' as const), at: place, to: place }),
  fc.record({ do: fc.constant('renumber' as const), at: place, to: place }),
  fc.record({ do: fc.constant('kind' as const), at: place, kind: fc.constantFrom('declaration' as const, 'verification' as const) }),
  fc.record({ do: fc.constant('time' as const), at: place, time: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()) }),
  fc.record({ do: fc.constant('record' as const), at: place, text: fc.json() }),
  fc.record({ do: fc.constant('make anew' as const) }),
)

async function tampered(chain: Chain, step: typeof tampering extends fc.Arbitrary<infer T> ? T : never): Promise<Chain> {
  if (step.do === 'make anew') return madeAnew(chain)
  const links = [...chain.links]
  const at = step.at % Math.max(1, links.length)
  const link = links[at]
  if (link === undefined) return chain
  if (step.do === 'remove') links.splice(at, 1)
  if (step.do === 'copy') links.splice(step.to, 0, link)
  if (step.do === 'swap') [links[at], links[step.to % links.length]] = [links[step.to % links.length]!, link]
  if (step.do === 'renumber') links[at] = { ...link, number: step.to }
  if (step.do === 'kind') links[at] = { ...link, kind: step.kind }
  if (step.do === 'time') links[at] = { ...link, at: step.time }
  if (step.do !== 'record') return { ...chain, links }
  return { ...chain, records: chain.records.map((one) => (one.number === link.number ? { ...one, text: step.text } : one)) }
}

test('A9: whatever is done to links and records, a head that was held since shows it, and nothing is said of what was left alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.array(tampering, { maxLength: 4 }), async (length, steps) => {
      const honest = await chainOf(length)
      let chain = honest
      for (const step of steps) chain = await tampered(chain, step)
      const areEqual = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
      const faults = await faultsOf(chain, headOf(honest))
      if (!areEqual(chain.links.slice(0, length), honest.links) || !areEqual(chain.records, honest.records)) expect(faults).not.toEqual([])
      else if (chain.links.length === length) expect(faults).toEqual([])
    }),
    { numRuns: 150 },
  )
})
