import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { DEFAULT_PREFERENCES, savePreferences, type Column } from '#domain/accounts/profile-contract.ts'
import type { ItemRow } from '#domain/portfolio/contract.ts'
import { NO_FILTERS, type ItemFilters } from '#domain/portfolio/filters.ts'
import { exportCsv } from '#domain/reports/contract.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'

const at = house()

interface Csv {
  readonly text: string
  readonly headers: Record<string, unknown>
  readonly columns: string[]
  readonly rows: string[][]
  readonly summary: Record<string, string>
}

async function csvOf(person: Person, wish: { filters?: Partial<ItemFilters>; columns?: Column[]; only?: string[] } = {}): Promise<Csv> {
  const body = {
    filters: { ...NO_FILTERS, ...wish.filters },
    columns: wish.columns ?? DEFAULT_PREFERENCES.columns,
    ...(wish.only ? { only: wish.only } : {}),
  }
  const answer = await person.send(exportCsv, { body })
  expect(answer.statusCode, answer.body.slice(0, 500)).toBe(200)
  const [table = '', end = ''] = answer.body.split(/\r\n\r\n(?=Total)/)
  const [columns = [], ...rows] = parse(table, { bom: true })
  return { text: answer.body, headers: answer.headers, columns, rows, summary: Object.fromEntries(parse(end)) }
}

test('R1: a CSV holds exactly the rows, the order and the totals of the list, of all pages', async () => {
  const ada = await at.clinician({ accreditor: 'rcgp' })
  for (let n = 0; n < 60; n += 1) {
    await ada.completed({
      title: `Module ${n}`,
      completedOn: `2026-0${1 + (n % 9)}-15`,
      tags: n % 2 === 0 ? [{ label: 'Acute' }] : [{ label: 'Clinic' }],
      personal: 50,
      ...(n % 3 === 0 ? { awards: { rcgp: 125 } } : {}),
      ...(n % 5 === 0 ? { impact: 25 } : {}),
    })
  }
  const tag = (await ada.list()).items.flatMap((item) => item.tags).find((one) => one.label === 'Acute')!
  for (const filters of [
    {},
    { from: '2026-02-01', to: '2026-06-30', sort: 'title', order: 'asc' },
    { tags: [tag.id], sort: 'credits', order: 'desc' },
    { search: 'module 1' },
  ] satisfies Partial<ItemFilters>[]) {
    const shown: ItemRow[] = []
    let page = await ada.list(filters)
    const totals = page.totals!
    shown.push(...page.items)
    while (page.next !== null) {
      page = await ada.list({ ...filters, after: page.next })
      shown.push(...page.items)
    }
    const csv = await csvOf(ada, { filters })
    expect(csv.rows.map(([title]) => title)).toEqual(shown.map((item) => item.title))
    expect(csv.headers['cairn-rows']).toBe(String(shown.length))
    const sum = (of: (item: ItemRow) => number | null) => shown.reduce((all, item) => all + (of(item) ?? 0), 0)
    expect(totals.counted).toBe(sum((item) => item.awarded))
    expect(csv.summary).toMatchObject({
      'Total (credits)': ((totals.counted + totals.impact) / 100).toFixed(2),
      RCGP: (totals.counted / 100).toFixed(2),
      Impact: (totals.impact / 100).toFixed(2),
      'Personal credits, not counted': (totals.notCounted / 100).toFixed(2),
      Items: String(shown.length),
    })
    const [counted, notCounted] = [
      csv.columns.findIndex((title) => title.startsWith('Credits (')),
      csv.columns.indexOf('Personal credits, not counted'),
    ]
    expect(csv.rows.reduce((all, row) => all + Number(row[counted]) * 100, 0)).toBe(totals.counted)
    expect(csv.rows.reduce((all, row) => all + Number(row[notCounted]) * 100, 0)).toBe(totals.notCounted)
  }
})

test('R1: a CSV has the columns chosen, in their order, and of chosen rows only those', async () => {
  const ada = await at.clinician()
  const first = await ada.completed({ title: 'First', personal: 125, completedOn: '2026-03-31', tags: [{ label: 'A' }, { label: 'B, C' }] })
  await ada.record({ title: 'Second' })
  const csv = await csvOf(ada, {
    columns: ['completed', 'title', 'tags', 'status', 'credits', 'files', 'source', 'type'],
    only: [first.id],
  })
  expect(csv.columns).toEqual(['Completed', 'Title', 'Tags', 'Status', 'Credits', 'Files', 'Source', 'Type'])
  expect(csv.rows).toEqual([
    ['2026-03-31', 'First', expect.stringMatching(/^(A; B, C|B, C; A)$/), 'Completed', '1.25', '0', 'Entered by hand', ''],
  ])
  expect(csv.summary).toMatchObject({ 'Total (credits)': '1.25', Items: '1', 'Chosen by hand': '1 row' })
})

