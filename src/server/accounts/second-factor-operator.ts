import { secondFactorLetters } from '#domain/accounts/second-factor-words.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db } from '#server/platform/db.ts'
import type { AccountConfig } from './better-auth.ts'
import { forgetSecondFactor, securityUrl, tellOwner } from './second-factor.ts'

/**
 * Takes the second factor off an account whose owner lost both their phone and their recovery codes (A3); for who runs the server, at its
 * terminal. It stands in the owner's trail, and they are told. Answers whether there is such an account, and whether it was on.
 */
export async function takeOffSecondFactor(
  { db, config }: { readonly db: Db; readonly config: Pick<AccountConfig, 'url'> },
  email: string,
): Promise<'taken off' | 'is off' | 'no account'> {
  return db.transaction().execute(async (tx) => {
    const user = await tx
      .selectFrom('auth.user')
      .where('email', '=', email.trim().toLowerCase())
      .select(['id', 'name', 'email'])
      .executeTakeFirst()
    if (!user) return 'no account'
    if (!(await forgetSecondFactor(tx, user.id))) return 'is off'
    await tellOwner(tx, user, secondFactorLetters.takenOff(user.name, securityUrl(config)))
    await audit(tx, { ownerId: user.id, personId: null, act: 'accounts.second_factor_taken_off', recordKind: 'account' })
    return 'taken off'
  })
}
