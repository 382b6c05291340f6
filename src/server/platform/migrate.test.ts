import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startPostgres, type Postgres } from './embedded-postgres.ts'
import { migrate, MigrationError } from './migrate.ts'
import { PlainError } from './plain-error.ts'

let postgres: Postgres
let place: string
let url: string
let steps: string
let made = 0

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'cairn-test-'))
  postgres = await startPostgres({
    dataFolder: place,
    settings: { fsync: 'off' },
    onProgress: () => {},
  })
}, 60_000)
afterAll(async () => {
  await postgres?.stop()
  rmSync(place, { recursive: true, force: true })
}, 60_000)
beforeEach(async () => {
  const name = `try${++made}`
  await ask(postgres.url, `create database ${name}`)
  url = postgres.url.replace('/cairn?', `/${name}?`)
  steps = mkdtempSync(join(place, 'steps-'))
  chmodSync(steps, 0o755)
  step('0001_first.sql', 'create table thing (n int); insert into thing values (1);')
  step('0002_second.sql', 'alter table thing add column word text;')
})

const step = (name: string, sql: string) => writeFileSync(join(steps, name), sql)
async function ask(at: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: at })
  await client.connect()
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows.flat()
  } finally {
    await client.end()
  }
}

test('each step is applied once, in order, and later ones when they come', async () => {
  expect(await migrate(url, { folder: steps })).toEqual([1, 2])
  expect(await migrate(url, { folder: steps })).toEqual([])
  step('0003_third.sql', 'drop table thing;')
  const lines: string[] = []
  expect(await migrate(url, { folder: steps, onProgress: (line) => lines.push(line) })).toEqual([3])
  expect(lines).toEqual(['Preparing the database: 0003_third.sql'])
  expect(await ask(url, 'select number, name, length(sha256) from migration where number = 3')).toEqual([3, '0003_third.sql', 64])
})

test('a restore stops at the number of its backup', async () => {
  expect(await migrate(url, { folder: steps, upTo: 1 })).toEqual([1])
  expect(await migrate(url, { folder: steps })).toEqual([2])
})

test('copies that start together apply each step once', async () => {
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(url, { folder: steps })))
  expect(applied.flat().toSorted((a, b) => a - b)).toEqual([1, 2])
})

test('a step that fails is taken back whole and named with its line; those before it stay', async () => {
  step('0003_third.sql', 'create table other (n int);\n\nselect no_such_thing;')
  await expect(migrate(url, { folder: steps })).rejects.toThrow(/0003_third.sql, line 3: column "no_such_thing" does not exist/)
  expect(await ask(url, `select to_regclass('other'), max(number) from migration`)).toEqual([null, 2])
})

test('a database of a newer Cairn is refused', async () => {
  step('0003_third.sql', 'select 1;')
  await migrate(url, { folder: steps })
  rmSync(join(steps, '0003_third.sql'))
  const tried = migrate(url, { folder: steps })
  await expect(tried).rejects.toBeInstanceOf(MigrationError)
  await expect(tried).rejects.toThrow('of a newer Cairn (step 3; this one knows 2)')
})

test('a step that was changed afterwards is refused; other line ends are no change', async () => {
  await migrate(url, { folder: steps })
  step('0002_second.sql', 'alter table thing add column word text;\r\n'.trim())
  expect(await migrate(url, { folder: steps })).toEqual([])
  step('0002_second.sql', 'alter table thing add column words text;')
  await expect(migrate(url, { folder: steps })).rejects.toThrow('0002_second.sql is not the file this database was made with')
})

test('a number may be missing, but none comes later than one that is applied already', async () => {
  step('0004_fourth.sql', 'select 1;')
  expect(await migrate(url, { folder: steps })).toEqual([1, 2, 4])
  expect(await migrate(url, { folder: steps })).toEqual([])
  step('0003_third.sql', 'select 1;')
  await expect(migrate(url, { folder: steps })).rejects.toThrow('lacks step 0003_third.sql, but has later ones')
})

test('a number twice is refused', async () => {
  step('0002_other.sql', 'select 1;')
  await expect(migrate(url, { folder: steps })).rejects.toThrow('0002_second.sql is out of order')
})

test('a step that the database was made with and the folder lacks is named', async () => {
  step('0004_fourth.sql', 'select 1;')
  await migrate(url, { folder: steps })
  rmSync(join(steps, '0002_second.sql'))
  await expect(migrate(url, { folder: steps })).rejects.toThrow('The database was made with 0002_second.sql')
})

test('a database that does not answer is said plainly', async () => {
  const tried = migrate('postgres://nobody@127.0.0.1:1/none', { folder: steps })
  await expect(tried).rejects.toBeInstanceOf(PlainError)
  await expect(tried).rejects.toThrow('The database does not answer')
})
