import { z } from 'zod'
import { wellFormed } from './text.ts'

/** Text that somebody types, as it can be stored, without spaces around it, of so many characters at most. */
export const textUpTo = (most: number) =>
  z
    .string()
    .overwrite(wellFormed)
    .trim()
    .max(most, { error: `This is longer than ${most.toLocaleString('en-GB')} characters.` })
