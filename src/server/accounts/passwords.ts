import { accountWords, letters } from '#domain/accounts/words.ts'
import { Refusal } from '#domain/errors.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { sendMail, writeLetter } from '#server/platform/mail.ts'
import type { Viewer } from '#server/platform/viewer.ts'
import { authWithin } from './auth.ts'
import { hashNew } from './hash-new.ts'
import { dropLinks, linkExpired, linkWorks, useLink } from './links.ts'
import { tellLink, type AccountParts } from './registration.ts'
import { countTry, emailHash, forgetTries } from './wrong-passwords.ts'

/** Mails a link to set a new password; an address without an account gets nothing, and the caller cannot tell (A2). */
export async function requestReset(parts: AccountParts, email: string): Promise<void> {
  await parts.db.transaction().execute(async (tx) => {
    const auth = await authWithin(parts.config, tx)
    const known = (await auth.internalAdapter.findUserByEmail(email))?.user
    if (!known) return
    const sent = await tellLink(tx, auth, 'reset', { ownerId: known.id }, known.email, (token) =>
      letters.reset(known.name, `${parts.config.url}/reset?token=${token}`),
    )
    if (sent) await audit(tx, { ownerId: known.id, personId: null, act: 'accounts.reset_requested', recordKind: 'account' })
  })
}

/**
 * Sets a new password by the link, ends every session, and takes back the waiting after wrong ones. The link came by mail, so it also
 * confirms the address.
 * @throws Refusal `link_expired`
 */
export async function resetPassword(parts: AccountParts, token: string, password: string): Promise<void> {
  if (!(await linkWorks(await parts.accounts.auth.$context, 'reset', token))) throw linkExpired()
  const passwordHash = await hashNew(parts.accounts, password)
  await parts.db.transaction().execute(async (tx) => {
    const auth = await authWithin(parts.config, tx)
    const link = await useLink(auth, 'reset', token)
    const user = link && (await auth.internalAdapter.findUserById(link.ownerId))
    if (!user) throw linkExpired()
    await auth.internalAdapter.updatePassword(user.id, passwordHash)
    if (!user.emailVerified) await auth.internalAdapter.updateUser(user.id, { emailVerified: true })
    await passwordWasSet(parts, tx, user, null)
    await forgetTries(tx, emailHash(parts.config, user.email))
    await audit(tx, { ownerId: user.id, personId: user.id, act: 'accounts.password_reset', recordKind: 'account' })
  })
}

/**
 * What follows every new password: other sessions end, links sent before are void, the owner is told. A change of address that waits
 * is void too: whoever knew the old password may have asked for it.
 */
async function passwordWasSet(
  parts: AccountParts,
  tx: Tx,
  user: { id: string; name: string; email: string },
  keepSessionId: string | null,
) {
  await tx
    .deleteFrom('auth.session')
    .where('user_id', '=', user.id)
    .$if(keepSessionId !== null, (qb) => qb.where('id', '!=', keepSessionId))
    .execute()
  await tx.updateTable('person').set({ pending_email: null, pending_until: null }).where('owner_id', '=', user.id).execute()
  await dropLinks(tx, user.id)
  await sendMail(tx, {
    category: 'account',
    ownerId: user.id,
    recipient: user.email,
    ...writeLetter(letters.passwordChanged(user.name, `${parts.config.url}/forgot`)),
  })
}

/** @throws Refusal `wrong_password` at the field `current`, `try_later` */
export async function changePassword(parts: AccountParts, viewer: Viewer, wanted: { current: string; password: string }): Promise<void> {
  const user = await provePassword(parts, viewer, wanted.current, 'current')
  const passwordHash = await hashNew(parts.accounts, wanted.password)
  await parts.db.transaction().execute(async (tx) => {
    await refuseIfEnded(tx, viewer)
    const auth = await authWithin(parts.config, tx)
    await auth.internalAdapter.updatePassword(user.id, passwordHash)
    await passwordWasSet(parts, tx, user, viewer.sessionId)
    await audit(tx, { ownerId: user.id, personId: viewer.personId, act: 'accounts.password_changed', recordKind: 'account' })
  })
}

/**
 * Asks the signed-in person for their password once more; wrong ones count as wrong ones at the door do (A2).
 * @throws Refusal `wrong_password` at `field`, `try_later`
 */
export async function provePassword(parts: AccountParts, viewer: Viewer, password: string, field: string) {
  const { internalAdapter, password: passwords } = await parts.accounts.auth.$context
  const user = await internalAdapter.findUserById(viewer.personId)
  if (!user) throw new Refusal('not_signed_in', 'Please sign in.')
  const hash = emailHash(parts.config, user.email)
  await countTry(parts.db, hash)
  const account = await internalAdapter.findCredentialAccount(user.id)
  if (!account?.password || !(await passwords.verify({ hash: account.password, password }))) {
    throw new Refusal('wrong_password', accountWords.wrongCurrentPassword, {
      fields: [{ path: field, message: accountWords.wrongCurrentPassword }],
    })
  }
  await forgetTries(parts.db, hash)
  return user
}

/**
 * Between the proof and the change another password may have been set, which ended this session: the old one proves nothing any more.
 * @throws Refusal `not_signed_in`
 */
export async function refuseIfEnded(tx: Tx, viewer: Viewer): Promise<void> {
  const session = await tx.selectFrom('auth.session').where('id', '=', viewer.sessionId).select('id').forKeyShare().executeTakeFirst()
  if (!session) throw new Refusal('not_signed_in', 'Please sign in.')
}
