import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { readPreferences, savePreferences } from '#domain/accounts/profile-contract.ts'
import { beginEntry } from '#domain/assessments/contract.ts'
import { bringIn, type Import } from '#domain/capture/import-contract.ts'
import { recordCertificate } from '#domain/training/papers-contract.ts'
import { amendManifest, amendRows, archiveOf, forged, imported, opened, packed, type Files } from '../../../tests/support/archives.ts'
import { house } from '../../../tests/support/house.ts'
import { settled } from '../../../tests/support/importing.ts'
import type { Person } from '../../../tests/support/person.ts'
import { PDF, storedOf, upload } from '../../../tests/support/uploading.ts'

const at = house({ listening: true })

const amendRow = (files: Files, path: string, change: (row: Record<string, unknown>) => object) =>
  amendRows(files, path.replace(/^data\/|\.json$/g, ''), (rows) => rows.map(change))

const partsOf = (person: Person) => at.house.db.selectFrom('import_part').select('part').where('owner_id', '=', person.id).execute()

async function whyNot(person: Person, bytes: Buffer): Promise<string> {
  const { state, reason } = (await imported(person, bytes)) satisfies Import
  expect(state).toBe('failed')
  expect(await partsOf(person)).toEqual([])
  await at.house.db.deleteFrom('import').where('owner_id', '=', person.id).execute()
  return reason!
}

test('K5: archives that are damaged, forged or hostile are refused with the reason, and leave nothing behind', async () => {
  const [ada, eve] = await at.clinicians(2)
  const { id } = await ada!.record({ title: 'Sepsis', tags: [{ label: 'Acute' }] })
  await upload(ada!, id, 'programme.pdf', PDF)
  const archive = await archiveOf(at.house, ada!)
  const no = (bytes: Buffer) => whyNot(eve!, bytes)
  const item = 'data/item.json'

  const honest = await opened(archive)
  const changed = new Map(honest).set('index.html', Buffer.from('<script>'))
  expect(await no(await packed(changed))).toContain('checksum is another')
  expect(await no(await packed(new Map([...honest].filter(([name]) => name !== 'data/tag.json'))))).toContain('missing')
  expect(await no(await packed(new Map(honest).set('files/more.txt', Buffer.from('x'))))).toContain('list of checksums')
  expect(await no(archive.subarray(0, archive.length - 40))).not.toBe('')
  expect(await no(await packed(honest, (zip) => zip.addBuffer(Buffer.from('x'), 'index.html')))).toContain('twice')
  expect(await no(await packed(honest, (zip) => zip.addBuffer(Buffer.from('/etc/passwd'), 'files/link', { mode: 0o120777 })))).toContain(
    'link',
  )
  // A name of the same length, put in where no honest writer would let it pass.
  const escape = Buffer.from(
    (await packed(new Map(honest).set('aa/aa/evil.txt', Buffer.from('x'))))
      .toString('latin1')
      .replaceAll('aa/aa/evil.txt', '../../evil.txt'),
    'latin1',
  )
  expect(await no(escape)).toContain('outside')

  expect(await no(await forged(archive, (files) => amendManifest(files, () => ({ version: 99 }))))).toContain('newer')
  expect(await no(await forged(archive, (files) => amendManifest(files, () => ({ owner: 1 }))))).toContain('archive.json')
  expect(await no(await forged(archive, (files) => amendRow(files, item, (row) => ({ ...row, link: 'javascript:alert(1)' }))))).toContain(
    'link',
  )
  expect(await no(await forged(archive, (files) => amendRow(files, item, (row) => ({ ...row, title: 'a\0b' }))))).toContain('no text has')
  expect(await no(await forged(archive, (files) => amendRow(files, item, (row) => ({ ...row, personal: 1.5 }))))).toContain('personal')
  expect(await no(await forged(archive, (files) => amendRow(files, item, (row) => ({ ...row, notes: 'x'.repeat(5_000_000) }))))).toContain(
    'larger than any row',
  )
  const columns = Object.fromEntries(Array.from({ length: 1_000_000 / 20 }, (_, n) => [`c${n}`, 1]))
  expect(await no(await forged(archive, (files) => amendRow(files, item, (row) => ({ ...row, ...columns }))))).toContain('columns')
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  expect(
    await no(await forged(archive, (files) => files.set('data/draft.json', Buffer.from(`[\n{"form":"x","body":${deep}}\n]\n`)))),
  ).toContain('Row 2')
  expect(await no(await forged(archive, (files) => files.set('data/tag.json', Buffer.from('[]\n'))))).toContain('number of rows')
  expect(await no(await forged(archive, (files) => files.set('index.html', Buffer.alloc(200 * 1024 * 1024))))).toContain(
    'unpacks to far more',
  )
  expect(await storedOf(at.house.files, eve!)).toEqual([])
}, 120_000)

