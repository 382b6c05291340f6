import { hashOfRecord } from '#domain/accounts/chain.ts'
import { checkProof, type Proof } from '#domain/accounts/proof.ts'
import type { FormFile } from '#domain/assessments/form-file.ts'
import { ComingElsewhere, readSigned, type ProofElsewhere, type ReadThere, type RemarkElsewhere } from './signed-elsewhere.ts'

/** More than a career signs. */
export const MOST_SIGNED = 5000

export interface ReadProof {
  readonly rows: readonly ComingElsewhere[]
  /** Records that are not as any Cairn writes them. */
  readonly unreadable: number
  /** There are more than are taken. */
  readonly isMore: boolean
}

/**
 * What was signed by the chain of an archive, with how far its proof goes (R6). What is in no chain is not in it.
 * @param ourKey this server's own key
 */
export async function readProofOf(proof: Proof, forms: ReadonlyMap<string, FormFile>, ourKey: string): Promise<ReadProof> {
  const { faults } = await checkProof(proof, null, proof.publicKey)
  const altered = new Set(faults.filter(({ fault }) => fault === 'altered' || fault === 'slipped in').map(({ number }) => number))
  const chainProof: ProofElsewhere = faults.some(({ fault }) => fault !== 'not signed')
    ? 'broken'
    : faults.length > 0
      ? 'unsigned'
      : 'whole'
  const links = new Map(proof.chain.links.map((link) => [link.number, link]))
  const records = [...new Map(proof.chain.records.map((record) => [record.number, record])).values()].toSorted(
    (a, b) => a.number - b.number,
  )
  const found: { number: number; key: string; read: ReadThere }[] = []
  const about = new Map<string, Set<RemarkElsewhere>>()
  const note = (id: string, remark: RemarkElsewhere) => about.set(id, (about.get(id) ?? new Set()).add(remark))
  let unreadable = 0
  for (const record of records.slice(0, MOST_SIGNED)) {
    const link = links.get(record.number)
    const read = link === undefined ? null : readSigned({ text: record.text, kind: link.kind, at: link.at }, proof.chain.ownerId, forms)
    if (read === null) {
      if (!isJson(record.text) || link === undefined) unreadable += 1
    } else if ('remark' in read) note(read.about, read.remark)
    else {
      for (const id of read.corrects) note(id, 'corrected')
      found.push({ number: record.number, key: await hashOfRecord(record), read })
    }
  }
  const newest = new Map(found.flatMap(({ number, read }) => (read.place === null ? [] : [[read.place, number] as const])))
  const rows = found.map(({ number, key, read: { row, ids, place } }): ComingElsewhere => {
    const remarks = new Set<RemarkElsewhere>([...row.remarks, ...ids.flatMap((id) => [...(about.get(id) ?? [])])])
    if (place !== null && newest.get(place) !== number) remarks.add('superseded')
    return ComingElsewhere.parse({
      ...row,
      key,
      remarks: [...remarks],
      from_owner: null,
      from_name: null,
      server: null,
      proof: altered.has(number) ? 'altered' : chainProof,
      number,
      public_key: proof.publicKey,
      key_is_ours: proof.publicKey === ourKey && !faults.some(({ fault }) => fault === 'not signed'),
    })
  })
  return { rows, unreadable, isMore: records.length > MOST_SIGNED }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
