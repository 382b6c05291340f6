import { readQuery } from '#domain/query-string.ts'
import { wellFormed } from '#domain/text.ts'

/** What another page hands over to a capture, as far as it can be taken: text, whatever it holds. */
export interface HandedOver {
  readonly title: string
  /** As it came: whether it is an address of the web is for the form to say. */
  readonly address: string
  readonly note: string
  /** The window was opened for this and nothing else. */
  readonly ownWindow: boolean
  /** What was longer than is taken. */
  readonly cut: { readonly title: boolean; readonly note: boolean }
}

export const MOST_TITLE = 500
export const MOST_NOTE = 10_000

/**
 * Reads a capture's address (K1, K2): `title`, `address` and `note`, from the query of an add-link or the fragment of a bookmarklet.
 * A fragment stays in the browser, so that selected words, which may be about a patient, are in no server's log.
 */
export function readHandedOver(query: string, fragment: string): HandedOver {
  const given = { ...readQuery(query), ...readQuery(fragment.replace(/^#/, '')) }
  const text = (name: string) => wellFormed([given[name] ?? ''].flat()[0] ?? '')
  const title = tamed(text('title')).replace(/\s+/g, ' ').trim()
  const note = tamed(text('note')).trim()
  return {
    title: cutTo(title, MOST_TITLE),
    address: tamed(text('address')).replace(/\s+/g, ' ').trim(),
    note: cutTo(note, MOST_NOTE),
    ownWindow: text('own') !== '',
    cut: { title: title.length > MOST_TITLE, note: note.length > MOST_NOTE },
  }
}

/** Without control characters but line ends and tabs, and without those that turn the direction of what follows round. */
const tamed = (text: string): string =>
  text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')

/** The beginning of a text, without half a character at its end. */
const cutTo = (text: string, most: number): string =>
  text.length <= most
    ? text
    : text
        .slice(0, most)
        .replace(/[\ud800-\udbff]$/, '')
        .trimEnd()
