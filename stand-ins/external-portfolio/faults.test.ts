import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { CLIENT, itemOf, TestClient, type Tokens } from './stand-in.test-client.ts'
import { Faults, NO_FAULTS, type Call, type FaultSettings } from './faults.ts'
import { openStandIn, type StandIn } from './stand-in.ts'
import { Visitor } from './visitor.ts'

const ADA = 'ada@otherfolio.example'

const folder = mkdtempSync(join(tmpdir(), 'otherfolio-faults-'))
let at: StandIn
let client: TestClient
let tokens: Tokens
beforeAll(async () => {
  at = await openStandIn({ folder, port: 0, clients: [CLIENT] })
  await at.listen()
  client = new TestClient(at.url)
  tokens = await client.connect(ADA)
})
afterEach(() => void at.faults.set(NO_FAULTS))
afterAll(async () => {
  await at?.close()
  rmSync(folder, { recursive: true, force: true })
})

const deliver = (key: string) => client.deliver(tokens.access_token, key, itemOf(key))
const stored = (key: string) => at.store.records.allOf('otherfolio-ada').filter((record) => record.key === key).length
const put = (change: Partial<FaultSettings> | Record<string, unknown>) =>
  fetch(`${at.url}/api/faults`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(change) })
const log = async () => (await (await fetch(`${at.url}/api/faults/log`)).json()) as Call[]
const lastDelivery = async () => (await log()).findLast(({ path }) => path === '/api/cpd-items')

describe('a delivery', () => {
  test('down: the call is cut and nothing is stored', async () => {
    await put({ mode: 'down' })
    await expect(deliver('down')).rejects.toThrow()
    expect(stored('down')).toBe(0)
    await expect.poll(lastDelivery).toMatchObject({ status: 'cut', key: 'down', fault: 'down' })
  })

  test('slow: the answer comes after the time that was set, and it is stored', async () => {
    await put({ mode: 'slow', slowMs: 400 })
    const began = performance.now()
    expect((await deliver('slow')).status).toBe(201)
    expect(performance.now() - began).toBeGreaterThanOrEqual(395)
    expect(stored('slow')).toBe(1)
  })

  test('429: the answer says how long to wait, and nothing is stored', async () => {
    await put({ mode: '429', retryAfterSeconds: 7 })
    const answer = await deliver('429')
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7'])
    expect(stored('429')).toBe(0)
  })

  test('500: nothing is stored', async () => {
    await put({ mode: '500' })
    expect((await deliver('500')).status).toBe(500)
    expect(stored('500')).toBe(0)
  })

  test('half an answer: it is stored, the status comes, and the answer breaks off', async () => {
    await put({ mode: 'half-answer' })
    const answer = await deliver('half')
    expect(answer.status).toBe(201)
    await expect(answer.text()).rejects.toThrow()
    expect(stored('half')).toBe(1)
    await expect.poll(lastDelivery).toMatchObject({ status: 'cut', key: 'half' })
  })

  test('no answer: it is stored all the same, and sent again it is there once', async () => {
    await put({ mode: 'drop-after-storing' })
    await expect(deliver('dropped')).rejects.toThrow()
    expect(stored('dropped')).toBe(1)
    await put({ mode: 'none' })
    expect((await deliver('dropped')).status).toBe(200)
    expect(stored('dropped')).toBe(1)
  })

  test('at random: every kind comes, none always, and the records are those that were stored', async () => {
    await put({ mode: 'random', probability: 0.7, seed: 5, slowMs: 1 })
    await fetch(`${at.url}/api/faults/log`, { method: 'DELETE' })
    const keys = Array.from({ length: 60 }, (_, n) => `random-${n}`)
    for (const key of keys) await deliver(key).catch(() => {})
    const seen = (await log()).filter(({ path }) => path === '/api/cpd-items')
    expect(new Set(seen.map(({ fault }) => fault))).toEqual(
      new Set(['none', 'down', 'slow', '429', '500', '401', 'half-answer', 'drop-after-storing']),
    )
    const keeps = new Set(['none', 'slow', 'half-answer', 'drop-after-storing'])
    for (const { key, fault } of seen) expect(stored(key!)).toBe(keeps.has(fault) ? 1 : 0)
  })

  test('honouring no keys: what comes twice is recorded twice', async () => {
    await put({ honoursKeys: false })
    await deliver('unhonoured')
    expect((await deliver('unhonoured')).status).toBe(201)
    expect(stored('unhonoured')).toBe(2)
  })
})

