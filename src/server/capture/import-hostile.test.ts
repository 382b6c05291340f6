import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { fromBufferPromise } from 'yauzl'
import { ZipFile } from 'yazl'
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { beginImport, importState, MOST_IMPORT_BYTES } from '#domain/capture/import-contract.ts'
import { csvOf, HEADERS, workbookOf } from '../../../tests/support/importing.ts'
import { house } from '../../../tests/support/house.ts'
import { OCTETS, storedOf } from '../../../tests/support/uploading.ts'
import { beginImport as begin } from './import-commands.ts'
import { FileFault, readTable, type FoundTable, type PrintedLine } from './import-reading.ts'
import { runImport } from './run-import.ts'

const at = house()

interface Read {
  readonly found: FoundTable
  readonly lines: readonly PrintedLine[]
}

async function read(bytes: Buffer): Promise<Read> {
  let table: FoundTable | null = null
  const all: PrintedLine[] = []
  await readTable(bytes, {
    found: async (found) => void (table = found),
    lines: async (lines) => void all.push(...lines),
  })
  return { found: table!, lines: all }
}

/** Why a file is not read; a file that is fails the test. */
async function whyNot(bytes: Buffer): Promise<string> {
  try {
    await read(bytes)
  } catch (fault) {
    if (fault instanceof FileFault) return fault.message
    throw fault
  }
  throw new Error('It was read.')
}

async function packed(entries: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, bytes] of Object.entries(entries)) zip.addBuffer(bytes, name)
  zip.end()
  return buffer(zip.outputStream)
}

/** A workbook with one of its parts as a stranger would write it. */
async function tampered(part: RegExp, change: (xml: string) => string): Promise<Buffer> {
  const zip = await fromBufferPromise(await workbookOf([HEADERS, ['One', '2025-03-01', 1]]))
  const entries: Record<string, Buffer> = {}
  for await (const entry of zip.eachEntry()) {
    const bytes = await buffer(await zip.openReadStreamPromise(entry))
    entries[entry.fileName] = part.test(entry.fileName) ? Buffer.from(change(bytes.toString())) : bytes
  }
  return packed(entries)
}
const SHEET = /worksheets\//

const utf16 = (text: string, big: boolean) => {
  const bytes = Buffer.from(text, 'utf16le')
  return big ? bytes.swap16() : bytes
}

