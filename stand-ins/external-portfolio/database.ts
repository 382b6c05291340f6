import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Instants are milliseconds since 1970; `exp` of OAuth is seconds, as the library counts. */
const TABLES = `
  create table if not exists account (
    id text primary key, email text not null unique collate nocase, name text not null, password_hash text not null);
  create table if not exists session (token_hash text primary key, account_id text not null, expires_at integer not null);
  create table if not exists record (
    id text primary key, number integer not null unique, account_id text not null, client_id text not null, key text not null,
    key_honoured integer not null, revision integer not null, item text not null, stored_at integer not null, changed_at integer not null);
  create unique index if not exists record_by_key on record (account_id, client_id, key) where key_honoured = 1;
  create index if not exists record_by_account on record (account_id, number desc);
  create table if not exists attachment (
    record_id text not null, position integer not null, file_id text not null unique, name text not null, media_type text not null,
    size_bytes integer not null, sha256 text not null, primary key (record_id, position));
  create table if not exists oauth (
    model text not null, id text not null, payload text not null, grant_id text, uid text, account_id text, consumed integer,
    expires_at integer, primary key (model, id));
  create index if not exists oauth_by_grant on oauth (grant_id);
  create index if not exists oauth_by_account on oauth (account_id);
  create index if not exists oauth_by_uid on oauth (model, uid) where uid is not null;
  create table if not exists secret (name text primary key, value text not null);
`

/** One process uses it at a time; everything is synchronous, so one statement after another is never interleaved with a stranger's. */
export function openDatabase(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true })
  const db = new DatabaseSync(join(folder, 'otherfolio.sqlite'))
  db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 5000')
  db.exec(TABLES)
  return db
}

/** Runs `work` whole or not at all. It must not wait for anything. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('begin immediate')
  try {
    const result = work()
    db.exec('commit')
    return result
  } catch (error) {
    db.exec('rollback')
    throw error
  }
}

/** A secret kept from one start to the next; made the first time. */
export function keptSecret(db: DatabaseSync, name: string, make: () => string): string {
  db.prepare('insert or ignore into secret (name, value) values (?, ?)').run(name, kept(db, name) ?? make())
  return kept(db, name)!
}

function kept(db: DatabaseSync, name: string): string | undefined {
  return db.prepare('select value from secret where name = ?').get(name)?.['value'] as string | undefined
}
