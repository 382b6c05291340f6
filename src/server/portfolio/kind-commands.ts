import type { PlainDate } from '#domain/plain-date.ts'
import { EMPTY_FIELDS, type ItemFields, type ItemType, type Kind, type Source } from '#domain/portfolio/item.ts'
import { todayOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit, type FieldChange } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { actOf, itemForUpdate } from './commands.ts'
import { CHANGED_NOW, changesBetween, columnsOf, fieldsOf } from './fields.ts'

/** An item whose kind another feature owns: what a row of the portfolio says of it. */
export interface KindItem {
  readonly id: string
  readonly kind: Exclude<Kind, 'own' | 'module'>
  readonly title: string
  readonly type: ItemType | null
  readonly source: Source
  /** Null where nothing is completed by it, as a file of the library. */
  readonly completedOn: PlainDate | null
  /** Where it is begun and not completed. */
  readonly startedOn?: PlainDate
}

/**
 * Records an item of a kind another feature owns, in the transaction that keeps its details. It goes to no other portfolio by itself.
 * False where it is there already: what is sent twice is one.
 */
export async function recordOfKind(tx: Tx, seen: Seen, { id, kind, source, ...said }: KindItem): Promise<boolean> {
  const { title } = said
  const fields = fieldsFor(said)
  const made = await tx
    .insertInto('item')
    .values({ owner_id: seen.ownerId, id, kind, source, added_on: await todayOf(tx, seen.ownerId), ...columnsOf(fields) })
    .onConflict((conflict) => conflict.columns(['owner_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made === undefined) return false
  const changes = changesBetween({ ...EMPTY_FIELDS, title: '' }, fields)
  await audit(tx, { ...actOf(seen, id, title), act: 'item.recorded', changes })
  return true
}

/** `recordOfKind` for many owners in one statement; whoever records them writes the trails. `addedOn` is the day they came. */
export async function recordManyOfKind(
  tx: Tx,
  items: readonly (KindItem & { readonly ownerId: string })[],
  addedOn: PlainDate,
): Promise<void> {
  await tx
    .insertInto('item')
    .values(
      items.map(({ ownerId, id, kind, source, ...said }) => ({
        owner_id: ownerId,
        id,
        kind,
        source,
        added_on: addedOn,
        ...columnsOf(fieldsFor(said)),
      })),
    )
    .execute()
}

const fieldsFor = ({
  title,
  type,
  completedOn,
  startedOn,
}: Pick<KindItem, 'title' | 'type' | 'completedOn' | 'startedOn'>): ItemFields => ({
  ...EMPTY_FIELDS,
  title,
  type,
  status: completedOn !== null ? 'completed' : startedOn === undefined ? 'not started' : 'in progress',
  completedOn,
  startedOn: startedOn ?? null,
})

/**
 * Title and day of such an item follow what its own feature says. `more` is what changed of that feature's own fields: it counts as a
 * change of the item, and stands in its history. @throws Refusal `not_found`, `not_allowed` in the bin
 */
export async function amendOfKind(
  tx: Tx,
  seen: Seen,
  id: string,
  to: { title: string; completedOn?: PlainDate },
  more: readonly FieldChange[] = [],
): Promise<void> {
  const row = await itemForUpdate(tx, seen, id)
  const before = fieldsOf(row)
  const after = { ...before, ...to }
  const changes = [...changesBetween(before, after), ...more]
  if (changes.length === 0) return
  await tx
    .updateTable('item')
    .set({ ...columnsOf(after), version: row.version + 1, changed_at: CHANGED_NOW })
    .where('owner_id', '=', seen.ownerId)
    .where('id', '=', id)
    .execute()
  await audit(tx, { ...actOf(seen, id, after.title), act: 'item.amended', changes })
}

/** Such an item is completed on a day; the trail of who completed it is its feature's to write. */
export async function completeOfKind(tx: Tx, ownerId: string, id: string, on: PlainDate): Promise<void> {
  await tx
    .updateTable('item')
    .set((eb) => ({ status: 'completed', completed_on: on, version: eb('version', '+', 1), changed_at: CHANGED_NOW }))
    .where('owner_id', '=', ownerId)
    .where('id', '=', id)
    .execute()
}
