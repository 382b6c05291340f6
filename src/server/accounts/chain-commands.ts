import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { headText, linkFor, type Signable, type SignedHead } from '#domain/accounts/chain.ts'
import { notFound } from '#domain/errors.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import type { SigningKey } from '#server/platform/keys.ts'
import { newestLink } from './chain-queries.ts'
import { lockPerson } from './relation-commands.ts'

/**
 * Adds a record to the owner's chain (A9), in the transaction that signs it. The owner is locked until that ends, so that the chain has
 * one end. Answers the new head.
 * @throws TypeError where the record holds what JSON cannot say
 */
export async function signRecord(
  tx: Tx,
  key: SigningKey,
  { ownerId, kind, record }: Pick<Signable, 'ownerId' | 'kind' | 'record'>,
): Promise<SignedHead> {
  await lockPerson(tx, ownerId)
  const newest = (await newestLink(tx, ownerId)) ?? null
  const salt = randomBytes(32).toString('hex')
  const { link, kept } = await linkFor({ ownerId, newest, kind, record, salt, at: new Date().toISOString() })
  const { number, previous, recordHash, at, hash } = link
  await tx.insertInto('chain_link').values({ owner_id: ownerId, number, previous, record_hash: recordHash, kind, at, hash }).execute()
  await tx.insertInto('signed_record').values({ owner_id: ownerId, number, salt: kept.salt, canonical: kept.text }).execute()
  const head = { ownerId, number, hash }
  return { ...head, signature: key.sign(headText(head)) }
}

/**
 * Erases what was signed, and leaves its link (A10). Whether it may be erased yet is for the caller to ask.
 * @param by who asked; null where the server itself did
 * @throws Refusal `not_found`
 */
export async function eraseSignedRecord(
  tx: Tx,
  by: string | null,
  { ownerId, number }: { ownerId: string; number: number },
): Promise<void> {
  await sql`set local role cairn_erasure`.execute(tx)
  const erased = await tx.deleteFrom('signed_record').where('owner_id', '=', ownerId).where('number', '=', number).executeTakeFirst()
  await sql`set local role cairn_app`.execute(tx)
  if (erased.numDeletedRows === 0n) throw notFound()
  await audit(tx, { ownerId, personId: by, act: 'accounts.signed_record_erased', recordKind: 'signed record', about: `Link ${number}` })
}
