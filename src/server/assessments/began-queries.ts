import { sql } from 'kysely'
import { formsBegun, supervisedOn } from '#server/accounts/begun-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/** How a page calls the drafts of what one person types into the forms of an owner (P20), up to the form's id. */
export const draftPrefix = (ownerId: string): string => `entry/${ownerId}/`

/**
 * Which of these forms the viewer began, was asked for, wrote in, or was typing into while they supervised: what they may still finish
 * when their dates are over (T2).
 */
export async function begunByViewer(db: Db | Tx, seen: Seen, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const { ownerId, viewerId } = seen
  const [{ rows }, typed] = await Promise.all([
    sql<{ id: string }>`
      select item_id as id from entry
      where owner_id = ${ownerId} and item_id = any(${[...ids]}::uuid[]) and (begun_by = ${viewerId} or asked_id = ${viewerId})
      union
      select item_id from entry_part
      where owner_id = ${ownerId} and item_id = any(${[...ids]}::uuid[]) and saved_by = ${viewerId}`.execute(db),
    formsBegun(db, viewerId, draftPrefix(ownerId)),
  ])
  const inTime = await supervisedOn(db, ownerId, viewerId, typed.values())
  const own = ids.filter((id) => inTime.has(typed.get(id) ?? ''))
  return new Set([...rows.map(({ id }) => id), ...own])
}
