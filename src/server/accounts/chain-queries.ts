import { headText, type Chain, type SignedHead, type SignedKind } from '#domain/accounts/chain.ts'
import type { Config } from '#server/platform/config.ts'
import type { Db, Tx } from '#server/platform/db.ts'
import { signingKeyFor, type SigningKey } from '#server/platform/keys.ts'

/** The key that signs heads. Its public half is for everybody. */
export const chainKeyOf = ({ secret }: Pick<Config, 'secret'>): SigningKey => signingKeyFor(secret, 'chain')

/** An owner's whole chain, for the archive and the verifier. Whether the asker may have it is for the caller to ask. */
export async function chainOf(db: Db | Tx, ownerId: string): Promise<Chain> {
  // One statement, so that links and records are of one moment.
  const rows = await db
    .selectFrom('chain_link as link')
    .leftJoin('signed_record as kept', (join) => join.onRef('kept.owner_id', '=', 'link.owner_id').onRef('kept.number', '=', 'link.number'))
    .where('link.owner_id', '=', ownerId)
    .select(['link.number', 'previous', 'record_hash as recordHash', 'kind', 'at', 'hash', 'salt', 'canonical'])
    .orderBy('link.number')
    .execute()
  return {
    ownerId,
    links: rows.map(({ number, previous, recordHash, kind, at, hash }) => ({
      number,
      previous,
      recordHash,
      kind: kind as SignedKind,
      at: at.toISOString(),
      hash,
    })),
    records: rows.flatMap(({ number, salt, canonical }) =>
      salt === null || canonical === null ? [] : [{ number, salt, text: canonical }],
    ),
  }
}

/** The newest link, signed, for exports, certificates and mails; null where nothing was signed yet. */
export async function signedHead(db: Db | Tx, key: SigningKey, ownerId: string): Promise<SignedHead | null> {
  const newest = await newestLink(db, ownerId)
  if (newest === undefined) return null
  return signedHeadOf(key, { ownerId, number: newest.number, hash: newest.hash })
}

export const signedHeadOf = (key: SigningKey, head: Omit<SignedHead, 'signature'>): SignedHead => ({
  ...head,
  signature: key.sign(headText(head)),
})

export const newestLink = (db: Db | Tx, ownerId: string): Promise<{ number: number; hash: string; at: Date } | undefined> =>
  db
    .selectFrom('chain_link')
    .where('owner_id', '=', ownerId)
    .select(['number', 'hash', 'at'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
