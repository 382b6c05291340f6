import { describe, expect, test } from 'vitest'
import { bringIn, importLines, keptRows, mapImport, mendLine, undoImport, type Import } from '#domain/capture/import-contract.ts'
import { removeFile } from '#domain/portfolio/file-contract.ts'
import { amendItem, itemById, type Item } from '#domain/portfolio/contract.ts'
import { house } from '../../../tests/support/house.ts'
import { csvOf, imported, settled } from '../../../tests/support/importing.ts'
import { ARCHIVED, category, entryOf, feedOf, link, packageOf, STANDARD, tag } from '../../../tests/support/leap2a.ts'
import type { Person } from '../../../tests/support/person.ts'
import { PDF, storedOf, upload } from '../../../tests/support/uploading.ts'

const at = house({ listening: true })

const ENTRIES = [
  entryOf({
    id: 'blog',
    title: 'My ward blog',
    type: 'selection',
    more: category('selection_type', 'Blog') + link('leap2:has_part', 'portfolio:post'),
  }),
  entryOf({
    id: 'post',
    title: 'A night on call',
    text: 'Lactate first.\nThen fluids.',
    more:
      tag('Sepsis; early') + tag('On call') + link('leap2:is_part_of', 'portfolio:blog') + link('leap2:has_attachment', 'portfolio:file'),
  }),
  entryOf({
    id: 'file',
    title: 'protocol.pdf',
    type: 'resource',
    more: '<summary>The ward’s own</summary>' + category('resource_type', 'Offline') + link('enclosure', 'files/0-protocol.pdf'),
  }),
  entryOf({
    id: 'als',
    title: 'ALS provider',
    type: 'activity',
    text: 'Two days.',
    more:
      '<leap2:date leap2:point="start">2024-05-01</leap2:date><leap2:date leap2:point="end">2024-05-02</leap2:date>' +
      category('life_area', 'Education') +
      link('related', 'https://example.org/als') +
      '<leap2:myrole>Candidate</leap2:myrole>',
  }),
  entryOf({ id: 'prize', title: 'Best poster', type: 'achievement', more: link('leap2:supported_by', 'portfolio:als') }),
  entryOf({ id: 'me', title: 'Ada', type: 'person', more: '<leap2:persondata leap2:field="workphone">020 7946 0000</leap2:persondata>' }),
]
const FILES = { 'files/0-protocol.pdf': PDF }

async function brought(person: Person, bytes: Buffer, name = 'leap.zip'): Promise<Import> {
  const one = await imported(person, bytes, name)
  expect(one).toMatchObject({ state: 'ready', reason: null, counts: { faulty: 0 } })
  await person.ask(bringIn, { params: { importId: one.id } })
  return settled(person, one.id)
}
async function byTitle(person: Person): Promise<ReadonlyMap<string, Item>> {
  const items = new Map<string, Item>()
  for (const { id, title } of (await person.list()).items) items.set(title, await person.ask(itemById, { params: { id } }))
  return items
}

