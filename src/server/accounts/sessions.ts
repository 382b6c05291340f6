import type { DeviceSession } from '#domain/accounts/contract.ts'
import { accountWords } from '#domain/accounts/words.ts'
import { notFound } from '#domain/errors.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db } from '#server/platform/db.ts'
import type { Viewer } from '#server/platform/viewer.ts'
import { deviceName } from './device-name.ts'
import type { Seen } from './seen.ts'

/** Where the owner is signed in, the latest used first. */
export async function sessionsOf(db: Db, seen: Seen, hereId: string): Promise<DeviceSession[]> {
  const rows = await db
    .selectFrom('auth.session')
    .where('user_id', '=', seen.ownerId)
    .where('expires_at', '>', new Date())
    .select(['id', 'user_agent', 'ip_address', 'device_is_mine', 'created_at', 'updated_at'])
    .orderBy('updated_at', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    here: row.id === hereId,
    device: deviceName(row.user_agent ?? '') || accountWords.unknownDevice,
    address: row.ip_address ?? '',
    deviceIsMine: row.device_is_mine,
    signedInAt: row.created_at.toISOString(),
    lastUsedAt: row.updated_at.toISOString(),
  }))
}

/** @throws Refusal `not_found` */
export async function endSession(db: Db, seen: Seen, sessionId: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const ended = await tx
      .deleteFrom('auth.session')
      .where('user_id', '=', seen.ownerId)
      .where('id', '=', sessionId)
      .returning('user_agent')
      .executeTakeFirst()
    if (!ended) throw notFound()
    await audit(tx, {
      ownerId: seen.ownerId,
      personId: seen.viewerId,
      act: 'accounts.session_ended',
      recordKind: 'account',
      about: deviceName(ended.user_agent ?? '') || accountWords.unknownDevice,
    })
  })
}

/** Ends every session of the owner but the viewer's own. Returns how many. */
export async function endOtherSessions(db: Db, seen: Seen, viewer: Viewer): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const ended = await tx
      .deleteFrom('auth.session')
      .where('user_id', '=', seen.ownerId)
      .where('id', '!=', viewer.sessionId)
      .where('expires_at', '>', new Date())
      .returning('id')
      .execute()
    if (ended.length > 0) {
      await audit(tx, { ownerId: seen.ownerId, personId: seen.viewerId, act: 'accounts.other_sessions_ended', recordKind: 'account' })
    }
    return ended.length
  })
}
