import { betterAuth, type BetterAuthOptions } from 'better-auth'
import { sql, type Kysely, type Transaction } from 'kysely'
import type { Config } from '#server/platform/config.ts'
import { keyFor } from '#server/platform/keys.ts'

export const COOKIE_PREFIX = 'cairn'
/** Only this server sets it: the address Fastify found under `trustProxy`. */
export const ADDRESS_HEADER = 'x-cairn-address'

/** A2: on a device that is not 'mine' a session ends after so long without use. */
export const IDLE_SECONDS = 30 * 60
/** A2: on a device that is 'mine' it ends so long after signing in. */
export const MINE_SECONDS = 30 * 24 * 60 * 60
export const LINK_SECONDS = 24 * 60 * 60
export const RESET_SECONDS = 60 * 60
/** A3: how long after the password the code may come. */
export const STEP_SECONDS = 10 * 60
/** A3: how long a key waits for its first code; time enough to find and install an app. */
export const OFFER_SECONDS = 60 * 60

/** Thrown where a session would be made by the password alone, and a code is owed (A3). */
export class SecondStepOwed extends Error {
  readonly ownerId: string

  constructor(ownerId: string) {
    super('The second step of signing in is owed.')
    this.ownerId = ownerId
  }
}

const snake = { createdAt: 'created_at', updatedAt: 'updated_at' } as const

export type AccountConfig = Pick<Config, 'url' | 'secret'>

/** How better-auth is set up. Its tables lie in schema `auth`; no route of its own is ever mounted. */
export function authOptions(config: AccountConfig, db: Kysely<never> | Transaction<never>, inTransaction: boolean) {
  return {
    appName: 'Cairn',
    baseURL: config.url,
    basePath: '/api/auth',
    secret: keyFor(config.secret, 'accounts'),
    database: { db, type: 'postgres', schemaName: 'auth', transaction: !inTransaction },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      autoSignIn: false,
      minPasswordLength: 10,
      maxPasswordLength: 128,
    },
    user: { fields: { ...snake, emailVerified: 'email_verified' } },
    account: {
      fields: {
        ...snake,
        accountId: 'account_id',
        providerId: 'provider_id',
        userId: 'user_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
      },
      accountLinking: { enabled: false, disableImplicitLinking: true },
    },
    session: {
      fields: { ...snake, expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent', userId: 'user_id' },
      additionalFields: {
        deviceIsMine: { type: 'boolean', fieldName: 'device_is_mine', required: true, defaultValue: false, input: false },
      },
      expiresIn: MINE_SECONDS,
      // `findViewer` keeps the expiry by Cairn's own rule.
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    verification: { fields: { ...snake, expiresAt: 'expires_at' }, storeIdentifier: 'hashed' },
    databaseHooks: {
      session: {
        create: {
          before: async (session, context) => {
            // Whatever way of better-auth's leads here, none leads round the second step.
            const { rows } = await sql`select from second_factor where owner_id = ${session.userId}`.execute(db)
            if (rows.length > 0) throw new SecondStepOwed(session.userId)
            const deviceIsMine = (context?.body as { rememberMe?: boolean } | undefined)?.rememberMe === true
            const seconds = deviceIsMine ? MINE_SECONDS : IDLE_SECONDS
            return { data: { deviceIsMine, expiresAt: new Date(Date.now() + seconds * 1000) } }
          },
        },
      },
    },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: config.url.startsWith('https:'),
      database: { generateId: 'uuid', validateSchema: false },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    // A2's own throttle is per account; one by address would let one person's mistakes slow a whole hospital.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    experimental: { instrumentation: { enabled: false } },
  } as const satisfies BetterAuthOptions
}

export const openBetterAuth = (config: AccountConfig, db: Kysely<never> | Transaction<never>, inTransaction = false) =>
  betterAuth(authOptions(config, db, inTransaction))
export type BetterAuth = ReturnType<typeof openBetterAuth>
