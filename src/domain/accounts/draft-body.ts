import { z } from 'zod'
import { wellFormed } from '#domain/text.ts'

type Json = z.core.util.JSONType

/** Characters in a draft, whatever bytes they take: five texts of an item at their longest, and then some. */
const MOST_CHARACTERS = 300_000
/** No form is as deep, and what is deeper could take the whole stack. */
const DEEPEST = 20

/** Characters of all strings and names; anything else counts as one. Infinite where it is too deep. */
function charactersIn(value: Json, depth = 0): number {
  if (depth > DEEPEST) return Infinity
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 1
  let sum = 1
  for (const [name, part] of Object.entries(value)) sum += (Array.isArray(value) ? 0 : name.length) + charactersIn(part, depth + 1)
  return sum
}

function storable(value: Json): Json {
  if (typeof value === 'string') return wellFormed(value)
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value) ? value.map(storable) : storableFields(value)
}

const storableFields = (fields: Readonly<Record<string, Json>>): Record<string, Json> =>
  Object.fromEntries(Object.entries(fields).map(([name, part]) => [wellFormed(name), storable(part)]))

/** What was typed into a form. It comes out of JSON, so that it is looked at for its size alone. */
export const DraftBody = z
  .record(z.string(), z.unknown() as unknown as z.ZodType<Json>)
  .refine((body) => charactersIn(body) <= MOST_CHARACTERS, { error: 'This is too long to keep as a draft.', abort: true })
  .overwrite(storableFields)
