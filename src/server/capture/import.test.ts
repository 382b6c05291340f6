import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import {
  beginImport,
  bringIn,
  dropImport,
  importLines,
  importState,
  keptRows,
  listImports,
  mapImport,
  mendLine,
  undoImport,
  type Import,
} from '#domain/capture/import-contract.ts'
import { amendItem, binItems, historyOfItem, restoreItems, tagItems } from '#domain/portfolio/contract.ts'
import { NO_FILTERS } from '#domain/portfolio/filters.ts'
import { listTags, renameTag } from '#domain/portfolio/tag-contract.ts'
import { exportCsv } from '#domain/reports/contract.ts'
import { csvOf, HEADERS, imported, settled, workbookOf } from '../../../tests/support/importing.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { OCTETS, storedOf } from '../../../tests/support/uploading.ts'
import { claimImport } from './import-claim.ts'

const at = house({ listening: true })
const of = (importId: string) => ({ params: { importId } })
const lines = (person: Person, { id }: Import, show: string) => person.ask(importLines, { ...of(id), query: { show } })
const broughtIn = async (person: Person, { id }: Import) => {
  await person.ask(bringIn, of(id))
  return settled(person, id)
}
const undone = async (person: Person, { id }: Import) => {
  await person.ask(undoImport, of(id))
  return settled(person, id)
}
const row = (n: number) => [
  `Course ${n}`,
  `${String((n % 28) + 1).padStart(2, '0')}/03/2025`,
  '1.25',
  'Café ☕',
  'Acute; Café',
  'https://example.org/a',
]
const table = (count: number) => [HEADERS, ...Array.from({ length: count }, (_, n) => row(n))]

