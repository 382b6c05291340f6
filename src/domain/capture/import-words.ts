import { sayNumber } from '#domain/say-number.ts'

/** What rules and jobs say of files that are brought in (K5); the page's own words stand with it. */
export const importWords = {
  faults: {
    titleMissing: 'There is no title.',
    notADate: (cell: string) => `“${cut(cell)}” is not a day of the calendar.`,
    notAnAmount: (cell: string) => `“${cut(cell)}” is not a number, such as 1.25.`,
    status: (cell: string) => `“${cut(cell)}” is not a status. Write not started, in progress or completed.`,
    noCompleted: 'It is completed, but there is no day.',
    notCompleted: 'Only what is completed has this date.',
    beforeStarted: 'It is completed before it was started.',
    tooManyTags: 'A line can have 100 tags at most.',
    differentTags: 'A file can bring 1,000 different tags at most.',
    identifies: (what: string) => `This could identify a patient: ${what}. Take it out.`,
  },
  file: {
    empty: 'There is nothing in this file.',
    tooLarge: 'This file is larger than 50 MB.',
    old: 'This is an old Excel file (.xls). Save it as .xlsx or CSV, and choose that.',
    password: 'This workbook cannot be read: it may have a password. Save it without one.',
    notTable:
      'This is no table and no portfolio that Cairn reads. Choose a CSV, an Excel workbook (.xlsx), a Leap2A file or an archive of Cairn.',
    bomb: 'This file unpacks to far more than any table holds. It was not read further.',
    entities: 'This workbook holds definitions that no spreadsheet writes. It was not read.',
    encoding: 'The letters of this file are not written in a way that is known here. Save it as CSV with UTF-8.',
    wide: (line: number) => `Line ${sayNumber(line)} has more than 100 columns.`,
    long: (line: number) => `Line ${sayNumber(line)} is longer than a million signs. A quotation mark may be missing.`,
    quotes: (line: number) => `From line ${sayNumber(line)} on, a quotation mark is missing or one too many.`,
    many: (most: number) => `This file has more than ${sayNumber(most)} lines. Bring it in in parts.`,
    noLines: 'There is no line below the header words.',
    heavy: 'Reading this file took more time or memory than any honest table does. Save it as CSV, and try that.',
    gaveUp: 'This could not be done, though it was tried three times. Try again later, or tell support.',
  },
  acts: {
    many: 'Finish or throw away one of the imports you have begun.',
    large: 'Finish or throw away the large archive you have begun with first.',
    nothingOfArchive: 'Everything of this archive is here already.',
    busy: 'Wait until this is done.',
    faulty: (n: number) =>
      `${n === 1 ? 'One line has' : `${sayNumber(n)} lines have`} a fault. Mend it, or leave it out: nothing was brought in.`,
    nothing: 'Every line is in your portfolio already, or is left out.',
    over: 'This import is finished.',
    noColumns: 'This file has no columns to choose.',
    noTitle: 'Choose the column that holds the title.',
    twice: 'Two columns cannot mean the same, except notes.',
    columns: 'This file has another number of columns.',
  },
} as const

const cut = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
