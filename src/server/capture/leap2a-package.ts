import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Entry } from 'yauzl'
import { leap2aWords } from '#domain/capture/leap2a-words.ts'
import type { FileStore } from '#server/platform/files.ts'
import { FileFault } from './import-reading.ts'
import { beginsAsZip, damagedAs, holdsEntry, isBomb, openStored, pathOf } from './stored-zip.ts'

const words = leap2aWords.file
const damaged = damagedAs(words.zip)
const MOST_PACKED_FILES = 50_000
const MOST_UNPACKED_BYTES = 4 * 1024 * 1024 * 1024
/** Names by which Mahara finds a feed. */
const FEED_NAME = /^(?:[^/]+\/)?leap(?:2a?)?\.xml$/i

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

/**
 * What a file that was sent is by its content: a package of Leap2A is a ZIP with the feed at its top or in the one folder there, or the
 * feed alone. All else is left to others. Reads no more than a ZIP's directory or a feed's first tag.
 */
export async function isLeap2a(files: FileStore, storedAs: string, size: number): Promise<boolean> {
  if (!(await beginsAsZip(files, storedAs))) {
    const head = await buffer(files.read(storedAs, { start: 0, end: Math.min(size, 4096) - 1 }))
    // Of a feed in UTF-16 every second byte is none.
    const text = head.toString('latin1').replaceAll('\0', '')
    return /^\s*(ï»¿|ÿþ|þÿ)?\s*<(\?xml|!DOCTYPE|!--|([\w.-]+:)?feed[\s>])/i.test(text)
  }
  return holdsEntry(files, { storedAs, size, most: MOST_PACKED_FILES }, (name) => FEED_NAME.test(name))
}

/** @throws FileFault for a ZIP that is damaged or no portfolio's */
export async function openPackage(files: FileStore, storedAs: string, size: number): Promise<Package> {
  if (!(await beginsAsZip(files, storedAs)))
    return { feed: () => files.read(storedAs), find: () => null, size: () => 0, bytes: () => Readable.from([]), close: () => undefined }
  const zip = await openStored(files, storedAs, size).catch(damaged)
  const entries = new Map<string, Entry>()
  let unpacked = 0
  const found = zip.eachEntry()
  for (;;) {
    const next = await found.next().catch(damaged)
    if (next.done === true) break
    const entry = next.value
    const name = pathOf(entry, words)
    unpacked += entry.uncompressedSize
    if (entries.size >= MOST_PACKED_FILES) throw new FileFault(words.packed(MOST_PACKED_FILES))
    if (isBomb(unpacked, size, MOST_UNPACKED_BYTES)) throw new FileFault(words.bomb)
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

function unescapedOf(href: string): string {
  try {
    return decodeURIComponent(href)
  } catch {
    return href
  }
}
