import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Catalogue } from '#domain/catalogue/contract.ts'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import { fold } from '#domain/fold.ts'
import type { TagChoice, TagRef } from '#domain/portfolio/tag-contract.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { CHANGED_NOW } from './fields.ts'
import { tagRef, tagsById } from './queries.ts'

type House = Pick<Parts, 'db' | 'catalogue'>

/** What makes an own tag the same as another: its label without case, accents and doubled spaces (P5). */
const keyOf = (label: string): string => fold(label) || label

/**
 * The ids of the tags chosen, in the order given; new ones are made (P5). A typed label means the tag of that name that is there, one of a
 * set included. Locks nothing: the unique key decides between two at once.
 * @throws Refusal at `tags` for a tag that is not there
 */
export async function resolveTags(tx: Tx, catalogue: Catalogue, ownerId: string, choices: readonly TagChoice[]): Promise<string[]> {
  const there = await tx.selectFrom('tag').select(['id', 'label', 'set_id', 'key']).where('owner_id', '=', ownerId).execute()
  const ownByKey = new Map(there.filter((tag) => tag.set_id === '').map((tag) => [tag.key, tag]))
  const byName = new Map(there.toReversed().map((tag) => [keyOf(tag.label), tag]))
  const bySameName = (label: string) => ownByKey.get(keyOf(label)) ?? byName.get(keyOf(label))
  const named = choices.flatMap((choice) => {
    if ('id' in choice || ('label' in choice && bySameName(choice.label) !== undefined)) return []
    if ('label' in choice) return [{ set_id: '', key: keyOf(choice.label), label: choice.label }]
    const entry = catalogue.tagSets
      .find((set) => set.id === choice.setId)
      ?.groups.flatMap((group) => group.items)
      .find((item) => item.code === choice.code)
    if (entry === undefined) throw refuseField('tags', 'This tag is not in the tag set any more.')
    return [{ set_id: choice.setId, key: choice.code, label: entry.label }]
  })
  const made = new Map<string, string>()
  if (named.length > 0) {
    const distinct = [...new Map(named.map((tag) => [`${tag.set_id}\n${tag.key}`, tag])).values()]
    await tx
      .insertInto('tag')
      .values(distinct.map((tag) => ({ owner_id: ownerId, id: uuidv7(), ...tag })))
      .onConflict((conflict) => conflict.columns(['owner_id', 'set_id', 'key']).doNothing())
      .execute()
    const rows = await tx
      .selectFrom('tag')
      .select(['id', 'set_id', 'key'])
      .where('owner_id', '=', ownerId)
      .where((eb) => eb.or(distinct.map((tag) => eb.and([eb('set_id', '=', tag.set_id), eb('key', '=', tag.key)]))))
      .execute()
    for (const row of rows) made.set(`${row.set_id}\n${row.key}`, row.id)
  }
  const known = new Set(there.map((tag) => tag.id))
  const ids = choices.map((choice) => {
    if ('id' in choice) {
      if (!known.has(choice.id)) throw refuseField('tags', 'This tag is not there any more.')
      return choice.id
    }
    if ('label' in choice) return bySameName(choice.label)?.id ?? made.get(`\n${keyOf(choice.label)}`)!
    return made.get(`${choice.setId}\n${choice.code}`)!
  })
  return [...new Set(ids)]
}

/** What a row's tags were and are, as text, for the trail. */
interface Retagged {
  readonly id: string
  readonly title: string
  readonly before: string
  readonly after: string
}

/**
 * Writes what stands on the rows beside their tags: the one place that sets `tag_ids` and `tag_text`. The rows are locked first, in
 * the order of their ids, so that two changes at once wait for each other. Gives the rows that changed.
 */
