import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { beforeAll, expect, inject, test } from 'vitest'
import { signIn } from '#domain/accounts/contract.ts'
import { addDays, dayIn } from '#domain/plain-date.ts'
import { itemById, listItems } from '#domain/portfolio/contract.ts'
import { downloadFile } from '#domain/portfolio/file-contract.ts'
import { homeOverview } from '#domain/portfolio/overview-contract.ts'
import { tagCounts } from '#domain/portfolio/tag-contract.ts'
import { DEMO_PASSWORD, DEMO_PEOPLE } from '#server/accounts/demo-people.ts'
import { demoOwnerId, seedDemo, waysIn } from '#server/demo.ts'
import { buildHouse, type House } from '#server/house.ts'
import { retag } from '#server/portfolio/tag-commands.ts'
import { copyOfTemplate, house, testConfig } from './support/house.ts'
import { Person } from './support/person.ts'

const at = house()
const today = dayIn('Europe/London', Date.now())
const GP = demoOwnerId(DEMO_PEOPLE[0]!)
const lines: string[] = []

beforeAll(async () => {
  await seedDemo(at.house, (line) => lines.push(line))
})

/** Everything that a person sees in a portfolio's table or a training record, in order, as one hash. Salts of the chain differ. */
async function hashOf({ db }: House): Promise<string> {
  const items = await db.selectFrom('item').selectAll().orderBy('owner_id').orderBy('id').execute()
  const awards = await db.selectFrom('credit_award').selectAll().orderBy('owner_id').orderBy('item_id').orderBy('accreditor_id').execute()
  const files = await db.selectFrom('file').select(['item_id', 'name', 'sha256']).orderBy('id').execute()
  const training = []
  for (const table of ['programme', 'training_year', 'placement', 'relation', 'role', 'evidence_link', 'self_assessment'] as const)
    training.push(await db.selectFrom(table).selectAll().orderBy('id').execute())
  for (const table of ['sign_off', 'declaration', 'library_folder', 'absence'] as const)
    training.push(await db.selectFrom(table).selectAll().orderBy('owner_id').orderBy('id').execute())
  return createHash('sha256')
    .update(JSON.stringify([items, awards, files, training]))
    .digest('hex')
}

async function signedIn(email: string): Promise<Person> {
  const answer = await at.nobody().send(signIn, { body: { email, password: DEMO_PASSWORD, deviceIsMine: false } })
  expect(answer.statusCode, answer.body).toBe(200)
  const cookie = answer.cookies.map((one) => `${one.name}=${encodeURIComponent(one.value)}`).join('; ')
  return new Person(at.house, { id: answer.json<{ person: { id: string } }>().person.id, email, cookie })
}

test('the demo has a GP with 620 items, a new doctor with none and a consultant with 6,000', async () => {
  for (const person of DEMO_PEOPLE) {
    const one = await signedIn(person.email)
    expect((await one.list()).totals?.items).toBe(person.items)
  }
  expect(lines).toHaveLength(4)
  expect(waysIn().join('\n')).toContain(DEMO_PASSWORD)
})

test('laid out again, nothing happens', async () => {
  const before = await hashOf(at.house)
  const said: string[] = []
  await seedDemo(at.house, (line) => said.push(line))
  expect(said).toEqual([])
  expect(await hashOf(at.house)).toBe(before)
})

test('who is missing comes with the next start: a person is there whole or not at all', async () => {
  const other = await emptyHouse()
  try {
    const fault = new Error('the power went out')
    const broken = { ...other.house, files: { ...other.house.files, put: () => Promise.reject(fault) } }
    await expect(seedDemo(broken, () => undefined, today)).rejects.toThrow(fault)
    expect(await other.house.db.selectFrom('auth.user').select('id').execute()).toEqual([])
    expect(await other.house.db.selectFrom('item').select('id').execute()).toEqual([])

    await seedDemo(other.house, () => undefined, today)
    // Everybody is there, the same as on every database.
    expect(await hashOf(other.house)).toBe(await hashOf(at.house))
  } finally {
    await other.close()
  }
})

test('titles read like learning: hardly one twice, none with a running number', async () => {
  const rows = await at.house.db.selectFrom('item').select(['title', 'type', 'kind']).where('owner_id', '=', GP).execute()
  expect(new Set(rows.map(({ title }) => title)).size).toBeGreaterThan(500)
  expect(rows.filter(({ title }) => /\d/.test(title.replace(/type 2 diabetes|level 3|COVID-19|vitamin B12/gi, '')))).toEqual([])
  expect(new Set(rows.map(({ type }) => type)).size).toBe(12)
  expect(rows.filter(({ kind }) => kind === 'module')).toHaveLength(90)
  expect(rows.every(({ kind, type }) => (kind === 'module') === (type === 'learning module'))).toBe(true)
})

test('P7: three tags narrow 620 rows to a handful', async () => {
  const gp = await signedIn('gp@example.org')
  const chosen: string[] = []
  const remain: number[] = []
  for (const label of ['diabetes', 'cardiovascular risk', 'obesity']) {
    const { tags } = await gp.ask(tagCounts, { query: { tags: chosen } })
    const tag = tags.find((one) => one.label === label)!
    chosen.push(tag.id)
    remain.push(tag.items)
  }
  expect(remain[0]).toBeGreaterThan(30)
  expect(remain[1]).toBeLessThan(remain[0]!)
  expect(remain[2]).toBe(6)
  expect((await gp.ask(listItems, { query: { tags: chosen } })).totals?.items).toBe(6)
})

