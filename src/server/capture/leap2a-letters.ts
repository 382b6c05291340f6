import { leap2aWords } from '#domain/capture/leap2a-words.ts'
import { FileFault } from './import-reading.ts'

const KNOWN = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['utf-16', 'utf-16le'],
  ['utf-16le', 'utf-16le'],
  ['utf-16be', 'utf-16be'],
  ['iso-8859-1', 'windows-1252'],
  ['iso-8859-15', 'iso-8859-15'],
  ['windows-1252', 'windows-1252'],
])

/** The letters of a file of XML, by its first bytes and by what it says of itself. @throws FileFault where they are not what it says */
export async function* decoded(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null
  let first = Buffer.alloc(0)
  const wrong = () => new FileFault(leap2aWords.file.encoding)
  const letters = (piece: Buffer | undefined, isLast: boolean) => {
    try {
      return decoder!.decode(piece, { stream: !isLast })
    } catch {
      throw wrong()
    }
  }
  for await (const chunk of bytes) {
    if (decoder === null) {
      first = Buffer.concat([first, chunk])
      if (first.length < 200) continue
      decoder = decoderOf(first) ?? fail(wrong())
      yield letters(first, false)
    } else yield letters(chunk, false)
  }
  if (decoder === null) {
    decoder = decoderOf(first) ?? fail(wrong())
    yield letters(first, false)
  }
  yield letters(undefined, true)
}

const fail = (fault: Error): never => {
  throw fault
}

function decoderOf(first: Buffer): TextDecoder | null {
  const marked = first[0] === 0xff && first[1] === 0xfe ? 'utf-16le' : first[0] === 0xfe && first[1] === 0xff ? 'utf-16be' : null
  const bare = first[0] === 0x3c && first[1] === 0 ? 'utf-16le' : first[0] === 0 && first[1] === 0x3c ? 'utf-16be' : null
  const said = /^[^<]{0,3}<\?xml[^>]{0,150}?encoding\s*=\s*["']([\w.-]{1,40})["']/.exec(first.subarray(0, 200).toString('latin1'))?.[1]
  const encoding = marked ?? bare ?? KNOWN.get((said ?? 'utf-8').toLowerCase())
  return encoding === undefined ? null : new TextDecoder(encoding, { fatal: true })
}
