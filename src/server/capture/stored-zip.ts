import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { callbackify } from 'node:util'
import { fromRandomAccessReaderPromise, RandomAccessReader, validateFileName, type Entry, type ZipFile } from 'yauzl'
import type { FileStore } from '#server/platform/files.ts'
import { FileFault } from './import-reading.ts'

const WINDOW_BYTES = 16 * 1024
/** Text packs well, but not beyond this. What unpacks to little may do what it likes. */
const MOST_RATIO = 200
const UNJUDGED_BYTES = 100 * 1024 * 1024
const ZIP_MARK = 'PK\x03\x04'

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

/** A ZIP where it lies in the store. Its names come as bytes, to be judged by `pathOf`. The caller closes it. */
export const openStored = (files: FileStore, storedAs: string, size: number): Promise<ZipFile> =>
  fromRandomAccessReaderPromise(new Stored(files, storedAs, size), size, { autoClose: false, decodeStrings: false })

/** Whether a file of the store begins as a ZIP does. */
export const beginsAsZip = async (files: FileStore, storedAs: string): Promise<boolean> =>
  (await buffer(files.read(storedAs, { start: 0, end: 3 }))).toString('latin1') === ZIP_MARK

/** Names are UTF-8 whatever the ZIP says of them. */
export const nameOf = (entry: Entry): string => (entry.fileName as unknown as Buffer).toString('utf8')

/** Whether one of the first entries is called so; false also for a ZIP that is damaged. */
export async function holdsEntry(
  files: FileStore,
  { storedAs, size, most }: { storedAs: string; size: number; most: number },
  isIt: (name: string) => boolean,
): Promise<boolean> {
  let zip: ZipFile | null = null
  try {
    zip = await openStored(files, storedAs, size)
    let seen = 0
    for await (const entry of zip.eachEntry()) {
      if (isIt(nameOf(entry))) return true
      if (++seen > most) return false
    }
  } catch {
    // Whatever else it is, others say what is wrong with it.
  } finally {
    zip?.close()
  }
  return false
}

interface ZipWords {
  readonly path: (name: string) => string
  readonly link: (name: string) => string
  readonly encrypted: string
}

/** An entry's path. @throws FileFault for one that would lie outside, is a link, or is locked */
export function pathOf(entry: Entry, words: ZipWords): string {
  const name = nameOf(entry)
  const told = name.replaceAll('\0', '').slice(0, 100)
  if (validateFileName(name) !== null || name.includes('\\') || name.includes('\0') || name.length > 1000)
    throw new FileFault(words.path(told))
  // The upper half is the mode of a Unix file; a link has 0o12 where a file has 0o10.
  if (entry.externalFileAttributes >>> 28 === 0o12) throw new FileFault(words.link(told))
  if (entry.isEncrypted()) throw new FileFault(words.encrypted)
  return name
}

/** Whether a ZIP of `size` bytes unpacks to more than an honest one of text would. */
export const isBomb = (unpacked: number, size: number, most: number): boolean =>
  unpacked > most || (unpacked > UNJUDGED_BYTES && unpacked > MOST_RATIO * size)

/** What a ZIP that is cut short, or says one thing and holds another, makes its reader say. What the store or database say passes. */
export const damagedAs =
  (says: string) =>
  (fault: unknown): never => {
    if (fault instanceof FileFault || (fault as NodeJS.ErrnoException).syscall !== undefined) throw fault
    throw new FileFault(says)
  }
