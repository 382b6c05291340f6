import { beforeAll, expect, test } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { chainOf } from '#server/accounts/chain-queries.ts'
import { binItems, listItems, restoreItems } from '#domain/portfolio/contract.ts'
import { closeAgendaPoint, listAgendaPoints, raiseAgendaPoint } from '#domain/training/agenda-contract.ts'
import {
  amendLogRow,
  listLogRows,
  readLogs,
  recordLogRow,
  verifyLogRows,
  type LogFields,
  type LogRow,
} from '#domain/training/logs-contract.ts'
import { supervisor, trainee } from '../../../tests/support/curriculum.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { appoint, inDays } from '../../../tests/support/related.ts'
import { CLINIC, PROCEDURE, TAKE, TEACHING, write } from '../../../tests/support/logs.ts'

const at = house()
let owner: Person & { programmeId: string }
let educational: Person

beforeAll(async () => {
  owner = await trainee(at)
  educational = await supervisor(at, owner)
})

const clinic = (daysAgo: number, more: { patients?: number; consulted?: boolean } = {}) =>
  write(owner, { ...CLINIC, ...more, on: inDays(-daysAgo) })
const lineOf = async (code: string, year: string | null) =>
  (await owner.ask(readLogs)).lines.find((line) => line.code === code && line.year === year)!
const verify = (by: Person, rows: readonly LogRow[], countBecause: string | null = null) =>
  by.ask(verifyLogRows, { params: { ownerId: owner.id }, body: { rows: rows.map(({ id, version }) => ({ id, version })), countBecause } })

test('T13: what fails a test is kept, says why, and is in no total; a supervisor counts it with a reason', async () => {
  const good = await clinic(10)
  const alone = await clinic(11, { patients: 1 })
  const watched = await clinic(12, { consulted: false })
  expect(good).toMatchObject({ counts: true, whyNot: [], title: 'Clinic: Cardiology, St Elsewhere' })
  expect(alone).toMatchObject({ counts: false, whyNot: ['too few patients'] })
  expect(watched).toMatchObject({ counts: false, whyNot: ['sat in'] })
  expect(await lineOf('clinics', 'IMY2')).toMatchObject({ done: 1, need: 20 })
  const [first] = await educational
    .ask(listLogRows, { params: { ownerId: owner.id }, query: { page: 'clinics' } })
    .then(({ rows }) => rows.filter(({ id }) => id === alone.id))
  expect(first!.can.verify).toBeNull()
  await educational.refused(
    verifyLogRows,
    { params: { ownerId: owner.id }, body: { rows: [{ id: alone.id, version: alone.version }], countBecause: 'short' } },
    'invalid_input',
  )
  await verify(educational, [alone], 'One long new patient with three problems; I was there.')
  expect(await lineOf('clinics', 'IMY2')).toMatchObject({ done: 2 })
  expect(await lineOf('clinics', null)).toMatchObject({ done: 2, need: 80 })
  const { totals } = await owner.ask(readLogs)
  expect(totals.clinics).toMatchObject({ notCounted: 1 })
})

test('T13: rows verified together stand in one link of the chain, are locked, and are corrected by a row that names them', async () => {
  const rows = [await clinic(20), await clinic(21), await clinic(22)]
  expect(await verify(educational, rows)).toEqual({ verified: 3 })
  const { records } = await chainOf(at.house.db, owner.id)
  const newest = records.at(-1)!
  const signed = JSON.parse(newest.text) as { rows: { id: string }[] }
  expect(signed).toMatchObject({ verified: 'log', countBecause: null })
  expect(signed.rows.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted())
  const locked = rows[0]!
  await owner.refused(amendLogRow, { params: { id: locked.id }, body: { version: locked.version, fields: locked.fields } }, 'not_allowed')
  await owner.refused(binItems, { body: { items: [locked.id] } }, 'not_allowed')
  expect((await owner.ask(listItems)).items.some(({ id }) => id === locked.id)).toBe(true)
  const before = (await lineOf('clinics', null)).done
  const correcting = { ...CLINIC, on: inDays(-20), patients: 1 } as LogFields
  const newer = await owner.ask(recordLogRow, { body: { id: uuidv7(), corrects: locked.id, fields: correcting } })
  expect(newer).toMatchObject({ corrects: locked.id, counts: false })
  expect((await lineOf('clinics', null)).done).toBe(before - 1)
  await owner.refused(recordLogRow, { body: { id: uuidv7(), corrects: locked.id, fields: correcting } }, 'invalid_input')
  await owner.refused(recordLogRow, { body: { id: uuidv7(), corrects: newer.id, fields: correcting } }, 'invalid_input')
  await educational.refused(
    verifyLogRows,
    { params: { ownerId: owner.id }, body: { rows: [{ id: rows[1]!.id, version: rows[1]!.version }] } },
    'not_allowed',
  )
})

