import { accreditorById } from '#domain/catalogue/accreditor-by-id.ts'
import { filledOf } from '#domain/assessments/filled.ts'
import { Refusal, refuseField } from '#domain/errors.ts'
import { NO_FILTERS } from '#domain/portfolio/filters.ts'
import type { ItemType, Source, Status } from '#domain/portfolio/item.ts'
import { through } from '#domain/reports/through.ts'
import { factsOfView } from '#domain/reports/words.ts'
import {
  MOST_SHARED,
  type Shared,
  type SharedItem,
  type SharedRow,
  type SharedView,
  type SharePart,
} from '#domain/reviews/share-contract.ts'
import { shareWords as say } from '#domain/reviews/words.ts'
import { sayNumber } from '#domain/say-number.ts'
import { preferencesOf, reportOwner } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { writtenNow } from '#server/assessments/filled-queries.ts'
import { formOf } from '#server/assessments/form-queries.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import { chosenRows, namesMatching, writtenOfItem } from '#server/portfolio/chosen-queries.ts'
import { tagRef, totalsOf } from '#server/portfolio/queries.ts'
import { labelsOfFilter } from '#server/reports/queries.ts'
import { standingsOf } from './standing-queries.ts'

export type House = Pick<Parts, 'db' | 'catalogue' | 'config' | 'files'>

/**
 * The rows that are on screen and can be shared: forms only where they were chosen.
 * @throws Refusal `not_allowed` in the bin; `invalid_input` at `rows` where they are too many
 */
export async function rowsToShare(db: Db | Tx, seen: Seen, { filters, only, forms }: Shared) {
  if (filters.bin) throw new Refusal('not_allowed', say.noBin)
  const found = await namesMatching(db, seen, filters, MOST_SHARED * 2, only)
  const shared = found.filter(({ kind, id }) => kind !== 'entry' || forms.includes(id))
  if (shared.length > MOST_SHARED) throw refuseField('rows', `Share ${sayNumber(MOST_SHARED)} rows at most: choose dates or filters.`)
  return {
    ids: shared.map(({ id }) => id),
    forms: found
      .filter(({ kind }) => kind === 'entry')
      .slice(0, 500)
      .map(({ id, title, type }) => ({ id, title, isReflection: type === 'reflection' })),
  }
}

/** What an appraiser reads of these rows, without what was said of them. In the order of the screen. */
export async function sharedViewOf(
  { db, catalogue }: House,
  seen: Seen,
  shared: Shared,
  ids: readonly string[],
): Promise<Omit<SharedView, 'comments' | 'agreements'>> {
  const { accreditorId, unit } = await preferencesOf(db, seen.ownerId)
  const isShared = new Set(shared.columns)
  const inOrder = orderToldBy(shared)
  const [owner, labels, totals, tags, rows, standings] = await Promise.all([
    reportOwner(db, seen.ownerId),
    labelsOfFilter(db, seen, shared),
    totalsOf(db, seen, NO_FILTERS, accreditorId, ids),
    db.selectFrom('tag').select(['id', 'label', 'set_id', 'key']).where('owner_id', '=', seen.ownerId).execute(),
    chosenRows(db, seen, inOrder.filters, accreditorId, ids),
    standingsOf({ catalogue }, db, seen.ownerId, accreditorId, ids),
  ])
  const byId = new Map(tags.map((row) => [row.id, tagRef(row)]))
  const isEachTold = tellsEach(shared.columns, totals)
  const only = <T extends object>(column: (typeof shared.columns)[number], fields: T): Partial<T> => (isShared.has(column) ? fields : {})
  return {
    owner,
    facts: factsOfView(inOrder, labels).map(([name, value]) => [name, value]),
    columns: shared.columns,
    parts: shared.parts,
    through: through(accreditorById(catalogue, accreditorId), unit),
    totals,
    rows: rows.map((row): SharedRow => ({
      id: row.id,
      title: row.title,
      version: standings.get(row.id)?.version ?? '',
      isForm: row.kind === 'entry',
      hasMore:
        (shared.parts.includes('notes') && row.hasNotes) ||
        (shared.parts.includes('impact') && row.hasImpact) ||
        (shared.parts.includes('files') && row.files > 0) ||
        (row.kind === 'entry' && row.type === 'reflection'),
      ...(isEachTold ? { brings: bringsOf(row, accreditorId) } : {}),
      ...only('type', { type: row.type as ItemType | null }),
      ...only('status', { status: row.status as Status }),
      ...only('tags', { tags: row.tagIds.flatMap((id) => byId.get(id) ?? []) }),
      ...only('started', { startedOn: row.startedOn }),
      ...only('completed', { completedOn: row.completedOn }),
      ...only('credits', { personal: row.personal, awarded: row.awarded }),
      ...only('impact', { impact: row.impact }),
      ...only('files', { files: row.files }),
      ...only('source', { source: row.source as Source }),
      ...only('link', { link: row.link }),
    })),
  }
}

