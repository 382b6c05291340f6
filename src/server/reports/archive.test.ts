import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { ArchiveManifest, archiveSchema } from '#domain/reports/archive-format.ts'
import { downloadArchive, readArchive, requestArchive } from '#domain/reports/archive-contract.ts'
import { ARCHIVED, ARCHIVED_TABLES, IN_CHAIN, LEFT_OUT } from '#domain/reports/archive-tables.ts'
import { Proof } from '#domain/accounts/proof.ts'
import { verifyChain } from '#domain/accounts/verify-chain.ts'
import { signRecord } from '#server/accounts/chain-commands.ts'
import { chainKeyOf } from '#server/accounts/chain-queries.ts'
import { opened } from '../../../tests/support/archives.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { signing } from '../../../tests/support/signing.ts'
import { removeOldArchives } from './archive-commands.ts'
import { makeArchive } from './archive-make.ts'

const at = house()

const ask = (person: Person, id = uuidv7()) => person.ask(requestArchive, { body: { id } })

async function made(person: Person): Promise<Map<string, Buffer>> {
  const { id } = await ask(person)
  await makeArchive(at.house, { ownerId: person.id, id })
  const { archive } = await person.ask(readArchive)
  expect(archive).toMatchObject({ id, state: 'ready', progress: 1, reason: null })
  const answer = await person.send(downloadArchive)
  expect(answer.statusCode).toBe(200)
  expect(answer.rawPayload).toHaveLength(archive!.sizeBytes!)
  return opened(answer.rawPayload)
}

async function attach(person: Person, itemId: string, name: string, content: string): Promise<string> {
  const id = uuidv7()
  const stored_as = `${person.id}/${id}`
  const { sizeBytes: size_bytes, sha256 } = await at.house.files.put(stored_as, Buffer.from(content))
  const row = { owner_id: person.id, id, item_id: itemId, name, media_type: 'text/plain', size_bytes, sha256, stored_as }
  await at.house.db.insertInto('file').values(row).execute()
  return stored_as
}

/** As `sha256sum -c` would. */
function expectSums(files: ReadonlyMap<string, Buffer>): void {
  const lines = files.get('checksums.txt')!.toString().trimEnd().split('\n')
  const sums = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]))
  const others = [...files].filter(([name]) => name !== 'checksums.txt')
  expect([...sums.keys()].sort()).toEqual(others.map(([name]) => name).sort())
  for (const [name, bytes] of others) expect(createHash('sha256').update(bytes).digest('hex'), name).toBe(sums.get(name))
}

test('A10: every owner-scoped table and each of its columns has its place in the archive, or a reason why not', async () => {
  const client = new pg.Client({ connectionString: inject('templateUrl') })
  await client.connect()
  const { rows } = await client.query<{ table: string; columns: string[] }>(`
    select table_name as table, array_agg(column_name::text) as columns from information_schema.columns
    where table_schema = 'public' group by 1 having bool_or(column_name = 'owner_id')`)
  await client.end()
  const faults = rows.flatMap(({ table, columns }) => {
    if (table in LEFT_OUT || (IN_CHAIN as readonly string[]).includes(table)) return []
    if (!(table in ARCHIVED)) return [`${table} has no place in archive-tables.ts`]
    const { row, leftOut } = ARCHIVED[table as keyof typeof ARCHIVED]
    const said = new Set(['owner_id', ...Object.keys(row.shape).filter((name) => name !== 'archive_path'), ...Object.keys(leftOut)])
    return [
      ...columns.filter((name) => !said.has(name)).map((name) => `${table}.${name} has no place`),
      ...[...said].filter((name) => !columns.includes(name)).map((name) => `${table}.${name} is no column`),
    ]
  })
  expect(faults).toEqual([])
  expect(new Set(ARCHIVED_TABLES.map(([, { name }]) => name)).size).toBe(ARCHIVED_TABLES.length)
})

