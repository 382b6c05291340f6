import { chownSync, existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { plainly, PlainError } from './plain-error.ts'
import { ended, spawnAs, type Account } from './run-as.ts'

/** Written into a new cluster; an administrator may change them there. Meant for two cores and 2 GB or more. */
const TUNING = {
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  random_page_cost: '1.1',
  effective_io_concurrency: '32',
  max_connections: '100',
  checkpoint_timeout: '15min',
  max_wal_size: '1GB',
  wal_compression: 'on',
  jit: 'off',
  logging_collector: 'on',
  log_filename: 'postgres-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_size: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/** Where the database lies in a data folder. */
export const clusterIn = (dataFolder: string) => join(dataFolder, 'pgdata')

/** Makes an empty cluster where there is none; whole or not at all. @throws PlainError, DiskFull */
export async function makeCluster(
  home: string,
  cluster: string,
  account: Account | null,
  onProgress: (line: string) => void,
): Promise<void> {
  if (existsSync(cluster)) {
    if (account !== null && lstatSync(cluster).uid !== account.uid) giveAway(cluster, account)
    return
  }
  onProgress('Making a new database')
  const draft = `${cluster}.new`
  rmSync(draft, { recursive: true, force: true })
  try {
    mkdirSync(draft, { mode: 0o700 })
    if (account !== null) chownSync(draft, account.uid, account.gid)
    const settings = Object.entries(TUNING).flatMap(([name, value]) => ['--set', `${name}=${value}`])
    // The builtin provider sorts the same on every machine, whatever its C library.
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    const initdb = spawnAs(account, join(home, 'bin/initdb'), ['-D', draft, '-U', 'cairn', '--auth=trust', ...locale, ...settings], 'pipe')
    let said = ''
    for (const stream of [initdb.stdout, initdb.stderr]) stream?.on('data', (bytes: Buffer) => (said += bytes.toString()))
    const code = await ended(initdb)
    if (code !== 0) throw new PlainError(`The database could not be made:\n${said.trim().split('\n').slice(-8).join('\n')}`)
    renameSync(draft, cluster)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    const full = /no space left on device/i.test((error as Error).message)
    throw plainly(full ? { code: 'ENOSPC' } : error, cluster)
  }
}

function giveAway(path: string, account: Account): void {
  chownSync(path, account.uid, account.gid)
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
    const inside = join(entry.parentPath, entry.name)
    if (!entry.isSymbolicLink()) chownSync(inside, account.uid, account.gid)
  }
}
