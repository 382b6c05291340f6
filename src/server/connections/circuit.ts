import { sql } from 'kysely'
import { circuitPauseMs } from '#domain/connections/delivery-rules.ts'
import type { Db } from '#server/platform/db.ts'

/** How the other side's host showed itself in one try: an answer to one item or one person, whatever it says, is an answer. */
export type Host = 'answered' | 'failed' | 'not asked'

const PROBE = sql`interval '60 seconds'`

/**
 * How long the other side is still left alone, in milliseconds; or that it may be asked. When the pause is over one asks first (`probe`),
 * and the others wait for what comes of it (X9). A probe that did not ask after all gives the turn back by `askOnceMore`.
 */
export async function leftAlone(db: Db, connectorId: string): Promise<number | 'ask' | 'probe'> {
  const row = await db.selectFrom('connector_circuit').select('open_until').where('connector_id', '=', connectorId).executeTakeFirst()
  if (row === undefined || row.open_until === null) return 'ask'
  // Spread, so that what waited does not come all at once.
  const spread = Math.random() * 2000
  const left = row.open_until.getTime() - Date.now()
  if (left > 0) return left + spread
  const first = await db
    .updateTable('connector_circuit')
    .set({ open_until: sql<Date>`now() + ${PROBE}` })
    .where('connector_id', '=', connectorId)
    .where('open_until', '<=', sql<Date>`now()`)
    .returning('connector_id')
    .executeTakeFirst()
  return first === undefined ? 2000 + spread : 'probe'
}

/** Counts failures of the host in a row. */
export async function noteHost(db: Db, connectorId: string, host: Host): Promise<void> {
  if (host === 'not asked') return
  if (host === 'answered') {
    await db
      .updateTable('connector_circuit')
      .set({ failures: 0, open_until: null })
      .where('connector_id', '=', connectorId)
      .where((eb) => eb.or([eb('failures', '>', 0), eb('open_until', 'is not', null)]))
      .execute()
    return
  }
  await db.transaction().execute(async (tx) => {
    const { failures } = await tx
      .insertInto('connector_circuit')
      .values({ connector_id: connectorId, failures: 1 })
      .onConflict((conflict) =>
        conflict.column('connector_id').doUpdateSet((eb) => ({ failures: eb('connector_circuit.failures', '+', 1) })),
      )
      .returning('failures')
      .executeTakeFirstOrThrow()
    const pause = circuitPauseMs(failures)
    if (pause === null) return
    await tx
      .updateTable('connector_circuit')
      .set({ open_until: new Date(Date.now() + pause) })
      .where('connector_id', '=', connectorId)
      .execute()
  })
}

/** Somebody asks for a try: the pause ends, and one item tells whether the host is back. */
export async function askOnceMore(db: Db, connectorId: string): Promise<void> {
  await db
    .updateTable('connector_circuit')
    .set({ open_until: sql<Date>`now()` })
    .where('connector_id', '=', connectorId)
    .where('open_until', '>', sql<Date>`now()`)
    .execute()
}
