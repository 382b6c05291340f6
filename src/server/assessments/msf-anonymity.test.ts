import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { closeRound, openReplies, readReplies, saveFeedbackDraft, sendFeedback } from '#domain/assessments/msf-contract.ts'
import { listItems } from '#domain/portfolio/contract.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { openRound, release, replying, type OpenRound } from '../../../tests/support/round.ts'
import { routesOf } from '../../../tests/support/routes-of.ts'

const lines: string[] = []
// Everything the server could say, not only what it says by default.
process.env['CAIRN_LOG'] = 'trace'
const at = house({ logTo: { write: (line) => void lines.push(line) } })

let client: pg.Client
beforeAll(async () => {
  client = new pg.Client({ connectionString: at.databaseUrl })
  await client.connect()
})
afterAll(() => client.end())

/** Every row there is, by table. */
async function dump(): Promise<ReadonlyMap<string, readonly Record<string, unknown>[]>> {
  const { rows: tables } = await client.query<{ schema: string; name: string }>(
    "select schemaname as schema, relname as name from pg_stat_user_tables where schemaname in ('public', 'auth', 'graphile_worker')",
  )
  const found = new Map<string, readonly Record<string, unknown>[]>()
  for (const { schema, name } of tables) found.set(name, (await client.query(`select * from "${schema}"."${name}"`)).rows)
  return found
}
const repliesIn = (tables: Awaited<ReturnType<typeof dump>>) =>
  tables.get('msf_reply')!.filter((row) => row['item_id'] === round.params.itemId) as unknown as readonly { id: string; sealed: string }[]
const textOf = (tables: ReadonlyMap<string, unknown>): string => JSON.stringify([...tables])

const OWNERS = '/api/people/:ownerId/'
const reads = () => routesOf(at.house).filter(({ method, url }) => method === 'GET' && url.startsWith(OWNERS))

/** What each route to an owner's records answers to somebody, by its address. */
async function allTold(person: Person, { params }: OpenRound): Promise<ReadonlyMap<string, string>> {
  const told = new Map<string, string>()
  for (const { url } of reads()) {
    const filled = url.replace(/:(\w+)|\*/g, (_, name: string | undefined) =>
      name === 'ownerId' ? params.ownerId : name === 'itemId' || name === 'id' ? params.itemId : 'new-item',
    )
    const { body, rawPayload } = await at.house.app.inject({ method: 'GET', url: filled, headers: { cookie: person.cookie } })
    told.set(url.slice(OWNERS.length), body.startsWith('%PDF') ? rawPayload.toString('latin1') : body)
  }
  return told
}

const remark = (index: number) => `Plantedremark${index}end`
const namesIn = (text: string, { raters }: OpenRound) =>
  raters.filter(({ id, name, email }) => text.includes(id) || text.includes(name) || text.includes(email))
const remarksIn = (text: string, { raters }: OpenRound) => [...raters.keys()].filter((index) => text.includes(remark(index)))

let round: OpenRound
const readers = () => [round.trainee, round.educational, round.clinical, round.tutor]
const answer = (index: number) =>
  at.nobody().ask(sendFeedback, { ...round.link(index), body: replying(round.raters[index]!.role, { 'done-well': remark(index) }) })

test('F5: a reply changes nothing that anybody is told but how many have answered: no list, trail, search, time or mail', async () => {
  round = await openRound(at)
  await answer(0)
  // Documents bear the moment they were made: it stands still, so that what differs is what the reply changed.
  onTestFinished(() => void vi.useRealTimers())
  vi.useFakeTimers({ toFake: ['Date'] })
  const first = new Map<Person, ReadonlyMap<string, string>>()
  for (const reader of readers()) first.set(reader, await allTold(reader, round))
  const again = new Map<Person, ReadonlyMap<string, string>>()
  for (const reader of readers()) again.set(reader, await allTold(reader, round))
  const before = await dump()
  await answer(1)
  const after = await dump()
  for (const [table, rows] of before) {
    const isOfRound = table === 'msf_reply' || table === 'msf_rater'
    if (!isOfRound) expect(after.get(table), table).toEqual(rows)
  }
  for (const reader of readers()) {
    const now = await allTold(reader, round)
    for (const [address, told] of now) {
      // What differs by itself, as who looked and when, is not what is asked here.
      if (first.get(reader)!.get(address) !== again.get(reader)!.get(address)) continue
      const counted = (text: string) => text.replace(/"answered":\d+/g, '"answered":n')
      expect(counted(told), address).toBe(counted(again.get(reader)!.get(address)!))
      expect(remarksIn(told, round), address).toEqual([])
    }
  }
})

