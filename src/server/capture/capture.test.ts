import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import fc from 'fast-check'
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { captured, captureItem } from '#domain/capture/contract.ts'
import { addressKey } from '#domain/capture/same-address.ts'
import { amendItem, binItems, eraseItems, historyOfItem, recordItem, restoreItems } from '#domain/portfolio/contract.ts'
import { NO_FILTERS } from '#domain/portfolio/filters.ts'
import { exportCsv } from '#domain/reports/contract.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'

const at = house()
const SEPSIS = 'https://example.org/sepsis'

const save = (person: Person, page: Readonly<Record<string, unknown>> = {}) =>
  person.ask(captureItem, { body: { id: uuidv7(), title: 'Sepsis in adults', link: SEPSIS, ...page } })
const find = async (person: Person, address: string) => (await person.ask(captured, { query: { address } })).item

describe('saving a page', () => {
  test('K1: a page is saved with title, address, note and tags, and its source says where it came from', async () => {
    const ada = await at.clinician()
    const { item, there } = await save(ada, { notes: 'Lactate first.', tags: [{ label: 'Acute' }] })
    expect(there).toBe(false)
    expect(item).toMatchObject({
      title: 'Sepsis in adults',
      link: SEPSIS,
      notes: 'Lactate first.',
      source: 'captured',
      type: null,
      status: 'not started',
      tags: [{ label: 'Acute' }],
    })
    const { entries } = await ada.ask(historyOfItem, { params: { id: item.id } })
    expect(entries.map((entry) => entry.act)).toEqual(['item.recorded'])
    const csv = await ada.send(exportCsv, { body: { filters: NO_FILTERS, columns: ['title', 'source'] } })
    expect(csv.body).toContain('Saved from the web')
  })

  test.each([
    ['title', 'A title can have 500 characters at most.', 'x'.repeat(5000)],
    ['title', 'Give it a title.', '  '],
    ['link', 'Give the address of the page.', ''],
    ['link', 'This is not a web address. It begins with https:// or http://.', 'javascript:alert(1)'],
    ['link', 'This is not a web address. It begins with https:// or http://.', 'data:text/html,<script>alert(1)</script>'],
    ['link', 'This is not a web address. It begins with https:// or http://.', 'example.org/sepsis'],
    ['link', 'This address is longer than 2,000 characters.', `https://example.org/${'a'.repeat(2000)}`],
    ['notes', 'This is longer than 50,000 characters.', 'x'.repeat(50_001)],
  ])('N1: a page is refused at its %s in words: %s', async (field, message, value) => {
    const ada = await at.clinician()
    const body = { id: uuidv7(), title: 'Sepsis', link: SEPSIS, [field]: value }
    const problem = await ada.refused(captureItem, { body }, 'invalid_input')
    expect(problem.fields).toContainEqual({ path: field, message })
    expect((await ada.list()).items).toEqual([])
  })

  test('N1: without an address nothing is saved', async () => {
    const ada = await at.clinician()
    const problem = await ada.refused(captureItem, { body: { id: uuidv7(), title: 'Sepsis' } }, 'invalid_input')
    expect(problem.fields.map(({ path }) => path)).toEqual(['link'])
    await ada.refused(captured, {}, 'invalid_input')
    await ada.refused(captured, { query: { address: 'javascript:alert(1)' } }, 'invalid_input')
  })

  test('K1: only saving a page makes an item of this source', async () => {
    const ada = await at.clinician()
    const body = { id: uuidv7(), title: 'By hand', source: 'captured' }
    expect((await ada.refused(recordItem, { body }, 'invalid_input')).fields[0]?.path).toBe('source')
    expect((await save(ada, { source: 'photographed' })).item.source).toBe('captured')
  })

  test('A11: a stranger saves nothing and learns nothing', async () => {
    const [ada, bob] = await at.clinicians(2)
    await save(ada!)
    await bob!.refused(captured, { params: { ownerId: ada!.id }, query: { address: SEPSIS } }, 'not_found')
    const body = { id: uuidv7(), title: 'Theirs', link: SEPSIS }
    await bob!.refused(captureItem, { params: { ownerId: ada!.id }, body }, 'not_found')
    expect(await find(bob!, SEPSIS)).toBeNull()
    expect((await save(bob!)).there).toBe(false)
    expect((await ada!.list()).items).toHaveLength(1)
  })
})

