import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { copyOfTemplate } from '../../../tests/support/house.ts'
import { prepareQueue, startWorker } from './jobs.ts'
import { until } from './processes.ts'

const MINUTE = 60_000

let database: Awaited<ReturnType<typeof copyOfTemplate>>
let client: pg.Client

beforeAll(async () => {
  database = await copyOfTemplate(inject('templateUrl'))
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})
afterAll(async () => {
  await client?.end()
  await database?.drop()
})

test('N4: processes that start at the same moment all find the queue laid out', async () => {
  for (let times = 0; times < 5; times++) await Promise.all(Array.from({ length: 4 }, () => prepareQueue(database.url)))
})

const ring = (name: string) => client.query('select graphile_worker.add_job($1)', [name])
const jobsLeft = async () => (await client.query('select 1 from graphile_worker.jobs')).rowCount ?? 0
/** Every connection of the worker's breaks, as when the database is killed. */
const breakConnections = () =>
  client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cairn-worker' and datname = current_database()`,
  )

/** A job that says when it runs and ends when it is told to. */
function heldJob() {
  const held = { runs: 0, end: (_fault?: Error) => {} }
  const task = () =>
    new Promise<void>((done, fail) => {
      held.runs++
      held.end = (fault) => (fault === undefined ? done() : fail(fault))
    })
  return { held, task }
}

test('N4: a job under way is held under a name that shows that its worker lives', { timeout: 2 * MINUTE }, async () => {
  const { held, task } = heldJob()
  const worker = await startWorker(database.url, { held: task }, { onFault: () => undefined })
  try {
    await ring('held')
    expect(await until(() => held.runs === 1, MINUTE)).toBe(true)
    const free = async () => {
      const { rows } = await client.query<{ free: boolean }>(
        `select pg_try_advisory_xact_lock($1, hashtext(locked_by)) as free from graphile_worker._private_jobs where locked_by is not null`,
        [0x6361_6972],
      )
      return rows.map((row) => row.free)
    }
    expect(await until(async () => (await free()).join() === 'false', MINUTE)).toBe(true)
    held.end()
    expect(await until(async () => (await jobsLeft()) === 0, MINUTE)).toBe(true)
    expect(held.runs).toBe(1)
  } finally {
    held.end()
    await worker.close()
  }
})

test('N4: a job taken in an answer that never arrived goes on, though its worker lives', { timeout: 2 * MINUTE }, async () => {
  const { held, task } = heldJob()
  let quick = 0
  const worker = await startWorker(database.url, { held: task, quick: async () => void quick++ }, { onFault: () => undefined })
  try {
    await ring('held')
    expect(await until(() => held.runs === 1, MINUTE)).toBe(true)
    await client.query(`select graphile_worker.add_job('quick', run_at := now() + interval '2 seconds')`)
    await client.query(`
      update graphile_worker._private_jobs set locked_at = now() - interval '1 minute',
        locked_by = (select locked_by from graphile_worker._private_jobs where locked_by is not null limit 1)
      where locked_by is null`)
    expect(await until(() => quick === 1, MINUTE), 'the lost one is run').toBe(true)
    expect(held.runs, 'the one under way is left alone').toBe(1)
    held.end()
    expect(await until(async () => (await jobsLeft()) === 0, MINUTE)).toBe(true)
  } finally {
    held.end()
    await worker.close()
  }
})

test(
  'N4: a worker whose connections break, again and again and as a job fails, goes on with what waits',
  { timeout: 4 * MINUTE },
  async () => {
    const { held, task } = heldJob()
    let done = 0
    const worker = await startWorker(
      database.url,
      { held: task, quick: async () => void done++ },
      { concurrency: 1, onFault: () => undefined },
    )
    try {
      // More often than the worker has connections, of which none may be lost.
      for (let round = 1; round <= 5; round++) {
        const before = done
        await breakConnections()
        await ring('quick')
        expect(await until(() => done > before, MINUTE), `round ${round}`).toBe(true)
      }
      await ring('held')
      expect(await until(() => held.runs === 1, MINUTE)).toBe(true)
      const locking = new pg.Client({ connectionString: database.url })
      await locking.connect()
      // The failure is to be written just when the connection breaks.
      await locking.query('begin; lock table graphile_worker._private_jobs')
      held.end(new Error('This job fails.'))
      await until(() => false, 300)
      await breakConnections()
      await locking.query('commit')
      await locking.end()
      expect(await until(() => held.runs === 2, MINUTE), 'the job is tried again').toBe(true)
      held.end()
      await ring('quick')
      expect(await until(async () => (await jobsLeft()) === 0, MINUTE)).toBe(true)
    } finally {
      held.end()
      await worker.close()
    }
  },
)
