import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import readExcelFile from 'read-excel-file/node'
import writeExcelFile, { type SheetData } from 'write-excel-file/node'
import { ZipFile } from 'yazl'
import { buffer } from 'node:stream/consumers'
import { COLUMNS } from '#domain/training/log-workbook.ts'
import {
  downloadWorkbook,
  listLogRows,
  previewWorkbook,
  readLogs,
  SHEETS,
  takeOverWorkbook,
  uploadedWorkbook,
} from '#domain/training/logs-contract.ts'
import { binLibraryFiles, readLibrary } from '#domain/training/library-contract.ts'
import { until } from '#server/platform/processes.ts'
import { supervisor, trainee } from '../../../tests/support/curriculum.ts'
import { house } from '../../../tests/support/house.ts'
import { bookForm, CLINIC, PROCEDURE, TAKE, write } from '../../../tests/support/logs.ts'
import type { Person } from '../../../tests/support/person.ts'
import { inDays } from '../../../tests/support/related.ts'
import { storedOf } from '../../../tests/support/uploading.ts'

const at = house()
let owner: Person
let educational: Person

beforeAll(async () => {
  owner = await trainee(at)
  educational = await supervisor(at, owner)
})

const exported = async (who: Person, ownerId = who.id) =>
  Buffer.from((await who.send(downloadWorkbook, { params: { ownerId } })).rawPayload)
const workbook = (sheets: { sheet: string; data: SheetData }[]): Promise<Buffer> =>
  writeExcelFile(sheets.map((one) => ({ ...one, dateFormat: 'dd/mm/yyyy' }))).toBuffer()
const preview = async (who: Person, bytes: Buffer) => who.ask(previewWorkbook, await bookForm(bytes))

test('T13: a log goes out in three sheets, filled on it comes back, and only what is new comes in', async () => {
  for (const days of [10, 11, 12]) await write(owner, { ...CLINIC, on: inDays(-days) })
  await write(owner, { ...CLINIC, on: inDays(-13), patients: 1 })
  await write(owner, { ...PROCEDURE, comments: '=HYPERLINK("http://example.org")' })
  await write(owner, TAKE)
  const out = await exported(owner)
  const sheets = await readExcelFile(out)
  expect(sheets.map(({ sheet }) => sheet)).toEqual([...SHEETS])
  expect(sheets.map(({ data }) => data[0])).toEqual(SHEETS.map((sheet) => [...COLUMNS[sheet]]))
  expect(sheets[0]!.data[1]!.slice(4)).toEqual([3, 'Dr Esme Sutton'])
  expect(sheets[1]!.data[1]!.slice(1)).toEqual([
    'Pleural aspiration for fluid (diagnostic)',
    null,
    'Yes',
    'Yes',
    '=HYPERLINK("http://example.org")',
  ])
  expect(sheets[2]!.data[1]!.slice(4)).toEqual([4, 6, 48, 'Dr Esme Sutton'])
  expect(await preview(owner, out)).toMatchObject({ counts: { fresh: 0, there: 3, faults: 0 } })

  const filled = sheets.map(({ sheet, data }) => ({
    sheet,
    data: data.map((row) => row.map((cell) => cell as string | number | Date | null)),
  }))
  filled[0]!.data[1]![4] = 5
  filled[0]!.data.push(['Northern Infirmary', new Date(Date.UTC(2025, 7, 6)), new Date(Date.UTC(2026, 1, 3)), 6, 11, 'Dr Carl Castell'])
  const bytes = await workbook(filled)
  expect(await preview(owner, bytes)).toMatchObject({ counts: { fresh: 2, there: 2, faults: 0 }, sameFile: null })
  expect(await owner.ask(takeOverWorkbook, await bookForm(bytes))).toEqual({ added: 2, there: 2 })
  const { rows } = await owner.ask(listLogRows, { query: { page: 'clinics' } })
  const brought = rows.filter(({ isBrought }) => isBrought)
  expect(brought.map(({ amount, fields }) => [amount, (fields as { verifier?: string }).verifier])).toEqual([
    [2, 'Dr Esme Sutton'],
    [11, 'Dr Carl Castell'],
  ])
  expect((await owner.ask(readLogs)).lines.find(({ code, year }) => code === 'clinics' && year === null)!.done).toBe(16)

  expect(await preview(owner, bytes)).toMatchObject({ counts: { fresh: 0, there: 4 }, sameFile: expect.stringContaining('adds nothing') })
  expect(await owner.ask(takeOverWorkbook, await bookForm(bytes))).toEqual({ added: 0, there: 4 })
  const uploadId = brought[0]!.uploadId!
  const kept = await educational.send(uploadedWorkbook, { params: { ownerId: owner.id, uploadId } })
  expect(kept.rawPayload.equals(bytes)).toBe(true)
  const library = await owner.ask(readLibrary)
  expect(library.files).toHaveLength(1)
  await owner.refused(binLibraryFiles, { body: { files: [library.files[0]!.id] } }, 'not_allowed')
  expect((await owner.ask(readLogs)).uploads).toMatchObject([{ name: 'filled.xlsx', rows: 2 }])
})

