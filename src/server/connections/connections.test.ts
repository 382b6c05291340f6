import { createHash } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import {
  changeConnection,
  checkConnection,
  disconnect,
  listConnections,
  previewDelivery,
  switchDelivery,
  tryAllNow,
} from '#domain/connections/contract.ts'
import { answerQuestion, retakeModule, startModule, submitAttempt } from '#domain/learning/contract.ts'
import { amendItem, itemById } from '#domain/portfolio/contract.ts'
import { eventually, housesConnected } from '../../../tests/support/connected.ts'
import { accredited, aModule } from '../../../tests/support/modules.ts'
import { otherfolio } from '../../../tests/support/otherfolio.ts'
import { upload } from '../../../tests/support/uploading.ts'

/** Milliseconds; what is not rung for is found by looking every five seconds. */
const WITHOUT_A_TIMER = 4500
const { other, at, connect, deliveryOf, stateOf, there } = housesConnected()

test('X1, X2: once connected, what becomes completed is there at once, by itself, and once', async () => {
  const ada = await at.clinician()
  const before = await ada.completed({ title: 'Long ago' })
  const connection = await connect(ada)
  const began = performance.now()
  const item = await ada.record({
    title: 'Sepsis',
    status: 'completed',
    completedOn: '2026-03-29',
    personal: 125,
    notes: 'Mine',
    tags: [{ label: 'infection' }],
  })
  await eventually('it is there', () => there(connection).length === 1, WITHOUT_A_TIMER)
  expect(performance.now() - began).toBeLessThan(WITHOUT_A_TIMER)
  expect(there(connection)).toMatchObject([
    {
      title: 'Sepsis',
      completedOn: '2026-03-29',
      credits: { amount: '1.25', unit: 'credits', accreditor: null, basis: 'personal' },
      notes: null,
      impact: null,
      tags: ['infection'],
      revision: 1,
    },
  ])
  await eventually('the row says so', async () => (await stateOf(ada, item.id)) === 'sent')
  expect(await deliveryOf(ada, item.id)).toMatchObject({ on: true, changedSince: false, address: expect.stringContaining('/cpd/') })
  expect(await deliveryOf(ada, before.id)).toBeUndefined()
})

test('X2: a module that is passed goes with its certificate and credits; one that is failed does not go (X11)', async () => {
  await at.house.shelf.offer({ editions: [aModule('one', { accreditations: [accredited('rcgp', 50)] }), aModule('two')], pictures: [] })
  const ada = await at.clinician({ accreditor: 'rcgp' })
  const connection = await connect(ada)
  const take = async (moduleId: string, right: boolean) => {
    const { open } = await ada.ask(startModule, { params: { moduleId }, body: { id: uuidv7() } })
    for (const [questionId, option] of Object.entries({ q1: 1, q2: 2, q3: 3, q4: 0 })) {
      await ada.ask(answerQuestion, {
        params: { attemptId: open!.attemptId, part: 'final', questionId },
        body: { option: right ? option : (option + 1) % 4 },
      })
    }
    return ada.ask(submitAttempt, { params: { attemptId: open!.attemptId }, body: {} })
  }
  const failed = await take('two', false)
  const passed = await take('one', true)
  await eventually('it is there', () => there(connection).length === 1)
  expect(there(connection)).toMatchObject([
    {
      title: 'Module one',
      provider: 'Cairn',
      type: 'Learning module',
      address: `${at.house.config.url}/learning/modules/one`,
      credits: { amount: '0.50', accreditor: expect.stringContaining('RCGP'), basis: 'awarded' },
      attachments: [{ mediaType: 'application/pdf', name: expect.stringMatching(/^certificate-/) }],
    },
  ])
  expect(await deliveryOf(ada, failed.itemId)).toBeUndefined()
  await eventually('it is sent', async () => (await stateOf(ada, passed.itemId)) === 'sent')
  await ada.ask(retakeModule, { params: { moduleId: 'one' }, body: { id: uuidv7(), instead: passed.attemptId } })
  expect(await deliveryOf(ada, passed.itemId)).toMatchObject({ state: 'sent', changedSince: true })
})

test('X15, X2: nothing goes before the owner has seen what is sent; then what was completed since goes, as it was shown', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada, 'ada@otherfolio.example', false)
  const first = await ada.record({ title: 'Before seeing', status: 'completed' })
  const past = await ada.completed({ title: 'Never asked for', type: 'meeting' })
  expect(await deliveryOf(ada, first.id)).toMatchObject({ state: 'waiting' })
  expect(await deliveryOf(ada, past.id)).toBeUndefined()
  const params = { connectionId: connection.id, itemId: first.id }
  const refused = await ada.refused(switchDelivery, { params, body: { act: 'send' } }, 'not_allowed')
  expect(refused.title).toContain('Look at what will be sent first')
  const shown = await ada.ask(previewDelivery, { params })
  await ada.ask(tryAllNow, { params, body: {} })
  expect(other.standIn.faults.calls.filter((call) => call.key?.startsWith(connection.id))).toEqual([])
  await ada.ask(changeConnection, { params, body: { seen: true } })
  await eventually('it is there', () => there(connection).length === 1)
  expect(there(connection)).toEqual([shown])
})

