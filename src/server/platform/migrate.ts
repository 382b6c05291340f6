import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { checkout } from './config.ts'
import { connectTo } from './connect.ts'
import { PlainError } from './plain-error.ts'

/** Said of a database that this version of Cairn must not touch, or of a step that failed; the database is as it was. */
export class MigrationError extends PlainError {
  override name = 'MigrationError'
}

export interface MigrateOptions {
  /** Defaults to the checkout's `migrations/`. */
  readonly folder?: string
  /** The last number to apply; all by default. */
  readonly upTo?: number
  readonly onProgress?: (line: string) => void
}

export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
  readonly sha256: string
}

/** Any number, the same in every Cairn: copies that start together wait for one another. */
export const MIGRATION_LOCK = 7_420_001

/**
 * Brings the database to this version: each numbered file once, in order, each in a transaction of its own.
 * Returns the numbers applied.
 * @throws MigrationError
 */
export async function migrate(databaseUrl: string, options: MigrateOptions = {}): Promise<number[]> {
  const client = await connectTo(databaseUrl, 'cairn-migrate')
  try {
    await client.query(`select pg_advisory_lock(${MIGRATION_LOCK})`)
    return await applyMigrations(client, options, (step) => inTransaction(client, step))
  } finally {
    await client.end()
  }
}

/**
 * Does what `migrate` does on a connection that is open already.
 * Given no `around`, the steps run in whatever transaction the caller holds.
 */
export async function applyMigrations(
  client: pg.ClientBase,
  { folder, upTo = Infinity, onProgress }: MigrateOptions,
  around: (step: () => Promise<void>) => Promise<void> = (step) => step(),
): Promise<number[]> {
  const known = migrationsIn(folder)
  await around(async () => {
    await client.query(
      `create table if not exists public.migration
         (number integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`,
    )
  })
  const { rows } = await client.query<{ number: number; name: string; sha256: string }>(
    'select number, name, sha256 from public.migration order by number',
  )
  refuseStrangers(known, rows)
  const waiting = known.slice(rows.length).filter(({ number }) => number <= upTo)
  for (const { number, name, sql, sha256 } of waiting) {
    onProgress?.(`Preparing the database: ${name}`)
    await around(async () => {
      try {
        await client.query(sql)
      } catch (error) {
        const { message, position } = error as pg.DatabaseError
        const line = position === undefined ? '' : `, line ${sql.slice(0, Number(position)).split('\n').length}`
        throw new MigrationError(
          `The database could not be brought to this version: ${name}${line}: ${message}. It is as it was before this step.`,
          { cause: error },
        )
      }
      // A step may have set what the next ones do not expect.
      await client.query('reset search_path; reset role')
      await client.query('insert into public.migration (number, name, sha256) values ($1, $2, $3)', [number, name, sha256])
    })
  }
  return waiting.map(({ number }) => number)
}

/** The steps this version knows, in order. A number may be missing: work that began side by side each takes one. */
export function migrationsIn(folder = join(checkout, 'migrations')): Migration[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  let before = 0
  return files.map((name) => {
    const number = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1])
    if (!(number > before))
      throw new MigrationError(
        `migrations/${name} is out of order: files are named 0001_name.sql, 0002_name.sql and so on, no number twice.`,
      )
    before = number
    // A checkout on Windows may have other line ends; the step is the same.
    const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')
    return { number, name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
  })
}

function refuseStrangers(known: readonly Migration[], applied: readonly { number: number; name: string; sha256: string }[]): void {
  const newest = applied.at(-1)?.number ?? 0
  const newestKnown = known.at(-1)?.number ?? 0
  if (newest > newestKnown) {
    throw new MigrationError(
      `The database is of a newer Cairn (step ${newest}; this one knows ${newestKnown}). Nothing was changed there. Start that Cairn, or restore a backup of this version into an empty database.`,
    )
  }
  for (const [index, row] of applied.entries()) {
    const file = known[index]!
    if (row.number < file.number)
      throw new MigrationError(
        `The database was made with ${row.name}, which is not in migrations/. Nothing was changed there. Put the released file back.`,
      )
    if (row.number > file.number)
      throw new MigrationError(
        `The database lacks step ${file.name}, but has later ones. Nothing was changed there. Restore the latest backup into an empty database.`,
      )
    if (row.sha256 !== file.sha256) {
      throw new MigrationError(
        `migrations/${file.name} is not the file this database was made with (then ${row.name}). Nothing was changed there. Put the released file back; changes go into a new file.`,
      )
    }
  }
}

async function inTransaction(client: pg.ClientBase, step: () => Promise<void>): Promise<void> {
  await client.query('begin')
  try {
    await step()
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}