test('P6: every tag of a set is in the catalogue, under the set’s words', async () => {
  const tags = await at.house.db.selectFrom('tag').selectAll().where('set_id', '!=', '').execute()
  const known = new Map(
    at.house.catalogue.tagSets.flatMap((set) =>
      set.groups.flatMap((group) => group.items.map((tag) => [`${set.id} ${tag.code}`, tag.label] as const)),
    ),
  )
  for (const tag of tags) expect(known.get(`${tag.set_id} ${tag.key}`)).toBe(tag.label)
  expect(new Set(tags.map((tag) => tag.set_id))).toEqual(new Set(['gmp-2024', 'rcgp-2025', 'gmc-supporting-info', 'rcp-cpd']))
  const own = await at.house.db.selectFrom('tag').select('id').where('owner_id', '=', GP).where('set_id', '=', '').execute()
  expect(own).toHaveLength(25)
})

test('P5: what stands beside a row is what its tags say', async () => {
  const { db } = at.house
  const columns = ['owner_id', 'id', 'tag_ids', 'tag_text'] as const
  const before = await db.selectFrom('item').select(columns).orderBy('id').execute()
  await db
    .transaction()
    .execute(async (tx) => {
      for (const [ownerId, rows] of Map.groupBy(before, (row) => row.owner_id))
        await retag(
          tx,
          ownerId,
          rows.map((row) => row.id),
        )
      expect(await tx.selectFrom('item').select(columns).orderBy('id').execute()).toEqual(before)
      throw new Error('back')
    })
    .catch((fault: Error) => expect(fault.message).toBe('back'))
})

test('P8: five years of learning up to today, this CPD year included, nothing in the future', async () => {
  const rows = await at.house.db.selectFrom('item').selectAll().where('owner_id', '=', GP).execute()
  for (const row of rows) {
    expect(row.learned_on).toBe(row.completed_on ?? row.started_on ?? row.added_on)
    expect(row.learned_on < today && row.learned_on > addDays(today, -1830)).toBe(true)
    expect(row.added_at.getTime()).toBeLessThan(Date.now())
  }
  const days = rows.map((row) => row.learned_on).sort()
  expect(days[0]! < addDays(today, -1750)).toBe(true)
  expect(days.filter((day) => day > addDays(today, -60)).length).toBeGreaterThan(10)
  expect(rows.filter((row) => row.status === 'in progress')).toHaveLength(25)
  expect(rows.filter((row) => row.status === 'not started' && row.started_on === null)).toHaveLength(15)
})

test('C2, C6: through RCGP its awards count, with None the GP’s own; some modules were awarded by another alone', async () => {
  const gp = await signedIn('gp@example.org')
  const none = await gp.list()
  expect(none.totals?.counted).toBeGreaterThan(300_00)
  const awards = await at.house.db.selectFrom('credit_award').selectAll().where('owner_id', '=', GP).execute()
  const byItem = Map.groupBy(awards, (award) => award.item_id)
  const sum = awards.filter((award) => award.accreditor_id === 'rcgp').reduce((total, award) => total + award.amount, 0)
  expect(sum).toBeGreaterThan(50_00)
  expect([...byItem.values()].filter((some) => some.length === 1 && some[0]!.accreditor_id !== 'rcgp').length).toBeGreaterThan(2)
  const known = new Set(at.house.catalogue.accreditors.map((one) => one.id))
  expect(awards.every((award) => known.has(award.accreditor_id))).toBe(true)
})

test('P22: two changes ask today whether they lasted, three were answered; 80 notes of impact', async () => {
  const gp = await signedIn('gp@example.org')
  const rows = await at.house.db.selectFrom('item').selectAll().where('owner_id', '=', GP).execute()
  expect(rows.filter((row) => row.change_check_on !== null && row.change_check_on <= today)).toHaveLength(2)
  expect(rows.filter((row) => row.practice_changes !== '')).toHaveLength(80)
  expect(await at.house.db.selectFrom('change_answer').selectAll().where('owner_id', '=', GP).execute()).toHaveLength(3)
  const noted = rows.filter((row) => row.notes !== '').length
  expect(noted).toBeGreaterThan(220)
  expect(noted).toBeLessThan(320)
  await gp.ask(homeOverview)
})

test('P11: the files come down as they were put, and the row tells of them', async () => {
  const gp = await signedIn('gp@example.org')
  const files = await at.house.db.selectFrom('file').selectAll().where('owner_id', '=', GP).execute()
  expect(files).toHaveLength(40)
  expect(new Set(files.map((file) => file.media_type))).toEqual(new Set(['application/pdf', 'image/png', 'text/plain', 'text/csv']))
  for (const file of files) {
    const stored = await buffer(at.house.files.read(file.stored_as))
    expect(createHash('sha256').update(stored).digest('hex')).toBe(file.sha256)
  }
  const answer = await gp.send(downloadFile, { params: { id: files[0]!.item_id, fileId: files[0]!.id } })
  expect(createHash('sha256').update(answer.rawPayload).digest('hex')).toBe(files[0]!.sha256)
  const item = await gp.ask(itemById, { params: { id: files[0]!.item_id } })
  const row = await at.house.db
    .selectFrom('item')
    .selectAll()
    .where('owner_id', '=', GP)
    .where('id', '=', item.id)
    .executeTakeFirstOrThrow()
  expect(row.file_count).toBe(item.files.length)
  expect(row.file_text).toContain(files[0]!.name)
})

async function emptyHouse(): Promise<{ house: House; close(): Promise<void> }> {
  const database = await copyOfTemplate(inject('templateUrl'))
  const folder = await mkdtemp(join(tmpdir(), 'cairn-demo-'))
  const other = await buildHouse(testConfig(folder), { databaseUrl: database.url })
  return {
    house: other,
    async close() {
      await other.close()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
