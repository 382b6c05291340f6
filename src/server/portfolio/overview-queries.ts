import { sql } from 'kysely'
import type { z } from 'zod'
import type { Catalogue } from '#domain/catalogue/contract.ts'
import { notFound } from '#domain/errors.ts'
import { cpdYear, type PlainDate } from '#domain/plain-date.ts'
import type { HistoryEntry } from '#domain/portfolio/contract.ts'
import { NO_FILTERS } from '#domain/portfolio/filters.ts'
import type { ItemType, Status } from '#domain/portfolio/item.ts'
import type { coverageOfTagSet, creditsOverTime, homeOverview, SchemeProgress } from '#domain/portfolio/overview-contract.ts'
import { periodOf, progressIn } from '#domain/portfolio/schemes.ts'
import type { tagCounts } from '#domain/portfolio/tag-contract.ts'
import { draftsOf, lensOfOwner, namesOf, preferencesOf, todayOf } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db } from '#server/platform/db.ts'
import { targetAfterLeave } from '#server/reviews/leave-queries.ts'
import { expiringOf } from '#server/training/renewal-queries.ts'
import { countedThrough, itemsMatching, itemsThrough, lensGiven, type Lens, type Matching } from './matching.ts'
import { firstRows, shownRows } from './page-queries.ts'
import { tagRef, totalsOf } from './queries.ts'

type Answer<E extends { schema: { response: { 200: z.ZodType } } }> = z.output<E['schema']['response'][200]>

const completedThrough = (db: Db, seen: Seen, filters: Matching, lens: Lens) =>
  itemsThrough(db, seen, filters, lens).where('item.status', '=', 'completed')

/** Tags and types of what the filters match. A count says how many rows would remain if that one were chosen too (P7, P13). */
export async function tagsCounted(db: Db, seen: Seen, filters: Matching): Promise<Answer<typeof tagCounts>> {
  const matching = itemsMatching(db, seen, filters)
  const [perTag, perType, all] = await Promise.all([
    db
      .selectFrom('item_tag')
      .select(['tag_id as id', sql<number>`count(*)`.as('items')])
      .where('owner_id', '=', seen.ownerId)
      .where('item_id', 'in', matching.select('item.id'))
      .groupBy('tag_id')
      .execute(),
    matching
      .select(['item.type', sql<number>`count(*)`.as('items')])
      .groupBy('item.type')
      .execute(),
    db.selectFrom('tag').select(['id', 'label', 'set_id', 'key']).where('owner_id', '=', seen.ownerId).execute(),
  ])
  const counts = new Map(perTag.map((row) => [row.id, row.items]))
  return {
    items: perType.reduce((sum, row) => sum + row.items, 0),
    tags: all
      .map((row) => ({ ...tagRef(row), items: counts.get(row.id) ?? 0, chosen: filters.tags.includes(row.id) }))
      .filter((tag) => tag.items > 0 || tag.chosen)
      .sort((a, b) => b.items - a.items || a.label.localeCompare(b.label, 'en-GB')),
    types: perType
      .filter((row) => row.type !== null)
      .map((row) => ({ type: row.type as ItemType, items: row.items, chosen: filters.type === row.type }))
      .sort((a, b) => b.items - a.items || a.type.localeCompare(b.type)),
  }
}

