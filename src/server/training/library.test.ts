import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { eraseItems, listItems, tagItems } from '#domain/portfolio/contract.ts'
import { creditsOverTime, homeOverview, totalsThrough } from '#domain/portfolio/overview-contract.ts'
import { tagCounts } from '#domain/portfolio/tag-contract.ts'
import { exportCsv } from '#domain/reports/contract.ts'
import {
  addLibraryFile,
  binLibraryFiles,
  dropFolder,
  makeFolder,
  moveInLibrary,
  readLibrary,
  renameFolder,
  renameLibraryFile,
  restoreLibraryFiles,
} from '#domain/training/library-contract.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { PDF, upload } from '../../../tests/support/uploading.ts'

const at = house()

async function folder(person: Person, name: string, parentId: string | null = null): Promise<string> {
  const { id } = await person.ask(makeFolder, { body: { id: uuidv7(), name, parentId } })
  return id
}
async function file(person: Person, name: string, folderId: string | null = null): Promise<string> {
  const { id } = await person.ask(addLibraryFile, { body: { id: uuidv7(), name, folderId } })
  await upload(person, id, name, PDF)
  return id
}
const namesIn = async (person: Person, query: object = {}) => {
  const { files } = await person.ask(readLibrary, { query: query as Record<string, unknown> })
  return files.map(({ name }) => name)
}

test('T6: files stand in folders, are moved and renamed, and a folder is deleted when it is empty or with its contents to the bin', async () => {
  const ada = await at.clinician()
  const courses = await folder(ada, 'Courses')
  const spring = await folder(ada, 'Spring', courses)
  const id = await file(ada, 'sepsis.pdf', spring)
  expect(await namesIn(ada, { folder: spring })).toEqual(['sepsis.pdf'])
  await ada.ask(renameLibraryFile, { params: { id }, body: { name: 'Sepsis module.pdf' } })
  const { files } = await ada.ask(readLibrary, { query: { folder: spring } })
  expect(files).toMatchObject([{ name: 'Sepsis module.pdf', file: { name: 'Sepsis module.pdf', canPreview: true }, uses: [] }])
  await ada.refused(renameLibraryFile, { params: { id }, body: { name: 'sepsis.exe' } }, 'file_type_refused')
  await ada.refused(makeFolder, { body: { id: uuidv7(), name: 'courses', parentId: null } }, 'invalid_input')
  await ada.refused(moveInLibrary, { body: { files: [], folders: [courses], to: spring } }, 'invalid_input')
  await ada.ask(renameFolder, { params: { folderId: spring }, body: { name: 'Summer' } })
  await ada.ask(moveInLibrary, { body: { files: [], folders: [spring], to: null } })
  await ada.ask(dropFolder, { params: { folderId: courses }, body: { contents: false } })
  const full = await ada.refused(dropFolder, { params: { folderId: spring }, body: { contents: false } }, 'not_allowed')
  expect(full.title).toContain('something in this folder')
  expect(await ada.ask(dropFolder, { params: { folderId: spring }, body: { contents: true } })).toEqual({ binned: 1 })
  expect(await ada.ask(readLibrary)).toMatchObject({ folders: [], files: [], binned: 1 })
  expect(await namesIn(ada, { bin: true })).toEqual(['Sepsis module.pdf'])
  await ada.ask(restoreLibraryFiles, { body: { files: [id] } })
  expect(await namesIn(ada)).toEqual(['Sepsis module.pdf'])
  await ada.ask(binLibraryFiles, { body: { files: [id] } })
  await ada.ask(eraseItems, { body: { items: [id] } })
  expect(await ada.ask(readLibrary)).toMatchObject({ files: [], binned: 0, topFiles: 0 })
})

test('T6: a file of the library is in no list, total, count, search, report or bin of the portfolio', async () => {
  const ada = await at.clinician()
  await ada.completed({ title: 'Journal club', personal: 100 })
  const before = await everything(ada)
  const id = await file(ada, 'unmistakable.pdf')
  await ada.ask(tagItems, { body: { items: [id], add: [{ label: 'Hidden' }], remove: [] } })
  await at.house.db
    .updateTable('item')
    .set({ personal: '5.00', impact: '5.00' })
    .where('owner_id', '=', ada.id)
    .where('id', '=', id)
    .execute()
  expect(await everything(ada)).toEqual(before)
  expect((await ada.list({ search: 'unmistakable' })).items).toEqual([])
  await ada.ask(binLibraryFiles, { body: { files: [id] } })
  expect((await ada.list({ bin: true })).items).toEqual([])
})

async function everything(person: Person) {
  const csv = await person.send(exportCsv, { query: { columns: ['title', 'credits'] } })
  return {
    list: await person.ask(listItems),
    totals: await person.ask(totalsThrough),
    tags: (await person.ask(tagCounts)).tags.filter(({ items }) => items > 0),
    spread: await person.ask(creditsOverTime),
    home: (await person.ask(homeOverview)).recent,
    csv: csv.body.replace(/\d\d:\d\d/g, ''),
  }
}

test('T6, A11: a library is its owner’s alone', async () => {
  const [ada, bob] = await at.clinicians(2)
  const id = await file(ada!, 'mine.pdf')
  await bob!.refused(readLibrary, { params: { ownerId: ada!.id } }, 'not_found')
  await bob!.refused(binLibraryFiles, { params: { ownerId: ada!.id }, body: { files: [id] } }, 'not_found')
  const own = await bob!.ask(binLibraryFiles, { body: { files: [id] } })
  expect(own.changed).toBe(0)
})
