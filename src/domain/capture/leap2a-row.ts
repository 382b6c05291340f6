import { canBeSeen, wellFormed } from '#domain/text.ts'
import { STATUS_WORDS, TYPE_WORDS } from '#domain/portfolio/words.ts'
import { isWebAddress } from '#domain/portfolio/item.ts'
import { datesOf, typeAndTagsOf, type FeedEntry, type FeedLink } from './leap2a-entry.ts'
import { entryWord, lastWord, sentence } from './leap2a-names.ts'
import type { ImportField, Mapping } from './import-columns.ts'

/** Entries are lines of an import whose columns are these; what follows them in a line nobody mends. */
export const ENTRY_HEADERS = [
  'Title',
  'Type',
  'Started',
  'Completed',
  'Status',
  'Notes',
  'Tags',
  'Web address',
  'Credits',
  'Impact credits',
]
const COLUMNS: readonly ImportField[] = ['title', 'type', 'started', 'completed', 'status', 'notes', 'tags', 'link', 'credits', 'impact']
export const ENTRY_MAPPING: Mapping = { columns: [...COLUMNS], dateOrder: 'day', exact: true }
const KIND_AT = ENTRY_HEADERS.length
const FILES_AT = KIND_AT + 1
const WHOLE_AT = KIND_AT + 2

/** A file of the package that an entry brings. */
export interface EntryFile {
  /** Within the package. */
  readonly path: string
  /** As it will be called. */
  readonly name: string
}

/** What is kept of an entry's own words; an item's notes hold the first part, a file of text the whole. */
export const MOST_ENTRY_TEXT = 200_000
const MOST_NOTES = 50_000
const MOST_TITLE = 500
const MOST_TAG = 100
const MOST_TAGS = 90
const MOST_LINK = 2000
export const WHOLE_TEXT_NAME = 'Whole text.txt'

/** What stands behind the columns. */
export const kindOfLine = (cells: readonly string[]): string | null => cells[KIND_AT] ?? null
export const filesOfLine = (cells: readonly string[]): EntryFile[] => (cells[FILES_AT] ? (JSON.parse(cells[FILES_AT]) as EntryFile[]) : [])
/** The whole text of an entry whose notes do not hold it; '' else. */
export const wholeTextOf = (cells: readonly string[]): string => cells[WHOLE_AT] ?? ''

/** What other entries and the package say of an entry. */
export interface Around {
  /** Of what a link leads to within the feed; null where it leads elsewhere. */
  readonly titleOf: (href: string) => string | null
  /** Tags that selections give it. */
  readonly selections: readonly string[]
  readonly files: readonly EntryFile[]
  /** What is to be told of its files: their descriptions, those that are missing or not taken. */
  readonly fileLines: readonly string[]
  /** Links that the files and selections have used up. */
  readonly isUsed: (link: FeedLink) => boolean
}

/** The line of an import that an entry becomes. What has no place of its own stands in the notes: nothing is lost. */
export function lineOfEntry(entry: FeedEntry, around: Around): string[] {
  const dates = datesOf(entry)
  const { type, tags, personal, impact, lines } = typeAndTagsOf(entry)
  const own = [entry.summary, entry.text].filter((text, index, all) => text.trim() !== '' && (index === 1 || !all[1]!.startsWith(text)))
  const below = [
    ...entry.sayings.map(({ name, text }) => `${sentence(name)}: ${text}`),
    ...dates.lines,
    ...lines,
    ...around.fileLines,
    ...(entry.isCut ? ['The text goes on in the file that was brought in: it is longer than what can be kept.'] : []),
  ]
  const { link, said } = linksOf(entry.links, around)
  below.push(...said)
  const title = titleOf(entry, around.files)
  if (title.length > MOST_TITLE) below.unshift(`Title: ${title}`)
  const labels: string[] = []
  for (const tag of [...tags, ...around.selections]) {
    const label = wellFormed(tag).replace(/\s+/g, ' ').trim()
    if (!canBeSeen(label)) continue
    if (label.length > MOST_TAG || labels.length >= MOST_TAGS) below.push(`Tag: ${label}`)
    else labels.push(label)
  }
  const notes = [...own, ...(below.length === 0 ? [] : [below.join('\n')])].join('\n\n')
  // Clinical writing is judged whole, so it is never cut: a longer one is a fault of its line.
  const isLong = notes.length > MOST_NOTES && type !== 'reflection' && type !== 'meeting'
  return [
    title.length > MOST_TITLE ? `${cut(title, MOST_TITLE - 1)}…` : title,
    type === null ? '' : TYPE_WORDS[type],
    dates.started ?? '',
    dates.completed ?? '',
    STATUS_WORDS[dates.status],
    isLong ? `${cut(notes, MOST_NOTES - 100)}…\n\nThe whole text is in the file “${WHOLE_TEXT_NAME}”.` : notes,
    labels.join('\n'),
    link,
    personal,
    impact,
    entryWord(entry.type),
    around.files.length === 0 ? '' : JSON.stringify(around.files),
    isLong ? notes : '',
  ]
}

const cut = (text: string, most: number): string =>
  text
    .slice(0, most)
    .toWellFormed()
    .replace(/\ufffd$/u, '')

function titleOf(entry: FeedEntry, files: readonly EntryFile[]): string {
  const words = [entry.title, entry.summary.slice(0, 80), entry.text.slice(0, 80), files[0]?.name ?? '']
  const found = words.map((text) => wellFormed(text).replace(/\s+/g, ' ').trim()).find(canBeSeen)
  return found ?? `${entryWord(entry.type)} without a title`
}

/** The one address that fits an item's, and lines for all other links. */
function linksOf(links: readonly FeedLink[], around: Around): { link: string; said: string[] } {
  let link = ''
  const said = new Set<string>()
  for (const one of links) {
    if (around.isUsed(one)) continue
    const rel = lastWord(one.rel)
    const title = around.titleOf(one.href)
    if (title !== null) said.add(`${relationWord(rel)}: “${title}”`)
    else if (link === '' && LINKS.has(rel) && isWebAddress(one.href) && one.href.length <= MOST_LINK) link = one.href
    else if (one.href !== '') said.add(`${relationWord(rel)}: ${one.title === '' ? one.href : `${one.title}, ${one.href}`}`)
  }
  return { link, said: [...said] }
}
const LINKS = new Set(['related', 'alternate', 'via', 'self', 'relation', 'enclosure'])
const relationWord = (rel: string): string => (rel === 'related' || rel === 'relation' || rel === '' ? 'See also' : sentence(rel))
