import { describe, expect, test } from 'vitest'
import { guessColumns, headersKey, orderShown, type Mapping } from './import-columns.ts'
import { readDate } from './import-dates.ts'
import { readLine, rowText } from './import-line.ts'

describe('guessing columns', () => {
  test.each([
    ['Title,Date,CPD points,Reflection,Tags,URL', ['title', 'completed', 'credits', 'notes', 'tags', 'link']],
    ['Activity,Start date,End date,Hours,Type,Comments', ['title', 'started', 'completed', 'credits', 'type', 'notes']],
    ['TITLE *, Completed:,Credits (RCP),Impact,Status', ['title', 'completed', 'credits', 'impact', 'status']],
    ['Name,Title,Topic', [null, 'title', null]],
    ['Notes,Learning points,Description', ['notes', 'notes', 'notes']],
    ['Foo,,Bar', [null, null, null]],
  ])('K5: %s', (headers, columns) => {
    expect(guessColumns(headers.split(','), [['a', '1', '1', '1', '']])).toEqual(columns)
  })

  test('K5: impact is credits where amounts stand below it, and else what changed in practice', () => {
    expect(
      guessColumns(
        ['Title', 'Impact'],
        [
          ['a', '0.5'],
          ['b', ''],
        ],
      ),
    ).toEqual(['title', 'impact'])
    expect(guessColumns(['Title', 'Impact'], [['a', 'I ask earlier.']])).toEqual(['title', 'changes'])
  })

  test('K5: header words are the same whatever their case', () => {
    expect(headersKey(['Title*', ' DATE '])).toBe(headersKey(['title', 'Date']))
    expect(headersKey(['Title', 'Date'])).not.toBe(headersKey(['Date', 'Title']))
  })
})

describe('days', () => {
  test.each([
    ['2025-03-31', '2025-03-31'],
    ['31/03/2025', '2025-03-31'],
    ['31.3.25', '2025-03-31'],
    ['1-2-99', '1999-02-01'],
    ['31 March 2025', '2025-03-31'],
    ['Mon, 31st Mar 2025', '2025-03-31'],
    ['March 31, 2025', '2025-03-31'],
    ['31-Mar-25', '2025-03-31'],
    ['2025-03-31T23:30:00.000Z', '2025-03-31'],
    ['31/03/2025 14:05', '2025-03-31'],
    ['29/02/2024', '2024-02-29'],
    ['29/02/2025', null],
    ['31/04/2025', null],
    ['03/31/2025', null],
    ['45292', null],
    ['last week', null],
    ['12 Mayonnaise 2025', null],
    ['0000-00-00', null],
  ])('K5: %s', (typed, day) => {
    expect(readDate(typed, 'day')?.day ?? null).toBe(day)
  })

  test('K5: the order of day and month is the one chosen, and what fits both is told', () => {
    expect(readDate('03/04/2025', 'day')).toEqual({ day: '2025-04-03', ambiguous: true })
    expect(readDate('03/04/2025', 'month')).toEqual({ day: '2025-03-04', ambiguous: true })
    expect(readDate('04/04/2025', 'day')?.ambiguous).toBe(false)
    expect(readDate('2025-03-04', 'month')).toEqual({ day: '2025-03-04', ambiguous: false })
    expect([orderShown(['03/04/2025', '13/04/2025']), orderShown(['04/13/2025']), orderShown(['03/04/2025'])]).toEqual([
      'day',
      'month',
      null,
    ])
  })
})

const columns: Mapping['columns'] = [
  'title',
  'started',
  'completed',
  'credits',
  'impact',
  'notes',
  'notes',
  'changes',
  'tags',
  'type',
  'status',
  'link',
]
const headers = ['Title', 'Start', 'End', 'Credits', 'Impact', 'Notes', 'Learnt', 'Changes', 'Tags', 'Type', 'Status', 'Link']
const read = (cells: Partial<Record<string, string>>) =>
  readLine(
    headers.map((header) => cells[header] ?? (header === 'Title' ? 'One' : '')),
    headers,
    { columns, dateOrder: 'day' },
  )
const faults = (cells: Partial<Record<string, string>>) =>
  read(cells).faults.map(({ column, message }) => `${column === null ? '' : headers[column]}: ${message}`)

