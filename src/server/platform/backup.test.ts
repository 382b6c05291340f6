import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import * as format from './backup-format.ts'
import { backUp, lastBackup } from './backup.ts'
import { startPostgres, type Postgres } from './embedded-postgres.ts'
import { migrate } from './migrate.ts'
import { restore } from './restore.ts'

vi.mock('./backup-format.ts', { spy: true })
const isKept = vi.mocked(format.isKept)

const FIRST = `
  create schema auth;
  create table auth.person (id uuid primary key, name text not null);
  create table item (
    owner_id uuid not null references auth.person, id int generated always as identity, title text, body bytea, learned_on date, credits numeric(6, 2),
    tags text[] not null default '{}', extra jsonb, parent int, twice numeric generated always as (credits * 2) stored,
    primary key (owner_id, id), foreign key (owner_id, parent) references item (owner_id, id));
  create table award (owner_id uuid, item int, best_of int, foreign key (owner_id, item) references item (owner_id, id));
  alter table item add column best uuid;
  create table setting (name text primary key, value text);
  insert into setting values ('seeded', 'by the step');
  create table backup_run (id uuid primary key, made_at timestamptz not null default now(), size_bytes bigint not null);`
const OWNER = '0190b7a6-0000-7000-8000-000000000001'

let postgres: Postgres
let place: string
let steps: string
let made = 0
let from: Home
let to: Home

interface Home {
  readonly databaseUrl: string
  readonly dataFolder: string
}

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
  steps = mkdtempSync(join(place, 'steps-'))
  writeFileSync(join(steps, '0001_first.sql'), FIRST)
  from = await emptyHome()
  to = await emptyHome()
  await migrate(from.databaseUrl, { folder: steps })
  await ask(
    from.databaseUrl,
    `insert into auth.person values ('${OWNER}', E'Zoë\\tO''Neill\\nline \\\\N');
    update setting set value = 'by a person';
    insert into item (owner_id, title, body, learned_on, credits, tags, extra)
      select '${OWNER}', 'Item ' || n, decode(md5(n::text), 'hex'), date '2020-03-29' + n, n / 100.0, array['a,b', null], jsonb_build_object('n', n)
      from generate_series(1, 30000) n;
    update item set parent = 30000 where id = 1;
    insert into award select owner_id, id from item`,
  )
  mkdirSync(join(from.dataFolder, 'files/stored/ab'), { recursive: true })
  writeFileSync(join(from.dataFolder, 'files/stored/ab/certificate.pdf'), 'x'.repeat(3_000_000))
  writeFileSync(join(from.dataFolder, 'files/stored/ab/empty'), '')
  mkdirSync(join(from.dataFolder, 'files/unfinished'))
  writeFileSync(join(from.dataFolder, 'files/unfinished/upload'), 'half of')
  writeFileSync(join(from.dataFolder, 'secret'), 'of the demo\n', { mode: 0o600 })
})

async function emptyHome(): Promise<Home> {
  const name = `try${++made}`
  await ask(postgres.url, `create database ${name}`)
  const dataFolder = join(place, name)
  mkdirSync(dataFolder)
  return { databaseUrl: postgres.url.replace('/cairn?', `/${name}?`), dataFolder }
}

async function ask(at: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: at })
  await client.connect()
  try {
    const result = await client.query<unknown[]>({ text: sql, rowMode: 'array' })
    return Array.isArray(result) ? [] : result.rows.flat()
  } finally {
    await client.end()
  }
}

async function contentOf({ databaseUrl, dataFolder }: Home) {
  const digest = (table: string) => `(select md5(string_agg(t::text, '|' order by t::text)) || count(*) from ${table} t)`
  return {
    rows: await ask(
      databaseUrl,
      `select ${['item', 'auth.person', 'award', 'setting', '(select * from backup_run where false)'].map(digest).join(', ')}`,
    ),
    files: readdirSync(join(dataFolder, 'files/stored'), { encoding: 'utf8', recursive: true }).toSorted(),
    certificate: readFileSync(join(dataFolder, 'files/stored/ab/certificate.pdf'), 'utf8').length,
    secret: readFileSync(join(dataFolder, 'secret'), 'utf8'),
  }
}

