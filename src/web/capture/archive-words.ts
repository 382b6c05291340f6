import type { ArchivePart } from '#domain/capture/archive-in.ts'
import { sayNumber } from '#domain/say-number.ts'

/** What the page says of an archive that is brought in (K5, R6). */
export const archivePageWords = {
  of: (name: string) => `Archive of ${name}`,
  made: (day: string, server: string) => `Made on ${day} by the Cairn at ${server}.`,
  own: 'It is your own. What is here stays as it is now; what is gone comes back.',
  parts: 'What it holds, and what becomes of it',
  fate: ({ fate, rows, here, why }: ArchivePart) => {
    if (fate !== 'in') return why
    if (here === 0) return 'Comes in as yours'
    return here >= rows ? 'Here already' : `Comes in as yours; ${sayNumber(here)} here already`
  },
  became: ({ fate, rows, here, why }: ArchivePart) => {
    if (fate !== 'in') return why
    if (here === 0) return 'Came in as yours'
    return here >= rows ? 'Was here already' : `Came in as yours; ${sayNumber(here)} were here already`
  },
  notes: 'To be known beside',
  bring: (n: number) => (n === 0 ? 'Bring it in' : `Bring in ${n === 1 ? '1 row' : `${sayNumber(n)} rows`}`),
  brought: (n: number) =>
    n === 0 ? 'No row came in: what was new is kept.' : `${n === 1 ? '1 row' : `${sayNumber(n)} rows`} came in as yours`,
  already: (n: number) => `${n === 1 ? '1 row was' : `${sayNumber(n)} rows were`} here already.`,
  nothing: 'Everything of this archive is here already.',
  kept: 'What has no place here is kept as an archive of its own, with pages to read from disk and the proof of what was signed.',
  download: 'Download what was kept',
  elsewhere: 'See what was signed elsewhere',
} as const