describe('the same page again', () => {
  test('K3: the same address opens the row that is there, and changes nothing of it', async () => {
    const ada = await at.clinician()
    const first = await save(ada, { notes: 'Lactate first.' })
    const again = await save(ada, {
      title: 'Another title',
      notes: 'More',
      link: 'https://EXAMPLE.org/sepsis?utm_source=mail#dose',
      tags: [{ label: 'x' }],
    })
    expect(again.there).toBe(true)
    expect(again.item).toEqual(first.item)
    expect((await save(ada, { link: 'https://example.org/sepsis?page=2' })).there).toBe(false)
  })

  test('K3: two captures at once make one row', async () => {
    const ada = await at.clinician()
    const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => save(ada, { link: `${SEPSIS}#part-${n}` })))
    expect(answers.filter(({ there }) => !there)).toHaveLength(1)
    expect(new Set(answers.map(({ item }) => item.id)).size).toBe(1)
    expect((await ada.list()).items).toHaveLength(1)
  })

  test('K3: a send repeated after a lost answer is told of its own row as the first was', async () => {
    const ada = await at.clinician()
    const id = uuidv7()
    const [one, two] = await Promise.all([save(ada, { id }), save(ada, { id })])
    const three = await save(ada, { id })
    expect([one, two, three].map(({ there, item }) => [there, item.id])).toEqual(Array.from({ length: 3 }, () => [false, id]))
  })

  test('K3: a row recorded by hand is found too, by the address it has now', async () => {
    const ada = await at.clinician()
    const item = await ada.record({ title: 'By hand', link: 'https://Example.org/sepsis#top', notes: 'Mine.' })
    expect(await find(ada, `${SEPSIS}?utm_medium=x`)).toEqual({ id: item.id, title: 'By hand', notes: 'Mine.', addedAt: item.addedAt })
    const link = 'https://example.org/asthma'
    await ada.ask(amendItem, { params: { id: item.id }, body: { version: item.version, link } })
    expect(await find(ada, SEPSIS)).toBeNull()
    expect(await find(ada, link)).toMatchObject({ id: item.id })
    expect((await save(ada, { link })).there).toBe(true)
  })

  test('K3, P14: what is in the bin is not there, until it is put back', async () => {
    const ada = await at.clinician()
    const { item } = await save(ada)
    await ada.ask(binItems, { body: { items: [item.id] } })
    expect(await find(ada, SEPSIS)).toBeNull()
    const second = await save(ada)
    expect(second.there).toBe(false)
    await ada.ask(binItems, { body: { items: [second.item.id] } })
    await ada.ask(eraseItems, { body: { items: [second.item.id] } })
    await ada.ask(restoreItems, { body: { items: [item.id] } })
    expect(await find(ada, SEPSIS)).toMatchObject({ id: item.id })
  })

  test('K3: of several rows of one page the one added last is told', async () => {
    const ada = await at.clinician()
    await ada.record({ title: 'In spring', link: SEPSIS })
    const second = await ada.record({ title: 'In autumn', link: SEPSIS })
    expect(await find(ada, SEPSIS)).toMatchObject({ id: second.id })
  })

  test('K3: an address that just fits the index is found, one that does not is saved all the same', async () => {
    const ada = await at.clinician()
    const long = `https://example.org/${'a'.repeat(1980)}`
    await save(ada, { link: long })
    expect(await find(ada, long)).not.toBeNull()
    const accents = `https://example.org/${'é'.repeat(1000)}`
    expect((await save(ada, { link: accents })).item.link).toBe(accents)
    expect(await find(ada, accents)).toBeNull()
  })
})

test('K3: rows from before are found as if they were saved today, or not at all', async () => {
  const step = await readFile(resolve(import.meta.dirname, '../../../migrations/0006_capture.sql'), 'utf8')
  const backfill = step.slice(step.indexOf('update item'), step.indexOf('create index'))
  const plain = [
    'https://Example.org',
    'HTTP://example.org:80/a/b%20c?utm_source=x&id=7&UTM_b=2#top',
    'https://example.org:8443/a?utm_x=1#f?g',
    'https://pubmed.ncbi.nlm.nih.gov/123456/?id=a+b&&c=(d)',
    'http://localhost/?',
    'https://xn--bcher-kva.example/a//b',
  ]
  const odd = [
    'https://example.org/a/../b',
    'https://example.org/café',
    'https://bücher.example/',
    'https://10.0.0.1/a',
    'https://example.org:0443/',
    'https://a@example.org/',
    "https://example.org/?q='x'",
    'https://example.org/a\\b',
    '',
  ]
  const some = fc.sample(fc.webUrl({ withFragments: true, withQueryParameters: true }), 300).filter((link) => link.length <= 2000)
  const ada = await at.clinician()
  const client = new pg.Client({ connectionString: at.databaseUrl })
  await client.connect()
  try {
    const links = [...plain, ...odd, ...some]
    await client.query(
      `insert into item (owner_id, id, source, title, status, added_on, link)
       select $1, gen_random_uuid(), 'entered', 'Before', 'not started', current_date, link from unnest($2::text[]) as link`,
      [ada.id, links],
    )
    await client.query(backfill)
    const { rows } = await client.query<{ link: string; link_key: string }>('select link, link_key from item where owner_id = $1', [ada.id])
    for (const { link, link_key } of rows) expect(['', addressKey(link)], link).toContain(link_key)
    const keys = new Map(rows.map((row) => [row.link, row.link_key]))
    for (const link of plain) expect(keys.get(link), link).toBe(addressKey(link))
    expect(rows.filter((row) => row.link_key !== '').length).toBeGreaterThan(some.length / 4)
  } finally {
    await client.end()
  }
})
