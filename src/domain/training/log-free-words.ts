import type { LogFields } from './logs-contract.ts'

const FREE = ['site', 'specialty', 'supervisor', 'verifier', 'name', 'title', 'provider', 'comments'] as const

/** What a person writes of a row in their own words, by field: the guard reads it (P18). The rest is chosen, counted, or a day. */
export function freeWordsOf(fields: LogFields): Readonly<Record<string, string>> {
  const values: Readonly<Record<string, unknown>> = fields
  return Object.fromEntries(FREE.flatMap((name) => (typeof values[name] === 'string' && values[name] !== '' ? [[name, values[name]]] : [])))
}
