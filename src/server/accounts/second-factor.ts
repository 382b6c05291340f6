import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { base32 } from '@better-auth/utils/base32'
import { createOTP } from '@better-auth/utils/otp'
import type { SecondFactor } from '#domain/accounts/second-factor-contract.ts'
import { isFresh, readCode, RECOVERY_CODES, recoveryCodeOf, stepsAround, type TypedCode } from '#domain/accounts/second-factor.ts'
import { secondFactorLetters, secondFactorWords } from '#domain/accounts/second-factor-words.ts'
import { notFound, Refusal, refuseField } from '#domain/errors.ts'
import { audit } from '#server/platform/audit.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { keyFor, sealsWith } from '#server/platform/keys.ts'
import { sendMail, writeLetter, type Letter } from '#server/platform/mail.ts'
import type { AccountConfig } from './better-auth.ts'

interface Account {
  readonly id: string
  readonly name: string
  readonly email: string
}

const seals = (config: AccountConfig) => sealsWith([{ name: 's', key: Buffer.from(keyFor(config.secret, 'second-factor'), 'base64url') }])

/** A new key of 160 bits, in base 32. */
export const newKey = (): string => base32.encode(randomBytes(20), { padding: false })

export const sealKey = (config: AccountConfig, ownerId: string, key: string): string => seals(config).seal(key, ownerId)
export const openKey = (config: AccountConfig, ownerId: string, sealed: string): string => seals(config).open(sealed, ownerId)

/** What a QR code tells an authenticator app. */
export const uriOf = (key: string, email: string): string => createOTP(base32.decode(key)).url('Cairn', email)

export const secondFactorOf = async (db: Db | Tx, ownerId: string): Promise<SecondFactor> => {
  const row = await db.selectFrom('second_factor').where('owner_id', '=', ownerId).select('on_since').executeTakeFirst()
  return { onSince: row?.on_since.toISOString() ?? null, codesLeft: row === undefined ? 0 : await codesLeft(db, ownerId) }
}

async function codesLeft(db: Db | Tx, ownerId: string): Promise<number> {
  const { left } = await db
    .selectFrom('recovery_code')
    .where('owner_id', '=', ownerId)
    .where('used_at', 'is', null)
    .select((eb) => eb.fn.countAll<number>().as('left'))
    .executeTakeFirstOrThrow()
  return left
}

/** @throws Refusal at `code` where what was typed can be no code at all; such is no try. */
export function codeTyped(typed: string): TypedCode {
  const code = readCode(typed)
  if (code === null) throw refuseField('code', secondFactorWords.notACode)
  return code
}

const wrongCode = (message: string) => new Refusal('wrong_code', message, { fields: [{ path: 'code', message }] })

/**
 * The time step whose code these digits are.
 * @throws Refusal `wrong_code` at `code`, also where that code or a later one was used before
 */
export async function stepOfDigits(key: string, digits: string, lastStep: number): Promise<number> {
  const otp = createOTP(base32.decode(key))
  let used = false
  for (const step of stepsAround(Date.now())) {
    if (!timingSafeEqual(Buffer.from(await otp.hotp(step)), Buffer.from(digits))) continue
    if (isFresh(step, lastStep)) return step
    used = true
  }
  throw wrongCode(used ? secondFactorWords.usedCode : secondFactorWords.wrongCode)
}

/**
 * Uses a code up: of two uses at once one gets it. Of a recovery code the owner is told.
 * @throws Refusal `wrong_code` at `code`, `not_found` where the second factor is off
 */
export async function useCode(config: AccountConfig, tx: Tx, account: Account, typed: TypedCode): Promise<void> {
  const ownerId = account.id
  const row = await tx.selectFrom('second_factor').where('owner_id', '=', ownerId).selectAll().forUpdate().executeTakeFirst()
  if (!row) throw notFound()
  if (typed.kind === 'app') {
    const step = await stepOfDigits(openKey(config, ownerId, row.secret), typed.digits, Number(row.last_step))
    await tx.updateTable('second_factor').set({ last_step: step }).where('owner_id', '=', ownerId).execute()
    return
  }
  const used = await tx
    .updateTable('recovery_code')
    .set({ used_at: new Date() })
    .where('owner_id', '=', ownerId)
    .where('code_hash', '=', hashOf(config, ownerId, typed.code))
    .where('used_at', 'is', null)
    .returning('owner_id')
    .executeTakeFirst()
  if (!used) throw wrongCode(secondFactorWords.wrongRecoveryCode)
  const left = await codesLeft(tx, ownerId)
  await tellOwner(tx, account, secondFactorLetters.recoveryUsed(account.name, left, securityUrl(config)))
  await audit(tx, { ownerId, personId: ownerId, act: 'accounts.recovery_code_used', recordKind: 'account' })
}

/** Keyed, so that the table alone is no list to guess from. `code` without its hyphen. */
const hashOf = (config: AccountConfig, ownerId: string, code: string): string =>
  createHmac('sha256', keyFor(config.secret, 'recovery-code')).update(`${ownerId} ${code}`).digest('base64url')

/** Makes ten new recovery codes in place of those there were. They are told this once. */
export async function makeRecoveryCodes(config: AccountConfig, tx: Tx, ownerId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => recoveryCodeOf(randomBytes(10)))
  await tx.deleteFrom('recovery_code').where('owner_id', '=', ownerId).execute()
  await tx
    .insertInto('recovery_code')
    .values(codes.map((code) => ({ owner_id: ownerId, code_hash: hashOf(config, ownerId, code.replace('-', '')) })))
    .execute()
  return codes
}

/** Returns whether it was on. */
export async function forgetSecondFactor(tx: Tx, ownerId: string): Promise<boolean> {
  const off = await tx.deleteFrom('second_factor').where('owner_id', '=', ownerId).returning('owner_id').executeTakeFirst()
  await tx.deleteFrom('recovery_code').where('owner_id', '=', ownerId).execute()
  return off !== undefined
}

export const securityUrl = ({ url }: Pick<AccountConfig, 'url'>): string => `${url}/profile/security`

export const tellOwner = (tx: Tx, account: Account, letter: Letter): Promise<void> =>
  sendMail(tx, { category: 'account', ownerId: account.id, recipient: account.email, ...writeLetter(letter) })