const backedUp = async (name = 'cairn.tar') => {
  const target = join(from.dataFolder, name)
  const lines: string[] = []
  const { bytes } = await backUp({ ...from, target, onProgress: (line) => lines.push(line) })
  return { target, bytes, lines }
}
const restored = (source: string) => restore({ ...to, source, migrationsFolder: steps, onProgress: () => {} })

test('N8: a backup restored into an empty Cairn is the same portfolio, files included', { timeout: 60_000 }, async () => {
  const { target, bytes, lines } = await backedUp()
  expect(statSync(target).size).toBe(bytes)
  expect(statSync(target).mode & 0o777).toBe(0o600)
  expect(lines.at(-1)).toMatch(/^Backed up \d+\.\d MB in [\d.]+ seconds: .*cairn.tar$/)
  expect(existsSync(`${target}.part`)).toBe(false)
  await restored(target)
  expect(await contentOf(to)).toEqual(await contentOf(from))
  expect(readdirSync(join(to.dataFolder, 'files'))).toEqual(['stored'])
  expect(await ask(to.databaseUrl, `insert into item (owner_id) values ('${OWNER}') returning id`), 'numbering goes on').toEqual([30_001])
  await expect(ask(to.databaseUrl, `insert into award values ('${OWNER}', 99999)`), 'links hold').rejects.toThrow('foreign key')
})

test('N8: who runs Cairn is told when the last one was made', async () => {
  expect(await lastBackup(from.databaseUrl)).toBeNull()
  const { bytes } = await backedUp()
  expect(await ask(from.databaseUrl, `select size_bytes::int, made_at > now() - interval '1 minute' from backup_run`)).toEqual([
    bytes,
    true,
  ])
  expect((await lastBackup(from.databaseUrl))!.getTime()).toBeGreaterThan(Date.now() - 60_000)
})

test('N8: a backup made while people write is of one moment', { timeout: 60_000 }, async () => {
  const writing = new AbortController()
  let written = 0
  const client = new pg.Client({ connectionString: from.databaseUrl })
  await client.connect()
  const writer = (async () => {
    while (!writing.signal.aborted) {
      await client.query(
        `with i as (insert into item (owner_id, title) values ('${OWNER}', 'meanwhile') returning id) insert into award select '${OWNER}', id from i`,
      )
      writeFileSync(join(from.dataFolder, `files/stored/ab/${++written}`), 'new')
    }
    await client.end()
  })()
  const { target } = await backedUp()
  writing.abort()
  await writer
  expect(written).toBeGreaterThan(3)
  await restored(target)
  const [items, awards] = await ask(to.databaseUrl, 'select (select count(*) from item)::int, (select count(*) from award)::int')
  expect(items).toBe(awards)
})

test('N8: a newer version restores an older backup and brings it forward', { timeout: 60_000 }, async () => {
  const { target } = await backedUp()
  writeFileSync(join(steps, '0002_second.sql'), `alter table item add column note text not null default 'none';`)
  await restored(target)
  expect(await ask(to.databaseUrl, 'select distinct note from item')).toEqual(['none'])
})

test('a backup of a Cairn whose steps leave out a number is restored by the same steps, and refused where one is missing', async () => {
  writeFileSync(join(steps, '0003_third.sql'), 'alter table item add column note text;')
  await migrate(from.databaseUrl, { folder: steps })
  const { target } = await backedUp()
  writeFileSync(join(steps, '0002_second.sql'), 'select 1;')
  await expect(restored(target)).rejects.toThrow('whose 0002_second.sql differs from this one')
  rmSync(join(steps, '0002_second.sql'))
  await restored(target)
  expect(await ask(to.databaseUrl, 'select number from migration order by number')).toEqual([1, 3])
})

test('an older version refuses a newer backup', async () => {
  writeFileSync(join(steps, '0002_second.sql'), 'select 1;')
  await migrate(from.databaseUrl, { folder: steps })
  const { target } = await backedUp()
  rmSync(join(steps, '0002_second.sql'))
  await expect(restored(target)).rejects.toThrow('was made by a newer Cairn')
})

test('a Cairn that is not empty is refused, and stays as it is', { timeout: 60_000 }, async () => {
  const { target } = await backedUp()
  const before = await contentOf(from)
  await expect(restore({ ...from, source: target, migrationsFolder: steps, onProgress: () => {} })).rejects.toThrow('There are files in')
  const noFiles = { ...from, dataFolder: to.dataFolder }
  await expect(restore({ ...noFiles, source: target, migrationsFolder: steps, onProgress: () => {} })).rejects.toThrow(
    'The database is not empty',
  )
  expect(await contentOf(from)).toEqual(before)
})

