import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { checkConnection, disconnect, finishConnecting, listConnections } from '#domain/connections/contract.ts'
import { OPENS_AFTER } from '#domain/connections/delivery-rules.ts'
import { leftAlone, noteHost } from '#server/connections/circuit.ts'
import { connectorAt } from '#server/connections/connectors.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { PlainError } from '#server/platform/plain-error.ts'
import { done, eventually, housesConnected } from '../../../tests/support/connected.ts'
import { CLIENT, otherfolio } from '../../../tests/support/otherfolio.ts'

const { other, at, wayBack, connect, stateOf, sent, tried, put, ring, inHand } = housesConnected()

test('X9: a connection without a token to renew by is checked and stays', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  await at.house.db.updateTable('connection').set({ refresh_token: null }).where('owner_id', '=', ada.id).execute()
  expect(await ada.ask(checkConnection, { params: { connectionId: connection.id }, body: {} })).toMatchObject({
    alive: true,
    connection: { state: 'active' },
  })
})

test('X9: an answer ends the pause of a host, whatever else was counted', async () => {
  const { db } = at.house
  const open = { connector_id: 'counted', failures: 0, open_until: sql<Date>`now() - interval '1 second'` }
  await db.insertInto('connector_circuit').values(open).execute()
  expect([await leftAlone(db, 'counted'), typeof (await leftAlone(db, 'counted'))]).toEqual(['probe', 'number'])
  await noteHost(db, 'counted', 'answered')
  expect(await leftAlone(db, 'counted')).toBe('ask')
  await Promise.all(Array.from({ length: OPENS_AFTER }, () => noteHost(db, 'counted', 'failed')))
  expect(typeof (await leftAlone(db, 'counted'))).toBe('number')
})

test('X9: a slow portfolio holds back no other job', async () => {
  const ada = await at.clinician()
  await connect(ada)
  other.standIn.faults.forgetCalls()
  other.standIn.faults.set({ mode: 'slow', slowMs: 20_000 })
  for (let index = 0; index < 5; index++) await ada.record(done(`Slow ${index}`))
  const hanging = () => other.standIn.faults.calls.filter((call) => call.path === '/api/cpd-items' && call.status === null).length
  await eventually('they hang', () => hanging() === 3)
  await enqueue(at.house.db, 'reports.ring_waiting', {}, { key: 'of this test' })
  await eventually('the other job has run', async () => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from graphile_worker.jobs where key = 'of this test'`.execute(
      at.house.db,
    )
    return rows[0]!.n === 0
  })
  expect(hanging()).toBe(3)
  other.standIn.faults.set({ mode: 'none' })
})

test('X9, X12: a key that is gone pauses its owner’s connection and is nobody else’s trouble', async () => {
  const [ada, bob] = await at.clinicians(2)
  const connection = await connect(ada!)
  await connect(bob!, 'bob@otherfolio.example')
  const gone = { access_token: 'gone.AAAA.AAAA', refresh_token: 'gone.AAAA.AAAA' }
  await at.house.db.updateTable('connection').set(gone).where('owner_id', '=', ada!.id).execute()
  for (let index = 0; index <= OPENS_AFTER; index++) await ada!.record(done(`Locked ${index}`))
  await eventually('it is paused', async () => (await ada!.ask(listConnections)).connections[0]?.state === 'paused')
  expect(await ada!.ask(checkConnection, { params: { connectionId: connection.id }, body: {} })).toMatchObject({
    alive: false,
    words: expect.stringContaining('Connect again'),
  })
  await sent(bob!, (await bob!.record(done('Unhindered'))).id)
})

test('X9: after seven days it has failed, also where the other side is left alone', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  other.standIn.faults.set({ mode: '429', retryAfterSeconds: 600 })
  const item = await ada.record(done('For a week'))
  await tried(ada, item.id)
  const circuit = { connector_id: otherfolio.id, failures: OPENS_AFTER, open_until: sql<Date>`now() + interval '1 hour'` }
  await at.house.db
    .insertInto('connector_circuit')
    .values(circuit)
    .onConflict((conflict) => conflict.column('connector_id').doUpdateSet(circuit))
    .execute()
  try {
    await put(ada, item.id, { asked_at: sql`now() - interval '8 days'`, next_try_at: sql`now()` })
    await ring(ada, connection.id, item.id)
    await eventually('it has failed', async () => (await stateOf(ada, item.id)) === 'failed')
  } finally {
    await at.house.db.updateTable('connector_circuit').set({ failures: 0, open_until: null }).execute()
  }
})

test('X9: after a pause one item asks whether a dead host is back; the others wait for its answer', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  other.standIn.faults.set({ mode: 'down' })
  const items = []
  for (let index = 0; index < 6; index++) items.push(await ada.record(done(`Item ${index}`)))
  for (const { id } of items) await tried(ada, id)
  const circuit = (openUntil: string) =>
    at.house.db
      .updateTable('connector_circuit')
      .where('connector_id', '=', otherfolio.id)
      .set({ failures: 9, open_until: sql<Date>`now() + ${openUntil}::interval` })
      .execute()
  await circuit('1 hour')
  other.standIn.faults.set({ mode: 'slow', slowMs: 5000 })
  other.standIn.faults.forgetCalls()
  await circuit('0 seconds')
  for (const { id } of items) {
    await put(ada, id, { next_try_at: sql`now()` })
    await ring(ada, connection.id, id)
  }
  const calls = () => other.standIn.faults.calls.filter((call) => call.path === '/api/cpd-items')
  await eventually('one asks, five wait', async () => {
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from delivery where owner_id = ${ada.id} and next_try_at > now() and claimed_until is null`.execute(at.house.db)
    return calls().length > 0 && rows[0]!.n === items.length - 1
  })
  expect(calls()).toHaveLength(1)
  await eventually('it is back', async () => {
    const { failures } = await at.house.db
      .selectFrom('connector_circuit')
      .select('failures')
      .where('connector_id', '=', otherfolio.id)
      .executeTakeFirstOrThrow()
    return failures === 0
  })
  other.standIn.faults.set({ mode: 'none' })
})

