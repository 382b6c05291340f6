import { describe, expect, test } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { binItems, itemById, restoreItems } from '#domain/portfolio/contract.ts'
import { removeFile } from '#domain/portfolio/file-contract.ts'
import { docx, openDocument, pdfOf, pptx } from '../../../tests/support/documents.ts'
import { house } from '../../../tests/support/house.ts'
import type { Person } from '../../../tests/support/person.ts'
import { upload } from '../../../tests/support/uploading.ts'
import { eraseItems } from './commands.ts'
import { wordsReader } from './words-commands.ts'

const at = house()

const readAll = () => wordsReader(at.house)()
const found = async (person: Person, search: string) => (await person.list({ search })).items.map(({ title }) => title)

async function withFile(name: string, bytes: Buffer) {
  const ada = await at.clinician()
  const { id } = await ada.record({ title: 'Grand round' })
  const file = await upload(ada, id, name, bytes)
  await readAll()
  return { ada, id, file }
}

describe('P9: items are found by a word in their files', () => {
  const kinds: readonly (readonly [string, () => Promise<Buffer> | Buffer, readonly string[], readonly string[]])[] = [
    ['Notes.txt', () => Buffer.from('Levothyroxine, and the Köhler method.\n'), ['levothyroxine', 'kohler', 'LEVOTHY'], ['thyroxine']],
    ['Old.txt', () => Buffer.from('Sj\xf6gren caf\xe9', 'latin1'), ['sjogren', 'café'], []],
    ['Sixteen.txt', () => Buffer.from('\ufeffHaemochromatosis', 'utf16le'), ['haemochromatosis'], []],
    ['Table.csv', () => Buffer.from('drug;dose\nApixaban;5\n'), ['apixaban'], []],
    ['Page.html', () => Buffer.from('<p class="hiddenmark">Phaeo<b>chromocytoma</b></p>'), ['chromocytoma'], ['hiddenmark']],
    [
      'Paper.pdf',
      () => pdfOf([['Sarcoidosis of the heart'], ['is granulo-', 'matous, and rare']]),
      ['sarcoidosis', 'granulomatous', 'rare'],
      [],
    ],
    [
      'Letter.docx',
      () =>
        docx([['Tako', 'tsubo'], ['cardiomyopathy']], {
          'word/footer1.xml': '<w:ftr xmlns:w="x"><w:p><w:r><w:t>Endfoot</w:t></w:r></w:p></w:ftr>',
        }),
      ['takotsubo', 'cardiomyopathy', 'endfoot'],
      ['preserve', 'tsubocardiomyopathy'],
    ],
    ['Talk.pptx', () => pptx(['Wegener', 'Churg'], 'Saythisslowly'), ['wegener', 'churg', 'saythisslowly'], []],
    [
      'Text.odt',
      () =>
        openDocument(
          'text',
          '<office:text><text:h>Amyloid</text:h><text:p>poly<text:span>neuro</text:span>pathy<text:s/>rare</text:p></office:text>',
        ),
      ['amyloid', 'polyneuropathy', 'rare'],
      [],
    ],
    [
      'Slides.odp',
      () => openDocument('presentation', '<office:presentation><text:p>Cryoglobulin</text:p></office:presentation>'),
      ['cryoglobulin'],
      [],
    ],
  ]
  test.each(kinds)('P9: %s', async (name, bytes, words, not) => {
    const { ada } = await withFile(name, await bytes())
    for (const word of words) expect(await found(ada, word), word).toEqual(['Grand round'])
    for (const word of not) expect(await found(ada, word), word).toEqual([])
  })

  test('P9: Log.xlsx', async () => {
    const sheet = [
      [{ value: 'Procedure' }, { value: 'Thoracocentesis' }],
      [{ value: 12345 }, { value: 'Ward Ångström' }],
    ]
    const { ada } = await withFile('Log.xlsx', await writeExcelFile(sheet).toBuffer())
    expect(await found(ada, 'thoracocentesis angstrom')).toEqual(['Grand round'])
  })
})

test('P9: words of the title and of two files are looked for together; nobody else finds them', async () => {
  const { ada, id } = await withFile('a.txt', Buffer.from('pericardial'))
  await upload(ada, id, 'b.txt', Buffer.from('tamponade'))
  await readAll()
  expect(await found(ada, 'grand pericardial tamponade')).toEqual(['Grand round'])
  expect(await found(ada, 'grand pericardial tamponades b.txt')).toEqual(['Grand round'])
  const eve = await at.clinician()
  await eve.record({ title: 'Grand round' })
  expect(await found(eve, 'pericardial')).toEqual([])
})

test('P9: reading changes neither version nor moment of change, and nothing is sent for it', async () => {
  const ada = await at.clinician()
  const { id } = await ada.record({ title: 'Grand round' })
  await upload(ada, id, 'a.txt', Buffer.from('myxoedema'))
  const before = await ada.ask(itemById, { params: { id } })
  const acts = async () => (await at.house.db.selectFrom('audit').select('act').where('owner_id', '=', ada.id).execute()).length
  const trail = await acts()
  await readAll()
  expect(await found(ada, 'myxoedema')).toEqual(['Grand round'])
  expect(await ada.ask(itemById, { params: { id } })).toEqual(before)
  expect(await acts()).toBe(trail)
})

test('P9: words follow the file: into the bin and back, away when it is removed or erased', async () => {
  const { ada, id, file } = await withFile('a.txt', Buffer.from('scleroderma'))
  await ada.ask(binItems, { body: { items: [id] } })
  expect(await found(ada, 'scleroderma')).toEqual([])
  expect((await ada.list({ search: 'scleroderma', bin: true })).items).toHaveLength(1)
  await ada.ask(restoreItems, { body: { items: [id] } })
  expect(await found(ada, 'scleroderma')).toEqual(['Grand round'])
  await upload(ada, id, 'other.txt', Buffer.from('vasculitis'))
  await readAll()
  await ada.ask(removeFile, { params: { id, fileId: file.id } })
  expect(await found(ada, 'scleroderma')).toEqual([])
  expect(await found(ada, 'vasculitis')).toEqual(['Grand round'])
  await ada.ask(binItems, { body: { items: [id] } })
  await eraseItems(at.house, { ownerId: ada.id, viewerId: ada.id }, [id])
  const left = await at.house.db.selectFrom('file').select('words').where('owner_id', '=', ada.id).execute()
  expect(left).toEqual([])
})

test('P9: a long file pushes nothing the person wrote out of the search', async () => {
  const words = Array.from({ length: 30_000 }, (_, n) => `w${n.toString(36)}x${(n * 7919).toString(36)}`)
  const { ada, id } = await withFile('long.txt', Buffer.from(words.join(' ')))
  for (const name of ['b.txt', 'c.txt', 'd.txt', 'e.txt'])
    await upload(ada, id, name, Buffer.from(words.map((word) => name[0] + word).join(' ')))
  await readAll()
  const { version } = await ada.ask(itemById, { params: { id } })
  expect(version).toBe(1)
  await at.house.db.updateTable('item').set({ practice_changes: 'lastwritten' }).where('id', '=', id).execute()
  expect(await found(ada, 'lastwritten')).toEqual(['Grand round'])
  expect(await found(ada, words[100]!)).toEqual(['Grand round'])
})
