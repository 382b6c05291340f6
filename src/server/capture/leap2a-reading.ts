import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Leap2aFound } from '#domain/capture/import-contract.ts'
import type { FeedEntry, FeedLink } from '#domain/capture/leap2a-entry.ts'
import { entryWord } from '#domain/capture/leap2a-names.ts'
import { ENTRY_HEADERS, ENTRY_MAPPING, lineOfEntry, wholeTextOf, type EntryFile } from '#domain/capture/leap2a-row.ts'
import { leap2aWords as say } from '#domain/capture/leap2a-words.ts'
import { cleanName, endingOf } from '#domain/portfolio/file-rules.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { Claim } from './import-claim.ts'
import { importRow } from './import-queries.ts'
import { FileFault, type FoundTable } from './import-reading.ts'
import { readFeed } from './leap2a-feed.ts'
import { Copies, judgedFile } from './leap2a-files.ts'
import { indexOfFeed, type FeedIndex } from './leap2a-index.ts'
import { openPackage, type Package } from './leap2a-package.ts'

type House = Pick<Parts, 'db' | 'files'>
type Became = keyof typeof say.became
type Remark = keyof typeof say.remarks

const BATCH_SIGNS = 2_000_000
const BATCH = 250
/** Packages hold up to 4 GB, all of which may have to be looked at once. */
const MOST_MILLISECONDS = 30 * 60_000

/** What is known of the files of a package so far; each is judged once, however many entries it belongs to. */
interface Judging {
  readonly source: Package
  readonly judged: Map<string, { readonly bytes: number } | { readonly refused: string }>
  readonly copies: Copies
}

interface EntryLine {
  readonly line: number
  readonly cells: string[]
  readonly fromLine: string
}

/** Reads a package of Leap2A into lines, an entry each; what becomes of which kind of entry is told by `found` (K5). */
export async function readLeap2a({ db, files }: House, claim: Claim): Promise<void> {
  const { stored_as, size_bytes } = await importRow(db, claim, claim.importId)
  if (stored_as === null || !(await files.has(stored_as))) throw new FileFault(say.file.zip)
  const source = await openPackage(files, stored_as, size_bytes)
  try {
    const until = performance.now() + MOST_MILLISECONDS
    const index = await indexOfFeed(source)
    const judging: Judging = { source, judged: new Map(), copies: new Copies() }
    if (index.count === 0) throw new FileFault(say.file.none)
    const told = new Tally(index)
    const prints = new Map<string, number>()
    let batch: EntryLine[] = []
    let signs = 0
    let done = 0
    let lines = 0
    const flush = async () => {
      await keepLines(db, claim, batch)
      batch = []
      signs = 0
    }
    await readFeed(source.feed(), {
      begin: () => undefined,
      async entry(entry, foreign) {
        if (performance.now() > until) throw new FileFault(say.file.slow)
        done += 1
        told.remark('foreign', foreign)
        const cells = await cellsOf(entry, index, judging, told)
        await claim.progress(done / index.count)
        if (cells === null) return
        lines += 1
        batch.push({ line: done, cells, fromLine: printOf(entry, cells, index, prints) })
        signs += cells.reduce((sum, cell) => sum + cell.length, 0)
        if (batch.length >= BATCH || signs >= BATCH_SIGNS) await flush()
      },
    })
    await flush()
    if (lines === 0) throw new FileFault(say.file.none)
    const found: FoundTable & { leap2a: Leap2aFound } = {
      headers: ENTRY_HEADERS,
      samples: ENTRY_HEADERS.map(() => []),
      sheet: null,
      otherSheets: [],
      encoding: null,
      delimiter: null,
      leap2a: told.found(),
    }
    await claim.become(db, { state: 'checking', found: JSON.stringify(found), mapping: JSON.stringify(ENTRY_MAPPING), lines })
  } finally {
    source.close()
  }
}

/** The line an entry becomes; null where it is a part of others. */
async function cellsOf(entry: FeedEntry, index: FeedIndex, judging: Judging, told: Tally): Promise<string[] | null> {
  const key = index.keyOf(entry.id)
  const { type } = entry
  if (index.taken.has(key)) {
    told.became(type, 'file')
    return null
  }
  const isList = index.known.get(key)?.isList === true && index.listsUsed.has(key)
  const hasWords = `${entry.text}${entry.summary}`.trim() !== ''
  const { files, lines } = await filesOf(entry, key, index, judging, told)
  if (isList) told.became(type, 'tag')
  if (isList && !hasWords && files.length === 0 && lines.length === 0) return null
  told.became(type, type === 'person' ? 'profile' : 'row')
  if (entry.isCut) told.remark('cut')
  const selections = [...(index.listsOf.get(key) ?? [])].map((list) => index.known.get(list)!.title)
  const ofFiles = index.filesOf.get(key)
  const cells = lineOfEntry(entry, {
    titleOf: (href) => index.known.get(index.keyOf(href))?.title ?? null,
    selections,
    files,
    fileLines: lines,
    isUsed: ({ rel, href }) => {
      const to = index.keyOf(href)
      const isPart = index.listsOf.get(key)?.has(to) === true || (isList && index.listsOf.get(to)?.has(key) === true)
      return isPart || ofFiles?.has(to) === true || (rel.endsWith('enclosure') && !/^https?:/i.test(href))
    },
  })
  const whole = wholeTextOf(cells)
  if (whole !== '') {
    told.remark('long')
    judging.copies.add(Buffer.byteLength(whole))
  }
  return cells
}

