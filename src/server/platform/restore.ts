import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { finished, pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams'
import { extract, type Extract } from 'tar-stream'
import {
  BACKUP_FORMAT,
  everySecond,
  HEAD,
  isKept,
  PLAIN_TEXT,
  quoted,
  quotedTable,
  SECRET,
  size,
  TAIL,
  tablesIn,
  wholeName,
  type Head,
  type Table,
  type Tail,
} from './backup-format.ts'
import { connectTo } from './connect.ts'
import { applyMigrations, migrate, MIGRATION_LOCK, migrationsIn } from './migrate.ts'
import { plainly, PlainError } from './plain-error.ts'

type Entry = Extract extends AsyncIterable<infer Each> ? Each : never

export interface RestoreOptions {
  readonly databaseUrl: string
  readonly dataFolder: string
  /** The tar that `backUp` wrote. */
  readonly source: string
  readonly migrationsFolder?: string
  readonly onProgress: (line: string) => void
}

/**
 * Fills an empty Cairn from a backup of the same or an older version. The backup is checked whole before anything is written;
 * the database is filled in one transaction, so that it ends up restored or empty.
 * @throws PlainError, DiskFull
 */
export async function restore({ databaseUrl, dataFolder, source, migrationsFolder, onProgress }: RestoreOptions): Promise<void> {
  const began = performance.now()
  const { head, tail } = await checkBackup(source, onProgress)
  refuseOtherSteps(head, migrationsFolder)
  const files = join(dataFolder, 'files/stored')
  if (existsSync(files) && readdirSync(files).length > 0)
    throw new PlainError(`There are files in ${files} already. Restore into an empty Cairn. Nothing was changed.`)

  const folder = migrationsFolder === undefined ? {} : { folder: migrationsFolder }
  const client = await connectTo(databaseUrl, 'cairn-restore')
  try {
    await client.query(PLAIN_TEXT)
    await client.query('begin')
    await client.query(`select pg_advisory_xact_lock(${MIGRATION_LOCK})`)
    await refuseNotEmpty(client)
    await applyMigrations(client, { ...folder, upTo: head.migrations.at(-1)?.number ?? 0, onProgress })
    await client.query(PLAIN_TEXT)
    await fillTables(client, head, tail, source, dataFolder, onProgress)
    await client.query('commit')
  } catch (error) {
    if (existsSync(files)) for (const name of readdirSync(files)) rmSync(join(files, name), { recursive: true, force: true })
    throw plainly(error, dataFolder)
  } finally {
    await client.end().catch(() => {})
  }
  await migrate(databaseUrl, { ...folder, onProgress })
  const rows = Object.values(tail.rows).reduce((sum, count) => sum + count, 0)
  onProgress(
    `Restored ${rows} rows and all files (${size(statSync(source).size)}, backed up ${head.madeAt}) in ${((performance.now() - began) / 1000).toFixed(1)} seconds`,
  )
}

/** Reads the whole backup and compares every checksum. */
async function checkBackup(source: string, onProgress: (line: string) => void): Promise<{ head: Head; tail: Tail }> {
  if (!existsSync(source)) throw new PlainError(`${source} is not there.`)
  onProgress(`Checking ${source} (${size(statSync(source).size)})`)
  const progress = everySecond(onProgress)
  const found: Record<string, { bytes: number; sha256: string }> = {}
  let bytes = 0
  let head: Head | null = null
  let tail: Tail | null = null
  try {
    for await (const entry of entriesOf(source)) {
      const { name } = entry.header
      if (head === null && name !== HEAD) break
      const kept: Buffer[] = []
      const hash = createHash('sha256')
      for await (const chunk of entry as AsyncIterable<Buffer>) {
        hash.update(chunk)
        bytes += chunk.length
        if (name === HEAD || name === TAIL) kept.push(chunk)
        progress(() => `Checking the backup: ${size(bytes)} so far`)
      }
      if (name === TAIL) tail = JSON.parse(Buffer.concat(kept).toString()) as Tail
      else found[name] = { bytes: entry.header.size ?? 0, sha256: hash.digest('hex') }
      if (name === HEAD) head = JSON.parse(Buffer.concat(kept).toString()) as Head
    }
  } catch (error) {
    throw new PlainError(
      `${source} cannot be read to its end (${(error as Error).message}): it is damaged, or no backup of Cairn. Nothing was changed.`,
    )
  }
  if (head === null) throw new PlainError(`${source} is not a backup of Cairn. Nothing was changed.`)
  if (head.format !== BACKUP_FORMAT)
    throw new PlainError(
      `${source} was made by a newer Cairn (${head.cairn}). Restore it with that version or a later one. Nothing was changed.`,
    )
  if (tail === null) throw new PlainError(`${source} was cut off before its end. Use another backup. Nothing was changed.`)
  const names = new Set([...Object.keys(found), ...Object.keys(tail.members)])
  for (const name of names) {
    if (found[name]?.sha256 !== tail.members[name]?.sha256)
      throw new PlainError(`${source} is damaged: "${name}" is not as it was backed up. Use another backup. Nothing was changed.`)
  }
  return { head, tail }
}

function refuseOtherSteps(head: Head, folder?: string): void {
  const known = migrationsIn(folder)
  const newest = head.migrations.at(-1)?.number ?? 0
  if (newest > (known.at(-1)?.number ?? 0))
    throw new PlainError(
      `The backup was made by a newer Cairn (${head.cairn}). Restore it with that version or a later one. Nothing was changed.`,
    )
  const upToThere = known.filter(({ number }) => number <= newest)
  const other = [...head.migrations, ...upToThere].find(({ number }) => sha256Of(head.migrations, number) !== sha256Of(upToThere, number))
  if (other)
    throw new PlainError(
      `The backup was made by a Cairn (${head.cairn}) whose ${other.name} differs from this one's. Restore it with the version that made it. Nothing was changed.`,
    )
}

const sha256Of = (steps: Head['migrations'], number: number) => steps.find((step) => step.number === number)?.sha256

async function refuseNotEmpty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('public.migration') is not null as there`)
  if (!rows[0]!.there && (await tablesIn(client)).length === 0) return
  throw new PlainError(
    'The database is not empty. Restore into a new data folder (name one with CAIRN_DATA) or a new database (DATABASE_URL). Nothing was changed.',
  )
}

async function fillTables(
  client: pg.Client,
  head: Head,
  tail: Tail,
  source: string,
  dataFolder: string,
  onProgress: (line: string) => void,
): Promise<void> {
  const there = await tablesIn(client)
  const known = new Set(there.filter(isKept).map(wholeName))
  const tables = new Map(head.tables.filter((table) => known.has(wholeName(table))).map((table) => [wholeName(table), table]))
  for (const table of head.tables) {
    if (isKept(table) && !known.has(wholeName(table))) onProgress(`Left out: ${wholeName(table)}, which is no table of Cairn's`)
  }
  const links = await takeOutForeignKeys(client)
  // What the steps themselves put in is in the backup too, as it was then.
  for (const table of there) await client.query(`truncate ${quotedTable(table)} cascade`)

  const progress = everySecond(onProgress)
  let bytes = 0
  let open: Filling | null = null
  const counts = new Map<string, number>()
  onProgress(`Restoring ${tables.size} tables and the files`)
  for await (const entry of entriesOf(source)) {
    const { name } = entry.header
    bytes += entry.header.size ?? 0
    progress(() => `Restoring ${name.split('/', 2).join('/')}: ${size(bytes)} so far`)
    const table = tables.get(/^tables\/(.+)\/\d+$/.exec(name)?.[1] ?? '')
    if (table !== undefined) {
      if (open?.table !== table) {
        if (open !== null) counts.set(wholeName(open.table), await open.end())
        open = new Filling(client, table)
      }
      for await (const chunk of entry as AsyncIterable<Buffer>) await open.write(chunk)
    } else if (name.startsWith('files/') || name === SECRET) {
      await restoreFile(entry, name, dataFolder)
    } else entry.resume()
  }
  if (open !== null) counts.set(wholeName(open.table), await open.end())
  for (const [name, rows] of Object.entries(tail.rows)) {
    if (known.has(name) && (counts.get(name) ?? 0) !== rows)
      throw new PlainError(`${name} had ${rows} rows and ${counts.get(name) ?? 0} were restored. Nothing was kept.`)
  }
  for (const { schema, name, lastValue } of tail.sequences) {
    if (lastValue !== null) await client.query('select setval(to_regclass($1), $2::bigint)', [quotedTable({ schema, name }), lastValue])
  }
  onProgress('Checking that everything fits together')
  for (const link of links) await client.query(link)
}