test.each([
  ['the standard namespace', STANDARD],
  ['the namespace of web.archive.org', ARCHIVED],
  ['the namespace of 2016', { leap2: 'http://www.cetis.org.uk/leap2/terms/', categories: STANDARD.categories }],
])('K5: Leap2A in %s comes in with entries, files, tags and relations', async (_name, spaces) => {
  const ada = await at.clinician()
  const one = await imported(ada, await packageOf(feedOf(ENTRIES, spaces), FILES))
  expect(one).toMatchObject({ state: 'ready', counts: { lines: 4, fresh: 4, faulty: 0 } })
  expect(one.found!.leap2a).toMatchObject({ title: 'All of Ada', from: 'A portfolio', entries: 6 })
  expect(one.found!.leap2a!.became).toContainEqual({ kind: 'Selection', became: 'A tag of its parts', entries: 1 })
  expect(one.found!.leap2a!.became).toContainEqual({ kind: 'Resource', became: 'A file of the row it belongs to', entries: 1 })
  expect((await ada.list()).items).toEqual([])

  const { lines } = await ada.ask(importLines, { params: { importId: one.id }, query: { show: 'fresh' } })
  expect(lines.map(({ row, entry }) => [row.title, entry])).toContainEqual(['A night on call', { kind: 'Entry', files: ['protocol.pdf'] }])
  await ada.ask(bringIn, { params: { importId: one.id } })
  expect(await settled(ada, one.id)).toMatchObject({ state: 'brought', counts: { fresh: 4 } })

  const items = await byTitle(ada)
  const post = items.get('A night on call')!
  expect(post).toMatchObject({
    status: 'completed',
    completedOn: '2024-03-05',
    notes: 'Lactate first.\nThen fluids.\n\nFile “protocol.pdf”: The ward’s own',
    source: 'imported',
  })
  expect(post.tags.map(({ label }) => label)).toEqual(['My ward blog', 'On call', 'Sepsis; early'])
  expect(post.files).toMatchObject([{ name: 'protocol.pdf', mediaType: 'application/pdf' }])
  expect(items.get('ALS provider')).toMatchObject({
    type: 'course',
    startedOn: '2024-05-01',
    completedOn: '2024-05-02',
    link: 'https://example.org/als',
    notes: 'Two days.\n\nMyrole: Candidate\nLife area: Education',
  })
  const prize = items.get('Best poster')!
  expect(prize.notes).toContain('Supported by: “ALS provider”')
  expect(prize.tags.map(({ label }) => label)).toEqual(['Achievement'])
  expect(items.get('Ada')!.notes).toContain('Workphone: 020 7946 0000')
})

test('K5: a Leap2A feed without a ZIP comes in, and the same feed in a ZIP adds nothing, nor does a later export of the same entries', async () => {
  const ada = await at.clinician()
  const feed = feedOf([
    entryOf({ id: 'a', title: 'Asthma', text: 'Peak flow.' }),
    entryOf({ id: 'b', title: 'Asthma', text: 'Peak flow.' }),
  ])
  expect(await brought(ada, Buffer.from(feed), 'leap2a.xml')).toMatchObject({ state: 'brought', counts: { fresh: 2 } })
  const again = await imported(ada, await packageOf(feed), 'again.zip')
  expect(again.counts).toMatchObject({ fresh: 0, already: 2 })
  await ada.refused(bringIn, { params: { importId: again.id } }, 'not_allowed')
  const later = feed.replaceAll('1700000000', '1800000000')
  expect((await imported(ada, Buffer.from(later))).counts).toMatchObject({ fresh: 0, already: 2 })
  expect((await ada.list()).items).toHaveLength(2)
})

test('K5: undoing takes the rows of Leap2A out again with their files and tags, but not those whose files were changed', async () => {
  const ada = await at.clinician()
  const own = await ada.record({ title: 'Mine' })
  await upload(ada, own.id, 'mine.pdf', PDF)
  const before = await storedOf(at.house.files, ada)
  const attached = (id: string) => entryOf({ id, title: id, more: tag('From elsewhere') + link('enclosure', `files/${id}.pdf`) })
  const files = Object.fromEntries(['one', 'two', 'three', 'four'].map((id) => [`files/${id}.pdf`, PDF]))
  const one = await brought(ada, await packageOf(feedOf(['one', 'two', 'three', 'four'].map(attached)), files))
  expect((await storedOf(at.house.files, ada)).length).toBe(before.length + 4)
  const items = await byTitle(ada)
  await upload(ada, items.get('two')!.id, 'another.pdf', PDF)
  const { id, files: its } = items.get('three')!
  await ada.ask(removeFile, { params: { id, fileId: its[0]!.id } })
  await ada.ask(amendItem, { params: { id: items.get('four')!.id }, body: { version: 1, notes: 'Mine now' } })
  await ada.ask(undoImport, { params: { importId: one.id } })
  expect(await settled(ada, one.id)).toMatchObject({ state: 'undone', kept: 3 })
  const { rows } = await ada.ask(keptRows, { params: { importId: one.id } })
  expect(rows.map(({ title, why }) => [title, why])).toEqual([
    ['two', 'its files were changed'],
    ['three', 'its files were changed'],
    ['four', 'it was changed since'],
  ])
  expect([...(await byTitle(ada)).keys()].toSorted()).toEqual(['Mine', 'four', 'three', 'two'])
  expect((await storedOf(at.house.files, ada)).length).toBe(before.length + 3)
})

