import { v5 as uuidv5, v7 as uuidv7 } from 'uuid'
import type { Catalogue } from '#domain/catalogue/contract.ts'
import { fold } from '#domain/fold.ts'
import { judgeFile } from '#domain/portfolio/file-rules.ts'
import type { Tx } from '#server/platform/db.ts'
import { numericFromHundredths } from '#server/platform/numeric.ts'
import type { Parts } from '#server/platform/parts.ts'
import { columnsOf } from '#server/portfolio/fields.ts'
import { recountFiles } from '#server/portfolio/file-commands.ts'
import { contentOf } from '#server/portfolio/file-type.ts'
import type { ModuleShelf } from '#server/learning/module-shelf.ts'
import type { DemoItem, DemoTag } from './demo-item.ts'
import { putModule } from './lay-module.ts'
import { randomFrom, type Random } from './random.ts'

type House = Pick<Parts, 'catalogue' | 'files'> & { readonly shelf: ModuleShelf }

/** Rows an INSERT takes at once: well below PostgreSQL's 65,535 parameters, and large enough to be quick. */
const BATCH = 500

/** An item as it was laid out. */
export interface Placed {
  readonly item: DemoItem
  readonly id: string
  readonly addedAt: Date
}

/** Writes a whole portfolio at once, straight into its tables. A command for each of 6,000 rows would take minutes. */
export async function layOut(tx: Tx, house: House, ownerId: string, items: readonly DemoItem[], seed: number): Promise<readonly Placed[]> {
  const random = randomFrom(seed)
  const placed = items.map((item): Placed => {
    // In daytime, and before today: learning of yesterday is already written down.
    const addedAt = Date.parse(`${item.addedOn}T07:00:00Z`) + random.whole(0, 13 * 3600) * 1000
    return { item, id: random.id(addedAt), addedAt: new Date(addedAt) }
  })
  const tags = await putTags(tx, house.catalogue, ownerId, items)
  await inBatches(placed, (some) =>
    tx
      .insertInto('item')
      .values(some.map((one) => itemRow(ownerId, one, tags)))
      .execute(),
  )
  await inBatches(
    placed.flatMap(({ item, id }) => inOrder(tags, item).map(({ id: tagId }) => ({ owner_id: ownerId, item_id: id, tag_id: tagId }))),
    (rows) => tx.insertInto('item_tag').values(rows).execute(),
  )
  await inBatches(
    placed.flatMap((one) => awardRows(ownerId, one, random)),
    (rows) => tx.insertInto('credit_award').values(rows).execute(),
  )
  await inBatches(
    placed.flatMap(({ item, id, addedAt }) =>
      item.answers.map(({ lasted, note, answeredOn }) => ({
        owner_id: ownerId,
        id: random.id(addedAt.getTime()),
        item_id: id,
        lasted,
        note,
        answered_on: answeredOn,
      })),
    ),
    (rows) => tx.insertInto('change_answer').values(rows).execute(),
  )
  await inBatches(
    placed.flatMap((one) => auditRows(ownerId, one, random)),
    (rows) => tx.insertInto('audit').values(rows).execute(),
  )
  for (const one of placed) await putFiles(tx, house, ownerId, one, random)
  for (const { item, id, addedAt } of placed) await putModule(tx, house, ownerId, item, id, addedAt)
  return placed
}

