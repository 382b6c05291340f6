import type { DatabaseSync } from 'node:sqlite'
import type { Adapter, AdapterPayload } from 'oidc-provider'

const seconds = () => Math.floor(Date.now() / 1000)

export type Grants = ReturnType<typeof openGrants>

/** All that the OAuth library keeps: grants, tokens, codes, interactions. In the database, so that a restart forgets nobody's consent. */
export function openGrants(db: DatabaseSync) {
  const upsert = db.prepare(
    `insert into oauth (model, id, payload, grant_id, uid, account_id, expires_at) values (?, ?, ?, ?, ?, ?, ?)
     on conflict (model, id) do update set payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid,
       account_id = excluded.account_id, expires_at = excluded.expires_at`,
  )
  const byId = db.prepare('select * from oauth where model = ? and id = ?')
  const byUid = db.prepare('select * from oauth where model = ? and uid = ? order by rowid desc limit 1')
  const consume = db.prepare('update oauth set consumed = ? where model = ? and id = ?')
  const destroy = db.prepare('delete from oauth where model = ? and id = ?')
  const revokeGrant = db.prepare("delete from oauth where grant_id = ?1 or (model = 'Grant' and id = ?1)")
  const revokeAccount = db.prepare(
    "delete from oauth where account_id = ? and model in ('Grant', 'AccessToken', 'RefreshToken', 'AuthorizationCode')",
  )
  const countGrants = db.prepare("select count(*) as many from oauth where account_id = ? and model = 'Grant' and expires_at > ?")
  db.prepare('delete from oauth where expires_at < ?').run(seconds())

  const payloadOf = (row: Record<string, unknown> | undefined): AdapterPayload | undefined => {
    if (row === undefined) return undefined
    const payload = JSON.parse(row['payload'] as string) as AdapterPayload
    return row['consumed'] === null ? payload : { ...payload, consumed: row['consumed'] }
  }

  return {
    adapter: (model: string): Adapter => ({
      async upsert(id, payload, expiresIn) {
        const until = expiresIn ? seconds() + expiresIn : null
        // An interaction's uid is its id, and nobody looks for it by uid.
        const uid = model === 'Session' ? (payload.uid ?? null) : null
        upsert.run(model, id, JSON.stringify(payload), payload.grantId ?? null, uid, payload.accountId ?? null, until)
      },
      find: async (id) => payloadOf(byId.get(model, id)),
      findByUid: async (uid) => payloadOf(byUid.get(model, uid)),
      findByUserCode: async () => undefined,
      // Between looking at a token and spending it the library waits for nothing but us, and we never wait: two at once cannot both pass.
      consume: async (id) => void consume.run(seconds(), model, id),
      destroy: async (id) => void destroy.run(model, id),
      revokeByGrantId: async (grantId) => void revokeGrant.run(grantId),
    }),
    /** Withdraws whatever this account has allowed: tokens given out are worth nothing from now on. Returns how many rows that were. */
    revokeAllOf: (accountId: string): number => Number(revokeAccount.run(accountId).changes),
    /** How many permissions of this account stand. */
    countOf: (accountId: string): number => Number(countGrants.get(accountId, seconds())!['many']),
  }
}
