import fc from 'fast-check'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { bringIn } from '#domain/capture/import-contract.ts'
import { savePreferences, type Preferences } from '#domain/accounts/profile-contract.ts'
import { binItems } from '#domain/portfolio/contract.ts'
import type { NewItem } from '#domain/portfolio/contract.ts'
import { archiveOf, imported, opened } from '../../../tests/support/archives.ts'
import { house } from '../../../tests/support/house.ts'
import { settled } from '../../../tests/support/importing.ts'
import type { Person } from '../../../tests/support/person.ts'
import { PDF, upload } from '../../../tests/support/uploading.ts'

const at = house({ listening: true })

const ODD = [
  '',
  'plain',
  '=SUM(A1:A9)',
  '@cmd',
  '-1',
  '"quoted", and; more',
  'مرحبا بالعالم',
  'שלום',
  '🫀👩‍⚕️',
  'e\u0301 combining',
  'two\nlines\twith a tab',
  '<script>alert(1)</script>',
  '\u202eright to left',
  `long ${'x'.repeat(40_000)}`,
  '\\u0000 is written',
  "it's",
  '[]',
  '{}',
]
const text = fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: 'grapheme', maxLength: 60 }))
const title = fc
  .oneof(fc.constantFrom(...ODD.filter((one) => one !== '' && one.length < 400)), fc.string({ unit: 'grapheme', maxLength: 60 }))
  .map((one) => `T ${one.replaceAll('\0', '')}`.trim())
const amount = fc.option(fc.integer({ min: 0, max: 999_99 }), { nil: null })
const day = fc
  .date({ min: new Date('2015-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
  .map((one) => one.toISOString().slice(0, 10))

const item = fc.record({
  title,
  type: fc.constantFrom(null, 'course', 'reading', 'audit or QI', 'other'),
  notes: text,
  link: fc.constantFrom('', 'https://example.org/?q=%F0%9F%AB%80&b="x"', 'http://localhost/a'),
  completedOn: fc.option(day, { nil: null }),
  personal: amount,
  personalReason: fc.constantFrom('', 'Half a day 🕐'),
  impact: amount,
  practiceBefore: text,
  practiceChanges: text,
  tags: fc.uniqueArray(fc.constantFrom('Acute', 'Café', 'مرحبا', '🫀', 'a, b', '=1'), { maxLength: 3 }),
  files: fc.array(fc.constantFrom('programme.pdf', 'شهادة.pdf', ' spaced .pdf', `${'n'.repeat(250)}.pdf`, 'programme.pdf'), {
    maxLength: 2,
  }),
  binned: fc.boolean(),
  lasted: fc.option(fc.constantFrom('yes', 'partly', 'no'), { nil: null }),
})

async function recorded(person: Person, one: typeof item extends fc.Arbitrary<infer Value> ? Value : never): Promise<void> {
  const { tags, files, binned, lasted, completedOn, ...fields } = one
  const made = await person.record({
    ...(fields as Partial<NewItem> & { title: string }),
    ...(completedOn === null ? {} : { completedOn, status: 'completed' }),
    tags: tags.map((label) => ({ label })),
  })
  for (const [index, name] of files.entries()) await upload(person, made.id, name, Buffer.concat([PDF, Buffer.from(`% ${index}`)]))
  if (lasted !== null)
    await at.house.db
      .insertInto('change_answer')
      .values({ owner_id: person.id, id: uuidv7(), item_id: made.id, lasted, note: fields.notes, answered_on: '2025-01-01' })
      .execute()
  if (binned) await person.ask(binItems, { body: { items: [made.id] } })
}

/** Nothing of it as a new account has it. */
const SETTINGS = {
  columns: ['link', 'title', 'impact'],
  tagSets: ['rcgp-2025'],
  unit: 'hours',
  yearlyTarget: 37_50,
  yearStartsIn: 9,
  schemes: [{ schemeId: 'aomrc-one-year', startsOn: null }],
  theme: 'dark',
  toursSeen: ['portfolio', 'home'],
} satisfies Partial<Preferences>

type Rows = Record<string, unknown>[]

/** What an archive says of what is brought, without ids and times: each row with what it belongs to, in an order of its own. */
async function saidBy(archive: Buffer): Promise<Record<string, string[]>> {
  const files = await opened(archive)
  const rows = (name: string) => JSON.parse(files.get(`data/${name}.json`)!.toString()) as Rows
  const plain = ({ id: _id, added_at: _added, changed_at: _changed, binned_at, ...rest }: Record<string, unknown>) =>
    JSON.stringify({ ...rest, isBinned: binned_at !== null })
  const items = new Map(rows('item').map((row) => [row['id'], plain(row)]))
  const tags = new Map(rows('tag').map((row) => [row['id'], `${String(row['set_id'])}/${String(row['key'])}/${String(row['label'])}`]))
  const folders = new Map(rows('library-folder').map((row) => [row['id'], row]))
  const place = (id: unknown): string => (id === null ? '' : `${place(folders.get(id)!['parent_id'])}/${String(folders.get(id)!['name'])}`)
  const said = {
    items: [...items.values()],
    tags: [...tags.values()],
    tagged: rows('item-tag').map((row) => `${items.get(row['item_id'])} ${tags.get(row['tag_id'])}`),
    files: rows('file').map((row) =>
      JSON.stringify([
        items.get(row['item_id']),
        row['name'],
        row['media_type'],
        row['sha256'],
        files.get(row['archive_path'] as string)!.toString('base64'),
      ]),
    ),
    folders: [...folders.keys()].map(place),
    library: rows('library-file').map((row) => `${items.get(row['item_id'])} ${place(row['folder_id'])}`),
    answers: rows('change-answer').map(({ id: _id, item_id, ...row }) => `${items.get(item_id)} ${JSON.stringify(row)}`),
    settings: rows('preference').map((row) => JSON.stringify(row)),
  }
  return Object.fromEntries(Object.entries(said).map(([name, all]) => [name, all.sort()]))
}

async function goesRound(person: Person): Promise<Record<string, string[]>> {
  const archive = await archiveOf(at.house, person)
  const other = await at.clinician({ accreditor: null })
  const read = await imported(other, archive)
  expect(read.reason).toBe(null)
  await other.ask(bringIn, { params: { importId: read.id } })
  expect(await settled(other, read.id)).toMatchObject({ state: 'brought', reason: null })
  const before = await saidBy(archive)
  expect(await saidBy(await archiveOf(at.house, other))).toEqual(before)
  return before
}

test('R6: any portfolio taken away, brought into an empty account and taken away again is the same but for ids and times', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(item, { maxLength: 5 }), async (portfolio) => {
      const person = await at.clinician()
      await person.ask(savePreferences, { body: SETTINGS })
      for (const one of portfolio) await recorded(person, one)
      await goesRound(person)
    }),
    { numRuns: 6, examples: [[[]]], endOnFailure: true, verbose: 1 },
  )
}, 240_000)

