import { v7 as uuidv7 } from 'uuid'
import { expect, test, vi } from 'vitest'
import { readPreferences, savePreferences } from '#domain/accounts/profile-contract.ts'
import { bringIn, keptOfArchive, keptRows, undoImport, type Import } from '#domain/capture/import-contract.ts'
import { amendItem } from '#domain/portfolio/contract.ts'
import { archiveOf, imported, opened } from '../../../tests/support/archives.ts'
import { house } from '../../../tests/support/house.ts'
import { settled } from '../../../tests/support/importing.ts'
import type { Person } from '../../../tests/support/person.ts'
import { PDF, storedOf, upload } from '../../../tests/support/uploading.ts'

const at = house({ listening: true })
const of = (importId: string) => ({ params: { importId } })
const broughtIn = async (person: Person, { id }: Import) => {
  await person.ask(bringIn, of(id))
  return settled(person, id)
}

async function portfolioOf(person: Person) {
  const item = await person.record({
    title: 'Sepsis “teaching” 🫀',
    notes: '=1+1',
    tags: [{ label: 'Acute' }, { label: 'Café' }],
    personal: 125,
  })
  await upload(person, item.id, 'programme.pdf', PDF)
  await person.record({ title: 'Second' })
  return item
}

test('K5, R6: an archive comes into another account with its rows, tags and files, and twice adds nothing', async () => {
  const [ada, bob] = await at.clinicians(2)
  await portfolioOf(ada!)
  const archive = await archiveOf(at.house, ada!)
  const read = await imported(bob!, archive)
  expect(read).toMatchObject({
    kind: 'archive',
    state: 'ready',
    reason: null,
    archive: { isOwn: false, keeps: true, owner: { id: ada!.id } },
  })
  expect(read.archive!.parts).toContainEqual({ label: 'Items of the portfolio', fate: 'in', rows: 2, here: 0, why: '' })
  expect((await bob!.list()).items).toEqual([])
  const done = await broughtIn(bob!, read)
  expect(done).toMatchObject({ state: 'brought', counts: { fresh: 2, already: 0 }, reason: null })
  const { items } = await bob!.list()
  expect(items.map(({ title }) => title).sort()).toEqual(['Second', 'Sepsis “teaching” 🫀'])
  const sepsis = items.find(({ title }) => title.startsWith('Sepsis'))!
  expect(sepsis).toMatchObject({ personal: 125, source: 'entered', version: 1 })
  expect(sepsis.tags.map(({ label }) => label)).toEqual(['Acute', 'Café'])
  expect(sepsis.files).toBe(1)
  const kept = await opened((await bob!.send(keptOfArchive, of(read.id))).rawPayload)
  expect([...kept.keys()]).toEqual(expect.arrayContaining(['archive.json', 'index.html', 'data/who-looked.json']))
  expect([...kept.keys()].filter((name) => name.startsWith('files/'))).toEqual([])
  const again = await imported(bob!, archive)
  expect(again).toMatchObject({ state: 'ready', counts: { fresh: 0, already: 2 }, archive: { keeps: false } })
  const why = (label: string) => again.archive!.parts.find((part) => part.label === label)?.why
  expect(why('The trail of who looked and what changed')).toContain('kept with an import before')
  expect(why('Site settings')).toContain('begun here already')
  expect((await bob!.refused(bringIn, of(again.id), 'not_allowed')).title).toContain('already')
})

test('K5: undone, all of it is gone but for what was changed since; and it can be brought in again', async () => {
  const [ada, bob] = await at.clinicians(2)
  await portfolioOf(ada!)
  const archive = await archiveOf(at.house, ada!)
  const read = await imported(bob!, archive)
  await broughtIn(bob!, read)
  const { items } = await bob!.list()
  const second = items.find(({ title }) => title === 'Second')!
  await bob!.ask(amendItem, { params: { id: second.id }, body: { version: second.version, notes: 'Mine now' } })
  await bob!.ask(undoImport, of(read.id))
  expect(await settled(bob!, read.id)).toMatchObject({ state: 'undone', kept: 1, reason: null })
  expect((await bob!.ask(keptRows, of(read.id))).rows).toEqual([{ id: second.id, title: 'Second', why: 'it was changed since' }])
  expect((await bob!.list()).items.map(({ title }) => title)).toEqual(['Second'])
  expect(await storedOf(at.house.files, bob!)).toEqual([])
  const again = await imported(bob!, archive)
  expect(again).toMatchObject({ state: 'ready', counts: { fresh: 1, already: 1 } })
  await broughtIn(bob!, again)
  expect((await bob!.list()).items).toHaveLength(2)
})