describe('encodings and delimiters', () => {
  const text = 'Title;Date;Notes\r\nÜbergabe;01/03/2025;Café\r\n'
  test.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\ufeff${text}`)],
    ['utf-16le', utf16(`\ufeff${text}`, false)],
    ['utf-16be', utf16(`\ufeff${text}`, true)],
    ['utf-16le', utf16(text, false)],
    ['windows-1252', Buffer.from(text, 'latin1')],
  ])('K5: %s is recognised', async (encoding, bytes) => {
    const { found, lines } = await read(bytes)
    expect(found).toMatchObject({ encoding, delimiter: ';', headers: ['Title', 'Date', 'Notes'] })
    expect(lines.map(({ line, cells }) => [line, cells])).toEqual([[2, ['Übergabe', '01/03/2025', 'Café']]])
  })

  test.each([',', ';', '\t'])(
    'K5: %j between the cells is recognised, with line ends and quotation marks within them',
    async (delimiter) => {
      const { found, lines } = await read(
        csvOf([HEADERS, ['One, two; three', '01/03/2025', '1', 'A\nB "quoted"'], ['Next', '', '']], delimiter),
      )
      expect(found.delimiter).toBe(delimiter)
      expect(lines.map(({ line, cells }) => [line, cells[0], cells[3]])).toEqual([
        [2, 'One, two; three', 'A\nB "quoted"'],
        [4, 'Next', undefined],
      ])
    },
  )

  test('K5: a title above the header words, empty lines and Excel’s own word for the delimiter are passed over', async () => {
    const { found, lines } = await read(
      Buffer.from('sep=;\r\nMy CPD 2025\r\n\r\nTitle;Date;Points\r\nOne;01/03/2025;1\r\n\r\nTwo;02/03/2025;1\r\n'),
    )
    expect(found.headers).toEqual(['Title', 'Date', 'Points'])
    expect(lines.map(({ line }) => line)).toEqual([5, 7])
  })

  test('K5: no line is lost behind an empty one, however few cells it has', async () => {
    const below = await read(Buffer.from('My CPD 2025\n\nTitle,Date,Points\nOne,2025-03-01,1\nTwo,2025-03-02\nThree,2025-03-03,1\n'))
    expect(below.lines.map(({ cells }) => cells[0])).toEqual(['One', 'Two', 'Three'])
    const amid = await read(Buffer.from('Title,Date,Points\nOne,2025-03-01,1\n\nTwo,2025-03-02\n\nItems\nThree,2025-03-03,1\n'))
    expect(amid.lines.map(({ cells }) => cells[0])).toEqual(['One', 'Two', 'Items', 'Three'])
  })

  test.each([
    ['Shift JIS', Buffer.from('Title,Date\n\x83^\x83C\x81A\x83\x8b,2025-01-01\n', 'latin1'), 'not written in a way that is known'],
    ['UTF-8 cut short behind its mark', Buffer.from([0xef, 0xbb, 0xbf, 0x54, 0xc3]), 'not written in a way that is known'],
    ['half a sign of UTF-16', Buffer.from([0xff, 0xfe, 0x54, 0x00, 0x00, 0xd8]), 'not written in a way that is known'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'no table'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'old Excel file'],
    ['only header words', Buffer.from('Title,Date\n'), 'no line below'],
    ['nothing but line ends', Buffer.from('\n\n\n'), 'nothing in this file'],
    ['a quotation mark that never ends', Buffer.from(`Title,Date\n"One,2025\n${'x\n'.repeat(2000)}`), 'quotation mark'],
  ])('N1: %s is refused in words', async (_what, bytes, why) => {
    expect(await whyNot(bytes)).toContain(why)
  })
})