describe('bringing in', () => {
  test('K5: a CSV comes in with its columns guessed, and its rows say where they came from', async () => {
    const ada = await at.clinician()
    const read = await imported(ada, csvOf(table(3)))
    expect(read).toMatchObject({ state: 'ready', counts: { lines: 3, fresh: 3, faulty: 0 }, mapping: { dateOrder: 'day' } })
    expect(read.mapping!.columns).toEqual(['title', 'completed', 'credits', 'notes', 'tags', 'link'])
    expect((await ada.list()).items).toEqual([])
    expect(await broughtIn(ada, read)).toMatchObject({ state: 'brought', counts: { fresh: 3, already: 0 } })
    const { items } = await ada.list()
    expect(items).toHaveLength(3)
    const [item] = items
    expect(item).toMatchObject({ status: 'completed', personal: 125, source: 'imported', version: 1, link: 'https://example.org/a' })
    expect(item!.tags.map(({ label }) => label)).toEqual(['Acute', 'Café'])
    expect((await ada.ask(historyOfItem, { params: { id: item!.id } })).entries.map(({ act }) => act)).toEqual(['item.imported'])
    expect(await storedOf(at.house.files, ada)).toEqual([])
  })

  test('K5: the same rows in a workbook are here already, and so is the same file with other columns', async () => {
    const ada = await at.clinician()
    await broughtIn(ada, await imported(ada, csvOf(table(3))))
    const rows = table(4).map(([title, date, credits, ...rest], at) =>
      at === 0
        ? [title!, date!, credits!, ...rest]
        : [title!, new Date(`2025-03-${date!.slice(0, 2)}T00:00:00Z`), Number(credits), ...rest],
    )
    const book = await imported(ada, await workbookOf(rows), 'mine.xlsx')
    expect(book).toMatchObject({ state: 'ready', counts: { lines: 4, fresh: 1, already: 3 } })
    await broughtIn(ada, book)
    const again = await imported(ada, csvOf(table(3)), 'other name.csv')
    const columns = ['title', null, null, 'notes', null, null] as const
    await ada.ask(mapImport, { ...of(again.id), body: { columns, dateOrder: 'day' } })
    expect((await settled(ada, again.id)).counts).toMatchObject({ fresh: 0, already: 3 })
    const { title } = await ada.refused(bringIn, of(again.id), 'not_allowed')
    expect(title).toContain('already')
    expect((await ada.list()).items).toHaveLength(4)
    const next = await imported(ada, csvOf([...table(1), row(90)]))
    expect(next.mapping!.columns, 'what the same headers meant the last time').toEqual(columns)
  })

  test('K5: lines that are alike within a file all come in, once', async () => {
    const ada = await at.clinician()
    const file = csvOf([HEADERS, row(1), row(1), row(1)])
    await broughtIn(ada, await imported(ada, file))
    expect((await ada.list()).items).toHaveLength(3)
    expect((await imported(ada, file)).counts).toMatchObject({ fresh: 0, already: 3 })
  })

  test('K5: nothing is brought in while a line has a fault; mended or left out, the rest comes in', async () => {
    const ada = await at.clinician()
    const bad = [
      ['', '01/03/2025', '1'],
      ['Two', '31/02/2025', '1'],
      ['Three', '01/03/2025', '1000'],
      ['Four', '01/03/2025', '1.255'],
    ]
    const read = await imported(ada, csvOf([HEADERS, ...bad, row(5)]))
    expect(read.counts).toMatchObject({ lines: 5, fresh: 1, faulty: 4 })
    const { lines: faulty } = await lines(ada, read, 'faulty')
    expect(faulty.map(({ line, faults }) => [line, faults[0]!.column, faults[0]!.message])).toEqual([
      [2, 0, 'There is no title.'],
      [3, 1, '“31/02/2025” is not a day of the calendar.'],
      [4, 2, 'Credits go from 0.00 to 999.99.'],
      [5, 2, 'Credits go in steps of a hundredth: 0.25, 1.5 or 2.'],
    ])
    const { title } = await ada.refused(bringIn, of(read.id), 'not_allowed')
    expect(title).toContain('4 lines have a fault')
    const mend = (line: number, body: object) => ada.ask(mendLine, { params: { importId: read.id, line: String(line) }, body })
    expect((await mend(2, { cells: [{ column: 0, text: '  ' }] })).line.faults).toHaveLength(1)
    expect((await mend(2, { cells: [{ column: 0, text: 'One' }] })).line).toMatchObject({ faults: [], row: { title: 'One' } })
    await mend(3, { cells: [{ column: 1, text: '28/02/2025' }] })
    await mend(4, { cells: [{ column: 2, text: '100' }] })
    expect((await mend(5, { leftOut: true })).import.counts).toMatchObject({ fresh: 4, faulty: 0, leftOut: 1 })
    expect((await broughtIn(ada, read)).counts).toMatchObject({ fresh: 4, leftOut: 1 })
    expect((await ada.list()).items.map(({ title }) => title).toSorted()).toEqual(['Course 5', 'One', 'Three', 'Two'])
    expect((await imported(ada, csvOf([HEADERS, ...bad, row(5)]))).counts, 'mended lines are known again').toMatchObject({
      already: 4,
      faulty: 1,
    })
  })

  test('K5: day and month are read in the order chosen, and dates that fit both are counted', async () => {
    const ada = await at.clinician()
    const read = await imported(ada, csvOf([HEADERS, ['One', '03/04/2025'], ['Two', '05/05/2025']]))
    expect(read.counts.ambiguous).toBe(1)
    await ada.ask(mapImport, { ...of(read.id), body: { ...read.mapping!, dateOrder: 'month' } })
    await settled(ada, read.id)
    expect((await lines(ada, read, 'fresh')).lines.map(({ row }) => row.completedOn)).toEqual(['2025-03-04', '2025-05-05'])
    const shown = await imported(ada, csvOf([HEADERS, ['One', '03/04/2025'], ['Two', '05/13/2025']]))
    expect(shown).toMatchObject({ mapping: { dateOrder: 'month' }, counts: { faulty: 0 } })
  })

  test('K5: columns cannot mean the same twice, and one must be the title', async () => {
    const ada = await at.clinician()
    const { id } = await imported(ada, csvOf(table(1)))
    const map = async (columns: (string | null)[]) =>
      (await ada.refused(mapImport, { ...of(id), body: { columns, dateOrder: 'day' } }, 'invalid_input')).title
    expect(await map([null, null, null, null, null, null])).toContain('title')
    expect(await map(['title', 'title', null, null, null, null])).toContain('Two columns')
    expect(await map(['title'])).toContain('number of columns')
  })

  test('N4, K5: sent twice, brought in twice, undone twice at once: done once', async () => {
    const ada = await at.clinician()
    const id = uuidv7()
    const begin = () => ada.ask(beginImport, { ...of(id), query: { name: 'a.csv' }, body: csvOf(table(20)), headers: OCTETS })
    await Promise.all([begin(), begin(), begin()])
    const read = await settled(ada, id)
    await begin()
    const second = await imported(ada, csvOf(table(20)))
    expect((await ada.ask(listImports)).imports).toHaveLength(2)
    const bring = (importId: string) => ada.ask(bringIn, of(importId))
    await Promise.all([bring(id), bring(id), bring(second.id)])
    expect(await settled(ada, id)).toBeDefined()
    await settled(ada, second.id)
    expect((await ada.list()).totals!.items).toBe(20)
    expect((await settled(ada, id)).counts.fresh + (await settled(ada, second.id)).counts.fresh).toBe(20)
    await Promise.all([ada.ask(undoImport, of(id)), ada.ask(undoImport, of(id))])
    expect((await settled(ada, read.id)).state).toBe('undone')
  })

  test('R2, K5: our own CSV comes in without its totals, and with what it guards against formulas as it was', async () => {
    const [ada, bob] = await at.clinicians(2)
    await ada!.completed({ title: '=1+1', completedOn: '2025-03-01', type: 'course', personal: 50, tags: [{ label: '@home' }] })
    await ada!.record({ title: 'Plain', type: 'reading' })
    const csv = await ada!.send(exportCsv, {
      body: { filters: NO_FILTERS, columns: ['title', 'type', 'status', 'tags', 'completed', 'credits'] },
    })
    const read = await imported(bob!, csv.rawPayload)
    expect(read.counts).toMatchObject({ lines: 2, faulty: 0 })
    await broughtIn(bob!, read)
    const first = (await bob!.list()).items.find(({ type }) => type === 'course')
    expect(first).toMatchObject({ title: '=1+1', type: 'course', completedOn: '2025-03-01', personal: 50 })
    expect(first!.tags.map(({ label }) => label)).toEqual(['@home'])
  })
})

