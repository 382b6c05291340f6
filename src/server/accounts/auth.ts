import type pg from 'pg'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Parts } from '#server/platform/parts.ts'
import type { FindViewer } from '#server/platform/viewer.ts'
import { IDLE_SECONDS, openBetterAuth, type AccountConfig, type BetterAuth } from './better-auth.ts'
import { openSessionCookie, type SessionCookie } from './session-cookie.ts'

export type AuthContext = Awaited<BetterAuth['$context']>

export interface Accounts {
  readonly findViewer: FindViewer
  readonly auth: BetterAuth
  readonly cookie: SessionCookie
}

/** Sent by the page with what its timers do, so that a page left open does not keep a session alive (A2). */
const BACKGROUND_HEADER = 'cairn-background'

export function openAccounts(parts: Pick<Parts, 'config' | 'db' | 'pool'>): Accounts {
  const cookie = openSessionCookie(parts.config)
  return {
    auth: openBetterAuth(parts.config, parts.db as never),
    cookie,
    async findViewer(request) {
      const token = cookie.tokenOf(request.cookies[cookie.name])
      if (token === null) return null
      return viewerByToken(parts.pool, token, request.headers[BACKGROUND_HEADER] === '1')
    },
  }
}

/**
 * better-auth at work inside one of our transactions, so that the account and what stands beside it (details, mail, audit) are made
 * together or not at all.
 */
export const authWithin = (config: AccountConfig, tx: Db | Tx): Promise<AuthContext> => openBetterAuth(config, tx as never, true).$context

interface SessionRow {
  id: string
  user_id: string
  device_is_mine: boolean
  rested: boolean
  closing: boolean
}

const FIND = {
  name: 'accounts-find-viewer',
  text: `select id, user_id, device_is_mine, updated_at < now() - interval '1 minute' as rested,
           exists (select from closing where closing.owner_id = user_id) as closing
         from auth.session where token = $1 and expires_at > now()`,
}
const TOUCH = {
  name: 'accounts-touch-session',
  text: `update auth.session set updated_at = now(),
           expires_at = case when device_is_mine then expires_at else now() + $2 * interval '1 second' end
         where id = $1 and expires_at > now()`,
}

/** One prepared query; a second one at most once a minute, which notes the use and moves the idle expiry on. */
async function viewerByToken(pool: pg.Pool, token: string, inBackground: boolean) {
  const { rows } = await pool.query<SessionRow>({ ...FIND, values: [token] })
  const row = rows[0]
  if (row === undefined) return null
  if (row.rested && !inBackground) await pool.query({ ...TOUCH, values: [row.id, IDLE_SECONDS] })
  return { personId: row.user_id, sessionId: row.id, deviceIsMine: row.device_is_mine, isClosing: row.closing }
}
