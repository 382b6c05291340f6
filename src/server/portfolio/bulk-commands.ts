import { sql } from 'kysely'
import type { ItemFields, Source } from '#domain/portfolio/item.ts'
import { todayOf } from '#server/accounts/owner-queries.ts'
import { forgetDeliveries } from '#server/connections/queue-commands.ts'
import { auditInParts } from '#server/platform/audit-in-parts.ts'
import type { Tx } from '#server/platform/db.ts'
import { columnsOf } from './fields.ts'

interface BulkItem {
  readonly id: string
  readonly fields: ItemFields
  readonly tagIds: readonly string[]
}

/**
 * Records items of the owner's own by the hundred, with tags that are there, in the transaction that decides on them. They have been
 * checked, the guard's part included; they go to no other portfolio by themselves. Their `changed_at` is their `added_at`.
 */
export async function recordMany(tx: Tx, ownerId: string, items: readonly BulkItem[], source: Source): Promise<void> {
  if (items.length === 0) return
  const today = await todayOf(tx, ownerId)
  const rows = items.map(({ id, fields, tagIds }) => ({ id, ...columnsOf(fields), tags: tagIds }))
  await sql`
    insert into item (owner_id, id, source, added_on, title, type, status, link, link_key, notes, started_on, completed_on, personal, impact,
                      practice_changes, tag_ids, tag_text)
    select ${ownerId}, made.id, ${source}, ${today}::date, made.title, made.type, made.status, made.link, made.link_key, made.notes,
           made.started_on, made.completed_on, made.personal, made.impact, made.practice_changes,
           coalesce(borne.ids, '{}'), coalesce(borne.labels, '')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as made (
      id uuid, title text, type text, status text, link text, link_key text, notes text, started_on date, completed_on date,
      personal numeric, impact numeric, practice_changes text, tags uuid[])
    left join lateral (
      -- In the order of retag.
      select array_agg(tag.id order by lower(tag.label), tag.id) as ids, string_agg(tag.label, ', ' order by lower(tag.label), tag.id) as labels
      from tag where made.tags <> '{}' and tag.owner_id = ${ownerId} and tag.id = any(made.tags)
    ) as borne on true`.execute(tx)
  const tagged = items.flatMap(({ id, tagIds }) => tagIds.map((tag) => ({ item: id, tag })))
  if (tagged.length > 0) {
    await sql`
      insert into item_tag (owner_id, item_id, tag_id)
      select ${ownerId}, borne.item, borne.tag from jsonb_to_recordset(${JSON.stringify(tagged)}::jsonb) as borne (item uuid, tag uuid)`.execute(
      tx,
    )
  }
  await auditInParts(
    tx,
    items.map(({ id, fields }) => ({
      ownerId,
      personId: ownerId,
      act: `item.${source}`,
      recordKind: 'item',
      recordId: id,
      about: fields.title,
    })),
  )
}

/** Deletes items that nothing rests on, and that have no files, for good: whoever asks has locked them, has seen to both, and writes the trail. */
export async function eraseMany(tx: Tx, ownerId: string, ids: readonly string[]): Promise<void> {
  await sql`delete from item where owner_id = ${ownerId} and id = any(${[...ids]}::uuid[])`.execute(tx)
  await forgetDeliveries(tx, ownerId, ids)
}
