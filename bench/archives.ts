import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Archive } from '../src/domain/reports/archive-contract.ts'
import { openFileStore } from '../src/server/platform/folder-store.ts'
import type { FileStore } from '../src/server/platform/files.ts'
import type { Figure } from './figure.ts'
import type { Ground, Owner } from './ground.ts'
import { ask, timeOf } from './load.ts'

const LEAST = 0.5
const MOST_GROWTH = 1.5
const FILE_BYTES = 1_000_000

/** An archive of everything against reading the same files and nothing else, and whether the server's memory grows with it. */
export async function archives(ground: Ground): Promise<Figure[]> {
  const store = await openFileStore(resolve(ground.dataFolder, 'files'))
  const items = ground.quick ? 600 : 6000
  const small = await measured(ground, store, items / 10)
  const large = await measured(ground, store, items)
  const rate = large.bare / large.ours
  const growth = large.memory / small.memory
  const said = `${items.toLocaleString('en-GB')} items with ${(bytesOf(items) / 1e9).toFixed(1)} GB of files`
  return [
    {
      name: `Archive of ${said}: reading the files alone / making it`,
      value: rate.toFixed(2),
      goal: `at least ${LEAST.toFixed(2)}`,
      met: rate >= LEAST,
      note: `${(bytesOf(items) / 1000 / large.ours).toFixed(0)} MB a second read, hashed, packed and written; ${(bytesOf(items) / 1000 / large.bare).toFixed(0)} read alone`,
    },
    {
      name: `Server's memory making it / one of a tenth`,
      value: growth.toFixed(2),
      goal: `within ${MOST_GROWTH}`,
      met: growth <= MOST_GROWTH,
      note: `at most ${(large.memory / 1e6).toFixed(0)} MB`,
    },
  ]
}

/** On every third item. */
const filesOf = (items: number): number => items / 3
const bytesOf = (items: number): number => filesOf(items) * FILE_BYTES

async function measured(ground: Ground, store: FileStore, items: number) {
  const owner = await ground.newcomer()
  const names = await lay(ground, store, owner, items)
  const bare = await timeOf(async () => {
    for (const name of names) for await (const piece of store.read(name)) void piece
  })
  await ground.highestMemory()
  const ours = await timeOf(() => made(ground, owner, filesOf(items)))
  return { bare, ours, memory: await ground.highestMemory() }
}

/** Bytes that do not pack, as of photographs and PDFs. */
async function lay({ database: { db } }: Ground, store: FileStore, owner: Owner, items: number): Promise<string[]> {
  await sql`
    insert into item (owner_id, id, source, title, type, status, notes, started_on, completed_on, added_on, personal)
    select ${owner.id}, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'entered', 'Course ' || n, 'course', 'completed',
      repeat('What I took home from it. ', 8), date '2025-01-01' + n % 300, date '2025-01-01' + n % 300, date '2026-01-01', 125
    from generate_series(1, ${items}::int) n`.execute(db)
  const names: string[] = []
  for (let n = 1; n <= filesOf(items); n += 1) {
    const name = `${owner.id}/${uuidv7()}`
    const { sizeBytes, sha256 } = await store.put(name, randomBytes(FILE_BYTES))
    const item = `00000000-0000-7000-8000-${String(3 * n).padStart(12, '0')}`
    const row = { owner_id: owner.id, id: uuidv7(), item_id: item, name: `photo ${n}.jpg`, media_type: 'image/jpeg', size_bytes: sizeBytes }
    await db
      .insertInto('file')
      .values({ ...row, sha256, stored_as: name })
      .execute()
    names.push(name)
  }
  return names
}

async function made(ground: Ground, owner: Owner, files: number): Promise<void> {
  await ask(ground, owner, '/archive', { body: { id: uuidv7() } })
  for (;;) {
    const { archive } = JSON.parse((await ask(ground, owner, '/archive')).bytes.toString()) as { archive: Archive }
    if (archive.state === 'ready' && archive.files === files) return
    if (archive.state === 'failed') throw new Error(`The archive failed: ${archive.reason}`)
    await pause(100)
  }
}