test('R6: the published schema is that of the archive', async () => {
  const path = resolve(import.meta.dirname, '../../../docs/archive.schema.json')
  // Compared as JSON, for the formatter lays it out. WRITE_SCHEMA=1 writes it anew.
  const now = JSON.parse(JSON.stringify(archiveSchema())) as unknown
  if (process.env['WRITE_SCHEMA'] !== undefined) await writeFile(path, JSON.stringify(now, null, 2))
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(now)
})

test('R6, A10: everything is in it: rows by their schema, pages, each file, checksums, and a chain that can be checked', async () => {
  const ada = await at.clinician({ name: 'Dr <b>Ada</b>' })
  const { id } = await ada.record({ title: 'Sepsis <script>alert(1)</script>' })
  await attach(ada, id, '../../evil.txt', 'one')
  await attach(ada, id, '-- evil.txt', 'two')
  await at.house.db.transaction().execute((tx) => signRecord(tx, chainKeyOf(at.house.config), signing(ada.id, 'C1')))
  const files = await made(ada)
  expectSums(files)

  const manifest = ArchiveManifest.parse(JSON.parse(files.get('archive.json')!.toString()))
  expect(manifest).toMatchObject({ owner: { id: ada.id, email: ada.email }, files: 2, missing: [], chain: true })
  for (const [, { name, row }] of ARCHIVED_TABLES) {
    const rows = row.array().parse(JSON.parse(files.get(`data/${name}.json`)!.toString()))
    expect(rows, name).toHaveLength(manifest.rows[name]!)
  }
  const attached = ARCHIVED.file.row.array().parse(JSON.parse(files.get('data/file.json')!.toString()))
  expect(attached.map(({ archive_path }) => files.get(archive_path)!.toString()).sort()).toEqual(['one', 'two'])
  for (const name of files.keys()) expect(name).not.toMatch(/(^|\/)\.\.(\/|$)|^\//)
  const pages = [...files].filter(([name]) => name.endsWith('.html') && name !== 'verifier.html').map(([, bytes]) => bytes.toString())
  expect(pages.join('')).toContain('Sepsis &#60;script&#62;')
  expect(pages.join('')).not.toMatch(/<script|<b>/)
  expect(files.get('portfolio.csv')!.toString()).toContain('Sepsis')
  const { chain, head, publicKey } = Proof.parse(JSON.parse(files.get('chain.json')!.toString()))
  expect((await verifyChain(chain, { head, publicKey })).faults).toEqual([])
  const altered = { ...chain, records: chain.records.map((one) => ({ ...one, text: one.text.replace('C1', 'C9') })) }
  expect((await verifyChain(altered, { head, publicKey })).faults).toMatchObject([{ fault: 'altered' }])
})

test('F5, A8: no reply of a colleague, no draft of an assessor, no token or link is in it', async () => {
  const ada = await at.clinician()
  const { id: item_id } = await ada.record({ title: 'A round' })
  const owner_id = ada.id
  const { db } = at.house
  const now = new Date(Date.now())
  await db
    .insertInto('entry')
    .values({ owner_id, item_id, form_id: 'msf-1', event_on: '2026-01-01', begun_by: owner_id, begun_at: now })
    .execute()
  await db.insertInto('msf_round').values({ owner_id, item_id, started_at: now, closes_on: '2026-12-31', salt: 'SECRET-salt' }).execute()
  const rater = { name: 'SECRET-rater', email: 'x@example.org', mailbox: 'SECRET-mailbox', role: 'nurse', token_hash: 'SECRET-hash' }
  const raterId = uuidv7()
  await db
    .insertInto('msf_rater')
    .values({ owner_id, id: raterId, item_id, is_free_mail: false, ...rater })
    .execute()
  await db.insertInto('msf_draft').values({ owner_id, rater_id: raterId, sealed: 'SECRET-draft', version: 1 }).execute()
  await db.insertInto('msf_reply').values({ owner_id, item_id, id: uuidv7(), sealed: 'SECRET-reply' }).execute()
  const ticketId = uuidv7()
  const ticket = {
    way: 'email',
    assessor_name: 'A',
    assessor_email: 'a@example.org',
    assessor_role: 'nurse',
    created_at: now,
    expires_at: now,
  }
  await db
    .insertInto('ticket')
    .values({ owner_id, id: ticketId, item_id, draft: JSON.stringify({ a: 'SECRET-ticket' }), ...ticket })
    .execute()
  await db
    .insertInto('ticket_link')
    .values({ owner_id, token_hash: 'SECRET-link', ticket_id: ticketId, purpose: 'fill', made_at: now, expires_at: now, sent_to: '' })
    .execute()
  const part = { owner_id, item_id, saved_at: now }
  await db
    .insertInto('entry_part')
    .values([
      { ...part, section: 'judgement', saved_by: uuidv7(), answers: JSON.stringify({ a: 'SECRET-unsigned' }) },
      { ...part, section: 'scratch', saved_by: owner_id, answers: JSON.stringify({ a: 'my own scratch' }) },
    ])
    .execute()
  await db.insertInto('calendar_feed').values({ owner_id, token_hash: 'SECRET-feed', made_at: now }).execute()
  const text = [...(await made(ada)).values()].map((bytes) => bytes.toString()).join('\n')
  expect(text.match(/SECRET-\w+/g)).toBe(null)
  expect(text).toContain('my own scratch')
})

test('A10: two are not made at once, and asked twice it is the same one; a day later it is gone', async () => {
  const ada = await at.clinician()
  const first = await ask(ada)
  expect((await ask(ada)).id).toBe(first.id)
  expect((await ask(ada, first.id)).id).toBe(first.id)
  await makeArchive(at.house, { ownerId: ada.id, id: first.id })
  const { db, files } = at.house
  await db
    .updateTable('archive')
    .set({ created_at: sql<Date>`created_at - interval '25 hours'` })
    .execute()
  await removeOldArchives(db, files)
  expect(await ada.ask(readArchive)).toEqual({ archive: null })
  expect((await ada.send(downloadArchive)).statusCode).toBe(404)
  const left = async () => {
    const names: string[] = []
    for await (const { name } of files.list(`${ada.id}/archives`)) names.push(name)
    return names
  }
  expect(await left()).toEqual([])
  // One that a worker wrote after its row was gone.
  await files.put(`${ada.id}/archives/${uuidv7()}/1`, Buffer.from('late'))
  await removeOldArchives(db, files)
  expect(await left()).toHaveLength(1)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * 3_600_000 })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  await removeOldArchives(db, files)
  expect(await left()).toEqual([])
})

