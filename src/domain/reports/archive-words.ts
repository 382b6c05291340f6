/** What the archive and its page say. */
export const archiveWords = {
  title: 'Download everything',
  contents: 'Contents',
  of: (name: string) => `Everything of ${name}`,
  madeAt: (moment: string) => `As it stood on ${moment}.`,
  intro:
    'These pages are read from disk, without a network. What was private is private no longer wherever this lies: keep it where only you can read it.',
  items: 'Items',
  itemsOf: (year: string, part: number) => `Items of ${year}${part === 1 ? '' : `, part ${part}`}`,
  rest: 'More of your record',
  also: 'Also here',
  spreadsheet: 'Your items as a spreadsheet',
  leap2a:
    'For another portfolio that reads Leap2A, such as Mahara: leap2a.xml with the folder files. This whole archive can be given to it. It has your items with their notes, dates, tags, links and files; not what lies in the bin.',
  practice: {
    personal_reason: 'Why this amount of credits',
    practice_before: 'How I treated patients before',
    practice_after: 'How I treat them after',
    practice_changes: 'Changes to my practice',
  },
  checker: 'Check that nothing signed was altered',
  checkerHelp: (key: string) =>
    `Open it, choose chain.json from this folder, and press Check. The key of the server, to compare with the one it publishes: ${key}`,
  data: 'For other programs: archive.json and the folder data; their meaning is in Cairn’s documentation under “archive”. checksums.txt has the SHA-256 of each file.',
  missing: (count: number) => `${count === 1 ? 'One file' : `${count} files`} could not be found by the server; archive.json names them.`,
  inBin: 'In the bin',
  files: 'Files',
  gaveUp: 'The archive could not be made, though it was tried three times. Try again later, or tell support.',
  tooMany: 'You have asked for several archives today. They are removed after a day; then ask again.',
  fileName: (day: string) => `cairn-archive-${day}.zip`,
  audited: 'Everything, in one archive',
  mail: {
    subject: 'Your archive is ready',
    greeting: (name: string) => `Dear ${name},`,
    ready: 'Everything you own in Cairn is ready to download. It is kept for one day and then removed.',
    hint: 'Only you can download it. If you did not ask for it, change your password and look at your sessions.',
    link: 'Download it',
  },
} as const
