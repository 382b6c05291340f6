import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { SignedIn } from '#domain/accounts/contract.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { Viewer } from '#server/platform/viewer.ts'
import { MINE_SECONDS } from './better-auth.ts'
import { closesOn } from './closing-queries.ts'
import { deviceName } from './device-name.ts'
import { programmesToday } from './owner-queries.ts'
import type { AccountParts } from './registration.ts'

export const userAgentOf = (request: FastifyRequest): string => (request.headers['user-agent'] ?? '').slice(0, 500)

/** Whoever was signed in in this browser no longer is. */
export async function noteSignedIn(tx: Tx, request: FastifyRequest, ownerId: string, before: Viewer | null): Promise<void> {
  if (before !== null) await tx.deleteFrom('auth.session').where('id', '=', before.sessionId).execute()
  const about = deviceName(userAgentOf(request))
  await audit(tx, { ownerId, personId: ownerId, act: 'accounts.signed_in', recordKind: 'account', about })
}

export function giveCookie({ accounts: { cookie } }: AccountParts, reply: FastifyReply, token: string, deviceIsMine: boolean): void {
  reply.setCookie(cookie.name, cookie.valueOf(token), { ...cookie.options, ...(deviceIsMine ? { maxAge: MINE_SECONDS } : {}) })
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

export async function signedIn(db: Db, ownerId: string, deviceIsMine: boolean): Promise<SignedIn | null> {
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
