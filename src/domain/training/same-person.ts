import { fold } from '#domain/fold.ts'

/** Before a name, and no part of it. */
const TITLES = new Set(['dr', 'doctor', 'mr', 'mrs', 'ms', 'miss', 'mx', 'prof', 'professor', 'sir', 'dame', 'lady', 'lord'])

/** A name as it is compared (T5): case, accents, titles and punctuation laid aside. */
export function nameKey(name: string): string {
  const words = fold(name)
    .replace(/[’'`]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
  while (words.length > 1 && TITLES.has(words[0]!)) words.shift()
  return words.join(' ')
}

/** 'O'BRIEN, Zoë' is not 'Zoe O'Brien': the order counts, so that nobody is taken for another. */
export const sameName = (one: string, other: string): boolean => nameKey(one) !== '' && nameKey(one) === nameKey(other)

/** A number of a professional body as it is compared: '704 4321' is '7044321'. The database's index says the same. */
export const numberKey = (number: string): string => number.replace(/[^A-Za-z0-9]/g, '').toUpperCase()
