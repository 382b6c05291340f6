import { createHash } from 'node:crypto'
import * as oauth from 'openid-client'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { notFound, Refusal } from '#domain/errors.ts'
import type { Connection } from '#domain/connections/contract.ts'
import type { Seen } from '#server/accounts/seen.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import type { DeliveryHouse } from './claim.ts'
import type { OpenConnector } from './connectors.ts'
import { connectionOf } from './queries.ts'
import { notSentBefore, ringAll } from './queue-commands.ts'
import { giveUpTokens, sealedTokens } from './tokens.ts'

/** The page the other side sends the owner back to. */
export const BACK_PATH = '/connections/back'
const REQUEST_MINUTES = 15

const hashOf = (state: string): string => createHash('sha256').update(state).digest('hex')

/** Where the owner goes to sign in there and grant access: authorisation code with PKCE (X1). @throws Refusal `overloaded` where it does not answer */
export async function beginConnecting(house: DeliveryHouse, seen: Seen, connectorId: string): Promise<{ address: string }> {
  const { db, seals, config } = house
  const connector = house.connectors.get(connectorId)
  const configuration = await reached(connector)
  const [state, nonce, verifier, id] = [oauth.randomState(), oauth.randomNonce(), oauth.randomPKCECodeVerifier(), uuidv7()]
  await db
    .deleteFrom('connection_request')
    .where('owner_id', '=', seen.ownerId)
    .where('expires_at', '<', sql<Date>`now()`)
    .execute()
  await db
    .insertInto('connection_request')
    .values({
      owner_id: seen.ownerId,
      id,
      connector_id: connectorId,
      state_hash: hashOf(state),
      verifier: seals.seal(verifier, `${seen.ownerId} ${id}`),
      nonce,
      expires_at: new Date(Date.now() + REQUEST_MINUTES * 60_000),
    })
    .execute()
  const address = oauth.buildAuthorizationUrl(configuration, {
    redirect_uri: config.url + BACK_PATH,
    scope: connector.connector.scopes.join(' '),
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    // Without it no token to renew by is given (OpenID Connect Core, 11).
    prompt: 'consent',
  })
  return { address: address.href }
}

/** @throws Refusal `overloaded` where it does not answer */
const reached = (connector: OpenConnector): Promise<oauth.Configuration> =>
  connector.oauth().catch((cause: unknown) => {
    throw Object.assign(new Refusal('overloaded', `${connector.connector.name} does not answer just now. Try again; nothing was lost.`), {
      cause,
    })
  })

/**
 * Back from the other side. `state`, PKCE, nonce and issuer are checked; each request is used once, and by who began it (X1, X8).
 * The same account again takes up what waited; another begins anew (X10).
 * @throws Refusal `not_allowed` with a plain message where it was refused there or the way back is not ours
 */
