import { accountWords, letters } from '#domain/accounts/words.ts'
import { refuseField } from '#domain/errors.ts'
import { audit } from '#server/platform/audit.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import type { Viewer } from '#server/platform/viewer.ts'
import { authWithin } from './auth.ts'
import { LINK_SECONDS } from './better-auth.ts'
import { provePassword, refuseIfEnded } from './passwords.ts'
import { tell, tellLink, type AccountParts } from './registration.ts'

/**
 * Asks to change the address (A5): it counts once the link sent to the new one was used. An address that has an account already gets
 * the same answer, and its owner a mail.
 * @throws Refusal `wrong_password` at `password`, `try_later`
 */
export async function askForEmail(parts: AccountParts, viewer: Viewer, wanted: { email: string; password: string }): Promise<void> {
  const user = await provePassword(parts, viewer, wanted.password, 'password')
  if (user.email === wanted.email) throw refuseField('email', accountWords.alreadyYours)
  await parts.db.transaction().execute(async (tx) => {
    await refuseIfEnded(tx, viewer)
    const auth = await authWithin(parts.config, tx)
    await tx
      .updateTable('person')
      .set({ pending_email: wanted.email, pending_until: new Date(Date.now() + LINK_SECONDS * 1000) })
      .where('owner_id', '=', user.id)
      .execute()
    const other = (await auth.internalAdapter.findUserByEmail(wanted.email))?.user
    if (other) await tell(tx, other.id, wanted.email, letters.emailWanted(other.name))
    else {
      await tellLink(tx, auth, 'change', { ownerId: user.id, email: wanted.email }, wanted.email, (token) =>
        letters.confirmNewEmail(user.name, `${parts.config.url}/confirm?token=${token}`),
      )
    }
    await sendMail(tx, {
      category: 'account',
      ownerId: user.id,
      recipient: user.email,
      ...writeLetter(letters.emailAskedFor(user.name, wanted.email, `${parts.config.url}/profile/security`)),
    })
    await audit(tx, {
      ownerId: user.id,
      personId: viewer.personId,
      act: 'accounts.email_change_requested',
      recordKind: 'account',
      recordId: user.id,
      about: wanted.email,
    })
  })
}
