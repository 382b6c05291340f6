import { writeQuery } from '#domain/query-string.ts'

/** The address that asks to sign in before the page at `href`. Its fragment stays one, so that no server is ever sent it. */
export function signInBefore(href: string): string {
  const [page, fragment] = parted(href)
  return `/welcome${page === '/' ? '' : writeQuery({ next: page })}${fragment}`
}

/** Where to go after signing in at the address `welcome`: the page of ours it names, never another site's. */
export function pageAfterSignIn(next: string | undefined, welcome: string): string {
  if (next === undefined || !/^\/(?![/\\])/.test(next) || next.startsWith('/welcome')) return '/'
  return parted(next)[0] + parted(welcome)[1]
}

const parted = (href: string): readonly [string, string] => {
  const at = href.indexOf('#')
  return at === -1 ? [href, ''] : [href.slice(0, at), href.slice(at)]
}
