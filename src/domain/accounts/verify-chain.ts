import { hashOfLink, hashOfRecord, isSignedBy, type Chain, type ChainLink, type SignedHead } from './chain.ts'
import { chainWords } from './chain-words.ts'

export interface ChainFault {
  readonly fault: 'altered' | 'removed' | 'slipped in' | 'reordered' | 'does not follow' | 'rewritten' | 'not signed'
  /** The link it was found at; of several that were removed, the first. */
  readonly number: number
  readonly says: string
}

export interface Verdict {
  readonly faults: readonly ChainFault[]
  /** Links whose record was erased. That is no fault. */
  readonly erased: readonly number[]
}

export interface HeldHead {
  readonly head: SignedHead
  /** From where the reader trusts, and not out of the export itself. */
  readonly publicKey: string
}

const SALT = /^[0-9a-f]{64}$/

/**
 * Whether an owner's chain is as it was made (A9). Alone it shows only what was changed clumsily, for whoever owns the database can
 * make every link anew; against a head that was held since, it shows whatever was changed up to that head.
 */
export async function verifyChain(chain: Chain, held?: HeldHead): Promise<Verdict> {
  const links = chain.links.toSorted((a, b) => a.number - b.number)
  const kept = new Set(chain.records.map(({ number }) => number))
  return {
    faults: [
      ...orderFaults(chain.links),
      ...numberFaults(links),
      ...(await linkFaults(chain.ownerId, links)),
      ...(await recordFaults(chain)),
      ...(held === undefined ? [] : await headFaults(chain.ownerId, links, held)),
    ],
    erased: links.map(({ number }) => number).filter((number) => !kept.has(number)),
  }
}

function orderFaults(asGiven: readonly ChainLink[]): ChainFault[] {
  return asGiven
    .filter(({ number }, at) => at > 0 && number < asGiven[at - 1]!.number)
    .map(({ number }) => ({ fault: 'reordered', number, says: chainWords.outOfOrder(number) }))
}

function numberFaults(links: readonly ChainLink[]): ChainFault[] {
  const faults: ChainFault[] = []
  let last = 0
  for (const { number } of links) {
    if (!Number.isInteger(number) || number < 1) faults.push({ fault: 'slipped in', number, says: chainWords.misnumbered(number) })
    else if (number === last) faults.push({ fault: 'slipped in', number, says: chainWords.twice(number) })
    else if (number > last + 1) faults.push({ fault: 'removed', number: last + 1, says: chainWords.removed(last + 1, number - 1) })
    last = Math.max(last, number)
  }
  return faults
}

async function linkFaults(ownerId: string, links: readonly ChainLink[]): Promise<ChainFault[]> {
  const made = placesByHash(links)
  const faults: ChainFault[] = []
  let before: ChainLink | null = null
  let beforeIsSound = true
  for (const link of links) {
    const { number, hash } = link
    const isSound = (await hashOfLink(ownerId, link)) === hash
    const place = made.get(hash)
    if (isSound) {
      const follows = beforeIsSound && number === (before?.number ?? 0) + 1
      if (follows && link.previous !== (before?.hash ?? null))
        faults.push({ fault: 'does not follow', number, says: chainWords.doesNotFollow(number) })
    } else if (place !== undefined && (await hashOfLink(ownerId, { ...link, number: place })) === hash)
      faults.push({ fault: 'reordered', number, says: chainWords.moved(number, place) })
    else faults.push({ fault: 'altered', number, says: chainWords.linkAltered(number) })
    before = link
    beforeIsSound = isSound
  }
  return faults
}

/** Where each link stands if one goes from hash to hash, whatever numbers they bear. */
function placesByHash(links: readonly ChainLink[]): Map<string, number> {
  const next = new Map(links.map((link) => [link.previous, link.hash]))
  const places = new Map<string, number>()
  let hash = next.get(null)
  while (hash !== undefined && !places.has(hash)) {
    places.set(hash, places.size + 1)
    hash = next.get(hash)
  }
  return places
}

async function recordFaults({ links, records }: Chain): Promise<ChainFault[]> {
  const hashes = new Map(links.map((link) => [link.number, link.recordHash]))
  const seen = new Set<number>()
  const faults: ChainFault[] = []
  for (const record of records) {
    const { number } = record
    if (!hashes.has(number) || seen.has(number)) faults.push({ fault: 'slipped in', number, says: chainWords.recordWithoutLink(number) })
    else if (!SALT.test(record.salt) || (await hashOfRecord(record)) !== hashes.get(number))
      faults.push({ fault: 'altered', number, says: chainWords.recordAltered(number) })
    seen.add(number)
  }
  return faults
}

async function headFaults(ownerId: string, links: readonly ChainLink[], { head, publicKey }: HeldHead): Promise<ChainFault[]> {
  const { number } = head
  if (!(await isSignedBy(publicKey, head))) return [{ fault: 'not signed', number, says: chainWords.notSigned }]
  if (head.ownerId !== ownerId) return [{ fault: 'not signed', number, says: chainWords.anotherOwner }]
  const last = links.at(-1)?.number ?? 0
  if (last < number) return [{ fault: 'removed', number: last + 1, says: chainWords.removedLast(last + 1, number) }]
  const signed = links.filter((link) => link.number === number)
  if (signed.length > 0 && signed.every((link) => link.hash !== head.hash))
    return [{ fault: 'rewritten', number, says: chainWords.rewritten(head) }]
  return []
}