test('X2: notes and impact go only where the owner allows it', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  await ada.ask(changeConnection, { params: { connectionId: connection.id }, body: { sendNotes: true, sendImpact: true } })
  await ada.record({ title: 'With notes', status: 'completed', notes: 'What I learnt', impact: 50, practiceAfter: 'Lactate first' })
  await eventually('it is there', () => there(connection).length === 1)
  expect(there(connection)[0]).toMatchObject({ notes: 'What I learnt', impact: { credits: '0.50', after: 'Lactate first' } })
})

test('X2, P23: a photographed paper goes with its picture, not before it', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  const item = await ada.record({ title: 'A certificate on paper', status: 'completed', source: 'photographed' })
  expect(await deliveryOf(ada, item.id)).toMatchObject({ state: 'waiting' })
  await upload(ada, item.id, 'paper.txt', Buffer.from('A picture of it.'))
  await eventually('it is there', () => there(connection).length === 1)
  expect(there(connection)).toMatchObject([{ revision: 1, attachments: [{ name: 'paper.txt' }] }])
  expect(other.standIn.faults.calls.filter((call) => call.key === `${connection.id}/${item.id}`)).toHaveLength(1)
})

test('X3, X13, X16: a switch sends what is past, then its changes when asked, and turned off keeps later changes here', async () => {
  const ada = await at.clinician()
  const item = await ada.completed({ title: 'Past' })
  await upload(ada, item.id, 'slides.txt', Buffer.from('Some words.'))
  const connection = await connect(ada)
  const params = { connectionId: connection.id, itemId: item.id }
  const act = (what: string) => ada.ask(switchDelivery, { params, body: { act: what } })
  await Promise.all([act('send'), act('send'), act('send')])
  await eventually('it is sent', async () => (await stateOf(ada, item.id)) === 'sent')
  expect(there(connection)).toMatchObject([
    { title: 'Past', attachments: [{ name: 'slides.txt', sha256: createHash('sha256').update('Some words.').digest('hex') }] },
  ])
  const { version } = await ada.ask(itemById, { params: { id: item.id } })
  await ada.ask(amendItem, { params: { id: item.id }, body: { version, title: 'Past, mended' } })
  expect(await deliveryOf(ada, item.id)).toMatchObject({ state: 'sent', changedSince: true })
  await act('send')
  await eventually('the change is there', () => there(connection)[0]?.title === 'Past, mended')
  expect(there(connection)).toHaveLength(1)
  await eventually('it says so', async () => (await deliveryOf(ada, item.id))?.changedSince === false)
  await act('stop')
  const now = await ada.ask(itemById, { params: { id: item.id } })
  await ada.ask(amendItem, { params: { id: item.id }, body: { version: now.version, title: 'Kept here' } })
  await ada.ask(tryAllNow, { params, body: {} })
  expect(await deliveryOf(ada, item.id)).toMatchObject({ state: 'not sent', on: false })
  expect(there(connection)).toMatchObject([{ title: 'Past, mended' }])
})

test('X6, X7, X5: disconnected nothing goes and what was sent stays; connected again only what is new goes, and nothing twice', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  const sent = await ada.record({ title: 'Sent before', status: 'completed' })
  await eventually('it is sent', async () => (await stateOf(ada, sent.id)) === 'sent')
  other.standIn.faults.set({ mode: 'down' })
  const waiting = await ada.record({ title: 'Waited', status: 'completed' })
  await eventually('it waits', async () => (await deliveryOf(ada, waiting.id))?.reason !== null)
  await ada.ask(disconnect, { params: { connectionId: connection.id } })
  other.standIn.faults.set({ mode: 'none' })
  const between = await ada.record({ title: 'In between', status: 'completed' })
  expect(await ada.ask(listConnections)).toMatchObject({ connections: [], everConnected: true })
  expect(await stateOf(ada, waiting.id)).toBe('not sent')
  expect(await deliveryOf(ada, sent.id)).toMatchObject({ state: 'sent', on: false, ended: true, name: otherfolio.name })

  const again = await connect(ada)
  const after = await ada.record({ title: 'After', status: 'completed' })
  await eventually('it is sent', async () => (await stateOf(ada, after.id)) === 'sent')
  expect(
    there(again)
      .map((item) => item.title)
      .sort(),
  ).toEqual(['After', 'Sent before'])
  for (const item of [between, sent])
    await ada.ask(switchDelivery, { params: { connectionId: again.id, itemId: item.id }, body: { act: 'send' } })
  await eventually('both are sent', async () => (await stateOf(ada, between.id)) === 'sent' && (await stateOf(ada, sent.id)) === 'sent')
  expect(
    there(again)
      .map((item) => item.title)
      .sort(),
  ).toEqual(['After', 'In between', 'Sent before'])
})

