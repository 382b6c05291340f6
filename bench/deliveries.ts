import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { median, milliseconds, percentile, type Figure } from './figure.ts'
import type { Ground, Owner } from './ground.ts'
import { ask, timeOf } from './load.ts'
import { openOtherSide, type OtherSide } from './other-side.ts'

/** Milliseconds from one completed item to the next: much more than one delivery takes. */
const PACE_MS = 60
const WAITING = 10_000
/** Of those waiting, how many are due and go while it is measured. */
const DUE = 1000
const MOST_MS = { idle: 250, busy: 1000 } as const
const LEAST_OF_BARE = 0.5
const MOST_BY_HANGING = 1.1
/** Longer than a round of completing items takes, and shorter than anybody gives up. */
const HANGS_MS = 5000
const PATIENCE_MS = 180_000

interface Connected {
  readonly owner: Owner
  readonly connectionId: string
}

interface Stage {
  readonly ground: Ground
  readonly there: OtherSide
  /** As the database's owner, past what the server may do. */
  readonly admin: pg.Client
  readonly me: Connected
  /** Other people, connected too. */
  readonly others: readonly Connected[]
}

/** How soon completed items are in the other portfolio, how many a second go there, and what its hanging costs the one who completes. */
export async function deliveries(ground: Ground): Promise<Figure[]> {
  const there = await openOtherSide(ground)
  const admin = new pg.Client({ connectionString: ground.databaseUrl })
  await admin.connect()
  try {
    const connected = async (): Promise<Connected> => {
      const owner = await ground.newcomer()
      return { owner, connectionId: await there.connect(owner) }
    }
    const me = await connected()
    const others: Connected[] = []
    for (let n = 0; n < 4; n += 1) others.push(await connected())
    const stage = { ground, there, admin, me, others }
    await soonStored(stage, 20)
    return [...(await untilStored(stage)), await againstBare(stage), await whileHanging(stage)]
  } finally {
    await admin.end()
    await there.close()
  }
}

async function untilStored(stage: Stage): Promise<Figure[]> {
  const { ground } = stage
  const rounds = ground.quick ? 3 : 8
  const each = 50
  const idle: number[] = []
  for (let round = 0; round < rounds; round += 1) idle.push(...(await soonStored(stage, each)))

  const early: number[] = []
  const busy: number[] = []
  const left: number[] = []
  await layWaiting(stage, WAITING - DUE)
  try {
    for (let round = 0; round < rounds; round += 1) early.push(...(await soonStored(stage, each)))
    for (let round = 0; round < rounds; round += 1) {
      const before = stage.there.newest()
      await layDue(stage, stage.others, DUE)
      busy.push(...(await soonStored(stage, each, async () => left.push(await stillDue(stage)))))
      await eventually('what was due has arrived', () => stage.there.since(before).length >= DUE + each)
    }
  } finally {
    await forgetWaiting(stage)
  }

  const figure = (name: string, times: readonly number[], most: number, note: string): Figure => {
    const p99 = percentile(times, 0.99)
    return {
      name: `Completing commit to stored there, ${name}: p50, p99`,
      value: `${milliseconds(median(times))}, ${milliseconds(p99)}`,
      goal: `p99 under ${most} ms`,
      met: p99 < most,
      note: `${times.length} items, one every ${PACE_MS} ms or so, from the answer of the recording request; ${note}`,
    }
  }
  const far = (WAITING - DUE).toLocaleString('en-GB')
  return [
    figure('idle', idle, MOST_MS.idle, 'nothing else was sent'),
    figure(`${far} waiting`, early, MOST_MS.busy, 'for 900 other people, none of them due'),
    figure(
      `${WAITING.toLocaleString('en-GB')} waiting`,
      busy,
      MOST_MS.busy,
      `${far} not due, and ${DUE.toLocaleString('en-GB')} of ${stage.others.length} other people due and being sent, of which at least ${Math.min(...left)} still waited when the last item was completed`,
    ),
  ]
}

/** Completes items at a steady pace, whether or not the one before has arrived, and answers how long each took to be stored there. */
async function soonStored({ ground, there, me }: Stage, count: number, onLast?: () => Promise<unknown>): Promise<number[]> {
  const before = there.newest()
  const answered = new Map<string, number>()
  for (let n = 0; n < count; n += 1) {
    const start = performance.now()
    const title = `Bench ${uuidv7()}`
    await complete(ground, me.owner, title)
    answered.set(title, Date.now())
    await pause(Math.max(0, PACE_MS - (performance.now() - start)))
  }
  await onLast?.()
  const mine = () => there.since(before).filter(({ title }) => answered.has(title))
  await eventually('every completed item is there', () => mine().length === count)
  // Stored before the answer was read is at once.
  return mine().map(({ title, storedAt }) => Math.max(0, storedAt - answered.get(title)!))
}

const complete = (ground: Ground, owner: Owner, title: string) =>
  ask(ground, owner, '/items', {
    body: { id: uuidv7(), title, type: 'course', status: 'completed', personal: 125, notes: 'What I took home from it' },
  })

