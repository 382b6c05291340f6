import { sql } from 'kysely'
import pg from 'pg'
import { expect, test } from 'vitest'
import {
  checkConnection,
  deliveriesOfItems,
  deliveryLog,
  disconnect,
  finishConnecting,
  listConnections,
} from '#domain/connections/contract.ts'
import { eventually, housesConnected } from '../../../tests/support/connected.ts'
import { CLIENT } from '../../../tests/support/otherfolio.ts'
import type { Person } from '../../../tests/support/person.ts'

const lines: string[] = []
// Everything the server could say, not only what it says by default.
process.env['CAIRN_LOG'] = 'trace'
const { other, at, wayBack, connect, stateOf, sent, tried } = housesConnected({ logTo: { write: (line) => void lines.push(line) } })

async function dump(): Promise<string> {
  const client = new pg.Client({ connectionString: at.databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ dump: string }>(`
      select string_agg(query_to_xml('select * from ' || quote_ident(schemaname) || '.' || quote_ident(relname), true, false, '')::text, '') as dump
      from pg_stat_user_tables where schemaname in ('public', 'auth', 'graphile_worker')`)
    return rows[0]!.dump
  } finally {
    await client.end()
  }
}

/** Everything that can go wrong with an access, so that every line that tells of it is written. */
async function troubles(ada: Person, connectionId: string): Promise<void> {
  const check = () => ada.ask(checkConnection, { params: { connectionId }, body: {} })
  const forged = await wayBack(ada)
  forged.searchParams.set('code', 'a-code-of-somebody-else')
  await ada.refused(finishConnecting, { body: { search: forged.search } }, 'not_allowed')
  for (const mode of ['500', 'half-answer', 'down'] as const) {
    other.standIn.faults.set({ mode })
    await tried(ada, (await ada.record({ title: `In trouble: ${mode}`, status: 'completed' })).id)
  }
  other.standIn.faults.set({ mode: 'none', tokenDown: true })
  expect(await check()).toMatchObject({ alive: false })
  other.standIn.faults.set({ tokenDown: false })
  expect(await check()).toMatchObject({ connection: { state: 'active' } })
  await other.revoke('ada@otherfolio.example')
  expect(await check()).toMatchObject({ alive: false, connection: { state: 'paused' } })
}

test('X12: tokens and secrets stand nowhere in clear: not in the database, not in an answer, not in the log', async () => {
  const ada = await at.clinician()
  const back = await wayBack(ada)
  const connection = await ada.ask(finishConnecting, { body: { search: back.search } })
  await connect(ada)
  const item = await ada.record({ title: 'Secret', status: 'completed' })
  await sent(ada, item.id)
  const answers = [
    await ada.send(listConnections),
    await ada.send(deliveriesOfItems, { query: { items: [item.id] } }),
    await ada.send(deliveryLog, { params: { connectionId: connection.id } }),
  ]
  const early = { tokens: await other.tokens(), dump: await dump() }
  await troubles(ada, connection.id)
  const again = await connect(ada)
  await ada.ask(disconnect, { params: { connectionId: again.id } })
  const { length: given } = await other.tokens()
  await eventually('the tokens are given up', async () => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from token_revocation`.execute(at.house.db)
    return rows[0]!.n === 0
  })
  expect(early.tokens.length).toBeGreaterThan(1)
  expect(given).toBeGreaterThan(0)
  expect(await stateOf(ada, item.id)).toBe('sent')

  const log = lines.join('')
  expect(log).toContain('/connections')
  const places = { log, early: early.dump, late: await dump(), answers: answers.map((answer) => answer.body).join('') }
  expect(places.early).toContain(connection.id)
  const secrets = [
    ...early.tokens,
    ...(await other.tokens()),
    CLIENT.clientSecret,
    back.searchParams.get('code')!,
    back.searchParams.get('state')!,
  ]
  const found = secrets.flatMap((secret) => Object.entries(places).flatMap(([place, text]) => (text.includes(secret) ? [place] : [])))
  expect(found).toEqual([])
})
