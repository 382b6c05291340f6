import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { accountWords } from '#domain/accounts/words.ts'
import { Refusal } from '#domain/errors.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { keyFor } from '#server/platform/keys.ts'
import type { AccountConfig } from './better-auth.ts'

/** How many wrong passwords are free (A2). */
export const FREE_TRIES = 5
const LONGEST_WAIT_SECONDS = 15 * 60

/** An account as the throttle of codes knows it (A3): apart from passwords, so that a right or a new password, or a new address, clears nothing. */
export const codesHash = (config: AccountConfig, ownerId: string): string =>
  createHmac('sha256', keyFor(config.secret, 'second-step-wait')).update(ownerId).digest('base64url')

/** An email as the throttle knows it: keyed, so that the table tells nobody who tried to sign in. */
export const emailHash = (config: AccountConfig, email: string): string =>
  createHmac('sha256', keyFor(config.secret, 'sign-in-wait')).update(email.trim().toLowerCase()).digest('base64url')

/**
 * Counts a try before the password is looked at, so that tries at the same moment cannot outrun the count. After five wrong ones each
 * next try for the account waits, doubling from one second to fifteen minutes, whatever address it comes from (A2). The same for
 * emails that have no account, and for codes of the second step. Returns how many tries there were, this one with them.
 * @throws Refusal `try_later` with `details.seconds`
 */
export async function countTry(db: Db, hash: string, sayWait: (seconds: number) => string = accountWords.tryLater): Promise<number> {
  const { rows } = await sql<{ failures: number }>`
    insert into sign_in_wait as w (email_hash, failures, next_try_at) values (${hash}, 1, clock_timestamp())
    on conflict (email_hash) do update set
      failures = w.failures + 1,
      next_try_at = clock_timestamp() + case when w.failures + 1 < ${FREE_TRIES}::int then interval '0'
        else least(${LONGEST_WAIT_SECONDS}::int, 2 ^ least(w.failures + 1 - ${FREE_TRIES}::int, 20)) * interval '1 second' end
      where w.next_try_at <= clock_timestamp()
    returning failures`.execute(db)
  if (rows.length > 0) return rows[0]!.failures
  const waiting = await db
    .selectFrom('sign_in_wait')
    .where('email_hash', '=', hash)
    .select(sql<number>`greatest(1, ceil(extract(epoch from next_try_at - clock_timestamp())))::int`.as('seconds'))
    .executeTakeFirst()
  const seconds = waiting?.seconds ?? 1
  throw new Refusal('try_later', sayWait(seconds), { details: { seconds } })
}

/** A right password clears the account's count. */
export async function forgetTries(db: Db | Tx, hash: string): Promise<void> {
  await db.deleteFrom('sign_in_wait').where('email_hash', '=', hash).execute()
}
