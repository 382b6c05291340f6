import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { parse as parseNow } from 'csv-parse/sync'
import { MOST_COLUMNS } from '#domain/capture/import-columns.ts'
import { importWords } from '#domain/capture/import-words.ts'
import { wellFormed } from '#domain/text.ts'
import { FileFault, type FileLine, type FoundTable } from './import-reading.ts'

type Table = Pick<FoundTable, 'sheet' | 'otherSheets' | 'encoding' | 'delimiter'> & { readonly lines: AsyncIterable<FileLine> }

const PIECE = 256 * 1024
const MOST_LINE_CHARACTERS = 1_000_000
const words = importWords.file

/** The lines of a file of text, whatever its encoding and delimiter. @throws FileFault */
export async function csvLines(bytes: Buffer): Promise<Table> {
  if (bytes.subarray(0, 4).toString('hex') === 'd0cf11e0') throw new FileFault(words.old)
  const encoding = encodingOf(bytes)
  const head = new TextDecoder(encoding).decode(bytes.subarray(0, 64 * 1024))
  const said = /^\ufeff?sep=([,;\t])\r?\n/i.exec(head)
  const delimiter = said?.[1] ?? delimiterOf(head)
  return {
    sheet: null,
    otherSheets: [],
    encoding,
    delimiter,
    lines: linesOf(bytes, encoding, delimiter, said === null ? 0 : 1),
  }
}

async function* linesOf(bytes: Buffer, encoding: string, delimiter: string, skipped: number): AsyncGenerator<FileLine> {
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    max_record_size: MOST_LINE_CHARACTERS,
    record_delimiter: ['\r\n', '\n', '\r'],
  })
  const pieces = Readable.from(decoded(bytes, encoding))
  pieces.on('error', (fault) => parser.destroy(fault))
  pieces.pipe(parser)
  let line = 1
  let records = 0
  let afterGap = false
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number; bytes: number } }>) {
      const at = line
      line = info.lines + 1
      if (records++ < skipped) continue
      if (record.length === 1 && record[0]!.trim() === '') {
        afterGap = true
        continue
      }
      if (record.length > MOST_COLUMNS) throw new FileFault(words.wide(at))
      yield { line: at, cells: record.map(wellFormed), afterGap, share: Math.min(1, info.bytes / bytes.length) }
      afterGap = false
    }
  } catch (fault) {
    if (!(fault instanceof CsvError)) throw fault
    throw new FileFault(fault.code === 'CSV_MAX_RECORD_SIZE' ? words.long(line) : words.quotes(line))
  } finally {
    pieces.destroy()
    parser.destroy()
  }
}

function* decoded(bytes: Buffer, encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding)
  for (let at = 0; at < bytes.length; at += PIECE) yield decoder.decode(bytes.subarray(at, at + PIECE), { stream: true })
  yield decoder.decode()
}

/**
 * By its byte order mark; else UTF-8 where all of it is, UTF-16 where every other byte is nought, Windows-1252 where every byte is one of
 * its letters. @throws FileFault for what is no text, or text in another encoding
 */
function encodingOf(bytes: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' {
  const mark = bytes.subarray(0, 3).toString('hex')
  if (mark.startsWith('fffe')) return whole(bytes, 'utf-16le')
  if (mark.startsWith('feff')) return whole(bytes, 'utf-16be')
  const start = bytes.subarray(0, 4096)
  const noughts = [0, 0]
  for (let at = 0; at < start.length; at++) if (start[at] === 0) noughts[at % 2]!++
  if (mark !== 'efbbbf' && start.length > 3) {
    if (noughts[1]! > start.length * 0.3 && noughts[0]! < start.length * 0.05) return whole(bytes, 'utf-16le')
    if (noughts[0]! > start.length * 0.3 && noughts[1]! < start.length * 0.05) return whole(bytes, 'utf-16be')
  }
  for (const byte of bytes)
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 11 && byte !== 12) throw new FileFault(words.notTable)
  if (isWhole(bytes, 'utf-8')) return 'utf-8'
  if (mark === 'efbbbf') throw new FileFault(words.encoding)
  for (const byte of bytes) if (UNUSED.has(byte)) throw new FileFault(words.encoding)
  return 'windows-1252'
}

/** Bytes that are no letter in Windows-1252. */
const UNUSED: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])

function whole<E extends 'utf-16le' | 'utf-16be'>(bytes: Buffer, encoding: E): E {
  if (!isWhole(bytes, encoding)) throw new FileFault(words.encoding)
  return encoding
}

function isWhole(bytes: Buffer, encoding: string): boolean {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for (let at = 0; at < bytes.length; at += PIECE) decoder.decode(bytes.subarray(at, at + PIECE), { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}

/** The delimiter that makes most columns of the first lines. */
function delimiterOf(head: string): ',' | ';' | '\t' {
  const widths = ([',', ';', '\t'] as const).map((delimiter) => {
    try {
      const rows = parseNow(head, { delimiter, to: 10, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, bom: true })
      const counts = rows.map((row) => row.length)
      return {
        delimiter,
        width: Math.max(0, ...counts.map((count) => count * counts.filter((other) => other === count && count > 1).length)),
      }
    } catch {
      return { delimiter, width: 0 }
    }
  })
  return widths.sort((one, other) => other.width - one.width)[0]!.delimiter
}
