import type { z } from 'zod'
import { signedWords } from '#domain/curriculum/words.ts'
import { accreditorById } from '#domain/catalogue/accreditor-by-id.ts'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import { addDays, type PlainDate } from '#domain/plain-date.ts'
import type { Amendment, answerChangeCheck, Item, NewItem } from '#domain/portfolio/contract.ts'
import { personalClosed } from '#domain/portfolio/credits.ts'
import { EMPTY_FIELDS, GIVEN_TYPES, type ItemFields, type Kind, type Source } from '#domain/portfolio/item.ts'
import { progressClosed, titleClosed, withProgress } from '#domain/portfolio/status.ts'
import type { TagChoice } from '#domain/portfolio/tag-contract.ts'
import { lensOf, todayOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { refuseFinishedEntries } from '#server/assessments/finished-queries.ts'
import { filesKeptFor, itemsRestedOn } from '#server/curriculum/rest-queries.ts'
import { refuseElsewhere } from '#server/elsewhere/accepted-queries.ts'
import { dropDeliveries, forgetDeliveries, queueDeliveries } from '#server/connections/queue-commands.ts'
import { lockForLogs, refuseDoubledLogs } from '#server/training/half-day-queries.ts'
import { refuseFrozenPapers, refuseTakenOver, refuseVerified } from '#server/training/verified-queries.ts'
import { audit, type FieldChange } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { ITEM_COLUMNS } from './columns-queries.ts'
import { CHANGED_NOW, changesBetween, columnsOf, fieldsOf } from './fields.ts'
import { guardItem } from './guard-item.ts'
import { itemOf } from './queries.ts'
import { resolveTags, retag } from './tag-commands.ts'

type House = Pick<Parts, 'db' | 'catalogue'>
type Recorded = Omit<z.output<typeof NewItem>, 'source'> & { readonly source: Source }

/** Days an item stays in the bin (P14). */
export const BIN_DAYS = 30

/** Record a new item. The page makes the id: sending it again, as after a lost answer, gives the row that is there. */
export async function recordItem(house: House, seen: Seen, draft: z.output<typeof NewItem>): Promise<Item> {
  return house.db.transaction().execute((tx) => recordWithin(tx, house, seen, draft))
}

/** `recordItem` within a transaction that decides on more, for another feature: the source is that feature's to say. */
export async function recordWithin(tx: Tx, house: House, seen: Seen, draft: Recorded): Promise<Item> {
  const today = await todayOf(tx, seen.ownerId)
  const { id, tags, source, overrides, ...given } = draft
  const fields: ItemFields = { ...EMPTY_FIELDS, ...defined(given), title: draft.title }
  refuseGivenType(fields)
  const progress = withProgress({ status: 'not started', startedOn: null, completedOn: null }, defined(pick(given)), today)
  const made = await tx
    .insertInto('item')
    .values({ owner_id: seen.ownerId, id, source, added_on: today, ...columnsOf({ ...fields, ...progress }) })
    .onConflict((conflict) => conflict.columns(['owner_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made !== undefined) {
    await guardItem(tx, seen, { id, kind: 'own' }, fields, null, overrides)
    const labels = await putTags(tx, house, seen, id, tags)
    const changes = [...changesBetween({ ...EMPTY_FIELDS, title: '' }, { ...fields, ...progress }), ...labels]
    await audit(tx, { ...actOf(seen, id, draft.title), act: 'item.recorded', changes })
    if (progress.status === 'completed') await queueDeliveries(tx, seen.ownerId, id, { fileFollows: source === 'photographed' })
  }
  return itemOf(tx, house.catalogue, seen, id)
}

/**
 * Change fields of an item. What another feature owns stays as it is (P4), and so do personal credits that an award closes (C3).
 * @throws Refusal `stale_version` with `details.current`, the item as it stands (P19)
 */
export async function amendItem(house: House, seen: Seen, id: string, amendment: z.output<typeof Amendment>): Promise<Item> {
  return house.db.transaction().execute(async (tx) => {
    const row = await itemForUpdate(tx, seen, id)
    const { version, overrides, ...given } = amendment
    if (row.version !== version) {
      const current = await itemOf(tx, house.catalogue, seen, id)
      throw new Refusal('stale_version', 'This was changed somewhere else in the meantime. Both versions are kept: choose what to keep.', {
        details: { current },
      })
    }
    const before = fieldsOf(row)
    const change = changedOnly(before, defined(given))
    await refuseClosed(tx, house, seen, id, row.kind as Kind, change)
    const merged: ItemFields = { ...before, ...change }
    if (row.kind === 'own') {
      refuseGivenType(merged, before)
      Object.assign(merged, withProgress(before, defined(pick(change)), await todayOf(tx, seen.ownerId)))
    }
    const changes = changesBetween(before, merged)
    if (changes.length > 0) {
      await guardItem(tx, seen, { id, kind: row.kind }, merged, before, overrides)
      await tx
        .updateTable('item')
        .set({ ...columnsOf(merged), version: row.version + 1, changed_at: CHANGED_NOW })
        .where('owner_id', '=', seen.ownerId)
        .where('id', '=', id)
        .execute()
      await audit(tx, { ...actOf(seen, id, merged.title), act: 'item.amended', changes })
      if (merged.status === 'completed' && before.status !== 'completed') await queueDeliveries(tx, seen.ownerId, id)
      if (merged.status !== 'completed' && before.status === 'completed') await dropDeliveries(tx, seen.ownerId, [id])
    }
    return itemOf(tx, house.catalogue, seen, id)
  })
}

/** Copy what an item says (title, type, address, notes, credits and their kind, tags), not what happened: no dates, impact, files or awards (P21). */
export async function copyItem(house: House, seen: Seen, id: string, copyId: string): Promise<Item> {
  return house.db.transaction().execute(async (tx) => {
    const row = await itemForUpdate(tx, seen, id)
    const { title, type, link, notes, personal, personalReason, creditKind } = fieldsOf(row)
    const fields: ItemFields = {
      ...EMPTY_FIELDS,
      title,
      // The page of a module is the learning side's to link to.
      link: row.kind === 'module' ? '' : link,
      notes,
      personal,
      personalReason,
      creditKind,
      type: GIVEN_TYPES.has(type) ? null : type,
    }
    const made = await tx
      .insertInto('item')
      .values({ owner_id: seen.ownerId, id: copyId, source: 'copied', added_on: await todayOf(tx, seen.ownerId), ...columnsOf(fields) })
      .onConflict((conflict) => conflict.columns(['owner_id', 'id']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (made !== undefined) {
      const labels = await putTags(
        tx,
        house,
        seen,
        copyId,
        row.tag_ids.map((tagId) => ({ id: tagId })),
      )
      const changes = [...changesBetween({ ...EMPTY_FIELDS, title: '' }, fields), ...labels]
      await audit(tx, { ...actOf(seen, copyId, title), act: 'item.copied', changes })
    }
    return itemOf(tx, house.catalogue, seen, copyId)
  })
}

/** Put items in the bin, or take them out again (P14). What is there already is left as it is. Returns how many changed. */
export async function binItems(house: Pick<Parts, 'db'>, seen: Seen, ids: readonly string[], into: 'bin' | 'portfolio'): Promise<number> {
  return house.db.transaction().execute((tx) => binWithin(tx, seen, ids, into))
}

/**
 * `binItems` within a transaction that decides on more.
 * @throws Refusal `not_allowed` where one of them is verified (T5), a certificate of a frozen record (T1), or a sign-off rests on one, told with `details.items`: none is binned
 */
export async function binWithin(tx: Tx, seen: Seen, ids: readonly string[], into: 'bin' | 'portfolio'): Promise<number> {
  if (ids.length === 0) return 0
  await lockForLogs(tx, seen.ownerId, ids)
  // In one order, as others lock them, so that two changes at once wait for each other.
  await tx.selectFrom('item').select('id').where('owner_id', '=', seen.ownerId).where('id', 'in', ids).orderBy('id').forUpdate().execute()
  await refuseFrozenPapers(tx, seen.ownerId, ids)
  if (into === 'bin') {
    await refuseVerified(tx, seen.ownerId, ids)
    await refuseTakenOver(tx, seen.ownerId, ids)
    await refuseElsewhere(tx, seen.ownerId, ids)
    await refuseFinishedEntries(tx, seen.ownerId, seen.viewerId, ids)
    await refuseRestedOn(tx, seen.ownerId, ids)
  }
  const rows = await tx
    .updateTable('item')
    .set((eb) => ({ binned_at: into === 'bin' ? new Date() : null, version: eb('version', '+', 1) }))
    .where('owner_id', '=', seen.ownerId)
    .where('id', 'in', ids)
    .where('binned_at', into === 'bin' ? 'is' : 'is not', null)
    .returning(['id', 'title'])
    .execute()
  await refuseDoubledLogs(
    tx,
    seen.ownerId,
    rows.map(({ id }) => id),
  )
  const act = into === 'bin' ? 'item.binned' : 'item.restored'
  if (into === 'bin')
    await dropDeliveries(
      tx,
      seen.ownerId,
      rows.map((row) => row.id),
    )
  await audit(tx, ...rows.map((row) => ({ ...actOf(seen, row.id, row.title), act })))
  return rows.length
}

async function refuseRestedOn(tx: Tx, ownerId: string, ids: readonly string[]): Promise<void> {
  const rested = await itemsRestedOn(tx, ownerId, ids)
  if (rested.length === 0) return
  const titles = rested.map(({ title }) => title)
  throw new Refusal('not_allowed', signedWords.restsOn(titles), { details: { items: rested.map(({ id }) => id) } })
}

/** Delete binned items for good. Their stored files go once that is committed; what a crash leaves is swept. */
export async function eraseItems(house: Pick<Parts, 'db' | 'files'>, seen: Doer, ids: readonly string[]): Promise<number> {
  const { rows, unneeded } = await house.db.transaction().execute(async (tx) => {
    const stored = await tx
      .selectFrom('file')
      .innerJoin('item', (join) => join.onRef('item.owner_id', '=', 'file.owner_id').onRef('item.id', '=', 'file.item_id'))
      .select('file.stored_as')
      .where('file.owner_id', '=', seen.ownerId)
      .where('item.binned_at', 'is not', null)
      .where('item.id', 'in', ids)
      // Who takes one of them out of the bin at this moment waits, or is waited for: their files stay.
      .forUpdate('item')
      .execute()
    const names = stored.map((file) => file.stored_as)
    const kept = await filesKeptFor(tx, seen.ownerId, names)
    const rows = await tx
      .deleteFrom('item')
      .where('owner_id', '=', seen.ownerId)
      .where('id', 'in', ids)
      .where('binned_at', 'is not', null)
      .returning(['id', 'title'])
      .execute()
    await forgetDeliveries(
      tx,
      seen.ownerId,
      rows.map((row) => row.id),
    )
    await audit(tx, ...rows.map((row) => ({ ...actOf(seen, row.id, row.title), act: 'item.erased' })))
    return { rows, unneeded: names.filter((name) => !kept.has(name)) }
  })
  for (const name of unneeded) await house.files.remove(name)
  return rows.length
}

/** Choose the day to be asked whether a change to practice lasted; null takes the question back (P22). */
export async function planChangeCheck(house: House, seen: Seen, id: string, on: PlainDate | null): Promise<Item> {
  return house.db.transaction().execute(async (tx) => {
    const row = await itemForUpdate(tx, seen, id)
    const today = await todayOf(tx, seen.ownerId)
    if (on !== null && (on <= today || on > addDays(today, 3660))) throw refuseField('on', 'Choose a day to come.')
    await tx.updateTable('item').set({ change_check_on: on }).where('owner_id', '=', seen.ownerId).where('id', '=', id).execute()
    const changes = [{ field: 'changeCheckOn', before: row.change_check_on ?? '', after: on ?? '' }]
    await audit(tx, {
      ...actOf(seen, id, row.title),
      act: on === null ? 'item.change_check_dropped' : 'item.change_check_planned',
      changes,
    })
    return itemOf(tx, house.catalogue, seen, id)
  })
}

/** Answer 'did the change last?': dated evidence that stays on the item (P22). The question is answered, so it waits no more. */
export async function answerWhetherChangeLasted(
  house: House,
  seen: Seen,
  id: string,
  answer: z.output<typeof answerChangeCheck.schema.body>,
): Promise<Item> {
  return house.db.transaction().execute(async (tx) => {
    const row = await itemForUpdate(tx, seen, id)
    const made = await tx
      .insertInto('change_answer')
      .values({ owner_id: seen.ownerId, item_id: id, ...answer, answered_on: await todayOf(tx, seen.ownerId) })
      .onConflict((conflict) => conflict.columns(['owner_id', 'id']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (made !== undefined) {
      await tx.updateTable('item').set({ change_check_on: null }).where('owner_id', '=', seen.ownerId).where('id', '=', id).execute()
      const changes = [{ field: 'lasted', before: '', after: answer.lasted }]
      await audit(tx, { ...actOf(seen, id, row.title), act: 'item.change_answered', changes })
    }
    return itemOf(tx, house.catalogue, seen, id)
  })
}

/** The row, locked. @throws Refusal `not_found` for what is not theirs, `not_allowed` in the bin */
export async function itemForUpdate(tx: Tx, seen: Seen, id: string) {
  const row = await tx
    .selectFrom('item')
    .select(ITEM_COLUMNS)
    .where('owner_id', '=', seen.ownerId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw notFound()
  if (row.binned_at !== null) throw new Refusal('not_allowed', 'This is in the bin. Put it back to change it.')
  return row
}

/** Tags of a new row, and how the trail tells of them. */
export async function putTags(
  tx: Tx,
  house: Pick<Parts, 'catalogue'>,
  seen: Seen,
  id: string,
  choices: readonly TagChoice[],
): Promise<FieldChange[]> {
  if (choices.length === 0) return []
  const tags = await resolveTags(tx, house.catalogue, seen.ownerId, choices)
  await tx
    .insertInto('item_tag')
    .values(tags.map((tagId) => ({ owner_id: seen.ownerId, item_id: id, tag_id: tagId })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await retag(tx, seen.ownerId, [id])).map(({ before, after }) => ({ field: 'tags', before, after }))
}

async function refuseClosed(tx: Tx, house: House, seen: Seen, id: string, kind: Kind, change: Partial<ItemFields>): Promise<void> {
  const owned = progressClosed(kind)
  for (const field of ['status', 'startedOn', 'completedOn', 'type', 'link'] as const) {
    if (owned !== null && change[field] !== undefined) throw refuseField(field, owned)
  }
  const titled = titleClosed(kind)
  if (titled !== null && change.title !== undefined) throw refuseField('title', titled)
  if (change.personal === undefined) return
  const lens = await lensOf(tx, seen.ownerId)
  const awards = await tx
    .selectFrom('credit_award')
    .select('accreditor_id')
    .where('owner_id', '=', seen.ownerId)
    .where('item_id', '=', id)
    .where('voided_at', 'is', null)
    .execute()
  const chosen = accreditorById(house.catalogue, lens)
  const closed = personalClosed(chosen, new Set(awards.map((award) => award.accreditor_id)))
  if (closed !== null) throw refuseField('personal', closed)
}

/** Types that a feature gives its rows are theirs to give (P13). */
function refuseGivenType(fields: ItemFields, before?: ItemFields): void {
  if (fields.type === before?.type || !GIVEN_TYPES.has(fields.type)) return
  const whose = fields.type === 'learning module' ? 'a module of Cairn’s own learning' : 'what is made in the training record'
  throw refuseField('type', `Only ${whose} gets this type. Choose another.`)
}

/** Whose row it is, and who does it; null is the server itself, by the clock. */
type Doer = Pick<Seen, 'ownerId'> & { readonly viewerId: string | null }

export const actOf = (seen: Doer, id: string, title: string) =>
  ({ ownerId: seen.ownerId, personId: seen.viewerId, recordKind: 'item', recordId: id, about: title }) as const

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Without the keys that are there but undefined. */
const defined = <T extends object>(given: T): Defined<T> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<T>

const pick = (given: Partial<ItemFields> | { status?: unknown; startedOn?: unknown; completedOn?: unknown }) =>
  ({ status: given.status, startedOn: given.startedOn, completedOn: given.completedOn }) as Partial<
    Pick<ItemFields, 'status' | 'startedOn' | 'completedOn'>
  >

function changedOnly(before: ItemFields, given: Defined<Partial<ItemFields>>): Partial<ItemFields> {
  return Object.fromEntries(
    Object.entries(given).filter(([key, value]) => JSON.stringify(before[key as keyof ItemFields]) !== JSON.stringify(value)),
  )
}