test('T13: nobody verifies their own rows, nor one that was changed unseen', async () => {
  const row = await clinic(30)
  await owner.refused(verifyLogRows, { body: { rows: [{ id: row.id, version: row.version }] } }, 'not_allowed')
  const fields = { ...CLINIC, on: inDays(-30), patients: 9 } as LogFields
  const amended = await owner.ask(amendLogRow, { params: { id: row.id }, body: { version: row.version, fields } })
  expect(amended.version).toBeGreaterThan(row.version)
  const wrong = { params: { ownerId: owner.id }, body: { rows: [{ id: row.id, version: row.version }] } }
  await educational.refused(verifyLogRows, wrong, 'stale_version')
  await owner.refused(amendLogRow, { params: { id: row.id }, body: { version: row.version, fields } }, 'stale_version')
})

test('T13: one half day is one clinic, and the same row sent twice is one', async () => {
  const id = uuidv7()
  const body = { id, fields: { ...CLINIC, on: inDays(-40) } as LogFields }
  const first = await owner.ask(recordLogRow, { body })
  expect((await owner.ask(recordLogRow, { body })).version).toBe(first.version)
  const again = await owner.refused(recordLogRow, { body: { ...body, id: uuidv7() } }, 'invalid_input')
  expect(again.fields).toMatchObject([{ path: 'halfDay' }])
  await owner.ask(recordLogRow, { body: { id: uuidv7(), fields: { ...body.fields, halfDay: 'afternoon' } as LogFields } })
})

test('T13: a clinic comes back from the bin only to a half day that is free, and a correction only where nothing else corrects', async () => {
  const first = await clinic(300)
  await owner.ask(binItems, { body: { items: [first.id] } })
  const second = await clinic(300)
  const no = await owner.refused(restoreItems, { body: { items: [first.id] } }, 'not_allowed')
  expect(no.title).toContain('one half day')
  await owner.ask(binItems, { body: { items: [second.id] } })
  expect(await owner.ask(restoreItems, { body: { items: [first.id] } })).toEqual({ changed: 1 })

  const verified = await clinic(301)
  await verify(educational, [verified])
  const correct = (daysAgo: number) =>
    owner.ask(recordLogRow, { body: { id: uuidv7(), corrects: verified.id, fields: { ...CLINIC, on: inDays(-daysAgo) } as LogFields } })
  const once = await correct(301)
  await owner.ask(binItems, { body: { items: [once.id] } })
  const again = await correct(301)
  expect((await owner.refused(restoreItems, { body: { items: [once.id] } }, 'not_allowed')).title).toContain('corrects')
  expect((await owner.ask(listItems)).items.some(({ id }) => id === again.id)).toBe(true)
})

test('T13: a clinic that is corrected to another day leaves its half day, until the correction is in the bin', async () => {
  const verified = await clinic(310)
  await verify(educational, [verified])
  const fields = { ...CLINIC, on: inDays(-311) } as LogFields
  const correction = await owner.ask(recordLogRow, { body: { id: uuidv7(), corrects: verified.id, fields } })
  const there = { body: { id: uuidv7(), fields } }
  expect((await owner.refused(recordLogRow, there, 'invalid_input')).fields).toMatchObject([{ path: 'halfDay' }])
  const instead = await clinic(310)
  await owner.refused(binItems, { body: { items: [correction.id] } }, 'not_allowed')
  const moved = { version: correction.version, fields: { ...fields, on: inDays(-310) } as LogFields }
  expect((await owner.refused(amendLogRow, { params: { id: correction.id }, body: moved }, 'invalid_input')).fields).toMatchObject([
    { path: 'halfDay' },
  ])
  await owner.ask(binItems, { body: { items: [instead.id] } })
  await owner.ask(binItems, { body: { items: [correction.id] } })
})

