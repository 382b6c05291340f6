import readExcelFile from 'read-excel-file/node'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { MOST_COLUMNS } from '#domain/capture/import-columns.ts'
import { MOST_LINES } from '#domain/capture/import-contract.ts'
import { importWords } from '#domain/capture/import-words.ts'
import { wellFormed } from '#domain/text.ts'
import { FileFault, type FileLine, type FoundTable } from './import-reading.ts'

type Table = Pick<FoundTable, 'sheet' | 'otherSheets' | 'encoding' | 'delimiter'> & { readonly lines: AsyncIterable<FileLine> }

const MOST_ENTRIES = 1000
const MOST_UNPACKED_BYTES = 256 * 1024 * 1024
/** Above the header there may be a few lines more. */
const MOST_ROWS = MOST_LINES + 20
const words = importWords.file

/** The lines of the first sheet that has any. Formulas have the value they last had. @throws FileFault */
export async function xlsxLines(bytes: Buffer): Promise<Table> {
  await inspect(bytes)
  let sheets: { sheet: string; data: unknown[][] }[]
  try {
    sheets = await readExcelFile(bytes)
  } catch {
    throw new FileFault(words.notTable)
  }
  const filled = sheets.filter(({ data }) => data.some((row) => row.some((cell) => cell !== null && cell !== '')))
  const [first, ...others] = filled
  if (first === undefined) throw new FileFault(words.empty)
  return {
    sheet: first.sheet,
    otherSheets: others.map(({ sheet }) => sheet),
    encoding: null,
    delimiter: null,
    lines: linesOf(first.data),
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- As those of a file of text.
async function* linesOf(data: unknown[][]): AsyncGenerator<FileLine> {
  for (const [index, row] of data.entries()) {
    let width = row.length
    while (width > 0 && (row[width - 1] === null || row[width - 1] === '')) width--
    if (width > MOST_COLUMNS) throw new FileFault(words.wide(index + 1))
    yield { line: index + 1, cells: row.slice(0, width).map(textOf), afterGap: false, share: (index + 1) / data.length }
  }
}

function textOf(cell: unknown): string {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10)
  if (typeof cell === 'string') return wellFormed(cell)
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : ''
}

/**
 * Everything is unpacked once and counted, for what a file says of its size may be untrue, and looked through for what no spreadsheet
 * writes: definitions of entities, and rows or columns beyond what is read, for which room would be made.
 */
async function inspect(bytes: Buffer): Promise<void> {
  const names = new Set<string>()
  try {
    const zip = await fromBufferPromise(bytes)
    let left = MOST_UNPACKED_BYTES
    for await (const entry of zip.eachEntry()) {
      names.add(entry.fileName)
      if (names.size > MOST_ENTRIES) throw new FileFault(words.bomb)
      left = await inspectEntry(zip, entry, left)
    }
  } catch (fault) {
    throw fault instanceof FileFault ? fault : new FileFault(words.notTable)
  }
  if (!names.has('[Content_Types].xml') || ![...names].some((name) => /(^|\/)workbook\.xml$/.test(name)))
    throw new FileFault(words.notTable)
}

/** So that what is cut between two pieces is seen in the second. */
const OVERLAP = 400

async function inspectEntry(zip: ZipFile, entry: Entry, most: number): Promise<number> {
  const isXml = /\.(xml|rels|vml)$/i.test(entry.fileName)
  let left = most
  let before = ''
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    const bytes = chunk as Buffer
    left -= bytes.length
    if (left < 0) throw new FileFault(words.bomb)
    if (!isXml) continue
    // UTF-16 would hide what is looked for.
    const text = before + bytes.toString('latin1').replaceAll('\0', '')
    if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new FileFault(words.entities)
    refuseFar(text)
    before = text.slice(-OVERLAP)
  }
  return left
}

/** Any part may be read as a sheet, whatever it is called. */
function refuseFar(text: string): void {
  for (const [, column, row] of text.matchAll(/\br\s{0,50}=\s{0,50}["']([A-Za-z]{1,10})(\d{1,20})["']/g)) {
    if (numberOf(column!.toUpperCase()) > MOST_COLUMNS) throw new FileFault(words.wide(Number(row)))
    if (Number(row) > MOST_ROWS) throw new FileFault(words.many(MOST_LINES))
  }
  for (const [, row] of text.matchAll(/<(?:\w{1,50}:)?row\s[^>]{0,200}?\br\s{0,50}=\s{0,50}["']([^"'<>]{1,60})["']/g))
    if (!(Number(row) <= MOST_ROWS)) throw new FileFault(words.many(MOST_LINES))
}

const numberOf = (letters: string): number => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