describe('a line', () => {
  test('K5: all it says is there', () => {
    const line = read({
      Start: '1/3/2025',
      End: '2/3/2025',
      Credits: '1,5',
      Impact: '0.25',
      Notes: 'a',
      Learnt: 'b',
      Changes: 'c',
      Tags: 'x; X;y',
      Type: 'E-learning',
      Link: 'www.nice.org.uk',
    })
    expect(line.faults).toEqual([])
    expect(line.fields).toMatchObject({
      startedOn: '2025-03-01',
      completedOn: '2025-03-02',
      status: 'completed',
      personal: 150,
      impact: 25,
      notes: 'Notes: a\n\nLearnt: b',
      practiceChanges: 'c',
      type: 'course',
      link: 'https://www.nice.org.uk',
    })
    expect(line.tags).toEqual(['x', 'y'])
  })

  test.each([
    [{ Title: ' ' }, ['Title: There is no title.']],
    [{ Title: 'x'.repeat(501) }, ['Title: A title can have 500 characters at most.']],
    [{ End: '31/02/2025' }, ['End: “31/02/2025” is not a day of the calendar.']],
    [{ Start: '2/3/2025', End: '1/3/2025' }, ['End: It is completed before it was started.']],
    [{ Credits: '1000' }, ['Credits: Credits go from 0.00 to 999.99.']],
    [{ Credits: '-1' }, ['Credits: “-1” is not a number, such as 1.25.']],
    [{ Credits: '1.255' }, ['Credits: Credits go in steps of a hundredth: 0.25, 1.5 or 2.']],
    [{ Impact: 'lots' }, ['Impact: “lots” is not a number, such as 1.25.']],
    [{ Link: 'javascript:alert(1)' }, ['Link: This is not a web address. It begins with https:// or http://.']],
    [{ Notes: 'x'.repeat(50_001) }, ['Notes: This is longer than 50,000 characters.']],
    [{ Status: 'completed' }, ['End: It is completed, but there is no day.']],
    [{ Status: 'perhaps' }, ['Status: “perhaps” is not a status. Write not started, in progress or completed.']],
    [{ Status: 'in progress', End: '1/3/2025' }, ['End: Only what is completed has this date.']],
    [{ Tags: 'x'.repeat(101) }, ['Tags: A tag can have 100 characters at most.']],
    [{ Type: 'reflection', Notes: 'NHS 943 476 5919' }, ['Notes: This could identify a patient: nhs number. Take it out.']],
  ])('K5, P18: %o is a fault at its column', (cells, expected) => {
    expect(faults(cells)).toEqual(expected)
  })

  test('C9: amounts never go through a binary fraction, and what a spreadsheet makes of one is mended', () => {
    expect(['0.30000000000000004', '999.99', '0', '1.5 hours', '2 points', ''].map((Credits) => read({ Credits }).fields.personal)).toEqual(
      [30, 99999, 0, 150, 200, null],
    )
  })

  test('K5: a formula is text, and the apostrophe of an export is not', () => {
    expect(read({ Title: '=HYPERLINK("x")' }).fields.title).toBe('=HYPERLINK("x")')
    expect(read({ Title: "'=1+1" }).fields.title).toBe('=1+1')
    expect(read({ Title: "'tis" }).fields.title).toBe("'tis")
  })

  test('P13: a type that is not ours, or is not chosen, is kept as a tag', () => {
    expect(read({ Type: 'Grand round' })).toMatchObject({ tags: ['Grand round'], fields: { type: null } })
    expect(read({ Type: 'Learning module', Tags: 'a' })).toMatchObject({ tags: ['a', 'Learning module'], fields: { type: null } })
  })

  test('K5: rows are the same whatever their file: by what they say', () => {
    const text = (cells: Partial<Record<string, string>>) => rowText(read(cells))
    expect(text({ End: '1/3/2025', Credits: '1.50' })).toBe(text({ End: '2025-03-01', Credits: '1.5' }))
    expect(text({ Credits: '1.50' })).not.toBe(text({ Credits: '1.51' }))
    expect(text({ Notes: 'a' })).not.toBe(text({ Notes: 'b' }))
  })
})