test('T13: procedures, take and teaching count in their own units, and teaching tells what is recognised', async () => {
  const other = await trainee(at, { name: 'Dr Other Trainee' })
  await write(other, PROCEDURE)
  await write(other, TAKE)
  await write(other, TEACHING)
  await write(other, { ...TEACHING, hours: 0.75, recognised: false })
  await other.refused(recordLogRow, { body: { id: uuidv7(), fields: { ...TEACHING, on: inDays(1) } } }, 'invalid_input')
  await other.refused(recordLogRow, { body: { id: uuidv7(), fields: { ...PROCEDURE, code: 'C1' } } }, 'invalid_input')
  await other.refused(recordLogRow, { body: { id: uuidv7(), fields: { ...TAKE, until: inDays(3) } } }, 'invalid_input')
  const { lines } = await other.ask(readLogs)
  const done = (code: string, year: string | null) => lines.find((line) => line.code === code && line.year === year)?.done
  expect(done('acute-take', 'IMY2')).toBe(48)
  expect(done('acute-take', null)).toBe(48)
  expect(done('teaching', 'IMY2')).toBe(2.25)
  expect(done('recognised-teaching', 'IMY2')).toBe(1.5)
  expect(done('teaching', null)).toBeUndefined()
  const { rows, procedures } = await other.ask(listLogRows, { query: { page: 'procedures' } })
  expect(procedures).toHaveLength(12)
  expect(rows).toMatchObject([{ title: 'Procedure: Pleural aspiration for fluid (diagnostic)', counts: true }])
  const [take] = (await other.ask(listLogRows, { query: { page: 'take' } })).rows
  expect(take).toMatchObject({ amount: 48, from: inDays(-90), title: expect.stringContaining('about 48 patients') })
  await other.ask(amendLogRow, {
    params: { id: take!.id },
    body: { version: take!.version, fields: { ...TAKE, estimate: 70 } },
  })
  expect((await other.ask(readLogs)).lines.find(({ code }) => code === 'acute-take')!.done).toBe(70)
})

test('T18: working part time moves the line where the programme lets it', async () => {
  const part = await trainee(at, { name: 'Dr Part Time' })
  const year = await at.house.db
    .selectFrom('training_year')
    .where('owner_id', '=', part.id)
    .where('code', '=', 'IMY2')
    .selectAll()
    .executeTakeFirstOrThrow()
  const pace = async () => (await part.ask(readLogs)).lines.find(({ code, year: of }) => code === 'clinics' && of === 'IMY2')!
  const full = await pace()
  expect(full).toMatchObject({ due: 20, need: 20 })
  await at.house.db
    .insertInto('placement')
    .values({
      owner_id: part.id,
      id: uuidv7(),
      training_year_id: year.id,
      post: 'Post',
      site: 'St Elsewhere',
      from_on: year.from_on,
      until_on: year.until_on,
      working_percent: 60,
      given_by: uuidv7(),
    })
    .execute()
  const moved = await pace()
  expect(moved.due).toBe(12)
  expect(moved.steady).toBeLessThan(full.steady)
  expect((await part.ask(readLogs)).moved.fraction).toBe(60)
  await at.house.db.updateTable('programme').set({ pace_follows_fraction: false }).where('id', '=', part.programmeId).execute()
  expect((await pace()).due).toBe(20)
  expect((await part.ask(readLogs)).moved.fraction).toBeNull()
})

test('T18: what is raised waits for the next meeting, and supervisors see it', async () => {
  const id = uuidv7()
  const body = { id, text: 'I am 4 clinics behind a steady pace.' }
  await owner.ask(raiseAgendaPoint, { body })
  await owner.ask(raiseAgendaPoint, { body })
  const here = { params: { ownerId: owner.id } }
  expect((await educational.ask(listAgendaPoints, here)).points).toMatchObject([
    { id, text: body.text, raisedBy: 'Dr Tara Inglis', doneAt: null },
  ])
  await educational.ask(closeAgendaPoint, { params: { ownerId: owner.id, pointId: id }, body: {} })
  expect((await owner.ask(listAgendaPoints)).points).toEqual([])
})

test('T1: in a frozen record nobody writes a log, verifies one, or puts one into the bin', async () => {
  const frozen = await trainee(at, { name: 'Dr Frozen' })
  const by = await supervisor(at, frozen)
  const row = await write(frozen, { ...CLINIC, on: inDays(-3) })
  await at.house.db.updateTable('trainee').set({ enrolled_on: null }).where('owner_id', '=', frozen.id).execute()
  await frozen.refused(recordLogRow, { body: { id: uuidv7(), fields: TEACHING } }, 'not_allowed')
  await frozen.refused(binItems, { body: { items: [row.id] } }, 'not_allowed')
  const body = { rows: [{ id: row.id, version: row.version }] }
  await by.refused(verifyLogRows, { params: { ownerId: frozen.id }, body }, 'not_allowed')
  const tutor = await at.clinician()
  await appoint(at.house, tutor.id, 'tutor', frozen.programmeId)
  await tutor.refused(verifyLogRows, { params: { ownerId: frozen.id }, body }, 'not_allowed')
})

test('P18: comments that hold what could identify a patient are refused, or kept with a reason', async () => {
  const id = uuidv7()
  const fields = { ...TEACHING, comments: 'NHS number 943 476 5919' }
  const refused = await owner.refused(recordLogRow, { body: { id, fields } }, 'invalid_input')
  expect(refused.fields).toMatchObject([{ path: 'comments' }])
  const overrides = { 'comments nhs-number': 'An invented number used in the teaching.' }
  expect((await owner.ask(recordLogRow, { body: { id, fields, overrides } })).id).toBe(id)
})
