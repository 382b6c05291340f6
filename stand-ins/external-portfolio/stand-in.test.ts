import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Receipt } from '#domain/connections/payload.ts'
import { CLIENT, fileOf, itemOf, TestClient, type Tokens } from './stand-in.test-client.ts'
import { openStandIn, type StandIn } from './stand-in.ts'
import { Visitor } from './visitor.ts'

const ADA = 'ada@otherfolio.example'
const ADA_ID = 'otherfolio-ada'

const folder = mkdtempSync(join(tmpdir(), 'otherfolio-'))
let at: StandIn
let client: TestClient
let tokens: Tokens
beforeAll(async () => {
  at = await openStandIn({ folder, port: 0, clients: [CLIENT] })
  await at.listen()
  client = new TestClient(at.url)
  tokens = await client.connect(ADA)
})
afterAll(async () => {
  await at?.close()
  rmSync(folder, { recursive: true, force: true })
})

const deliver = (...rest: Parameters<TestClient['deliver']> extends [string, ...infer Rest] ? Rest : never) =>
  client.deliver(tokens.access_token, ...rest)
const receiptOf = async (answer: Response) => (await answer.json()) as Receipt
const recordsOf = (key: string) => at.store.records.allOf(ADA_ID).filter((record) => record.key === key)
const storedFiles = () => readdirSync(join(folder, 'files'), { recursive: true }).filter((name) => name !== 'arriving')
const asAda = async (path: string) => {
  const visitor = new Visitor(at.url)
  await visitor.signIn(ADA)
  return visitor.open(path)
}

describe('delivering', () => {
  test('X14: what was delivered is shown to its owner, dates as they were, with its files', async () => {
    const certificate = fileOf('Certificate “sépsis”.pdf', 'the certificate')
    const item = itemOf(
      'Sepsis <in> children & adults',
      {
        kind: 'module',
        completedOn: '2026-03-29',
        provider: 'Cairn learning',
        address: 'https://cairn.example/modules/sepsis?a=1&b=2',
        credits: { amount: '1.25', unit: 'credits', accreditor: 'RCGP', basis: 'awarded' },
        impact: { credits: '0.50', before: 'We guessed.', after: 'We score.', changes: 'A form\nin the room.' },
        notes: 'Ask for lactate.',
        tags: ['Paediatrics', '1.1 Safety'],
      },
      [certificate],
    )
    const answer = await deliver('shown', item, [certificate])
    expect(answer.status).toBe(201)
    const { recordId, address, revision } = await receiptOf(answer)
    expect([address, revision]).toEqual([`${at.url}/cpd/${recordId}`, 1])

    const shown = await (await asAda(`/cpd/${recordId}`)).text()
    for (const text of [
      'Sepsis &#60;in&#62; children &#38; adults',
      '<time datetime="2026-03-29">2026-03-29</time>',
      '1.25 credits · RCGP · awarded',
      'Cairn learning',
      'href="https://cairn.example/modules/sepsis?a=1&#38;b=2"',
      'We guessed.',
      'We score.',
      'A form\nin the room.',
      'Ask for lactate.',
      'Paediatrics',
    ]) {
      expect(shown).toContain(text)
    }
    expect(await (await asAda('/cpd')).text()).toContain(`href="/cpd/${recordId}"`)
    const file = await asAda(`/cpd/${recordId}/files/0`)
    expect(file.headers.get('content-disposition')).toContain(encodeURIComponent(certificate.name))
    expect(await file.text()).toBe('the certificate')
  })

  test('a record and its files are shown to nobody else', async () => {
    const { recordId } = await receiptOf(await deliver('private', itemOf('Private', {}, [fileOf('a.pdf', 'a')]), [fileOf('a.pdf', 'a')]))
    const bob = new Visitor(at.url)
    await bob.signIn('bob@otherfolio.example')
    expect((await bob.open(`/cpd/${recordId}`)).status).toBe(404)
    expect((await bob.open(`/cpd/${recordId}/files/0`)).status).toBe(404)
    expect((await new Visitor(at.url).open(`/cpd/${recordId}/files/0`)).status).toBe(404)
    expect((await asAda(`/cpd/${recordId}/files/0`)).status).toBe(200)
  })

  test('the list counts the records, newest first, in pages', async () => {
    const dot = new Visitor(at.url)
    await dot.open('/create-account', { name: 'Dot', email: 'dot@otherfolio.example', password: 'eight or more' })
    const { address, verifier } = client.authorisation()
    const code = (await dot.decide(address, 'allow')).searchParams.get('code')!
    const { access_token: token } = (await (await client.exchange(code, verifier)).json()) as Tokens
    for (let n = 1; n <= 52; n++) await client.deliver(token, `dot-${n}`, itemOf(`Number ${n};`))
    const titles = (page: string) => [...page.matchAll(/Number (\d+);/g)].map(([, n]) => Number(n))
    const first = await (await dot.open('/cpd')).text()
    expect(first).toContain('52 records')
    expect(titles(first)).toEqual(Array.from({ length: 50 }, (_, n) => 52 - n))
    expect(titles(await (await dot.open('/cpd?page=2')).text())).toEqual([2, 1])
  })

  test('a delivery without a key, or of another form, is refused', async () => {
    expect((await deliver(null, itemOf('No key'))).status).toBe(400)
    expect((await deliver('bad-date', itemOf('Bad date', { completedOn: '2026-02-30' }))).status).toBe(422)
    const headers = { authorization: `Bearer ${tokens.access_token}`, 'idempotency-key': 'json' }
    const json = await fetch(`${at.url}/api/cpd-items`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(itemOf('JSON')),
    })
    expect(json.status).toBe(415)
    expect([recordsOf('bad-date'), recordsOf('json')]).toEqual([[], []])
  })

  test.each([
    ['has another hash', fileOf('a.pdf', 'abd')],
    ['is longer', fileOf('a.pdf', 'abcd')],
    ['is missing', null],
  ])('a file that %s is refused, and nothing is kept', async (_what, sent) => {
    const before = storedFiles()
    const answer = await deliver('differs', itemOf('Differs', {}, [fileOf('a.pdf', 'abc')]), sent === null ? [] : [sent])
    expect([answer.status, answer.headers.get('content-type')]).toEqual([422, expect.stringContaining('application/problem+json')])
    expect(recordsOf('differs')).toEqual([])
    expect(storedFiles()).toEqual(before)
  })
})

