import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Account, Accounts } from './accounts.ts'

const COOKIE = 'otherfolio_session'

export function signedIn(accounts: Accounts, request: FastifyRequest): Account | null {
  const token = request.cookies[COOKIE]
  return token === undefined ? null : accounts.signedInBy(token)
}

export function signIn(accounts: Accounts, reply: FastifyReply, account: Account): void {
  void reply.setCookie(COOKIE, accounts.signIn(account.id), { path: '/', httpOnly: true, sameSite: 'lax' })
}

export function signOut(accounts: Accounts, request: FastifyRequest, reply: FastifyReply): void {
  const token = request.cookies[COOKIE]
  if (token !== undefined) accounts.signOut(token)
  void reply.clearCookie(COOKIE, { path: '/' })
}