test('a backup that is damaged, cut off or something else is refused before anything is written', { timeout: 60_000 }, async () => {
  const { target, bytes } = await backedUp()
  const whole = readFileSync(target)
  const at = whole.indexOf('xxxxxxxx')
  writeFileSync(target, Buffer.concat([whole.subarray(0, at), Buffer.from('y'), whole.subarray(at + 1)]))
  await expect(restored(target)).rejects.toThrow('is damaged: "files/stored/ab/certificate.pdf"')
  writeFileSync(target, whole)
  truncateSync(target, bytes - 5000)
  await expect(restored(target)).rejects.toThrow(/cannot be read to its end|was cut off/)
  writeFileSync(target, 'a letter')
  await expect(restored(target)).rejects.toThrow(/no backup of Cairn|not a backup of Cairn/)
  writeFileSync(target, '')
  await expect(restored(target)).rejects.toThrow('not a backup of Cairn')
  await expect(restored(join(place, 'nowhere.tar'))).rejects.toThrow('is not there')
  expect(await ask(to.databaseUrl, `select to_regclass('item')`)).toEqual([null])
})

test(
  'N8: nobody is signed in by a restore: sessions, links and letters stay out of a backup, and out of a restore of one that has them',
  { timeout: 60_000 },
  async () => {
    const tables = `create table auth.session (token text); create table auth.verification (value text); create table public.message (body_text text)`
    writeFileSync(join(steps, '0002_second.sql'), `${tables};`)
    await migrate(from.databaseUrl, { folder: steps })
    await ask(
      from.databaseUrl,
      `insert into auth.session values ('opens-an-account'); insert into auth.verification values ('opens-an-account');
    insert into message values ('token=opens-an-account')`,
    )
    const { target } = await backedUp()
    expect(readFileSync(target).includes('opens-an-account')).toBe(false)
    await restored(target)
    const counts =
      'select (select count(*)::int from auth.session), (select count(*)::int from auth.verification), (select count(*)::int from message)'
    expect(await ask(to.databaseUrl, counts)).toEqual([0, 0, 0])
    expect(await contentOf(to)).toEqual(await contentOf(from))

    isKept.mockReturnValue(true)
    const { target: older } = await backedUp('older.tar')
    isKept.mockReset()
    expect(readFileSync(older).includes('opens-an-account')).toBe(true)
    to = await emptyHome()
    await restored(older)
    expect(await ask(to.databaseUrl, counts)).toEqual([0, 0, 0])
  },
)

test('a table somebody else made in the database is named and left out', { timeout: 60_000 }, async () => {
  await ask(from.databaseUrl, `create table theirs (n serial); insert into theirs default values`)
  const { target } = await backedUp()
  const lines: string[] = []
  await restore({
    ...to,
    source: target,
    migrationsFolder: steps,
    onProgress: (line) => lines.push(line),
  })
  expect(lines).toContain(`Left out: public.theirs, which is no table of Cairn's`)
  expect(await contentOf(to)).toEqual(await contentOf(from))
})

test('a restore that fails leaves the target empty, to be tried again', { timeout: 60_000 }, async () => {
  const { target } = await backedUp()
  mkdirSync(join(to.dataFolder, 'secret'))
  await expect(restored(target)).rejects.toThrow()
  expect(await ask(to.databaseUrl, `select to_regclass('item'), to_regclass('migration')`)).toEqual([null, null])
  expect(readdirSync(join(to.dataFolder, 'files/stored'))).toEqual([])
  rmSync(join(to.dataFolder, 'secret'), { recursive: true })
  await restored(target)
})

test('an existing file is not written over, and a failed backup leaves none', async () => {
  const { target } = await backedUp()
  await expect(backedUp()).rejects.toThrow(`${target} is already there`)
  await ask(from.databaseUrl, 'drop table migration')
  await expect(backedUp('other.tar')).rejects.toThrow('holds no Cairn')
  expect(readdirSync(from.dataFolder).filter((name) => name.startsWith('other'))).toEqual([])
})
