import { createHash } from 'node:crypto'
import type { Filled } from '#domain/assessments/filled.ts'
import { canonicalJson, type Json } from '#domain/canonical-json.ts'
import { readOf, type Evidence } from '#domain/curriculum/evidence.ts'
import type { EvidencePage } from '#domain/curriculum/contract.ts'
import type { SupervisorAnswer } from '#domain/curriculum/sign-off.ts'
import { notFound } from '#domain/errors.ts'
import type { ItemType } from '#domain/portfolio/item.ts'
import { namesOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { filledAmong } from '#server/assessments/filled-queries.ts'
import { acceptedAmong } from '#server/elsewhere/accepted-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'

type House = Pick<Parts, 'db' | 'catalogue'>

/** A piece of evidence with what a signature keeps beside what it shows. */
export interface EvidenceRow {
  readonly evidence: Evidence
  readonly version: number
  readonly hash: string
  /** By the file's id, the name its bytes are stored under. */
  readonly storedAs: ReadonlyMap<string, string>
}

const sha256 = (json: Json): string => createHash('sha256').update(canonicalJson(json)).digest('hex')

/** What a signature given now would rest on, as one word. */
export const basisOf = (rows: readonly EvidenceRow[], selfAssessmentId: string | null): string =>
  sha256({ evidence: rows.map(({ hash }) => hash).toSorted(), selfAssessmentId })

/**
 * Items as they stand, in no order; what is in the bin is left out. Whether the viewer may read them is for the caller to know: these
 * are rows of the owner's own portfolio.
 */
export async function evidenceNow(
  { catalogue }: Pick<Parts, 'catalogue'>,
  db: Db | Tx,
  ownerId: string,
  itemIds: readonly string[],
): Promise<Map<string, EvidenceRow>> {
  if (itemIds.length === 0) return new Map()
  const items = await db
    .selectFrom('item')
    .where('owner_id', '=', ownerId)
    .where('id', 'in', [...itemIds])
    .where('binned_at', 'is', null)
    .select(['id as itemId', 'title', 'type', 'started_on as startedOn', 'completed_on as completedOn', 'notes', 'version'])
    .execute()
  const files = await db
    .selectFrom('file')
    .where('owner_id', '=', ownerId)
    .where('item_id', 'in', [...itemIds])
    .select(['id', 'item_id', 'name', 'media_type', 'size_bytes', 'sha256', 'stored_as'])
    .orderBy('added_at')
    .orderBy('id')
    .execute()
  const ofItem = Map.groupBy(files, (file) => file.item_id)
  const filled = await filledAmong({ catalogue }, db, ownerId, itemIds)
  const accepted = await acceptedAmong(db, ownerId, itemIds)
  return new Map(
    items.map(({ version, ...item }) => {
      const its = ofItem.get(item.itemId) ?? []
      const evidence: Evidence = {
        ...item,
        type: item.type as ItemType | null,
        files: its.map(shownFile),
        filled: filled.get(item.itemId) ?? accepted.get(item.itemId) ?? null,
      }
      const storedAs = new Map(its.map((file) => [file.id, file.stored_as]))
      return [item.itemId, { evidence, version, hash: sha256(readOf(evidence)), storedAs }]
    }),
  )
}

const shownFile = (file: { id: string; name: string; media_type: string; size_bytes: number; sha256: string }) => ({
  id: file.id,
  name: file.name,
  mediaType: file.media_type,
  sizeBytes: file.size_bytes,
  sha256: file.sha256,
})

/** Of these items, those that are linked to anything today and not in the bin. */
export async function linkedOf(db: Db | Tx, ownerId: string, itemIds: readonly string[]): Promise<Map<string, string[]>> {
  if (itemIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('evidence_link as link')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'link.owner_id').onRef('item.id', '=', 'link.item_id'))
    .where('link.owner_id', '=', ownerId)
    .where('link.item_id', 'in', [...itemIds])
    .where('link.unlinked_at', 'is', null)
    .where('item.binned_at', 'is', null)
    .select(['link.item_id as itemId', 'link.item_code as code'])
    .orderBy('link.item_code')
    .execute()
  const codes = new Map<string, string[]>()
  for (const { itemId, code } of rows) codes.set(itemId, [...(codes.get(itemId) ?? []), code])
  return codes
}

