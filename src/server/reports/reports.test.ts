import { sql } from 'kysely'
import { extractText, getDocumentProxy } from 'unpdf'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, expect, test, vi } from 'vitest'
import type { z } from 'zod'
import { saveProfile, readProfile, type Column } from '#domain/accounts/profile-contract.ts'
import { NO_FILTERS, type ItemFilters } from '#domain/portfolio/filters.ts'
import { downloadReport, reportState, requestPdf, type Report } from '#domain/reports/contract.ts'
import { opened } from '../../../tests/support/archives.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { removeOldReports, ringForWaiting } from './commands.ts'
import { makeReport } from './make-report.ts'
import { openTypstPool, type TypstPool } from '#server/platform/typst-pool.ts'

const at = house()
const typst = openTypstPool()
afterAll(() => typst.close())

type Wish = Partial<Omit<z.input<typeof requestPdf.schema.body>, 'filters'>> & { filters?: Partial<ItemFilters> }

function ask(person: Person, { filters, ...wish }: Wish = {}): Promise<Report> {
  const columns: Column[] = ['title', 'status', 'completed', 'credits']
  return person.ask(requestPdf, { body: { id: uuidv7(), filters: { ...NO_FILTERS, ...filters }, columns, ...wish } })
}

/** Asked for, made and fetched. */
async function made(person: Person, wish: Wish = {}, limits?: { rows: number; signs: number }) {
  const { id } = await ask(person, wish)
  await makeReport(at.house, typst, { ownerId: person.id, reportId: id }, limits)
  const report = await person.ask(reportState, { params: { reportId: id } })
  expect(report).toMatchObject({ state: 'ready', progress: 1, reason: null })
  const answer = await person.send(downloadReport, { params: { reportId: id } })
  expect(answer.statusCode).toBe(200)
  expect(answer.rawPayload).toHaveLength(report.sizeBytes!)
  return { report, bytes: answer.rawPayload, headers: answer.headers }
}

async function textOf(bytes: Buffer): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
  return text.replace(/[\s\u200b]+/g, ' ')
}

async function attachFile(person: Person, itemId: string, name: string, content: string): Promise<void> {
  const id = uuidv7()
  const storedAs = `${person.id}/${id}`
  const { sizeBytes, sha256 } = await at.house.files.put(storedAs, Buffer.from(content))
  await at.house.db
    .insertInto('file')
    .values({
      owner_id: person.id,
      id,
      item_id: itemId,
      name,
      media_type: 'text/plain',
      size_bytes: sizeBytes,
      sha256,
      stored_as: storedAs,
    })
    .execute()
  await at.house.db
    .updateTable('item')
    .set((eb) => ({ file_count: eb('file_count', '+', 1) }))
    .where('owner_id', '=', person.id)
    .where('id', '=', itemId)
    .execute()
}

test('R1, R3: a PDF holds exactly the rows, columns and totals of the view, and whose it is', async () => {
  const ada = await at.clinician({ name: 'Dr Ada Okafor', accreditor: 'rcgp' })
  const profile = await ada.ask(readProfile)
  const { email: _email, pendingEmail: _pending, hasPhoto: _photo, ...fields } = profile
  await ada.ask(saveProfile, { body: { ...fields, professionalBody: 'General Medical Council', professionalNumber: '7654321' } })
  await ada.completed({ title: 'Sepsis in adults', completedOn: '2026-03-31', awards: { rcgp: 100 }, tags: [{ label: 'Acute' }] })
  await ada.completed({ title: 'Journal club', completedOn: '2026-03-01', personal: 200, impact: 50, tags: [{ label: 'Acute' }] })
  await ada.completed({ title: 'Outside the dates', completedOn: '2025-01-01', awards: { rcgp: 300 } })
  const filters = { from: '2026-01-01', to: '2026-12-31' }
  const { items, totals } = await ada.list(filters)

  const { report, bytes, headers } = await made(ada, { filters })
  expect(report).toMatchObject({ rows: 2, volumes: 1, fileName: 'cairn-2026-01-01-to-2026-12-31.pdf' })
  expect(headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': 'attachment; filename="cairn-2026-01-01-to-2026-12-31.pdf"',
    'x-content-type-options': 'nosniff',
  })
  const text = await textOf(bytes)
  expect(totals).toMatchObject({ counted: 100, impact: 50, notCounted: 200 })
  expect(items.map((item) => item.title)).toEqual(['Sepsis in adults', 'Journal club'])
  expect(text).toContain(
    'Title Status Completed Credits Sepsis in adults Completed 31 Mar 2026 1.00 Journal club Completed 1 Mar 2026 2.00 personal, not counted',
  )
  expect(text).not.toContain('Outside')
  expect(text).not.toContain('Acute')
  for (const part of [
    'Dr Ada Okafor General Medical Council 7654321',
    'Dates 1 January 2026 to 31 December 2026',
    'Total 1.50 credits',
    'RCGP 1.00',
    'Impact 0.50',
    'Personal credits, not counted 2.00',
    'Page 1 of 1',
  ])
    expect(text).toContain(part)
})

