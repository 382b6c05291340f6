import { parentPort } from 'node:worker_threads'
import { createHash } from 'node:crypto'
import { guessColumns, isKnownHeader, orderShown } from '#domain/capture/import-columns.ts'
import { MOST_LINES } from '#domain/capture/import-contract.ts'
import { importWords } from '#domain/capture/import-words.ts'
import { isFirstTotal, isOwnCsv } from '#domain/reports/own-csv.ts'
import { csvLines } from './import-csv.ts'
import { FileFault, type FileLine, type FoundTable, type FromThread } from './import-reading.ts'
import { xlsxLines } from './import-xlsx.ts'

const BATCH = 1000
const HEADER_WITHIN = 10
const SAMPLES = 3
/** Enough to tell the order of day and month. */
const MOST_LOOKED_AT = 2000

const say = (message: FromThread) => parentPort!.postMessage(message, [])
const told = () => new Promise<void>((resolve) => parentPort!.once('message', () => resolve()))

parentPort!.once('message', (bytes: Uint8Array) => {
  read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).catch((fault: unknown) => {
    if (fault instanceof FileFault) say({ fault: fault.message })
    else throw fault
  })
})

/** Tells what the table is, then its lines in batches; each is waited for, so that no more than one is under way. */
async function read(bytes: Buffer): Promise<void> {
  const { lines, ...table } = bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04' ? await xlsxLines(bytes) : await csvLines(bytes)
  const source = lines[Symbol.asyncIterator]()
  const first: FileLine[] = []
  for (let next = await source.next(); ; next = await source.next()) {
    if (next.done === true) break
    if (next.value.cells.some((cell) => cell.trim() !== '')) first.push(next.value)
    if (first.length >= MOST_LOOKED_AT) break
  }
  const headerAt = Math.max(
    0,
    first.slice(0, HEADER_WITHIN).findIndex(({ cells }) => cells.filter(isKnownHeader).length >= 2),
  )
  const header = first[headerAt]
  if (header === undefined) throw new FileFault(importWords.file.empty)
  const body = first.slice(headerAt + 1)
  if (body.length === 0) throw new FileFault(importWords.file.noLines)
  const width = Math.max(header.cells.length, ...body.map(({ cells }) => cells.length))
  const headers = Array.from({ length: width }, (_, column) => header.cells[column]?.trim() ?? '')
  const columns = guessColumns(
    headers,
    body.slice(0, 50).map(({ cells }) => cells),
  )
  const dates = columns.flatMap((field, column) => (field === 'started' || field === 'completed' ? [column] : []))
  const dateOrder = orderShown(body.flatMap(({ cells }) => dates.map((column) => cells[column] ?? '')))
  const samples = headers.map((_, column) =>
    body.flatMap(({ cells }) => (cells[column]?.trim() ? [cells[column].trim().slice(0, 60)] : [])).slice(0, SAMPLES),
  )
  const found: FoundTable = { ...table, headers, samples }
  say({ found, guess: { columns, dateOrder } })
  await told()

  const isOwn = isOwnCsv(headers)
  const isOver = ({ cells, afterGap }: FileLine) => isOwn && afterGap && isFirstTotal(cells)
  const occurrences = new Map<string, number>()
  let count = 0
  let batch: (FileLine & { fromLine: string })[] = []
  const take = async (line: FileLine): Promise<boolean> => {
    if (isOver(line)) return false
    if (line.cells.every((cell) => cell.trim() === '')) return true
    if (++count > MOST_LINES) throw new FileFault(importWords.file.many(MOST_LINES))
    batch.push({ ...line, fromLine: printOf(line.cells, occurrences) })
    if (batch.length < BATCH) return true
    say({ lines: batch, at: line.share })
    batch = []
    await told()
    return true
  }
  for (const line of body) if (!(await take(line))) break
  for (let next = await source.next(); next.done !== true; next = await source.next()) if (!(await take(next.value))) break
  say({ lines: batch, at: 1 })
  await told()
  say({ done: true })
}

/** The nth of lines that are the same is another line each time; so the same file twice has the same fingerprints. */
function printOf(cells: readonly string[], occurrences: Map<string, number>): string {
  const print = createHash('sha256')
    .update(JSON.stringify(trimmed(cells)))
    .digest('base64url')
    .slice(0, 27)
  const before = occurrences.get(print) ?? 0
  occurrences.set(print, before + 1)
  return `${print}.${before}`
}

function trimmed(cells: readonly string[]): string[] {
  const all = cells.map((cell) => cell.trim())
  while (all.at(-1) === '') all.pop()
  return all
}