/** A piece of evidence as others may read it: as it is while it is linked, and as each signature saw it (P24, T9). @throws Refusal `not_found` */
export async function evidenceOf(house: House, seen: Seen, itemId: string): Promise<EvidencePage> {
  const { db } = house
  const { ownerId } = seen
  const [codes, versions, names] = await Promise.all([
    linkedOf(db, ownerId, [itemId]),
    versionsOf(db, ownerId, itemId),
    namesOf(db, [ownerId]),
  ])
  const linkedTo = codes.get(itemId)
  const now = linkedTo === undefined ? undefined : (await evidenceNow(house, db, ownerId, [itemId])).get(itemId)
  if (now === undefined && versions.length === 0) throw notFound()
  return {
    person: { id: ownerId, name: names.get(ownerId) ?? '' },
    now: now === undefined ? null : { ...now.evidence, codes: linkedTo ?? [] },
    versions: versions.map(({ hash, ...version }) => ({ ...version, hasChanged: now !== undefined && now.hash !== hash })),
  }
}

async function versionsOf(db: Db, ownerId: string, itemId: string) {
  const rows = await db
    .selectFrom('evidence_version as kept')
    .innerJoin('sign_off', (join) => join.onRef('sign_off.owner_id', '=', 'kept.owner_id').onRef('sign_off.id', '=', 'kept.sign_off_id'))
    .where('kept.owner_id', '=', ownerId)
    .where('kept.item_id', '=', itemId)
    .selectAll('kept')
    .select(['sign_off.item_code as code', 'sign_off.answer', 'sign_off.signed_by_name as by', 'sign_off.signed_at as at'])
    .orderBy('sign_off.chain_number', 'desc')
    .execute()
  const files = await db
    .selectFrom('evidence_version_file')
    .where('owner_id', '=', ownerId)
    .where('item_id', '=', itemId)
    .selectAll()
    .orderBy('file_id')
    .execute()
  const ofSignature = Map.groupBy(files, (file) => file.sign_off_id)
  return rows.map((row) => ({
    signOffId: row.sign_off_id,
    code: row.code,
    answer: row.answer as SupervisorAnswer['answer'],
    by: row.by,
    at: row.at.toISOString(),
    hash: row.hash,
    evidence: {
      itemId,
      title: row.title,
      type: row.type as ItemType | null,
      startedOn: row.started_on,
      completedOn: row.completed_on,
      notes: row.notes,
      files: (ofSignature.get(row.sign_off_id) ?? []).map((file) => shownFile({ ...file, id: file.file_id })),
      filled: row.filled as Filled | null,
    },
  }))
}

/** What a download needs of a file. */
export interface StoredFile {
  readonly name: string
  readonly media_type: string
  readonly size_bytes: number
  readonly stored_as: string
}

/** A file of evidence: as the signature saw it, or of what is linked now. @throws Refusal `not_found` */
export async function evidenceFile(
  db: Db,
  seen: Seen,
  { itemId, fileId, signOff }: { itemId: string; fileId: string; signOff: string | undefined },
): Promise<StoredFile> {
  const { ownerId } = seen
  if (signOff !== undefined) {
    const kept = await db
      .selectFrom('evidence_version_file')
      .where('owner_id', '=', ownerId)
      .where('sign_off_id', '=', signOff)
      .where('item_id', '=', itemId)
      .where('file_id', '=', fileId)
      .select(['name', 'media_type', 'size_bytes', 'stored_as'])
      .executeTakeFirst()
    if (kept === undefined) throw notFound()
    return kept
  }
  if (!(await linkedOf(db, ownerId, [itemId])).has(itemId)) throw notFound()
  const file = await db
    .selectFrom('file')
    .where('owner_id', '=', ownerId)
    .where('item_id', '=', itemId)
    .where('id', '=', fileId)
    .select(['name', 'media_type', 'size_bytes', 'stored_as'])
    .executeTakeFirst()
  if (file === undefined) throw notFound()
  return file
}
