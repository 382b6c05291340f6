import { parentPort } from 'node:worker_threads'
import readExcelFile from 'read-excel-file/node'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import type { Cell, RawSheet } from '#domain/training/log-workbook.ts'
import type { BookReading } from './log-book-reading.ts'

/** More than any filled template has, by far. */
const MOST_ENTRIES = 200
const MOST_UNPACKED_BYTES = 16 * 1024 * 1024
const MOST_ROWS = 2000
const MOST_CELLS = 20

parentPort!.once('message', (bytes: Uint8Array) => {
  void read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).then((reading) => parentPort!.postMessage(reading, []))
})

async function read(bytes: Buffer): Promise<BookReading> {
  if (bytes.subarray(0, 4).toString('hex') === 'd0cf11e0') return { fault: 'old' }
  const fault = await faultOfZip(bytes)
  if (fault !== null) return { fault }
  try {
    const sheets = await readExcelFile(bytes)
    return { sheets: sheets.map(({ sheet, data }): RawSheet => ({ name: sheet, rows: data.slice(0, MOST_ROWS).map(cellsOf) })) }
  } catch {
    return { fault: 'notXlsx' }
  }
}

const cellsOf = (row: readonly unknown[]): Cell[] =>
  row.slice(0, MOST_CELLS).map((cell) => {
    if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? null : cell.toISOString().slice(0, 10)
    return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? cell : null
  })

/** Every entry is unpacked once and counted, for what a file says of its size may be untrue. */
async function faultOfZip(bytes: Buffer): Promise<'notXlsx' | 'bomb' | null> {
  const names = new Set<string>()
  try {
    const zip = await fromBufferPromise(bytes)
    let left = MOST_UNPACKED_BYTES
    for await (const entry of zip.eachEntry()) {
      names.add(entry.fileName)
      left -= await unpackedBytes(zip, entry, left)
      if (left < 0 || names.size > MOST_ENTRIES) return 'bomb'
    }
  } catch {
    return 'notXlsx'
  }
  return names.has('[Content_Types].xml') && [...names].some((name) => /(^|\/)workbook\.xml$/.test(name)) ? null : 'notXlsx'
}

async function unpackedBytes(zip: ZipFile, entry: Entry, most: number): Promise<number> {
  const stream = await zip.openReadStreamPromise(entry)
  let bytes = 0
  for await (const chunk of stream) {
    bytes += (chunk as Buffer).length
    if (bytes > most) break
  }
  return bytes
}
