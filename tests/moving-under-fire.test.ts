import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, expect, test } from 'vitest'
import { bringIn, importState, undoImport } from '#domain/capture/import-contract.ts'
import { readArchive, requestArchive } from '#domain/reports/archive-contract.ts'
import { randomFrom } from '../scripts/demo/random.ts'
import { house } from './support/house.ts'
import { csvOf, HEADERS, imported } from './support/importing.ts'
import type { Person } from './support/person.ts'
import { PDF, upload } from './support/uploading.ts'
import type { WorkerTask } from './support/worker-process.ts'

const SEED = Number(process.env['CAIRN_SEED'] ?? Math.floor(Math.random() * 1_000_000))
const ROWS = 3000
const random = randomFrom(SEED)
const at = house({ config: { role: 'api' } })
const workers: ChildProcess[] = []
afterAll(() => workers.forEach((worker) => worker.kill('SIGKILL')))

async function startWorker(): Promise<ChildProcess> {
  const worker = fork(resolve(import.meta.dirname, 'support/worker-process.ts'), {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  workers.push(worker)
  worker.send({ config: at.house.config, databaseUrl: at.databaseUrl, standInUrl: null, honoursKeys: true } satisfies WorkerTask)
  await Promise.race([once(worker, 'message'), once(worker, 'exit').then(() => Promise.reject(new Error('The worker ended early.')))])
  return worker
}

async function kill(worker: ChildProcess): Promise<void> {
  const gone = once(worker, 'exit')
  worker.kill('SIGKILL')
  await gone
}

/** As if the seconds had passed after which what a dead worker held is free again. */
async function freed(): Promise<void> {
  const past = sql<Date>`now() - interval '1 minute'`
  await at.house.db.updateTable('import').set({ claimed_until: past }).where('claimed_until', 'is not', null).execute()
  await at.house.db.updateTable('archive').set({ claimed_until: past }).where('claimed_until', 'is not', null).execute()
  await sql`update graphile_worker._private_jobs set locked_at = null, locked_by = null, run_at = now()`.execute(at.house.db)
}

/** Lets workers begin and die until one is let through; `check` looks at what is there after each death. */
async function amidDeaths(isDone: () => Promise<boolean>, check: () => Promise<void>): Promise<void> {
  for (let death = 0; death < 2; death += 1) {
    const worker = await startWorker()
    await wait(random.whole(50, 900))
    await kill(worker)
    await check()
    if (await isDone()) return
    await freed()
  }
  const last = await startWorker()
  await expect.poll(isDone, { timeout: 90_000, interval: 100 }).toBe(true)
  await kill(last)
}

const count = async (owner: Person): Promise<number> =>
  (
    await at.house.db
      .selectFrom('item')
      .where('owner_id', '=', owner.id)
      .select(sql<number>`count(*)::int`.as('n'))
      .executeTakeFirstOrThrow()
  ).n

test('K5, N4: an import whose workers are killed is brought in whole or not at all, and undone whole', { timeout: 240_000 }, async () => {
  const owner = await at.clinician()
  await owner.completed({ title: 'Here before' })
  const rows = Array.from({ length: ROWS }, (_, n) => [`Course ${n}`, '2025-03-02', '1.25', 'Notes', `Tag ${n % 7}`, ''])
  const first = await startWorker()
  const { id } = await imported(owner, csvOf([HEADERS, ...rows]))
  await kill(first)
  await freed()
  const params = { importId: id }
  const state = async () => (await owner.ask(importState, { params })).state

  await owner.ask(bringIn, { params, body: {} })
  await amidDeaths(
    async () => (await state()) === 'brought',
    async () => expect([1, ROWS + 1], `CAIRN_SEED=${SEED}`).toContain(await count(owner)),
  )
  expect(await count(owner)).toBe(ROWS + 1)

  await owner.ask(undoImport, { params, body: {} })
  await amidDeaths(
    async () => (await state()) === 'undone',
    async () => expect([1, ROWS + 1], `CAIRN_SEED=${SEED}`).toContain(await count(owner)),
  )
  expect(await count(owner)).toBe(1)
})

test('R6, N4: an archive whose workers are killed is made all the same, once', { timeout: 240_000 }, async () => {
  const owner = await at.clinician()
  for (let n = 0; n < 12; n += 1) {
    const { id } = await owner.completed({ title: `Course ${n}` })
    await upload(owner, id, `certificate ${n}.pdf`, PDF)
  }
  await owner.ask(requestArchive, { body: { id: uuidv7() } })
  const archive = async () => (await owner.ask(readArchive)).archive!
  await amidDeaths(
    async () => (await archive()).state === 'ready',
    async () => expect((await archive()).state).not.toBe('failed'),
  )
  expect(await archive()).toMatchObject({ items: 12, files: 12, missing: 0 })
  const kept: string[] = []
  for await (const { name } of at.house.files.list(`${owner.id}/archives/`)) kept.push(name)
  expect(kept).toHaveLength(1)
})