/** Every tag of the owner with the rows outside the bin that bear it. */
export async function tagsOf(db: Db, seen: Seen) {
  const { tags } = await tagsCounted(db, seen, NO_FILTERS)
  const counts = new Map(tags.map((tag) => [tag.id, tag.items]))
  const rows = await db.selectFrom('tag').select(['id', 'label', 'set_id', 'key']).where('owner_id', '=', seen.ownerId).execute()
  return rows
    .map((row) => ({ ...tagRef(row), items: counts.get(row.id) ?? 0 }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en-GB', { sensitivity: 'base', numeric: true }))
}

/** Credits of completed items by month and by tag, through the owner's lens (P16). An item with two tags stands under both. */
export async function creditsSpread(db: Db, seen: Seen, filters: Matching): Promise<Answer<typeof creditsOverTime>> {
  const lens = lensOfOwner(seen.ownerId)
  const counted = countedThrough(lens)
  const sums = [
    sql<number>`coalesce(sum(${counted}), 0)`.as('counted'),
    sql<number>`coalesce(sum(item.impact), 0)`.as('impact'),
    sql<number>`count(*)`.as('items'),
  ] as const
  const base = completedThrough(db, seen, filters, lens)
  const [months, perTag, untagged, labels] = await Promise.all([
    base
      .select([sql<string>`to_char(item.learned_on, 'YYYY-MM')`.as('month'), ...sums])
      .groupBy(sql`1`)
      .orderBy(sql`1`)
      .execute(),
    base
      .innerJoin('item_tag', (join) => join.onRef('item_tag.owner_id', '=', 'item.owner_id').onRef('item_tag.item_id', '=', 'item.id'))
      .select(['item_tag.tag_id as id', ...sums])
      .groupBy('item_tag.tag_id')
      .execute(),
    base
      .where(sql<boolean>`not exists (select from item_tag where item_tag.owner_id = item.owner_id and item_tag.item_id = item.id)`)
      .select(sums)
      .executeTakeFirstOrThrow(),
    db.selectFrom('tag').select(['id', 'label', 'set_id', 'key']).where('owner_id', '=', seen.ownerId).execute(),
  ])
  const byId = new Map(labels.map((row) => [row.id, tagRef(row)]))
  return {
    months,
    tags: perTag
      .map((row) => ({ ...row, label: byId.get(row.id)?.label ?? '', setId: byId.get(row.id)?.setId ?? null }))
      .sort((a, b) => b.counted + b.impact - a.counted - a.impact || b.items - a.items || a.label.localeCompare(b.label)),
    untagged,
  }
}

/** How much evidence each entry of a tag set has among what the filters match (P16). @throws Refusal `not_found` */
export async function coverageOf(
  db: Db,
  catalogue: Catalogue,
  seen: Seen,
  setId: string,
  filters: Matching,
): Promise<Answer<typeof coverageOfTagSet>> {
  const set = catalogue.tagSets.find((one) => one.id === setId)
  if (set === undefined) throw notFound()
  const rows = await itemsMatching(db, seen, filters)
    .innerJoin('item_tag', (join) => join.onRef('item_tag.owner_id', '=', 'item.owner_id').onRef('item_tag.item_id', '=', 'item.id'))
    .innerJoin('tag', (join) => join.onRef('tag.owner_id', '=', 'item_tag.owner_id').onRef('tag.id', '=', 'item_tag.tag_id'))
    .where('tag.set_id', '=', setId)
    .select([
      'tag.key as code',
      'tag.id as tagId',
      sql<number>`count(*)`.as('items'),
      sql<number>`count(*) filter (where item.status = 'completed')`.as('completed'),
    ])
    .groupBy(['tag.key', 'tag.id'])
    .execute()
  const byCode = new Map(rows.map((row) => [row.code, row]))
  return {
    setId,
    entries: set.groups
      .flatMap((group) => group.items)
      .map(({ code }) => byCode.get(code) ?? { code, tagId: null, items: 0, completed: 0 }),
  }
}

/** What changed on one item, newest first (A9). */
export async function historyOf(db: Db, seen: Seen, id: string): Promise<HistoryEntry[]> {
  const item = await db.selectFrom('item').select('id').where('owner_id', '=', seen.ownerId).where('id', '=', id).executeTakeFirst()
  if (item === undefined) throw notFound()
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('owner_id', '=', seen.ownerId)
    .where('record_id', '=', id)
    .orderBy('id', 'desc')
    .limit(500)
    .execute()
  const names = await namesOf(
    db,
    rows.flatMap((row) => row.person_id ?? []),
  )
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    by: row.person_id === null ? 'Cairn' : (names.get(row.person_id) ?? 'Somebody'),
    act: row.act,
    changes: row.changes as HistoryEntry['changes'],
  }))
}

