/** So many words are read in a minute, and so many minutes a file takes to look at. Ours: a guess, and said to be one. */
const WORDS_A_MINUTE = 200
const MINUTES_A_FILE = 2

/** About how many whole minutes it takes to read this, for a supervisor to choose when (T19); 0 for nothing. */
export function minutesToRead({ words, files }: { readonly words: number; readonly files: number }): number {
  return Math.ceil(words / WORDS_A_MINUTE + files * MINUTES_A_FILE)
}