test('T13: the same file sent twice at once comes in once, with one file in the library', async () => {
  const other = await trainee(at, { name: 'Dr Twice' })
  const row = ['North', '05/08/2025', '03/02/2026', 6, 7, 'Dr A']
  const form = await bookForm(await workbook([{ sheet: 'Clinics', data: [[...COLUMNS.Clinics], row, ['South', ...row.slice(1)]] }]))
  // Held back where it is written, so that all three are under way.
  const [holder, watcher] = [new pg.Client({ connectionString: at.databaseUrl }), new pg.Client({ connectionString: at.databaseUrl })]
  await Promise.all([holder.connect(), watcher.connect()])
  const held = `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  await holder.query('begin; lock table log_upload in share row exclusive mode')
  const sent = Promise.all([1, 2, 3].map(() => other.ask(takeOverWorkbook, form)))
  const areHeld = await until(async () => (await watcher.query<{ count: number }>(held)).rows[0]!.count === 3, 10_000, 20)
  await holder.query('commit')
  await Promise.all([holder.end(), watcher.end()])
  expect(areHeld).toBe(true)
  const answers = await sent
  expect(answers.map(({ added, there }) => [added, there]).toSorted(([one], [other]) => one! - other!)).toEqual([
    [0, 2],
    [0, 2],
    [2, 0],
  ])
  expect((await other.ask(listLogRows, { query: { page: 'clinics' } })).rows).toHaveLength(2)
  expect((await other.ask(readLogs)).uploads).toMatchObject([{ rows: 2 }])
  expect((await other.ask(readLibrary)).files).toHaveLength(1)
  expect(await storedOf(at.house.files, other)).toHaveLength(1)
})

test('T13: text of a workbook stays text: no cell is a formula', async () => {
  const other = await trainee(at, { name: 'Dr Formula' })
  await write(other, { ...PROCEDURE, code: null, name: '=1+1', comments: '@SUM(A1)' })
  const out = await exported(other)
  const { fromBufferPromise } = await import('yauzl')
  const zip = await fromBufferPromise(out)
  for await (const entry of zip.eachEntry()) {
    if (!entry.fileName.includes('worksheets/')) continue
    expect((await buffer(await zip.openReadStreamPromise(entry))).toString()).not.toContain('<f')
  }
  expect((await readExcelFile(out))[1]!.data[1]!.slice(1)).toEqual(['=1+1', null, 'Yes', 'Yes', '@SUM(A1)'])
})

test('T13: a file with a fault changes nothing, and says where each is', async () => {
  const other = await trainee(at, { name: 'Dr Fault' })
  const good = ['North', '05/08/2025', '03/02/2026', 6, 7, 'Dr A']
  const bytes = await workbook([{ sheet: 'Clinics', data: [[...COLUMNS.Clinics], good, ['South', '31/02/2025', '03/02/2026', 6, 7, '']] }])
  const { faults, counts } = await preview(other, bytes)
  expect(counts).toMatchObject({ fresh: 1, faults: 2 })
  expect(faults.map(({ sheet, line }) => [sheet, line])).toEqual([
    ['Clinics', 3],
    ['Clinics', 3],
  ])
  const refused = await other.refused(takeOverWorkbook, await bookForm(bytes), 'invalid_input')
  expect(refused.title).toContain('Nothing was taken over')
  expect((await other.ask(listLogRows, { query: { page: 'clinics' } })).rows).toEqual([])
  expect((await other.ask(readLibrary)).files).toEqual([])
})

/** A packed file of these entries, as strangers make them. */
async function packed(entries: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, bytes] of Object.entries(entries)) zip.addBuffer(bytes, name)
  zip.end()
  return buffer(zip.outputStream)
}

test('N1, T13: what is too large, no workbook, a bomb, or far too wide is refused in words', async () => {
  const say = async (bytes: Buffer, code: 'invalid_input' | 'too_large' = 'invalid_input') =>
    (await owner.refused(previewWorkbook, await bookForm(bytes), code)).title
  expect(await say(Buffer.alloc(3 * 1024 * 1024, 1), 'too_large')).toContain('larger than 2 MB')
  expect(await say(Buffer.from('Hospital;Start;End'))).toContain('no Excel workbook')
  expect(await say(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toContain('old Excel file')
  expect(await say(await packed({ 'a.txt': Buffer.from('x') }))).toContain('no Excel workbook')
  expect(await say(await packed({ 'xl/workbook.xml': Buffer.alloc(40 * 1024 * 1024, ' ') }))).toContain('far larger')
  const wide = await workbook([{ sheet: 'Clinics', data: [['Hospital']] }])
  const { fromBufferPromise } = await import('yauzl')
  const zip = await fromBufferPromise(wide)
  const parts: Record<string, Buffer> = {}
  for await (const entry of zip.eachEntry()) parts[entry.fileName] = await buffer(await zip.openReadStreamPromise(entry))
  const sheet = Object.keys(parts).find((name) => name.includes('worksheets/'))!
  parts[sheet] = Buffer.from(
    parts[sheet]!.toString().replace('</sheetData>', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
  )
  const answer = await owner.send(previewWorkbook, await bookForm(await packed(parts)))
  expect(answer.statusCode).toBe(400)
  await owner.refused(previewWorkbook, {}, 'invalid_input')
}, 60_000)
