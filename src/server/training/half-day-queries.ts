import { sql } from 'kysely'
import { Refusal } from '#domain/errors.ts'
import { logWords as words } from '#domain/training/log-words.ts'
import { lockPerson } from '#server/accounts/relation-commands.ts'
import type { Tx } from '#server/platform/db.ts'

const array = (ids: readonly string[]) => sql`any(${[...ids]}::uuid[])`

/**
 * Whether one of these clinics stands on the half day of another (T13): one half day is one clinic. What is in the bin stands nowhere, nor
 * does what is corrected, whatever day the correction names. Asked after the change, in its transaction.
 */
export async function isHalfDayDoubled(tx: Tx, ownerId: string, ids: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    with standing as (
      select log.item_id, log.from_on, log.fields ->> 'halfDay' as half_day
      from log_row as log join item on item.owner_id = log.owner_id and item.id = log.item_id and item.binned_at is null
      where log.owner_id = ${ownerId} and log.log = 'clinic' and not exists (
        select from log_row as newer
        join item as newer_item on newer_item.owner_id = newer.owner_id and newer_item.id = newer.item_id and newer_item.binned_at is null
        where newer.owner_id = log.owner_id and newer.corrects = log.item_id)
    )
    select from standing as one
    join standing as other on other.from_on = one.from_on and other.half_day = one.half_day and other.item_id <> one.item_id
    where one.item_id = ${array(ids)} limit 1`.execute(tx)
  return rows.length > 0
}

/** Where one of these is a row of a log, who writes another waits, or is waited for. Before any of them is locked itself. */
export async function lockForLogs(tx: Tx, ownerId: string, ids: readonly string[]): Promise<void> {
  const { rows } = await sql`select from log_row where owner_id = ${ownerId} and item_id = ${array(ids)} limit 1`.execute(tx)
  if (rows.length > 0) await lockPerson(tx, ownerId)
}

/**
 * What goes into the bin or comes back doubles no half day and no correction; what a binned row had corrected stands again.
 * @throws Refusal `not_allowed`
 */
export async function refuseDoubledLogs(tx: Tx, ownerId: string, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ corrects: string }>`
    select distinct corrects from log_row
    where owner_id = ${ownerId} and item_id = ${array(ids)} and corrects is not null`.execute(tx)
  const corrected = rows.map(({ corrects }) => corrects)
  const { rows: twice } = await sql`
    select from log_row as log join item on item.owner_id = log.owner_id and item.id = log.item_id and item.binned_at is null
    where log.owner_id = ${ownerId} and log.corrects = ${array(corrected)}
    group by log.corrects having count(*) > 1 limit 1`.execute(tx)
  if (twice.length > 0) throw new Refusal('not_allowed', words.correctedMeanwhile)
  if (await isHalfDayDoubled(tx, ownerId, [...ids, ...corrected])) throw new Refusal('not_allowed', words.halfDayDoubled)
}
