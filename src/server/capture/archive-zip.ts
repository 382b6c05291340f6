import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { callbackify } from 'node:util'
import { fromRandomAccessReaderPromise, RandomAccessReader, validateFileName, type Entry, type ZipFile } from 'yauzl'
import { archiveInWords } from '#domain/capture/archive-in-words.ts'
import { MOST_ARCHIVE_BYTES } from '#domain/capture/archive-in.ts'
import type { FileStore } from '#server/platform/files.ts'
import { FileFault } from './import-reading.ts'

const words = archiveInWords.file
export const MOST_ENTRIES = 100_000
/** Text packs well, but not beyond this. Small archives may do what they like: they unpack to little. */
const MOST_RATIO = 200
const UNJUDGED_BYTES = 100 * 1024 * 1024
const WINDOW_BYTES = 16 * 1024

/** A file of the store as ZIPs are read: the directory in windows, each entry as a stream of its own. */
class Stored extends RandomAccessReader {
  readonly #files: FileStore
  readonly #storedAs: string
  readonly #size: number
  #window = { from: 0, bytes: Buffer.alloc(0) }

  constructor(files: FileStore, storedAs: string, size: number) {
    super()
    this.#files = files
    this.#storedAs = storedAs
    this.#size = size
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return start >= end ? Readable.from([]) : this.#files.read(this.#storedAs, { start, end: end - 1 })
  }

  override read(into: Buffer, offset: number, length: number, position: number, done: (fault: Error | null) => void): void {
    callbackify(() => this.#bytes(position, length))((fault: Error | null, bytes) => {
      if (fault !== null) return done(fault)
      if (bytes.length < length) return done(new Error('unexpected EOF'))
      bytes.copy(into, offset, 0, length)
      done(null)
    })
  }

  async #bytes(position: number, length: number): Promise<Buffer> {
    const { from, bytes } = this.#window
    if (position < from || position + length > from + bytes.length) {
      const end = Math.min(this.#size, position + Math.max(length, WINDOW_BYTES))
      this.#window = { from: position, bytes: position >= end ? Buffer.alloc(0) : await buffer(this._readStreamForRange(position, end)) }
    }
    const at = position - this.#window.from
    return this.#window.bytes.subarray(at, at + length)
  }
}

/** Names come as bytes: they are judged here, each with its reason. */
const open = (files: FileStore, storedAs: string, size: number): Promise<ZipFile> =>
  fromRandomAccessReaderPromise(new Stored(files, storedAs, size), size, { autoClose: false, decodeStrings: false })

const NAME = Buffer.from('archive.json')

/** Whether a file that was sent is an archive of Cairn's: a ZIP with `archive.json` at its top. */
export async function isArchive(files: FileStore, storedAs: string, size: number): Promise<boolean> {
  const head = await buffer(files.read(storedAs, { start: 0, end: 3 }))
  if (head.toString('latin1') !== 'PK\x03\x04') return false
  try {
    const zip = await open(files, storedAs, size)
    let seen = 0
    for await (const entry of zip.eachEntry()) {
      if (NAME.equals(entry.fileName as unknown as Buffer)) return true
      if (++seen > MOST_ENTRIES) return false
    }
  } catch {
    // Whatever else it is, others say what is wrong with it.
  }
  return false
}

export interface ArchiveEntry {
  readonly path: string
  readonly entry: Entry
}

export interface OpenArchive {
  /** Each file in it, in order. @throws FileFault for what no archive holds */
  entries(): AsyncGenerator<ArchiveEntry>
  /** @throws FileFault where it is damaged, while it is read */
  read(entry: ArchiveEntry): AsyncGenerator<Buffer>
  /** The same, for whoever takes a stream. */
  stream(entry: ArchiveEntry): Promise<Readable>
}

export async function openArchive(files: FileStore, storedAs: string, size: number): Promise<OpenArchive> {
  if (size > MOST_ARCHIVE_BYTES) throw new FileFault(words.tooLarge)
  const zip = () => open(files, storedAs, size).catch(damaged)
  const reading = await zip()
  const stream = ({ entry }: ArchiveEntry) => reading.openReadStreamPromise(entry).catch(damaged)
  return {
    async *entries() {
      const names = new Set<string>()
      let bytes = 0
      const found = (await zip()).eachEntry()
      for (;;) {
        const next = await found.next().catch(damaged)
        if (next.done === true) return
        const entry = next.value
        const path = pathOf(entry)
        if (names.has(path)) throw new FileFault(words.twice(path))
        names.add(path)
        bytes += entry.uncompressedSize
        if (names.size > MOST_ENTRIES) throw new FileFault(words.entries)
        if (bytes > 2 * MOST_ARCHIVE_BYTES || (bytes > UNJUDGED_BYTES && bytes > MOST_RATIO * size)) throw new FileFault(words.bomb)
        if (!path.endsWith('/')) yield { path, entry }
      }
    },
    async *read(entry) {
      try {
        for await (const chunk of await stream(entry)) yield chunk as Buffer
      } catch (fault) {
        damaged(fault)
      }
    },
    stream,
  }
}

function pathOf(entry: Entry): string {
  const bytes = entry.fileName as unknown as Buffer
  const name = bytes.toString('utf8')
  if (validateFileName(name) !== null || name.includes('\\') || name.split('/').includes('.') || name.includes('\0') || name.length > 1000)
    throw new FileFault(words.path(name.replaceAll('\0', '').slice(0, 100)))
  // The upper half is the mode of a Unix file; a link has 0o12 where a file has 0o10.
  if (entry.externalFileAttributes >>> 28 === 0o12) throw new FileFault(words.link(name.slice(0, 100)))
  if (entry.isEncrypted()) throw new FileFault(words.encrypted)
  return name
}

/** What a ZIP that is cut short, or says one thing and holds another, makes its reader say. What the store or database say passes. */
function damaged(fault: unknown): never {
  if (fault instanceof FileFault || (fault as NodeJS.ErrnoException).syscall !== undefined) throw fault
  throw new FileFault(words.notZip)
}
