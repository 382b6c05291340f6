import { createHash, randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

export interface Account {
  /** The OAuth subject: the same for one account for ever. */
  readonly id: string
  readonly email: string
  readonly name: string
}

export const DEMO_PASSWORD = 'otherfolio demo password'
export const DEMO_ACCOUNTS: readonly Account[] = [
  { id: 'otherfolio-ada', email: 'ada@otherfolio.example', name: 'Ada Demo' },
  { id: 'otherfolio-bob', email: 'bob@otherfolio.example', name: 'Bob Demo' },
]
const SESSION_MS = 30 * 24 * 60 * 60 * 1000

export type Accounts = ReturnType<typeof openAccounts>

/** Who has a portfolio here, and who is signed in. */
export function openAccounts(db: DatabaseSync) {
  const insert = db.prepare('insert or ignore into account (id, email, name, password_hash) values (?, ?, ?, ?)')
  const byEmail = db.prepare('select * from account where email = ?')
  const byId = db.prepare('select * from account where id = ?')
  const insertSession = db.prepare('insert into session (token_hash, account_id, expires_at) values (?, ?, ?)')
  const bySession = db.prepare(
    'select account.* from session join account on account.id = session.account_id where token_hash = ? and expires_at > ?',
  )
  const deleteSession = db.prepare('delete from session where token_hash = ? or expires_at <= ?')

  for (const { id, email, name } of DEMO_ACCOUNTS) {
    if (byId.get(id) === undefined) insert.run(id, email, name, hashed(DEMO_PASSWORD))
  }

  return {
    find: (id: string): Account | null => account(byId.get(id)),
    findByEmail: (email: string): Account | null => account(byEmail.get(email.trim())),
    all: (): Account[] =>
      db
        .prepare('select * from account order by email')
        .all()
        .map((row) => account(row)!),

    /** Null where the address and the password do not belong together. */
    findByPassword(email: string, password: string): Account | null {
      const row = byEmail.get(email.trim())
      return row !== undefined && matches(password, row['password_hash'] as string) ? account(row) : null
    },

    /** Null where the address has an account already. */
    create(email: string, name: string, password: string): Account | null {
      const made = { id: randomUUID(), email: email.trim(), name: name.trim() }
      return insert.run(made.id, made.email, made.name, hashed(password)).changes === 1 ? made : null
    },

    /** The token for the cookie; only its hash is kept. */
    signIn(accountId: string): string {
      const token = randomBytes(32).toString('base64url')
      insertSession.run(tokenHash(token), accountId, Date.now() + SESSION_MS)
      return token
    },
    signedInBy: (token: string): Account | null => account(bySession.get(tokenHash(token), Date.now())),
    signOut: (token: string): void => void deleteSession.run(tokenHash(token), Date.now()),
  }
}

function account(row: Record<string, unknown> | undefined): Account | null {
  return row === undefined ? null : { id: row['id'] as string, email: row['email'] as string, name: row['name'] as string }
}

function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

function hashed(password: string): string {
  const salt = randomBytes(16).toString('base64url')
  return `${salt}.${scryptSync(password, salt, 32).toString('base64url')}`
}

function matches(password: string, kept: string): boolean {
  const [salt, hash] = kept.split('.') as [string, string]
  return timingSafeEqual(scryptSync(password, salt, 32), Buffer.from(hash, 'base64url'))
}
