import { z } from 'zod'

/**
 * The one codec for query strings: the router, `call()` and the server's parser all use it.
 * Lists repeat their key, `undefined` and empty text are left out, text stays text: schemas read it with `listOf` and `flag`.
 */
export type QueryValue = string | readonly string[]

export function readQuery(text: string): Record<string, QueryValue> {
  const query: Record<string, QueryValue> = {}
  for (const [key, value] of new URLSearchParams(text)) {
    if (key === '__proto__') continue
    const before = Object.hasOwn(query, key) ? query[key] : undefined
    query[key] = before === undefined ? value : [...(typeof before === 'string' ? [before] : before), value]
  }
  return query
}

/** '?a=1&tags=x&tags=y', or '' where nothing is to be said. Values equal to those of `defaults` are left out. */
export function writeQuery(query: Readonly<Record<string, unknown>>, defaults: Readonly<Record<string, unknown>> = {}): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '' || value === defaults[key]) continue
    for (const one of [value].flat() as (string | number | boolean)[]) params.append(key, String(one))
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/** A list in a query string: absent is empty, one value is a list of one. */
export const listOf = <T extends z.ZodType>(schema: T, most: number, tooMany: string) =>
  z.preprocess(
    (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]),
    z.array(schema).max(most, { error: tooMany }),
  )

/** Yes or no in a query string; absent is no. */
export const flag = z.preprocess(
  (value) => (value === undefined || value === 'false' ? false : value === 'true' ? true : value),
  z.boolean({ error: 'This is true or false.' }),
)
