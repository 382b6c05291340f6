import type { Relation } from '#domain/accounts/relations.ts'
import { longDate, type PlainDate } from '#domain/plain-date.ts'
import type { Audience } from './shares.ts'

const people = new Intl.ListFormat('en-GB', { type: 'conjunction' })

interface ReadNow {
  readonly readers: readonly { readonly name: string; readonly relation: Relation }[]
  /** Who reads it for an appraisal, until a day (P25). */
  readonly appraisers: readonly { readonly name: string; readonly until: PlainDate }[]
  /** Shared with somebody, whether or not there is anybody today. */
  readonly isShared: boolean
}

const COURT = 'A court can order that it be handed over, the scratch part too.'

export const reflectionWords = {
  /** The one honest sentence: who can read it now, and that a court can order disclosure (F8). */
  whoReads: ({ readers, appraisers, isShared }: ReadNow): string => {
    if (!isShared && appraisers.length === 0) return `Only you can read this. ${COURT}`
    const named = [...Map.groupBy(readers, ({ name }) => name)].map(
      ([name, as]) => `${name} (${people.format([...new Set(as.map(({ relation }) => relation))])})`,
    )
    const posts = named.length > 0 || !isShared ? [] : ['whoever comes into the posts it is shared with, which nobody holds today,']
    const appraising = appraisers.map(({ name, until }) => `${name} (appraiser, until ${longDate(until)})`)
    const who =
      named.length + appraising.length === 0
        ? 'Nobody holds the posts it is shared with today; whoever comes into them'
        : people.format([...named, ...appraising, ...posts])
    return `${who} can read the learning part; the scratch part is yours alone. ${COURT}`
  },
  audiences: {
    supervisors: 'My educational and clinical supervisors',
    programme: 'My RCP tutor and training programme director',
    panel: 'The panel of my review',
  } as const satisfies Readonly<Record<Audience, string>>,
  notShown: 'Look first at what will be read, and by whom.',
  linkedStill: (codes: readonly string[]): string =>
    `This is linked to ${people.format(codes)} of the curriculum, where others read it. Take the link back first, then stop sharing.`,
  privateToLink: (title: string): string =>
    `‘${title}’ is private. Share it first: whoever reads your evidence reads what you write under learning.`,
  onlyReflections: 'Only a reflection is shared, finished and offered like this.',
  noSubject: 'Choose a file of your library or a module of your learning.',
  finishedAlready: 'This is finished already.',
} as const