test('R2: a CSV opens with its accents, and no cell of it runs', async () => {
  const ada = await at.clinician()
  await ada.record({ title: '=HYPERLINK("http://evil.example","Łódź, naïve")' })
  await ada.record({ title: 'Two\nlines, "quoted" 香港 👩‍⚕️' })
  await ada.record({ title: '-1+1' })
  const { text, rows } = await csvOf(ada, { columns: ['title'], filters: { sort: 'title', order: 'asc' } })
  expect(text.startsWith('\ufeff')).toBe(true)
  expect(rows.flat().toSorted()).toEqual(
    ['\'=HYPERLINK("http://evil.example","Łódź, naïve")', "'-1+1", 'Two\nlines, "quoted" 香港 👩‍⚕️'].toSorted(),
  )
  expect(text).toContain('"Two\nlines, ""quoted""')
})

test('C7: hours is the word in a CSV on the same numbers', async () => {
  const ada = await at.clinician()
  await ada.completed({ title: 'One', personal: 150 })
  await ada.ask(savePreferences, { body: { unit: 'hours' } })
  const csv = await csvOf(ada, { columns: ['title', 'credits'] })
  expect([csv.columns, ...csv.rows]).toEqual([
    ['Title', 'Hours'],
    ['One', '1.50'],
  ])
})

test('R1: nothing that matches is a CSV with a header and totals of nought', async () => {
  const ada = await at.clinician()
  const csv = await csvOf(ada, { filters: { from: '2020-01-01', to: '2020-12-31' } })
  expect(csv.rows).toEqual([])
  expect(csv.summary).toMatchObject({ 'Total (credits)': '0.00', Dates: '1 January 2020 to 31 December 2020' })
  expect(csv.headers['content-disposition']).toBe('attachment; filename="cairn-2020-01-01-to-2020-12-31.csv"')
})

test('A9: an export stands in the trail by its filters; a stranger finds nothing to export', async () => {
  const [ada, bob] = (await at.clinicians(2)) as [Person, Person]
  await ada.record({ title: 'Private matter' })
  await csvOf(ada, { filters: { search: 'matter' } })
  const acts = await at.house.db
    .selectFrom('audit')
    .selectAll()
    .where('owner_id', '=', ada.id)
    .where('act', '=', 'report.exported')
    .execute()
  expect(acts).toHaveLength(1)
  expect(acts[0]!.about).toContain('Search: ‘matter’')
  expect(acts[0]!.about).not.toContain('Private')
  await bob.refused(exportCsv, { params: { ownerId: ada.id }, body: { filters: NO_FILTERS, columns: ['title'] } }, 'not_found')
})

test('R4: 20,000 rows stream, every one of them, and give their connection back', async () => {
  const ada = await at.clinician()
  await sql`insert into item (owner_id, id, source, title, status, completed_on, added_on, personal)
    select ${ada.id}::uuid, gen_random_uuid(), 'entered', 'Row ' || n, 'completed', date '2020-01-01' + n % 2000, date '2020-01-01', 0.25
    from generate_series(1, 20000) n`.execute(at.house.db)
  const csv = await csvOf(ada)
  expect(csv.rows).toHaveLength(20_000)
  expect(new Set(csv.rows.map(([title]) => title)).size).toBe(20_000)
  expect(csv.headers['cairn-rows']).toBe('20000')
  expect(csv.summary).toMatchObject({ 'Total (credits)': '5000.00' })
  await expect.poll(() => at.house.pool.idleCount).toBe(at.house.pool.totalCount)
})

test('R4: who stops reading frees the connection and the place', async () => {
  const ada = await at.clinician()
  await sql`insert into item (owner_id, id, source, title, status, added_on)
    select ${ada.id}::uuid, gen_random_uuid(), 'entered', repeat('Long ', 90), 'not started', date '2020-01-01'
    from generate_series(1, 12000) n`.execute(at.house.db)
  const { exportCsvOf } = await import('./export-csv.ts')
  const { seenBy } = await import('#server/accounts/seen.ts')
  const seen = await seenBy(at.house.db, { personId: ada.id, sessionId: uuidv7(), deviceIsMine: false }, ada.id, 'item')
  const view = { filters: NO_FILTERS, columns: ['title' as const] }
  const exports = [await exportCsvOf(at.house, seen, view), await exportCsvOf(at.house, seen, view)]
  await expect(exportCsvOf(at.house, seen, view)).rejects.toMatchObject({ code: 'try_later' })
  for (const one of exports) {
    await one.bytes[Symbol.asyncIterator]().next()
    one.bytes.destroy()
  }
  await expect.poll(() => at.house.pool.idleCount).toBe(at.house.pool.totalCount)
  const again = await exportCsvOf(at.house, seen, view)
  expect(again.rows).toBe(12_000)
  again.bytes.destroy()
  await expect.poll(() => at.house.pool.idleCount).toBe(at.house.pool.totalCount)
})
