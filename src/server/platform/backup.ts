import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, readFileSync, rmSync } from 'node:fs'
import { open, readdir, rename } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { pack, type Pack } from 'tar-stream'
import {
  BACKUP_FORMAT,
  everySecond,
  HEAD,
  isKept,
  PLAIN_TEXT,
  quoted,
  quotedTable,
  SECRET,
  sequencesIn,
  size,
  TAIL,
  tablesIn,
  wholeName,
  type Head,
  type Tail,
} from './backup-format.ts'
import { checkout } from './config.ts'
import { connectTo } from './connect.ts'
import { MIGRATION_LOCK } from './migrate.ts'
import { plainly, PlainError } from './plain-error.ts'

export interface BackupOptions {
  readonly databaseUrl: string
  readonly dataFolder: string
  /** The tar to write. */
  readonly target: string
  readonly onProgress: (line: string) => void
}

const PIECE_BYTES = 4 * 1024 * 1024

/**
 * Writes the whole portfolio as of one moment, while Cairn goes on working: the database through one snapshot,
 * and the files, which are never changed once they are there. The target appears when it is complete and on the disk.
 * @throws PlainError, DiskFull
 */
export async function backUp({ databaseUrl, dataFolder, target, onProgress }: BackupOptions): Promise<{ bytes: number }> {
  if (existsSync(target)) throw new PlainError(`${target} is already there. Name a file that is not.`)
  if (!existsSync(dirname(target))) throw new PlainError(`The folder ${dirname(target)} is not there.`)
  const began = performance.now()
  const draft = `${target}.part`
  const client = await connectTo(databaseUrl, 'cairn-backup')
  try {
    const tar = pack()
    const written = pipeline(tar, createWriteStream(draft, { mode: 0o600, flush: true }))
    const filling = fill(new TarWriter(tar), client, dataFolder, onProgress).then(
      () => tar.finalize(),
      (error: Error) => tar.destroy(error),
    )
    await Promise.all([filling, written])
    await rename(draft, target)
    await settleFolder(dirname(target))
    const file = await open(target)
    const { size: bytes } = await file.stat()
    await file.close()
    await noteRun(client, bytes)
    onProgress(`Backed up ${size(bytes)} in ${((performance.now() - began) / 1000).toFixed(1)} seconds: ${target}`)
    return { bytes }
  } catch (error) {
    rmSync(draft, { force: true })
    throw plainly(error, dirname(target))
  } finally {
    await client.end().catch(() => {})
  }
}

async function fill(tar: TarWriter, client: pg.Client, dataFolder: string, onProgress: (line: string) => void): Promise<void> {
  await client.query(PLAIN_TEXT)
  // A newer Cairn that starts meanwhile waits with its migrations.
  await client.query(`select pg_advisory_lock_shared(${MIGRATION_LOCK})`)
  await client.query('begin isolation level repeatable read read only')
  const head = await headOf(client)
  await tar.add(HEAD, Buffer.from(JSON.stringify(head, null, 2)))
  const progress = everySecond(onProgress)
  const rows: Record<string, number> = {}
  onProgress(`Backing up ${head.tables.length} tables`)
  for (const table of head.tables) {
    const copy = client.query(copyTo(`copy (select ${table.columns.map(quoted).join(', ')} from ${quotedTable(table)}) to stdout`))
    let pieces = 0
    let waiting: Buffer[] = []
    let waitingBytes = 0
    const flush = async () => {
      if (waitingBytes > 0) await tar.add(`tables/${wholeName(table)}/${String(++pieces).padStart(6, '0')}`, Buffer.concat(waiting))
      waiting = []
      waitingBytes = 0
    }
    for await (const chunk of copy as AsyncIterable<Buffer>) {
      waiting.push(chunk)
      waitingBytes += chunk.length
      if (waitingBytes >= PIECE_BYTES) await flush()
      progress(() => `Backing up ${wholeName(table)}: ${size(tar.bytes)} so far`)
    }
    await flush()
    rows[wholeName(table)] = copy.rowCount
  }
  const sequences = await sequencesIn(client)
  await client.query('commit')

  // Listed after the snapshot: a file is there, whole, before its row is. Uploads under way lie beside `stored`.
  const folder = join(dataFolder, 'files/stored')
  const files = existsSync(folder)
    ? (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
    : []
  onProgress(`Backing up ${files.length} files`)
  for (const [index, entry] of files.entries()) {
    const path = join(entry.parentPath, entry.name)
    await tar.addFile(`files/stored/${relative(folder, path)}`, path)
    progress(() => `Backing up files: ${index + 1} of ${files.length}, ${size(tar.bytes)} so far`)
  }
  // The demo's, without which second factors in the database could not be read. One set by CAIRN_SECRET is kept by whoever set it.
  await tar.addFile(SECRET, join(dataFolder, 'secret'))
  const tail: Tail = { members: tar.members, rows, sequences }
  await tar.add(TAIL, Buffer.from(JSON.stringify(tail)))
}

async function headOf(client: pg.Client): Promise<Head> {
  const { rows: found } = await client.query<{ there: boolean; version: string }>(
    `select to_regclass('public.migration') is not null as there, current_setting('server_version') as version`,
  )
  if (!found[0]!.there) throw new PlainError('The database holds no Cairn, so there is nothing to back up.')
  const { rows: migrations } = await client.query<Head['migrations'][number]>(
    'select number, name, sha256 from public.migration order by number',
  )
  const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as {
    version: string
  }
  return {
    format: BACKUP_FORMAT,
    cairn: version,
    postgresql: found[0]!.version,
    madeAt: new Date().toISOString(),
    migrations,
    tables: (await tablesIn(client)).filter(isKept),
  }
}

async function noteRun(client: pg.Client, bytes: number): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('public.backup_run') is not null as there`)
  if (rows[0]!.there) await client.query('insert into public.backup_run (id, size_bytes) values (gen_random_uuid(), $1)', [bytes])
}

/** Adds members one after the other, as fast as the disk takes them, and keeps their checksums. */
class TarWriter {
  readonly members: Record<string, { bytes: number; sha256: string }> = {}
  bytes = 0
  readonly #tar: Pack

  constructor(tar: Pack) {
    this.#tar = tar
  }

  async add(name: string, content: Buffer): Promise<void> {
    await this.#member(name, content.length, [content])
  }

  /** Passes over a file that was erased since it was listed. */
  async addFile(name: string, path: string): Promise<void> {
    let file
    try {
      file = await open(path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
      throw error
    }
    try {
      const { size: bytes } = await file.stat()
      await this.#member(name, bytes, file.createReadStream({ autoClose: false }) as AsyncIterable<Buffer>)
    } finally {
      await file.close()
    }
  }

  async #member(name: string, bytes: number, content: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<void> {
    const hash = createHash('sha256')
    await pipeline(
      async function* () {
        for await (const chunk of content) {
          hash.update(chunk)
          yield chunk
        }
      },
      this.#tar.entry({ name, size: bytes, mode: 0o600 }) as unknown as NodeJS.WritableStream,
    )
    this.members[name] = { bytes, sha256: hash.digest('hex') }
    this.bytes += bytes
  }
}

async function settleFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  await handle.sync().catch(() => {})
  await handle.close()
}

/** When the last backup was made, for who runs Cairn (N8); null where there is none yet. */
export async function lastBackup(databaseUrl: string): Promise<Date | null> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ made_at: Date | null }>('select max(made_at) as made_at from backup_run')
    return rows[0]?.made_at ?? null
  } finally {
    await client.end()
  }
}