export async function finishConnecting(house: DeliveryHouse, seen: Seen, search: string): Promise<Connection> {
  const { db, seals, config } = house
  const given = new URLSearchParams(search)
  const state = given.get('state') ?? ''
  const begun = await db
    .selectFrom('connection_request')
    .select(['connector_id', 'used_at'])
    .where('owner_id', '=', seen.ownerId)
    .where('state_hash', '=', hashOf(state))
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst()
  if (begun === undefined) throw new Refusal('not_allowed', 'This way back is too old, or was not begun by you. Connect again.')
  if (begun.used_at !== null)
    throw new Refusal('not_allowed', 'This way back was used before. Look at your connections; if it is not among them, connect again.')
  const connector = house.connectors.get(begun.connector_id)
  const { name } = connector.connector
  // Before the way back is spent, so that it can be gone again once the other side answers.
  const configuration = await reached(connector)
  const request = await db
    .updateTable('connection_request')
    .set({ used_at: sql<Date>`now()` })
    .where('owner_id', '=', seen.ownerId)
    .where('state_hash', '=', hashOf(state))
    .where('used_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (request === undefined) throw new Refusal('not_allowed', 'This way back was used before. Look at your connections.')
  if (given.get('error') === 'access_denied')
    throw new Refusal('not_allowed', `You did not give access, so nothing is connected to ${name}.`)
  let tokens: Awaited<ReturnType<typeof oauth.authorizationCodeGrant>>
  try {
    tokens = await oauth.authorizationCodeGrant(configuration, new URL(`${config.url}${BACK_PATH}?${given.toString()}`), {
      pkceCodeVerifier: seals.open(request.verifier, `${seen.ownerId} ${request.id}`),
      expectedState: state,
      expectedNonce: request.nonce,
      idTokenExpected: true,
    })
  } catch (cause) {
    throw Object.assign(new Refusal('not_allowed', `${name} did not confirm the access. Nothing is connected; try again.`), { cause })
  }
  const claims = tokens.claims()!
  const who = { issuer: claims.iss, subject: claims.sub }
  const id = await db.transaction().execute(async (tx) => {
    const known = await tx
      .selectFrom('connection')
      .selectAll()
      .where('owner_id', '=', seen.ownerId)
      .where('connector_id', '=', request.connector_id)
      .orderBy('connected_at', 'desc')
      .forUpdate()
      .execute()
    const same = known.find((one) => one.issuer === who.issuer && one.subject === who.subject)
    const other = known.find((one) => one.ended_at === null && one !== same)
    if (other !== undefined) await endConnection(tx, seen, other)
    // The same account keeps its connection's name, so that nothing is recorded there twice whatever lies between (X5).
    const connectionId = same?.id ?? uuidv7()
    const sealed = sealedTokens(seals, { ownerId: seen.ownerId, connectionId }, tokens)
    const now = { ...sealed, state: 'active', paused_at: null, ended_at: null, connected_at: new Date() }
    if (same === undefined) {
      await tx
        .insertInto('connection')
        .values({ owner_id: seen.ownerId, id: connectionId, connector_id: request.connector_id, ...who, ...now })
        .execute()
    } else {
      await tx.updateTable('connection').set(now).where('owner_id', '=', seen.ownerId).where('id', '=', connectionId).execute()
      await ringAll(tx, seen.ownerId, connectionId, ['waiting'])
    }
    await audit(tx, { ...actOf(seen, connectionId, name), act: 'connections.connected' })
    return connectionId
  })
  return connectionOf(db, house.connectors, seen, id)
}

/** Disconnect (X6): tokens are given up, what waited is 'not sent', what was sent stays there. Waits for nobody else. */
export async function disconnect(house: DeliveryHouse, seen: Seen, connectionId: string): Promise<void> {
  await house.db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('connection')
      .selectAll()
      .where('owner_id', '=', seen.ownerId)
      .where('id', '=', connectionId)
      .where('ended_at', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (row === undefined) throw notFound()
    await endConnection(tx, seen, row)
    const name = house.connectors.find(row.connector_id)?.connector.name ?? row.connector_id
    await audit(tx, { ...actOf(seen, connectionId, name), act: 'connections.disconnected' })
  })
}

async function endConnection(
  tx: Tx,
  { ownerId }: Seen,
  row: {
    readonly id: string
    readonly connector_id: string
    readonly access_token: string | null
    readonly refresh_token: string | null
  },
): Promise<void> {
  await giveUpTokens(tx, { ownerId, connectionId: row.id, connectorId: row.connector_id }, [row.refresh_token, row.access_token])
  await tx
    .updateTable('connection')
    .set({
      state: 'ended',
      ended_at: new Date(),
      access_token: null,
      refresh_token: null,
      access_expires_at: null,
      refreshing_until: null,
    })
    .where('owner_id', '=', ownerId)
    .where('id', '=', row.id)
    .execute()
  // A lease stays: a call under way is waited for, however soon the owner connects again.
  await tx
    .updateTable('delivery')
    .set({ state: notSentBefore, fault: null })
    .where('owner_id', '=', ownerId)
    .where('connection_id', '=', row.id)
    .where('state', 'in', ['waiting', 'failed'])
    .execute()
}

const actOf = (seen: Seen, recordId: string, about: string) =>
  ({ ownerId: seen.ownerId, personId: seen.viewerId, recordKind: 'connection', recordId, about }) as const
