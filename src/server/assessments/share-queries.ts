import { sql } from 'kysely'
import { reflectionWords as say } from '#domain/assessments/reflection-words.ts'
import { audiencesOf, type Audience } from '#domain/assessments/shares.ts'
import { Refusal } from '#domain/errors.ts'
import { relationsFor } from '#server/accounts/relation-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'

/** Whom each of these reflections is shared with today; those that are private are left out. */
export async function sharesOf(db: Db | Tx, ownerId: string, itemIds: readonly string[]): Promise<Map<string, Audience[]>> {
  if (itemIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('entry_share')
    .where('owner_id', '=', ownerId)
    .where(sql<boolean>`item_id = any(${[...itemIds]}::uuid[])`)
    .where('ended_at', 'is', null)
    .select(['item_id', 'audience'])
    .orderBy('audience', 'desc')
    .execute()
  return new Map([...Map.groupBy(rows, ({ item_id }) => item_id)].map(([id, own]) => [id, own.map(({ audience }) => audience as Audience)]))
}

/** The reflections that are shared with the viewer today; all where they are the viewer's own. */
export async function sharedWithViewer(db: Db | Tx, seen: Seen): Promise<'all' | ReadonlySet<string>> {
  if (seen.may('read', 'reflection', { section: 'private' }).allowed) return 'all'
  const audiences = audiencesOf(await relationsFor(db, seen, 'read', 'reflection', { section: 'shared' }))
  if (audiences.length === 0) return new Set()
  const rows = await db
    .selectFrom('entry_share')
    .where('owner_id', '=', seen.ownerId)
    .where('audience', 'in', audiences)
    .where('ended_at', 'is', null)
    .select('item_id')
    .distinct()
    .execute()
  return new Set(rows.map(({ item_id }) => item_id))
}

/** Whether the viewer reads the learning layer of a reflection today: it is theirs, or shared with what they are to its author (F8). */
export async function isSharedWith(db: Db | Tx, seen: Seen, id: string): Promise<boolean> {
  const shared = await sharedWithViewer(db, seen)
  return shared === 'all' || shared.has(id)
}

/** @throws Refusal `not_allowed` where one of these items is a reflection that is shared with nobody (F1) */
export async function refusePrivateReflections(tx: Tx, ownerId: string, itemIds: readonly string[]): Promise<void> {
  if (itemIds.length === 0) return
  const rows = await tx
    .selectFrom('item')
    .where('owner_id', '=', ownerId)
    .where(sql<boolean>`id = any(${[...itemIds]}::uuid[])`)
    .where('kind', '=', 'entry')
    .where('type', '=', 'reflection')
    .select(['id', 'title'])
    .orderBy('id')
    .execute()
  const shared = await sharesOf(
    tx,
    ownerId,
    rows.map(({ id }) => id),
  )
  const closed = rows.filter(({ id }) => !shared.has(id))
  if (closed.length > 0)
    throw new Refusal('not_allowed', say.privateToLink(closed[0]!.title), { details: { private: closed.map(({ id }) => id) } })
}
