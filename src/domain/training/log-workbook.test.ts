import { expect, test } from 'vitest'
import { COLUMNS, planBook, readBook, type Cell, type Held, type RawSheet } from './log-workbook.ts'

const today = '2027-03-01'
const PROCEDURES = [{ code: 'P6', title: 'Pleural aspiration' }]
const sheet = (name: keyof typeof COLUMNS, ...rows: Cell[][]): RawSheet => ({
  name,
  rows: [['Log of clinics'], [...COLUMNS[name]], ...rows],
})
const read = (...sheets: RawSheet[]) => readBook(sheets, PROCEDURES, today)
const POST: Cell[] = ['St Elsewhere', '2026-08-05', '02/02/2027', 6, 7, 'Dr Esme Sutton']
const HELD: Held = { log: 'clinic', site: 'ST ELSEWHERE', from: '2026-09-01', until: '2026-09-01', procedure: '', dops: false, amount: 1 }

test('T13: the official columns are read by their order, the sheets by their names, days as spreadsheets keep them', () => {
  const { rows, faults } = read(
    sheet(
      'Acute take',
      ['St Elsewhere', 46239, 46385, 4.8, 4, 6, 115, 'Dr Esme Sutton'],
      ['North', '2026-08-05', '2026-12-04', '', 4, 6, '', 'Dr A'],
    ),
    sheet('Clinics', POST, ['', null, '', '', '', '']),
    sheet('Procedures', ['31/01/2027', 'pleural ASPIRATION', '', 'x', 'Yes', ''], ['2027-02-01', 'Bone marrow', 'yes', '', '', 'Tried']),
  )
  expect(faults).toEqual([])
  expect(rows.map(({ sheet, line, fields }) => [sheet, line, fields.log])).toEqual([
    ['Clinics', 3, 'clinics brought forward'],
    ['Procedures', 3, 'procedure'],
    ['Procedures', 4, 'procedure'],
    ['Acute take', 3, 'acute take'],
    ['Acute take', 4, 'acute take'],
  ])
  expect(rows[0]!.fields).toMatchObject({ count: 7, from: '2026-08-05', until: '2027-02-02', verifier: 'Dr Esme Sutton' })
  expect(rows[1]!.fields).toMatchObject({ on: '2027-01-31', code: 'P6', context: 'patient', role: 'supervised', dops: true })
  expect(rows[2]!.fields).toMatchObject({ code: null, name: 'Bone marrow', context: 'skills lab', role: null, comments: 'Tried' })
  expect(rows[3]!.fields).toMatchObject({ from: '2026-08-05', until: '2026-12-29', takesPerMonth: 4, patientsPerTake: 6, estimate: null })
  expect(rows[4]!.fields).toMatchObject({ estimate: null })
})

test('N1: what is wrong with a file is said by sheet and line, and every fault of a line', () => {
  const { rows, faults } = read(
    sheet('Clinics', POST, ['St Elsewhere', '31/02/2027', '2027-12-01', 3, 'seven', '']),
    { name: 'Procedures', rows: [['Whatever', 'Else']] },
    { name: 'Acute take', rows: [] },
  )
  expect(rows).toHaveLength(1)
  expect(faults).toEqual([
    { sheet: 'Clinics', line: 4, message: expect.stringContaining('31/02/2027') },
    { sheet: 'Clinics', line: 4, message: expect.stringContaining('still to come') },
    { sheet: 'Clinics', line: 4, message: expect.stringContaining('‘seven’') },
    { sheet: 'Clinics', line: 4, message: expect.stringContaining('verify') },
    { sheet: 'Procedures', line: 1, message: expect.stringContaining('‘Date’') },
  ])
  expect(read({ name: 'Rota', rows: [['x']] }).faults[0]!.message).toContain('No sheet')
  expect(read(sheet('Clinics')).faults[0]!.message).toContain('no row below')
})

test('T13: of a post that is here already only what goes beyond comes in', () => {
  const { rows } = read(sheet('Clinics', POST))
  expect(planBook(rows, [])).toMatchObject([{ state: 'new', fields: { count: 7 } }])
  expect(planBook(rows, [HELD, HELD])).toMatchObject([{ state: 'new', fields: { count: 5 }, note: expect.stringContaining('2 clinics') }])
  expect(planBook(rows, [{ ...HELD, log: 'clinics brought forward', amount: 7 }])).toMatchObject([{ state: 'there' }])
  const elsewhere = [
    { ...HELD, site: 'Elsewhere General' },
    { ...HELD, from: '2027-02-03', until: '2027-02-03' },
  ]
  expect(planBook(rows, elsewhere)).toMatchObject([{ state: 'new', fields: { count: 7 } }])
})

test('T13: two rows of one post share what is here: neither comes in twice', () => {
  const { rows } = read(sheet('Clinics', POST, ['St Elsewhere', '2026-10-01', '2026-11-30', 2, 5, 'Dr A']))
  const here: Held[] = [
    { ...HELD, log: 'clinics brought forward', from: '2026-10-01', until: '2026-11-30', amount: 5 },
    ...Array.from({ length: 6 }, () => HELD),
    { ...HELD, from: '2026-10-05', until: '2026-10-05' },
  ]
  expect(planBook(rows, here).map(({ state }) => state)).toEqual(['there', 'there'])
  const fresh = planBook(rows, here.slice(1)).map(({ fields }) => (fields.log === 'clinics brought forward' ? fields.count : 0))
  expect(fresh).toEqual([1, 4])
})

test('T13: the same procedure or take is not taken twice, and two of a day are two', () => {
  const aspiration: Cell[] = ['31/01/2027', 'Pleural aspiration', '', 'x', '', '']
  const { rows } = read(
    sheet('Procedures', aspiration, aspiration),
    sheet('Acute take', ['North', '2026-08-05', '2026-12-04', 4, 4, 6, 96, 'Dr A']),
  )
  const procedure: Held = { ...HELD, log: 'procedure', site: '', from: '2027-01-31', until: '2027-01-31', procedure: 'P6' }
  const take: Held = { ...HELD, log: 'acute take', site: 'north', from: '2026-08-05', until: '2026-12-04' }
  expect(planBook(rows, [procedure, take]).map(({ state }) => state)).toEqual(['there', 'new', 'there'])
  expect(planBook(rows, [procedure, procedure, take]).every(({ state }) => state === 'there')).toBe(true)
})
