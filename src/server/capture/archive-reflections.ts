import { sql } from 'kysely'
import type { z } from 'zod'
import type { ARCHIVED } from '#domain/reports/archive-tables.ts'
import type { Tx } from '#server/platform/db.ts'
import type { OfImport } from './archive-left.ts'
import type { Ids } from './archive-origins.ts'
import { stagedRows } from './archive-staged.ts'

/**
 * Reflections as their owner wrote them, the scratch with them (F1, F8), after their items. Nobody else reads them here before they are
 * shared here; what others wrote about them stays where it was written. In a training year, where it is the account's own.
 */
export async function bringReflections(tx: Tx, { ownerId, importId }: OfImport, fromOwner: string, items: Ids): Promise<void> {
  const coming = sql`brought_row as brought join item on item.owner_id = ${ownerId} and item.id = brought.id and item.kind = 'entry'
    join import_part as part on part.owner_id = ${ownerId} and part.import_id = ${importId} and (part.row->>'item_id')::uuid = brought.from_id
    where brought.owner_id = ${ownerId} and brought.import_id = ${importId} and brought.part = 'item' and brought.from_owner = ${fromOwner}`
  await sql`
    insert into entry (owner_id, item_id, form_id, training_year_id, placement, event_on, begun_by, begun_at)
    select ${ownerId}, brought.id, part.row->>'form_id', (
      select year.id from training_year year where year.owner_id = ${ownerId} and year.id = (part.row->>'training_year_id')::uuid
        and ${fromOwner} = ${ownerId}),
      part.row->>'placement', (part.row->>'event_on')::date, ${ownerId},
      least((part.row->>'begun_at')::timestamptz, now())
    from ${coming} and part.part = 'entry'`.execute(tx)
  await sql`
    insert into entry_part (owner_id, item_id, section, answers, version, saved_by, saved_at)
    select ${ownerId}, brought.id, part.row->>'section', part.row->'answers', (part.row->>'version')::int, ${ownerId},
      least((part.row->>'saved_at')::timestamptz, now())
    from ${coming} and part.part = 'entry_part'
    on conflict do nothing`.execute(tx)
  for await (const rows of stagedRows<z.infer<typeof ARCHIVED.entry_about.row>>(tx, { ownerId, importId }, 'entry_about')) {
    const about = rows.flatMap(({ row }) =>
      items.isComing(row.item_id) && items.isKnown(row.about_id)
        ? [{ item: items.idOf(row.item_id), about: items.idOf(row.about_id) }]
        : [],
    )
    await sql`
      insert into entry_about (owner_id, item_id, about_id)
      select ${ownerId}, made.item, made.about from jsonb_to_recordset(${JSON.stringify(about)}::jsonb) as made (item uuid, about uuid)
      join entry on entry.owner_id = ${ownerId} and entry.item_id = made.item
      join item as subject on subject.owner_id = ${ownerId} and subject.id = made.about and subject.kind in ('library file', 'module')
      on conflict do nothing`.execute(tx)
  }
}
