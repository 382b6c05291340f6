import { sql } from 'kysely'
import { hasDraftRoom } from '#domain/accounts/draft-room.ts'
import { itemOfDraft } from '#domain/capture/archived-reflection.ts'
import type { Tx } from '#server/platform/db.ts'
import type { OfImport } from './archive-left.ts'
import type { Ids } from './archive-origins.ts'
import { stagedRows } from './archive-staged.ts'

/** Tables with other headers that one account knows. Nobody has as many. */
const MOST_MAPPINGS = 1000

/** How many found no room. */
export interface NoRoom {
  readonly drafts: number
  readonly mappings: number
}

/**
 * How columns of tables were read before, where nothing is known of such a table here; and what was typed into a reflection that comes in
 * and was not saved yet (P20), as far as there is room. Both are of the moment, so that an undo knows them.
 */
export async function bringAids(tx: Tx, of: OfImport, fromOwner: string, items: Ids): Promise<NoRoom> {
  return { mappings: await bringMappings(tx, of), drafts: await bringDrafts(tx, of, fromOwner, items) }
}

async function bringMappings(tx: Tx, of: OfImport): Promise<number> {
  const { ownerId } = of
  const there = await tx.selectFrom('import_mapping').where('owner_id', '=', ownerId).select('headers').execute()
  const known = new Set(there.map(({ headers }) => headers))
  let without = 0
  for await (const rows of stagedRows<{ headers: string; mapping: unknown }>(tx, of, 'import_mapping')) {
    const made = rows.flatMap(({ row: { headers, mapping } }) => {
      if (known.has(headers)) return []
      if (known.size >= MOST_MAPPINGS) without += 1
      return known.size < MOST_MAPPINGS && known.add(headers) ? [{ headers, mapping }] : []
    })
    await sql`
      insert into import_mapping (owner_id, headers, mapping) select ${ownerId}, headers, mapping
      from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as made (headers text, mapping jsonb) on conflict do nothing`.execute(tx)
  }
  return without
}

async function bringDrafts(tx: Tx, of: OfImport, fromOwner: string, items: Ids): Promise<number> {
  const { ownerId } = of
  const { rows: there } = await sql<{ form: string; bytes: number }>`
    select form, pg_column_size(body) as bytes from draft where owner_id = ${ownerId}`.execute(tx)
  const forms = new Set(there.map(({ form }) => form))
  let bytes = there.reduce((sum, one) => sum + one.bytes, 0)
  let without = 0
  for await (const rows of stagedRows<{ form: string; body: unknown }>(tx, of, 'draft')) {
    const made = rows.flatMap(({ row }) => {
      const itemId = itemOfDraft(row.form, fromOwner)
      if (itemId === null || !items.isComing(itemId)) return []
      const form = `entry/${ownerId}/${items.idOf(itemId)}`
      if (forms.has(form)) return []
      const size = Buffer.byteLength(JSON.stringify(row.body))
      if (!hasDraftRoom({ others: forms.size, otherBytes: bytes, isThere: false }, size)) {
        without += 1
        return []
      }
      forms.add(form)
      bytes += size
      return [{ form, body: row.body }]
    })
    await sql`
      insert into draft (owner_id, form, body, begun_at) select ${ownerId}, form, body, now()
      from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as made (form text, body jsonb) on conflict do nothing`.execute(tx)
  }
  return without
}

/** Before the items go that an undo takes out: `going` are their ids. */
export async function takeAidsOut(tx: Tx, { ownerId, importId }: OfImport, going: readonly string[]): Promise<void> {
  await sql`delete from import_mapping using import where import.owner_id = ${ownerId} and import.id = ${importId}
    and import_mapping.owner_id = ${ownerId} and import_mapping.used_at = import.brought_at`.execute(tx)
  await sql`delete from draft using import where import.owner_id = ${ownerId} and import.id = ${importId} and draft.owner_id = ${ownerId}
    and draft.saved_at = import.brought_at and draft.form = any(${going.map((id) => `entry/${ownerId}/${id}`)}::text[])`.execute(tx)
}
