import { sql, type RawBuilder } from 'kysely'
import { v4 as uuidv4 } from 'uuid'
import { ARCHIVED, type ArchivedName } from '#domain/reports/archive-tables.ts'
import type { ArchivedTable, Which } from '#domain/reports/archive-kinds.ts'
import type { Tx } from '#server/platform/db.ts'

export type Row = Record<string, unknown>

const BATCH = 500

/** Rows a batch at a time by a cursor of the transaction, between whose batches other things can be read. */
export async function* batchesOf<R = Row>(tx: Tx, query: RawBuilder<unknown>): AsyncGenerator<R[]> {
  const cursor = sql.id(`archive_${uuidv4().replaceAll('-', '')}`)
  await sql`declare ${cursor} no scroll cursor for ${query}`.execute(tx)
  for (;;) {
    const { rows } = await sql<R>`fetch ${sql.lit(BATCH)} from ${cursor}`.execute(tx)
    if (rows.length > 0) yield rows
    if (rows.length < BATCH) break
  }
  await sql`close ${cursor}`.execute(tx)
}

const isSigned = sql`exists (select from entry_step as step
  where step.owner_id = t.owner_id and step.item_id = t.item_id and step.step = 'submit')`
const ONLY: Readonly<Record<Which, RawBuilder<unknown>>> = {
  all: sql`true`,
  signed: isSigned,
  'own or signed': sql`(t.saved_by = t.owner_id or ${isSigned})`,
}

/** What the declaration lets out of a table; columns it names as left out are not even read. */
export function rowsOfTable(name: ArchivedName, ownerId: string): RawBuilder<unknown> {
  const { row, only } = ARCHIVED[name] as ArchivedTable
  const columns = Object.keys(row.shape).filter((column) => column !== 'archive_path')
  return sql`select ${sql.join(columns.map((column) => sql.ref(`t.${column}`)))} from ${sql.table(name)} as t
    where t.owner_id = ${sql.lit(ownerId)} and ${ONLY[only]} order by ${sql.ref(`t.${columns[0]!}`)}`
}
