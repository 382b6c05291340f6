import { v7 as uuidv7 } from 'uuid'
import type { CurriculumFile } from '#domain/curriculum/curriculum-file.ts'
import { curriculumItem } from '#domain/curriculum/curriculum-items.ts'
import { linkWords } from '#domain/curriculum/words.ts'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { refusePrivateReflections } from '#server/assessments/share-queries.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { curriculaNow } from './catalogue-queries.ts'
import { inHandOf } from './year-queries.ts'

type House = Pick<Parts, 'db' | 'catalogue'>

interface Wanted {
  readonly itemIds: readonly string[]
  readonly codes: readonly string[]
  /** The owner was shown what will be read and by whom (P24). */
  readonly isShown: boolean
}

/**
 * Links items of the portfolio to curriculum items, each to each (T8), which opens them to who may read evidence. What is linked already
 * stays as it is. Answers how many links are new.
 * @throws Refusal `not_found`; `not_allowed` for what is in the bin and for a private reflection; `invalid_input` at `isShown` where an item
 *   is opened for the first time
 */
export async function linkEvidence(house: House, seen: Seen, { itemIds, codes, isShown }: Wanted): Promise<number> {
  const { ownerId } = seen
  return house.db.transaction().execute(async (tx) => {
    const { curriculum } = await inHandOf(house, ownerId, tx)
    if (codes.some((code) => curriculumItem(curriculum, code) === undefined)) throw notFound()
    const items = await itemsToLink(tx, ownerId, itemIds, isShown)
    return linkWithin(
      tx,
      seen,
      curriculum,
      items.flatMap((item) => [...new Set(codes)].map((code) => ({ item, code }))),
    )
  })
}

interface Linkable {
  readonly id: string
  readonly title: string
}

/**
 * The items that are about to be linked, locked until the transaction ends.
 * @throws Refusal `not_found`; `not_allowed` for what is in the bin and for a reflection that is shared with nobody; `invalid_input` at
 *   `isShown` where an item is linked to nothing today
 */
export async function itemsToLink(tx: Tx, ownerId: string, itemIds: readonly string[], isShown: boolean): Promise<Linkable[]> {
  const ids = [...new Set(itemIds)]
  const items = await tx
    .selectFrom('item')
    .where('owner_id', '=', ownerId)
    .where('id', 'in', ids)
    .select(['id', 'title', 'binned_at'])
    .orderBy('id')
    .forUpdate()
    .execute()
  if (items.length < ids.length) throw notFound()
  const binned = items.find(({ binned_at }) => binned_at !== null)
  if (binned !== undefined) throw new Refusal('not_allowed', linkWords.inBin(binned.title))
  await refusePrivateReflections(tx, ownerId, ids)
  if (!isShown && (await anyIsClosed(tx, ownerId, items))) throw refuseField('isShown', linkWords.notShown)
  return items
}

/** Links items of `itemsToLink` under one version of a curriculum. What is linked already stays. Answers how many links are new. */
export async function linkWithin(
  tx: Tx,
  seen: Seen,
  curriculum: CurriculumFile,
  pairs: readonly { readonly item: Linkable; readonly code: string }[],
): Promise<number> {
  const titleOf = new Map(pairs.map(({ item }) => [item.id, item.title]))
  const made = await tx
    .insertInto('evidence_link')
    .values(
      pairs.map(({ item, code }) => ({
        owner_id: seen.ownerId,
        id: uuidv7(),
        item_id: item.id,
        curriculum_id: curriculum.id,
        item_code: code,
        linked_by: seen.viewerId,
        linked_at: new Date(),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['owner_id', 'curriculum_id', 'item_code', 'item_id']).where('unlinked_at', 'is', null).doNothing(),
    )
    .returning(['item_id as itemId', 'item_code as code'])
    .execute()
  await audit(
    tx,
    ...made.map(({ itemId, code }) => ({
      ...actOn(seen, itemId, titleOf.get(itemId) ?? ''),
      act: 'curriculum.linked',
      changes: [{ field: 'evidenceLink', before: '', after: placeOf(curriculum, code) }],
    })),
  )
  return made.length
}

/** Whether any of these is linked to nothing today. */
async function anyIsClosed(tx: Tx, ownerId: string, items: readonly Linkable[]): Promise<boolean> {
  const open = await tx
    .selectFrom('evidence_link')
    .where('owner_id', '=', ownerId)
    .where(
      'item_id',
      'in',
      items.map(({ id }) => id),
    )
    .where('unlinked_at', 'is', null)
    .select('item_id')
    .distinct()
    .execute()
  return open.length < items.length
}

/**
 * Takes a link back, which closes the item again where it was the last (P24); under earlier versions of the curriculum too, from which
 * the owner was moved. Answers how many signatures keep the version they saw.
 * @throws Refusal `not_found` where there is no such link
 */
export async function unlinkEvidence(house: House, seen: Seen, itemId: string, code: string): Promise<number> {
  const { ownerId } = seen
  return house.db.transaction().execute(async (tx) => {
    const gone = await tx
      .updateTable('evidence_link')
      .set({ unlinked_at: new Date() })
      .where('owner_id', '=', ownerId)
      .where('item_id', '=', itemId)
      .where('item_code', '=', code)
      .where('unlinked_at', 'is', null)
      .returning('curriculum_id')
      .execute()
    if (gone.length === 0) throw notFound()
    const curricula = await curriculaNow(tx, house.catalogue)
    const from = curricula.find(({ id }) => id === gone.at(-1)!.curriculum_id)
    const { title } = await tx
      .selectFrom('item')
      .where('owner_id', '=', ownerId)
      .where('id', '=', itemId)
      .select('title')
      .executeTakeFirstOrThrow()
    await audit(tx, {
      ...actOn(seen, itemId, title),
      act: 'curriculum.unlinked',
      changes: [{ field: 'evidenceLink', before: from === undefined ? code : placeOf(from, code), after: '' }],
    })
    const kept = await tx
      .selectFrom('evidence_version')
      .where('owner_id', '=', ownerId)
      .where('item_id', '=', itemId)
      .select('sign_off_id')
      .execute()
    return kept.length
  })
}

const placeOf = (curriculum: CurriculumFile, code: string): string => linkWords.audited(curriculumItem(curriculum, code)?.title ?? '', code)

const actOn = (seen: Seen, itemId: string, about: string) =>
  ({ ownerId: seen.ownerId, personId: seen.viewerId, recordKind: 'item', recordId: itemId, about }) as const
