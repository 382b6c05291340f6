import { EventEmitter } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { Logger, parseCronItems, run, runMigrations, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker'
import { sql } from 'kysely'
import pg from 'pg'
import type { Db, Tx } from './db.ts'

/** Names of jobs are `feature.verb_noun`. The job is only the bell: the row it names is the truth, with a lease. */
export type Jobs = TaskList

/**
 * Queues a job in the transaction that causes it. With a `key` it stands in the queue once, however often it is asked.
 * `runAt` delays it;
 * of those that are due a lower `priority` goes first.
 */
export async function enqueue(
  tx: Db | Tx,
  name: string,
  payload: Readonly<Record<string, unknown>>,
  options: { key?: string; runAt?: Date; attempts?: number; priority?: number } = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(
    ${name}, payload := ${JSON.stringify(payload)}::json, job_key := ${options.key ?? null},
    run_at := ${options.runAt ?? null}::timestamptz, max_attempts := ${options.attempts ?? 25}::int,
    priority := ${options.priority ?? 0}::int)`.execute(tx)
}

const PREPARING = 0x6361_6a71

/** Lays out the queue's own tables and lets cairn_app add to them. Runs at start, as the owner of the database; several may start at once. */
export async function prepareQueue(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    // Held until the connection ends: of two that grant at the same moment PostgreSQL refuses one.
    await client.query('select pg_advisory_lock($1)', [PREPARING])
    await runMigrations({ connectionString: databaseUrl, logger: QUIET })
    await client.query(`
      grant usage on schema graphile_worker to cairn_app;
      grant select, insert, update, delete on all tables in schema graphile_worker to cairn_app;
      grant usage, select on all sequences in schema graphile_worker to cairn_app;
      grant execute on all functions in schema graphile_worker to cairn_app;
      -- The queue's tables let nobody but their owner at a row unless a policy does.
      do $$
      declare queue record;
      begin
        for queue in select relname from pg_class where relnamespace = 'graphile_worker'::regnamespace and relrowsecurity
          and not exists (select from pg_policy where polrelid = pg_class.oid and polname = 'cairn_app')
        loop
          execute format('create policy cairn_app on graphile_worker.%I for all to cairn_app using (true) with check (true)', queue.relname);
        end loop;
      end
      $$`)
  } finally {
    await client.end()
  }
}

export interface Worker {
  close(): Promise<void>
}

/** Milliseconds. With the age of a lock below they keep N4's minute. */
const LOOK_FOR_DEAD_EVERY = 20_000
const LOOK_FOR_WAITING_EVERY = 5_000

/**
 * Runs the jobs given. The queue itself waits four hours before it frees what a killed worker held, so each of its pools here holds
 * an advisory lock while it lives: a job held under a name whose lock is free is taken back at start and every 20 seconds, and so is
 * one held under a living name that no worker has under way.
 * The queue's runner stops when the database goes away beneath it; it is then started anew, until `close`.
 * `crontab` lines are 'minute hour day month weekday name', in UTC.
 */
export async function startWorker(
  databaseUrl: string,
  jobs: Jobs,
  options: { crontab?: string; concurrency?: number; onFault: (fault: unknown) => void },
): Promise<Worker> {
  const { onFault } = options
  const concurrency = options.concurrency ?? 3
  const pool = new pg.Pool({ connectionString: databaseUrl, max: concurrency + 3, application_name: 'cairn-worker' })
  pool.on('error', onFault)
  pool.on('connect', (client) => void client.on('error', onFault))
  const living = livingNames(pool)
  const events = new EventEmitter() as WorkerEvents
  events.on('pool:create', ({ workerPool }) => {
    living.add(workerPool.id)
    living.show().catch(onFault)
  })
  events.on('job:error', ({ error }) => onFault(error))
  const underWay = new Set<string>()
  events.on('job:start', ({ job }) => underWay.add(job.id))
  events.on('job:complete', ({ job }) => underWay.delete(job.id))

  const startRunner = async (): Promise<Runner> => {
    await living.show()
    await freeDeadLocks(pool)
    return run({
      pgPool: pool,
      taskList: jobs,
      concurrency,
      noHandleSignals: true,
      // What rang while the database was away, and what was taken back from the dead, is found by looking; all else is told at once.
      pollInterval: LOOK_FOR_WAITING_EVERY,
      logger: QUIET,
      events,
      parsedCronItems: parseCronItems(cronItems(options.crontab ?? '')),
      // Without a delay the queue forgets to listen to what it writes when a job ends: a database that is away then ends the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    })
  }
  const closing = new AbortController()
  let runner = await startRunner()
  const keeping = keepRunning()

  async function keepRunning(): Promise<void> {
    for (;;) {
      await runner.promise.catch(onFault)
      while (!closing.signal.aborted) {
        await wait(1000, null, { signal: closing.signal }).catch(() => undefined)
        // What the runner held is free for the next one.
        living.clear()
        const next = closing.signal.aborted ? null : await startRunner().catch(onFault)
        if (next) {
          runner = next
          break
        }
      }
      if (closing.signal.aborted) return
    }
  }

  const timer = setInterval(() => {
    living
      .show()
      .then(() => freeDeadLocks(pool))
      .then(() => freeLostLocks(pool, living.names(), underWay))
      .catch(onFault)
  }, LOOK_FOR_DEAD_EVERY)
  return {
    async close() {
      clearInterval(timer)
      closing.abort()
      await runner.stop().catch(() => undefined)
      await keeping
      await runner.stop().catch(() => undefined)
      await living.settled()
      living.clear()
      await pool.end()
    },
  }
}

/** Shows by advisory locks which pools of this process live. A connection that breaks takes its locks along; the next `show` takes them anew. */
function livingNames(pool: pg.Pool) {
  const names = new Set<string>()
  let held: { client: pg.PoolClient; shown: Set<string> } | null = null
  const drop = () => {
    const before = held
    held = null
    // For good, so that the locks end with it and its place in the pool is free.
    before?.client.release(true)
  }
  async function show(): Promise<void> {
    if (held === null) {
      const client = await pool.connect()
      held = { client, shown: new Set() }
      const gone = () => {
        if (held?.client === client) drop()
      }
      client.on('error', gone).on('end', gone)
    }
    const { client, shown } = held
    for (const name of names) {
      if (shown.has(name)) continue
      await client.query('select pg_advisory_lock($1, hashtext($2))', [ALIVE, name])
      shown.add(name)
    }
  }
  let turn = Promise.resolve()
  return {
    add: (name: string) => void names.add(name),
    names: (): string[] => [...names],
    clear() {
      names.clear()
      drop()
    },
    /** One after the other, so that there is one connection. */
    show: (): Promise<void> => (turn = turn.catch(() => undefined).then(show)),
    settled: (): Promise<void> => turn.catch(() => undefined),
  }
}

/** 'minute hour day month weekday name': read here, as the queue's own reader takes no name with a dot in it. */
const cronItems = (crontab: string) =>
  crontab
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const fields = line.trim().split(/\s+/)
      return { match: fields.slice(0, 5).join(' '), task: fields[5]!, options: { backfillPeriod: 0 } }
    })

/** The class of our advisory locks that say 'this worker lives'. */
const ALIVE = 0x6361_6972

async function freeDeadLocks(pool: pg.Pool): Promise<void> {
  await pool.query(
    `with held as (
       select distinct locked_by from graphile_worker._private_jobs
       where locked_by is not null and locked_at < now() - interval '10 seconds'
     ), dead as (
       select locked_by from held where pg_try_advisory_xact_lock($1, hashtext(locked_by))
     )
     select graphile_worker.force_unlock_workers(array(select locked_by from dead))`,
    [ALIVE],
  )
}

/**
 * A connection that breaks between the queue's taking a job and its telling so leaves the job held by a worker that lives and
 * knows nothing of it.
 */
async function freeLostLocks(pool: pg.Pool, names: readonly string[], underWay: ReadonlySet<string>): Promise<void> {
  await pool.query(
    `update graphile_worker._private_jobs set locked_by = null, locked_at = null
     where locked_by = any($1::text[]) and locked_at < now() - interval '10 seconds' and id <> all($2::bigint[])`,
    [names, [...underWay]],
  )
}

const QUIET = new Logger(() => () => undefined)