test('R6: the library with its folders, and a file of 30 MB, go round too', async () => {
  const person = await at.clinician()
  const { id } = await person.record({ title: 'Large' })
  await at.house.db.transaction().execute(async (tx) => {
    const stored_as = `${person.id}/files/${uuidv7()}`
    const bytes = Buffer.concat([PDF, Buffer.alloc(30 * 1024 * 1024, 'random-ish ')])
    const { sizeBytes: size_bytes, sha256 } = await at.house.files.put(stored_as, bytes)
    await tx
      .insertInto('file')
      .values({
        owner_id: person.id,
        id: uuidv7(),
        item_id: id,
        name: 'large.pdf',
        media_type: 'application/pdf',
        size_bytes,
        sha256,
        stored_as,
      })
      .execute()
    const [top, within, file] = [uuidv7(), uuidv7(), uuidv7()]
    await tx
      .insertInto('library_folder')
      .values([
        { owner_id: person.id, id: top, parent_id: null, name: 'Certificates 📜' },
        { owner_id: person.id, id: within, parent_id: top, name: '2024' },
      ])
      .execute()
    await tx
      .insertInto('item')
      .values({
        owner_id: person.id,
        id: file,
        kind: 'library file',
        source: 'entered',
        title: 'als.pdf',
        status: 'not started',
        added_on: '2025-01-01',
      })
      .execute()
    await tx.insertInto('library_file').values({ owner_id: person.id, item_id: file, folder_id: within }).execute()
  })
  const said = await goesRound(person)
  expect(said['library']).toHaveLength(1)
  expect(said['folders']).toHaveLength(2)
  expect(said['files']).toHaveLength(1)
}, 120_000)
