import { expect, test } from 'vitest'
import { HEADINGS, personOfLine, readDay, readHeadings, readLine, type Found } from './exam-file.ts'

const columns = new Map(HEADINGS.map((heading, at) => [heading, at] as const))
const line = (...cells: string[]) => readLine(2, cells, columns, '2026-03-31')
const good = ['7044321', 'Dr Ada Lovelace', 'MRCP(UK) Part 1', '2026/1', '2026-01-20', 'Pass', 'C1']

test('T5: columns are found by their headings, in any order and spelling of case', () => {
  expect(readHeadings(['name', 'PROFESSIONAL NUMBER', 'exam', 'date', 'result'])).toMatchObject({ columns: expect.any(Map) })
  expect(readHeadings(['Name', 'Exam', 'Date', 'Result'])).toEqual({
    fault: 'The first line must name the columns. ‘Professional number’ is missing.',
  })
})

test('T5: a day is read as it is written here, and nothing else is', () => {
  expect(readDay('31/03/2026')).toBe('2026-03-31')
  expect(readDay('29.2.2028')).toBe('2028-02-29')
  expect(readDay('29/02/2027')).toBeNull()
  expect(readDay('03/31/2026')).toBeNull()
})

test('T5: each line says what is wrong with it', () => {
  const but = (at: number, cell: string) => line(...good.with(at, cell)).fault
  expect(line(...good)).toMatchObject({ result: 'passed', takenOn: '2026-01-20', fault: '' })
  expect(but(0, ' - ')).toBe('The professional number is missing.')
  expect(but(1, '')).toBe('The name is missing.')
  expect(but(2, '')).toBe('The exam is missing.')
  expect(but(4, '')).toBe('The date is missing.')
  expect(but(4, 'soon')).toContain('is not a day')
  expect(but(4, '2026-04-01')).toContain('still to come')
  expect(but(5, 'maybe')).toContain('neither passed nor failed')
  expect(line(...good.with(5, 'FAILED')).result).toBe('not passed')
  expect(readLine(2, [], columns, '2026-03-31').fault).toContain('missing')
})

test('T5: a line is somebody’s by number and name, or nobody’s, and says why', () => {
  const ada: Found = { ownerId: 'a', name: 'Ada Lovelace', whyNot: null }
  expect(personOfLine([ada], 'Dr ADA LOVELACE')).toBe(ada)
  expect(personOfLine([], 'Ada Lovelace')).toContain('Nobody in training')
  expect(personOfLine([ada], 'Ada Byron')).toContain('The name is not')
  expect(personOfLine([ada, { ...ada, ownerId: 'b' }], 'Ada Lovelace')).toContain('More than one')
  expect(personOfLine([{ ...ada, whyNot: 'It is frozen.' }], 'Ada Lovelace')).toBe('It is frozen.')
})