/** One table's COPY, from its first piece to its last. */
class Filling {
  readonly table: Table
  readonly #copy: CopyStreamQuery
  readonly #done: Promise<void>

  constructor(client: pg.Client, table: Table) {
    this.table = table
    this.#copy = client.query(copyFrom(`copy ${quotedTable(table)} (${table.columns.map(quoted).join(', ')}) from stdin`))
    this.#done = finished(this.#copy)
    this.#done.catch(() => {})
  }

  async write(chunk: Buffer): Promise<void> {
    if (!this.#copy.write(chunk)) await Promise.race([once(this.#copy, 'drain'), this.#done])
  }

  /** Returns the number of rows. */
  async end(): Promise<number> {
    this.#copy.end()
    await this.#done
    return this.#copy.rowCount
  }
}

/** So that the order of tables does not matter. Putting one back checks every row. Returns the statements that do. */
async function takeOutForeignKeys(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(`
    select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and conparentid = 0
      and connamespace in (select oid from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' and nspname !~ '^graphile_worker')`)
  for (const { table, name } of rows) await client.query(`alter table ${table} drop constraint ${name}`)
  return rows.map(({ table, name, definition }) => `alter table ${table} add constraint ${name} ${definition}`)
}

async function restoreFile(entry: Entry, name: string, dataFolder: string): Promise<void> {
  if (name.split('/').includes('..')) throw new PlainError(`The backup names a file outside the data folder (${name}).`)
  const path = join(dataFolder, name.replaceAll('/', sep))
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  await pipeline(entry, createWriteStream(path, { mode: 0o600, flush: true }))
}

function entriesOf(source: string): AsyncIterable<Entry> {
  const entries = extract()
  // An error of the file ends the loop that reads the entries, with that error.
  pipeline(createReadStream(source), entries).catch(() => {})
  return entries
}
