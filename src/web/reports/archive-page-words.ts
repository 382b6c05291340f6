import { sayNumber } from '#domain/say-number.ts'

const counted = (count: number, one: string, many: string) => `${sayNumber(count)} ${count === 1 ? one : many}`

export const archivePageWords = {
  title: 'Download everything',
  intro:
    'Everything you own in Cairn in one ZIP: pages to read in any browser without a network, your files, and the data for other programs. Only you can ask for it.',
  careful:
    'Your private notes are in it too, the scratch of your reflections included. Keep it where only you can read it. What colleagues answered one by one in feedback, and what others have not signed yet, is theirs and not in it.',
  make: 'Make my archive',
  again: 'Make a new one',
  download: 'Download',
  progress: 'How far the archive is',
  making: 'Your archive is being made. You can leave this page; an email tells you when it is ready, unless you switched that off.',
  ready: (items: number, files: number, size: string, until: string) =>
    `Ready: ${counted(items, 'item', 'items')}, ${counted(files, 'file', 'files')}, ${size}. It is removed on ${until}.`,
  missing: (count: number) =>
    `${counted(count, 'file', 'files')} could not be found on the server. The archive names ${count === 1 ? 'it' : 'them'}; tell support.`,
} as const
