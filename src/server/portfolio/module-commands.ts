import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { Refusal } from '#domain/errors.ts'
import type { AccreditorId } from '#domain/catalogue/contract.ts'
import type { Hundredths } from '#domain/hundredths.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { EMPTY_FIELDS, type Status } from '#domain/portfolio/item.ts'
import type { TagChoice } from '#domain/portfolio/tag-contract.ts'
import { todayOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { dropDeliveries, queueDeliveries } from '#server/connections/queue-commands.ts'
import { numericFromHundredths } from '#server/platform/numeric.ts'
import type { Parts } from '#server/platform/parts.ts'
import { ITEM_COLUMNS } from './columns-queries.ts'
import { actOf, putTags } from './commands.ts'
import { CHANGED_NOW, changesBetween, columnsOf, fieldsOf } from './fields.ts'

/** The rows of modules, as the learning side keeps them (P4): each of these runs in a transaction of its. */

interface NewModuleItem {
  readonly id: string
  readonly title: string
  /** The page of the module on this server, without the server's own address. */
  readonly link: string
  readonly status: Exclude<Status, 'completed'>
  readonly startedOn: PlainDate | null
}

/** A row for a module (L2, L3). The type is given here and nowhere else (P13). @throws Refusal `already_exists` for an id that is taken */
export async function recordModuleItem(tx: Tx, seen: Seen, item: NewModuleItem): Promise<void> {
  const { id, ...given } = item
  const fields = { ...EMPTY_FIELDS, ...given, type: 'learning module' as const }
  const made = await tx
    .insertInto('item')
    .values({
      owner_id: seen.ownerId,
      id,
      kind: 'module',
      source: 'learning',
      added_on: await todayOf(tx, seen.ownerId),
      ...columnsOf(fields),
    })
    .onConflict((conflict) => conflict.columns(['owner_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made === undefined) throw new Refusal('already_exists', 'This is in your portfolio already.')
  await audit(tx, {
    ...actOf(seen, id, item.title),
    act: 'item.recorded',
    changes: changesBetween({ ...EMPTY_FIELDS, title: '' }, fields),
  })
}

/** Tags given with 'Add to portfolio'; those that are there stay (L2). */
export async function tagModuleItem(
  tx: Tx,
  house: Pick<Parts, 'catalogue'>,
  seen: Seen,
  id: string,
  title: string,
  choices: readonly TagChoice[],
): Promise<void> {
  const changes = await putTags(tx, house, seen, id, choices)
  if (changes.length > 0) await audit(tx, { ...actOf(seen, id, title), act: 'item.tagged', changes })
}

/** A binned row comes out of the bin when its module is gone on with. */
export async function unbinModuleItem(tx: Tx, seen: Seen, id: string): Promise<void> {
  const row = await tx
    .updateTable('item')
    .set((eb) => ({ binned_at: null, version: eb('version', '+', 1) }))
    .where('owner_id', '=', seen.ownerId)
    .where('id', '=', id)
    .where('binned_at', 'is not', null)
    .returning('title')
    .executeTakeFirst()
  if (row !== undefined) await audit(tx, { ...actOf(seen, id, row.title), act: 'item.restored' })
}

interface ModuleProgress {
  readonly status: Status
  readonly startedOn?: PlainDate
  readonly completedOn: PlainDate | null
}

/** Status and dates of a module's row, set by the learning side alone (P4). `act` is what the trail calls it. */
export async function moveModuleItem(tx: Tx, seen: Seen, id: string, to: ModuleProgress, act: string): Promise<void> {
  const row = await tx
    .selectFrom('item')
    .select(ITEM_COLUMNS)
    .where('owner_id', '=', seen.ownerId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  // Erased meanwhile: the learning side goes on without a row.
  if (row === undefined) return
  const before = fieldsOf(row)
  // A clock that went back, or a journey west, must not complete it before it was started.
  const completedOn =
    to.completedOn !== null && before.startedOn !== null && to.completedOn < before.startedOn ? before.startedOn : to.completedOn
  const after = { ...before, ...to, completedOn }
  await tx
    .updateTable('item')
    .set({ ...columnsOf(after), version: row.version + 1, changed_at: CHANGED_NOW })
    .where('owner_id', '=', seen.ownerId)
    .where('id', '=', id)
    .execute()
  await audit(tx, { ...actOf(seen, id, row.title), act, changes: changesBetween(before, after) })
  // A module that was failed is not sent by itself (X11).
  if (after.status === 'completed' && act === 'item.module_passed') await queueDeliveries(tx, seen.ownerId, id)
  if (after.status !== 'completed' && before.status === 'completed') await dropDeliveries(tx, seen.ownerId, [id])
}

/** Keeps what each organisation awarded, as it is on the day (C2, C8). */
export async function keepAwards(
  tx: Tx,
  seen: Seen,
  itemId: string,
  awards: readonly { readonly accreditorId: AccreditorId; readonly amount: Hundredths }[],
  on: PlainDate,
): Promise<void> {
  const row = await tx.selectFrom('item').select('id').where('owner_id', '=', seen.ownerId).where('id', '=', itemId).executeTakeFirst()
  if (row === undefined || awards.length === 0) return
  await tx
    .insertInto('credit_award')
    .values(
      awards.map(({ accreditorId, amount }) => ({
        owner_id: seen.ownerId,
        item_id: itemId,
        accreditor_id: accreditorId,
        id: uuidv7(),
        amount: numericFromHundredths(amount),
        awarded_on: on,
      })),
    )
    .execute()
}

/** A retake voids what was awarded; it rewrites nothing (C8). */
export async function voidAwards(tx: Tx, seen: Seen, itemId: string): Promise<void> {
  await tx
    .updateTable('credit_award')
    .set({ voided_at: sql<Date>`now()` })
    .where('owner_id', '=', seen.ownerId)
    .where('item_id', '=', itemId)
    .where('voided_at', 'is', null)
    .execute()
}
