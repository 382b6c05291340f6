import { isAPIError } from 'better-auth/api'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { SignedIn } from '#domain/accounts/contract.ts'
import { accountWords } from '#domain/accounts/words.ts'
import { Refusal } from '#domain/errors.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db } from '#server/platform/db.ts'
import { viewerIfAny, type Viewer } from '#server/platform/viewer.ts'
import { ADDRESS_HEADER, MINE_SECONDS } from './better-auth.ts'
import { closesOn } from './closing-queries.ts'
import { deviceName } from './device-name.ts'
import { programmesToday } from './owner-queries.ts'
import type { AccountParts } from './registration.ts'
import { countTry, emailHash, forgetTries } from './wrong-passwords.ts'

const REFUSED: ReadonlySet<string> = new Set(['INVALID_EMAIL_OR_PASSWORD', 'EMAIL_NOT_VERIFIED'])

/**
 * Signs in and sets the cookie: with the browser's session, or for 30 days on a device marked 'mine' (A2).
 * @throws Refusal `wrong_password` (for an unknown email too, and for one not confirmed yet), `try_later`
 */
export async function signIn(
  parts: AccountParts,
  request: FastifyRequest,
  reply: FastifyReply,
  wanted: { email: string; password: string; deviceIsMine: boolean },
): Promise<SignedIn> {
  const { db, accounts } = parts
  const hash = emailHash(parts.config, wanted.email)
  await countTry(db, hash)
  const userAgent = (request.headers['user-agent'] ?? '').slice(0, 500)
  const signed = await accounts.auth.api
    .signInEmail({
      body: { email: wanted.email, password: wanted.password, rememberMe: wanted.deviceIsMine },
      headers: new Headers({ 'user-agent': userAgent, [ADDRESS_HEADER]: request.ip }),
      returnHeaders: true,
    })
    .catch((fault: unknown) => {
      // Who registers an address and then signs in must not learn from the answer whether it had an account before (A2).
      if (isAPIError(fault) && REFUSED.has(String(fault.body?.code))) throw new Refusal('wrong_password', accountWords.wrongPassword)
      throw fault
    })
  const ownerId = signed.response.user.id
  const before = viewerIfAny(request)
  await db.transaction().execute(async (tx) => {
    await forgetTries(tx, hash)
    // Whoever was signed in in this browser no longer is.
    if (before !== null) await tx.deleteFrom('auth.session').where('id', '=', before.sessionId).execute()
    await audit(tx, { ownerId, personId: ownerId, act: 'accounts.signed_in', recordKind: 'account', about: deviceName(userAgent) })
  })
  const cookie = signed.headers.getSetCookie().find((line) => line.startsWith(`${accounts.cookie.name}=`))
  if (cookie === undefined) throw new Error('better-auth set no session cookie')
  const value = decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1).split(';', 1)[0]!)
  reply.setCookie(accounts.cookie.name, value, { ...accounts.cookie.options, ...(wanted.deviceIsMine ? { maxAge: MINE_SECONDS } : {}) })
  return (await signedIn(db, ownerId, wanted.deviceIsMine))!
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

export const clearSession = ({ accounts: { cookie } }: AccountParts, reply: FastifyReply) => reply.clearCookie(cookie.name, cookie.options)

export const whoIs = (db: Db, viewer: Viewer | null) =>
  viewer === null ? Promise.resolve(null) : signedIn(db, viewer.personId, viewer.deviceIsMine)

/** By the statement that finds the person: each part ends at the first row of an index, and the first page waits for nothing more (N3). */
const hasTraining = (ownerId: string) => sql<boolean>`(
  exists (select from trainee where owner_id = ${ownerId})
  or exists (select from relation_by_person where owner_id = ${ownerId} and until_on >= from_on)
  or exists (select from role where person_id = ${ownerId} and coalesce(until_on, 'infinity') >= greatest(from_on, ${programmesToday()}))
  or exists (
    select from invitation where invitation.email = lower(account.email) and accepted_at is null and withdrawn_at is null))`

async function signedIn(db: Db, ownerId: string, deviceIsMine: boolean): Promise<SignedIn | null> {
  const row = await db
    .selectFrom('person')
    .innerJoin('auth.user as account', 'account.id', 'person.owner_id')
    .where('person.owner_id', '=', ownerId)
    .select([
      'person.name',
      'account.email',
      (eb) => eb('person.photo_as', 'is not', null).as('hasPhoto'),
      hasTraining(ownerId).as('training'),
      (eb) => eb.selectFrom('closing').whereRef('closing.owner_id', '=', 'person.owner_id').select('erase_at').as('eraseAt'),
    ])
    .executeTakeFirst()
  if (!row) return null
  return {
    id: ownerId,
    name: row.name,
    email: row.email,
    deviceIsMine,
    hasPhoto: Boolean(row.hasPhoto),
    hasTraining: row.training,
    closesOn: row.eraseAt === null ? null : closesOn(row.eraseAt),
  }
}