test('of a delivery that broke off amid a file nothing is kept', async () => {
  const before = storedFiles()
  const item = JSON.stringify(itemOf('Broken off', {}, [fileOf('a.pdf', 'x'.repeat(100_000))]))
  const body = [
    '--edge\r\ncontent-disposition: form-data; name="item"\r\n',
    `${item}\r\n--edge`,
    `content-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n${'x'.repeat(50_000)}`,
  ].join('\r\n')
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(at.url).port) })
  socket.write(
    [
      'POST /api/cpd-items HTTP/1.1',
      'host: 127.0.0.1',
      `authorization: Bearer ${tokens.access_token}`,
      'idempotency-key: broken-off',
      'content-type: multipart/form-data; boundary=edge',
      'content-length: 200000',
      '',
      body,
    ].join('\r\n'),
  )
  const arriving = () => readdirSync(join(folder, 'files', 'arriving')).length
  await expect.poll(arriving).toBe(1)
  socket.destroy()
  await expect.poll(arriving).toBe(0)
  expect(recordsOf('broken-off')).toEqual([])
  expect(storedFiles()).toEqual(before)
})

describe('keys', () => {
  test('X5: the same key again answers the first receipt and changes nothing', async () => {
    const first = await receiptOf(await deliver('twice', itemOf('Once')))
    const [before] = recordsOf('twice')
    const again = await deliver('twice', itemOf('Other words'))
    expect([again.status, await receiptOf(again)]).toEqual([200, first])
    expect(recordsOf('twice')).toEqual([before])
  })

  test('X5: one key sent twenty times at once makes one record', async () => {
    const file = fileOf('a.pdf', 'x'.repeat(50_000))
    const before = storedFiles().length
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver('at-once', itemOf('At once', {}, [file]), [file])))
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([...Array.from({ length: 19 }, () => 200), 201])
    expect(new Set((await Promise.all(answers.map(receiptOf))).map(({ recordId }) => recordId)).size).toBe(1)
    expect(recordsOf('at-once')).toHaveLength(1)
    expect(storedFiles().length).toBe(before + 1)
  })

  test('X13: a higher revision changes the record where it is, and a lower one that comes late does not', async () => {
    const [old, young] = [fileOf('old.pdf', 'old'), fileOf('young.pdf', 'young')]
    const before = storedFiles().length
    const first = await receiptOf(await deliver('revised', itemOf('Draft', {}, [old]), [old]))
    const changed = await deliver('revised', itemOf('Final', { revision: 3 }, [young]), [young])
    expect([changed.status, await receiptOf(changed)]).toEqual([200, { ...first, revision: 3 }])
    const late = await deliver('revised', itemOf('Between', { revision: 2 }))
    expect([late.status, await receiptOf(late)]).toEqual([200, { ...first, revision: 3 }])
    expect(recordsOf('revised').map(({ item, revision }) => [item.title, revision])).toEqual([['Final', 3]])
    expect(await (await asAda(`/cpd/${first.recordId}/files/0`)).text()).toBe('young')
    expect(storedFiles().length).toBe(before + 1)
  })

  test('X10: one key of two accounts makes a record in each', async () => {
    const bob = await client.connect('bob@otherfolio.example')
    const [mine, his] = [await deliver('shared', itemOf('Mine')), await client.deliver(bob.access_token, 'shared', itemOf('His'))]
    expect([mine.status, his.status]).toEqual([201, 201])
    expect(recordsOf('shared').map(({ item }) => item.title)).toEqual(['Mine'])
  })
})

test('a restart keeps accounts, records, files, sign-ins, permissions and keys', async () => {
  const file = fileOf('kept.pdf', 'kept')
  const { recordId } = await receiptOf(await deliver('kept', itemOf('Kept', {}, [file]), [file]))
  const visitor = new Visitor(at.url)
  await visitor.signIn(ADA)
  const keys = await (await fetch(`${at.url}/oauth/jwks`)).json()
  const port = Number(new URL(at.url).port)
  await at.close()
  // What a killed process leaves behind.
  writeFileSync(join(folder, 'files', 'arriving', 'half'), 'ha')
  writeFileSync(join(folder, 'files', 'orphan'), 'orphan')
  at = await openStandIn({ folder, port, clients: [CLIENT] })
  await at.listen()
  // The connections that fetch has kept open are gone, which it learns only by and by.
  await expect.poll(() => fetch(`${at.url}/style.css`).then(({ ok }) => ok)).toBe(true)

  expect((await deliver('kept', itemOf('Kept', {}, [file]), [file])).status).toBe(200)
  const refreshed = (await (await client.refresh(tokens.refresh_token)).json()) as Tokens
  expect((await client.deliver(refreshed.access_token, 'after', itemOf('After'))).status).toBe(201)
  expect(await (await visitor.open(`/cpd/${recordId}/files/0`)).text()).toBe('kept')
  expect(await (await fetch(`${at.url}/oauth/jwks`)).json()).toEqual(keys)
  expect(storedFiles()).not.toContain('orphan')
  expect(readdirSync(join(folder, 'files', 'arriving'))).toEqual([])
})
