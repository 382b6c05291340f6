import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { registerConfirmed } from '../src/server/accounts/demo-people.ts'
import { openSessionCookie } from '../src/server/accounts/session-cookie.ts'
import { keyFor } from '../src/server/platform/keys.ts'
import { loadCatalogue } from '../src/server/platform/catalogue.ts'
import type { Config } from '../src/server/platform/config.ts'
import { openDatabase, type Database } from '../src/server/platform/db.ts'
import { startPostgres } from '../src/server/platform/embedded-postgres.ts'
import { prepareQueue } from '../src/server/platform/jobs.ts'
import { migrate } from '../src/server/platform/migrate.ts'
import { standInPort, standInSettings } from '../src/server/stand-in.ts'
import { createHmac, randomBytes } from 'node:crypto'
import { layPortfolios } from './rows.ts'

export interface Statement {
  readonly text: string
  readonly name?: string
  readonly values?: unknown[]
}

/** A signed-in owner of a portfolio. */
export interface Owner {
  readonly id: string
  readonly items: number
  /** The header a browser would send. */
  readonly cookie: string
}

/** What every measurement stands on: the embedded database, the server in a process of its own, and portfolios of several sizes. */
export interface Ground {
  readonly quick: boolean
  readonly address: string
  /** As the server was started. */
  readonly config: Config
  readonly databaseUrl: string
  readonly accreditorId: string
  /** As the server connects. */
  readonly database: Database
  readonly dataFolder: string
  /** The owner with so many items. */
  owner(items: OwnerSize): Owner
  /** A new owner, signed in, with an empty portfolio. */
  newcomer(): Promise<Owner>
  /** The statements the server sends while `act` runs. */
  statementsOf(act: () => Promise<unknown>): Promise<Statement[]>
  /** The most memory the server held since it was last asked, in bytes. */
  highestMemory(): Promise<number>
  close(): Promise<void>
}

export const OWNER_SIZES = [500, 620, 5000, 20_000, 50_000] as const
export type OwnerSize = (typeof OWNER_SIZES)[number]

/** `kept` names a folder whose database is used again, or laid there first; otherwise it is a temporary one. */
export async function openGround(quick: boolean, kept: string | null, say: (line: string) => void): Promise<Ground> {
  const undo: (() => Promise<unknown>)[] = []
  const dataFolder = kept ?? (await mkdtemp(join(tmpdir(), 'cairn-bench-')))
  if (kept === null) undo.push(() => rm(dataFolder, { recursive: true, force: true }))
  else await mkdir(kept, { recursive: true })
  await chmod(dataFolder, 0o711)
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const postgres = await startPostgres({ dataFolder, onProgress: say })
    undo.push(() => postgres.stop())
    await migrate(postgres.url)
    await prepareQueue(postgres.url)
    const port = await freePort()
    const config = configOn(dataFolder, port)
    const database = openDatabase(postgres.url, { connections: 8 })
    undo.push(() => database.close())
    const catalogue = await loadCatalogue(resolve(import.meta.dirname, '../catalogue'))
    const accreditorId = catalogue.accreditors[0]!.id

    let ids = await ownersIn(database)
    if (ids.length === 0) {
      for (const items of OWNER_SIZES) {
        const owner = { name: `Dr Bench ${items}`, email: emailOf(items), password: randomBytes(12).toString('hex') }
        const id = await registerConfirmed({ config, db: database.db, catalogue }, owner)
        await database.db.updateTable('preference').set({ accreditor_id: accreditorId }).where('owner_id', '=', id).execute()
      }
      ids = await ownersIn(database)
      const others = quick ? 50_000 : 500_000
      say(`Laying ${OWNER_SIZES.length} portfolios of up to 50,000 items among ${others.toLocaleString('en-GB')} of others`)
      const portfolios = OWNER_SIZES.map((items, index) => ({ ownerId: ids[index]!, items }))
      const admin = new pg.Client({ connectionString: postgres.url })
      await admin.connect()
      try {
        await layPortfolios(admin, portfolios, others, accreditorId)
      } finally {
        await admin.end()
      }
    }
    const owners = new Map<number, Owner>()
    for (const [index, items] of OWNER_SIZES.entries()) {
      const id = ids[index]!
      owners.set(items, { id, items, cookie: await signedIn(database, config, id) })
    }

    const server = fork(resolve(import.meta.dirname, 'server.ts'), {
      env: { ...process.env, CAIRN_LOG: 'info' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: [],
    })
    undo.push(async () => {
      const ended = once(server, 'exit')
      server.send('stop')
      await ended
    })
    // The other portfolio is connected to where it will be, and started by what measures it.
    const connectorSettings = standInSettings(config, `http://127.0.0.1:${standInPort(port)}`)
    server.send({ config, databaseUrl: postgres.url, connectorSettings })
    await answerOf(server)
    return {
      quick,
      address: config.url,
      config,
      databaseUrl: postgres.url,
      accreditorId,
      database,
      dataFolder,
      owner: (items) => owners.get(items)!,
      async newcomer() {
        const email = `bench.${randomBytes(6).toString('hex')}@example.org`
        const given = { name: 'Dr Bench New', email, password: randomBytes(12).toString('hex') }
        const id = await registerConfirmed({ config, db: database.db, catalogue }, given)
        return { id, items: 0, cookie: await signedIn(database, config, id) }
      },
      async statementsOf(act) {
        await asked(server, 'catch')
        await act()
        return (await asked<{ caught: Statement[] }>(server, 'caught')).caught
      },
      highestMemory: async () => (await asked<{ highest: number }>(server, 'memory')).highest,
      close,
    }
  } catch (fault) {
    await close()
    throw fault
  }
}

const emailOf = (items: OwnerSize) => `bench.${items}@example.org`

/** The ids of the owners measured, in the order of their sizes; none before they are laid. */
async function ownersIn({ db }: Database): Promise<string[]> {
  const rows = await db.selectFrom('auth.user').select(['id', 'email']).execute()
  return OWNER_SIZES.flatMap((items) => rows.find((row) => row.email === emailOf(items))?.id ?? [])
}

async function asked<T>(server: ChildProcess, question: string): Promise<T> {
  server.send(question)
  return (await answerOf(server)) as T
}

async function answerOf(server: ChildProcess): Promise<unknown> {
  const ended = new AbortController()
  const onExit = () => ended.abort(new Error('The server has ended.'))
  server.once('exit', onExit)
  try {
    const [answer] = (await once(server, 'message', { signal: ended.signal })) as [unknown]
    return answer
  } finally {
    server.off('exit', onExit)
  }
}

const configOn = (dataFolder: string, port: number): Config => ({
  mode: 'demo',
  role: 'all',
  dataFolder,
  dataFolderNamed: true,
  host: '127.0.0.1',
  port,
  url: `http://127.0.0.1:${port}`,
  secret: 'a secret of measurements, nothing more',
  databaseUrl: null,
  runAs: null,
  trustProxy: false,
  mail: null,
  tokenKeys: null,
  support: { email: null, phone: null, hours: null },
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A session as signing in makes it, and the cookie that goes with it. */
async function signedIn({ db }: Database, config: Config, ownerId: string): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  const expires = new Date(Date.now() + 60 * 60 * 1000)
  await db
    .insertInto('auth.session')
    .values({ token, user_id: ownerId, expires_at: expires, updated_at: new Date(Date.now() + 60 * 60 * 1000), device_is_mine: true })
    .execute()
  const signature = createHmac('sha256', keyFor(config.secret, 'accounts')).update(token).digest('base64')
  return `${openSessionCookie(config).name}=${encodeURIComponent(`${token}.${signature}`)}`
}
