import { longDate, type PlainDate } from '#domain/plain-date.ts'
import { paperWords } from './paper-words.ts'

/**
 * Whether a declaration can be signed now (T4): within its training year, after every section it names was opened, once a year unless
 * it corrects the one before.
 * Source: Yorkshire and Humber Deanery, IMT ePortfolio page, 'Getting Started', 2: at the beginning of each year, having read the
 * relevant sections of Good medical practice.
 */
export interface Signing {
  readonly today: PlainDate
  readonly year: { readonly from: PlainDate; readonly until: PlainDate } | null
  readonly sections: readonly { readonly code: string; readonly heading: string }[]
  readonly opened: ReadonlySet<string>
  /** Of this person, kind and year: the newest that was signed. */
  readonly signedId: string | null
  readonly corrects: string | null
}

/** Why not, in words; null where it can be signed. */
export function whyNotSigned({ today, year, sections, opened, signedId, corrects }: Signing): string | null {
  if (year === null) return paperWords.noYear
  if (today < year.from) return paperWords.notYet(longDate(year.from))
  if (today > year.until) return paperWords.yearOver(longDate(year.until))
  if (corrects === null && signedId !== null) return paperWords.signedAlready
  if (corrects !== null && corrects !== signedId) return paperWords.notNewest
  const unread = sections.filter(({ code }) => !opened.has(code)).map(({ heading }) => heading)
  return unread.length > 0 ? paperWords.unread(unread) : null
}
