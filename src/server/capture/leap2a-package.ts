import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { fromRandomAccessReaderPromise, RandomAccessReader, validateFileName, type Entry, type ZipFile } from 'yauzl'
import { leap2aWords } from '#domain/capture/leap2a-words.ts'
import type { FileStore } from '#server/platform/files.ts'
import { FileFault } from './import-reading.ts'

const words = leap2aWords.file
const MOST_PACKED_FILES = 50_000
const MOST_UNPACKED_BYTES = 4 * 1024 * 1024 * 1024
/** Text packs well, but not beyond this. What unpacks to little may do what it likes. */
const MOST_RATIO = 200
const UNJUDGED_BYTES = 100 * 1024 * 1024
/** Names by which Mahara finds a feed. */
const FEED_NAME = /^(?:[^/]+\/)?leap(?:2a?)?\.xml$/i
const ZIP_MARK = 'PK\x03\x04'

/** A feed and the files that lie beside it, read from where they are kept. */
export interface Package {
  /** The feed from its beginning, as often as it is asked for. */
  feed(): AsyncIterable<Buffer>
  /** Where in the package a link of the feed leads; null where no file lies there. */
  find(href: string): string | null
  /** What a file says it unpacks to, in bytes. */
  size(path: string): number
  /** A file's bytes. @throws FileFault where the ZIP is damaged */
  bytes(path: string): AsyncIterable<Buffer>
  close(): void
}

/** What is kept as a ZIP's reader asks for it. */
class Stored extends RandomAccessReader {
  readonly #files: FileStore
  readonly #storedAs: string
  constructor(files: FileStore, storedAs: string) {
    super()
    this.#files = files
    this.#storedAs = storedAs
  }
  override _readStreamForRange(start: number, end: number): Readable {
    return start >= end ? Readable.from([]) : this.#files.read(this.#storedAs, { start, end: end - 1 })
  }
}

const zipOf = (files: FileStore, storedAs: string, size: number): Promise<ZipFile> =>
  fromRandomAccessReaderPromise(new Stored(files, storedAs), size, { autoClose: false, decodeStrings: false })

/**
 * What a file that was sent is by its content: a package of Leap2A is a ZIP with the feed at its top or in the one folder there, or the
 * feed alone. All else is left to others. Reads no more than a ZIP's directory or a feed's first tag.
 */
export async function isLeap2a(files: FileStore, storedAs: string, size: number): Promise<boolean> {
  const head = await buffer(files.read(storedAs, { start: 0, end: Math.min(size, 4096) - 1 }))
  // Of a feed in UTF-16 every second byte is none.
  const text = head.toString('latin1').replaceAll('\0', '')
  if (!text.startsWith(ZIP_MARK)) return /^\s*(ï»¿|ÿþ|þÿ)?\s*<(\?xml|!DOCTYPE|!--|([\w.-]+:)?feed[\s>])/i.test(text)
  try {
    const zip = await zipOf(files, storedAs, size)
    let seen = 0
    for await (const entry of zip.eachEntry()) {
      if (FEED_NAME.test(nameOf(entry))) return true
      if (++seen > MOST_PACKED_FILES) return false
    }
  } catch {
    // Others say what is wrong with it.
  }
  return false
}

/** @throws FileFault for a ZIP that is damaged or no portfolio's */
export async function openPackage(files: FileStore, storedAs: string, size: number): Promise<Package> {
  const mark = await buffer(files.read(storedAs, { start: 0, end: Math.min(size, 4) - 1 }))
  if (mark.toString('latin1') !== ZIP_MARK)
    return { feed: () => files.read(storedAs), find: () => null, size: () => 0, bytes: () => Readable.from([]), close: () => undefined }
  const zip = await zipOf(files, storedAs, size).catch(damaged)
  const entries = new Map<string, Entry>()
  let unpacked = 0
  const found = zip.eachEntry()
  for (;;) {
    const next = await found.next().catch(damaged)
    if (next.done === true) break
    const entry = next.value
    const name = nameOf(entry)
    if (validateFileName(name) !== null || name.includes('\\') || name.includes('\0') || name.length > 1000 || isLink(entry))
      throw new FileFault(words.path(name.slice(0, 100)))
    if (entry.isEncrypted()) throw new FileFault(words.encrypted)
    unpacked += entry.uncompressedSize
    if (entries.size >= MOST_PACKED_FILES) throw new FileFault(words.packed(MOST_PACKED_FILES))
    if (unpacked > MOST_UNPACKED_BYTES || (unpacked > UNJUDGED_BYTES && unpacked > MOST_RATIO * size)) throw new FileFault(words.bomb)
    if (!name.endsWith('/')) entries.set(name, entry)
  }
  const feeds = [...entries.keys()].filter((name) => FEED_NAME.test(name)).toSorted((a, b) => a.length - b.length)
  const feed = feeds[0]
  if (feed === undefined) throw new FileFault(words.notLeap)
  const folder = feed.includes('/') ? feed.slice(0, feed.indexOf('/') + 1) : ''
  const bytes = async function* (path: string): AsyncGenerator<Buffer> {
    try {
      // What it says of its size is held to while it is unpacked.
      for await (const chunk of await zip.openReadStreamPromise(entries.get(path)!)) yield chunk as Buffer
    } catch (fault) {
      damaged(fault)
    }
  }
  return {
    feed: () => bytes(feed),
    find: (href) => [href, unescapedOf(href)].map((path) => folder + path.replace(/^\.\//, '')).find((path) => entries.has(path)) ?? null,
    size: (path) => entries.get(path)!.uncompressedSize,
    bytes,
    close: () => zip.close(),
  }
}

/** Names are UTF-8 whatever the ZIP says of them; one that is not has signs in it that no link has, and so no file. */
const nameOf = (entry: Entry): string => (entry.fileName as unknown as Buffer).toString('utf8')
/** The upper bits are the mode of a Unix file. */
const isLink = (entry: Entry): boolean => entry.externalFileAttributes >>> 28 === 0o12

function unescapedOf(href: string): string {
  try {
    return decodeURIComponent(href)
  } catch {
    return href
  }
}

/** What a ZIP that is cut short, or says one thing and holds another, makes its reader say. What the store says passes. */
function damaged(fault: unknown): never {
  if (fault instanceof FileFault || (fault as NodeJS.ErrnoException).syscall !== undefined) throw fault
  throw new FileFault(words.zip)
}