describe('undoing', () => {
  test('K5: everything an import made goes, its tags too', async () => {
    const ada = await at.clinician()
    await ada.record({ title: 'Mine', tags: [{ label: 'Acute' }] })
    const read = await broughtIn(ada, await imported(ada, csvOf(table(7))))
    const { items } = await ada.list()
    const binned = items
      .filter(({ source }) => source === 'imported')
      .slice(0, 2)
      .map(({ id }) => id)
    await ada.ask(binItems, { body: { items: binned } })
    await ada.ask(restoreItems, { body: { items: [binned[0]!] } })
    expect(await undone(ada, read)).toMatchObject({ state: 'undone', kept: 0 })
    expect((await ada.list()).items.map(({ title }) => title)).toEqual(['Mine'])
    expect((await ada.list({ bin: true })).items).toEqual([])
    expect((await ada.ask(listTags)).tags.map(({ label }) => label)).toEqual(['Acute'])
    expect((await imported(ada, csvOf(table(7)))).counts.fresh, 'they can come in again').toBe(7)
  })

  test('K5: a tag that was renamed is no change of the rows that bear it', async () => {
    const ada = await at.clinician()
    const read = await broughtIn(ada, await imported(ada, csvOf(table(2))))
    const { tags } = await ada.ask(listTags)
    await ada.ask(renameTag, { params: { tagId: tags[0]!.id }, body: { label: 'Another' } })
    expect((await undone(ada, read)).kept).toBe(0)
    expect((await ada.ask(listTags)).tags).toEqual([])
  })

  test('K5, X2: nothing is sent by itself; what was linked, signed or sent since is kept, with why', async () => {
    const ada = await at.clinician()
    const { db } = at.house
    const connection = { owner_id: ada.id, id: uuidv7() }
    await db
      .insertInto('connection')
      .values({ ...connection, connector_id: 'otherfolio', issuer: 'x', subject: 'x', state: 'active' })
      .execute()
    const read = await broughtIn(ada, await imported(ada, csvOf(table(5))))
    expect(await db.selectFrom('delivery').select('item_id').where('owner_id', '=', ada.id).execute()).toEqual([])
    const items = (await ada.list()).items.toSorted((one, other) => (one.title < other.title ? -1 : 1))
    const [linked, sent, unsent] = items.map(({ id }) => ({ owner_id: ada.id, item_id: id }))
    await db
      .insertInto('evidence_link')
      .values({ ...linked!, id: uuidv7(), curriculum_id: 'x', item_code: 'x', linked_by: ada.id, linked_at: new Date() })
      .execute()
    const delivery = { connection_id: connection.id }
    await db
      .insertInto('delivery')
      .values([
        { ...sent!, ...delivery, state: 'sent', sent_at: new Date() },
        { ...unsent!, ...delivery, state: 'not sent' },
      ])
      .execute()
    expect((await undone(ada, read)).kept).toBe(2)
    expect((await ada.ask(keptRows, of(read.id))).rows.map(({ why }) => why).toSorted()).toEqual([
      'it is linked to the curriculum',
      'it was sent to another portfolio',
    ])
    expect(await db.selectFrom('delivery').select('item_id').where('owner_id', '=', ada.id).execute()).toHaveLength(1)
  })

  test('K5: rows changed or tagged since are kept and named', async () => {
    const ada = await at.clinician()
    const read = await broughtIn(ada, await imported(ada, csvOf(table(5))))
    const items = (await ada.list()).items.toSorted((one, other) => (one.title < other.title ? -1 : 1))
    await ada.ask(amendItem, { params: { id: items[0]!.id }, body: { version: 1, notes: 'Mine now' } })
    await ada.ask(tagItems, { body: { items: [items[1]!.id], add: [{ label: 'Mine' }], remove: [] } })
    expect(await undone(ada, read)).toMatchObject({ state: 'undone', kept: 2 })
    const { rows } = await ada.ask(keptRows, of(read.id))
    expect(rows.map(({ title, why }) => [title, why])).toEqual([
      [items[0]!.title, 'it was changed since'],
      [items[1]!.title, 'it was changed since'],
    ])
    expect((await ada.list()).items).toHaveLength(2)
  })
})

