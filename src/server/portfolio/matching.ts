import { sql, type Expression, type SqlBool } from 'kysely'
import type { ItemFilters, Sort } from '#domain/portfolio/filters.ts'
import { lensOfOwner } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { UNNAMED, type Db, type Tx } from '#server/platform/db.ts'

export type Matching = Omit<ItemFilters, 'sort' | 'order'>

/** Whether the index of words or tags pays depends on the words, the tags and the size of the portfolio. */
const PLANNED_ANEW = sql.raw(`/* ${UNNAMED} */`)

/**
 * The one meaning of 'these items': the list, its totals, the tag counts, the CSV and the PDF all start here. `lens` is the owner's
 * own unless another is tried.
 */
export function itemsMatching(db: Db | Tx, seen: Seen, filters: Matching, only?: readonly string[], lens = lensOfOwner(seen.ownerId)) {
  return db.selectFrom('item').where((eb) =>
    eb.and([
      eb('item.owner_id', '=', seen.ownerId),
      // A file of the library is an item, and no row of the portfolio (T6).
      eb('item.kind', '<>', sql.lit('library file')),
      eb('item.binned_at', filters.bin ? 'is not' : 'is', null),
      ...seen.limits(eb),
      ...(filters.from ? [eb('item.learned_on', '>=', filters.from)] : []),
      ...(filters.to ? [eb('item.learned_on', '<=', filters.to)] : []),
      ...(filters.tags.length > 0 ? [sql<SqlBool>`item.tag_ids @> ${[...filters.tags]}::uuid[] ${PLANNED_ANEW}`] : []),
      ...(filters.type ? [eb('item.type', '=', filters.type)] : []),
      ...(filters.status ? [eb('item.status', '=', filters.status)] : []),
      ...(filters.withoutCredits ? [couldBringCredits, bringsNothing(lens)] : []),
      ...(filters.search ? [bearsWords(filters.search)] : []),
      ...(only ? [sql<SqlBool>`item.id = any(${[...only]}::uuid[])`] : []),
    ]),
  )
}

/**
 * All words must be there, in any form English gives them or as typed; the last one may be the beginning of a word,
 * so that 'delir' finds 'delirium' (a single letter would find nearly everything, so it stands for itself). Text of signs
 * alone matches nothing. Accents are laid aside by the same SQL function that filled the column.
 */
function bearsWords(search: string): Expression<SqlBool> {
  const words =
    search
      .normalize('NFC')
      .match(/[\p{L}\p{N}\p{M}]+/gu)
      ?.slice(0, 20) ?? []
  if (words.length === 0) return sql<SqlBool>`false`
  const queries = words.map((word, index) => {
    const end = index === words.length - 1 && word.length > 1 ? ':*' : ''
    return sql`(plainto_tsquery('english', folded(${word})) || to_tsquery('simple', quote_literal(folded(${word})) || ${end}))`
  })
  return sql<SqlBool>`item.words @@ (${sql.join(queries, sql` && `)}) ${PLANNED_ANEW}`
}

/** The organisation credits are seen through, as SQL; null is None (C1). */
export type Lens = Expression<string | null>
export const lensGiven = (accreditorId: string | null): Lens => sql<string | null>`${accreditorId}::text`

const bringsNothing = (lens: Lens) => sql<SqlBool>`(item.personal is null and item.impact is null and not exists (
  select from credit_award as given
  where given.owner_id = item.owner_id and given.item_id = item.id and given.accreditor_id = ${lens} and given.voided_at is null))`

/**
 * No certificate and no exam, nor an assessment at work: that is evidence of a curriculum which is none of the sorts of learning. Nobody
 * gives credits for these. Ours.
 */
const couldBringCredits = sql<SqlBool>`(item.kind not in ('certificate', 'exam', 'signed elsewhere') and not (coalesce(item.type, 'other') = 'other' and exists (
  select from evidence_link as link
  where link.owner_id = item.owner_id and link.item_id = item.id and link.unlinked_at is null)))`

/** What an item brings through a lens; `award` is joined. */
export const countedThrough = (lens: Lens) => sql<number | null>`case when ${lens} is null then item.personal else award.amount end`

/** Items with what the lens's organisation awarded them; with None there is nothing to join. */
export function itemsThrough(db: Db | Tx, seen: Seen, filters: Matching, lens: Lens, only?: readonly string[]) {
  return itemsMatching(db, seen, filters, only, lens).leftJoin('credit_award as award', (join) =>
    join
      .onRef('award.owner_id', '=', 'item.owner_id')
      .onRef('award.item_id', '=', 'item.id')
      .on('award.accreditor_id', '=', lens)
      .on('award.voided_at', 'is', null),
  )
}

/**
 * What the rows are ordered by, as SQL that is never null. Ascending, an empty word comes last, and an empty date or amount first: what
 * waits to be filled in.
 * `type` is the SQL type a cursor's text is read back as.
 */
export const ORDERS: Readonly<
  Record<Sort, { readonly key: (lens: Lens) => Expression<unknown>; readonly type: 'date' | 'int' | 'numeric' | 'text' }>
> = {
  learned: { key: () => sql.ref('item.learned_on'), type: 'date' },
  title: { key: () => sql`lower(item.title)`, type: 'text' },
  type: { key: () => sql`coalesce(item.type, '~')`, type: 'text' },
  status: { key: () => sql`case item.status when 'not started' then 0 when 'in progress' then 1 else 2 end`, type: 'int' },
  tags: { key: () => sql`case item.tag_text when '' then '~' else lower(left(item.tag_text, 200)) end`, type: 'text' },
  started: { key: () => sql`coalesce(item.started_on, date '0001-01-01')`, type: 'date' },
  completed: { key: () => sql`coalesce(item.completed_on, date '0001-01-01')`, type: 'date' },
  credits: { key: (lens) => sql`coalesce(${countedThrough(lens)}, -1)`, type: 'numeric' },
  impact: { key: () => sql`coalesce(item.impact, -1)`, type: 'numeric' },
  files: { key: () => sql.ref('item.file_count'), type: 'int' },
  source: { key: () => sql.ref('item.source'), type: 'text' },
  link: { key: () => sql`case item.link when '' then '~' else lower(left(item.link, 200)) end`, type: 'text' },
}