test('X9, X6: while the sign-in there hangs, nobody else waits, and disconnecting is done at once', async () => {
  const [ada, bob] = await at.clinicians(2)
  const connection = await connect(ada!)
  const release = other.holdSignIn(100)
  const checks = Array.from({ length: 20 }, () => ada!.send(checkConnection, { params: { connectionId: connection.id }, body: {} }))
  let checked = 0
  for (const check of checks) void check.then(() => checked++)
  try {
    await bob!.ask(listConnections)
    await ada!.ask(disconnect, { params: { connectionId: connection.id } })
    expect(checked).toBe(0)
  } finally {
    release()
  }
  // Of what is disconnected nothing is there to tell.
  expect((await Promise.all(checks)).map(({ statusCode }) => statusCode)).toEqual(checks.map(() => 404))
})

test('X10, X6: an answer of the sign-in that comes late overwrites no fresh consent', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  await at.house.db
    .updateTable('connection')
    .set({ access_expires_at: sql<Date>`now()` })
    .where('owner_id', '=', ada.id)
    .execute()
  const release = other.holdSignIn(1)
  const late = await ada.record(done('Begun before'))
  const row = () =>
    at.house.db.selectFrom('connection').select(['refresh_token', 'state']).where('owner_id', '=', ada.id).executeTakeFirstOrThrow()
  await inHand(late.id)
  await ada.ask(disconnect, { params: { connectionId: connection.id } })
  await connect(ada)
  const fresh = (await row()).refresh_token
  release()
  const item = await ada.record(done('After'))
  await sent(ada, item.id)
  expect(await row()).toMatchObject({ refresh_token: fresh, state: 'active' })
  expect(await stateOf(ada, late.id)).toBe('not sent')
})

test('X9: the check tells what sending brings, not the sign-in alone', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  other.standIn.faults.set({ mode: '500' })
  const item = await ada.record(done('Refused'))
  await tried(ada, item.id)
  expect(await ada.ask(checkConnection, { params: { connectionId: connection.id }, body: {} })).toMatchObject({
    alive: false,
    words: expect.stringContaining('It answered 500.'),
  })
  await at.house.db.updateTable('connector_circuit').set({ failures: 0, open_until: null }).execute()
})

test('X1: a way back that finds the other side away can be gone once more', async () => {
  const ada = await at.clinician()
  const back = await wayBack(ada)
  const broken = other.breakSignIn(1)
  await ada.refused(finishConnecting, { body: { search: back.search } }, 'overloaded')
  broken()
  expect(await ada.ask(finishConnecting, { body: { search: back.search } })).toMatchObject({ state: 'active' })
  expect((await ada.refused(finishConnecting, { body: { search: back.search } }, 'not_allowed')).title).toContain('used before')
})

test('X12: tokens and items go over https alone, but for what runs on this computer', () => {
  const set = { ...CLIENT, issuer: 'https://a.example', deliveries: 'http://a.example/items' }
  expect(() => connectorAt(otherfolio, set, false)).toThrow(PlainError)
  expect(() => connectorAt(otherfolio, { ...set, deliveries: 'items' }, true)).toThrow('CAIRN_OTHERFOLIO_DELIVERIES must be an address')
  expect(connectorAt(otherfolio, set, true).deliveries.href).toBe(set.deliveries)
})