test('R3: with details a PDF holds notes and impact; without them it does not', async () => {
  const ada = await at.clinician()
  await ada.completed({ title: 'Audit', notes: 'We counted *forty*.\n\n#let x = 1', practiceChanges: 'I wash my hands.' })
  await ada.record({ title: 'Bare' })
  const text = await textOf((await made(ada, { details: true })).bytes)
  expect(text).toContain('Notes We counted *forty*. #let x = 1 Changes to my practice I wash my hands.')
  expect(text).not.toContain('1. Bare')
  expect(await textOf((await made(ada)).bytes)).not.toContain('forty')
})

test('R3: with attachments a ZIP brings the PDF and the files of its rows, under names any system can unpack', async () => {
  const ada = await at.clinician()
  const item = await ada.completed({ title: 'CON/..\\evil: <title>?', completedOn: '2026-03-01' })
  await attachFile(ada, item.id, '../../etc/passwd', 'one')
  await attachFile(ada, item.id, 'Poster.txt', 'two')
  await attachFile(ada, item.id, 'poster.txt', 'three')
  const { report, bytes, headers } = await made(ada, { attachments: true })
  expect(report.fileName).toMatch(/\.zip$/)
  expect(headers['content-type']).toBe('application/zip')
  const files = await opened(bytes)
  const folder = 'files/0001 CON-..-evil- -title--'
  expect([...files.keys()]).toEqual([
    report.fileName!.replace('.zip', '.pdf'),
    `${folder}/-..-etc-passwd`,
    `${folder}/Poster.txt`,
    `${folder}/poster (2).txt`,
  ])
  expect(files.get(`${folder}/poster (2).txt`)!.toString()).toBe('three')
  expect(await textOf(files.get(report.fileName!.replace('.zip', '.pdf'))!)).toContain('Poster.txt')
})

test('R4: more rows than one PDF holds come in volumes, none twice and none missing', async () => {
  const ada = await at.clinician()
  await sql`insert into item (owner_id, id, source, title, status, completed_on, added_on, personal)
    select ${ada.id}::uuid, gen_random_uuid(), 'entered', 'Row ' || n || '.', 'completed', date '2020-01-01' + n, date '2020-01-01', 0.25
    from generate_series(1, 250) n`.execute(at.house.db)
  const { report, bytes } = await made(ada, { filters: { sort: 'learned', order: 'asc' } }, { rows: 100, signs: 1_000_000 })
  expect(report).toMatchObject({ rows: 250, volumes: 3 })
  const parts = [...(await opened(bytes))]
  expect(parts.map(([name]) => name.replace(/^cairn-[\d-]+ /, ''))).toEqual(['part 1 of 3.pdf', 'part 2 of 3.pdf', 'part 3 of 3.pdf'])
  const texts = await Promise.all(parts.map(([, content]) => textOf(content)))
  expect(texts.map((text) => [...text.matchAll(/Row (\d+)\./g)].map(([, n]) => Number(n)))).toEqual([
    Array.from({ length: 100 }, (_, n) => n + 1),
    Array.from({ length: 100 }, (_, n) => n + 101),
    Array.from({ length: 50 }, (_, n) => n + 201),
  ])
  for (const text of texts) expect(text).toContain('Totals of all parts Total 62.50 credits')
  expect(texts[1]).toContain('Items 101 to 200 of 250')
})

test('R3: of chosen rows a PDF holds those and their totals', async () => {
  const ada = await at.clinician()
  const one = await ada.completed({ title: 'Chosen', personal: 100 })
  await ada.completed({ title: 'Left out', personal: 300 })
  const text = await textOf((await made(ada, { only: [one.id] })).bytes)
  expect(text).toContain('Total 1.00 credit')
  expect(text).not.toContain('Left out')
})

test('R3: asking twice with one id makes one report; six at once are too many', async () => {
  const ada = await at.clinician()
  const id = uuidv7()
  expect(await ask(ada, { id })).toEqual(await ask(ada, { id }))
  for (let n = 0; n < 4; n += 1) await ask(ada)
  await ada.refused(requestPdf, { body: { id: uuidv7(), filters: NO_FILTERS, columns: ['title'] } }, 'try_later')
  expect((await ask(ada, { id })).id).toBe(id)
  const queued = await at.house.db
    .selectFrom('audit')
    .select('id')
    .where('owner_id', '=', ada.id)
    .where('act', '=', 'report.exported')
    .execute()
  expect(queued).toHaveLength(5)
})

