import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { deliveryLog, disconnect, switchDelivery } from '#domain/connections/contract.ts'
import { binItems, eraseItems, restoreItems, tagItems } from '#domain/portfolio/contract.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { amend, done, eventually, housesConnected } from '../../../tests/support/connected.ts'
import { upload } from '../../../tests/support/uploading.ts'

const { other, at, connect, deliveryOf, stateOf, there, titles, sent, tried, put, ring, inHand } = housesConnected()

test('X2: what is binned or open again while it waits is not sent; completed anew it goes, taken out of the bin it does not', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  other.standIn.faults.set({ mode: '429', retryAfterSeconds: 600 })
  const [binned, opened] = [await ada.record(done('Binned')), await ada.record(done('Opened again'))]
  for (const item of [binned, opened]) await tried(ada, item.id)
  await ada.ask(binItems, { body: { items: [binned.id] } })
  await amend(ada, opened.id, { status: 'in progress', completedOn: null })
  other.standIn.faults.set({ mode: 'none' })
  for (const item of [binned, opened]) {
    expect(await stateOf(ada, item.id)).toBe('not sent')
    // Even where a bell still rings, or the row was not dropped.
    await put(ada, item.id, { state: 'waiting', next_try_at: sql`now()` })
    await ring(ada, connection.id, item.id)
    await eventually('it is looked at', async () => (await stateOf(ada, item.id)) === 'not sent')
  }
  await ada.ask(restoreItems, { body: { items: [binned.id] } })
  await amend(ada, opened.id, { status: 'completed' })
  await sent(ada, opened.id)
  expect(titles(connection)).toEqual(['Opened again'])
  expect(await stateOf(ada, binned.id)).toBe('not sent')
})

test('X2, X15: a reflection is never sent, a meeting only by its switch', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  const reflection = await ada.record({ ...done('Mine alone'), type: 'reflection' })
  const meeting = await ada.record({ ...done('With my supervisor'), type: 'meeting' })
  expect(await deliveryOf(ada, reflection.id)).toBeUndefined()
  expect(await deliveryOf(ada, meeting.id)).toBeUndefined()
  const turn = (itemId: string) => ({ params: { connectionId: connection.id, itemId }, body: { act: 'send' } })
  expect((await ada.refused(switchDelivery, turn(reflection.id), 'not_allowed')).title).toContain('never sent')
  await ada.ask(switchDelivery, turn(meeting.id))
  await sent(ada, meeting.id)
  expect(titles(connection)).toEqual(['With my supervisor'])
})

test('X5, X13: an edit made after the answer was lost arrives all the same, once', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  other.standIn.faults.set({ mode: 'drop-after-storing' })
  const item = await ada.record(done('As it was'))
  await tried(ada, item.id)
  await amend(ada, item.id, { title: 'As it is' })
  other.standIn.faults.set({ mode: 'none' })
  await put(ada, item.id, { next_try_at: sql`now()` })
  await ring(ada, connection.id, item.id)
  await sent(ada, item.id)
  expect(titles(connection)).toEqual(['As it is'])
  expect(await deliveryOf(ada, item.id)).toMatchObject({ changedSince: false })
})

test('X5, X13: where the other side holds a later change than this one knows of, as after a backup, the next one goes above it', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  const item = await ada.record(done('First'))
  await sent(ada, item.id)
  const turn = { params: { connectionId: connection.id, itemId: item.id }, body: { act: 'send' } }
  for (const title of ['Second', 'Third']) {
    await amend(ada, item.id, { title })
    await ada.ask(switchDelivery, turn)
    await eventually('the change is there', () => titles(connection)[0] === title)
    await sent(ada, item.id)
  }
  await put(ada, item.id, { revision: 1, sent_revision: 1, tried_hash: null })
  await amend(ada, item.id, { title: 'Fourth' })
  await ada.ask(switchDelivery, turn)
  await eventually('the change is there', () => titles(connection)[0] === 'Fourth')
  await sent(ada, item.id)
  expect(titles(connection)).toEqual(['Fourth'])
})

test('X13: a file or a tag that came after sending says changed since, and goes when asked', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  const item = await ada.record(done('Recorded first'))
  await sent(ada, item.id)
  expect(await deliveryOf(ada, item.id)).toMatchObject({ changedSince: false })
  await upload(ada, item.id, 'certificate.txt', Buffer.from('Attended.'))
  expect(await deliveryOf(ada, item.id)).toMatchObject({ state: 'sent', changedSince: true })
  await ada.ask(switchDelivery, { params: { connectionId: connection.id, itemId: item.id }, body: { act: 'send' } })
  await eventually('the file is there', () => there(connection)[0]?.attachments.length === 1)
  await eventually('it says so', async () => (await deliveryOf(ada, item.id))?.changedSince === false)
  await ada.ask(tagItems, { body: { items: [item.id], add: [{ label: 'late' }], remove: [] } })
  expect(await deliveryOf(ada, item.id)).toMatchObject({ changedSince: true })
})

