/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/**
 * The one way to write a value as JSON, so that equal records have equal hashes wherever they are computed.
 * RFC 8785: no spaces, members sorted by UTF-16 code units, numbers and texts as ECMAScript writes them.
 * @throws TypeError for what JSON cannot say: NaN, infinity, half an emoji, undefined
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'string') return textOf(value)
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError('JSON has no such number.')
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return JSON.stringify(value)
  if (!isPlain(value)) throw new TypeError(`JSON has no ${typeof value} such as this.`)
  const members = Object.keys(value)
    .sort()
    .map((name) => `${textOf(name)}:${canonicalJson(value[name]!)}`)
  return `{${members.join(',')}}`
}

function textOf(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('A text holds half a character.')
  return JSON.stringify(text)
}

function isPlain(value: unknown): value is { readonly [name: string]: Json } {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
