import type { Db, Tx } from '#server/platform/db.ts'

/** Where an owner is written to; null once the account is closed. */
export async function emailOf(db: Db | Tx, ownerId: string): Promise<string | null> {
  const row = await db.selectFrom('auth.user').where('id', '=', ownerId).select('email').executeTakeFirst()
  return row?.email ?? null
}
