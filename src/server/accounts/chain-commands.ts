import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { headText, linkFor, type Signable, type SignedHead } from '#domain/accounts/chain.ts'
import { notFound } from '#domain/errors.ts'
import { audit } from '#server/platform/audit.ts'
import type { Tx } from '#server/platform/db.ts'
import type { SigningKey } from '#server/platform/keys.ts'
import { newestLink } from './chain-queries.ts'
import { lockPerson } from './relation-commands.ts'

/** What is signed: the record itself, and what stands in each in the same way. */
export interface Signing extends Pick<Signable, 'ownerId' | 'kind' | 'record'> {
  /** What was signed, in one line that the owner understands. */
  readonly says: string
  readonly by: { readonly id: string; readonly name: string; readonly as: string }
  readonly at: Date
}

const signable = ({ ownerId, kind, record, says, by, at }: Signing) => ({
  ownerId,
  kind,
  record: { ...record, says, signedBy: { ...by }, signedAt: at.toISOString() },
  at: at.toISOString(),
})

/**
 * Adds a record to the owner's chain (A9), in the transaction that signs it. The owner is locked until that ends, so that the chain has
 * one end. Answers the new head.
 * @throws TypeError where the record holds what JSON cannot say
 */
export async function signRecord(tx: Tx, key: SigningKey, signing: Signing): Promise<SignedHead> {
  const { ownerId, ...signed } = signable(signing)
  await lockPerson(tx, ownerId)
  const newest = (await newestLink(tx, ownerId)) ?? null
  const salt = randomBytes(32).toString('hex')
  const { link, kept } = await linkFor({ ownerId, newest, salt, ...signed })
  const { number, previous, recordHash, kind, at, hash } = link
  await tx.insertInto('chain_link').values({ owner_id: ownerId, number, previous, record_hash: recordHash, kind, at, hash }).execute()
  await tx.insertInto('signed_record').values({ owner_id: ownerId, number, salt: kept.salt, canonical: kept.text }).execute()
  const head = { ownerId, number, hash }
  return { ...head, signature: key.sign(headText(head)) }
}

/**
 * `signRecord` for many owners at once, in the order given. Owners are locked in the order of their ids, so that two such signings
 * wait for each other. Answers each record's number in its owner's chain.
 */
export async function signRecords(tx: Tx, signings: readonly Signing[]): Promise<number[]> {
  const owners = [...new Set(signings.map(({ ownerId }) => ownerId))].toSorted()
  const ids = sql`any(${owners}::uuid[])`
  await sql`select owner_id from person where owner_id = ${ids} order by owner_id for update`.execute(tx)
  const { rows } = await sql<{ ownerId: string; number: number; hash: string }>`
    select distinct on (owner_id) owner_id as "ownerId", number, hash from chain_link where owner_id = ${ids}
    order by owner_id, number desc`.execute(tx)
  const ends = new Map<string, { number: number; hash: string }>(rows.map(({ ownerId, ...end }) => [ownerId, end]))
  const made = []
  for (const { ownerId, ...signed } of signings.map(signable)) {
    const salt = randomBytes(32).toString('hex')
    const { link, kept } = await linkFor({ ownerId, newest: ends.get(ownerId) ?? null, salt, ...signed })
    ends.set(ownerId, link)
    made.push({ ownerId, link, kept })
  }
  for (let from = 0; from < made.length; from += 500) {
    const some = made.slice(from, from + 500)
    await tx
      .insertInto('chain_link')
      .values(some.map(({ ownerId, link: { recordHash, ...link } }) => ({ owner_id: ownerId, record_hash: recordHash, ...link })))
      .execute()
    await tx
      .insertInto('signed_record')
      .values(some.map(({ ownerId, kept }) => ({ owner_id: ownerId, number: kept.number, salt: kept.salt, canonical: kept.text })))
      .execute()
  }
  return made.map(({ link }) => link.number)
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
