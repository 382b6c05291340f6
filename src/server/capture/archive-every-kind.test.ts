import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bringIn } from '#domain/capture/import-contract.ts'
import { ARCHIVED, ARCHIVED_TABLES, type ArchivedName } from '#domain/reports/archive-tables.ts'
import { archiveOf, imported, opened } from '../../../tests/support/archives.ts'
import { DISPENSABLE, everyKind, type Wish } from '../../../tests/support/every-kind.ts'
import { house } from '../../../tests/support/house.ts'
import { settled } from '../../../tests/support/importing.ts'
import type { Person } from '../../../tests/support/person.ts'

const at = house({ listening: true })

type Row = Record<string, unknown>
const sumOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
type Rows = ReadonlyMap<ArchivedName, readonly Row[]>

/** Tables that come in as the owner's own where their item does, by who is to be what. */
const LIVE = [
  'tag',
  'item',
  'item_tag',
  'file',
  'library_folder',
  'library_file',
  'change_answer',
  'guard_override',
  'entry',
  'entry_part',
  'entry_about',
  'professional_certificate',
  'exam_result',
  'objective',
  'objective_item',
  'appraisal_year',
  'appraisal_record',
  'appraisal_ended_objective',
  'import_mapping',
  'draft',
] as const satisfies readonly ArchivedName[]

/** What is another's, or another feature's, to say: it stays behind even where the row comes in. */
const LEFT_BEHIND: Partial<Record<ArchivedName, (row: Row) => Row>> = {
  objective: (row) => ({ ...row, state: row['state'] === 'agreed' ? 'draft' : row['state'], codes: [] }),
  appraisal_record: (row) => ({ ...row, sum: { ...(row['sum'] as Row), comments: [], agreements: [] } }),
  entry: (row) => ({ ...row, training_year_id: null, asked_id: null, corrects: null, told_at: null }),
  professional_certificate: (row) => ({ ...row, curriculum_id: null, item_code: null }),
  exam_result: (row) => ({ ...row, curriculum_id: null, item_code: null }),
}

const rowsIn = (files: ReadonlyMap<string, Buffer>): Rows =>
  new Map(
    ARCHIVED_TABLES.flatMap(([table, { name }]) => {
      const bytes = files.get(`data/${name}.json`)
      return bytes === undefined ? [] : [[table, JSON.parse(bytes.toString()) as Row[]]]
    }),
  )

/** Which items are their owner's own writing. */
function ownItems(rows: Rows, owner: string): ReadonlySet<unknown> {
  const of = (table: ArchivedName, is: (row: Row) => boolean) => new Set((rows.get(table) ?? []).filter(is).map((row) => row['item_id']))
  const reflections = of('entry', (row) => row['form_id'] === 'era-2026' && row['begun_by'] === owner)
  const certificates = of('professional_certificate', (row) => row['source'] === 'self')
  const exams = of('exam_result', (row) => row['source'] === 'self')
  const isOwn = ({ id, kind }: Row) =>
    kind === 'own' ||
    kind === 'library file' ||
    (kind === 'entry' && reflections.has(id)) ||
    (kind === 'certificate' && certificates.has(id)) ||
    (kind === 'exam' && exams.has(id))
  return new Set((rows.get('item') ?? []).filter(isOwn).map(({ id }) => id))
}

/** What an account has as its own, without ids, and of times only whether there is one: each row with what it belongs to. */
function liveIn(rows: Rows, owner: string): Record<string, string[]> {
  const items = ownItems(rows, owner)
  const named = new Map<unknown, [ArchivedName, Row]>()
  for (const table of ['item', 'tag', 'library_folder', 'objective', 'appraisal_year'] as const)
    for (const row of rows.get(table) ?? []) named.set(row['id'], [table, row])
  const plain = (table: ArchivedName, whole: Row): string => {
    const row = LEFT_BEHIND[table]?.(whole) ?? whole
    const said = Object.entries(row).flatMap(([column, value]) => {
      if (/(?:^|_)at$/.test(column)) return [[column, value !== null]]
      if (column === 'form') return [['form', formOf(value as string)]]
      if (column === 'id' || column === 'archive_path') return []
      const other = named.get(value)
      return [[column, value === owner ? 'owner' : other === undefined ? value : sumOf(Buffer.from(plain(...other)))]]
    })
    return JSON.stringify(said)
  }
  const formOf = (form: string): string =>
    form
      .split('/')
      .map((one) => (one === owner ? 'owner' : named.has(one) ? sumOf(Buffer.from(plain(...named.get(one)!))) : one))
      .join('/')
  const isLive = (table: ArchivedName, row: Row) =>
    table === 'draft'
      ? (row['form'] as string).startsWith(`entry/${owner}/`)
      : table === 'item'
        ? items.has(row['id'])
        : row['item_id'] === undefined || items.has(row['item_id'])
  return Object.fromEntries(
    LIVE.map((table) => [
      table,
      (rows.get(table) ?? [])
        .filter((row) => isLive(table, row))
        .map((row) => plain(table, row))
        .toSorted(),
    ]),
  )
}

interface Everything {
  readonly rows: ReadonlySet<string>
  readonly files: ReadonlySet<string>
}

