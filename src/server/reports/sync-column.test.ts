import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import pg from 'pg'
import { extractText, getDocumentProxy } from 'unpdf'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, expect, test, vi } from 'vitest'
import { NO_FILTERS } from '#domain/portfolio/filters.ts'
import { downloadReport, exportCsv, requestPdf } from '#domain/reports/contract.ts'
import { connectorAt } from '#server/connections/connectors.ts'
import { openTypstPool } from '#server/platform/typst-pool.ts'
import { house } from '../../../tests/support/house.ts'
import { CLIENT, otherfolio } from '../../../tests/support/otherfolio.ts'
import type { Person } from '../../../tests/support/person.ts'
import { makeReport } from './make-report.ts'

const NOWHERE = { ...CLIENT, issuer: 'http://127.0.0.1:9', deliveries: 'http://127.0.0.1:9/api/cpd-items' }
const at = house({
  connectors: async () => [
    connectorAt(otherfolio, NOWHERE, true),
    connectorAt({ ...otherfolio, id: 'thirdfolio', name: 'Thirdfolio' }, NOWHERE, true),
  ],
})
const typst = openTypstPool()
afterAll(() => typst.close())

async function connect(person: Person, connectorId: string, state: 'active' | 'paused' = 'active'): Promise<string> {
  const id = uuidv7()
  const owner = { owner_id: person.id, id, connector_id: connectorId, issuer: NOWHERE.issuer, subject: 'ada' }
  await at.house.db
    .insertInto('connection')
    .values({ ...owner, state, seen_what_is_sent_at: new Date() })
    .execute()
  return id
}

const disconnect = (person: Person) =>
  at.house.db.updateTable('connection').set({ state: 'ended', ended_at: new Date() }).where('owner_id', '=', person.id).execute()

async function delivered(person: Person, connectionId: string, itemId: string, as: { state: string; sent_at?: Date; fault?: string }) {
  const key = { owner_id: person.id, connection_id: connectionId, item_id: itemId }
  await at.house.db
    .insertInto('delivery')
    .values({ ...key, ...as })
    .execute()
}

/** What was completed before connecting is not sent by itself: a row in each state, by title, and one that is not completed. */
async function standingEach(person: Person): Promise<void> {
  const states = {
    Arrived: { state: 'sent', sent_at: new Date('2026-03-03T12:00:00Z') },
    Coming: { state: 'waiting' },
    Refused: { state: 'failed', fault: 'It answered 422.' },
    Unsure: { state: 'not sure' },
  }
  const ids = new Map<string, string>()
  for (const title of [...Object.keys(states), 'Early']) ids.set(title, (await person.completed({ title })).id)
  await person.record({ title: 'Open' })
  const connectionId = await connect(person, 'otherfolio')
  for (const [title, as] of Object.entries(states)) await delivered(person, connectionId, ids.get(title)!, as)
}

const view = { filters: { ...NO_FILTERS, sort: 'title' as const, order: 'asc' as const }, columns: ['title' as const, 'status' as const] }

async function csvOf(person: Person, filters = {}): Promise<string[][]> {
  const answer = await person.send(exportCsv, { body: { ...view, filters: { ...view.filters, ...filters } } })
  expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200)
  return parse(answer.body.split(/\r\n\r\n(?=Total)/)[0]!, { bom: true })
}

async function pdfOf(person: Person): Promise<string> {
  const id = uuidv7()
  await person.ask(requestPdf, { body: { id, ...view } })
  await makeReport(at.house, typst, { ownerId: person.id, reportId: id })
  const { rawPayload } = await person.send(downloadReport, { params: { reportId: id } })
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(rawPayload)), { mergePages: true })
  return text.replace(/[\s\u200b]+/g, ' ')
}

test('R1, P1: while a portfolio is connected, a CSV has the column Sync as on screen, each row in words and when', async () => {
  const ada = await at.clinician()
  await standingEach(ada)
  expect(await csvOf(ada)).toEqual([
    ['Title', 'Status', 'Sync'],
    ['Arrived', 'Completed', 'Sent 3 March 2026'],
    ['Coming', 'Completed', 'Waiting'],
    ['Early', 'Completed', 'Not sent'],
    ['Open', 'Not started', ''],
    ['Refused', 'Completed', 'Failed: It answered 422.'],
    ['Unsure', 'Completed', 'Not sure'],
  ])
})

test('R1, P1: a PDF has the same column', async () => {
  const ada = await at.clinician()
  await standingEach(ada)
  const text = await pdfOf(ada)
  expect(text).toContain('Title Status Sync')
  for (const said of ['Sent 3 March 2026', 'Waiting', 'Not sent', 'Failed: It answered 422.', 'Not sure']) expect(text).toContain(said)
})

test('R1, P1: with more than one portfolio the one column names each', async () => {
  const ada = await at.clinician()
  const { id } = await ada.completed({ title: 'Sepsis' })
  const other = await connect(ada, 'otherfolio')
  await connect(ada, 'thirdfolio', 'paused')
  await delivered(ada, other, id, { state: 'sent', sent_at: new Date('2026-03-03T12:00:00Z') })
  expect(await csvOf(ada)).toEqual([
    ['Title', 'Status', 'Sync'],
    ['Sepsis', 'Completed', 'Otherfolio (stand-in): Sent 3 March 2026; Thirdfolio: Not sent'],
  ])
  expect(await pdfOf(ada)).toContain('Otherfolio (stand-in): Sent 3 March 2026 Thirdfolio: Not sent')
})

test('R1, P1: never connected, disconnected or in the bin, there is no such column, as on screen', async () => {
  const ada = await at.clinician()
  expect((await csvOf(ada))[0]).toEqual(['Title', 'Status'])
  const { id } = await ada.completed({ title: 'Sent once' })
  const connectionId = await connect(ada, 'otherfolio')
  await delivered(ada, connectionId, id, { state: 'sent', sent_at: new Date() })
  expect((await csvOf(ada, { bin: true }))[0]).toEqual(['Title', 'Status'])
  await disconnect(ada)
  expect(await csvOf(ada)).toEqual([
    ['Title', 'Status'],
    ['Sent once', 'Completed'],
  ])
  expect(await pdfOf(ada)).not.toContain('Sync')
})

test('R1, R4, P1: 20,000 rows stream with the column, asking once for each batch of them', async () => {
  const ada = await at.clinician()
  const connectionId = await connect(ada, 'otherfolio')
  await sql`with laid as (
      insert into item (owner_id, id, source, title, status, completed_on, added_on)
      select ${ada.id}::uuid, uuidv7(), 'entered', 'Row ' || n, 'completed', date '2020-01-01', date '2020-01-01' from generate_series(1, 20000) n
      returning owner_id, id)
    insert into delivery (owner_id, connection_id, item_id, state) select owner_id, ${connectionId}::uuid, id, 'waiting' from laid`.execute(
    at.house.db,
  )
  const sent = vi.spyOn(pg.Client.prototype, 'query')
  const [, ...rows] = await csvOf(ada)
  const texts = sent.mock.calls.map(([query]) => (query as unknown as { text?: string } | string | undefined) ?? '')
  sent.mockRestore()
  expect(rows).toHaveLength(20_000)
  expect(rows.every(([, , sync]) => sync === 'Waiting')).toBe(true)
  const asked = texts.filter((query) => (typeof query === 'string' ? query : (query.text ?? '')).includes('"delivery"."item_id" in'))
  expect(asked).toHaveLength(20_000 / 500)
  await expect.poll(() => at.house.pool.idleCount).toBe(at.house.pool.totalCount)
})
