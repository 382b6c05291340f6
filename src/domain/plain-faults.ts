import { z } from 'zod'
import { sayNumber } from './say-number.ts'

/** What is wrong, in words a person can act on, where the schema has no `error` of its own (N7). */
export function sayIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'This is missing.' : (WRITE[issue.expected] ?? 'This cannot be read.')
    case 'too_big':
      return `${sayNumber(Number(issue.maximum))}${COUNTED[issue.origin] ?? ''} at most.`
    case 'too_small':
      return Number(issue.minimum) === 1 && issue.origin in COUNTED
        ? 'This cannot be empty.'
        : `${sayNumber(Number(issue.minimum))}${COUNTED[issue.origin] ?? ''} at least.`
    case 'invalid_value':
    case 'invalid_union':
      return 'This is not one of the choices.'
    case 'unrecognized_keys':
    case 'invalid_key':
      return 'This holds something Cairn does not know.'
    case 'invalid_format':
      return issue.format === 'uuid' ? 'This names nothing that is here.' : 'This is not written as it should be.'
    default:
      return 'This cannot be read.'
  }
}

const WRITE: Readonly<Record<string, string>> = {
  string: 'Write this as text.',
  number: 'Write this as a number.',
  int: 'Write this as a whole number.',
  boolean: 'Answer with yes or no.',
  array: 'This must be a list.',
}

const COUNTED: Readonly<Record<string, string>> = { string: ' characters', array: ' entries', set: ' entries', map: ' entries' }

z.config({ localeError: sayIssue })
