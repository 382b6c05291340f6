import { letters } from '#domain/accounts/words.ts'
import { DEFAULT_PREFERENCES } from '#domain/accounts/profile-contract.ts'
import type { Catalogue } from '#domain/catalogue/contract.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import { sendMail, writeLetter, type Letter } from '#server/platform/mail.ts'
import type { Parts } from '#server/platform/parts.ts'
import { authWithin, type Accounts, type AuthContext } from './auth.ts'
import { hashNew } from './hash-new.ts'
import { dropLinks, keepLink, linkExpired, newToken, useLink, type Kind, type Meaning } from './links.ts'
import { emailHash, forgetTries } from './wrong-passwords.ts'

export type AccountParts = Parts & { readonly accounts: Accounts }
/** What making an account takes. */
export type Making = Pick<Parts, 'config' | 'db' | 'catalogue'>

export interface Registration {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly timeZone: string
}

/** Mails of one kind that a stranger can cause, per account and hour: enough for anybody, too few to fill somebody's mailbox. */
const MOST_MAILS_AN_HOUR = 8

/**
 * Registers (A1), or tells the owner of a known address by mail (A2); the caller cannot tell which. Registering again before the email
 * was confirmed starts anew: nobody has shown yet that the address is theirs.
 */
export async function register(parts: AccountParts, wanted: Registration): Promise<void> {
  const passwordHash = await hashNew(parts.accounts, wanted.password)
  try {
    await parts.db.transaction().execute((tx) => registerIn(parts, tx, wanted, passwordHash))
  } catch (fault) {
    // Two registrations of one address at once: the second finds the first.
    if ((fault as { code?: unknown }).code !== '23505') throw fault
    await parts.db.transaction().execute((tx) => registerIn(parts, tx, wanted, passwordHash))
  }
}

async function registerIn(parts: Making, tx: Tx, wanted: Registration, passwordHash: string): Promise<void> {
  const auth = await authWithin(parts.config, tx)
  const known = (await auth.internalAdapter.findUserByEmail(wanted.email))?.user
  if (known?.emailVerified) {
    await tell(tx, known.id, wanted.email, letters.registeredAlready(known.name, `${parts.config.url}/welcome`))
    return
  }
  const ownerId = known?.id ?? (await makeAccount(parts, tx, auth, { ...wanted, passwordHash, confirmed: false }))
  const sent = await sendConfirmLink(parts, tx, auth, wanted.email, { ownerId, name: wanted.name, passwordHash })
  if (known === undefined || !sent) return
  await auth.internalAdapter.updatePassword(ownerId, passwordHash)
  await auth.internalAdapter.updateUser(ownerId, { name: wanted.name })
  await tx.updateTable('person').set({ name: wanted.name, time_zone: wanted.timeZone }).where('owner_id', '=', ownerId).execute()
}

const sendConfirmLink = (parts: Making, tx: Tx, auth: AuthContext, email: string, meaning: Meaning<'confirm'>) =>
  tellLink(tx, auth, 'confirm', meaning, email, (token) => letters.confirm(meaning.name, `${parts.config.url}/confirm?token=${token}`))

interface NewAccount {
  readonly id?: string
  readonly name: string
  readonly email: string
  readonly timeZone: string
  readonly passwordHash: string
  readonly confirmed: boolean
}

