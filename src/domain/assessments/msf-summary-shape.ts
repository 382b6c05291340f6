import { z } from 'zod'
import { AssessorRole } from './form-file.ts'

/** How many chose what, in the order of the scale. */
const Counts = z.object({
  /** How many said something of it: all but those who could not comment. At least three. */
  rated: z.int(),
  levels: z.array(z.object({ code: z.string(), title: z.string(), count: z.int() })),
})
export type Counts = z.infer<typeof Counts>

/** What colleagues said, brought together so that no group under the form's smallest can be told, by subtraction neither (F5). */
export const MsfSummary = z.object({
  asked: z.int(),
  answered: z.int(),
  /** Kinds that are large enough to be told; who is not in one of them stands in `others`. */
  kinds: z.array(z.object({ role: AssessorRole, answered: z.int() })),
  others: z.int(),
  questions: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      /** The trainee's own answer, in words; '' where they gave none. */
      self: z.string(),
      /** Null where too few could say. The level of those who could not comment is among the levels here. */
      all: Counts.nullable(),
      /** Without those who could not comment. */
      kinds: z.array(z.object({ role: AssessorRole, counts: Counts })),
    }),
  ),
  /** Free words by question, without kind, in an order that tells nothing. `key` names one within the round. */
  words: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      /** What the trainee wrote there themselves; '' where nothing. */
      self: z.string(),
      texts: z.array(z.object({ key: z.string(), text: z.string() })),
    }),
  ),
  /** Remarks that the educational supervisor left out. */
  leftOut: z.int(),
})
export type MsfSummary = z.infer<typeof MsfSummary>
