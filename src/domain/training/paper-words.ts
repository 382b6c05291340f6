import { longDate, type PlainDate } from '#domain/plain-date.ts'

/** What the server says of certificates, exams and declarations, and writes in the trail. */
export const paperWords = {
  locked: 'This is verified and kept as it is. To correct it, add a new one that names this.',
  lockedBin: 'What is verified stays. It cannot be put in the bin; add a new one that names it instead.',
  future: 'This day is still to come.',
  expiresBefore: 'It cannot expire before it was issued.',
  notOfCurriculum: 'This is not in your curriculum. Choose it from the list, or leave it as ‘another’.',
  noFile: 'There is no file on it to look at. Ask for one, or confirm that you saw the original.',
  fileUnseen: (files: number): string =>
    files === 1 ? 'Open the file first, then confirm that it is right.' : 'Open each of the files first, then confirm that they are right.',
  changedUnseen: 'This was changed while you looked at it. Close this window, look again, and then verify it.',
  notOneself: 'Nobody verifies what they entered themselves.',
  notTheirs: 'The one this corrects is not there any more.',
  correctedAlready: 'This was corrected already. Correct the newest one.',
  renewedAlready: 'This was renewed already. Renew the newest one.',
  notLonger: 'A renewal lasts longer than the one before. Give its last day.',
  onlyVerified: 'This is not verified yet: change it as it stands.',
  emptyFirst: 'There is something in this folder. Move it first, or put it in the bin with the folder.',
  sameName: 'There is a folder of this name here already.',
  intoItself: 'A folder cannot stand in itself.',
  tooDeep: 'Folders can stand in one another ten deep at most.',
  tooMany: 'A library holds 1,000 folders at most.',
  folderFull: 'This folder holds 1,000 files, which is the most. Make another.',
  noYear: 'There is no training year in this record yet. Your programme enters it.',
  notYet: (day: string) => `This training year begins on ${day}. Sign from that day on.`,
  yearOver: (day: string) => `This training year ended on ${day}. What was not signed in it cannot be signed any more.`,
  unread: (headings: readonly string[]) =>
    `Open ${headings.length === 1 ? 'this section' : 'these sections'} first: ${headings.map((one) => `‘${one}’`).join(', ')}.`,
  finishing: (year: string): string =>
    `Your time as supervisor is over. You began this agreement for ${year} before, so you can still finish and sign it.`,
  signedAlready: 'You have signed this for the year. To correct it, sign a new one that names the old.',
  notNewest: 'Only the newest one can be corrected.',
} as const

/** A letter names the certificate and its last day, and nothing else of it. */
export const paperLetters = {
  expires: (name: string, title: string, on: PlainDate, url: string) => ({
    subject: `${title}: valid until ${longDate(on)}`,
    greeting: `Hello ${name},`,
    paragraphs: [
      `Your certificate ‘${title}’ is valid until ${longDate(on)}, the last day included. When you have renewed it, press ‘Renew’ beside it: the new one takes over, and this one reminds you no more.`,
    ],
    link: { label: 'Open my certificates', url },
  }),
} as const