test('X5: where no key is honoured, what a worker died sending is not sure, and not sent again by itself', async () => {
  const ada = await at.clinician()
  other.forgetful = true
  other.standIn.faults.set({ honoursKeys: false })
  const connection = await connect(ada)
  const item = await ada.record(done('Cut off'))
  await sent(ada, item.id)
  // As a kill between the storing there and the recording here leaves it, its lease over.
  await put(ada, item.id, { state: 'waiting', sent_revision: null, calling_since: sql`now()`, next_try_at: sql`now()` })
  await ring(ada, connection.id, item.id)
  await eventually('it is not sure', async () => (await stateOf(ada, item.id)) === 'not sure')
  expect(titles(connection)).toEqual(['Cut off'])
})

test('X5: off and on again while it is being sent makes no second record, keys or not', async () => {
  const ada = await at.clinician()
  other.forgetful = true
  other.standIn.faults.set({ mode: 'slow', slowMs: 1500, honoursKeys: false })
  const connection = await connect(ada)
  const item = await ada.record(done('Clicked'))
  await eventually('it is on its way', () => other.standIn.faults.calls.some((call) => call.key === `${connection.id}/${item.id}`))
  const turn = (act: string) => ada.ask(switchDelivery, { params: { connectionId: connection.id, itemId: item.id }, body: { act } })
  await turn('stop')
  await turn('send')
  await sent(ada, item.id)
  expect(titles(connection)).toEqual(['Clicked'])
})

test('X5, X13: "it is there" says so of what was tried; what changed since is told as changed', async () => {
  const ada = await at.clinician()
  other.forgetful = true
  const connection = await connect(ada)
  other.standIn.faults.set({ mode: 'drop-after-storing', honoursKeys: false })
  const item = await ada.record(done('Before'))
  await eventually('it is not sure', async () => (await stateOf(ada, item.id)) === 'not sure')
  await amend(ada, item.id, { title: 'After' })
  await ada.ask(switchDelivery, { params: { connectionId: connection.id, itemId: item.id }, body: { act: 'there' } })
  expect(await deliveryOf(ada, item.id)).toMatchObject({ state: 'sent', changedSince: true })
})

test('X5: switched off while the answer is lost it is not sure, and stays so until its owner says which it is', async () => {
  const ada = await at.clinician()
  other.forgetful = true
  other.standIn.faults.set({ mode: 'slow', slowMs: 1000, honoursKeys: false })
  const connection = await connect(ada)
  const item = await ada.record(done('Stopped too late'))
  const turn = (act: string) => ada.ask(switchDelivery, { params: { connectionId: connection.id, itemId: item.id }, body: { act } })
  await eventually('it is on its way', () => other.standIn.faults.calls.some((call) => call.key === `${connection.id}/${item.id}`))
  await turn('stop')
  expect(await stateOf(ada, item.id)).toBe('not sent')
  // As a kill of the worker leaves it, its lease over.
  await put(ada, item.id, { claim: 99, claimed_until: sql`now() - interval '1 second'` })
  await enqueue(at.house.db, 'connections.ring_waiting', {})
  await eventually('it is not sure', async () => (await stateOf(ada, item.id)) === 'not sure')
  await turn('stop')
  expect(await stateOf(ada, item.id)).toBe('not sure')
  await turn('there')
  expect(await stateOf(ada, item.id)).toBe('sent')
})

test('X13: changes sent again while the access is renewed are the ones that arrive', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  await at.house.db
    .updateTable('connection')
    .set({ access_expires_at: sql<Date>`now()` })
    .where('owner_id', '=', ada.id)
    .execute()
  const release = other.holdSignIn(1)
  const item = await ada.record(done('Read before'))
  await inHand(item.id)
  await amend(ada, item.id, { title: 'Changed meanwhile' })
  await ada.ask(switchDelivery, { params: { connectionId: connection.id, itemId: item.id }, body: { act: 'send' } })
  release()
  await sent(ada, item.id)
  expect(titles(connection)).toEqual(['Changed meanwhile'])
  expect(await deliveryOf(ada, item.id)).toMatchObject({ changedSince: false })
})

test('X7: what waited at disconnecting and is completed anew after connecting again goes', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  other.standIn.faults.set({ mode: '429', retryAfterSeconds: 600 })
  const item = await ada.record(done('Completed twice'))
  await tried(ada, item.id)
  await ada.ask(disconnect, { params: { connectionId: connection.id } })
  other.standIn.faults.set({ mode: 'none' })
  await connect(ada)
  expect(await stateOf(ada, item.id)).toBe('not sent')
  await amend(ada, item.id, { status: 'in progress', completedOn: null })
  await amend(ada, item.id, { status: 'completed' })
  await sent(ada, item.id)
})

test('P14: what is erased for good leaves nothing of itself in the log of what was sent', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  const item = await ada.record(done('Private words'))
  await sent(ada, item.id)
  await ada.ask(binItems, { body: { items: [item.id] } })
  await ada.ask(eraseItems, { body: { items: [item.id] } })
  expect((await ada.ask(deliveryLog, { params: { connectionId: connection.id } })).entries).toEqual([])
  const { rows } = await sql<{ n: number }>`select count(*) as n from delivery where item_id = ${item.id}`.execute(at.house.db)
  expect(rows[0]!.n).toBe(0)
})
