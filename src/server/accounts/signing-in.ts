import { isAPIError } from 'better-auth/api'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SignedIn } from '#domain/accounts/contract.ts'
import { accountWords } from '#domain/accounts/words.ts'
import { Refusal } from '#domain/errors.ts'
import { audit } from '#server/platform/audit.ts'
import { viewerIfAny } from '#server/platform/viewer.ts'
import { ADDRESS_HEADER, SecondStepOwed } from './better-auth.ts'
import type { AccountParts } from './registration.ts'
import { beginSecondStep } from './second-step.ts'
import { clearSession, giveCookie, noteSignedIn, signedIn, userAgentOf } from './signed-in.ts'
import { countTry, emailHash, forgetTries } from './wrong-passwords.ts'

const REFUSED: ReadonlySet<string> = new Set(['INVALID_EMAIL_OR_PASSWORD', 'EMAIL_NOT_VERIFIED'])

/**
 * Signs in and sets the cookie: with the browser's session, or for 30 days on a device marked 'mine' (A2). Null where the password was
 * right and a code is owed; there is no session then (A3).
 * @throws Refusal `wrong_password` (for an unknown email too, and for one not confirmed yet), `try_later`
 */
export async function signIn(
  parts: AccountParts,
  request: FastifyRequest,
  reply: FastifyReply,
  wanted: { email: string; password: string; deviceIsMine: boolean },
): Promise<SignedIn | null> {
  const { db, accounts } = parts
  const hash = emailHash(parts.config, wanted.email)
  await countTry(db, hash)
  const signed = await accounts.auth.api
    .signInEmail({
      body: { email: wanted.email, password: wanted.password, rememberMe: wanted.deviceIsMine },
      headers: new Headers({ 'user-agent': userAgentOf(request), [ADDRESS_HEADER]: request.ip }),
    })
    .catch((fault: unknown) => {
      if (fault instanceof SecondStepOwed) return fault
      // Who registers an address and then signs in must not learn from the answer whether it had an account before (A2).
      if (isAPIError(fault) && REFUSED.has(String(fault.body?.code))) throw new Refusal('wrong_password', accountWords.wrongPassword)
      throw fault
    })
  if (signed instanceof SecondStepOwed) {
    await forgetTries(db, hash)
    await beginSecondStep(parts, reply, { ownerId: signed.ownerId, deviceIsMine: wanted.deviceIsMine })
    return null
  }
  const { user, token } = signed
  const before = viewerIfAny(request)
  await db.transaction().execute(async (tx) => {
    await forgetTries(tx, hash)
    await noteSignedIn(tx, request, user.id, before)
  })
  giveCookie(parts, reply, token, wanted.deviceIsMine)
  return (await signedIn(db, user.id, wanted.deviceIsMine))!
}

/** Ends the session of this browser, if it has one. */
export async function signOut(parts: AccountParts, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const viewer = viewerIfAny(request)
  if (viewer !== null) {
    await parts.db.transaction().execute(async (tx) => {
      await tx.deleteFrom('auth.session').where('id', '=', viewer.sessionId).execute()
      await audit(tx, { ownerId: viewer.personId, personId: viewer.personId, act: 'accounts.signed_out', recordKind: 'account' })
    })
  }
  clearSession(parts, reply)
}
