import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { accountWords } from '#domain/accounts/words.ts'
import { Refusal } from '#domain/errors.ts'
import type { Tx } from '#server/platform/db.ts'
import type { AuthContext } from './auth.ts'
import { LINK_SECONDS, OFFER_SECONDS, RESET_SECONDS, STEP_SECONDS } from './better-auth.ts'

/**
 * What a link in a mail stands for, or another token of which only its holder knows. It is kept here under a hash of its token; the link
 * itself holds nothing but the token.
 */
const Meanings = {
  /** Holds the password typed with it: whoever confirms gets the account as they asked for it, not as somebody else did before them. */
  confirm: z.object({ ownerId: z.uuid(), name: z.string(), passwordHash: z.string() }),
  change: z.object({ ownerId: z.uuid(), email: z.string() }),
  reset: z.object({ ownerId: z.uuid() }),
  /** In the cookie of a browser that gave the right password and owes the code (A3). */
  step: z.object({ ownerId: z.uuid(), deviceIsMine: z.boolean() }),
  /** A key for an authenticator app, sealed, that was shown in a session and not confirmed yet. */
  offer: z.object({ ownerId: z.uuid(), sessionId: z.uuid(), sealed: z.string() }),
}
export type Kind = keyof typeof Meanings
export type Meaning<K extends Kind> = z.infer<(typeof Meanings)[K]>

const SECONDS: Readonly<Record<Kind, number>> = {
  confirm: LINK_SECONDS,
  change: LINK_SECONDS,
  reset: RESET_SECONDS,
  step: STEP_SECONDS,
  offer: OFFER_SECONDS,
}

export const newToken = (): string => randomBytes(32).toString('base64url')

/** Makes a token of `newToken` work, once. */
export async function keepLink<K extends Kind>(auth: AuthContext, kind: K, token: string, meaning: Meaning<K>): Promise<void> {
  await auth.internalAdapter.createVerificationValue({
    identifier: `${kind}:${token}`,
    value: JSON.stringify(meaning),
    expiresAt: new Date(Date.now() + SECONDS[kind] * 1000),
  })
}

/** What a token would mean now, without using it up. */
export async function readLink<K extends Kind>(auth: AuthContext, kind: K, token: string): Promise<Meaning<K> | null> {
  const found = await auth.internalAdapter.findVerificationValue(`${kind}:${token}`)
  return found !== null && found.expiresAt > new Date() ? (Meanings[kind].parse(JSON.parse(found.value)) as Meaning<K>) : null
}

/** Whether a token would work now: asked before work is done that a stranger must not cause. */
export const linkWorks = async (auth: AuthContext, kind: Kind, token: string): Promise<boolean> =>
  (await readLink(auth, kind, token)) !== null

/** Uses a token up. Null where there is none such; of two uses at once one gets it. */
export async function useLink<K extends Kind>(auth: AuthContext, kind: K, token: string): Promise<Meaning<K> | null> {
  const found = await auth.internalAdapter.consumeVerificationValue(`${kind}:${token}`)
  return found ? (Meanings[kind].parse(JSON.parse(found.value)) as Meaning<K>) : null
}

/** After a new password or a new address, no link sent before may work any more: neither to set a password nor to change the address. */
export async function dropLinks(tx: Tx, ownerId: string): Promise<void> {
  await tx
    .deleteFrom('auth.verification')
    .where(sql`value::jsonb ->> 'ownerId'`, '=', ownerId)
    .execute()
}

export const linkExpired = () => new Refusal('link_expired', accountWords.linkExpired)