test('A11: somebody else’s report, and one not ready, are not there', async () => {
  const [ada, bob] = (await at.clinicians(2)) as [Person, Person]
  const { id } = await ask(ada)
  await ada.refused(downloadReport, { params: { reportId: id } }, 'not_found')
  for (const endpoint of [reportState, downloadReport]) {
    await bob.refused(endpoint, { params: { reportId: id } }, 'not_found')
    await bob.refused(endpoint, { params: { ownerId: ada.id, reportId: id } }, 'not_found')
  }
  await bob.refused(
    requestPdf,
    { params: { ownerId: ada.id }, body: { id: uuidv7(), filters: NO_FILTERS, columns: ['title'] } },
    'not_found',
  )
})

test('N4: a report whose worker died is made again once the lease runs out, and only then', async () => {
  const ada = await at.clinician()
  await ada.record({ title: 'Kept' })
  const { id } = await ask(ada)
  const report = () => at.house.db.updateTable('report').where('owner_id', '=', ada.id).where('id', '=', id)
  await report()
    .set({ state: 'working', attempts: 1, claimed_until: sql<Date>`now() + interval '20 seconds'` })
    .execute()
  await makeReport(at.house, typst, { ownerId: ada.id, reportId: id })
  expect(await ada.ask(reportState, { params: { reportId: id } })).toMatchObject({ state: 'working' })
  const again = await sql<{
    wait: number
  }>`select extract(epoch from run_at - now())::float8 as wait from graphile_worker.jobs where key like ${`%${id} again`}`.execute(
    at.house.db,
  )
  expect(again.rows[0]!.wait).toBeLessThan(25)
  await report()
    .set({ claimed_until: sql<Date>`now() - interval '1 second'` })
    .execute()
  await makeReport(at.house, typst, { ownerId: ada.id, reportId: id })
  expect(await ada.ask(reportState, { params: { reportId: id } })).toMatchObject({ state: 'ready' })
})

test('N8: a report that waits without a bell, as after a restore, is rung for again', async () => {
  const ada = await at.clinician()
  const { id } = await ask(ada)
  const bells = () => sql<{ key: string }>`select key from graphile_worker.jobs where key like ${`%${id}`}`.execute(at.house.db)
  await sql`delete from graphile_worker._private_jobs where key like ${`%${id}`}`.execute(at.house.db)
  await ringForWaiting(at.house.db)
  expect((await bells()).rows).toHaveLength(0)
  await at.house.db
    .updateTable('report')
    .set({ created_at: sql<Date>`now() - interval '1 minute'` })
    .where('id', '=', id)
    .execute()
  await ringForWaiting(at.house.db)
  await ringForWaiting(at.house.db)
  expect((await bells()).rows).toHaveLength(1)
})

test('R4: a fault is tried three times, then said in words; a report too long to make says so at once', async () => {
  const ada = await at.clinician()
  const { id } = await ask(ada)
  const broken = { layOut: vi.fn<TypstPool['layOut']>().mockRejectedValue(new Error('no')), close: () => undefined }
  for (let n = 0; n < 3; n += 1) await expect(makeReport(at.house, broken, { ownerId: ada.id, reportId: id })).rejects.toThrow('no')
  expect(await ada.ask(reportState, { params: { reportId: id } })).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('three times'),
  })
  await makeReport(at.house, broken, { ownerId: ada.id, reportId: id })
  expect(broken.layOut).toHaveBeenCalledTimes(3)

  const long = await ask(ada)
  const hasty = openTypstPool({ mostMs: 1 })
  await makeReport(at.house, hasty, { ownerId: ada.id, reportId: long.id })
  hasty.close()
  expect(await ada.ask(reportState, { params: { reportId: long.id } })).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('took too long'),
  })
})

test('R4: a report is removed after a day, its bytes with it', async () => {
  const ada = await at.clinician()
  const { report } = await made(ada)
  const names = async () => {
    const found = []
    for await (const { name } of at.house.files.list(`${ada.id}/reports`)) found.push(name)
    return found
  }
  await removeOldReports(at.house.db, at.house.files)
  expect(await names()).toHaveLength(1)
  await at.house.db
    .updateTable('report')
    .set({ created_at: sql<Date>`now() - interval '25 hours'` })
    .where('owner_id', '=', ada.id)
    .execute()
  await removeOldReports(at.house.db, at.house.files)
  expect(await names()).toEqual([])
  await ada.refused(reportState, { params: { reportId: report.id } }, 'not_found')
})
