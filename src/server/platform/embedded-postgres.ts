import { chmodSync, closeSync, existsSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { plainly, PlainError } from './plain-error.ts'
import { broughtBinaries, installBinaries, removeOtherBinaries, type Binaries } from './postgres-binaries.ts'
import { clusterIn, makeCluster } from './postgres-cluster.ts'
import { answers, makeDatabase, makeSocketFolder, socketFolder, urlOf } from './postgres-socket.ts'
import { isAlive, isPostgresOn, postgresProcesses, until } from './processes.ts'
import { accountFor, ended, spawnAs, type Account } from './run-as.ts'

export interface PostgresOptions {
  readonly dataFolder: string
  readonly binaries?: Binaries
  /** The user PostgreSQL runs as when Cairn is root. */
  readonly runAs?: string | null
  /** Settings for this start only, such as `fsync: 'off'` in tests. */
  readonly settings?: Readonly<Record<string, string>>
  readonly onProgress: (line: string) => void
}

export interface Postgres {
  readonly url: string
  /** True if a database that outlived its server was found running and taken over. */
  readonly adopted: boolean
  /** Of the postmaster; changes when it had to be started again. */
  readonly pid: number
  /** Waits for open connections to be cut and data to be written; call it last. */
  stop(): Promise<void>
}

/**
 * Starts the PostgreSQL that ships with Cairn on a socket in the data folder, or takes over the one still running there.
 * From then on it is watched: if it dies it is started again, until `stop`.
 * @throws PlainError, DiskFull
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  if (process.platform === 'win32')
    throw new PlainError('On Windows Cairn brings no PostgreSQL of its own. Set DATABASE_URL to a PostgreSQL 16 or newer.')
  const { dataFolder, onProgress } = options
  const binaries = options.binaries ?? broughtBinaries()
  const cluster = clusterIn(dataFolder)
  const account = accountFor(options.runAs ?? null, cluster)
  const sockets = socketFolder(dataFolder)
  let pid: number
  let adopted = false
  let launch: () => Promise<number>
  try {
    if (account !== null) letThrough(dataFolder)
    makeSocketFolder(sockets, account)
    const home = await installBinaries(binaries, dataFolder, onProgress)
    await makeCluster(home, cluster, account, onProgress)
    launch = () =>
      launchPostmaster({
        home,
        cluster,
        sockets,
        account,
        dataFolder,
        settings: options.settings ?? {},
      })
    const running = await runningPostmaster(cluster, sockets)
    adopted = running !== null
    pid = running ?? (await launch())
    if (!adopted) await removeOtherBinaries(home)
    await makeDatabase(sockets)
  } catch (error) {
    throw plainly(error, dataFolder)
  }

  const stopping = new AbortController()
  const watching = watch()

  async function watch(): Promise<void> {
    let pause = 200
    while (!stopping.signal.aborted) {
      await until(() => stopping.signal.aborted || !isAlive(pid), Infinity, 250)
      if (stopping.signal.aborted) return
      onProgress('The database has stopped; starting it again')
      try {
        pid = (await runningPostmaster(cluster, sockets)) ?? (await launch())
        pause = 200
        onProgress('The database runs again')
      } catch (error) {
        onProgress(`The database could not be started: ${(error as Error).message}`)
        await until(() => stopping.signal.aborted, pause)
        pause = Math.min(pause * 2, 5000)
      }
    }
  }

  return {
    url: urlOf(sockets, 'cairn'),
    adopted,
    get pid() {
      return pid
    },
    async stop() {
      stopping.abort()
      await watching
      // SIGINT is PostgreSQL's 'fast' shutdown, SIGQUIT its 'immediate' one, after which it recovers from its log at the next start.
      for (const [signal, patience] of [
        ['SIGINT', 60_000],
        ['SIGQUIT', 10_000],
      ] as const) {
        if (!isPostgresOn(pid, cluster)) return
        process.kill(pid, signal)
        if (await until(() => !isPostgresOn(pid, cluster), patience)) return
      }
    },
  }
}

/** PostgreSQL's user passes through to its own folders; it can list nothing on the way. */
function letThrough(dataFolder: string): void {
  const mode = statSync(dataFolder).mode & 0o7777
  if ((mode & 0o011) !== 0o011) chmodSync(dataFolder, mode | 0o011)
}

/** The pid of a postmaster that serves this cluster and answers; waits while it starts, recovers or stops. */
async function runningPostmaster(cluster: string, sockets: string): Promise<number | null> {
  for (;;) {
    const pid = noted(cluster)
    if (pid === null) return null
    if (isPostgresOn(pid, cluster)) {
      if (await answers(sockets)) return pid
      await until(() => !isPostgresOn(pid, cluster), 200)
      continue
    }
    if (isAlive(pid) || existsAsZombie(pid)) {
      // After a crash or a reboot the number went to another process, and PostgreSQL would take that for itself.
      for (const stale of [join(cluster, 'postmaster.pid'), join(sockets, '.s.PGSQL.5432'), join(sockets, '.s.PGSQL.5432.lock')])
        rmSync(stale, { force: true })
    }
    return null
  }
}

function noted(cluster: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'), 10)
    return pid > 0 ? pid : null
  } catch {
    return null
  }
}

const existsAsZombie = (pid: number) => existsSync(`/proc/${pid}`)

interface Launch {
  readonly home: string
  readonly cluster: string
  readonly sockets: string
  readonly account: Account | null
  readonly dataFolder: string
  readonly settings: Readonly<Record<string, string>>
}

/** Resolves when connections are taken. Processes left by a postmaster that was killed are waited for, and asked to end. */
async function launchPostmaster({ home, cluster, sockets, account, dataFolder, settings }: Launch): Promise<number> {
  const said = join(dataFolder, 'postgres-start.log')
  const end = performance.now() + 60_000
  for (let attempt = 0; ; attempt++) {
    if (attempt > 0) for (const orphan of postgresProcesses(cluster)) signal(orphan, attempt < 20 ? 'SIGTERM' : 'SIGQUIT')
    const log = openSync(said, 'w', 0o600)
    const given = {
      ...settings,
      listen_addresses: '',
      port: '5432',
      unix_socket_directories: sockets,
      unix_socket_permissions: '0700',
    }
    const args = Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    const postmaster = spawnAs(account, join(home, 'bin/postgres'), ['-D', cluster, ...args], log)
    closeSync(log)
    const exit = ended(postmaster)
    let over = false
    exit.then(
      () => (over = true),
      () => (over = true),
    )
    await until(async () => over || (noted(cluster) === postmaster.pid && (await answers(sockets))), Infinity)
    if (!over) {
      postmaster.unref()
      return postmaster.pid!
    }
    await exit
    const words = readFileSync(said, 'utf8').trim()
    const orphans = /pre-existing shared memory block|lock file ".*" already exists|Is another postmaster/i.test(words)
    if (!orphans || performance.now() > end) {
      if (/no space left on device/i.test(words)) throw plainly({ code: 'ENOSPC' }, dataFolder)
      throw new PlainError(
        `The database does not start. It says:\n${words.split('\n').slice(-8).join('\n')}\nMore may be in ${join(cluster, 'log')}.`,
      )
    }
    await new Promise((done) => setTimeout(done, 250))
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It has ended by itself meanwhile.
  }
}