describe('what strangers send', () => {
  test('K5: formula cells are text', async () => {
    const { lines } = await read(csvOf([HEADERS, ['=cmd|calc', '@SUM(1)', '+1', '-1']]))
    expect(lines[0]!.cells).toEqual(['=cmd|calc', '@SUM(1)', '+1', '-1'])
  })

  test('K5: lines of a million columns, or without an end, are refused', async () => {
    expect(await whyNot(Buffer.from(`Title,Date\n${','.repeat(999_000)}\n`))).toContain('Line 2 has more than 100 columns')
    expect(await whyNot(Buffer.from(`Title,Date\n${','.repeat(3_000_000)}\n`))).toContain('more than 100 columns')
    expect(await whyNot(Buffer.from(`Title,Date\n"${'x'.repeat(3_000_000)}`))).toContain('longer than a million signs')
    expect(await whyNot(Buffer.from(`Title,Date\n${'x\n'.repeat(100_001)}`))).toContain('more than 100,000 lines')
  })

  test('K5: a workbook whose cells lie far away is refused before room is made for them', async () => {
    const add = (row: string) => (xml: string) => xml.replace('</sheetData>', `${row}</sheetData>`)
    expect(await whyNot(await tampered(SHEET, add('<row r="3"><c r="XFD3"><v>1</v></c></row>')))).toContain(
      'Line 3 has more than 100 columns',
    )
    expect(await whyNot(await tampered(SHEET, add('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')))).toContain(
      'more than 100,000 lines',
    )
  })

  test.each([
    ['other quotation marks', SHEET, "<row r='1048576'><c r='XFD1048576'/></row>"],
    ['room around the sign', SHEET, '<row r = "1048576"><c><v>1</v></c></row>'],
    ['another way to write a number', SHEET, '<row r="1e6"><c><v>1</v></c></row>'],
    ['a row of more digits than there are', SHEET, '<row r="0001048576"><c><v>1</v></c></row>'],
    ['a part that is called something else', /styles/, "<row r='1048576'/>"],
  ])('K5: far cells of a workbook are refused in %s', async (_what, part, row) => {
    const far = await tampered(part, (xml) => xml.replace(/<\/(sheetData|styleSheet)>/, `${row}$&`))
    expect(await whyNot(far)).toMatch(/more than 100(,000 lines| columns)/)
  })

  test('K5: definitions of entities are refused, in whichever part and encoding they stand', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    const behind = (xml: string) => xml.replace(/^(<\?xml[^>]*\?>)?/, `$1${bomb}`)
    for (const part of [SHEET, /sharedStrings|styles/, /workbook\.xml$/])
      expect(await whyNot(await tampered(part, behind))).toContain('definitions')
    const hidden = await packed({ '[Content_Types].xml': Buffer.from('<a/>'), 'xl/workbook.xml': utf16(`\ufeff${bomb}`, true) })
    expect(await whyNot(hidden)).toContain('definitions')
  })

  test('K5: what unpacks to far more than a table holds is refused, and so is what is no workbook', async () => {
    expect(await whyNot(await packed({ 'xl/workbook.xml': Buffer.alloc(300 * 1024 * 1024, ' ') }))).toContain('unpacks to far more')
    expect(await whyNot(await packed(Object.fromEntries(Array.from({ length: 1100 }, (_, n) => [`${n}.xml`, Buffer.alloc(1)]))))).toContain(
      'far more',
    )
    expect(await whyNot(await packed({ 'a.txt': Buffer.from('x') }))).toContain('no table')
    expect(await whyNot(Buffer.from('PK\x03\x04 and then nothing', 'latin1'))).toContain('no table')
  })

  test('K5: a gigabyte is refused as it comes, and nothing of it stays', async () => {
    const ada = await at.clinician()
    const before = process.memoryUsage().arrayBuffers
    let sent = 0
    let most = 0
    const piece = Buffer.alloc(1024 * 1024, 'a')
    function* gigabyte() {
      for (; sent < 1024; sent++) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before)
        yield piece
      }
    }
    const seen = { ownerId: ada.id, viewerId: ada.id } as never
    await expect(begin(at.house, seen, uuidv7(), 'a.csv', Readable.from(gigabyte()))).rejects.toMatchObject({ code: 'too_large' })
    expect(sent).toBeLessThan(100)
    expect(most).toBeLessThan(40 * 1024 * 1024)
    expect(await storedOf(at.house.files, ada)).toEqual([])
    const asked = { params: { importId: uuidv7() }, query: { name: 'a.csv' }, headers: OCTETS }
    const problem = await ada.refused(beginImport, { ...asked, body: Buffer.alloc(MOST_IMPORT_BYTES + 1) }, 'too_large')
    expect(problem.title).toContain('50 MB')
    await ada.refused(beginImport, { ...asked, body: Buffer.alloc(0) }, 'invalid_input')
    await ada.refused(beginImport, { params: asked.params, query: asked.query, body: { a: 1 } }, 'invalid_input')
    expect(await storedOf(at.house.files, ada)).toEqual([])
  })

  test('N4, K5: a file that cannot be read fails in words, keeps nothing, and five can be open at once', async () => {
    const ada = await at.clinician()
    const ids = Array.from({ length: 5 }, () => uuidv7())
    const send = (id: string, bytes: Buffer) => ({ params: { importId: id }, query: { name: 'a.xlsx' }, body: bytes, headers: OCTETS })
    for (const id of ids) await ada.ask(beginImport, send(id, Buffer.from('PK\x03\x04', 'latin1')))
    await runImport(at.house, { ownerId: ada.id, importId: ids[0]! })
    const failed = await ada.ask(importState, { params: { importId: ids[0]! } })
    expect(failed.state).toBe('failed')
    expect(failed.reason).toContain('no table')
    expect(await storedOf(at.house.files, ada)).toHaveLength(4)
    await ada.refused(beginImport, send(uuidv7(), Buffer.from('Title\nx')), 'try_later')
  })
})
