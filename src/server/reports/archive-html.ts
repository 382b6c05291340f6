import { archiveWords as say } from '#domain/reports/archive-words.ts'

/** Everything a page of the archive shows goes through here: no text of a person's is ever markup. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const STYLE = `:root{color-scheme:light dark}body{margin:0 auto;padding:1.5rem clamp(1rem,4vw,2.5rem) 4rem;max-width:60rem;font:1rem/1.5 system-ui,sans-serif;color:light-dark(#1d2530,#e6eaef);background:light-dark(#fff,#14181d);overflow-wrap:anywhere}a{color:light-dark(#1f5f57,#7cc7bb)}article{border-top:1px solid light-dark(#c8d0d8,#434c57);padding:.5rem 0}h1{font-size:1.6rem}h2{font-size:1.25rem;margin:1.5rem 0 .5rem}h3{font-size:1.05rem;margin:.5rem 0}dl{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.2rem 1rem;margin:0}dt{color:light-dark(#55606e,#aab3be)}dd{margin:0;white-space:pre-wrap}@media(max-width:36rem){dl{display:block}dd{margin-bottom:.5rem}}`

export function pageStart(title: string, home = '../index.html'): string {
  const back = home === '' ? '' : `<nav aria-label="${say.contents}"><a href="${home}">${say.contents}</a></nav>`
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:"><title>${escaped(title)}</title><style>${STYLE}</style></head><body>${back}<main><h1>${escaped(title)}</h1>
`
}

export const PAGE_END = '</main></body></html>\n'

/** Only what a browser may follow: an address a person typed could be a script. */
export const isWeb = (address: string): boolean => /^https?:\/\//i.test(address)

/** A link to a file beside the pages. */
export const fileLink = (path: string, name: string, up = '../'): string =>
  `<a href="${escaped(up + path.split('/').map(encodeURIComponent).join('/'))}">${escaped(name)}</a>`

/** Names and values; what is empty is left out. `values` are markup already. */
export function list(facts: readonly (readonly [name: string, markup: string])[]): string {
  const shown = facts.filter(([, markup]) => markup !== '')
  return shown.length === 0 ? '' : `<dl>${shown.map(([name, markup]) => `<dt>${escaped(name)}</dt><dd>${markup}</dd>`).join('')}</dl>`
}

/** A column's name in words: 'practice_before' as 'Practice before'. */
export const inWords = (name: string): string => {
  const words = name.replaceAll(/[_-]+/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A value of a row for reading; ids and what is empty say nothing to a reader. */
export function valueInWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return ''
  if (value instanceof Date) return value.toISOString().replace('T', ' ').slice(0, 16) + ' UTC'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'string') return UUID.test(value) ? '' : escaped(value)
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value))
    return value
      .map(valueInWords)
      .filter((one) => one !== '')
      .join('; ')
  return list(Object.entries(value).map(([name, one]) => [inWords(name), valueInWords(one)] as const))
}
