/**
 * Which words of a file search finds (P9): the letters and digits as `matching` splits what is searched for, each once, in small letters.
 * Accents stay: the database lays them aside, as in what is searched for.
 */

/** Of one file, in characters with the spaces between them. Ours: a long guideline's different words, and far from what a row may hold. */
export const MOST_FILE_WORDS = 60_000
/** Of all files of an item. */
export const MOST_ITEM_WORDS = 120_000
/** Longer is no word of any language, but a key, a picture in letters or a run of text without spaces. */
const LONGEST_WORD = 64

const WORD = /[\p{L}\p{N}\p{M}]+/gu
const JOINED = /[\p{L}\p{N}\p{M}]*$/u
const LONGEST_CUT = 1000

export interface WordGatherer {
  /** Takes the next piece of the text; what the end of a piece cuts is put together with the next. */
  take(text: string): void
  /** The last word ends here. */
  end(): void
  /** Words found since this was last asked. */
  fresh(): string[]
  /** Nothing more is taken. */
  readonly full: boolean
}

export function wordGatherer(most = MOST_FILE_WORDS): WordGatherer {
  const known = new Set<string>()
  let fresh: string[] = []
  let size = 0
  let cut = ''
  let full = false
  const add = (text: string) => {
    // 'ﬁ' and other letters of print become those that are typed.
    for (const [word] of text.normalize('NFKC').matchAll(WORD)) {
      const small = word.toLowerCase()
      if (small.length > LONGEST_WORD || known.has(small)) continue
      if (size + small.length + 1 > most) {
        full = true
        return
      }
      known.add(small)
      fresh.push(small)
      size += small.length + 1
    }
  }
  return {
    take(text) {
      if (full) return
      // A hyphen that only shows where a line may end is none.
      const all = cut + text.replaceAll('\u00ad', '')
      const [end] = JOINED.exec(all.slice(-LONGEST_CUT))!
      cut = end
      add(all.slice(0, all.length - end.length))
    },
    end() {
      if (!full) add(cut)
      cut = ''
    },
    fresh() {
      const found = fresh
      fresh = []
      return found
    },
    get full() {
      return full
    },
  }
}

export type TextKind = 'pdf' | 'office' | 'markup' | 'text'

const TEXT = /^(text\/(plain|csv|markdown|tab-separated-values|calendar|vcard)|application\/json)$/
const MARKUP = /^(text\/html|application\/xml)$/
const OFFICE =
  /^application\/vnd\.(openxmlformats-officedocument\.|ms-(word|excel|powerpoint)\.[a-z]+\.macroenabled|oasis\.opendocument\.)/i

/** How the words of a file are read; null for pictures, recordings and all else of which none are. */
export function textKindOf(mediaType: string): TextKind | null {
  if (mediaType === 'application/pdf') return 'pdf'
  if (OFFICE.test(mediaType)) return 'office'
  if (MARKUP.test(mediaType)) return 'markup'
  return TEXT.test(mediaType) ? 'text' : null
}
