import { longDate, type PlainDate } from '#domain/plain-date.ts'

const list = (names: readonly string[]) => names.map((name) => `‘${name}’`).join(', ')

export const rotationWords = {
  headings: (missing: readonly string[], unknown: readonly string[], twice: readonly string[]): string =>
    [
      ...(missing.length > 0 ? [`These headings are missing: ${list(missing)}.`] : []),
      ...(unknown.length > 0 ? [`These are not known: ${list(unknown)}.`] : []),
      ...(twice.length > 0 ? [`These stand there twice: ${list(twice)}.`] : []),
      'Start from the empty template, whose first line has them all.',
    ].join(' '),
  noLines: 'There is nothing below the headings.',
  tooMany: (most: number) => `A file has at most ${most} lines. Split it into two.`,
  notRead: (line: number) => `Line ${line} cannot be read as a line of a spreadsheet. Is a quotation mark left open?`,
  empty: 'This cannot be empty.',
  tooLong: (most: number) => `At most ${most} characters.`,
  noAddress: (text: string) => `‘${text}’ is not an email address.`,
  noYear: (text: string, years: readonly string[]) => `‘${text}’ is no training year of this curriculum. There are ${years.join(', ')}.`,
  noDay: (text: string) => `‘${text}’ is not a day. Write it as 2026-08-05 or 05/08/2026.`,
  noPercent: (text: string) => `‘${text}’ is not a working fraction. Write a whole number from 10 to 100.`,
  endsBeforeItBegins: 'The last day comes before the first.',
  noAccount: (email: string) => `${email} has no account. They need one first: anyone can register, free.`,
  otherNumber: 'The account with this email has another professional number.',
  otherProgramme: 'They are in another programme in these days.',
  beginsLater: (from: PlainDate) => `They begin in this programme on ${longDate(from)}. A placement cannot begin before that.`,
  trainingEnds: (end: PlainDate) => `Their training in this programme ends on ${longDate(end)}. A placement cannot go on after that.`,
  yourself: 'Somebody else must do this for you.',
  supervisesThemselves: 'Nobody supervises themselves.',
  otherYear: (code: string, from: PlainDate, until: PlainDate) =>
    `In these days they are in ${code}, ${longDate(from)} to ${longDate(until)}. Change that training year first.`,
  yearEnds: (code: string, from: PlainDate, until: PlainDate) =>
    `Their ${code} goes from ${longDate(from)} to ${longDate(until)}, and the placement must lie within it. Change the training year first.`,
  inTheWay: (post: string, until: PlainDate) =>
    `In these days they are in ‘${post}’ until ${longDate(until)}, and both together are more than full time.`,
  supervisorLater: (name: string, from: PlainDate) =>
    `${name} is to be educational supervisor from ${longDate(from)}, within this placement. End that first.`,
  makesTrainee: (from: PlainDate) => `joins the programme, provisionally, on ${longDate(from)}`,
  givesYear: (code: string, from: PlainDate, until: PlainDate) => `${code}, ${longDate(from)} to ${longDate(until)}`,
  givesPlacement: (post: string, from: PlainDate, until: PlainDate) => `${post}, ${longDate(from)} to ${longDate(until)}`,
  givesSupervisor: (name: string, relation: string, from: PlainDate, until: PlainDate) =>
    `${name}, ${relation}, ${longDate(from)} to ${longDate(until)}`,
  endsSupervisor: (name: string, until: PlainDate) => `${name} is educational supervisor until ${longDate(until)}`,
  accountSays: (name: string) => `the account’s name is ${name}`,
} as const
