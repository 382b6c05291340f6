import { sql } from 'kysely'
import { MOST_DRAFTS } from '#domain/accounts/draft-room.ts'
import { itemOfDraft } from '#domain/capture/archived-reflection.ts'
import type { Tx } from '#server/platform/db.ts'
import type { OfImport } from './archive-left.ts'
import type { Ids } from './archive-origins.ts'
import { stagedRows } from './archive-staged.ts'

/**
 * How columns of tables were read before, where nothing is known of such a table here; and what was typed into a reflection that comes in
 * and was not saved yet (P20). Both are of the moment, so that an undo knows them.
 */
export async function bringAids(tx: Tx, of: OfImport, fromOwner: string, items: Ids): Promise<void> {
  const { ownerId } = of
  for await (const rows of stagedRows<{ headers: string; mapping: unknown }>(tx, of, 'import_mapping')) {
    await sql`
      insert into import_mapping (owner_id, headers, mapping) select ${ownerId}, headers, mapping
      from jsonb_to_recordset(${JSON.stringify(rows.map(({ row }) => row))}::jsonb) as made (headers text, mapping jsonb) on conflict do nothing`.execute(
      tx,
    )
  }
  for await (const rows of stagedRows<{ form: string; body: unknown }>(tx, of, 'draft')) {
    const typed = rows.flatMap(({ row: { form, body } }) => {
      const itemId = itemOfDraft(form, fromOwner)
      return itemId !== null && items.isComing(itemId) ? [{ form: `entry/${ownerId}/${items.idOf(itemId)}`, body }] : []
    })
    await sql`
      insert into draft (owner_id, form, body, begun_at) select ${ownerId}, form, body, now()
      from jsonb_to_recordset(${JSON.stringify(typed)}::jsonb) as made (form text, body jsonb)
      limit greatest(0, ${MOST_DRAFTS} - (select count(*) from draft where owner_id = ${ownerId})) on conflict do nothing`.execute(tx)
  }
}

/** Before the items go that an undo takes out: `going` are their ids. */
export async function takeAidsOut(tx: Tx, { ownerId, importId }: OfImport, going: readonly string[]): Promise<void> {
  await sql`delete from import_mapping using import where import.owner_id = ${ownerId} and import.id = ${importId}
    and import_mapping.owner_id = ${ownerId} and import_mapping.used_at = import.brought_at`.execute(tx)
  await sql`delete from draft using import where import.owner_id = ${ownerId} and import.id = ${importId} and draft.owner_id = ${ownerId}
    and draft.saved_at = import.brought_at and draft.form = any(${going.map((id) => `entry/${ownerId}/${id}`)}::text[])`.execute(tx)
}
