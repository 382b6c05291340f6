import { createHash } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomFrom } from '../scripts/demo/random.ts'
import { listItems } from '../src/domain/portfolio/contract.ts'
import { downloadReport, reportState, requestPdf } from '../src/domain/reports/contract.ts'
import { isAlive, postgresProcesses, until } from '../src/server/platform/processes.ts'
import { halvesIn } from './support/halves.ts'
import { RealServer } from './support/real-server.ts'
import { Unanswered, Visitor } from './support/visitor.ts'
import { Writer } from './support/writer.ts'

/** Kills of each kind; 20 of each is the proof of N4, and takes a quarter of an hour. */
const ROUNDS = Number(process.env['CAIRN_CRASHES'] ?? 2)
const SEED = Number(process.env['CAIRN_SEED'] ?? Math.floor(Math.random() * 1_000_000))
const WRITERS = 8
const REPORT_EVERY = 4
const MINUTE = 60_000
const KINDS = ['the server', 'the database', 'both'] as const
type Kind = (typeof KINDS)[number]

const random = randomFrom(SEED)
const writers: Writer[] = []
const reports: { id: string; visitor: Visitor }[] = []
let server: RealServer
let place: string
let lastRestart = 0

beforeAll(async () => {
  console.log(`Crashes: ${ROUNDS} of each kind, CAIRN_SEED=${SEED}`)
  place = await mkdtemp(join(tmpdir(), 'cairn-crash-'))
  // Started by root, the database runs as another user, who passes through here.
  await chmod(place, 0o711)
  server = await RealServer.at(join(place, 'data'))
  await server.start()
  const emails = ['one', 'two', 'three', 'four'].map((name) => `${name}@example.org`)
  await server.register(emails)
  for (let index = 0; index < WRITERS; index++) {
    const visitor = await Visitor.signedIn(server.url, emails[index % emails.length]!)
    writers.push(new Writer(visitor, `writer ${index + 1}`, randomFrom(random.whole(0, 1_000_000))))
  }
})
afterAll(async () => {
  await server?.end()
  await rm(place, { recursive: true, force: true })
})

test.each(KINDS)(
  'N4: kill -9 of %s amid the writes of eight loses nothing acknowledged',
  { timeout: (ROUNDS + 1) * 2 * MINUTE },
  async (kind) => {
    const acknowledged = sum('acknowledged')
    const restarts: number[] = []
    let underWay = 0
    const faults: string[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const crash = await crashAmidWrites(kind, round)
      restarts.push(crash.restartMs)
      underWay += crash.underWay
      for (const writer of writers) faults.push(...(await writer.faults()))
      faults.push(...(await wrongTotals()))
      expect(faults, `round ${round + 1}, CAIRN_SEED=${SEED}; the server said:\n${server.said()}`).toEqual([])
    }
    const seconds = restarts.map((ms) => ms / 1000).toSorted((a, b) => a - b)
    console.log(
      `${kind}: ${ROUNDS} kills with ${underWay} requests under way, ${sum('acknowledged') - acknowledged} writes acknowledged, ${faults.length} lost; ` +
        `back after ${seconds[0]!.toFixed(1)} to ${seconds.at(-1)!.toFixed(1)} s (median ${seconds[Math.floor(seconds.length / 2)]!.toFixed(1)} s)`,
    )
    expect(underWay).toBeGreaterThan(0)
  },
)

test('N4: a report asked for before a kill is ready within a minute of the restart, and made once', { timeout: 3 * MINUTE }, async () => {
  expect(reports.length).toBeGreaterThan(0)
  await reportsReady()
  const client = new pg.Client({ connectionString: server.databaseUrl })
  await client.connect()
  try {
    const before = await made(client)
    expect(before.map((report) => report.state)).toEqual(reports.map(() => 'ready'))
    for (const { id, visitor } of reports) {
      const { size_bytes: size, sha256 } = { ...before.find((report) => report.id === id)!, sha256: await downloaded(visitor, id) }
      const again = await visitor.ask(requestPdf, { body: view(id) })
      expect([again.state, again.sizeBytes]).toEqual(['ready', Number(size)])
      expect(await downloaded(visitor, id)).toBe(sha256)
    }
    // A bell that was rung twice finds the work done, and none is held by nobody. One that failed amid a kill pauses for longer than a minute.
    const bells = async () => (await client.query(`select * from graphile_worker.jobs where task_identifier = 'reports.make_pdf'`)).rows
    await client.query('select graphile_worker.reschedule_jobs($1, run_at := now())', [(await bells()).map(({ id }) => id)])
    await until(async () => (await bells()).length === 0, MINUTE, 500)
    expect(await bells(), `jobs are left, CAIRN_SEED=${SEED}`).toEqual([])
    expect(await made(client)).toEqual(before)
  } finally {
    await client.end()
  }
})

test('N4: after all the kills every acknowledged write is there, and nothing half', { timeout: 10 * MINUTE }, async () => {
  const faults = await Promise.all(writers.map((writer) => writer.faults(true)))
  expect(faults.flat()).toEqual([])
  expect(await wrongTotals()).toEqual([])
  expect(await halvesIn(server.databaseUrl)).toEqual([])
  console.log(
    `In all ${sum('acknowledged')} writes acknowledged, ${sum('unanswered')} not answered, ${reports.length} reports; CAIRN_SEED=${SEED}`,
  )
})