describe('what has no place', () => {
  test('K5: an entry of Leap2A can be left out; its columns have no other meaning', async () => {
    const ada = await at.clinician()
    const one = await imported(ada, await packageOf(feedOf(ENTRIES), FILES))
    const { lines } = await ada.ask(importLines, { params: { importId: one.id }, query: { show: 'fresh' } })
    const me = lines.find(({ entry }) => entry!.kind === 'Person')!
    await ada.ask(mendLine, { params: { importId: one.id, line: String(me.line) }, body: { leftOut: true } })
    await ada.refused(mapImport, { params: { importId: one.id }, body: one.mapping! }, 'not_allowed')
    await ada.ask(bringIn, { params: { importId: one.id } })
    expect(await settled(ada, one.id)).toMatchObject({ counts: { fresh: 3, leftOut: 1 } })
    expect((await byTitle(ada)).has('Ada')).toBe(false)
  })

  test('K5: files that are missing, too large or programs are named in the notes and in the report; the entry comes', async () => {
    const ada = await at.clinician()
    const more = ['files/gone.pdf', 'files/run.exe', 'files/no.pdf', '../outside.pdf'].map((href) => link('enclosure', href)).join('')
    const bytes = await packageOf(feedOf([entryOf({ id: 'a', title: 'Asthma', text: 'Peak flow.', more })]), {
      'files/run.exe': Buffer.from('MZ'),
      'files/no.pdf': Buffer.from('no pdf'),
    })
    const one = await brought(ada, bytes)
    expect(one.found!.leap2a!.remarks.map(({ times }) => times)).toEqual([2, 2])
    const { notes, files } = (await byTitle(ada)).get('Asthma')!
    expect(files).toEqual([])
    for (const what of [
      '“gone.pdf”: it was not in',
      '“run.exe” was not taken. Files ending',
      '“no.pdf” is not a PDF',
      '“outside.pdf”: it was not in',
    ])
      expect(notes).toContain(what)
  })

  test('K5: a text too long for notes is kept whole as a file; one of clinical writing is a fault', async () => {
    const ada = await at.clinician()
    const text = 'A long evening. '.repeat(5000)
    const long = entryOf({ id: 'a', title: 'Long', text })
    await brought(ada, Buffer.from(feedOf([long])), 'long.xml')
    const item = (await byTitle(ada)).get('Long')!
    expect(item.notes.length).toBeLessThan(50_001)
    expect(item.files).toMatchObject([{ name: 'Whole text.txt', sizeBytes: text.length }])
    const reflection = entryOf({ id: 'b', title: 'Long', text, more: link('leap2:reflects_on', 'portfolio:a') })
    expect((await imported(ada, Buffer.from(feedOf([reflection])))).counts).toMatchObject({ faulty: 1 })
  })

  test('P18, K5: what would identify a patient in a reflection of Leap2A is a fault of its entry', async () => {
    const ada = await at.clinician()
    const more = link('leap2:reflects_on', 'portfolio:other')
    const one = await imported(ada, Buffer.from(feedOf([entryOf({ id: 'a', title: 'Sepsis', text: 'NHS number 943 476 5919', more })])))
    expect(one.counts).toMatchObject({ faulty: 1 })
    await ada.refused(bringIn, { params: { importId: one.id } }, 'not_allowed')
  })

  test('K5: what Leap2A and CSV both hold is brought in once', async () => {
    const ada = await at.clinician()
    await brought(
      ada,
      csvOf([
        ['Title', 'Date', 'Notes'],
        ['Asthma', '2024-03-05', 'Peak flow.'],
      ]),
      'a.csv',
    )
    const one = await imported(ada, Buffer.from(feedOf([entryOf({ id: 'a', title: 'Asthma', text: 'Peak flow.' })])))
    expect(one.counts).toMatchObject({ fresh: 0, already: 1 })
  })
})