test('K5: an archive made before there were tours comes in with its settings; settings that cannot be read are left, and it is said', async () => {
  const [ada, bob, eve] = await at.clinicians(3)
  await ada!.record({ title: 'Sepsis' })
  await ada!.ask(savePreferences, { body: { unit: 'hours', theme: 'dark' } })
  const archive = await archiveOf(at.house, ada!)
  const older = await forged(archive, (files) => amendRow(files, 'data/preference.json', ({ tours_seen: _seen, ...row }) => row))
  await at.house.db
    .updateTable('preference')
    .set({ tours_seen: ['home'] })
    .where('owner_id', '=', bob!.id)
    .execute()
  const read = await imported(bob!, older)
  expect(read).toMatchObject({ state: 'ready', reason: null })
  await bob!.ask(bringIn, { params: { importId: read.id } })
  expect(await settled(bob!, read.id)).toMatchObject({ state: 'brought', reason: null })
  expect(await bob!.ask(readPreferences)).toMatchObject({ unit: 'hours', theme: 'dark', toursSeen: ['home'] })

  const odd = await forged(archive, (files) => amendRow(files, 'data/preference.json', (row) => ({ ...row, theme: 'plaid' })))
  const { parts } = (await imported(eve!, odd)).archive!
  expect(parts.find(({ label }) => label === 'Site settings')).toMatchObject({ fate: 'left', why: expect.stringContaining('cannot read') })
})

test('K5, P18: reasons that nobody can have given to keep what the guard blocks are dropped, and it is said', async () => {
  const [ada, bob] = await at.clinicians(2)
  const { id } = await ada!.record({ title: 'Sepsis' })
  const archive = await archiveOf(at.house, ada!)
  const given = { item_id: id, person_id: ada!.id, kept_at: '2026-01-01T00:00:00.000Z', field: 'notes', rule: 'postcode' }
  const honest = 'It is the address of our trust'
  const overrides = [
    { ...given, reason: honest },
    { ...given, reason: 'no' },
    { ...given, reason: 'Her number is 943 476 5919' },
    { ...given, reason: 'x'.repeat(501) },
    { ...given, reason: honest, rule: 'everything' },
    { ...given, reason: honest, rule: 'name' },
    { ...given, reason: honest, field: 'link' },
  ]
  const made = await forged(archive, (files) =>
    amendRows(files, 'guard-override', () => overrides.map((row) => ({ id: uuidv7(), ...row }))),
  )
  const read = await imported(bob!, made)
  expect(read).toMatchObject({ state: 'ready', reason: null })
  expect(read.archive!.notes).toEqual([expect.stringMatching(/^6 reasons/)])
  await bob!.ask(bringIn, { params: { importId: read.id } })
  expect(await settled(bob!, read.id)).toMatchObject({ state: 'brought' })
  const kept = await at.house.db.selectFrom('guard_override').select('reason').where('owner_id', '=', bob!.id).execute()
  expect(kept).toEqual([{ reason: honest }])
})

test('K5: rows that an item has once and that an archive names twice are refused; headers that no index takes stay out', async () => {
  const [ada, bob] = await at.clinicians(2)
  await ada!.ask(beginEntry, { body: { id: uuidv7(), form: 'era', eventOn: '2026-01-01', title: 'Sepsis' } })
  const paper = { title: 'ALS', awardingBody: 'RCUK', number: '', issuedOn: '2025-01-01', expiresOn: null, itemCode: null }
  await ada!.ask(recordCertificate, { body: { ...paper, id: uuidv7() } })
  const archive = await archiveOf(at.house, ada!)
  for (const name of ['entry', 'professional-certificate'])
    expect(await whyNot(bob!, await forged(archive, (files) => amendRows(files, name, ([row]) => [row!, row!])))).toContain('twice')
  const mapping = { mapping: { columns: ['title'], dateOrder: 'day' }, used_at: '2026-01-01T00:00:00.000Z' }
  const odd = Array.from({ length: 4000 }, (_, n) => String.fromCodePoint(0x4e00 + ((n * 7919) % 20_000))).join('')
  const read = await imported(
    bob!,
    await forged(archive, (files) =>
      amendRows(files, 'import-mapping', () => [
        { ...mapping, headers: odd },
        { ...mapping, headers: 'a' },
      ]),
    ),
  )
  const part = (label: string) => read.archive!.parts.find((one) => one.label === label)
  expect(part('How columns of tables were read')).toMatchObject({ fate: 'in', rows: 1, here: 0 })
  expect(part('How columns of very wide tables were read')).toMatchObject({ fate: 'kept', rows: 1 })
  await bob!.ask(bringIn, { params: { importId: read.id } })
  expect(await settled(bob!, read.id)).toMatchObject({ state: 'brought', reason: null })
})
