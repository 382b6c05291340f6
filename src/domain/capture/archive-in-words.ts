import { sayNumber } from '#domain/say-number.ts'

const many = (n: number, one: string, more: string) => `${sayNumber(n)} ${n === 1 ? one : more}`

/** What is said of an archive that is brought in (K5). */
export const archiveInWords = {
  keptName: (day: string) => `what-came-with-the-archive-of-${day}.zip`,
  year: (span: string) => `Appraisal year ${span}`,
  file: {
    notZip: 'This archive is damaged: it ends too soon, or is no ZIP. Download it again.',
    tooLarge: 'This archive is larger than 3 GB.',
    entries: 'This archive holds more files than any of Cairn does. It was not read.',
    bomb: 'This archive unpacks to far more than any of Cairn holds. It was not read.',
    path: (name: string) => `This archive holds a file that would lie outside it: “${name}”. It was not read.`,
    link: (name: string) => `This archive holds a link in the place of a file: “${name}”. It was not read.`,
    twice: (name: string) => `This archive holds “${name}” twice. It was not read.`,
    encrypted: 'This archive is locked with a password. Unlock it, and choose it again.',
    manifest: 'The file archive.json in this archive is not as Cairn writes it.',
    newer: 'This archive was made by a newer Cairn. Ask whoever runs this one to bring it up to date.',
    sums: 'The list of checksums in this archive is missing or damaged.',
    unlisted: (name: string) => `“${name}” does not stand in the list of checksums. This archive was changed after it was made.`,
    wrongSum: (name: string) => `“${name}” is not as it was when this archive was made: its checksum is another.`,
    missing: (name: string) => `“${name}” is missing from this archive.`,
    row: (name: string, line: number, why: string) => `Row ${sayNumber(line)} of ${name} is not as Cairn writes it: ${why}.`,
    rowLong: (name: string, line: number) => `Row ${sayNumber(line)} of ${name} is larger than any row of Cairn.`,
    rows: (name: string) => `${name} holds another number of rows than archive.json says.`,
    manyRows: (name: string) => `${name} holds more rows than any account has.`,
    deep: 'it is nested deeper than any row of Cairn',
    nul: 'it holds a sign that no text has',
    notJson: 'it is no JSON',
    moment: 'no moment in anybody’s life',
    wide: 'it has more columns than any row of Cairn',
    twiceId: (name: string) => `${name} names the same row twice.`,
    dangling: (name: string) => `${name} names a row that is not in this archive.`,
    room: 'There is no room for the files of this archive: with them you would have more than 2 GB. Remove files you no longer need.',
    manyFolders: (most: number) =>
      `With the folders of this archive your library would have more than ${sayNumber(most)}. Remove folders you no longer need.`,
    folders: 'The folders of the library in this archive stand in one another.',
  },
  labels: {
    item: 'Items of the portfolio',
    file: 'Files on them',
    tag: 'Tags',
    library: 'Files of the library',
    entry: 'Reflections, with their private part',
    certificate: 'Professional certificates you entered, verified by nobody here',
    exam: 'Results of exams you entered, verified by nobody here',
    library_folder: 'Folders of the library',
    change_answer: 'Answers on whether a change lasted',
    objective: 'Objectives of the development plan',
    appraisal_year: 'Appraisal years',
    yearBeside: 'Appraisal years that lie beside yours',
    guard_override: 'Reasons given to keep what was warned of',
    draft: 'What was typed into reflections and not saved',
    import_mapping: 'How columns of tables were read',
    preference: 'Site settings',
    others: 'Other parts',
    othersItems: 'Rows made by other parts of Cairn (modules, forms, logs, certificates)',
  },
  why: {
    settings: 'Your settings here stay as they are, for you have begun here already.',
    ownSettings: 'Your settings stay as they are now.',
    otherSettings: 'This Cairn cannot read these settings. Yours stay as they are.',
    years:
      'You have years of the same time here, or one that goes on; yours stay as they are. These are kept to be read, with the archive.',
    own: 'It stands in your account still, or was taken out of it on purpose.',
    kept: 'It is kept with its proof, to be read. It counts for nothing here.',
    keptBefore: 'It was kept with an import before.',
    nothing: '',
  },
  notes: {
    missing: (n: number) => `${many(n, 'file', 'files')} could not be found when the archive was made, and cannot be brought in.`,
    columns: (n: number) =>
      `It holds ${many(n, 'kind of detail', 'kinds of detail')} that this Cairn does not know. They are not brought in.`,
    unfit: (n: number) =>
      `${many(n, 'reflection does', 'reflections do')} not fit the forms of this Cairn. ${n === 1 ? 'It is' : 'They are'} not brought in.`,
    refused: (name: string, why: string) => `“${name}” was not taken: ${why}`,
    large: 'It is larger than 50 MiB.',
    reasons: (n: number) =>
      `${many(n, 'reason', 'reasons')} given to keep what was warned of ${n === 1 ? 'is' : 'are'} not as Cairn takes them. They are not brought in.`,
    moreRefused: (n: number) => `${many(n, 'more file was', 'more files were')} not taken.`,
  },
} as const
