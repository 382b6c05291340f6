import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadCatalogue } from '../../src/server/platform/catalogue.ts'
import { openDatabase, type Database } from '../../src/server/platform/db.ts'
import { clusterIn } from '../../src/server/platform/postgres-cluster.ts'
import { embeddedUrl } from '../../src/server/platform/postgres-socket.ts'
import { until } from '../../src/server/platform/processes.ts'
import { registerConfirmed } from '../../src/server/accounts/demo-people.ts'
import { testConfig } from './house.ts'
import { PASSWORD } from './person.ts'

const checkout = resolve(import.meta.dirname, '../..')
const MAIN = pathToFileURL(join(checkout, 'src/server/main.ts')).href
/** Stops by itself when the tests are broken off: its input ends then. */
const RUN = `
  process.stdin.resume().on('end', () => process.kill(process.pid, 'SIGTERM'))
  const { main } = await import('${MAIN}')
  await main(undefined, undefined, () => {})`
/** Milliseconds; generous, for a machine with other work. */
const PATIENCE = 60_000

/** The server as it is run, a process of its own, on a data folder and a port of its own; in production, so without the demo's people. */
export class RealServer {
  readonly dataFolder: string
  readonly url: string
  /** Of PostgreSQL elsewhere; null for the one that ships with Cairn. */
  readonly outsideUrl: string | null
  readonly #port: number
  readonly #log: string
  #process: ChildProcess | null = null

  private constructor(dataFolder: string, port: number, outsideUrl: string | null) {
    this.dataFolder = dataFolder
    this.#port = port
    this.url = `http://127.0.0.1:${port}`
    this.outsideUrl = outsideUrl
    this.#log = `${dataFolder}.log`
  }

  /** Not started yet; `dataFolder` need not be there. */
  static async at(dataFolder: string, outsideUrl: string | null = null): Promise<RealServer> {
    return new RealServer(dataFolder, await freePort(), outsideUrl)
  }

  get pid(): number {
    return this.#process!.pid!
  }

  /** As the owner of the database, past cairn_app's limits. */
  get databaseUrl(): string {
    return this.outsideUrl ?? embeddedUrl(this.dataFolder)
  }

  get cluster(): string {
    return clusterIn(this.dataFolder)
  }

  postmasterPid(): number {
    return Number.parseInt(readFileSync(join(this.cluster, 'postmaster.pid'), 'utf8'), 10)
  }

  /** Starts it, the same way each time, and returns after how many milliseconds it answered. */
  async start(): Promise<number> {
    const began = performance.now()
    // As `npm start`, without the building of the page, which nobody looks at here.
    const started = this.#run(['--input-type=module', '-e', RUN])
    this.#process = started
    const over = () => started.exitCode !== null || started.signalCode !== null
    const there = () =>
      fetch(`${this.url}/api/session`, { signal: AbortSignal.timeout(5000) }).then(
        (answer) => answer.ok,
        () => false,
      )
    let ready = false
    await until(async () => over() || (ready = await there()), PATIENCE)
    if (!ready) throw new Error(`The server does not ${over() ? 'start' : 'answer'}. It said:\n${this.said()}`)
    return performance.now() - began
  }

  /** By kill -9. Resolves when the process is gone. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** As an administrator does. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const ending = this.#process
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return
    const gone = once(ending, 'exit')
    ending.kill(signal)
    await gone
  }

  /** Leaves nothing running, whatever state it is in. */
  async end(): Promise<void> {
    await this.stop()
    if (this.outsideUrl === null) {
      try {
        process.kill(this.postmasterPid(), 'SIGKILL')
      } catch {
        // It has stopped with its server.
      }
    }
  }

  /** Runs `npm run backup` or `npm run restore` for the same Cairn, to its end. */
  async run(command: 'backup' | 'restore', file: string): Promise<{ code: number | null; said: string }> {
    const ran = this.#run([join(checkout, 'scripts/start.mjs'), command, file], 'pipe')
    let said = ''
    for (const stream of [ran.stdout, ran.stderr]) stream?.on('data', (bytes: Buffer) => (said += bytes.toString()))
    const [code] = (await once(ran, 'close')) as [number | null]
    return { code, said }
  }

  /** Accounts with a confirmed email and the tests' password, while it runs. Returns their ids. */
  async register(emails: readonly string[]): Promise<string[]> {
    const catalogue = await loadCatalogue(join(checkout, 'catalogue'))
    const config = testConfig(this.dataFolder, { url: this.url, secret: SECRET })
    return this.atDatabase(async ({ db }) => {
      const ids: string[] = []
      for (const email of emails) {
        const name = `Dr ${email.split('@')[0]}`
        ids.push(await registerConfirmed({ config, db, catalogue }, { name, email, password: PASSWORD }))
      }
      return ids
    })
  }

  /** What no page can do, or would need many steps for, while it runs. */
  async atDatabase<Value>(act: (house: Pick<Database, 'db'>) => Promise<Value>): Promise<Value> {
    const database = openDatabase(this.databaseUrl, { connections: 2 })
    try {
      return await act(database)
    } finally {
      await database.close()
    }
  }

  /** The end of what the server wrote. */
  said(): string {
    return readFileSync(this.#log, 'utf8')
      .split('\n')
      .slice(-30)
      .map((line) => line.slice(0, 500))
      .join('\n')
  }

  #run(args: readonly string[], output: 'log' | 'pipe' = 'log'): ChildProcess {
    const log = output === 'log' ? openSync(this.#log, 'a', 0o600) : null
    // Nothing of the surroundings decides which database or folder is used.
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(CAIRN_|PG|VITEST|NODE_|DATABASE_URL|npm_|INIT_CWD)/.test(name)),
    )
    const ran = spawn(process.execPath, args, {
      cwd: checkout,
      env: {
        ...env,
        CAIRN_MODE: 'production',
        CAIRN_URL: this.url,
        CAIRN_PORT: String(this.#port),
        CAIRN_DATA: this.dataFolder,
        CAIRN_SECRET: SECRET,
        // Nobody is written to here.
        CAIRN_SMTP_URL: 'smtp://127.0.0.1:9',
        CAIRN_MAIL_FROM: 'cairn@example.org',
        CAIRN_LOG: 'error',
        ...(this.outsideUrl === null ? {} : { DATABASE_URL: this.outsideUrl }),
      },
      stdio: [output === 'log' ? 'pipe' : 'ignore', log ?? 'pipe', log ?? 'pipe'],
    })
    if (log !== null) closeSync(log)
    return ran
  }
}

const SECRET = 'a secret of tests that start the real server'

/**
 * Below the ports that systems give to connections on their way out: with the server down, one of those can get the server's own
 * port, connect to itself, and hold it.
 */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000)
    const server = createServer()
    const free = await new Promise<boolean>((done) => {
      server.once('error', () => done(false))
      server.listen(port, '127.0.0.1', () => done(true))
    })
    if (!free) continue
    server.close()
    await once(server, 'close')
    return port
  }
}
