import { sql } from 'kysely'
import { shortDate } from '#domain/plain-date.ts'
import { showHundredths } from '#domain/hundredths.ts'
import { STATUS_WORDS, TYPE_WORDS } from '#domain/portfolio/words.ts'
import { archiveWords as say } from '#domain/reports/archive-words.ts'
import type { Tx } from '#server/platform/db.ts'
import { FILE_COLUMNS, ITEM_COLUMNS } from '#server/portfolio/columns-queries.ts'
import { batchesOf } from './archive-rows.ts'
import type { Leap2aFeed } from './archive-leap2a.ts'
import type { ArchiveSpool } from './archive-spool.ts'
import { escaped, fileLink, inWords, isWeb, list, PAGE_END, pageStart } from './archive-html.ts'
import { namesApart, safeName } from './bundle.ts'

/** A file to pack, a line each in the plan on disk. */
export interface Planned {
  readonly path: string
  readonly storedAs: string
  readonly mediaType: string
}

export interface PageLink {
  readonly title: string
  readonly path: string
}

export interface ItemToShow {
  readonly id: string
  readonly title: string
  readonly learned_on: string
  readonly [column: string]: unknown
}

export interface StoredFile {
  readonly id: string
  readonly item_id: string
  readonly name: string
  readonly media_type: string
  readonly stored_as: string
  readonly owner_id: string
}

const ITEMS_ON_PAGE = 500

/** The pages of items by year, and beside them where each of their files will lie. `onFile` is told in the order of the items. */
export async function writeItemPages(
  tx: Tx,
  ownerId: string,
  spool: ArchiveSpool,
  onFile: (file: StoredFile, path: string) => Promise<void>,
  feed: Leap2aFeed,
): Promise<{ pages: PageLink[]; items: number }> {
  const labels = await tx.selectFrom('tag').select(['id', 'label']).where('owner_id', '=', ownerId).execute()
  const tags = new Map(labels.map(({ id, label }) => [id, label]))
  const pages: PageLink[] = []
  let items = 0
  let year = ''
  let part = 1
  let onPage = 0
  const query = sql`select ${sql.join(ITEM_COLUMNS.map((column) => sql.ref(column)))} from item where owner_id = ${sql.lit(ownerId)} order by learned_on, id`
  for await (const batch of batchesOf<ItemToShow>(tx, query)) {
    const ids = batch.map(({ id }) => id)
    const files = await tx
      .selectFrom('file')
      .select(FILE_COLUMNS)
      .where('owner_id', '=', ownerId)
      .where(sql<boolean>`item_id = any(${ids}::uuid[])`)
      .orderBy('added_at')
      .orderBy('id')
      .execute()
    const abouts = await tx
      .selectFrom('entry_about')
      .select(['item_id', 'about_id'])
      .where('owner_id', '=', ownerId)
      .where(sql<boolean>`item_id = any(${ids}::uuid[])`)
      .execute()
    const aboutBy = new Map(abouts.map((row) => [row.item_id, row.about_id]))
    const filesBy = Map.groupBy<string, StoredFile>(files, (file) => file.item_id)
    for (const item of batch) {
      items += 1
      const learned = item.learned_on.slice(0, 4)
      if (learned !== year || onPage === ITEMS_ON_PAGE) {
        if (year !== '') await spool.write(PAGE_END)
        part = learned === year ? part + 1 : 1
        year = learned
        onPage = 0
        const page = { title: say.itemsOf(year, part), path: `pages/items-${year}${part === 1 ? '' : `-${part}`}.html` }
        pages.push(page)
        await spool.begin(page.path)
        await spool.write(pageStart(page.title))
      }
      onPage += 1
      const apart = namesApart()
      const folder = `files/${String(items).padStart(5, '0')} ${safeName(item.title, 60)}`
      const its: [StoredFile, string][] = []
      for (const file of filesBy.get(item.id) ?? []) {
        const path = `${folder}/${apart(safeName(file.name, 120))}`
        await onFile(file, path)
        its.push([file, path])
      }
      const links = its.map(([{ name }, path]) => fileLink(path, name))
      const labels = (item['tag_ids'] as string[]).flatMap((id) => tags.get(id) ?? [])
      await spool.write(itemArticle(item, labels, links))
      await feed.item(item, labels, its, aboutBy.get(item.id) ?? null)
    }
  }
  if (year !== '') await spool.write(PAGE_END)
  await spool.end()
  return { pages, items }
}

function itemArticle(item: ItemToShow, tags: readonly string[], files: readonly string[]): string {
  const text = (column: string) => {
    const value = item[column]
    return typeof value === 'string' ? escaped(value) : ''
  }
  const day = (column: string) => (typeof item[column] === 'string' ? shortDate(item[column]) : '')
  const amount = (column: string) => (typeof item[column] === 'number' ? showHundredths(item[column]) : '')
  const link = typeof item['link'] === 'string' ? item['link'] : ''
  const words = (of: Readonly<Record<string, string>>, column: string) => {
    const value = typeof item[column] === 'string' ? item[column] : ''
    return escaped(of[value] ?? value)
  }
  return `<article id="${item.id}"><h2>${escaped(item.title)}</h2>${list([
    ['Type', words(TYPE_WORDS, 'type')],
    ['Status', words(STATUS_WORDS, 'status')],
    ['Started', day('started_on')],
    ['Completed', day('completed_on')],
    ['Added', day('added_on')],
    ['Tags', tags.map(escaped).join(', ')],
    ['Personal credits', amount('personal')],
    ['Why this amount', text('personal_reason')],
    ['Impact credits', amount('impact')],
    ['Link', isWeb(link) ? `<a href="${escaped(link)}" rel="noreferrer">${escaped(link)}</a>` : escaped(link)],
    ['Notes', text('notes')],
    ...['practice_before', 'practice_after', 'practice_changes'].map((column) => [inWords(column), text(column)] as const),
    [say.files, files.join('<br>')],
    [say.inBin, item['binned_at'] === null ? '' : 'Yes'],
  ])}</article>
`
}