test('F5: what the database keeps of a reply joins to nobody: no time, no rater, no order, no length, not in clear', async () => {
  for (let index = 2; index < round.raters.length - 1; index++) await answer(index)
  await at.nobody().ask(saveFeedbackDraft, {
    ...round.link(13),
    body: { role: 'nurse', answers: { self: { 'done-well': remark(13) } }, version: 0 },
  })
  const before = await dump()
  const { rows: columns } = await client.query<{ name: string }>(
    "select column_name as name from information_schema.columns where table_name = 'msf_reply' order by 1",
  )
  expect(columns.map(({ name }) => name)).toEqual(['id', 'item_id', 'owner_id', 'sealed'])
  const kept = repliesIn(before)
  expect(kept).toHaveLength(13)
  // Random, of no time.
  for (const { id } of kept) expect(id[14]).toBe('4')
  expect(new Set(kept.map(({ sealed }) => sealed.length)).size).toBe(1)
  const others = textOf(new Map([...before].filter(([table]) => table !== 'msf_reply')))
  for (const { id, sealed } of kept) expect(others.includes(id) || others.includes(sealed)).toBe(false)
  expect(remarksIn(textOf(before), round)).toEqual([])
  // Who is asked has one time in common: when they were written to.
  const raters = before.get('msf_rater') as readonly { sent_at: Date }[]
  expect(new Set(raters.map(({ sent_at }) => sent_at.getTime())).size).toBe(1)
  for (const table of ['msf_reply', 'msf_rater']) {
    const { rows } = await client.query(`select distinct xmin::text from ${table} where owner_id = $1 and item_id = $2`, [
      round.params.ownerId,
      round.params.itemId,
    ])
    expect(rows, table).toHaveLength(1)
  }

  await answer(13)
  const after = await dump()
  const ids = new Set(kept.flatMap(({ id, sealed }) => [id, sealed]))
  const anew = repliesIn(after)
  expect(anew).toHaveLength(14)
  expect(anew.filter(({ id, sealed }) => ids.has(id) || ids.has(sealed))).toEqual([])
  expect(after.get('msf_draft')).toEqual([])
})

test('F5: nobody is told who said what by any route while it is read, and only who releases it reads what was said', async () => {
  await round.trainee.ask(closeRound, { params: round.params, body: {} })
  await round.educational.ask(openReplies, { params: round.params, body: {} })
  for (const reader of readers()) {
    const told = await allTold(reader, round)
    for (const [address, text] of told) {
      const said = remarksIn(text, round)
      if (said.length === 0) continue
      expect([reader === round.educational, address]).toEqual([true, 'msf/:itemId/replies'])
      expect(namesIn(text, round)).toEqual([])
    }
  }
  const { summary } = await round.educational.ask(readReplies, { params: round.params })
  const order = summary.words.find(({ id }) => id === 'done-well')!.texts.map(({ text }) => text)
  expect(order.toSorted()).toEqual([...round.raters.keys()].map(remark).toSorted())
  expect(order).not.toEqual([...round.raters.keys()].map(remark))
  // Read again they stand as they stood.
  expect((await round.educational.ask(readReplies, { params: round.params })).summary).toEqual(summary)
})

test('F5: once it is released nothing anywhere names who was asked; what was said stands in what was signed, and in no list or search', async () => {
  const replies = repliesIn(await dump())
  await release(round)
  const left = await dump()
  expect(namesIn(textOf(left), round)).toEqual([])
  const whole = textOf(left)
  expect(replies.filter(({ id, sealed }) => whole.includes(id) || whole.includes(sealed))).toEqual([])
  expect(
    [...left]
      .filter(([, rows]) => remarksIn(JSON.stringify(rows), round).length > 0)
      .map(([table]) => table)
      .toSorted(),
  ).toEqual(['entry_step', 'msf_round', 'signed_record'])
  for (const reader of readers()) {
    for (const [address, text] of await allTold(reader, round)) {
      expect(namesIn(text, round), address).toEqual([])
      if (remarksIn(text, round).length > 0)
        expect(['entries/:itemId', 'msf/:itemId', 'chain', 'chain/proof', 'items/:id/links']).toContain(address)
    }
  }
  for (const search of [remark(3), round.raters[3]!.name])
    expect((await round.trainee.ask(listItems, { query: { search } })).items).toEqual([])
})

test('F5: no line of the log holds a link’s code, a name or a word of a reply', () => {
  const log = lines.join('\n')
  expect(log).toContain('/api/feedback/…/reply')
  expect(round.codes.filter((code) => log.includes(code) || log.includes(code.slice(32)))).toEqual([])
  expect(namesIn(log, round)).toEqual([])
  expect(remarksIn(log, round)).toEqual([])
})
