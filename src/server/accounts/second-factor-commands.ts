import { secondFactorLetters, secondFactorWords } from '#domain/accounts/second-factor-words.ts'
import { Refusal, refuseField } from '#domain/errors.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import type { Viewer } from '#server/platform/viewer.ts'
import { authWithin } from './auth.ts'
import { keepLink, newToken, readLink, useLink } from './links.ts'
import { provePassword, refuseIfEnded } from './passwords.ts'
import type { AccountParts } from './registration.ts'
import {
  codeTyped,
  forgetSecondFactor,
  makeRecoveryCodes,
  newKey,
  openKey,
  sealKey,
  secondFactorOf,
  securityUrl,
  stepOfDigits,
  tellOwner,
  uriOf,
  useCode,
} from './second-factor.ts'
import { codesHash, countTry, forgetTries } from './wrong-passwords.ts'

const alreadyOn = () => new Refusal('already_exists', secondFactorWords.alreadyOn)
const offerOver = () => new Refusal('link_expired', secondFactorWords.offerOver)

/**
 * Makes a key to put into an authenticator app (A3). Nothing is on before its first code was shown in the same session.
 * @throws Refusal `wrong_password` at `password`, `try_later`, `already_exists`
 */
export async function offerSecondFactor(parts: AccountParts, viewer: Viewer, wanted: { password: string }) {
  const user = await provePassword(parts, viewer, wanted.password, 'password')
  if ((await secondFactorOf(parts.db, user.id)).onSince !== null) throw alreadyOn()
  const key = newKey()
  const offer = newToken()
  const sealed = sealKey(parts.config, user.id, key)
  await keepLink(await parts.accounts.auth.$context, 'offer', offer, { ownerId: user.id, sessionId: viewer.sessionId, sealed })
  return { offer, key, uri: uriOf(key, user.email) }
}

/**
 * Turns the second factor on and returns the recovery codes.
 * @throws Refusal `wrong_code` at `code`, `try_later`, `link_expired`, `already_exists`
 */
export async function turnOnSecondFactor(parts: AccountParts, viewer: Viewer, wanted: { offer: string; code: string }) {
  const { config, db } = parts
  const auth = await parts.accounts.auth.$context
  const offer = await readLink(auth, 'offer', wanted.offer)
  const user = await auth.internalAdapter.findUserById(viewer.personId)
  if (!offer || !user || offer.ownerId !== viewer.personId || offer.sessionId !== viewer.sessionId) throw offerOver()
  const typed = codeTyped(wanted.code)
  if (typed.kind !== 'app') throw refuseField('code', secondFactorWords.onlyDigits)
  const tries = codesHash(config, user.id)
  await countTry(db, tries, secondFactorWords.tryLater)
  const step = await stepOfDigits(openKey(config, user.id, offer.sealed), typed.digits, 0)
  return db.transaction().execute(async (tx) => {
    await refuseIfEnded(tx, viewer)
    if (!(await useLink(await authWithin(config, tx), 'offer', wanted.offer))) throw offerOver()
    const made = await tx
      .insertInto('second_factor')
      .values({ owner_id: user.id, secret: offer.sealed, last_step: step, on_since: new Date() })
      .onConflict((one) => one.doNothing())
      .returning('owner_id')
      .executeTakeFirst()
    if (!made) throw alreadyOn()
    await forgetTries(tx, tries)
    // Those the password alone opened.
    await tx.deleteFrom('auth.session').where('user_id', '=', user.id).where('id', '!=', viewer.sessionId).execute()
    const recoveryCodes = await makeRecoveryCodes(config, tx, user.id)
    await tellOwner(tx, user, secondFactorLetters.on(user.name, securityUrl(config)))
    await noteOwnAct(tx, user.id, 'accounts.second_factor_on')
    return { recoveryCodes }
  })
}

/** @throws Refusal `wrong_password` at `password`, `wrong_code` at `code`, `try_later`, `not_found` where it is off */
export async function turnOffSecondFactor(parts: AccountParts, viewer: Viewer, wanted: { password: string; code: string }): Promise<void> {
  await withBoth(parts, viewer, wanted, async (tx, user) => {
    await forgetSecondFactor(tx, user.id)
    await tellOwner(tx, user, secondFactorLetters.off(user.name, securityUrl(parts.config)))
    await noteOwnAct(tx, user.id, 'accounts.second_factor_off')
  })
}

/** @throws Refusal as for turning off */
export async function renewRecoveryCodes(parts: AccountParts, viewer: Viewer, wanted: { password: string; code: string }) {
  return withBoth(parts, viewer, wanted, async (tx, user) => {
    const recoveryCodes = await makeRecoveryCodes(parts.config, tx, user.id)
    await tellOwner(tx, user, secondFactorLetters.renewed(user.name, securityUrl(parts.config)))
    await noteOwnAct(tx, user.id, 'accounts.recovery_codes_renewed')
    return { recoveryCodes }
  })
}

/** Does what needs both the password and a code, which is used up with it. */
async function withBoth<Value>(
  parts: AccountParts,
  viewer: Viewer,
  wanted: { password: string; code: string },
  act: (tx: Tx, user: { id: string; name: string; email: string }) => Promise<Value>,
): Promise<Value> {
  const typed = codeTyped(wanted.code)
  const user = await provePassword(parts, viewer, wanted.password, 'password')
  const tries = codesHash(parts.config, user.id)
  await countTry(parts.db, tries, secondFactorWords.tryLater)
  return parts.db.transaction().execute(async (tx) => {
    await refuseIfEnded(tx, viewer)
    await useCode(parts.config, tx, user, typed)
    await forgetTries(tx, tries)
    return act(tx, user)
  })
}

const noteOwnAct = (tx: Tx, ownerId: string, act: string) => audit(tx, { ownerId, personId: ownerId, act, recordKind: 'account' })
