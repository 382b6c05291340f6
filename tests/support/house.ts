import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, inject } from 'vitest'
import type { Config } from '../../src/server/platform/config.ts'
import type { OpenConnector } from '../../src/server/connections/connectors.ts'
import { buildHouse, type House } from '../../src/server/house.ts'
import type { LogTo } from '../../src/server/platform/logger.ts'
import { Person } from './person.ts'

let databases = 0

/** A copy of the template database, dropped by `drop`. */
export async function copyOfTemplate(templateUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${process.pid}_${Date.now().toString(36)}_${databases++}`
  const asAdmin = async (statement: string) => {
    const client = new pg.Client({ connectionString: withDatabase(templateUrl, 'postgres') })
    await client.connect()
    try {
      // Copies wait their turn: PostgreSQL refuses a template that somebody is connected to.
      await client.query('select pg_advisory_lock(815)')
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
  await asAdmin(`create database ${name} template ${new URL(templateUrl).pathname.slice(1)}`)
  return { url: withDatabase(templateUrl, name), drop: () => asAdmin(`drop database if exists ${name} with (force)`) }
}

export function withDatabase(url: string, name: string): string {
  const copy = new URL(url)
  copy.pathname = `/${name}`
  return copy.href
}

export const testConfig = (dataFolder: string, changes: Partial<Config> = {}): Config => ({
  mode: 'demo',
  role: 'all',
  dataFolder,
  dataFolderNamed: true,
  host: '127.0.0.1',
  port: 0,
  url: 'http://cairn.test',
  secret: 'a secret for tests only, nothing more',
  databaseUrl: null,
  runAs: null,
  trustProxy: false,
  mail: null,
  tokenKeys: null,
  support: { email: 'help@example.org', phone: null, hours: null },
  ...changes,
})

/** The whole server on a database of its own, for one test file. */
export class TestHouse {
  #house: House | null = null
  #databaseUrl = ''

  get house(): House {
    if (this.#house === null) throw new Error('The house opens in beforeAll.')
    return this.#house
  }

  /** As the owner of the database, past cairn_app's limits. */
  get databaseUrl(): string {
    return this.#databaseUrl
  }

  async open(
    databaseUrl: string,
    dataFolder: string,
    changes: Partial<Config>,
    listening: boolean,
    connectors: readonly OpenConnector[] = [],
    logTo?: LogTo,
  ): Promise<void> {
    this.#databaseUrl = databaseUrl
    this.#house = await buildHouse(testConfig(dataFolder, changes), { databaseUrl, connectors, ...(logTo === undefined ? {} : { logTo }) })
    if (listening) await this.#house.listen()
    else await this.#house.app.ready()
  }

  async close(): Promise<void> {
    await this.#house?.close()
  }

  nobody(): Person {
    return new Person(this.house, null)
  }

  /** A clinician with a confirmed account, signed in. */
  async clinician(
    wish: { name?: string; email?: string; accreditor?: string | null; timeZone?: string; deviceIsMine?: boolean } = {},
  ): Promise<Person> {
    return Person.signedIn(this.house, {
      name: wish.name ?? 'Dr Test Person',
      email: wish.email ?? `${uuidv7()}@example.org`,
      ...(wish.accreditor === undefined ? {} : { accreditor: wish.accreditor }),
      ...(wish.timeZone === undefined ? {} : { timeZone: wish.timeZone }),
      deviceIsMine: wish.deviceIsMine ?? false,
    })
  }

  /** The same person at one device more. */
  again(person: Person): Promise<Person> {
    return Person.atNewDevice(this.house, person.email)
  }

  async clinicians(count: number): Promise<Person[]> {
    return Promise.all(Array.from({ length: count }, () => this.clinician()))
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

/**
 * Opens a house before the tests of a file and closes it after them. `listening` starts the worker and a port too;
 * without it requests are injected and jobs wait.
 */
export function house(
  options: {
    listening?: boolean
    config?: Partial<Config>
    /** Opens what can be connected, told the house's address. */
    connectors?: (url: string, folder: string) => Promise<readonly OpenConnector[]>
    logTo?: LogTo
  } = {},
): TestHouse {
  const at = new TestHouse()
  let drop = async () => {}
  let folder = ''
  beforeAll(async () => {
    const database = await copyOfTemplate(inject('templateUrl'))
    drop = database.drop
    folder = await mkdtemp(join(tmpdir(), 'cairn-house-'))
    const port = options.listening ? await freePort() : 0
    const address: Partial<Config> = options.listening ? { port, url: `http://127.0.0.1:${port}` } : {}
    const connectors = (await options.connectors?.(address.url ?? 'http://cairn.test', folder)) ?? []
    await at.open(database.url, folder, { ...address, ...options.config }, options.listening ?? false, connectors, options.logTo)
  })
  afterAll(async () => {
    await at.close()
    await drop()
    if (folder !== '') await rm(folder, { recursive: true, force: true })
  })
  return at
}