/** Where the owner stands in each scheme followed: what is earned through the lens, without impact, in the scheme's own period (C13). */
export async function schemesOf(db: Db, catalogue: Catalogue, seen: Seen, today: PlainDate): Promise<SchemeProgress[]> {
  const preferences = await preferencesOf(db, seen.ownerId)
  const lens = lensGiven(preferences.accreditorId)
  const followed = preferences.schemes.flatMap(({ schemeId, startsOn }) => {
    const scheme = catalogue.schemes.find((one) => one.id === schemeId)
    return scheme === undefined ? [] : [{ scheme, period: periodOf(scheme, today, startsOn, preferences.yearStartsIn) }]
  })
  return Promise.all(
    followed.map(async ({ scheme, period }) => {
      const rows = await completedThrough(db, seen, { ...NO_FILTERS, ...period }, lens)
        .select([
          'item.clinical',
          'item.setting',
          'item.participatory',
          sql<number>`coalesce(sum(${countedThrough(lens)}), 0)`.as('amount'),
        ])
        .groupBy(['item.clinical', 'item.setting', 'item.participatory'])
        .execute()
      const progress = progressIn(
        scheme,
        rows.map((row) => ({
          kind: {
            clinical: row.clinical as 'clinical' | 'non-clinical' | null,
            setting: row.setting as 'external' | 'internal' | 'personal' | null,
            participatory: row.participatory,
          },
          amount: row.amount,
        })),
      )
      return {
        schemeId: scheme.id,
        name: scheme.name,
        ...period,
        target: progress.target,
        counted: progress.counted,
        uncapped: progress.uncapped,
        parts: progress.parts.map(({ kind, ...part }) => ({ label: kind, ...part })),
      }
    }),
  )
}

/** What the home page shows (P15). */
export async function homeOf(db: Db, catalogue: Catalogue, seen: Seen): Promise<Answer<typeof homeOverview>> {
  const [today, preferences] = await Promise.all([todayOf(db, seen.ownerId), preferencesOf(db, seen.ownerId)])
  const year = cpdYear(today, preferences.yearStartsIn)
  const lens = lensGiven(preferences.accreditorId)
  const inYear = { ...NO_FILTERS, ...year }
  const lastChanged = (status: Status, limit: number) =>
    firstRows(db, seen, { ...NO_FILTERS, status }, lens, { by: sql.ref('item.changed_at'), order: 'desc', limit }).execute()
  const [inProgress, recent, totals, spread, schemes, changeChecks, drafts, withoutCredits, target, expiring] = await Promise.all([
    lastChanged('in progress', 5),
    lastChanged('completed', 6),
    totalsOf(db, seen, inYear, preferences.accreditorId),
    creditsSpread(db, seen, inYear),
    schemesOf(db, catalogue, seen, today),
    db
      .selectFrom('item')
      .select(['id', 'title', sql<string>`change_check_on`.as('on')])
      .where('owner_id', '=', seen.ownerId)
      .where('change_check_on', '<=', today)
      .where('binned_at', 'is', null)
      .orderBy('change_check_on')
      .limit(10)
      .execute(),
    draftsOf(db, seen.ownerId),
    itemsMatching(db, seen, { ...inYear, status: 'completed', withoutCredits: true })
      .select(sql<number>`count(*)`.as('items'))
      .executeTakeFirstOrThrow(),
    targetAfterLeave(db, seen.ownerId, year, preferences.yearlyTarget),
    expiringOf(db, seen.ownerId),
  ])
  return {
    inProgress: shownRows(inProgress),
    recent: shownRows(recent),
    year: {
      ...year,
      target,
      fullTarget: preferences.yearlyTarget,
      totals,
      months: spread.months.map(({ month, counted, impact }) => ({ month, counted, impact })),
    },
    schemes,
    waiting: { changeChecks, expiring, drafts: await titled(db, seen, drafts), withoutCredits: withoutCredits.items },
  }
}

/** Those of declarations, certificates and exams wait on their own pages. */
const OF_PAPERS = /^(declaration|certificate|exam)-/

/** Drafts with the title of what they are of. Those whose item is gone are left out. */
async function titled(db: Db, seen: Seen, drafts: readonly { form: string; savedAt: string; title: string }[]) {
  const ids = drafts.flatMap(({ form }) => (form.startsWith('item/') ? [form.slice('item/'.length)] : []))
  const items =
    ids.length === 0
      ? []
      : await db
          .selectFrom('item')
          .select(['id', 'title'])
          .where('owner_id', '=', seen.ownerId)
          .where('binned_at', 'is', null)
          .where('id', 'in', ids)
          .execute()
  const titles = new Map(items.map((item) => [`item/${item.id}`, item.title]))
  return drafts.flatMap((draft) => {
    if (OF_PAPERS.test(draft.form)) return []
    const title = draft.form.startsWith('item/') ? titles.get(draft.form) : draft.title
    return title === undefined ? [] : [{ ...draft, title }]
  })
}
