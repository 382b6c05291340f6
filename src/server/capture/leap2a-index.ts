import { createHash } from 'node:crypto'
import type { FeedEntry, FeedLink } from '#domain/capture/leap2a-entry.ts'
import { lastWord } from '#domain/capture/leap2a-names.ts'
import { leap2aWords } from '#domain/capture/leap2a-words.ts'
import { FileFault } from './import-reading.ts'
import { readFeed, type Feed } from './leap2a-feed.ts'
import type { Package } from './leap2a-package.ts'

/** Relations by which a file belongs to an entry; and those said the other way round. */
const BRINGS = new Set(['has_attachment', 'attachment', 'enclosure', 'related', 'relation', 'has_evidence', 'supported_by'])
const IS_BROUGHT_BY = new Set(['is_attachment_of', 'related', 'relation', 'is_evidence_of', 'supports'])
const OF_PARTS = new Set(['has_part', 'is_part_of'])
const MOST_LINKS = 500_000

interface Known {
  readonly title: string
  readonly type: string
  /** A file and what is said of it, and nothing else: it goes to the entries it belongs to. */
  readonly file: { readonly hrefs: readonly FeedLink[]; readonly about: string; readonly tags: readonly string[] } | null
  /** A selection that says nothing but which entries belong together. */
  readonly isList: boolean
}

/** What has to be known of all entries before one of them can be read for good. Ids are hashed: what is held does not grow with them. */
export interface FeedIndex {
  readonly feed: Feed
  readonly count: number
  readonly keyOf: (id: string) => string
  readonly known: ReadonlyMap<string, Known>
  /** The files that belong to an entry, by its key. */
  readonly filesOf: ReadonlyMap<string, ReadonlySet<string>>
  /** Files that belong to some entry. */
  readonly taken: ReadonlySet<string>
  /** The lists that an entry is in, by its key. */
  readonly listsOf: ReadonlyMap<string, ReadonlySet<string>>
  readonly listsUsed: ReadonlySet<string>
}

export async function indexOfFeed(source: Package): Promise<FeedIndex> {
  let feed: Feed | null = null
  let count = 0
  let links = 0
  const known = new Map<string, Known>()
  const pairs: { from: string; to: string; rel: string }[] = []
  const keyOf = (id: string) => createHash('sha256').update(feed!.whole(id)).digest('base64url').slice(0, 22)
  await readFeed(source.feed(), {
    begin: (head) => void (feed = head),
    entry(entry) {
      count += 1
      const key = keyOf(entry.id)
      known.set(key, knownOf(entry, source))
      for (const { rel, href } of entry.links) {
        const word = lastWord(rel)
        if (!BRINGS.has(word) && !IS_BROUGHT_BY.has(word) && !OF_PARTS.has(word)) continue
        if (++links > MOST_LINKS) throw new FileFault(leap2aWords.file.links)
        pairs.push({ from: key, to: keyOf(href), rel: word })
      }
    },
  })
  const filesOf = new Map<string, Set<string>>()
  const listsOf = new Map<string, Set<string>>()
  const taken = new Set<string>()
  const listsUsed = new Set<string>()
  const put = (map: Map<string, Set<string>>, key: string, value: string) => map.set(key, (map.get(key) ?? new Set()).add(value))
  for (const { from, to, rel } of pairs) {
    const [one, other] = [known.get(from), known.get(to)]
    if (one === undefined || other === undefined || from === to) continue
    const brings = (host: Known, file: Known) => file.file !== null && host.file === null && host.type !== 'selection'
    if (BRINGS.has(rel) && brings(one, other)) {
      put(filesOf, from, to)
      taken.add(to)
    } else if (IS_BROUGHT_BY.has(rel) && brings(other, one)) {
      put(filesOf, to, from)
      taken.add(from)
    }
    const list = rel === 'has_part' ? from : rel === 'is_part_of' ? to : null
    if (list === null || known.get(list)?.type !== 'selection' || known.get(list)?.isList !== true) continue
    put(listsOf, list === from ? to : from, list)
    listsUsed.add(list)
  }
  return { feed: feed!, count, keyOf, known, filesOf, taken, listsOf, listsUsed }
}

const LISTS = new Set(['blog', 'folder'])

/** Whether nothing would be lost of an entry that is taken for a file, its description and its tags. */
const saysNoMore = ({ dates, sayings, stage, links, categories }: FeedEntry): boolean =>
  dates.length === 0 &&
  sayings.length === 0 &&
  stage === '' &&
  links.every(({ rel }) => OF_FILES.has(lastWord(rel))) &&
  categories.every(({ scheme }) => scheme === '' || lastWord(scheme) === 'resource_type')
const OF_FILES = new Set([...IS_BROUGHT_BY, ...OF_PARTS, 'enclosure', 'self', 'alternate'])

function knownOf(entry: FeedEntry, source: Package): Known {
  const hrefs = entry.links.filter(({ rel }) => lastWord(rel) === 'enclosure')
  if (entry.source !== '') hrefs.push({ rel: 'enclosure', href: entry.source, title: '' })
  const isFile = entry.type === 'resource' && hrefs.length > 0 && entry.text.trim() === '' && saysNoMore(entry)
  const kinds = entry.categories.filter(({ scheme }) => lastWord(scheme) === 'selection_type')
  const about = entry.summary.slice(0, 2000)
  const tags = entry.categories.filter(({ scheme }) => scheme === '').map(({ label, term }) => (label || term).slice(0, 100))
  return {
    title: (entry.title || entry.summary || entry.text).slice(0, 200).trim(),
    type: entry.type,
    file: isFile && hrefs.some(({ href }) => source.find(href) !== null) ? { hrefs, about, tags: tags.slice(0, 20) } : null,
    isList: entry.type === 'selection' && kinds.some(({ term }) => LISTS.has(term.toLowerCase())),
  }
}
