import { createHash } from 'node:crypto'
import { chmodSync, chownSync, lstatSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { PlainError } from './plain-error.ts'
import type { Account } from './run-as.ts'

/** The address of the database of a data folder, whether or not it runs. */
export function embeddedUrl(dataFolder: string): string {
  return urlOf(socketFolder(dataFolder), 'cairn')
}

/** A socket's path may have 107 characters (103 on macOS); a longer one moves to a folder with a short name. */
export function socketFolder(dataFolder: string): string {
  const inside = join(dataFolder, 'run')
  if (Buffer.byteLength(join(inside, '.s.PGSQL.5432.lock')) <= 100) return inside
  return `/tmp/cairn-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)}`
}

/** `pg` reads the socket's folder from `host`; port and sslmode keep PGPORT and PGSSLMODE of the surroundings out. */
export function urlOf(sockets: string, database: string): string {
  return `postgres://cairn@localhost:5432/${database}?host=${encodeURIComponent(sockets)}&sslmode=disable`
}

/** @throws PlainError where somebody else holds the folder */
export function makeSocketFolder(sockets: string, account: Account | null): void {
  mkdirSync(sockets, { recursive: true, mode: 0o700 })
  const found = lstatSync(sockets)
  const mine = process.getuid?.()
  // In /tmp somebody else could have been there first, and would be given the database.
  if (!found.isDirectory() || (found.uid !== mine && found.uid !== account?.uid)) {
    throw new PlainError(`${sockets} belongs to somebody else, and Cairn's database needs it. Name another data folder with CAIRN_DATA.`)
  }
  if (account !== null) chownSync(sockets, account.uid, account.gid)
  chmodSync(sockets, 0o700)
}

/** Whether a database takes connections there. */
export async function answers(sockets: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: urlOf(sockets, 'postgres'),
    connectionTimeoutMillis: 2000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** Makes the database `cairn` where it is missing. */
export async function makeDatabase(sockets: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(sockets, 'postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query(`select from pg_database where datname = 'cairn'`)
    if (rowCount === 0) await client.query('create database cairn')
  } finally {
    await client.end()
  }
}
