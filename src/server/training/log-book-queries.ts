import writeExcelFile, { type SheetData } from 'write-excel-file/node'
import { fold } from '#domain/fold.ts'
import type { PlainDate } from '#domain/plain-date.ts'
import { procedureName } from '#domain/training/log-line.ts'
import { monthsOf } from '#domain/training/log-rules.ts'
import { COLUMNS, planBook, readBook, type PlannedRow, type Sheet } from '#domain/training/log-workbook.ts'
import { logWords } from '#domain/training/log-words.ts'
import { SHEETS, type BookRead } from '#domain/training/logs-contract.ts'
import { programmesToday } from '#server/accounts/owner-queries.ts'
import type { Seen } from '#server/accounts/seen.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { rulesBlocking } from '#server/platform/guard.ts'
import type { RawSheet } from '#domain/training/log-workbook.ts'
import { freeWordsOf } from '#domain/training/log-free-words.ts'
import { logLine } from '#domain/training/log-line.ts'
import { countedRows, curriculumOf, heldIn, proceduresOf, supervisorsOf, type CountedRow, type LogHouse } from './log-queries.ts'
import { postsOf, type LoggedPost } from './course-queries.ts'
import { dayIn } from '#domain/plain-date.ts'

type Cells = (string | number | null | { readonly day: PlainDate })[]
const day = (on: PlainDate) => ({ day: on })
const tick = (is: boolean) => (is ? 'Yes' : null)

interface PostSum {
  readonly site: string
  from: PlainDate
  until: PlainDate
  count: number
  verifier: string
}

/** The logs in the three sheets (T13): what counts, clinics summed for each post, and no patient. Text is kept as text, never as a formula. */
export async function workbookOf(house: LogHouse, seen: Seen): Promise<Buffer> {
  const { db, catalogue } = house
  const [rows, posts, supervisors, curriculum] = await Promise.all([
    countedRows(db, seen.ownerId),
    postsOf(db, [seen.ownerId]),
    supervisorsOf(db, seen.ownerId),
    curriculumOf(db, catalogue, seen.ownerId),
  ])
  const counted = rows.filter((row) => row.counts).reverse()
  const procedures = proceduresOf(curriculum)
  const sheets: Record<Sheet, Cells[]> = {
    Clinics: sumsOf(counted, posts.get(seen.ownerId) ?? [], programmesToday()).map(({ site, from, until, count, verifier }) => [
      site,
      day(from),
      day(until),
      monthsOf(from, until),
      count,
      verifier || supervisors.educationalOn(until),
    ]),
    Procedures: counted.flatMap(({ fields }): Cells[] =>
      fields.log === 'procedure'
        ? [
            [
              day(fields.on),
              procedureName(fields, procedures),
              tick(fields.context !== 'patient'),
              tick(fields.role === 'supervised'),
              tick(fields.dops),
              fields.comments,
            ],
          ]
        : [],
    ),
    'Acute take': counted.flatMap(({ fields, amount }): Cells[] =>
      fields.log === 'acute take'
        ? [
            [
              fields.site,
              day(fields.from),
              day(fields.until),
              monthsOf(fields.from, fields.until),
              fields.takesPerMonth,
              fields.patientsPerTake,
              amount,
              fields.verifier || supervisors.educationalOn(fields.until),
            ],
          ]
        : [],
    ),
  }
  return writeExcelFile(
    SHEETS.map((sheet) => ({ sheet, data: dataOf(sheet, sheets[sheet]), columns: COLUMNS[sheet].map(() => ({ width: 22 })) })),
  ).toBuffer()
}

const dataOf = (sheet: Sheet, rows: readonly Cells[]): SheetData => [
  COLUMNS[sheet].map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
  ...rows.map((cells) =>
    cells.map((cell) => {
      if (cell === null || cell === '') return null
      if (typeof cell === 'object') return { value: new Date(`${cell.day}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' }
      return typeof cell === 'number' ? { value: cell, type: Number } : { value: cell, type: String }
    }),
  ),
]

/** Clinics by post: those of a placement at its site together, with its days up to today; others by their site. */
function sumsOf(rows: readonly CountedRow[], posts: readonly LoggedPost[], today: PlainDate): PostSum[] {
  const sums = new Map<string, PostSum>()
  for (const { fields, amount } of rows) {
    if (fields.log === 'clinics brought forward') {
      sums.set(`brought ${sums.size}`, {
        site: fields.site,
        from: fields.from,
        until: fields.until,
        count: amount,
        verifier: fields.verifier,
      })
      continue
    }
    if (fields.log !== 'clinic') continue
    const post = posts.find((one) => one.from <= fields.on && one.until >= fields.on && fold(one.site) === fold(fields.site))
    const key = `${post?.from ?? ''} ${fold(fields.site)}`
    const until = post === undefined ? fields.on : post.until < today ? post.until : today
    const sum = sums.get(key)
    if (sum === undefined) sums.set(key, { site: fields.site, from: post?.from ?? fields.on, until, count: 1, verifier: '' })
    else {
      sum.count++
      if (until > sum.until) sum.until = until
    }
  }
  return [...sums.values()].sort((one, other) => (one.from < other.from ? -1 : 1))
}

/** What of a file is new in this record, and what is wrong with it. */
export async function bookPlanned(
  db: Db | Tx,
  catalogue: LogHouse['catalogue'],
  seen: Seen,
  sheets: readonly RawSheet[],
): Promise<{ planned: PlannedRow[]; faults: BookRead['faults'] }> {
  const procedures = proceduresOf(await curriculumOf(db, catalogue, seen.ownerId))
  const { rows, faults } = readBook(sheets, procedures, programmesToday())
  return { planned: planBook(rows, heldIn(await countedRows(db, seen.ownerId))), faults }
}

/** Why this very file adds nothing; null where it is another. */
export async function sameFileAs(db: Db | Tx, ownerId: string, sha256: string): Promise<string | null> {
  const row = await db
    .selectFrom('log_upload')
    .where('owner_id', '=', ownerId)
    .where('sha256', '=', sha256)
    .select('uploaded_at')
    .executeTakeFirst()
  return row === undefined ? null : logWords.book.sameFile(dayIn('Europe/London', row.uploaded_at.getTime()))
}

/** What the page shows of a plan before anything is kept. */
export async function bookShown(house: LogHouse, seen: Seen, sheets: readonly RawSheet[], sha256: string): Promise<BookRead> {
  const { db, catalogue } = house
  const { planned, faults } = await bookPlanned(db, catalogue, seen, sheets)
  const procedures = proceduresOf(await curriculumOf(db, catalogue, seen.ownerId))
  const fresh = planned.filter(({ state }) => state === 'new').length
  return {
    lines: planned.map(({ sheet, line, fields, state, note }) => {
      const { title, from, amount } = logLine(fields, procedures)
      return { sheet, line, title, from, state, amount, note }
    }),
    faults,
    identifies: planned.flatMap((row) =>
      row.state === 'there'
        ? []
        : [...rulesBlocking(Object.values(freeWordsOf(row.fields)))].map((rule) => ({ sheet: row.sheet, line: row.line, rule })),
    ),
    counts: { fresh, there: planned.length - fresh, faults: faults.length },
    sameFile: await sameFileAs(db, seen.ownerId, sha256),
  }
}
