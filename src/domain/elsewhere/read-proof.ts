import { hashOfRecord, type Chain } from '#domain/accounts/chain.ts'
import { checkProof, type Proof } from '#domain/accounts/proof.ts'
import type { FormFile } from '#domain/assessments/form-file.ts'
import { ComingElsewhere, readSigned, type ProofElsewhere, type ReadThere, type RemarkElsewhere } from './signed-elsewhere.ts'

/** More than a career signs. */
export const MOST_SIGNED = 5000
/** Of a longer chain nothing is read, for even to check it takes long. */
export const MOST_LINKS = 20_000

export interface ReadProof {
  readonly rows: readonly ComingElsewhere[]
  /** Records that are not as any Cairn writes them. */
  readonly unreadable: number
  /** There are more than are taken. */
  readonly isMore: boolean
}

interface Here {
  /** This server's own key. */
  readonly key: string
  /** The chain of that owner as it stands here; null where there is none. */
  readonly chain: Chain | null
  /** The latest moment that anything can have been signed at. */
  readonly until: string
}

/** Whether a chain is longer than any that is read. */
export const isTooLong = ({ chain }: Proof): boolean => chain.links.length > MOST_LINKS || chain.records.length > MOST_LINKS

/**
 * What was signed by the chain of an archive, with how far its proof goes (R6). What is in no chain is not in it. Where the chain is one of
 * this very server, what was signed in it since, or left out of the archive, is remarked too.
 * @throws RangeError where it is too long
 */
export async function readProofOf(proof: Proof, forms: ReadonlyMap<string, FormFile>, here: Here): Promise<ReadProof> {
  if (isTooLong(proof)) throw new RangeError('The chain is too long to be read')
  const { faults, erased } = await checkProof(proof, null, proof.publicKey)
  const altered = new Set(faults.filter(({ fault }) => fault === 'altered' || fault === 'slipped in').map(({ number }) => number))
  const chainProof: ProofElsewhere = faults.some(({ fault }) => fault !== 'not signed')
    ? 'broken'
    : faults.length > 0
      ? 'unsigned'
      : 'whole'
  const isOurs = chainProof === 'whole' && proof.publicKey === here.key
  const kept = isOurs ? notIn(proof, here.chain) : null
  const heldHere = new Set(kept?.chain.records.map(({ number }) => number))
  const isMore = proof.chain.records.length > MOST_SIGNED
  const lastGap = isMore ? Infinity : (erased.findLast((number) => !heldHere.has(number)) ?? 0)
  const ofArchive = readAll(proof.chain, forms, here.until)
  const ofHere = kept === null ? null : readAll(kept.chain, forms, here.until)
  const about = new Map<string, Set<RemarkElsewhere>>()
  for (const [id, remark] of [...ofArchive.notes, ...(ofHere?.notes ?? [])]) about.set(id, (about.get(id) ?? new Set()).add(remark))
  const newest = new Map(
    [...ofArchive.found, ...(ofHere?.found ?? [])]
      .toSorted((a, b) => a.number - b.number)
      .flatMap(({ number, read }) => (read.place === null ? [] : [[read.place, number] as const])),
  )
  const rows: ComingElsewhere[] = []
  for (const { number, record, read } of ofArchive.found) {
    const { row, place } = read
    const remarks = new Set<RemarkElsewhere>([...row.remarks, ...remarksOf(read, about)])
    if (place !== null && newest.get(place) !== number) remarks.add('superseded')
    if (number < lastGap) remarks.add('gaps')
    rows.push(
      ComingElsewhere.parse({
        ...row,
        key: await hashOfRecord(record),
        remarks: [...remarks],
        from_owner: null,
        from_name: null,
        server: null,
        proof: altered.has(number) ? 'altered' : chainProof,
        number,
        public_key: proof.publicKey,
        key_is_ours: isOurs,
      }),
    )
  }
  return { rows, unreadable: ofArchive.unreadable, isMore }
}

/** What the same chain holds here beyond what the archive has of it; null where it is another chain, or gone. */
function notIn({ head, chain }: Proof, here: Chain | null): { readonly chain: Chain } | null {
  if (here === null || !here.links.some(({ number, hash }) => number === head.number && hash === head.hash)) return null
  const there = new Set(chain.records.map(({ number }) => number))
  return { chain: { ...here, records: here.records.filter(({ number }) => !there.has(number)) } }
}

interface Found {
  readonly number: number
  readonly record: Chain['records'][number]
  readonly read: ReadThere
}

function readAll({ ownerId, links, records }: Chain, forms: ReadonlyMap<string, FormFile>, until: string) {
  const linkOf = new Map(links.map((link) => [link.number, link]))
  const once = [...new Map(records.map((record) => [record.number, record])).values()].toSorted((a, b) => a.number - b.number)
  const found: Found[] = []
  const notes: [id: string, remark: RemarkElsewhere][] = []
  let unreadable = 0
  for (const record of once.slice(0, MOST_SIGNED)) {
    const link = linkOf.get(record.number)
    const isTimely = link !== undefined && link.at <= until
    const read = isTimely ? readSigned({ text: record.text, kind: link.kind, at: link.at }, ownerId, forms) : null
    if (read === null) {
      if (!isTimely || !isJson(record.text)) unreadable += 1
    } else if ('remark' in read) notes.push([read.about, read.remark])
    else {
      for (const id of read.corrects) notes.push([id, 'corrected'])
      found.push({ number: record.number, record, read })
    }
  }
  return { found, notes, unreadable }
}

/** Of several rows that were verified together, those that were not corrected since still hold. */
function remarksOf({ ids, rowIds }: ReadThere, about: ReadonlyMap<string, ReadonlySet<RemarkElsewhere>>): RemarkElsewhere[] {
  const ofIt = ids.flatMap((id) => [...(about.get(id) ?? [])])
  const corrected = rowIds.filter((id) => about.get(id)?.has('corrected') === true).length
  const ofRows: RemarkElsewhere[] = corrected === 0 ? [] : [corrected === rowIds.length ? 'corrected' : 'partly corrected']
  return [...ofIt, ...ofRows]
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