test('K5: the account’s own archive brings back what is gone, under its own name, and leaves what is there', async () => {
  const ada = await at.clinician()
  const { id } = await portfolioOf(ada)
  const archive = await archiveOf(at.house, ada)
  const { items } = await ada.list()
  const second = items.find(({ title }) => title === 'Second')!
  await ada.ask(amendItem, { params: { id: second.id }, body: { version: second.version, notes: 'Later' } })
  await at.house.db.deleteFrom('item').where('owner_id', '=', ada.id).where('id', '=', id).execute()
  const read = await imported(ada, archive)
  expect(read).toMatchObject({ state: 'ready', counts: { fresh: 1, already: 1 }, archive: { isOwn: true, keeps: false } })
  expect(read.archive!.parts.find(({ label }) => label === 'Site settings')?.why).toBe('Your settings stay as they are now.')
  await broughtIn(ada, read)
  const after = (await ada.list()).items
  expect(after.find((one) => one.id === id)).toMatchObject({ personal: 125, files: 1 })
  expect(after.find((one) => one.id === second.id)).toMatchObject({ version: second.version + 1 })
})

test('K5: what came from here by way of another account is here already', async () => {
  const [ada, bob] = await at.clinicians(2)
  await portfolioOf(ada!)
  await broughtIn(bob!, await imported(bob!, await archiveOf(at.house, ada!)))
  const back = await imported(ada!, await archiveOf(at.house, bob!))
  expect(back).toMatchObject({ state: 'ready', archive: { keeps: true, isOwn: false } })
  expect(back.archive!.parts).toContainEqual({ label: 'Items of the portfolio', fate: 'in', rows: 2, here: 2, why: '' })
})

test('K5: what came back by way of another does not come in beside itself', async () => {
  const [ada, bob] = await at.clinicians(2)
  const { id } = await ada!.record({ title: 'Sepsis' })
  const ofAda = await archiveOf(at.house, ada!)
  await broughtIn(bob!, await imported(bob!, ofAda))
  const ofBob = await archiveOf(at.house, bob!)
  await at.house.db.deleteFrom('item').where('owner_id', '=', ada!.id).where('id', '=', id).execute()
  expect(await broughtIn(ada!, await imported(ada!, ofBob))).toMatchObject({ state: 'brought', counts: { fresh: 1 } })
  expect(await imported(ada!, ofAda)).toMatchObject({ state: 'ready', counts: { fresh: 0, already: 1 } })
  const [there] = (await ada!.list()).items
  await at.house.db.deleteFrom('item').where('owner_id', '=', ada!.id).where('id', '=', there!.id).execute()
  expect(await imported(ada!, ofAda)).toMatchObject({ state: 'ready', counts: { fresh: 1, already: 0 } })
})

test('K5, A6: an undo puts settings back, but for those that were changed since', async () => {
  const [ada, bob] = await at.clinicians(2)
  await ada!.record({ title: 'Sepsis' })
  await ada!.ask(savePreferences, { body: { unit: 'hours', theme: 'dark', yearStartsIn: 9 } })
  await at.house.db
    .updateTable('preference')
    .set({ tours_seen: ['home'] })
    .where('owner_id', '=', bob!.id)
    .execute()
  const before = await bob!.ask(readPreferences)
  const { toursSeen } = await ada!.ask(readPreferences)
  expect(toursSeen).not.toEqual(['home'])
  const read = await imported(bob!, await archiveOf(at.house, ada!))
  await broughtIn(bob!, read)
  expect(await bob!.ask(readPreferences)).toMatchObject({ unit: 'hours', theme: 'dark', yearStartsIn: 9, toursSeen })
  await bob!.ask(savePreferences, { body: { theme: 'light' } })
  await bob!.ask(undoImport, of(read.id))
  expect(await settled(bob!, read.id)).toMatchObject({ state: 'undone', reason: null })
  expect(await bob!.ask(readPreferences)).toEqual({ ...before, theme: 'light' })
})

