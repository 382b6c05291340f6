import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { binItems, itemById } from '#domain/portfolio/contract.ts'
import { beginUpload, storageUse } from '#domain/portfolio/file-contract.ts'
import { house } from '../../../tests/support/house.ts'
import { begin, incomingOf, PDF, send, storedOf, upload } from '../../../tests/support/uploading.ts'
import { eraseItems } from './commands.ts'
import { portfolioJobs } from './jobs.ts'

const at = house()

async function withItem() {
  const ada = await at.clinician()
  const { id } = await ada.record({ title: 'Advanced life support' })
  return { ada, id }
}

const run = (job: string) => portfolioJobs(at.house)[job]!({}, {} as never)
const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1000)
const age = (part: string, name: string) => utimes(join(at.house.config.dataFolder, 'files', part, name), daysAgo(2), daysAgo(2))

test('P14: items in the bin for more than 30 days are erased with their files, younger ones are not', async () => {
  const { ada, id } = await withItem()
  await upload(ada, id, 'old.pdf', PDF)
  const young = await ada.record({ title: 'Binned lately' })
  await upload(ada, young.id, 'young.pdf', PDF)
  await ada.ask(binItems, { body: { items: [id, young.id] } })
  const binned = (item: string, days: number) =>
    at.house.db
      .updateTable('item')
      .set({ binned_at: daysAgo(days) })
      .where('owner_id', '=', ada.id)
      .where('id', '=', item)
      .execute()
  await binned(id, 30.1)
  await binned(young.id, 29.9)
  await run('portfolio.empty_bins')
  await ada.refused(itemById, { params: { id } }, 'not_found')
  expect((await ada.ask(itemById, { params: { id: young.id } })).files).toHaveLength(1)
  expect(await storedOf(at.house.files, ada)).toHaveLength(1)
  const act = await at.house.db
    .selectFrom('audit')
    .select(['act', 'person_id'])
    .where('owner_id', '=', ada.id)
    .where('record_id', '=', id)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  expect(act).toEqual({ act: 'item.erased', person_id: null })
})

test('N4: what a crash left is swept after a day; what rows name, and what others store, stays', async () => {
  const { ada, id } = await withItem()
  await upload(ada, id, 'kept.pdf', PDF)
  const [kept] = await storedOf(at.house.files, ada)
  const under = begin(id, 'second.pdf', PDF.length)
  await ada.ask(beginUpload, under)
  const going = `${ada.id}/${under.body.uploadId}`
  await at.house.files.appendIncoming(going, 0, PDF.subarray(0, 5))
  const [orphan, fresh, report, given] = [
    `${ada.id}/files/${uuidv7()}`,
    `${ada.id}/files/${uuidv7()}`,
    `${ada.id}/exports/${uuidv7()}`,
    `${ada.id}/${uuidv7()}`,
  ]
  for (const name of [orphan, fresh, report]) await at.house.files.put(name, PDF)
  await at.house.files.appendIncoming(given, 0, PDF)
  for (const name of [kept!, orphan, report]) await age('stored', name)
  for (const name of [going, given]) await age('incoming', name)
  await run('portfolio.sweep_files')
  expect(await storedOf(at.house.files, ada)).toEqual([kept!, fresh, report].sort())
  expect(await incomingOf(at.house.files, ada)).toEqual([going])
})

test('P11: an upload begun more than 7 days ago is forgotten, and no longer counts', async () => {
  const { ada, id } = await withItem()
  const [old, young] = [begin(id, 'old.dat', 10), begin(id, 'young.dat', 7)]
  for (const asking of [old, young]) {
    await ada.ask(beginUpload, asking)
    await send(ada, id, asking.body.uploadId, 0, Buffer.from('abc'))
  }
  await at.house.db
    .updateTable('upload')
    .set({ begun_at: daysAgo(7.1) })
    .where('owner_id', '=', ada.id)
    .where('id', '=', old.body.uploadId)
    .execute()
  await run('portfolio.sweep_files')
  expect((await ada.ask(storageUse)).usedBytes).toBe(7)
  expect(await incomingOf(at.house.files, ada)).toEqual([`${ada.id}/${young.body.uploadId}`])
})

test('N4, P14: what is taken out of the bin while it is being erased keeps its files', async () => {
  const { ada, id } = await withItem()
  await upload(ada, id, 'als.pdf', PDF)
  await ada.ask(binItems, { body: { items: [id] } })
  const holds = Promise.withResolvers<void>()
  const goes = Promise.withResolvers<void>()
  const restoring = at.house.db.transaction().execute(async (tx) => {
    await tx.updateTable('item').set({ binned_at: null }).where('owner_id', '=', ada.id).where('id', '=', id).execute()
    holds.resolve()
    await goes.promise
  })
  await holds.promise
  const erasing = eraseItems(at.house, { ownerId: ada.id, viewerId: null }, [id])
  const waiting = () => at.house.pool.query('select 1 from pg_locks where not granted')
  await expect.poll(async () => (await waiting()).rowCount).toBeGreaterThan(0)
  goes.resolve()
  await restoring
  expect(await erasing).toBe(0)
  expect((await ada.ask(itemById, { params: { id } })).files).toHaveLength(1)
  expect(await storedOf(at.house.files, ada)).toHaveLength(1)
})