const said = (table: string, row: Row): string => `${table} ${JSON.stringify(row)}`
/** Every row and file of an archive, and of all archives that were kept in it. */
async function everythingIn(files: ReadonlyMap<string, Buffer>): Promise<Everything> {
  const rows = rowsIn(files)
  const all = { rows: new Set<string>(), files: new Set<string>() }
  for (const [table, some] of rows) for (const row of some) all.rows.add(said(table, row))
  for (const [path, bytes] of files) if (path.startsWith('files/')) all.files.add(sumOf(bytes))
  for (const { archive_path } of rows.get('brought_archive') ?? []) {
    const within = await everythingIn(await opened(files.get(archive_path as string)!))
    for (const row of within.rows) all.rows.add(row)
    for (const sum of within.files) all.files.add(sum)
  }
  return all
}

async function brought(person: Person, archive: Buffer): Promise<Person> {
  const read = await imported(person, archive)
  expect(read.reason).toBe(null)
  await person.ask(bringIn, { params: { importId: read.id } })
  expect(await settled(person, read.id)).toMatchObject({ state: 'brought', reason: null })
  return person
}

/** Rows that stand in one and not in the other, with which. */
function apart(one: Record<string, string[]>, other: Record<string, string[]>): string[] {
  const less = (from: readonly string[], those: readonly string[]) => {
    const left = [...those]
    return from.filter((row) => {
      const at_ = left.indexOf(row)
      if (at_ >= 0) left.splice(at_, 1)
      return at_ < 0
    })
  }
  return Object.keys(one).flatMap((table) => [
    ...less(one[table]!, other[table]!).map((row) => `only before, ${table}: ${row.slice(0, 800)}`),
    ...less(other[table]!, one[table]!).map((row) => `only after, ${table}: ${row.slice(0, 800)}`),
  ])
}

/** From A to B to C: what is the owner's own is live in each, and nothing of A is lost in any. */
async function goesRound(person: Person): Promise<Rows> {
  const first = await archiveOf(at.house, person)
  const before = await opened(first)
  const rows = rowsIn(before)
  const live = liveIn(rows, person.id)
  const all = await everythingIn(before)
  let archive = first
  const last = await at.clinician({ accreditor: null })
  for (const there of [await at.clinician({ accreditor: null }), last]) {
    archive = await archiveOf(at.house, await brought(there, archive))
    const now = await opened(archive)
    expect(apart(live, liveIn(rowsIn(now), there.id))).toEqual([])
    const found = await everythingIn(now)
    expect([...all.rows].filter((row) => !found.rows.has(row)).map((row) => row.slice(0, 800))).toEqual([])
    expect([...all.files].filter((sum) => !found.files.has(sum))).toEqual([])
  }
  // Known again, also by the way it did not come.
  expect(apart(live, liveIn(rowsIn(await opened(await archiveOf(at.house, await brought(last, first)))), last.id))).toEqual([])
  return rows
}

const ODD = [
  'plain',
  '=SUM(A1:A9)',
  '"quoted", and; more',
  'مرحبا بالعالم שלום',
  '🫀👩‍⚕️',
  'e\u0301 combining',
  'two\nlines\twith a tab',
  '<script>alert(1)</script>',
  '\u202eright to left',
  `long ${'x'.repeat(15_000)}`,
  '\\u0000 is written',
  '{}',
]
const text = fc
  .oneof(fc.constantFrom(...ODD), fc.string({ unit: 'grapheme', maxLength: 120 }))
  .map((one) => one.replaceAll('\0', '').toWellFormed())
const wish: fc.Arbitrary<Wish> = fc.record({
  text,
  without: fc.subarray([...DISPENSABLE]),
  mebibytes: fc.nat({ max: 1 }),
})
const ALL: Wish = { text: ODD.join(' '), without: [], mebibytes: 12 }

test('R6, K5: of rows of every kind, what is the owner’s own is live wherever the archive is brought in, and nothing else is lost', async () => {
  await fc.assert(
    fc.asyncProperty(wish, async (wanted) => {
      const person = await at.clinician()
      await everyKind(at.house, person.id, wanted)
      const rows = await goesRound(person)
      if (wanted.without.length > 0) return
      expect(Object.keys(ARCHIVED).filter((table) => (rows.get(table as ArchivedName) ?? []).length === 0)).toEqual([])
      expect(Object.entries(liveIn(rows, person.id)).filter(([, some]) => some.length === 0)).toEqual([])
    }),
    { numRuns: 3, examples: [[ALL]], endOnFailure: true, verbose: 1 },
  )
}, 300_000)

test('R6, K5: an older archive that comes after a newer is kept too, for it may hold what the newer does not', async () => {
  const [ada, bob] = await at.clinicians(2)
  await everyKind(at.house, ada!.id, { text: 'plain', mebibytes: 0, without: DISPENSABLE.filter((table) => table !== 'draft') })
  const older = await archiveOf(at.house, ada!)
  const before = await everythingIn(await opened(older))
  await at.house.db.deleteFrom('draft').where('owner_id', '=', ada!.id).execute()
  await brought(bob!, await archiveOf(at.house, ada!))
  await brought(bob!, older)
  const found = await everythingIn(await opened(await archiveOf(at.house, bob!)))
  expect([...before.rows].filter((row) => !found.rows.has(row))).toEqual([])
})
