import type { Db, Tx } from '#server/platform/db.ts'

/**
 * Of these items, those on which a sign-off rests (P14): superseded ones too, for they stay readable. That more was asked for rests on
 * nothing, and keeps what it saw all the same.
 */
export function itemsRestedOn(db: Db | Tx, ownerId: string, itemIds: readonly string[]): Promise<{ id: string; title: string }[]> {
  return db
    .selectFrom('item')
    .where('owner_id', '=', ownerId)
    .where('id', 'in', [...itemIds])
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('evidence_version as kept')
          .innerJoin('sign_off', (join) =>
            join.onRef('sign_off.owner_id', '=', 'kept.owner_id').onRef('sign_off.id', '=', 'kept.sign_off_id'),
          )
          .whereRef('kept.owner_id', '=', 'item.owner_id')
          .whereRef('kept.item_id', '=', 'item.id')
          .where('sign_off.answer', '=', 'signed off at level')
          .select('kept.item_id'),
      ),
    )
    .select(['id', 'title'])
    .orderBy('title')
    .execute()
}

/** Of these stored files, those that a signature saw, whose bytes stay (T9). */
export async function filesKeptFor(db: Db | Tx, ownerId: string, stored: readonly string[]): Promise<Set<string>> {
  if (stored.length === 0) return new Set()
  const rows = await db
    .selectFrom('evidence_version_file')
    .where('owner_id', '=', ownerId)
    .where('stored_as', 'in', [...stored])
    .select('stored_as')
    .distinct()
    .execute()
  return new Set(rows.map((row) => row.stored_as))
}

/** Whether a sign-off or a declaration was signed for a training year: what the year is stays, then. */
export async function isYearSigned(db: Db | Tx, ownerId: string, yearId: string): Promise<boolean> {
  for (const table of ['sign_off', 'declaration'] as const) {
    const row = await db
      .selectFrom(table)
      .where('owner_id', '=', ownerId)
      .where('training_year_id', '=', yearId)
      .select('id')
      .limit(1)
      .executeTakeFirst()
    if (row !== undefined) return true
  }
  return false
}
