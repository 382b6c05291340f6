import { setTimeout as wait } from 'node:timers/promises'
import * as oauth from 'openid-client'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { enqueue } from '#server/platform/jobs.ts'
import type { Seals } from '#server/platform/keys.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import type { OpenConnector } from './connectors.ts'
import type { DeliveryHouse } from './claim.ts'

/** There is no access any more, and only the owner can give it again (X10). The message says why, in words. */
export class Withdrawn extends Error {
  override name = 'Withdrawn'
}

/** The other side's sign-in could not be reached, or did not answer in time. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

const EARLY_MS = 30_000
/** Longer than a call to the other side's sign-in may take. */
const REFRESH_LEASE = sql`interval '20 seconds'`
const LOOK_EVERY_MS = 200
const LOOK_TIMES = 110

const boundTo = (ownerId: string, connectionId: string) => `${ownerId} ${connectionId}`

interface ConnectionKey {
  readonly ownerId: string
  readonly connectionId: string
}

/** Token columns of a connection's row, sealed (X12). */
export function sealedTokens(seals: Seals, { ownerId, connectionId }: ConnectionKey, tokens: oauth.TokenEndpointResponse, before?: string) {
  const bound = boundTo(ownerId, connectionId)
  const seconds = tokens.expires_in ?? 300
  return {
    access_token: seals.seal(tokens.access_token, bound),
    refresh_token: tokens.refresh_token === undefined ? (before ?? null) : seals.seal(tokens.refresh_token, bound),
    access_expires_at: new Date(Date.now() + seconds * 1000),
    refreshing_until: null,
  }
}

/**
 * A token that works now. One that has run out is refreshed by whoever gets the lease on the row, so that no refresh token is spent twice
 * and no connection to the database is held while the other side thinks; the others look again until the fresh one is there. `stale` is
 * one that was refused though it had not run out.
 * @throws Withdrawn where the other side refuses the refresh token, or the key it was sealed with is gone; Unreachable where it gives no answer
 */
export async function accessToken(
  db: Db,
  seals: Seals,
  connector: OpenConnector,
  key: ConnectionKey,
  stale: string | null = null,
): Promise<string> {
  for (let look = 0; look < LOOK_TIMES; look++) {
    const held = await heldToken(db, seals, key, stale)
    if (held.isGood) return held.token
    // Before the lease is taken, which would else run out while the other side is looked up.
    const configuration = await connector.oauth().catch(unreachable)
    const spent = await takeRefreshToken(db, key, held.sealed)
    if (spent !== null) {
      const fresh = await refreshed(db, seals, { configuration, connectorId: connector.connector.id }, key, spent)
      if (fresh !== null) return fresh
    } else await wait(LOOK_EVERY_MS)
  }
  throw new Unreachable('Its sign-in did not answer in time.')
}

type Held = { readonly isGood: true; readonly token: string } | { readonly isGood: false; readonly sealed: string }

async function heldToken(db: Db, seals: Seals, key: ConnectionKey, stale: string | null): Promise<Held> {
  const row = await db
    .selectFrom('connection')
    .select(['access_token', 'refresh_token', 'access_expires_at'])
    .where('owner_id', '=', key.ownerId)
    .where('id', '=', key.connectionId)
    .executeTakeFirst()
  if (row === undefined || row.access_token === null) throw new Withdrawn('There is no access.')
  const token = opened(seals, key, row.access_token)
  const runsOut = (row.access_expires_at?.getTime() ?? 0) - EARLY_MS <= Date.now()
  if (token !== stale && !runsOut) return { isGood: true, token }
  if (row.refresh_token === null) throw new Withdrawn('Its access has run out.')
  return { isGood: false, sealed: row.access_token }
}

/** Whether the other side gave a token to refresh by; some give none, and their access lasts until it runs out. */
export async function canBeRefreshed(db: Db, { ownerId, connectionId }: ConnectionKey): Promise<boolean> {
  const row = await db
    .selectFrom('connection')
    .select('refresh_token')
    .where('owner_id', '=', ownerId)
    .where('id', '=', connectionId)
    .executeTakeFirst()
  return row !== undefined && row.refresh_token !== null
}

/** The sealed refresh token, for who may spend it now; null where somebody else does, or where another token than `instead` is there. */
async function takeRefreshToken(db: Db, { ownerId, connectionId }: ConnectionKey, instead: string): Promise<string | null> {
  const row = await db
    .updateTable('connection')
    .set({ refreshing_until: sql<Date>`now() + ${REFRESH_LEASE}` })
    .where('owner_id', '=', ownerId)
    .where('id', '=', connectionId)
    .where((eb) => eb.or([eb('refreshing_until', 'is', null), eb('refreshing_until', '<', sql<Date>`now()`)]))
    .where('access_token', '=', instead)
    .where('refresh_token', 'is not', null)
    .returning('refresh_token')
    .executeTakeFirst()
  return row?.refresh_token ?? null
}

