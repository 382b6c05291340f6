import type { ImportField } from '#domain/capture/import-columns.ts'
import type { Import } from '#domain/capture/import-contract.ts'
import { sayNumber } from '#domain/say-number.ts'

const count = (n: number, one: string, many: string) => `${sayNumber(n)} ${n === 1 ? one : many}`

const fields: Readonly<Record<ImportField, string>> = {
  title: 'Title',
  type: 'Type',
  status: 'Status',
  started: 'Started',
  completed: 'Completed',
  credits: 'Credits, hours or points',
  impact: 'Impact credits',
  notes: 'Notes',
  changes: 'Changes to my practice',
  tags: 'Tags',
  link: 'Web address',
}

const states: Readonly<Record<Import['state'], string>> = {
  reading: 'Being read',
  checking: 'Being checked',
  ready: 'Waits for you',
  bringing: 'Being brought in',
  brought: 'Brought in',
  undoing: 'Being undone',
  undone: 'Undone',
  failed: 'Not read',
}

/** What the page for bringing in learning from elsewhere says (K5, N7). */
export const importPageWords = {
  title: 'Bring in learning from elsewhere',
  intro:
    'Years kept in a spreadsheet, or exported from another portfolio, come in with one file. You see every line first, and nothing is brought in before you say so.',
  choose: {
    title: 'Your file',
    text: 'A table: a CSV file or an Excel workbook (.xlsx), of 50 MB and 100,000 lines at most. Its first line holds the words for its columns.',
    leap2a: 'A portfolio in the form of Leap2A, such as Mahara exports: the ZIP of 3 GB at most, or its leap2a.xml.',
    archive: 'An archive of Cairn, as ‘Download everything’ makes it: the ZIP, of 3 GB at most.',
    button: 'Choose a file',
    packageTooLarge: 'This file is larger than 3 GB.',
    sending: 'Sending',
    tooLarge: 'This file is larger than 50 MB.',
    empty: 'There is nothing in this file.',
  },
  past: { title: 'Your imports', open: (name: string) => `Open ${name}`, rows: (n: number) => count(n, 'row', 'rows') },
  states,
  fields,
  working: (state: Import['state'], name: string) => `“${name}”: ${states[state].toLowerCase()}`,
  leave: 'You can leave this page: it goes on by itself.',
  failedTitle: 'This file was not brought in',
  drop: 'Throw this import away',
  another: 'Bring in another file',
  back: 'All imports',
  read: {
    sheet: (sheet: string, others: readonly string[]) =>
      others.length === 0
        ? `Read from the sheet “${sheet}”.`
        : `Read from the sheet “${sheet}”. Left unread: ${others.map((name) => `“${name}”`).join(', ')}.`,
    encoding: (encoding: string) =>
      encoding === 'windows-1252' ? 'Its letters were read as Windows-1252: see that accents are right.' : '',
  },
  columns: {
    title: 'What the columns mean',
    text: 'Change what was guessed wrong. What you choose is remembered for the next file with the same columns.',
    noHeader: (column: number) => `Column ${column + 1}`,
    means: (header: string) => `What “${header}” means`,
    leave: 'Leave it out',
    order: 'Dates such as 03/04/2025 are',
    day: 'day first: 3 April 2025',
    month: 'month first: 4 March 2025',
    ambiguous: (n: number) =>
      `${count(n, 'line has a date', 'lines have dates')} that could be read either way. See that the order is right.`,
    check: 'Check again with these columns',
  },
  leap2a: {
    title: 'What was found',
    from: (title: string, program: string) =>
      [title === '' ? '' : `“${title}”`, program === '' ? '' : `written by ${program}`].filter(Boolean).join(', '),
    kind: 'In the file',
    becomes: 'Here',
    entries: 'How many',
    table: 'What becomes of the entries',
    remarks: 'To know',
    remark: (text: string, times: number) => `${text}: ${sayNumber(times)}.`,
    was: 'Was',
    files: 'Files',
    leaveOut: 'Leave out',
    leaveOutLine: (n: number) => `Leave out: line ${sayNumber(n)}`,
  },
  counts: ({ lines, fresh, already, faulty, leftOut }: Import['counts']) =>
    [
      `${count(lines, 'line', 'lines')}:`,
      [
        `${sayNumber(fresh)} to bring in`,
        ...(faulty === 0 ? [] : [`${sayNumber(faulty)} with a fault`]),
        ...(already === 0 ? [] : [`${sayNumber(already)} already here`]),
        ...(leftOut === 0 ? [] : [`${sayNumber(leftOut)} left out`]),
      ].join(', '),
    ].join(' '),
  faults: {
    title: (n: number) => count(n, 'line with a fault', 'lines with a fault'),
    text: 'Nothing is brought in while a line has a fault. Mend it here, leave it out, or mend your file and bring it in anew.',
    line: (n: number) => `Line ${sayNumber(n)}`,
    cell: (line: number, header: string) => `Line ${sayNumber(line)}, ${header}`,
    mend: 'Mend',
    mendLine: (n: number) => `Mend line ${sayNumber(n)}`,
    leaveOut: 'Leave this line out',
    leaveOutLine: (n: number) => `Leave this line out: line ${sayNumber(n)}`,
    noColumn: 'No column was chosen for it.',
  },
  preview: {
    title: 'As it would stand',
    shows: { fresh: 'To bring in', already: 'Already here', 'left out': 'Left out' },
    show: 'Show the lines',
    line: 'Line',
    table: 'Table of the lines',
    none: 'There are none.',
    takeBack: (n: number) => `Take it in again: line ${sayNumber(n)}`,
    takeBackShort: 'Take it in again',
    more: 'Show more',
  },
  bring: (n: number) => `Bring in ${count(n, 'row', 'rows')}`,
  nothing: 'Every line is in your portfolio already, or is left out.',
  dirty: 'You changed the columns. Check again first.',
  brought: {
    title: (n: number) => `${count(n, 'row is', 'rows are')} in your portfolio`,
    already: (n: number) => `${count(n, 'line was', 'lines were')} here already.`,
    leftOut: (n: number) => `${count(n, 'line was', 'lines were')} left out.`,
    sent: 'They were not sent to any other portfolio.',
    look: 'Look at my portfolio',
    undo: 'Undo this import',
    sure: 'Take everything out again that this import made? Rows that you have changed, linked, signed or sent since stay.',
    yes: 'Yes, undo it',
    no: 'No, keep it',
  },
  undone: {
    title: 'The import is undone',
    text: 'What it made is out of your portfolio again. The same file can be brought in anew.',
    kept: (n: number) => `${count(n, 'row was', 'rows were')} kept:`,
    more: 'and more',
  },
} as const