test('the same seed draws the same faults, and another others', () => {
  const drawn = (seed: number) => {
    const faults = new Faults()
    faults.set({ mode: 'random', probability: 0.5, seed })
    return Array.from({ length: 100 }, () => faults.next())
  }
  expect(drawn(3)).toEqual(drawn(3))
  expect(drawn(4)).not.toEqual(drawn(3))
})

test('the token endpoint can be down while deliveries work', async () => {
  await put({ tokenDown: true })
  await expect(client.refresh(tokens.refresh_token)).rejects.toThrow()
  expect((await deliver('token-down')).status).toBe(201)
  await put({ tokenDown: false })
  tokens = (await (await client.refresh(tokens.refresh_token)).json()) as Tokens
  expect((await deliver('token-up')).status).toBe(201)
})

test('X10: access can be withdrawn for an account, which then can allow it anew', async () => {
  const revoke = (email: string) =>
    fetch(`${at.url}/api/faults/revoke`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    })
  expect((await revoke('nobody@otherfolio.example')).status).toBe(404)
  expect((await deliver('allowed')).status).toBe(201)
  expect((await revoke(ADA)).status).toBe(200)
  expect((await deliver('withdrawn')).status).toBe(401)
  expect(await (await client.refresh(tokens.refresh_token)).json()).toMatchObject({ error: 'invalid_grant' })
  tokens = await client.connect(ADA)
  expect((await deliver('anew')).status).toBe(201)
})

test('a setting that there is not is refused, and what is left out stays', async () => {
  await put({ mode: 'slow', slowMs: 5 })
  expect((await put({ mode: 'sideways' })).status).toBe(422)
  expect((await put({ probability: 2 })).status).toBe(422)
  await put({ retryAfterSeconds: 9 })
  expect(await (await fetch(`${at.url}/api/faults`)).json()).toEqual({ ...NO_FAULTS, mode: 'slow', slowMs: 5, retryAfterSeconds: 9 })
})

test('the log names every call with its answer, and no code, state or token', async () => {
  await fetch(`${at.url}/api/faults/log`, { method: 'DELETE' })
  const connected = await client.connect(ADA)
  await client.deliver(connected.access_token, 'logged', itemOf('logged'))
  const calls = await log()
  expect(calls.filter(({ path }) => /^\/(oauth|api\/cpd)/.test(path)).map(({ method, path, status }) => [method, path, status])).toEqual([
    ['GET', '/oauth/authorize', 303],
    ['GET', expect.stringMatching(/^\/oauth\/authorize\/[\w-]+$/), 303],
    ['POST', '/oauth/token', 200],
    ['POST', '/api/cpd-items', 201],
  ])
  const text = JSON.stringify(calls)
  for (const secret of ['the-state', connected.access_token, connected.refresh_token]) expect(text).not.toContain(secret)
})

test('the page sets what the API sets', async () => {
  const visitor = new Visitor(at.url)
  const form = { mode: '429', slowMs: '10', retryAfterSeconds: '4', probability: '0.25', seed: '8', honoursKeys: 'on' }
  const page = await (await visitor.open('/faults', form)).text()
  expect(page).toContain('It counts from the next delivery on')
  expect(page).toMatch(/id="mode-429"[^>]*checked/)
  expect(at.faults.settings).toEqual({
    mode: '429',
    slowMs: 10,
    retryAfterSeconds: 4,
    probability: 0.25,
    seed: 8,
    honoursKeys: true,
    tokenDown: false,
  })
  expect((await visitor.open('/faults', { ...form, mode: 'sideways' })).status).toBe(422)
})
