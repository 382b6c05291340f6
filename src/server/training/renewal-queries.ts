import { sql, type Expression, type SqlBool } from 'kysely'
import { addDays, type PlainDate } from '#domain/plain-date.ts'
import { expiryOn } from '#domain/training/expiry.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/** Whether a certificate, as `paper`, is the newest of its line: nothing outside the bin renews or corrects it, or what came between (P27). */
export const isNewest: Expression<SqlBool> = sql<SqlBool>`(not exists (
  with recursive later (id) as (
    select item_id from professional_certificate
    where owner_id = paper.owner_id and (renews = paper.item_id or corrects = paper.item_id)
    union
    select newer.item_id from professional_certificate as newer join later on newer.renews = later.id or newer.corrects = later.id
    where newer.owner_id = paper.owner_id)
  select from later join item as its on its.owner_id = paper.owner_id and its.id = later.id where its.binned_at is null))`

/** An owner's certificates that end from a day on, and that nothing took over from; the next first. */
export async function endingFrom(db: Db | Tx, ownerId: string, since: PlainDate): Promise<{ id: string; title: string; on: PlainDate }[]> {
  const rows = await db
    .selectFrom('professional_certificate as paper')
    .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'paper.owner_id').onRef('item.id', '=', 'paper.item_id'))
    .where('paper.owner_id', '=', ownerId)
    .where('item.binned_at', 'is', null)
    .where('paper.expires_on', '>=', since)
    .where(isNewest)
    .select(['paper.item_id as id', 'item.title', 'paper.expires_on as on'])
    .orderBy('paper.expires_on')
    .orderBy('paper.item_id')
    .execute()
  return rows.map((row) => ({ ...row, on: row.on! }))
}

/** Those that end soon, or ended in the last quarter. */
export async function expiringOf(db: Db | Tx, ownerId: string): Promise<{ id: string; title: string; on: PlainDate; isOver: boolean }[]> {
  const today = programmesToday()
  const ending = await endingFrom(db, ownerId, addDays(today, -90))
  return ending
    .filter(({ on }) => expiryOn(today, on) !== 'valid')
    .map((one) => ({ ...one, isOver: expiryOn(today, one.on) === 'expired' }))
    .slice(0, 20)
}