/** The files that come with an entry, and what is to be said of them: their descriptions, and why others do not come. */
async function filesOf(entry: FeedEntry, key: string, index: FeedIndex, { source, judged, copies }: Judging, told: Tally) {
  const files = new Map<string, EntryFile>()
  const lines: string[] = []
  const take = async (link: FeedLink, wanted: string) => {
    const path = source.find(link.href)
    const name = nameOf(link, path ?? link.href, wanted)
    if (path === null && /^https?:/i.test(link.href)) return
    if (path === null) {
      told.remark('missing')
      lines.push(say.fileLine.missing(name))
    } else if (!files.has(path)) {
      if (!judged.has(path)) {
        const one = await judgedFile(source, path, name)
        judged.set(path, 'refused' in one ? one : { bytes: one.kept.length })
      }
      const one = judged.get(path)!
      if ('refused' in one) {
        told.remark('refused')
        lines.push(say.fileLine.refused(name, one.refused))
      } else {
        copies.add(one.bytes)
        files.set(path, { path, name })
      }
    }
    return name
  }
  for (const link of entry.links) if (link.rel.endsWith('enclosure')) await take(link, entry.type === 'resource' ? entry.title : '')
  if (entry.source !== '') await take({ rel: 'enclosure', href: entry.source, title: '' }, entry.title)
  for (const other of index.filesOf.get(key) ?? []) {
    const { file, title } = index.known.get(other)!
    let name: string | undefined
    for (const link of file!.hrefs) name = await take(link, title)
    const about = [...(file!.about === '' ? [] : [file!.about]), ...(file!.tags.length === 0 ? [] : [say.fileLine.tags(file!.tags)])]
    if (about.length > 0) lines.push(say.fileLine.about(name ?? title, about.join('; ')))
  }
  return { files: [...files.values()], lines }
}

/** A file is called what the link or its entry calls it, where that names the same kind of file. */
function nameOf({ title }: FeedLink, path: string, wanted: string): string {
  const base = cleanName(path)
  return cleanName([title, wanted].find((name) => name !== '' && endingOf(name) === endingOf(base)) ?? base)
}

/** The nth of entries that are the same is another each time. */
function printOf(entry: FeedEntry, cells: readonly string[], index: FeedIndex, prints: Map<string, number>): string {
  const of = entry.id === '' ? cells : [index.feed.id, index.feed.whole(entry.id)]
  const print = createHash('sha256').update(JSON.stringify(of)).digest('base64url').slice(0, 27)
  const before = prints.get(print) ?? 0
  prints.set(print, before + 1)
  return `${print}.${before}`
}

async function keepLines(db: House['db'], { ownerId, importId }: Claim, batch: readonly EntryLine[]): Promise<void> {
  if (batch.length === 0) return
  await sql`
    insert into import_line (owner_id, import_id, line, cells, from_line)
    select ${ownerId}, ${importId}, line, cells, "fromLine"
    from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as read (line int, cells jsonb, "fromLine" text)
    on conflict do nothing`.execute(db)
}

/** Counts what becomes of which kind of entry. */
class Tally {
  readonly #index: FeedIndex
  readonly #became = new Map<string, { type: string; became: Became; entries: number }>()
  readonly #remarks = new Map<Remark, number>()
  constructor(index: FeedIndex) {
    this.#index = index
  }
  became(type: string, became: Became): void {
    const key = `${type} ${became}`
    const one = this.#became.get(key) ?? { type, became, entries: 0 }
    one.entries += 1
    this.#became.set(key, one)
  }
  remark(remark: Remark, times = 1): void {
    if (times > 0) this.#remarks.set(remark, (this.#remarks.get(remark) ?? 0) + times)
  }
  found(): Leap2aFound {
    const became = [...this.#became.values()].toSorted((a, b) => b.entries - a.entries).slice(0, 100)
    return {
      title: this.#index.feed.title.slice(0, 300),
      from: this.#index.feed.generator.slice(0, 100),
      entries: this.#index.count,
      became: became.map(({ type, became: what, entries }) => ({ kind: entryWord(type), became: say.became[what], entries })),
      remarks: [...this.#remarks].map(([remark, times]) => ({ text: say.remarks[remark], times })),
    }
  }
}
