import { longDate, type PlainDate } from '#domain/plain-date.ts'
import type { WhyNot } from './log-rules.ts'

const several = (count: number, one: string, more: string) => (count === 1 ? `1 ${one}` : `${count} ${more}`)

/** What the server says of logs, titles their rows, and writes in the trail. */
export const logWords = {
  titles: {
    clinic: (specialty: string, site: string) => `Clinic: ${specialty}, ${site}`,
    brought: (count: number, site: string) => `${several(count, 'clinic', 'clinics')} brought forward: ${site}`,
    take: (site: string, patients: number) => `Acute take: ${site}, about ${several(patients, 'patient', 'patients')}`,
    procedure: (name: string) => `Procedure: ${name}`,
  },
  whyNot: {
    'too few patients': 'fewer than two patients',
    'sat in': 'sat in and did not consult',
    'not ambulatory': 'the patients were neither ambulatory nor of the day ward',
  } satisfies Record<WhyNot, string>,
  future: 'This day is still to come.',
  untilFuture: 'Write up to which day you have counted, not a day to come.',
  endsBefore: 'This is before the first day.',
  halfDayDoubled: 'Then two clinics would stand on one half day. One half day is one clinic: change or bin the other first.',
  correctedMeanwhile: 'This corrects a row that another row corrects by now. Bin that one first, or leave this in the bin.',
  halfDayTaken: 'You have a clinic on this half day already. One half day is one clinic.',
  notTheirs: 'The one this corrects is not there any more.',
  correctedAlready: 'This was corrected already. Correct the newest one.',
  onlyVerified: 'This is not verified yet: change it as it stands.',
  sameLog: 'A correction stands in the same log as what it corrects.',
  notOneself: 'Nobody verifies what they entered themselves.',
  changedUnseen: 'Something was changed while you looked at it. Look at the list again, and then verify.',
  counts: (title: string) => `‘${title}’ counts already. Verify it without a reason.`,
  isCorrected: (title: string) => `‘${title}’ was corrected by a newer row. Verify that one.`,
  unknownProcedure: 'This is not a procedure of your curriculum. Choose it from the list, or ‘another’.',
  nameProcedure: 'Write which procedure it was.',
  noPlacement: 'This placement is not in your record.',
  signed: (titles: readonly string[]) =>
    titles.length === 1 ? `Log row: ${titles[0]}` : `${titles.length} log rows: ${titles[0]}, and ${titles.length - 1} more`,
  fileStays: 'Rows of your logs came from this file, so it stays with them.',
  atMost: (most: number) => `At most ${most} characters.`,
  book: {
    noFile: 'Choose a file.',
    tooLarge: 'This file is larger than 2 MB. The college’s sheet filled for three years is far smaller. Is it the right file?',
    notXlsx: 'This is no Excel workbook (.xlsx). Open it in your spreadsheet program and save it as ‘Excel workbook’.',
    old: 'This is an old Excel file, or one with a password. Save it as ‘Excel workbook’ (.xlsx) without a password.',
    bomb: 'Unpacked, this file is far larger than any log. It was not read.',
    tangled: 'This file could not be read in reasonable time. It was not read further; is it the right file?',
    noSheets: 'No sheet of this file looks like the log: ‘Clinics’, ‘Procedures’ or ‘Acute take’.',
    noHeading: (first: string) => `No row of this sheet begins with the heading ‘${first}’.`,
    tooMany: (most: number) => `More than ${most} rows. Divide the file.`,
    nothing: 'There is no row below the headings of any sheet.',
    missing: (column: string) => `‘${column}’ is empty.`,
    noDay: (text: string) => `‘${text}’ is not a day. Write it as 05/08/2026.`,
    noNumber: (text: string, column: string) => `‘${text}’ is not a number for ‘${column}’.`,
    tooLong: (column: string, most: number) => `‘${column}’ is longer than ${most} characters.`,
    future: 'This day is still to come.',
    endsBefore: 'The end is before the start.',
    noVerifier: 'Name who can verify it.',
    fewer: (here: number) => `The log holds ${several(here, 'clinic', 'clinics')} for this post already.`,
    faulty: 'There are faults in this file. Nothing was taken over; mend them and choose it again.',
    sameFile: (day: PlainDate) => `This very file was taken over on ${longDate(day)}. It adds nothing.`,
  },
} as const
