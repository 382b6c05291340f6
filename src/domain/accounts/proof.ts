import { z } from 'zod'
import type { Chain, SignedHead } from './chain.ts'
import { chainWords } from './chain-words.ts'
import { proofWords as say } from './proof-words.ts'
import { verifyChain, type ChainFault } from './verify-chain.ts'

const Hash = z.string().regex(/^[0-9a-f]{64}$/)
/** An Ed25519 key, 32 bytes in base64url. */
const PublicKey = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

const Head = z.object({ ownerId: z.string().max(100), number: z.int().min(1), hash: Hash, signature: z.string().max(200) })

/** What an owner takes away (A9): the chain, the head of that day and the server's key. Links are read as they are, to be checked. */
export const Proof = z.object({
  cairn: z.literal('proof of a chain'),
  madeAt: z.string().max(100),
  name: z.string().max(500),
  server: z.string().max(500),
  publicKey: z.string().max(200),
  head: Head,
  chain: z.object({
    ownerId: z.string().max(100),
    links: z.array(
      z.object({
        number: z.number(),
        previous: z.string().nullable(),
        recordHash: z.string(),
        kind: z.enum(['sign-off', 'declaration', 'verification', 'form']),
        at: z.string(),
        hash: z.string(),
      }),
    ),
    records: z.array(z.object({ number: z.number(), salt: z.string(), text: z.string() })),
  }),
})
export type Proof = z.infer<typeof Proof>

export type Read<Value> = { readonly value: Value } | { readonly fault: string }

export function readProof(text: string): Read<Proof> {
  const json = jsonOf(text)
  if (json === undefined) return { fault: say.notJson }
  const read = Proof.safeParse(json)
  return read.success ? { value: read.data } : { fault: say.notProof }
}

/** Something from before: a proof, or a head as mails, certificates and reports carry it, with whatever was copied around it. */
export type Held = { readonly head: SignedHead; readonly chain: Chain | null }

/**
 * Spaces, line breaks, the marks of a quoted mail and places to break that copying put into the line do no harm, nor do colons that are lost
 * where it is broken: what stands between them has its length.
 */
const HEAD_LINE = /cairnhead:(\d{1,9}):([0-9a-f]{32}):?([0-9a-f]{64}):?([0-9a-f]{128})/

export function readHeld(text: string): Read<Held> {
  const json = jsonOf(text)
  const proof = Proof.safeParse(json)
  if (proof.success) return { value: { head: proof.data.head, chain: proof.data.chain } }
  const alone = Head.safeParse(json)
  if (alone.success) return { value: { head: alone.data, chain: null } }
  const [, number, ownerId, hash, signature] = HEAD_LINE.exec(text.replace(/[\s>\u200b\u00ad]+/g, '').toLowerCase()) ?? []
  if (number === undefined) return { fault: say.notHead }
  const head = {
    number: Number(number),
    ownerId: ownerId!.replace(UUID, '$1-$2-$3-$4-$5'),
    hash: hash!,
    signature: base64urlOf(signature!),
  }
  return { value: { head, chain: null } }
}

const UUID = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/

const base64urlOf = (hex: string): string =>
  btoa(hex.replace(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

export function readKey(text: string): Read<string> {
  const read = PublicKey.safeParse(text.trim())
  return read.success ? { value: read.data } : { fault: say.notKey }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export interface Checked {
  readonly faults: readonly ChainFault[]
  readonly erased: readonly number[]
  /** Of the erased: those that the older proof still held. */
  readonly erasedSince: readonly number[]
  readonly links: number
  /** The newest link that something from before vouches for; null where nothing was given. */
  readonly heldTo: number | null
}

/**
 * Checks a proof against its own head and against what was held from before, by `verifyChain` alone. Where an older proof is at hand,
 * the two are compared link by link, for then the first link that was made anew can be named.
 * @param publicKey the server's, from where the reader trusts
 */
export async function checkProof(proof: Proof, held: Held | null, publicKey: string): Promise<Checked> {
  const own = await verifyChain(proof.chain, { head: proof.head, publicKey })
  const older = held === null ? null : await verifyChain(proof.chain, { head: held.head, publicKey })
  const differs = held?.chain?.ownerId === proof.chain.ownerId ? firstDifference(held.chain, proof.chain) : []
  const all = [...own.faults, ...beyondHead(proof, own.faults), ...differs, ...(older?.faults ?? [])]
  const said = new Set<string>()
  const heldRecords = new Set(held?.chain?.records.map(({ number }) => number))
  return {
    faults: all.filter(({ says }) => !said.has(says) && said.add(says)),
    erased: own.erased,
    erasedSince: own.erased.filter((number) => heldRecords.has(number)),
    links: proof.chain.links.length,
    heldTo: held?.head.number ?? null,
  }
}

/** The head of a proof is its last link: whatever stands behind it, anybody could have added. A head that was held from before may be older. */
function beyondHead({ head, chain }: Proof, faults: readonly ChainFault[]): ChainFault[] {
  const last = chain.links.reduce((most, { number }) => Math.max(most, number), 0)
  if (last <= head.number || faults.some(({ fault }) => fault === 'not signed')) return []
  return [{ fault: 'slipped in', number: head.number + 1, says: chainWords.beyondHead(head.number, last) }]
}

function firstDifference(older: Chain, newer: Chain): ChainFault[] {
  const hashes = new Map(newer.links.map(({ number, hash }) => [number, hash]))
  const first = older.links
    .toSorted((a, b) => a.number - b.number)
    .find(({ number, hash }) => hashes.has(number) && hashes.get(number) !== hash)
  return first === undefined ? [] : [{ fault: 'rewritten', number: first.number, says: say.differs(first.number) }]
}

/** Whether this browser can check the server's signature at all: Web Crypto with Ed25519. */
export async function canCheckSignatures(): Promise<boolean> {
  try {
    await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
    return true
  } catch {
    return false
  }
}
