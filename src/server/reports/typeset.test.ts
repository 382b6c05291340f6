import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, expect, test } from 'vitest'
import type { Column } from '#domain/accounts/profile-contract.ts'
import { through } from '#domain/reports/through.ts'
import type { ReportRow } from '#server/portfolio/queries.ts'
import { reportData, type ReportHead } from './report-data.ts'
import { openTypstPool } from '#server/platform/typst-pool.ts'
import { LAYOUT } from './make-report.ts'

const typst = openTypstPool()
afterAll(() => typst.close())

const aRow = (wish: Partial<ReportRow> & { title: string }): ReportRow => ({
  id: '0190a000-0000-7000-8000-000000000001',
  kind: 'own',
  type: null,
  status: 'completed',
  tags: [],
  startedOn: null,
  completedOn: '2026-03-31',
  learnedOn: '2026-03-31',
  personal: 75,
  impact: null,
  awarded: null,
  files: 0,
  source: 'entered',
  link: '',
  version: 1,
  binnedAt: null,
  notes: '',
  practiceBefore: '',
  practiceAfter: '',
  practiceChanges: '',
  personalReason: '',
  ...wish,
})

async function pdfOf(rows: ReportRow[], head: Partial<ReportHead> = {}) {
  const data = reportData(
    {
      owner: { name: 'Dr Ada Okafor', professionalBody: 'General Medical Council', professionalNumber: '7654321' },
      facts: [['Dates', 'All dates']],
      totals: { accreditorId: null, counted: 75 * rows.length, impact: 0, notCounted: 0, items: rows.length, completed: rows.length },
      columns: ['title', 'tags', 'completed', 'credits'],
      seen: through(null, 'credits'),
      details: false,
      ...head,
    },
    { number: 1, of: 1, rowsBefore: 0, rows, files: new Map() },
  )
  const { pdf, pages } = await typst.layOut({ layout: LAYOUT, json: Buffer.from(JSON.stringify(data)), madeAt: 1_800_000_000 })
  const bytes = new Uint8Array(pdf)
  const raw = Buffer.from(bytes).toString('latin1')
  const document = await getDocumentProxy(bytes)
  const { text } = await extractText(document, { mergePages: true })
  return { pages, raw, document, text: text.replaceAll('\u200b', '').replace(/\s+/g, ' ') }
}