test('A10: nobody else can ask for it, or sees that it is there', async () => {
  const [ada, bob] = await at.clinicians(2)
  await made(ada!)
  for (const endpoint of [readArchive, downloadArchive])
    expect((await bob!.send(endpoint, { params: { ownerId: ada!.id } })).statusCode).toBe(404)
  const asked = await bob!.send(requestArchive, { params: { ownerId: ada!.id }, body: { id: uuidv7() } })
  expect(asked.statusCode).toBe(404)
})

test('N4: a worker that died midway leaves its lease, and the next one makes the archive; a lost file is named', async () => {
  const ada = await at.clinician()
  const { id: itemId } = await ada.record({ title: 'Lost' })
  await at.house.files.remove(await attach(ada, itemId, 'lost.txt', 'gone'))
  const { id } = await ask(ada)
  const dead = { state: 'working', attempts: 1, claimed_until: new Date(Date.now() - 1000) }
  await at.house.db.updateTable('archive').set(dead).where('id', '=', id).execute()
  await makeArchive(at.house, { ownerId: ada.id, id })
  expect((await ada.ask(readArchive)).archive).toMatchObject({ state: 'ready', files: 0, missing: 1 })
  const files = await opened((await ada.send(downloadArchive)).rawPayload)
  expectSums(files)
  expect(JSON.parse(files.get('archive.json')!.toString()).missing).toHaveLength(1)
  const mail = await at.house.db.selectFrom('message').select(['category', 'subject']).where('owner_id', '=', ada.id).execute()
  expect(mail).toContainEqual({ category: 'archive', subject: 'Your archive is ready' })
})
