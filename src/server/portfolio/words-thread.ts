import { parentPort } from 'node:worker_threads'
import { wordGatherer, type TextKind } from '#domain/portfolio/file-words.ts'
import { officePieces } from './words-of-office.ts'
import { pdfPieces } from './words-of-pdf.ts'
import { textPieces, withoutMarks } from './words-of-text.ts'
import type { WordsFromThread } from './words-reading.ts'

const say = (message: WordsFromThread) => parentPort!.postMessage(message, [])

const PIECES: Readonly<Record<TextKind, (bytes: Buffer<ArrayBuffer>) => AsyncIterable<string> | Iterable<string>>> = {
  pdf: pdfPieces,
  office: officePieces,
  markup: (bytes) => withoutMarks(textPieces(bytes)),
  text: textPieces,
}

parentPort!.once('message', ({ bytes, kind }: { bytes: Uint8Array<ArrayBuffer>; kind: TextKind }) => {
  // A fault ends the thread, which tells whoever asked; what was found before it is kept.
  void read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), kind)
})

async function read(bytes: Buffer<ArrayBuffer>, kind: TextKind): Promise<void> {
  const gatherer = wordGatherer()
  for await (const piece of PIECES[kind](bytes)) {
    gatherer.take(piece)
    say({ words: gatherer.fresh() })
    if (gatherer.full) break
  }
  gatherer.end()
  say({ words: gatherer.fresh() })
  say({ done: true })
}
