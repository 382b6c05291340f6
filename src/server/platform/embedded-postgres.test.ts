import { fork, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { startPostgres, type Postgres } from './embedded-postgres.ts'
import { broughtBinaries } from './postgres-binaries.ts'
import { isAlive, until } from './processes.ts'

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
}, 60_000)

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-test-'))
  undo.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function started(dataFolder: string, lines: string[] = []): Promise<Postgres> {
  const postgres = await startPostgres({ dataFolder, onProgress: (line) => lines.push(line) })
  undo.push(() => postgres.stop())
  return postgres
}

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end().catch(() => {})
  }
}

const answersAgain = (url: string) =>
  until(
    () =>
      ask(url, 'select 1').then(
        () => true,
        () => false,
      ),
    20_000,
  )

/** A server of its own that starts the database and is then killed from outside. */
async function serverOn(dataFolder: string): Promise<{ databasePid: number; kill(): Promise<void> }> {
  const child = fork(join(import.meta.dirname, 'embedded-postgres.test-server.ts'), [dataFolder])
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const databasePid = await new Promise<number>((done, fail) => {
    child.once('message', (pid) => done(pid as number))
    child.once('exit', () => fail(new Error('the server ended early')))
  })
  return {
    databasePid,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

test('N5: the database sorts and stores the same everywhere, and listens on no port', { timeout: 60_000 }, async () => {
  const { url } = await started(emptyFolder())
  expect(
    await ask(
      url,
      `select datlocprovider::text, datlocale, pg_encoding_to_char(encoding) from pg_database where datname = current_database()`,
    ),
  ).toEqual(['b', 'C.UTF-8', 'UTF8'])
  expect(
    await ask(
      url,
      `select current_setting('listen_addresses'), current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')`,
    ),
  ).toEqual(['', 'on', 'on', 'on'])
})

test('N4: a database that is killed runs again by itself, with all that was acknowledged', { timeout: 120_000 }, async () => {
  const { url, ...rest } = await started(emptyFolder())
  expect(rest.adopted).toBe(false)
  await ask(url, 'create table kept (n int)')
  for (let n = 1; n <= 3; n++) {
    await ask(url, `insert into kept values (${n})`)
    const pid = pidOf(url)
    // One of its processes is busy, and would hold on to the shared memory of the dead one.
    const busy = ask(url, `select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b`).catch(() => {})
    expect(
      await until(
        async () =>
          (await ask(url, `select count(*)::int from pg_stat_activity where query like '%series%b' and state = 'active'`))[0] === 1,
        5000,
      ),
    ).toBe(true)
    process.kill(pid, 'SIGKILL')
    const began = performance.now()
    expect(await until(() => !isAlive(pid), 5000)).toBe(true)
    expect(await answersAgain(url)).toBe(true)
    expect(performance.now() - began).toBeLessThan(15_000)
    expect(await ask(url, 'select count(*)::int from kept')).toEqual([n])
    await busy
  }
})

function pidOf(url: string): number {
  const sockets = new URL(url).searchParams.get('host')!
  return Number.parseInt(readFileSync(join(sockets, '../pgdata/postmaster.pid'), 'utf8'), 10)
}

test('N4: a server that is killed finds its database running and goes on with it', { timeout: 60_000 }, async () => {
  const folder = emptyFolder()
  const server = await serverOn(folder)
  await server.kill()
  expect(isAlive(server.databasePid)).toBe(true)
  const postgres = await started(folder)
  expect(postgres.adopted).toBe(true)
  expect(postgres.pid).toBe(server.databasePid)
  expect(await ask(postgres.url, 'select n from kept')).toEqual([1])
  await postgres.stop()
  expect(isAlive(server.databasePid)).toBe(false)
})

test('N4: with server and database killed, the next start has it all', { timeout: 60_000 }, async () => {
  const folder = emptyFolder()
  const server = await serverOn(folder)
  process.kill(server.databasePid, 'SIGKILL')
  await server.kill()
  const postgres = await started(folder)
  expect(postgres.adopted).toBe(false)
  expect(await ask(postgres.url, 'select n from kept')).toEqual([1])
})

test('N4: after a crash the number of the dead database may belong to another program', { timeout: 60_000 }, async () => {
  const folder = emptyFolder()
  const server = await serverOn(folder)
  process.kill(server.databasePid, 'SIGKILL')
  await server.kill()
  const file = join(folder, 'pgdata/postmaster.pid')
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(process.pid)))
  const postgres = await started(folder)
  expect(await ask(postgres.url, 'select n from kept')).toEqual([1])
})

test('a first start that was killed half-way leaves nothing in the way', { timeout: 60_000 }, async () => {
  const folder = emptyFolder()
  const { version } = broughtBinaries()
  for (const half of [`postgres-${version}.new/bin`, 'pgdata.new/base']) mkdirSync(join(folder, half), { recursive: true })
  const lines: string[] = []
  const { url } = await started(folder, lines)
  expect(await ask(url, 'select 1')).toEqual([1])
  expect(lines).toHaveLength(2)
  expect(existsSync(join(folder, 'pgdata.new'))).toBe(false)
})

test('a data folder with a long name works all the same', { timeout: 60_000 }, async () => {
  const folder = join(emptyFolder(), 'a folder, somewhat long – née à Köln'.repeat(3))
  mkdirSync(folder)
  chmodSync(join(folder, '..'), 0o711)
  const { url } = await started(folder)
  expect(await ask(url, 'select 1')).toEqual([1])
  undo.push(() => rmSync(new URL(url).searchParams.get('host')!, { recursive: true, force: true }))
})

test('a full disk is said plainly and leaves nothing half-done', { timeout: 60_000 }, async (context) => {
  for (const [size, what] of [
    ['20m', 'while PostgreSQL is copied'],
    ['75m', 'while the database is made'],
  ] as const) {
    const folder = emptyFolder()
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]).status === 0
    if (!mounted) context.skip('only root can mount a small disk')
    undo.push(() => spawnSync('umount', [folder]))
    await expect(startPostgres({ dataFolder: folder, onProgress: () => {} }), what).rejects.toThrow(/^The disk that holds .* is full/)
    expect(existsSync(join(folder, 'pgdata')), what).toBe(false)
    expect(spawnSync('ls', [folder], { encoding: 'utf8' }).stdout).not.toMatch(/new/)
  }
})
