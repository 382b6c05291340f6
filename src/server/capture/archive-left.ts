import { sql } from 'kysely'
import type { Db, Tx } from '#server/platform/db.ts'
import { whatRestsOn } from './what-rests-on.ts'

export interface OfImport {
  readonly ownerId: string
  readonly importId: string
}

/** What a row says for itself, but for how its tags are called and whether it is in the bin. */
export const asBrought = sql<string>`md5(jsonb_build_array(item.version, item.tag_ids, item.change_check_on, (
  select string_agg(file.id || file.name, ' ' order by file.id) from file where file.owner_id = item.owner_id and file.item_id = item.id), (
  select count(*) from change_answer where change_answer.owner_id = item.owner_id and change_answer.item_id = item.id))::text) || coalesce((
  select string_agg(' ' || part.section || part.version, '' order by part.section) from entry_part part
  where part.owner_id = item.owner_id and part.item_id = item.id), '') || coalesce((
  select ' ' || about.about_id from entry_about about where about.owner_id = item.owner_id and about.item_id = item.id), '')`

export const broughtItems = (db: Db | Tx, { ownerId, importId }: OfImport) =>
  db
    .selectFrom('item')
    .where('item.owner_id', '=', ownerId)
    .innerJoin(
      (eb) =>
        eb
          .selectFrom('brought_row')
          .select(['id', 'as_brought', 'import_id'])
          .distinctOn('id')
          .where('owner_id', '=', ownerId)
          .where('import_id', '=', importId)
          .where('part', '=', 'item')
          .as('brought'),
      (join) => join.onRef('brought.id', '=', 'item.id'),
    )

/** Why a row that an archive brought is not taken out again; null where it stands as it was brought in. */
const whyLeft = sql<string | null>`case ${whatRestsOn}
  when exists (select from entry_share share where share.owner_id = item.owner_id and share.item_id = item.id) then 'it was shared'
  when exists (select from verification where verification.owner_id = item.owner_id and verification.item_id = item.id) then 'it was verified'
  when exists (select from entry_comment comment where comment.owner_id = item.owner_id and comment.item_id = item.id) then 'somebody wrote about it'
  when brought.as_brought <> ${asBrought} then 'it was changed since'
  when exists (select from draft join import on import.owner_id = draft.owner_id and import.id = brought.import_id
    where draft.owner_id = item.owner_id and draft.saved_at > import.brought_at and strpos(draft.form, item.id::text) > 0)
    then 'something was typed into it and not saved yet' end`

export interface ItemLeft {
  readonly id: string
  readonly title: string
  /** Null where it stands as it was brought in. */
  readonly why: string | null
}

/** Rows of an archive that are here, with why each is not taken out again; what one that stays renews or corrects stays with it. */
export async function itemsLeft(db: Db | Tx, of: OfImport): Promise<ItemLeft[]> {
  const rows = await broughtItems(db, of)
    .select(['item.id', 'item.title', whyLeft.as('why')])
    .orderBy('item.id')
    .execute()
  const links = await sql<{ newer: string; older: string }>`
    select item_id as newer, older from professional_certificate, lateral (values (corrects), (renews)) as named (older)
    where owner_id = ${of.ownerId} and older is not null
    union all
    select item_id, corrects from exam_result where owner_id = ${of.ownerId} and corrects is not null`.execute(db)
  const going = new Set(rows.flatMap(({ id, why }) => (why === null ? [id] : [])))
  const olderOf = Map.groupBy(links.rows, ({ newer }) => newer)
  const named = new Set<string>()
  const staying = [...olderOf.keys()].filter((id) => !going.has(id))
  for (const id of staying)
    for (const { older } of olderOf.get(id) ?? []) {
      if (!going.delete(older)) continue
      named.add(older)
      staying.push(older)
    }
  return rows.map((row) => (named.has(row.id) ? { ...row, why: 'another one takes its place' } : row))
}
