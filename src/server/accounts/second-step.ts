import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SignedIn } from '#domain/accounts/contract.ts'
import { secondFactorLetters, secondFactorWords } from '#domain/accounts/second-factor-words.ts'
import { Refusal } from '#domain/errors.ts'
import { viewerIfAny } from '#server/platform/viewer.ts'
import { authWithin } from './auth.ts'
import { COOKIE_PREFIX, IDLE_SECONDS, MINE_SECONDS, STEP_SECONDS } from './better-auth.ts'
import { keepLink, linkWorks, newToken, readLink, useLink } from './links.ts'
import { tell, type AccountParts } from './registration.ts'
import { codeTyped, useCode } from './second-factor.ts'
import { giveCookie, noteSignedIn, signedIn, userAgentOf } from './signed-in.ts'
import { codesHash, countTry, FREE_TRIES, forgetTries } from './wrong-passwords.ts'

/** Only this browser can go on: the token stands nowhere but in its cookie, under a hash in the database. */
const cookieOf = ({ accounts: { cookie } }: AccountParts) => ({
  name: `${cookie.options.secure ? '__Secure-' : ''}${COOKIE_PREFIX}.second_step`,
  options: cookie.options,
})

const tokenIn = (parts: AccountParts, request: FastifyRequest): string | null => request.cookies[cookieOf(parts).name] ?? null

/** After the right password of somebody whose second factor is on: for ten minutes this browser may show the code (A3). */
export async function beginSecondStep(parts: AccountParts, reply: FastifyReply, wanted: { ownerId: string; deviceIsMine: boolean }) {
  const token = newToken()
  await keepLink(await parts.accounts.auth.$context, 'step', token, wanted)
  const { name, options } = cookieOf(parts)
  reply.setCookie(name, token, { ...options, maxAge: STEP_SECONDS })
}

export async function owesSecondStep(parts: AccountParts, request: FastifyRequest): Promise<boolean> {
  const token = tokenIn(parts, request)
  return token !== null && linkWorks(await parts.accounts.auth.$context, 'step', token)
}

export async function leaveSecondStep(parts: AccountParts, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const token = tokenIn(parts, request)
  if (token === null) return
  await useLink(await parts.accounts.auth.$context, 'step', token)
  const { name, options } = cookieOf(parts)
  reply.clearCookie(name, options)
}

const stepOver = () => new Refusal('link_expired', secondFactorWords.stepOver)

/**
 * Signs in by the code, and makes the session, which there is none of before (A3).
 * @throws Refusal `wrong_code` at `code`, `try_later`, `link_expired`
 */
export async function passSecondStep(
  parts: AccountParts,
  request: FastifyRequest,
  reply: FastifyReply,
  wanted: { code: string },
): Promise<SignedIn> {
  const { config, db } = parts
  const auth = await parts.accounts.auth.$context
  const token = tokenIn(parts, request)
  const step = token === null ? null : await readLink(auth, 'step', token)
  const user = step && (await auth.internalAdapter.findUserById(step.ownerId))
  if (token === null || !user) throw stepOver()
  const typed = codeTyped(wanted.code)
  const tries = codesHash(config, user.id)
  const tried = await countTry(db, tries, secondFactorWords.tryLater)
  const before = viewerIfAny(request)
  const { session, deviceIsMine } = await db
    .transaction()
    .execute(async (tx) => {
      const used = await useLink(await authWithin(config, tx), 'step', token)
      if (!used) throw stepOver()
      await useCode(config, tx, user, typed)
      await forgetTries(tx, tries)
      await noteSignedIn(tx, request, user.id, before)
      const now = new Date()
      const made = {
        token: newToken(),
        user_id: user.id,
        device_is_mine: used.deviceIsMine,
        expires_at: new Date(now.getTime() + (used.deviceIsMine ? MINE_SECONDS : IDLE_SECONDS) * 1000),
        updated_at: now,
        ip_address: request.ip,
        user_agent: userAgentOf(request),
      }
      await tx.insertInto('auth.session').values(made).execute()
      return { session: made.token, deviceIsMine: used.deviceIsMine }
    })
    .catch(async (fault: unknown) => {
      // The password is known to whoever types these.
      if (fault instanceof Refusal && fault.code === 'wrong_code' && tried === FREE_TRIES) {
        const letter = secondFactorLetters.wrongCodes(user.name, `${config.url}/forgot`)
        await db.transaction().execute((tx) => tell(tx, user.id, user.email, letter))
      }
      // Turned off in the meantime.
      if (fault instanceof Refusal && fault.code === 'not_found') throw stepOver()
      throw fault
    })
  const { name, options } = cookieOf(parts)
  reply.clearCookie(name, options)
  giveCookie(parts, reply, session, deviceIsMine)
  return (await signedIn(db, user.id, deviceIsMine))!
}