/** Null where the owner disconnected or connected anew meanwhile: what came for the access before is given up again (X6, X10). */
async function refreshed(
  db: Db,
  seals: Seals,
  at: { readonly configuration: oauth.Configuration; readonly connectorId: string },
  key: ConnectionKey,
  spent: string,
): Promise<string | null> {
  // The fence: who connected again, or disconnected, left another token here or none.
  const mine = () =>
    db.updateTable('connection').where('owner_id', '=', key.ownerId).where('id', '=', key.connectionId).where('refresh_token', '=', spent)
  let tokens: oauth.TokenEndpointResponse
  try {
    tokens = await oauth.refreshTokenGrant(at.configuration, opened(seals, key, spent)).catch(withdrawnOrUnreachable)
  } catch (fault) {
    const there = await mine().set({ refreshing_until: null }).returning('id').executeTakeFirst()
    if (there === undefined) return null
    throw fault
  }
  const kept = await mine()
    .set(sealedTokens(seals, key, tokens, spent))
    .returning('id')
    .executeTakeFirst()
  if (kept !== undefined) return tokens.access_token
  const given = [tokens.refresh_token, tokens.access_token].filter((token) => token !== undefined)
  const bound = boundTo(key.ownerId, key.connectionId)
  await db.transaction().execute((tx) =>
    giveUpTokens(
      tx,
      { ...key, connectorId: at.connectorId },
      given.map((token) => seals.seal(token, bound)),
    ),
  )
  return null
}

function opened(seals: Seals, { ownerId, connectionId }: ConnectionKey, sealed: string): string {
  try {
    return seals.open(sealed, boundTo(ownerId, connectionId))
  } catch (cause) {
    throw new Withdrawn('The key to its access is gone here.', { cause })
  }
}

const unreachable = (cause: unknown): never => {
  throw new Unreachable('Its sign-in could not be reached.', { cause })
}

/** 'invalid_grant' says that a refresh token is spent or was revoked (RFC 6749, 5.2). */
function withdrawnOrUnreachable(fault: unknown): never {
  if (fault instanceof oauth.ResponseBodyError && (fault.error === 'invalid_grant' || fault.error === 'access_denied'))
    throw new Withdrawn('The access was taken back there.', { cause: fault })
  return unreachable(fault)
}

export const REVOKE = 'connections.revoke_token'
export const BEHIND_DELIVERIES = 20
export const TokenKey = z.object({ ownerId: z.uuid(), id: z.uuid() })

/** Tokens that are used no more: the other side is told to forget them, however long it is away (X6). They stay sealed until then. */
export async function giveUpTokens(
  tx: Tx,
  { ownerId, connectionId, connectorId }: ConnectionKey & { readonly connectorId: string },
  sealed: readonly (string | null)[],
): Promise<void> {
  for (const token of sealed) {
    if (token === null) continue
    const id = uuidv7()
    await tx
      .insertInto('token_revocation')
      .values({ owner_id: ownerId, id, connection_id: connectionId, connector_id: connectorId, token })
      .execute()
    await enqueue(tx, REVOKE, { ownerId, id }, { priority: BEHIND_DELIVERIES })
  }
}

/** Tells the other side to forget one token. One whose key or connector is gone cannot be told of. @throws what the network throws */
export async function revokeToken({ db, seals, connectors }: DeliveryHouse, { ownerId, id }: z.infer<typeof TokenKey>): Promise<void> {
  const row = await db.selectFrom('token_revocation').selectAll().where('owner_id', '=', ownerId).where('id', '=', id).executeTakeFirst()
  if (row === undefined) return
  const connector = connectors.find(row.connector_id)
  if (connector !== null) {
    const configuration = await connector.oauth()
    if (configuration.serverMetadata().revocation_endpoint !== undefined) {
      try {
        await oauth.tokenRevocation(configuration, opened(seals, { ownerId, connectionId: row.connection_id }, row.token))
      } catch (fault) {
        // An answer, whatever it says, is all there will be; a key that is gone opens nothing later either.
        if (!(fault instanceof Withdrawn || fault instanceof oauth.ResponseBodyError)) throw fault
      }
    }
  }
  await db.deleteFrom('token_revocation').where('owner_id', '=', ownerId).where('id', '=', id).execute()
}