test('A11: of an import a stranger is told nothing, and cannot touch it', async () => {
  const [ada, bob] = await at.clinicians(2)
  const read = await imported(ada!, csvOf(table(1)))
  for (const endpoint of [importState, bringIn, undoImport, dropImport])
    await bob!.refused(endpoint, { params: { ownerId: ada!.id, importId: read.id } }, 'not_found')
  await bob!.refused(importState, of(read.id), 'not_found')
  expect(await ada!.ask(dropImport, of(read.id))).toEqual({ dropped: true })
  expect(await ada!.ask(dropImport, of(read.id))).toEqual({ dropped: false })
  expect(await storedOf(at.house.files, ada!)).toEqual([])
})

test('N4: a step whose worker died is taken up when its lease ends, and the dead one can finish nothing', async () => {
  const ada = await at.clinician()
  const read = await imported(ada, csvOf(table(3)))
  const { db } = at.house
  const mine = { owner_id: ada.id, id: read.id }
  await db
    .updateTable('import')
    .set({ state: 'bringing', attempts: 100 })
    .where('owner_id', '=', mine.owner_id)
    .where('id', '=', mine.id)
    .execute()
  const dead = await claimImport(db, ada.id, read.id)
  if (!('claim' in dead)) throw new Error('It is taken.')
  dead.claim.end()
  expect(await claimImport(db, ada.id, read.id)).toHaveProperty('busyUntil')
  await db
    .updateTable('import')
    .set({ claimed_until: new Date(0) })
    .where('owner_id', '=', mine.owner_id)
    .where('id', '=', mine.id)
    .execute()
  const next = await claimImport(db, ada.id, read.id)
  if (!('claim' in next)) throw new Error('It is taken.')
  await expect(dead.claim.become(db, { state: 'failed' })).rejects.toThrow('Another worker')
  await next.claim.giveBack()
  const { runImport } = await import('./run-import.ts')
  await runImport(at.house, { ownerId: ada.id, importId: read.id })
  expect((await settled(ada, read.id)).state).toBe('brought')
  expect((await ada.list()).items).toHaveLength(3)
})