test('X9: while the other side is down nothing here is slow, and what waited goes when it is back', async () => {
  const ada = await at.clinician()
  const connection = await connect(ada)
  other.standIn.faults.set({ mode: '429', retryAfterSeconds: 1 })
  const item = await ada.record({ title: 'Patient', status: 'completed' })
  await eventually('it waits', async () => (await deliveryOf(ada, item.id))?.reason === 'It answered 429.')
  expect((await ada.ask(listConnections)).connections).toMatchObject([{ waiting: 1 }])
  other.standIn.faults.set({ mode: 'none' })
  await ada.ask(tryAllNow, { params: { connectionId: connection.id }, body: {} })
  await eventually('it is sent', async () => (await stateOf(ada, item.id)) === 'sent')
  const check = () => ada.ask(checkConnection, { params: { connectionId: connection.id }, body: {} })
  expect(await check()).toMatchObject({ alive: true, words: 'It answers. There is nothing to do.' })

  other.standIn.faults.set({ mode: '429', retryAfterSeconds: 600 })
  const later = await ada.record({ title: 'Left for ten minutes', status: 'completed' })
  await eventually('it waits', async () => (await deliveryOf(ada, later.id))?.reason === 'It answered 429.')
  other.standIn.faults.set({ mode: 'none' })
  expect(await check()).toMatchObject({ alive: false, words: expect.stringMatching(/It answered 429\. What waits is tried again now/) })
  await eventually('it is sent', async () => (await stateOf(ada, later.id)) === 'sent')
})

test.each(['half-answer', 'drop-after-storing', '500'] as const)(
  'X5: an answer lost by %s leads to no second record where keys are honoured',
  async (mode) => {
    const ada = await at.clinician()
    const connection = await connect(ada)
    other.standIn.faults.set({ mode })
    const item = await ada.record({ title: `Lost by ${mode}`, status: 'completed' })
    await eventually('it was tried', async () => ((await deliveryOf(ada, item.id))?.reason ?? null) !== null)
    other.standIn.faults.set({ mode: 'none' })
    await ada.ask(tryAllNow, { params: { connectionId: connection.id }, body: {} })
    await eventually('it is sent', async () => (await stateOf(ada, item.id)) === 'sent')
    expect(there(connection)).toHaveLength(1)
  },
)

test('X5: where no key is honoured a lost answer is never repeated by itself: the owner says which it is', async () => {
  const ada = await at.clinician()
  other.forgetful = true
  try {
    const connection = await connect(ada)
    other.standIn.faults.set({ mode: 'drop-after-storing', honoursKeys: false })
    const [first, second] = [
      await ada.record({ title: 'One', status: 'completed' }),
      await ada.record({ title: 'Two', status: 'completed' }),
    ]
    await eventually(
      'neither is sure',
      async () => (await stateOf(ada, first.id)) === 'not sure' && (await stateOf(ada, second.id)) === 'not sure',
    )
    other.standIn.faults.set({ mode: 'none', honoursKeys: false })
    await ada.ask(tryAllNow, { params: { connectionId: connection.id }, body: {} })
    expect(await stateOf(ada, first.id)).toBe('not sure')
    await ada.ask(switchDelivery, { params: { connectionId: connection.id, itemId: first.id }, body: { act: 'there' } })
    await ada.ask(switchDelivery, { params: { connectionId: connection.id, itemId: second.id }, body: { act: 'send' } })
    await eventually('the second is sent', async () => (await stateOf(ada, second.id)) === 'sent')
    expect(await stateOf(ada, first.id)).toBe('sent')
    expect(
      there(connection)
        .map((item) => item.title)
        .sort(),
    ).toEqual(['One', 'Two', 'Two'])
  } finally {
    other.forgetful = false
  }
})

test.each(['Europe/London', 'Pacific/Auckland', 'America/Los_Angeles'])(
  'X17: dates arrive as the plain dates they were, with the server in %s',
  async (zone) => {
    const before = process.env['TZ']
    process.env['TZ'] = zone
    try {
      expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone)
      const ada = await at.clinician()
      const connection = await connect(ada)
      await ada.record({ title: 'In spring', status: 'completed', startedOn: '2026-03-28', completedOn: '2026-03-29' })
      await ada.record({ title: 'In autumn', status: 'completed', startedOn: '2025-10-25', completedOn: '2025-10-26' })
      await eventually('both are there', () => there(connection).length === 2)
      expect(
        there(connection)
          .map((item) => `${item.title} ${item.startedOn} ${item.completedOn}`)
          .sort(),
      ).toEqual(['In autumn 2025-10-25 2025-10-26', 'In spring 2026-03-28 2026-03-29'])
    } finally {
      if (before === undefined) delete process.env['TZ']
      else process.env['TZ'] = before
    }
  },
)
