import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { Readable, Transform } from 'node:stream'
import { crc32 } from 'node:zlib'
import yazl from 'yazl'
import type { FileStore } from '#server/platform/files.ts'
import type { Planned } from './archive-items.ts'
import type { Spooled } from './archive-spool.ts'
import { WORTH_PACKING } from './bundle.ts'

const PIECE_BYTES = 256 * 1024

// The sums of a ZIP by Node itself: made in JavaScript, as yazl has them made, they cost more than all the rest of packing.
const ofYazl = createRequire(import.meta.url)('buffer-crc32') as { unsigned: typeof crc32 }
ofYazl.unsigned = crc32

export interface ToPack {
  readonly spooled: readonly Spooled[]
  /** A file of `Planned`, one JSON a line: so many files are not held in memory. */
  readonly plan: string
  readonly store: FileStore
  /** Written once it is known which files are missing. */
  readonly last: (missing: readonly string[]) => { path: string; text: string }[]
  readonly onFile: (done: number) => void
}

/** Names in a line of checksums.txt: sha256sum has its own way with line breaks and backslashes, which no name of ours holds. */
const line = (digest: string, path: string) => `${digest}  ${path}\n`

/** One ZIP as a stream, each file read once: hashed on the way, its sum in checksums.txt at the end, in the form of `sha256sum -c`. */
export function packArchive({ spooled, plan, store, last, onFile }: ToPack): Readable {
  const zip = new yazl.ZipFile()
  const output = zip.outputStream as Readable
  zip.on('error', (fault) => output.destroy(fault as Error))
  let digests = ''
  const add = (path: string, compress: boolean, open: () => Readable) =>
    new Promise<void>((resolve, reject) => {
      zip.addReadStreamLazy(path, { compress }, (give) => {
        const hash = createHash('sha256')
        const through = new Transform({
          transform(piece: Buffer, _encoding, done) {
            hash.update(piece)
            done(null, piece)
          },
          flush(done) {
            digests += line(hash.digest('hex'), path)
            done()
            resolve()
          },
        })
        const from = open()
        from.on('error', (fault) => {
          through.destroy(fault)
          reject(fault)
        })
        const stop = () => from.destroy()
        output.once('close', stop)
        from.once('close', () => output.off('close', stop))
        give(null, from.pipe(through))
      })
    })
  const run = async () => {
    for (const { path, onDisk } of spooled) await add(path, true, () => createReadStream(onDisk))
    const missing: string[] = []
    let done = 0
    for await (const json of createInterface({ input: createReadStream(plan) })) {
      const file = JSON.parse(json) as Planned
      if (await store.has(file.storedAs))
        await add(file.path, WORTH_PACKING.test(file.mediaType), () => store.read(file.storedAs, { pieceBytes: PIECE_BYTES }))
      else missing.push(file.path)
      done += 1
      onFile(done)
    }
    for (const { path, text } of last(missing)) await add(path, true, () => Readable.from([Buffer.from(text)]))
    zip.addBuffer(Buffer.from(digests), 'checksums.txt')
    zip.end()
  }
  output.setMaxListeners(0)
  run().catch((fault: unknown) => output.destroy(fault as Error))
  return output
}
