import { createHmac, timingSafeEqual } from 'node:crypto'
import { keyFor } from '#server/platform/keys.ts'
import { COOKIE_PREFIX, type AccountConfig } from './better-auth.ts'

export interface SessionCookie {
  readonly name: string
  readonly options: { readonly path: '/'; readonly httpOnly: true; readonly sameSite: 'lax'; readonly secure: boolean }
  /** The session's token, or null where the cookie is missing or was not signed here. */
  tokenOf(value: string | undefined): string | null
  /** What the cookie of a session holds. */
  valueOf(token: string): string
}

/**
 * Reads and writes the cookie as better-auth does, without asking it: `token.signature`, an HMAC-SHA-256 in base64. Every request does this,
 * and only one that was signed here costs a query.
 */
export function openSessionCookie(config: AccountConfig): SessionCookie {
  const secure = config.url.startsWith('https:')
  const key = keyFor(config.secret, 'accounts')
  const sign = (token: string) => createHmac('sha256', key).update(token).digest()
  return {
    name: `${secure ? '__Secure-' : ''}${COOKIE_PREFIX}.session_token`,
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure },
    tokenOf(value) {
      if (value === undefined || value.length > 500) return null
      const dot = value.lastIndexOf('.')
      if (dot < 1) return null
      const token = value.slice(0, dot)
      const given = Buffer.from(value.slice(dot + 1), 'base64')
      const right = sign(token)
      return given.length === right.length && timingSafeEqual(given, right) ? token : null
    },
    valueOf: (token) => `${token}.${sign(token).toString('base64')}`,
  }
}
