import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { interactionPolicy, Provider, type JWK } from 'oidc-provider'
import type { Accounts } from './accounts.ts'
import { keptSecret } from './database.ts'
import type { Grants } from './grants.ts'
import { html, page } from './page.ts'

export interface Client {
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUris: readonly string[]
}

/** Everything under it is answered by the OAuth library, and `/.well-known/`. */
export const OAUTH = '/oauth/'
export const TOKEN_PATH = `${OAUTH}token`
export const DELIVER = 'cpd:write'
/** Of the client; there is only one here. */
export const CLIENT_NAME = 'Cairn'
const DAY_SECONDS = 24 * 60 * 60

interface Parts {
  readonly issuer: string
  readonly clients: readonly Client[]
  readonly db: DatabaseSync
  readonly accounts: Accounts
  readonly grants: Grants
  readonly accessTokenSeconds: number
}

/** OAuth 2.0 and OpenID Connect by `oidc-provider`, with only what a portfolio needs that others may write to. */
export function openProvider({ issuer, clients, db, accounts, grants, accessTokenSeconds }: Parts): Provider {
  const policy = interactionPolicy.base()
  // Who is signed in is said by our own session alone, so that the library's cannot say somebody else.
  policy.get('login')!.checks.add(new interactionPolicy.Check('ours', 'sign in', ({ oidc }) => oidc.result?.login === undefined))

  return new Provider(issuer, {
    adapter: grants.adapter,
    clients: clients.map(({ clientId, clientSecret, redirectUris }) => ({
      client_id: clientId,
      client_secret: clientSecret,
      client_name: CLIENT_NAME,
      redirect_uris: [...redirectUris],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    })),
    jwks: { keys: [JSON.parse(keptSecret(db, 'signing-key', signingKey)) as JWK] },
    // A browser keeps cookies by host, not by port: names of our own, because Cairn's demo is on the same host.
    cookies: {
      names: { session: 'otherfolio_oauth', interaction: 'otherfolio_interaction', resume: 'otherfolio_resume' },
      keys: [keptSecret(db, 'cookie-key', () => randomBytes(32).toString('base64url'))],
    },
    routes: {
      authorization: `${OAUTH}authorize`,
      token: TOKEN_PATH,
      revocation: `${OAUTH}revoke`,
      jwks: `${OAUTH}jwks`,
    },
    scopes: ['openid', 'offline_access', DELIVER],
    claims: { openid: ['sub'] },
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    ttl: {
      AccessToken: accessTokenSeconds,
      AuthorizationCode: 60,
      IdToken: 60 * 60,
      Interaction: 60 * 60,
      Session: DAY_SECONDS,
      RefreshToken: 400 * DAY_SECONDS,
      Grant: 800 * DAY_SECONDS,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      // Nothing can be read here by a client, not even a name.
      userinfo: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    },
    interactions: { policy, url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, id) => (accounts.find(id) === null ? undefined : { accountId: id, claims: () => ({ sub: id }) }),
    renderError(ctx, { error, error_description: description }) {
      ctx.type = 'html'
      ctx.body = page({
        title: 'This did not work',
        body: html`<p>The request to sign in here was not as it must be. Go back to where you came from and try again.</p>
          <p class="aside">${error}${description ? `: ${description}` : ''}</p>`,
      })
    },
  })
}

function signingKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return JSON.stringify({ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' })
}