/** Another order than one by a column that is not shared, for an order tells of what it goes by: then the newest first. */
function orderToldBy(shared: Shared): Shared {
  const { sort } = shared.filters
  if (sort === 'learned' || sort === 'title' || shared.columns.includes(sort)) return shared
  return { ...shared, filters: { ...shared.filters, sort: NO_FILTERS.sort, order: NO_FILTERS.order } }
}

/** Whether the columns that are shared tell what each row brings; otherwise the total of all is told alone. */
export const tellsEach = (columns: Shared['columns'], { impact }: { readonly impact: number }): boolean =>
  columns.includes('credits') && (columns.includes('impact') || impact === 0)

/** What one row adds to the total (C6). */
const bringsOf = (
  row: { status: string; personal: number | null; awarded: number | null; impact: number | null },
  accreditorId: string | null,
) =>
  row.status === 'completed'
    ? {
        counted: (accreditorId === null ? row.personal : row.awarded) ?? 0,
        impact: row.impact ?? 0,
        notCounted: accreditorId !== null && row.awarded === null ? (row.personal ?? 0) : 0,
      }
    : { counted: 0, impact: 0, notCounted: 0 }

/**
 * What is read of one row beside its columns: never scratch, and of forms only what a reflection's learning layer says (F8).
 * @throws Refusal `not_found`
 */
export async function sharedItemOf(house: House, seen: Seen, id: string, parts: readonly SharePart[]): Promise<SharedItem> {
  const { db } = house
  const row = await writtenOfItem(db, seen, id)
  const [files, filled] = await Promise.all([
    parts.includes('files')
      ? db
          .selectFrom('file')
          .where('owner_id', '=', seen.ownerId)
          .where('item_id', '=', id)
          .select(['id', 'name', 'size_bytes as sizeBytes'])
          .orderBy('added_at')
          .orderBy('id')
          .execute()
      : [],
    row.kind === 'entry' ? learningLayer(house, seen.ownerId, id) : null,
  ])
  const notes = parts.includes('notes')
  const impact = parts.includes('impact')
  return {
    notes: notes ? row.notes : '',
    personalReason: notes ? row.personalReason : '',
    practiceBefore: impact ? row.practiceBefore : '',
    practiceAfter: impact ? row.practiceAfter : '',
    practiceChanges: impact ? row.practiceChanges : '',
    files,
    filled,
  }
}

/** Null for a form that is no reflection: what others wrote in it was not written for an appraiser. */
async function learningLayer(house: House, ownerId: string, id: string) {
  const entry = await house.db
    .selectFrom('entry')
    .where('owner_id', '=', ownerId)
    .where('item_id', '=', id)
    .select('form_id')
    .executeTakeFirst()
  const form = entry === undefined ? undefined : formOf(house, entry.form_id)
  if (form?.family !== 'reflection') return null
  return filledOf(form, (await writtenNow(house.db, ownerId, [id])).get(id) ?? {})
}
