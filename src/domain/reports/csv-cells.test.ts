import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ItemRow } from '#domain/portfolio/contract.ts'
import { csvColumns, safeText } from './csv-cells.ts'
import { through } from './through.ts'

const row: ItemRow = {
  id: '0190a000-0000-7000-8000-000000000001',
  kind: 'own',
  title: 'Sepsis',
  type: 'course',
  status: 'completed',
  tags: [],
  startedOn: null,
  completedOn: '2026-03-31',
  learnedOn: '2026-03-31',
  personal: 75,
  impact: 125,
  awarded: null,
  files: 0,
  source: 'entered',
  link: '',
  version: 1,
  binnedAt: null,
}
const rcgp = {
  id: 'rcgp',
  name: 'Royal College of General Practitioners (RCGP)',
  version: '1',
  source: 's',
  certainty: 'checked' as const,
}
const cells = (item: ItemRow, seen = through(null, 'credits')) =>
  Object.fromEntries(csvColumns(['title', 'credits', 'impact', 'completed'], seen).map(({ title, cell }) => [title, cell(item)]))

test.each([
  ['=1+1', "'=1+1"],
  ['+44 20 7946', "'+44 20 7946"],
  ['-2', "'-2"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['  =1', "'  =1"],
  ['"=1', '\'"=1'],
  ["'=1", "''=1"],
  ['\t=1', "'\t'=1"],
  ['\tx', "'\tx"],
  ['\rx', "'\nx"],
  ['＝1', "'＝1"],
  ['note;=1', "note;'=1"],
  ['first\r\n=1', "first\n'=1"],
])('R2: %j cannot run as a formula', (text, safe) => expect(safeText(text)).toBe(safe))

test.each(['Sepsis = bad', 'a-b', '1.25', 'Journal club, 3-4 pm', 'e@mail', 'Ünï “quoted”'])('R2: %j stays as it is', (text) =>
  expect(safeText(text)).toBe(text),
)

test('R2: whatever is written, no cell begins a formula, whichever separator a spreadsheet takes', () => {
  const nasty = fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ';', ',', '"', "'", ' ', 'a', '1', '＝') })
  fc.assert(
    fc.property(nasty, (title) => {
      const text = stringify([[safeText(title), 'x']], { record_delimiter: '\r\n', quoted_match: /\n/ })
      for (const delimiter of [',', ';', '\t']) {
        // Separators other than ours cut cells without regard to our quotes, as a spreadsheet does.
        const cut = delimiter === ',' ? parse(text).flat() : text.split(/\r?\n/).flatMap((line) => line.split(delimiter))
        for (const cell of cut) expect(cell).not.toMatch(/^[\s"]*[=+\-@＝]/)
      }
    }),
    { numRuns: 2000 },
  )
})

test('C6: with None the personal credits are the credits', () => {
  expect(cells(row)).toEqual({ Title: 'Sepsis', Credits: '0.75', Impact: '1.25', Completed: '2026-03-31' })
})

test('C6: with an organisation chosen, its award and what does not count stand in columns of their own', () => {
  const seen = through(rcgp, 'credits')
  const credits = 'Credits (Royal College of General Practitioners (RCGP))'
  expect(cells(row, seen)).toMatchObject({ [credits]: '', 'Personal credits, not counted': '0.75' })
  expect(cells({ ...row, awarded: 100 }, seen)).toMatchObject({ [credits]: '1.00', 'Personal credits, not counted': '' })
})

test('C7: hours is the word on the same numbers; points stay points on the awards', () => {
  expect(cells(row, through(null, 'hours'))).toMatchObject({ Hours: '0.75' })
  const points = through({ ...rcgp, unit: 'point', unitLabel: { one: 'point', many: 'points' } }, 'hours')
  expect(Object.keys(cells(row, points))).toEqual([
    'Title',
    'Points (Royal College of General Practitioners (RCGP))',
    'Personal hours, not counted',
    'Impact',
    'Completed',
  ])
})
