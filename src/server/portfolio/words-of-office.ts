import { SaxesParser } from 'saxes'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'

/** Unpacked, of the parts that hold text: more than any document for people has. */
const MOST_UNPACKED_BYTES = 256 * 1024 * 1024
const MOST_ENTRIES = 20_000

/** The parts that hold what a person wrote, in the order in which they are read. ECMA-376 parts 1 and 2; OpenDocument 1.3 part 2. */
const PARTS = [
  /^word\/document\.xml$/i,
  /^ppt\/slides\/[^/]+\.xml$/i,
  /^xl\/sharedStrings\.xml$/i,
  /^xl\/worksheets\/[^/]+\.xml$/i,
  /^content\.xml$/i,
  /^word\/(header|footer|footnotes|endnotes|comments)[^/]*\.xml$/i,
  /^ppt\/(notesSlides|comments)\/[^/]+\.xml$/i,
  /^xl\/comments[^/]*\.xml$/i,
]

/** By their names without a prefix, which each program chooses for itself. */
const SAID = new Set(['t'])
const SAID_IN_OPEN_DOCUMENT = new Set(['p', 'h'])
/** Where a word ends. All else may stand within one: each of its letters may be dressed differently. */
const BETWEEN_WORDS = new Set(
  'p h s tab br cr line-break noBreakHyphen ptab tc table-cell c si is comment annotation list-item frame sp'.split(' '),
)

/** What a person wrote in a document of Office or OpenDocument, streamed. A part that is damaged ends there, and the next one follows. */
export async function* officePieces(bytes: Buffer): AsyncGenerator<string> {
  const zip = await fromBufferPromise(bytes)
  const parts: { entry: Entry; place: number }[] = []
  let entries = 0
  for await (const entry of zip.eachEntry()) {
    if (++entries > MOST_ENTRIES) break
    const place = PARTS.findIndex((part) => part.test(entry.fileName))
    if (place !== -1) parts.push({ entry, place })
  }
  let left = MOST_UNPACKED_BYTES
  for (const { entry } of parts.toSorted((one, other) => one.place - other.place)) {
    try {
      for await (const { text, unpacked } of partText(zip, entry)) {
        yield text
        left -= unpacked
        if (left < 0) return
      }
    } catch {
      // The parts after this one may be whole.
    }
    yield '\n'
  }
}

async function* partText(zip: ZipFile, entry: Entry): AsyncGenerator<{ text: string; unpacked: number }> {
  const said = textOfXml(/^content\.xml$/i.test(entry.fileName) ? SAID_IN_OPEN_DOCUMENT : SAID)
  let decoder: TextDecoder | null = null
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    const bytes = chunk as Buffer
    decoder ??= new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8')
    yield { text: said(decoder.decode(bytes, { stream: true })), unpacked: bytes.length }
  }
}

/** Takes XML in pieces and gives the text in them. Knows no entities but XML's own five, and looks at nothing outside the file. */
function textOfXml(elements: ReadonlySet<string>): (piece: string) => string {
  const parser = new SaxesParser()
  let text = ''
  let within = 0
  /** A cell of a spreadsheet whose value is text and not a number or the place of one. */
  let cellOfText = false
  const counts = (name: string) => elements.has(name) || (cellOfText && name === 'v')
  parser.on('doctype', () => {
    throw new Error('No document of Office or OpenDocument declares a type.')
  })
  // Faults of form are passed over: what can be read is.
  parser.on('error', () => undefined)
  parser.on('opentag', ({ name, attributes }) => {
    const local = withoutPrefix(name)
    if (local === 'c') cellOfText = attributes['t'] === 'str'
    if (BETWEEN_WORDS.has(local)) text += '\n'
    if (counts(local)) within++
  })
  parser.on('closetag', ({ name }) => {
    const local = withoutPrefix(name)
    if (counts(local)) within--
    if (BETWEEN_WORDS.has(local)) text += '\n'
  })
  const take = (said: string) => {
    if (within > 0) text += said
  }
  parser.on('text', take)
  parser.on('cdata', take)
  return (piece) => {
    parser.write(piece)
    const found = text
    text = ''
    return found
  }
}

const withoutPrefix = (name: string) => name.slice(name.indexOf(':') + 1)