async function againstBare(stage: Stage): Promise<Figure> {
  const { ground, there } = stage
  const count = ground.quick ? 400 : 1500
  const rounds: { ours: number; bare: number; inFlight: number }[] = []
  for (let round = 0; round < (ground.quick ? 3 : 5); round += 1) {
    const before = there.newest()
    const inHand: number[] = []
    const start = Date.now()
    await layDue(stage, stage.others, count)
    await eventually('what was due has arrived', async () => {
      inHand.push(await beingSent(stage))
      return there.newest() - before >= count
    })
    const arrived = there.since(before)
    const seconds = (Math.max(...arrived.map(({ storedAt }) => storedAt)) - start) / 1000
    const inFlight = Math.max(1, ...inHand)
    const items = arrived.map(({ item }) => item)
    rounds.push({ ours: count / seconds, bare: await there.bareRate(items, inFlight), inFlight })
  }
  const ratio = median(rounds.map(({ ours, bare }) => ours / bare))
  const [ours, bare] = [median(rounds.map((round) => round.ours)), median(rounds.map((round) => round.bare))]
  return {
    name: "Deliveries a second / the other side's own bare rate",
    value: ratio.toFixed(2),
    goal: `at least ${LEAST_OF_BARE.toFixed(2)}`,
    met: ratio >= LEAST_OF_BARE,
    note: `${ours.toFixed(0)} against ${bare.toFixed(0)} a second, ${median(rounds.map(({ inFlight }) => inFlight))} in flight; ours from asking to try all now, in ${count} items of ${stage.others.length} people`,
  }
}

async function whileHanging({ ground, there, me }: Stage): Promise<Figure> {
  const count = ground.quick ? 40 : 80
  const round = async () => {
    const times: number[] = []
    for (let n = 0; n < count; n += 1) times.push(await timeOf(() => complete(ground, me.owner, `Bench ${uuidv7()}`)))
    return times
  }
  const times = { healthy: [] as number[], hanging: [] as number[] }
  for (let n = 0; n < (ground.quick ? 3 : 6); n += 1) {
    const before = there.newest()
    times.healthy.push(...(await round()))
    await eventually('all is there', () => there.newest() - before === count)
    await there.answerAfter(HANGS_MS)
    const start = performance.now()
    times.hanging.push(...(await round()))
    const arrived = there.newest() - before - count
    if (arrived > 0 || performance.now() - start > HANGS_MS) throw new Error('The other side answered while it should have hung.')
    await there.answerAfter(0)
    await eventually('all is there after all', () => there.newest() - before === 2 * count)
  }
  const ratio = median(times.hanging) / median(times.healthy)
  return {
    name: 'Completing an item, the other side hanging / healthy',
    value: ratio.toFixed(2),
    goal: `within ${MOST_BY_HANGING.toFixed(2)}`,
    met: ratio <= MOST_BY_HANGING,
    note: `${milliseconds(median(times.hanging))} against ${milliseconds(median(times.healthy))}; p99 ${milliseconds(percentile(times.hanging, 0.99))} against ${milliseconds(percentile(times.healthy, 0.99))}; while it is healthy, sending shares the processors`,
  }
}

const FAR = 'bench far'

/** Deliveries of 900 people to somewhere else, that are tried in an hour or later. */
async function layWaiting({ admin }: Stage, count: number): Promise<void> {
  await admin.query(
    `insert into connection (owner_id, id, connector_id, issuer, subject, state, seen_what_is_sent_at)
     select gen_random_uuid(), uuidv7(), 'otherfolio', $1, n::text, 'active', now() from generate_series(1, 900) n`,
    [FAR],
  )
  await admin.query(
    `insert into delivery (owner_id, connection_id, item_id, state, attempts, next_try_at)
     select owner_id, id, uuidv7(), 'waiting', 3, now() + interval '1 hour' * (1 + random())
     from connection, generate_series(1, $2::int) where issuer = $1`,
    [FAR, count / 900],
  )
  await admin.query('analyze connection; analyze delivery')
}

async function forgetWaiting({ admin }: Stage): Promise<void> {
  await admin.query('delete from delivery using connection where connection_id = id and issuer = $1', [FAR])
  await admin.query('delete from connection where issuer = $1', [FAR])
}

/** Completed items of the others that wait to be sent, and their owners ask to try all now. */
async function layDue({ ground, admin }: Stage, others: readonly Connected[], count: number): Promise<void> {
  for (const { owner, connectionId } of others) {
    await admin.query(
      `with laid as (
         insert into item (owner_id, id, source, title, type, status, completed_on, added_on, personal, notes)
         select $1, uuidv7(), 'entered', 'Bench due ' || n, 'course', 'completed', current_date, current_date, 1.25, 'What I took home from it'
         from generate_series(1, $3::int) n returning owner_id, id
       )
       insert into delivery (owner_id, connection_id, item_id, state) select owner_id, $2, id, 'waiting' from laid`,
      [owner.id, connectionId, count / others.length],
    )
  }
  await Promise.all(others.map(({ owner, connectionId }) => ask(ground, owner, `/connections/${connectionId}/tries`, { body: {} })))
}

const stillDue = ({ admin }: Stage): Promise<number> =>
  numberOf(admin, `select count(*)::int as number from delivery where state = 'waiting' and next_try_at <= now()`)

const beingSent = ({ admin }: Stage): Promise<number> =>
  numberOf(admin, `select count(*)::int as number from delivery where state = 'waiting' and claimed_until > now()`)

const numberOf = async (admin: pg.Client, query: string): Promise<number> => (await admin.query<{ number: number }>(query)).rows[0]!.number

async function eventually(what: string, look: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (!(await look())) {
    if (performance.now() > end) throw new Error(`In vain was waited for: ${what}.`)
    await pause(20)
  }
}
