import type { Readable } from 'node:stream'
import yazl from 'yazl'
import type { FileStore } from '#server/platform/files.ts'

export interface BundledFile {
  /** Its place in the bundle, '0012 Sepsis in adults/certificate.pdf'. */
  readonly path: string
  readonly storedAs: string
  readonly mediaType: string
  readonly addedAt: Date
}

/** Bytes that are small already are not made smaller again. */
export const WORTH_PACKING = /^(text\/|application\/(json|xml|rtf)|image\/(svg|bmp|tiff))/

/** One ZIP of the volumes and the files, as a stream; what the store has lost is named in a note instead. */
export function bundle(
  volumes: readonly { name: string; path: string }[],
  attached: readonly BundledFile[],
  store: FileStore,
  onFile: (done: number) => void,
): Readable {
  const zip = new yazl.ZipFile()
  const output = zip.outputStream as Readable
  zip.on('error', (fault) => output.destroy(fault as Error))
  const add = async () => {
    for (const volume of volumes) zip.addFile(volume.path, volume.name, { compress: false })
    const lost: string[] = []
    for (const [index, file] of attached.entries()) {
      if (!(await store.has(file.storedAs))) {
        lost.push(file.path)
        continue
      }
      zip.addReadStreamLazy(file.path, { compress: WORTH_PACKING.test(file.mediaType), mtime: file.addedAt }, (give) => {
        onFile(index + 1)
        give(null, store.read(file.storedAs))
      })
    }
    if (lost.length > 0) {
      const note = ['These files could not be found and are not in this bundle:', '', ...lost, ''].join('\r\n')
      zip.addBuffer(Buffer.from(note), 'Files that are missing.txt')
    }
    zip.end()
  }
  add().catch((fault: unknown) => output.destroy(fault as Error))
  return output
}

// oxlint-disable-next-line no-control-regex
const NOT_IN_NAMES = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff/\\:*?"<>|]/g
const LETTERS = new Intl.Segmenter('en')
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i

/** A name any system can unpack: no separators, no reserved names, at most `most` bytes, its ending kept. */
export function safeName(name: string, most: number): string {
  const clean =
    name
      .normalize('NFC')
      .replace(/\s+/g, ' ')
      .replace(NOT_IN_NAMES, '-')
      .replace(/^[. ]+|[. ]+$/g, '') || 'untitled'
  const whole = RESERVED.test(clean) ? `_${clean}` : clean
  if (Buffer.byteLength(whole) <= most) return whole
  const ending = /\.[a-z0-9]{1,8}$/i.exec(whole)?.[0] ?? ''
  let stem = ''
  for (const { segment } of LETTERS.segment(whole.slice(0, whole.length - ending.length))) {
    if (Buffer.byteLength(stem + segment) > most - ending.length) break
    stem += segment
  }
  return (stem + ending).replace(/[. ]+$/, '') || 'untitled'
}

/** Tells names that differ only in case apart, for systems that cannot: 'a.pdf', 'A (2).pdf'. */
export function namesApart(): (name: string) => string {
  const taken = new Set<string>()
  return (name) => {
    const ending = /\.[a-z0-9]{1,8}$/i.exec(name)?.[0] ?? ''
    const stem = name.slice(0, name.length - ending.length)
    let free = name
    for (let count = 2; taken.has(free.toLowerCase()); count += 1) free = `${stem} (${count})${ending}`
    taken.add(free.toLowerCase())
    return free
  }
}
