import type { Readable } from 'node:stream'
import type { Entry } from 'yauzl'
import { archiveInWords } from '#domain/capture/archive-in-words.ts'
import { MOST_PACKAGE_BYTES } from '#domain/capture/import-contract.ts'
import type { FileStore } from '#server/platform/files.ts'
import { FileFault } from './import-reading.ts'
import { beginsAsZip, damagedAs, holdsEntry, isBomb, openStored, pathOf } from './stored-zip.ts'

const words = archiveInWords.file
const damaged = damagedAs(words.notZip)
export const MOST_ENTRIES = 100_000

/** Whether a file that was sent is an archive of Cairn's: a ZIP with `archive.json` at its top. */
export const isArchive = async (files: FileStore, storedAs: string, size: number): Promise<boolean> =>
  (await beginsAsZip(files, storedAs)) && holdsEntry(files, { storedAs, size, most: MOST_ENTRIES }, (name) => name === 'archive.json')

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
  if (size > MOST_PACKAGE_BYTES) throw new FileFault(words.tooLarge)
  const zip = () => openStored(files, storedAs, size).catch(damaged)
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
        const path = pathOf(entry, words)
        if (names.has(path)) throw new FileFault(words.twice(path))
        names.add(path)
        bytes += entry.uncompressedSize
        if (names.size > MOST_ENTRIES) throw new FileFault(words.entries)
        if (isBomb(bytes, size, 2 * MOST_PACKAGE_BYTES)) throw new FileFault(words.bomb)
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