export async function retag(tx: Tx, ownerId: string, itemIds: readonly string[]): Promise<Retagged[]> {
  if (itemIds.length === 0) return []
  const old = await tx
    .selectFrom('item')
    .select(['id', 'title', 'tag_ids', 'tag_text'])
    .where('owner_id', '=', ownerId)
    .where(sql<boolean>`id = any(${[...itemIds]}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
  const { rows } = await sql<{ id: string; tag_ids: string[]; tag_text: string }>`
    update item set tag_ids = borne.ids, tag_text = borne.labels,
      changed_at = case when item.tag_ids = borne.ids and item.tag_text = borne.labels then item.changed_at else ${CHANGED_NOW} end
    from (
      select item.id,
             coalesce(array_agg(tag.id order by lower(tag.label), tag.id) filter (where tag.id is not null), '{}') as ids,
             coalesce(string_agg(tag.label, ', ' order by lower(tag.label), tag.id), '') as labels
      from item
      left join item_tag on item_tag.owner_id = item.owner_id and item_tag.item_id = item.id
      left join tag on tag.owner_id = item_tag.owner_id and tag.id = item_tag.tag_id
      where item.owner_id = ${ownerId} and item.id = any(${[...itemIds]}::uuid[])
      group by item.id
    ) as borne
    where item.owner_id = ${ownerId} and item.id = borne.id
    returning item.id, item.tag_ids, item.tag_text`.execute(tx)
  const fresh = new Map(rows.map((row) => [row.id, row]))
  return old.flatMap((row) => {
    const now = fresh.get(row.id)
    if (now === undefined || (now.tag_text === row.tag_text && now.tag_ids.join() === row.tag_ids.join())) return []
    return [{ id: row.id, title: row.title, before: row.tag_text, after: now.tag_text }]
  })
}

const auditTags = (tx: Tx, seen: Seen, changed: readonly Retagged[]) =>
  audit(
    tx,
    ...changed.map(({ id, title, before, after }) => ({
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: 'item.tagged',
      recordKind: 'item',
      recordId: id,
      about: title,
      changes: [{ field: 'tags', before, after }],
    })),
  )

/** Put tags on items and take tags off (P5, P14). Returns how many items were there to be changed, and the tags added. */
export async function tagItems(
  house: House,
  seen: Seen,
  { items, add, remove }: { items: readonly string[]; add: readonly TagChoice[]; remove: readonly string[] },
): Promise<{ changed: number; tags: TagRef[] }> {
  return house.db.transaction().execute(async (tx) => {
    const rows = await tx
      .selectFrom('item')
      .select('id')
      .where('owner_id', '=', seen.ownerId)
      .where('id', 'in', items)
      .where('binned_at', 'is', null)
      .orderBy('id')
      .forUpdate()
      .execute()
    if (rows.length === 0) throw notFound()
    const ids = rows.map((row) => row.id)
    const added = await resolveTags(tx, house.catalogue, seen.ownerId, add)
    if (remove.length > 0) {
      await tx
        .deleteFrom('item_tag')
        .where('owner_id', '=', seen.ownerId)
        .where('item_id', 'in', ids)
        .where('tag_id', 'in', remove)
        .execute()
    }
    if (added.length > 0) {
      await tx
        .insertInto('item_tag')
        .values(ids.flatMap((id) => added.map((tagId) => ({ owner_id: seen.ownerId, item_id: id, tag_id: tagId }))))
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
    const changed = await retag(tx, seen.ownerId, ids)
    await auditTags(tx, seen, changed)
    return { changed: changed.length, tags: await tagsById(tx, seen.ownerId, added) }
  })
}

async function ownTagForUpdate(tx: Tx, seen: Seen, tagId: string) {
  const row = await tx
    .selectFrom('tag')
    .selectAll()
    .where('owner_id', '=', seen.ownerId)
    .where('id', '=', tagId)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw notFound()
  return row
}

/**
 * Rename a tag of the owner's. Tags of a set keep the set's words.
 * @throws Refusal `already_exists` with `details.tag` where another tag has that name regardless of case and accents
 */
export async function renameTag(house: House, seen: Seen, tagId: string, label: string): Promise<TagRef> {
  return house.db.transaction().execute(async (tx) => {
    const row = await ownTagForUpdate(tx, seen, tagId)
    if (row.set_id !== '') throw new Refusal('not_allowed', 'This tag comes from a tag set, so it keeps the name it has there.')
    const key = keyOf(label)
    const same = await tx
      .selectFrom('tag')
      .select(['id', 'label', 'set_id', 'key'])
      .where('owner_id', '=', seen.ownerId)
      .where('set_id', '=', '')
      .where('key', '=', key)
      .where('id', '!=', tagId)
      .executeTakeFirst()
    if (same !== undefined) {
      throw new Refusal('already_exists', `You have a tag ‘${same.label}’ already. You can merge the two.`, {
        fields: [{ path: 'label', message: `You have a tag ‘${same.label}’ already. You can merge the two.` }],
        details: { tag: tagRef(same) },
      })
    }
    await tx.updateTable('tag').set({ label, key }).where('owner_id', '=', seen.ownerId).where('id', '=', tagId).execute()
    await auditTags(tx, seen, await retag(tx, seen.ownerId, await itemsBearing(tx, seen.ownerId, tagId)))
    const changes = [{ field: 'label', before: row.label, after: label }]
    await audit(tx, { ...actOn(seen, tagId, label), act: 'tag.renamed', changes })
    return tagRef({ ...row, label, key })
  })
}

/** The rows of one tag bear the other, and the one is gone. */
export async function mergeTags(house: House, seen: Seen, tagId: string, into: string): Promise<TagRef> {
  return house.db.transaction().execute(async (tx) => {
    if (tagId === into) throw refuseField('into', 'Choose another tag to merge into.')
    const [first, second] = [tagId, into].sort()
    const rows = [await ownTagForUpdate(tx, seen, first!), await ownTagForUpdate(tx, seen, second!)]
    const gone = rows.find((row) => row.id === tagId)!
    const stays = rows.find((row) => row.id === into)!
    const items = await itemsBearing(tx, seen.ownerId, tagId)
    if (items.length > 0) {
      await tx
        .insertInto('item_tag')
        .values(items.map((id) => ({ owner_id: seen.ownerId, item_id: id, tag_id: into })))
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
    await tx.deleteFrom('tag').where('owner_id', '=', seen.ownerId).where('id', '=', tagId).execute()
    await auditTags(tx, seen, await retag(tx, seen.ownerId, items))
    const changes = [{ field: 'label', before: gone.label, after: stays.label }]
    await audit(tx, { ...actOn(seen, into, stays.label), act: 'tag.merged', changes })
    return tagRef(stays)
  })
}

/** Delete a tag; the rows that bore it stay. Returns how many bore it. */
export async function deleteTag(house: House, seen: Seen, tagId: string): Promise<number> {
  return house.db.transaction().execute(async (tx) => {
    const row = await ownTagForUpdate(tx, seen, tagId)
    const items = await itemsBearing(tx, seen.ownerId, tagId)
    await tx.deleteFrom('tag').where('owner_id', '=', seen.ownerId).where('id', '=', tagId).execute()
    await auditTags(tx, seen, await retag(tx, seen.ownerId, items))
    await audit(tx, { ...actOn(seen, tagId, row.label), act: 'tag.deleted' })
    return items.length
  })
}

async function itemsBearing(tx: Tx, ownerId: string, tagId: string): Promise<string[]> {
  const rows = await tx.selectFrom('item_tag').select('item_id').where('owner_id', '=', ownerId).where('tag_id', '=', tagId).execute()
  return rows.map((row) => row.item_id)
}

const actOn = (seen: Seen, tagId: string, label: string) =>
  ({ ownerId: seen.ownerId, personId: seen.viewerId, recordKind: 'tag', recordId: tagId, about: label }) as const