test('R3: a PDF says in itself that it is PDF/UA-1, in which language, and what it is called', async () => {
  const { raw, document } = await pdfOf([aRow({ title: 'Sepsis' })])
  const { info, metadata } = await document.getMetadata()
  expect(raw).toMatch(/pdfuaid:part[>="']+1/)
  expect(raw).toContain('/Lang (en-GB)')
  expect(info).toMatchObject({ Title: 'Portfolio report, Dr Ada Okafor' })
  expect(metadata?.get('dc:title')).toContain('Portfolio report, Dr Ada Okafor')
})

test('R3: the rows are a table that a screen reader knows, with headings and page numbers', async () => {
  const { document, text, pages } = await pdfOf(Array.from({ length: 60 }, (_, n) => aRow({ title: `Row ${n}` })))
  const roles = new Map<string, number>()
  const walk = (node: { role?: string; children?: unknown[] }) => {
    if (node.role) roles.set(node.role, (roles.get(node.role) ?? 0) + 1)
    for (const child of node.children ?? []) walk(child as typeof node)
  }
  walk(await (await document.getPage(1)).getStructTree())
  expect(roles.get('Table')).toBeGreaterThan(0)
  expect(pages).toBeGreaterThan(1)
  expect(roles.get('TH')).toBe(4)
  expect(roles.get('TD')).toBe(60 * 4)
  expect(roles.get('H1')).toBe(1)
  expect(text).toContain(`Page 1 of ${pages}`)
  expect(text).toContain('General Medical Council 7654321')
})

test.each([
  '#import "x"',
  '*bold* _it_ `raw` $x^2$ <label> @ref',
  '#sys.inputs #read("/etc/passwd")',
  '\\u{41} // not a comment /* nor this */',
  '= Not a heading',
  '"]} quotes \\" and \\\\ slashes',
])('R3: %j is printed as it was typed', async (title) => {
  const { text } = await pdfOf(
    [aRow({ title, notes: title, tags: [{ id: '0190a000-0000-7000-8000-000000000002', label: title, setId: null, code: null }] })],
    {
      details: true,
      owner: { name: title, professionalBody: title, professionalNumber: '' },
    },
  )
  const times = text.split(title.replace(/\s+/g, ' ')).length - 1
  expect(times, text).toBeGreaterThanOrEqual(6)
})

test.each([
  ['Chinese', '香港家庭醫學學院', /^.{8}$/u],
  ['Arabic', 'التعليم الطبي', null],
  ['emoji', 'Done 🎉 👩‍⚕️', /Done/],
  ['control characters', 'a\u0001b\u0007c\u0085d', /abc d/],
  ['zero-width signs', 'a\u200bb\u200dc\ufeffd\u00ad', /^a ?b?[^ ]*c ?d/],
  ['signs of no alphabet', 'x\u{10ffff}y\ufffez', /x.y/u],
  ['Greek, Cyrillic, Polish', 'Ελληνικά кириллица Łódź', /Ελληνικά кириллица Łódź/],
  ['Devanagari', 'स्वास्थ्य', null],
  ['a quote and a backtick without a font', '"`香`"', /"`.`"/u],
])('R3: %s comes out, with a stand-in at worst', async (_what, title, expected) => {
  const { text } = await pdfOf([aRow({ title: `${title} end` }), aRow({ title: 'An ordinary row' })])
  expect(text).toContain('end 31 Mar 2026')
  expect(text).toContain('An ordinary row')
  const printed = /Credits (?:\(.*?\) )?(.*?) end/.exec(text.slice(text.indexOf('Title Tags')))?.[1] ?? ''
  if (expected) expect(printed).toMatch(expected)
})

test('R3: a word too long for its column breaks instead of running out of it', async () => {
  const long = 'x'.repeat(300)
  const { text } = await pdfOf([aRow({ title: long })])
  expect(text.replace(/\s/g, '')).toContain(long)
})

test('R3: an empty view gives a page that says so', async () => {
  const { text, pages } = await pdfOf([])
  expect(pages).toBe(1)
  expect(text).toContain('No items match these dates and filters')
})

test('C6: with an organisation chosen the PDF shows its awards and marks what does not count', async () => {
  const seen = through(
    {
      id: 'x',
      name: 'The Royal Body (TRB)',
      version: '1',
      source: 's',
      certainty: 'checked',
      unit: 'point',
      unitLabel: { one: 'point', many: 'points' },
    },
    'hours',
  )
  const totals = { accreditorId: null, counted: 100, impact: 50, notCounted: 75, items: 2, completed: 2 }
  const { text } = await pdfOf([aRow({ title: 'A', awarded: 100 }), aRow({ title: 'B' })], { seen, totals })
  expect(text).toContain('Total 1.50')
  expect(text).toContain('TRB 1.00 point')
  expect(text).toContain('Impact 0.50 hours')
  expect(text).toContain('Personal hours, not counted 0.75')
  expect(text).toContain('Points')
  expect(text).toContain('0.75 personal, not counted')
})

test('R3: every column fits on a page turned sideways', async () => {
  const columns: Column[] = ['title', 'type', 'status', 'tags', 'started', 'completed', 'credits', 'impact', 'files', 'source', 'link']
  const { document, text } = await pdfOf([aRow({ title: 'All', type: 'learning module', link: 'https://learning.example.org/x' })], {
    columns,
  })
  const [, , width, height] = (await document.getPage(1)).view
  expect(width).toBeGreaterThan(height!)
  expect(text.replaceAll(' ', '')).toContain('learning.example.org')
})

test('R4: what takes too long is stopped, said in words, and the next report is made', async () => {
  const impatient = openTypstPool({ mostMs: 50 })
  const rows = Array.from({ length: 4000 }, (_, n) => aRow({ title: `Row ${n}` }))
  const data = Buffer.from(JSON.stringify({ rows }))
  await expect(impatient.layOut({ layout: LAYOUT, json: data, madeAt: 0 })).rejects.toThrow('Not enough time')
  impatient.close()
  expect((await pdfOf([aRow({ title: 'Next' })])).text).toContain('Next')
})
