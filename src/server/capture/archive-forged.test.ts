import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { bringIn, keptOfArchive, type Import } from '#domain/capture/import-contract.ts'
import { MOST_BYTES_PER_PERSON } from '#domain/portfolio/file-contract.ts'
import { amendManifest, amendRows, archiveOf, forged, imported, opened } from '../../../tests/support/archives.ts'
import { house } from '../../../tests/support/house.ts'
import { settled } from '../../../tests/support/importing.ts'
import type { Person } from '../../../tests/support/person.ts'
import { PDF, storedOf, upload } from '../../../tests/support/uploading.ts'

const at = house({ listening: true })

async function ofAda(): Promise<Buffer> {
  const ada = await at.clinician()
  const { id } = await ada.record({ title: 'Sepsis', tags: [{ label: 'Acute' }] })
  await upload(ada, id, 'programme.pdf', PDF)
  return archiveOf(at.house, ada)
}

async function whyNot(archive: Buffer, change: Parameters<typeof forged>[1]): Promise<string> {
  const eve = await at.clinician()
  const { state, reason } = (await imported(eve, await forged(archive, change))) satisfies Import
  expect(state).toBe('failed')
  return reason!
}

const broughtIn = async (person: Person, importId: string): Promise<Import> => {
  await person.ask(bringIn, { params: { importId } })
  return settled(person, importId)
}

test('K5: a forged archive costs no time, and what no Cairn writes is refused with the reason', async () => {
  const archive = await ofAda()
  // Looked for with an expression that goes back and forth, this line would take hours.
  const wide = Buffer.from(`[\n${' '.repeat(3_900_000)}x\n]\n`)
  expect(await whyNot(archive, (files) => files.set('data/tag.json', wide))).toContain('no JSON')
  const moment = (files: Map<string, Buffer>) =>
    amendRows(files, 'item', (rows) => rows.map((row) => ({ ...row, added_at: '0000-01-01T00:00:00.000Z' })))
  expect(await whyNot(archive, moment)).toContain('added_at')
  for (const change of [
    { madeAt: '9999-01-01T00:00:00.000Z' },
    { server: 'x'.repeat(1000) },
    { missing: ['\ud800'] },
    { rows: { a: Number.MAX_SAFE_INTEGER } },
  ])
    expect(await whyNot(archive, (files) => amendManifest(files, () => change)), JSON.stringify(change)).toContain('archive.json')
  expect(await whyNot(archive, (files) => amendManifest(files, ({ rows }) => ({ rows: { ...rows, more: 1 } })))).toContain('data/more.json')
  const chain = (files: Map<string, Buffer>) =>
    amendRows(files, 'file', (rows) => rows.map((row) => ({ ...row, archive_path: 'chain.json' })))
  expect(await whyNot(archive, chain)).toContain('outside')
})

test('K5, P11: whatever sizes an archive claims, no more is stored than there is room for, and what was stored for nothing is removed', async () => {
  const archive = await forged(await ofAda(), (files) =>
    amendRows(files, 'file', (rows) => Array.from({ length: 50 }, () => ({ ...rows[0]!, id: uuidv7(), size_bytes: 0 }))),
  )
  const eve = await at.clinician()
  const { id } = await imported(eve, archive)
  const { id: item_id } = await eve.record({ title: 'Mine' })
  const size_bytes = MOST_BYTES_PER_PERSON - 20 * PDF.length
  await at.house.db.insertInto('upload').values({ owner_id: eve.id, id: uuidv7(), item_id, name: 'x', size_bytes }).execute()
  const before = await storedOf(at.house.files, eve)
  const refused = await broughtIn(eve, id)
  expect(refused).toMatchObject({ state: 'ready', reason: expect.stringContaining('no room') })
  await expect.poll(() => storedOf(at.house.files, eve)).toEqual(before)
  expect((await eve.list()).items.map(({ title }) => title)).toEqual(['Mine'])

  await at.house.db.deleteFrom('upload').where('owner_id', '=', eve.id).execute()
  expect(await broughtIn(eve, id)).toMatchObject({ state: 'brought' })
  const rows = await at.house.db.selectFrom('file').where('owner_id', '=', eve.id).select('stored_as').execute()
  expect(rows).toHaveLength(50)
  for (const { stored_as } of rows) expect(await at.house.files.has(stored_as)).toBe(true)
})

test('K5, A9: a file that a signature kept stays with its proof, also where it comes in on an item', async () => {
  const archive = await forged(await ofAda(), (files) => {
    const [file] = JSON.parse(files.get('data/file.json')!.toString()) as Record<string, unknown>[]
    const { item_id, id, name, media_type, size_bytes, sha256, archive_path } = file!
    amendRows(files, 'evidence-version-file', () => [
      { sign_off_id: uuidv7(), item_id, file_id: id, name, media_type, size_bytes, sha256, archive_path },
    ])
  })
  const eve = await at.clinician()
  const { id } = await imported(eve, archive)
  expect(await broughtIn(eve, id)).toMatchObject({ state: 'brought' })
  const kept = await opened((await eve.send(keptOfArchive, { params: { importId: id } })).rawPayload)
  expect([...kept.keys()].filter((name) => name.startsWith('files/'))).toHaveLength(1)
})
