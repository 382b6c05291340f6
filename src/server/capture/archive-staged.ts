import { sql } from 'kysely'
import type { Tx } from '#server/platform/db.ts'
import type { OfImport } from './archive-left.ts'

const BATCH = 500
/** Of one batch, but for a row that is longer by itself. */
const MOST_SIGNS = 4_000_000

export interface Staged<Row, Stored> {
  readonly number: number
  readonly row: Row
  readonly stored: Stored | null
}

/** Rows of an archive that were kept aside, some hundreds at a time and no more than fit, in the order of the archive. */
export async function* stagedRows<Row, Stored = unknown>(
  tx: Tx,
  { ownerId, importId }: OfImport,
  part: string,
): AsyncGenerator<Staged<Row, Stored>[]> {
  for (let after = 0; ;) {
    const { rows } = await sql<Staged<Row, Stored>>`
      select number, row, stored from (
        select number, row, stored, sum(length(row::text)) over (order by number) - length(row::text) as before from (
          select number, row, stored from import_part
          where owner_id = ${ownerId} and import_id = ${importId} and part = ${part} and number > ${after}
          order by number limit ${BATCH}) as next) as measured
      where before = 0 or before + length(row::text) <= ${MOST_SIGNS} order by number`.execute(tx)
    if (rows.length === 0) return
    yield rows
    after = rows.at(-1)!.number
  }
}