test('N4: fsync is on, and the server that was killed leaves no second database behind', async () => {
  const client = new pg.Client({ connectionString: server.databaseUrl })
  await client.connect()
  const { rows } = await client.query(
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commits, current_setting('full_page_writes') as pages`,
  )
  await client.end()
  expect(rows).toEqual([{ fsync: 'on', commits: 'on', pages: 'on' }])
  const postmaster = server.postmasterPid()
  await server.stop()
  expect(isAlive(postmaster)).toBe(false)
  expect(postgresProcesses(server.cluster)).toEqual([])
})

/** Kills at a random moment while all write, and lets them go on until some time after the server answers again. */
async function crashAmidWrites(kind: Kind, round: number): Promise<{ restartMs: number; underWay: number }> {
  const asksReport = round % REPORT_EVERY === 0
  // Three kills of one report's makers, and it would be given up.
  if (asksReport && round > 0) await reportsReady()
  let over = false
  const from = sum('acknowledged')
  const writing = Promise.all(writers.map((writer) => writer.write(() => over)))
  let failed = false
  writing.catch(() => (failed = true))
  try {
    expect(await until(() => failed || sum('acknowledged') - from > 2 * WRITERS, MINUTE, 5)).toBe(true)
    await wait(random.whole(0, 1200))
    if (asksReport) {
      const { visitor } = random.pick(writers)
      const id = uuidv7()
      await visitor.read(requestPdf, { body: view(id) })
      reports.push({ id, visitor })
      await wait(random.whole(0, 400))
    }
    const underWay = writers.filter((writer) => writer.busy).length
    const began = performance.now()
    await killing[kind]()
    if (kind !== 'the database') await server.start()
    expect(await until(answersAgain, MINUTE, 20), `no answer in a minute; the server said:\n${server.said()}`).toBe(true)
    const now = performance.now()
    lastRestart = now
    await wait(random.whole(100, 500))
    return { restartMs: now - began, underWay }
  } finally {
    over = true
    await writing
  }
}

const killing: Readonly<Record<Kind, () => Promise<void>>> = {
  'the server': () => server.kill(),
  async 'the database'() {
    const postmaster = server.postmasterPid()
    const all = postgresProcesses(server.cluster)
    const others = all.filter((pid) => pid !== postmaster)
    // The postmaster; all at once, as when memory runs out; or one that serves a connection, at which PostgreSQL restarts itself.
    const killed = random.pick([
      [postmaster],
      [postmaster],
      [postmaster, ...others],
      others.length > 0 ? [random.pick(others)] : [postmaster],
    ])
    for (const pid of killed) killNow(pid)
    await until(() => !killed.some(isAlive), MINUTE, 5)
  },
  async both() {
    const serverFirst = random.chance(0.5)
    if (serverFirst) killNow(server.pid)
    killNow(server.postmasterPid())
    await wait(random.whole(0, 50))
    await server.kill()
  },
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // One that serves a connection may have ended just now.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function answersAgain(): Promise<boolean> {
  try {
    await writers[0]!.visitor.ask(listItems)
    return true
  } catch (fault) {
    if (fault instanceof Unanswered) return false
    throw fault
  }
}

/** Cheaper than every item each time: no item is gone that nobody touched in this round. */
async function wrongTotals(): Promise<string[]> {
  const faults: string[] = []
  for (const [ownerId, theirs] of Map.groupBy(writers, (writer) => writer.visitor.ownerId)) {
    const { totals } = await theirs[0]!.visitor.read(listItems)
    const items = theirs.reduce((count, writer) => count + writer.counts.sure, 0)
    if (totals!.items !== items) faults.push(`${ownerId} has ${totals!.items} items, not ${items}`)
  }
  return faults
}

async function reportsReady(): Promise<void> {
  const ready = async () => {
    const states = await Promise.all(reports.map(({ id, visitor }) => visitor.read(reportState, { params: { reportId: id } })))
    for (const report of states) if (report.state === 'failed') throw new Error(`A report failed: ${report.reason}`)
    return states.every((report) => report.state === 'ready')
  }
  const left = Math.max(0, lastRestart + MINUTE - performance.now())
  const inTime = await until(ready, left, 200)
  expect(inTime, `a report is not ready a minute after the restart; the server said:\n${server.said()}`).toBe(true)
}

async function downloaded(visitor: Visitor, id: string): Promise<string> {
  const bytes = await visitor.readBytes(downloadReport, { params: { reportId: id } })
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  return createHash('sha256').update(bytes).digest('hex')
}

const view = (id: string) => ({ id, filters: {}, columns: ['title', 'tags', 'credits'], details: true })

async function made(client: pg.Client) {
  const { rows } = await client.query<{ id: string; state: string; size_bytes: string; stored_as: string; finished_at: Date }>(
    'select id, state, size_bytes, stored_as, finished_at, attempts from report order by id',
  )
  return rows
}

const sum = (what: 'acknowledged' | 'unanswered') => writers.reduce((count, writer) => count + writer[what], 0)