async function inBatches<Row>(rows: readonly Row[], insert: (some: Row[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += BATCH) await insert(rows.slice(at, at + BATCH))
}

interface PutTag {
  readonly id: string
  readonly label: string
  readonly place: number
}

const nameOf = (tag: DemoTag) => (typeof tag === 'string' ? `\n${fold(tag)}` : `${tag.setId}\n${tag.code}`)

/** The tags by name, each with its place in the order in which rows show theirs, which only the database knows. */
async function putTags(tx: Tx, catalogue: Catalogue, ownerId: string, items: readonly DemoItem[]): Promise<Map<string, PutTag>> {
  const distinct = new Map(items.flatMap((item) => item.tags).map((tag) => [nameOf(tag), tag]))
  if (distinct.size === 0) return new Map()
  const rows = [...distinct].map(([name, tag]) => ({
    owner_id: ownerId,
    id: uuidv5(name, ownerId),
    ...(typeof tag === 'string'
      ? { label: tag, set_id: '', key: fold(tag) }
      : { label: labelIn(catalogue, tag.setId, tag.code), set_id: tag.setId, key: tag.code }),
  }))
  await tx.insertInto('tag').values(rows).execute()
  const sorted = await tx
    .selectFrom('tag')
    .select(['id', 'label', 'set_id', 'key'])
    .where('owner_id', '=', ownerId)
    .orderBy((eb) => eb.fn('lower', ['label']))
    .orderBy('id')
    .execute()
  return new Map(sorted.map(({ id, label, set_id, key }, place) => [`${set_id}\n${key}`, { id, label, place }]))
}

function labelIn(catalogue: Catalogue, setId: string, code: string): string {
  const set = catalogue.tagSets.find(({ id }) => id === setId)
  const tag = set?.groups.flatMap(({ items }) => items).find((item) => item.code === code)
  if (tag === undefined) throw new Error(`The demo uses the tag ${code} of ${setId}, which the catalogue does not have.`)
  return tag.label
}

/** An item's tags as `retag` would put them beside the row. */
const inOrder = (tags: ReadonlyMap<string, PutTag>, item: DemoItem): PutTag[] =>
  [...new Set(item.tags.map(nameOf))].map((name) => tags.get(name)!).sort((a, b) => a.place - b.place)

function itemRow(ownerId: string, { item, id, addedAt }: Placed, tags: ReadonlyMap<string, PutTag>) {
  const borne = inOrder(tags, item)
  return {
    ...columnsOf(item),
    owner_id: ownerId,
    id,
    kind: item.kind,
    source: item.source,
    added_on: item.addedOn,
    change_check_on: item.changeCheckOn,
    tag_ids: borne.map((tag) => tag.id),
    tag_text: borne.map((tag) => tag.label).join(', '),
    added_at: addedAt,
    changed_at: addedAt,
  }
}

const awardRows = (ownerId: string, { item, id, addedAt }: Placed, random: Random) =>
  item.awards.map(({ accreditorId, amount }) => ({
    owner_id: ownerId,
    item_id: id,
    accreditor_id: accreditorId,
    id: random.id(addedAt.getTime()),
    amount: numericFromHundredths(amount),
    awarded_on: item.completedOn!,
  }))

function auditRows(ownerId: string, { item, id, addedAt }: Placed, random: Random) {
  const row = (act: string, at: Date, field?: string, after = '') => ({
    owner_id: ownerId,
    id: random.id(at.getTime()),
    at,
    person_id: ownerId,
    act,
    record_kind: 'item',
    record_id: id,
    about: item.title,
    changes: JSON.stringify(field === undefined ? [] : [{ field, before: '', after }]),
  })
  return [
    // What the college sent has an act of its own.
    ...(item.source === 'college' ? [] : [row('item.recorded', addedAt)]),
    ...item.answers.map(({ lasted, answeredOn }) => row('item.change_answered', new Date(`${answeredOn}T18:00:00Z`), 'lasted', lasted)),
    ...item.files.map(({ name }, nth) => ({
      ...row('file.added', new Date(addedAt.getTime() + (nth + 1) * 60_000), 'file', name),
      about: name,
    })),
  ]
}

/** Bytes first, under names never used before; what a crash leaves without a row is swept after a day. */
async function putFiles(tx: Tx, house: House, ownerId: string, { item, id, addedAt }: Placed, random: Random): Promise<void> {
  if (item.files.length === 0) return
  for (const { name, bytes } of item.files) {
    const storedAs = `${ownerId}/files/${uuidv7()}`
    const { sizeBytes, sha256 } = await house.files.put(storedAs, bytes)
    const row = { id: random.id(addedAt.getTime()), item_id: id, name, media_type: judgeFile(name, await contentOf(bytes)) }
    await tx
      .insertInto('file')
      .values({ owner_id: ownerId, ...row, size_bytes: sizeBytes, sha256, stored_as: storedAs, added_at: addedAt })
      .execute()
  }
  await recountFiles(tx, ownerId, id)
  await tx.updateTable('item').set({ changed_at: addedAt }).where('owner_id', '=', ownerId).where('id', '=', id).execute()
}
