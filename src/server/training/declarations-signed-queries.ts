import type { Db, Tx } from '#server/platform/db.ts'

/** Whether the declarations of probity and of health are both signed for a training year (T3, T4). */
export async function declarationsSigned(db: Db | Tx, ownerId: string, trainingYearId: string): Promise<boolean> {
  const rows = await db
    .selectFrom('declaration')
    .where('owner_id', '=', ownerId)
    .where('training_year_id', '=', trainingYearId)
    .where('signed_as', '=', 'trainee')
    .where('kind', 'in', ['probity', 'health'])
    .select('kind')
    .distinct()
    .execute()
  return rows.length === 2
}
