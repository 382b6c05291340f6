import { sayNumber } from '#domain/say-number.ts'

/** What is said of a Leap2A package while it is read and brought in (K5). */
export const leap2aWords = {
  file: {
    tooLarge: 'This file is larger than 3 GB.',
    feedTooLarge: 'The feed in this file is larger than 200 MB. It was not read.',
    doctype: 'This file defines entities or a document type, which no portfolio writes. It was not read.',
    malformed: 'This file is damaged, or was not written as XML has to be. It was not read.',
    encoding: 'The letters of this file are not written in the way it says, or in one that is not known here.',
    notLeap: 'This is XML, but no portfolio in the form of Leap2A.',
    deep: 'Something in this file lies deeper than any portfolio goes. It was not read.',
    long: 'Something in this file is longer than any portfolio writes. It was not read.',
    entries: (most: number) => `This file has more than ${sayNumber(most)} entries. Bring it in in parts.`,
    links: 'This file has more links between its entries than any portfolio has. It was not read.',
    copies: (most: number) =>
      `The files of this portfolio, once for each row they belong to, are more than ${sayNumber(most)} or larger than 2 GB. Bring it in in parts.`,
    slow: 'Reading this file took far longer than any portfolio does. It was not read.',
    none: 'There is no entry in this file.',
    zip: 'This ZIP is damaged, or not written as a ZIP has to be. Download it again where it comes from.',
    link: (name: string) => `This ZIP holds a link in the place of a file: “${name}”. It was not read.`,
    path: (name: string) => `This ZIP holds a file that would lie outside its folder: “${name}”. It was not read.`,
    packed: (most: number) => `This ZIP holds more than ${sayNumber(most)} files. Bring it in in parts.`,
    bomb: 'This ZIP unpacks to far more than a portfolio holds. It was not read.',
    encrypted: 'This ZIP has a password. Make one without.',
  },
  fileLine: {
    missing: (name: string) => `File “${name}”: it was not in the file that was brought in.`,
    refused: (name: string, why: string) => `File “${name}” was not taken. ${why}`,
    tooLarge: (name: string) => `“${name}” is larger than 50 MB.`,
    about: (name: string, text: string) => `File “${name}”: ${text}`,
    tags: (labels: readonly string[]) => `tags ${labels.join(', ')}`,
  },
  room: 'There is no room for the files of this import. Remove files you no longer need, empty the bin, or leave entries out.',
  became: {
    row: 'A row of your portfolio',
    file: 'A file of the row it belongs to',
    tag: 'A tag of its parts',
    profile: 'A row with what it says; your own details here stay as they are',
  },
  remarks: {
    missing: 'Files that were not in it, named in the notes of their rows',
    refused: 'Files that are not taken, named with the reason in the notes of their rows',
    cut: 'Texts longer than 200,000 characters, of which the rest was left',
    foreign: 'Parts in another program’s own words, which mean nothing outside it, left',
    long: 'Texts too long for notes, kept whole as a file',
  },
} as const
