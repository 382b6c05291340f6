import { isWebAddress } from '#domain/portfolio/item.ts'

/** The database's index can hold no more. An address is ASCII once it is written out. */
const MOST_CHARACTERS = 2000

/**
 * What two addresses of the same page have in common (K3): the address as a browser writes it out, so with its host in lower case and
 * '/' for an empty path, without fragment and `utm_` parameters. Everything else tells pages apart. '' where there is nothing to
 * compare: not http or https, or too long.
 */
export function addressKey(link: string): string {
  if (!isWebAddress(link)) return ''
  const url = new URL(link)
  url.hash = ''
  url.search = withoutUtm(url.search)
  return url.href.length > MOST_CHARACTERS ? '' : url.href
}

function withoutUtm(search: string): string {
  const parts = search.slice(1).split('&')
  const kept = parts.filter((part) => !/^utm_/i.test(part)).join('&')
  return kept === '' ? '' : `?${kept}`
}