const foldersOf = async (person: Person, count: number, called: string) => {
  await at.house.db
    .insertInto('library_folder')
    .values(Array.from({ length: count }, (_, n) => ({ owner_id: person.id, id: uuidv7(), parent_id: null, name: `${called} ${n}` })))
    .execute()
}

test('K5, T6: folders that are here already count once, and too many are refused with the reason', async () => {
  const [ada, bob] = await at.clinicians(2)
  const { id } = await ada!.record({ title: 'Sepsis' })
  await foldersOf(ada!, 501, 'Folder')
  const archive = await archiveOf(at.house, ada!)
  await at.house.db.deleteFrom('item').where('owner_id', '=', ada!.id).where('id', '=', id).execute()
  expect(await broughtIn(ada!, await imported(ada!, archive))).toMatchObject({ state: 'brought', reason: null })
  await foldersOf(bob!, 500, 'Other')
  const { state, reason } = await broughtIn(bob!, await imported(bob!, archive))
  expect({ state, reason }).toEqual({ state: 'ready', reason: expect.stringContaining('more than 1,000') })
})

test('K5: a file of an item that is erased while the archive comes in comes back with it', async () => {
  const ada = await at.clinician()
  const [gone, there] = [await ada.record({ title: 'Gone' }), await ada.record({ title: 'There' })]
  for (const { id } of [gone, there]) await upload(ada, id, 'programme.pdf', PDF)
  const archive = await archiveOf(at.house, ada)
  const erase = ({ id }: { id: string }) => at.house.db.deleteFrom('item').where('owner_id', '=', ada.id).where('id', '=', id).execute()
  await erase(gone)
  const read = await imported(ada, archive)
  const put = at.house.files.put.bind(at.house.files)
  const spy = vi.spyOn(at.house.files, 'put').mockImplementationOnce(async (...given) => {
    await erase(there)
    return put(...given)
  })
  expect(await broughtIn(ada, read)).toMatchObject({ state: 'brought', reason: null })
  expect(spy).toHaveBeenCalledTimes(2)
  spy.mockRestore()
  expect((await ada.list()).items.map(({ title, files }) => [title, files]).toSorted(([one], [other]) => (one! < other! ? -1 : 1))).toEqual(
    [
      ['Gone', 1],
      ['There', 1],
    ],
  )
})

test('K5, R6: what does not come in is kept also where the import that kept it first is undone, before or after', async () => {
  const [ada, bob] = await at.clinicians(2)
  await portfolioOf(ada!)
  const archive = await archiveOf(at.house, ada!)
  const erased = async () => {
    const { items } = await bob!.list()
    await at.house.db.deleteFrom('item').where('owner_id', '=', bob!.id).where('id', '=', items[0]!.id).execute()
  }
  const keptOf = async ({ id }: Import) => [...(await opened((await bob!.send(keptOfArchive, of(id))).rawPayload)).keys()]
  const undo = async ({ id }: Import) => {
    await bob!.ask(undoImport, of(id))
    expect(await settled(bob!, id)).toMatchObject({ state: 'undone', reason: null })
  }
  const first = await imported(bob!, archive)
  await broughtIn(bob!, first)
  await erased()
  const second = await imported(bob!, archive)
  expect(second.archive).toMatchObject({ keeps: false })
  await undo(first)
  expect(await broughtIn(bob!, second)).toMatchObject({ state: 'brought', archive: { keeps: true } })
  expect(await keptOf(second)).toContain('data/who-looked.json')

  await erased()
  const third = await imported(bob!, archive)
  expect(await broughtIn(bob!, third)).toMatchObject({ state: 'brought', archive: { keeps: false } })
  await undo(second)
  expect(await keptOf(third)).toContain('data/who-looked.json')
  expect((await settled(bob!, third.id)).archive).toMatchObject({ keeps: true })
  await undo(third)
  expect(await storedOf(at.house.files, bob!)).toEqual([])
})