/** The account, its owner's details and settings, in one act. */
export async function makeAccount(parts: Making, tx: Tx, auth: AuthContext, wanted: NewAccount): Promise<string> {
  const { id: ownerId } = await tx
    .insertInto('auth.user')
    .values({
      ...(wanted.id === undefined ? {} : { id: wanted.id }),
      name: wanted.name,
      email: wanted.email,
      email_verified: wanted.confirmed,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await auth.internalAdapter.linkAccount({ userId: ownerId, providerId: 'credential', accountId: ownerId, password: wanted.passwordHash })
  await tx.insertInto('person').values({ owner_id: ownerId, name: wanted.name, time_zone: wanted.timeZone }).execute()
  await tx.insertInto('preference').values(firstPreferences(parts.catalogue, ownerId)).execute()
  await audit(tx, { ownerId, personId: ownerId, act: 'accounts.registered', recordKind: 'account', recordId: ownerId })
  return ownerId
}

function firstPreferences(catalogue: Catalogue, ownerId: string) {
  return {
    owner_id: ownerId,
    columns: [...DEFAULT_PREFERENCES.columns],
    tag_sets: catalogue.tagSets.filter((set) => set.defaultOn).map((set) => set.id),
    unit: DEFAULT_PREFERENCES.unit,
    year_starts_in: DEFAULT_PREFERENCES.yearStartsIn,
    theme: DEFAULT_PREFERENCES.theme,
  }
}

/** Sends the confirmation link once more; an address without an account gets nothing, and the caller cannot tell (A2). */
export async function resendConfirmation(parts: AccountParts, email: string): Promise<void> {
  await parts.db.transaction().execute(async (tx) => {
    const auth = await authWithin(parts.config, tx)
    const known = await auth.internalAdapter.findUserByEmail(email, { includeAccounts: true })
    if (!known) return
    const { user } = known
    if (user.emailVerified) {
      await tell(tx, user.id, email, letters.confirmedAlready(user.name, `${parts.config.url}/welcome`))
      return
    }
    const passwordHash = known.accounts.find((account) => account.providerId === 'credential')?.password
    if (passwordHash) await sendConfirmLink(parts, tx, auth, email, { ownerId: user.id, name: user.name, passwordHash })
  })
}

/** A letter a stranger may have caused: no more of them than a person could want. Returns whether it goes. */
export async function tell(tx: Tx, ownerId: string, recipient: string, letter: Letter): Promise<boolean> {
  const { sent } = await tx
    .selectFrom('message')
    .where('owner_id', '=', ownerId)
    .where('subject', '=', letter.subject)
    .where('created_at', '>', new Date(Date.now() - 3_600_000))
    .select((eb) => eb.fn.countAll<number>().as('sent'))
    .executeTakeFirstOrThrow()
  if (sent >= MOST_MAILS_AN_HOUR) return false
  await sendMail(tx, { category: 'account', ownerId, recipient, ...writeLetter(letter) })
  return true
}

/** The same with a link in it, which is kept only if the letter goes: what a stranger causes leaves no more rows than mails. */
export async function tellLink<K extends Kind>(
  tx: Tx,
  auth: AuthContext,
  kind: K,
  meaning: Meaning<K>,
  recipient: string,
  letter: (token: string) => Letter,
): Promise<boolean> {
  const token = newToken()
  const sent = await tell(tx, meaning.ownerId, recipient, letter(token))
  if (sent) await keepLink(auth, kind, token, meaning)
  return sent
}

/**
 * Uses the link of a new registration or of a changed email. Returns the address that counts from now on.
 * @throws Refusal `link_expired`
 */
export async function confirmEmail(parts: AccountParts, token: string): Promise<string> {
  const email = await parts.db
    .transaction()
    .execute(async (tx) => {
      const auth = await authWithin(parts.config, tx)
      const registered = await useLink(auth, 'confirm', token)
      if (registered) return confirmRegistration(parts, tx, auth, registered)
      const change = await useLink(auth, 'change', token)
      return change && confirmChange(tx, auth, change)
    })
    .catch((fault: { code?: unknown }) => {
      // Somebody else confirmed the same address first.
      if (fault.code === '23505') throw linkExpired()
      throw fault
    })
  if (email === null) throw linkExpired()
  return email
}

async function confirmRegistration(
  parts: AccountParts,
  tx: Tx,
  auth: AuthContext,
  link: { ownerId: string; name: string; passwordHash: string },
) {
  const user = await auth.internalAdapter.findUserById(link.ownerId)
  if (!user) return null
  if (user.emailVerified) return user.email
  await auth.internalAdapter.updatePassword(user.id, link.passwordHash)
  await auth.internalAdapter.updateUser(user.id, { name: link.name, emailVerified: true })
  await tx.updateTable('person').set({ name: link.name }).where('owner_id', '=', user.id).execute()
  await forgetTries(tx, emailHash(parts.config, user.email))
  await audit(tx, {
    ownerId: user.id,
    personId: user.id,
    act: 'accounts.email_confirmed',
    recordKind: 'account',
    recordId: user.id,
    about: user.email,
  })
  return user.email
}

async function confirmChange(tx: Tx, auth: AuthContext, link: { ownerId: string; email: string }) {
  const person = await tx
    .updateTable('person')
    .set({ pending_email: null, pending_until: null })
    .where('owner_id', '=', link.ownerId)
    .where('pending_email', '=', link.email)
    .where('pending_until', '>', new Date())
    .returning('name')
    .executeTakeFirst()
  const user = person && (await auth.internalAdapter.findUserById(link.ownerId))
  if (!user) return null
  // Not by better-auth, which would hide that the address was taken in the meantime.
  await tx
    .updateTable('auth.user')
    .set({ email: link.email, email_verified: true, updated_at: new Date() })
    .where('id', '=', user.id)
    .execute()
  await dropLinks(tx, user.id)
  await sendMail(tx, {
    category: 'account',
    ownerId: user.id,
    recipient: user.email,
    ...writeLetter(letters.emailChanged(person.name, link.email)),
  })
  await audit(tx, {
    ownerId: user.id,
    personId: user.id,
    act: 'accounts.email_changed',
    recordKind: 'account',
    recordId: user.id,
    about: link.email,
    changes: [{ field: 'email', before: user.email, after: link.email }],
  })
  return link.email
}
