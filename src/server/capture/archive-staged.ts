import { sql } from 'kysely'
import type { Tx } from '#server/platform/db.ts'
import type { OfImport } from './archive-left.ts'

const BATCH = 500

export interface Staged<Row, Stored> {
  readonly number: number
  readonly row: Row
  readonly stored: Stored | null
}

/** Rows of an archive that were kept aside, some hundreds at a time, in the order of the archive. */
export async function* stagedRows<Row, Stored = unknown>(
  tx: Tx,
  { ownerId, importId }: OfImport,
  part: string,
): AsyncGenerator<Staged<Row, Stored>[]> {
  for (let after = 0; ;) {
    const { rows } = await sql<Staged<Row, Stored>>`
      select number, row, stored from import_part
      where owner_id = ${ownerId} and import_id = ${importId} and part = ${part} and number > ${after}
      order by number limit ${BATCH}`.execute(tx)
    if (rows.length > 0) yield rows
    if (rows.length < BATCH) return
    after = rows.at(-1)!.number
  }
}
