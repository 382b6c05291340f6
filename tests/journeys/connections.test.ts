import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { changeConnection, deliveriesOfItems, finishConnecting, beginConnecting, listConnections } from '#domain/connections/contract.ts'
import { amendItem } from '#domain/portfolio/contract.ts'
import { DEMO_PASSWORD } from '../../stand-ins/external-portfolio/accounts.ts'
import { Visitor } from '../../stand-ins/external-portfolio/visitor.ts'
import { browser } from '../support/browser.ts'
import { handsOn, WAYS, type Hands } from '../support/hands.ts'
import { house } from '../support/house.ts'
import { Learner } from '../support/learner.ts'
import { accredited, aModule } from '../support/modules.ts'
import { otherfolio, standInFor } from '../support/otherfolio.ts'
import type { Person } from '../support/person.ts'
import { PDF, upload } from '../support/uploading.ts'
import { Walk } from '../support/walk.ts'

const other = standInFor()
const at = house({ listening: true, connectors: async (url, folder) => [await other.open(url, join(folder, 'other'))] })
const tab = browser(at)
afterAll(() => other.close())
beforeAll(() =>
  at.house.shelf.offer({ editions: [aModule('sepsis', { accreditations: [accredited('rcgp', 50)], preTest: [] })], pictures: [] }),
)
beforeEach(() => {
  other.standIn.faults.set({ mode: 'none', honoursKeys: true, tokenDown: false })
})

const NAME = otherfolio.name
let accounts = 0

/** Somebody with an account of their own over there. */
function accountThere(): string {
  const email = `somebody${++accounts}@otherfolio.example`
  other.standIn.store.accounts.create(email, `Somebody ${accounts}`, DEMO_PASSWORD)
  return email
}

/** At the other portfolio: signs in, unless they are, and decides. */
async function decideThere(page: Page, press: Hands['press'], email: string, decision: 'Allow' | 'Refuse'): Promise<void> {
  const button = page.getByRole('button', { name: decision, exact: true })
  const address = page.getByLabel('E-mail address')
  await button.or(address).first().waitFor()
  if ((await address.count()) > 0) {
    await address.fill(email)
    await page.getByLabel('Password').fill(DEMO_PASSWORD)
    await press(page.getByRole('button', { name: 'Sign in', exact: true }))
  }
  await press(button)
}

/** Connects over the API, as the journeys about what comes after need no page for it. */
async function connected(who: Person, email: string, seen = true): Promise<string> {
  const { address } = await who.ask(beginConnecting, { body: { connectorId: otherfolio.id } })
  const visitor = new Visitor(other.standIn.url)
  await visitor.signIn(email, DEMO_PASSWORD)
  const back = await visitor.decide(address, 'allow')
  const connection = await who.ask(finishConnecting, { body: { search: back.search } })
  if (seen) await who.ask(changeConnection, { params: { connectionId: connection.id }, body: { seen: true } })
  return connection.id
}

const rowOf = (page: Page, title: string): Locator => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: title }) })
const switchOf = (page: Page, title: string): Locator => page.getByRole('switch', { name: `Send “${title}” to ${NAME}`, exact: true })
const openPortfolio = async (page: Page) => {
  await page.goto(`${tab.url}/portfolio`)
  await page.getByRole('table').waitFor()
}

/** The list over there, as its owner sees it. */
async function listThere(page: Page): Promise<Page> {
  const there = tab.watch(await page.context().newPage())
  await there.goto(`${other.standIn.url}/cpd`)
  await there.getByRole('heading', { name: 'My CPD', exact: true }).waitFor()
  return there
}

test.each(WAYS)(
  'X1, X2, X3, X15: connected there by consent, and a module passed here is there with certificate and credits, by %s',
  async (way) => {
    const ada = await at.clinician({ name: 'Dr Ada Okafor', accreditor: 'rcgp' })
    const past = await ada.completed({ title: 'Long past', completedOn: '2026-03-29' })
    const her = new Learner(at, await handsOn(await tab.page({ signedInAs: ada }), way))
    const { page, hands } = her
    await page.goto(tab.url)
    await hands.press(page.getByRole('region', { name: 'Send your learning to another portfolio' }).getByRole('link', { name: 'Connect' }))
    await her.press(`Connect ${NAME}`)
    await decideThere(page, (control) => hands.press(control), accountThere(), 'Allow')

    const shows = page.getByRole('dialog', { name: 'What will be sent' })
    await shows.getByRole('heading', { name: /Long past/ }).waitFor()
    await shows.getByText('29 March 2026', { exact: true }).waitFor()
    expect(await shows.getByText('Not sent: you have not allowed it').count()).toBe(2)
    await hands.press(shows.getByRole('switch', { name: 'Send my impact too' }))
    await shows.getByText('Practice before').waitFor()
    await hands.press(shows.getByRole('button', { name: 'Start sending' }))
    await shows.waitFor({ state: 'detached' })
    await page.getByText('Connected', { exact: true }).waitFor()
    expect((await ada.ask(listConnections)).connections).toMatchObject([{ hasSeenWhatIsSent: true, sendNotes: false, sendImpact: true }])

    await her.open('/learning/modules/sepsis', 'Module sepsis')
    await her.press('Start')
    await her.heading('First').waitFor()
    await her.finish('sepsis', 4)
    await her.heading('You passed').waitFor()
    await openPortfolio(page)
    await rowOf(page, 'Module sepsis')
      .getByRole('link', { name: /^Sent \d/ })
      .waitFor()
    await rowOf(page, 'Long past').getByText('Not sent', { exact: true }).waitFor()
    expect((await ada.ask(deliveriesOfItems, { query: { items: [past.id] } })).deliveries).toEqual([])
    const there = await page.context().newPage()
    await there.goto(
      (await rowOf(page, 'Module sepsis')
        .getByRole('link', { name: /^Sent \d/ })
        .getAttribute('href'))!,
    )
    await there.getByRole('heading', { name: 'Module sepsis' }).waitFor()
    await there
      .getByText(/0\.50 .*RCGP/)
      .first()
      .waitFor()
    await there.getByRole('link', { name: /^certificate-.*\.pdf$/ }).waitFor()
  },
)

test('X1: refused there, the way back says so plainly, and a way back used before leads on kindly', async () => {
  const ada = await at.clinician()
  const item = await ada.completed({ title: 'Before seeing' })
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/connections`)
  const connect = page.getByRole('button', { name: `Connect ${NAME}` })
  await connect.click()
  await decideThere(page, (control) => control.click(), accountThere(), 'Refuse')
  await page.getByRole('alert').getByText(`You did not give access, so nothing is connected to ${NAME}.`).waitFor()
  await page.reload()
  await page.getByRole('alert').getByText('This way back was used before').waitFor()
  await page.getByRole('link', { name: 'Go to my connections' }).click()
  await connect.waitFor()

  // One way back is told to the server once, however often the page is drawn; a reload changes nothing.
  const told: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/connections')) told.push(request.url())
  })
  await connect.click()
  await decideThere(page, (control) => control.click(), '', 'Allow')
  const shows = page.getByRole('dialog', { name: 'What will be sent' })
  await shows.waitFor()
  expect(told).toHaveLength(1)
  await page.reload()
  await shows.getByRole('button', { name: 'Not now' }).click()
  await page.getByText('Nothing is sent until you have seen what will be sent.').waitFor()
  expect(told).toHaveLength(1)
  await page.goto(tab.url)
  await page.getByRole('region', { name: 'Waits for you' }).getByText('Nothing is sent until you have seen what will be sent').waitFor()

  // Completed before what goes was seen: it waits for that. Of what is past a switch shows it first (X15).
  const waiting = await ada.record({ title: 'Since connecting', status: 'completed' })
  await openPortfolio(page)
  await rowOf(page, 'Since connecting')
    .getByRole('button', { name: /^See what will be sent: “Since connecting”/ })
    .waitFor()
  await switchOf(page, 'Before seeing').click()
  await shows.getByRole('heading', { name: 'Of “Before seeing” exactly this will be sent:' }).waitFor()
  expect((await ada.ask(deliveriesOfItems, { query: { items: [item.id, waiting.id] } })).deliveries).toMatchObject([{ state: 'waiting' }])
  await shows.getByRole('button', { name: 'Start sending, with this item' }).click()
  for (const title of ['Before seeing', 'Since connecting'])
    await rowOf(page, title)
      .getByRole('link', { name: /^Sent \d/ })
      .waitFor()
})

test('X2, X13, X16: an own item goes with its file, a past one by its switch, and its changes when asked', async () => {
  const ada = await at.clinician()
  const past = await ada.completed({ title: 'Past course' })
  await connected(ada, accountThere())
  const open = await ada.record({ title: 'Poster day', status: 'in progress', startedOn: '2026-05-01' })
  await upload(ada, open.id, 'poster.pdf', PDF)
  const page = await tab.page({ signedInAs: ada })
  await openPortfolio(page)
  await switchOf(page, 'Past course').waitFor()
  expect(await switchOf(page, 'Poster day').count()).toBe(0)
  await page.getByRole('link', { name: 'Poster day', exact: true }).click()
  const item = page.getByRole('dialog', { name: 'Poster day' })
  await item.getByRole('combobox', { name: 'Status' }).selectOption({ label: 'Completed' })
  await item.getByRole('textbox', { name: 'Completed' }).fill('3/5/2026')
  await item.getByRole('button', { name: 'Save', exact: true }).click()
  await item
    .getByRole('region', { name: 'Sent to other portfolios' })
    .getByRole('link', { name: /^Sent \d/ })
    .waitFor()
  await page.keyboard.press('Escape')
  await rowOf(page, 'Poster day')
    .getByRole('link', { name: /^Sent \d/ })
    .waitFor()

  await switchOf(page, 'Past course').click()
  await rowOf(page, 'Past course')
    .getByRole('link', { name: /^Sent \d/ })
    .waitFor()
  const { version } = (await ada.list({ search: 'past' })).items[0]!
  await ada.ask(amendItem, { params: { id: past.id }, body: { version, title: 'Past course, mended' } })
  await page.reload()
  await rowOf(page, 'Past course, mended').getByText('Changed since', { exact: true }).waitFor()
  await page.getByRole('button', { name: `Send the changes: “Past course, mended” to ${NAME}` }).click()
  await rowOf(page, 'Past course, mended')
    .getByRole('link', { name: /^Sent \d/ })
    .waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('switch')

  // Turned off: what is there stays, and later changes stay here (X16).
  await switchOf(page, 'Past course, mended').click()
  await rowOf(page, 'Past course, mended').getByText('changes stay here').waitFor()
  expect(other.arrived().filter(({ title }) => title === 'Past course, mended')).toHaveLength(1)
  const arrived = other.arrived().find(({ title }) => title === 'Poster day')
  expect(arrived).toMatchObject({ startedOn: '2026-05-01', completedOn: '2026-05-03', attachments: [{ name: 'poster.pdf' }] })
})

test('X6, X7: disconnecting asks, keeps what is there, and what is completed in between goes only by its switch', async () => {
  const ada = await at.clinician()
  const email = accountThere()
  await connected(ada, email)
  await ada.record({ title: 'Sent before', status: 'completed' })
  const page = await tab.page({ signedInAs: ada })
  await openPortfolio(page)
  await rowOf(page, 'Sent before')
    .getByRole('link', { name: /^Sent \d/ })
    .waitFor()
  await page.goto(`${tab.url}/connections`)
  const log = page.getByRole('region', { name: 'What was sent' })
  await log.getByRole('button', { name: 'Exactly what was sent of Sent before' }).click()
  await log.getByRole('definition').getByText('Sent before').waitFor()
  await page.getByRole('button', { name: 'Check the connection' }).click()
  await page.getByText('It answers. There is nothing to do.').waitFor()

  await page.getByRole('button', { name: 'Disconnect', exact: true }).click()
  const asks = page.getByRole('dialog', { name: `Disconnect ${NAME}?` })
  await asks.getByText(`What was sent to ${NAME} stays there.`).waitFor()
  await asks.getByRole('button', { name: 'Cancel' }).click()
  await asks.waitFor({ state: 'detached' })
  expect((await ada.ask(listConnections)).connections).toHaveLength(1)
  await page.getByRole('button', { name: 'Disconnect', exact: true }).click()
  await asks.getByRole('button', { name: 'Disconnect', exact: true }).click()
  const connect = page.getByRole('button', { name: `Connect ${NAME}` })
  await connect.waitFor()
  expect((await ada.ask(listConnections)).connections).toEqual([])

  await ada.record({ title: 'In between', status: 'completed' })
  // Nothing connected: no column, and nothing is asked about items (P1). The item itself still says that it was sent.
  const asked: string[] = []
  page.on('request', (request) => void (request.url().includes('/deliveries') && asked.push(request.url())))
  await openPortfolio(page)
  await rowOf(page, 'In between').waitFor()
  expect(await page.getByRole('columnheader', { name: 'Sync' }).count()).toBe(0)
  expect(asked).toEqual([])
  await page.getByRole('link', { name: 'Sent before', exact: true }).click()
  await page.getByRole('region', { name: 'Sent to other portfolios' }).getByText('disconnected since').waitFor()

  await page.goto(`${tab.url}/connections`)
  await connect.click()
  await decideThere(page, (control) => control.click(), email, 'Allow')
  await page.getByText('Connected', { exact: true }).waitFor()
  await openPortfolio(page)
  await rowOf(page, 'Sent before')
    .getByRole('link', { name: /^Sent \d/ })
    .waitFor()
  await rowOf(page, 'In between').getByText('Not sent', { exact: true }).waitFor()
  const there = await listThere(page)
  await there.getByRole('link', { name: 'Sent before' }).waitFor()
  expect(await there.getByRole('link', { name: 'In between' }).count()).toBe(0)
  await switchOf(page, 'In between').click()
  await rowOf(page, 'In between')
    .getByRole('link', { name: /^Sent \d/ })
    .waitFor()
  await there.reload()
  await there.getByRole('link', { name: 'In between' }).waitFor()
  await there.getByText('2 records').waitFor()
})

test('X5, X9, X10: what waits, failed or is not sure says so, with what can be done about it', async () => {
  const ada = await at.clinician()
  const email = accountThere()
  await connected(ada, email)
  const page = await tab.page({ signedInAs: ada })
  other.standIn.faults.set({ mode: '429', retryAfterSeconds: 600 })
  await ada.record({ title: 'Waits', status: 'completed' })
  await openPortfolio(page)
  await rowOf(page, 'Waits').getByText('Waiting', { exact: true }).waitFor()
  other.standIn.faults.set({ mode: 'none' })
  await page.goto(`${tab.url}/connections`)
  await page.getByText('1 item waiting').waitFor()
  await page.getByRole('button', { name: 'Try all now' }).click()
  await page.getByText('Trying 1 item now.').waitFor()
  await page.getByText('Nothing waits', { exact: true }).waitFor()

  other.forgetful = true
  try {
    other.standIn.faults.set({ mode: 'drop-after-storing', honoursKeys: false })
    await ada.record({ title: 'Lost', status: 'completed' })
    await openPortfolio(page)
    await rowOf(page, 'Lost').getByText('Not sure', { exact: true }).waitFor()
    await page.getByRole('button', { name: `It is there: “Lost” to ${NAME}` }).click()
    await rowOf(page, 'Lost')
      .getByText(/^Sent \d/)
      .waitFor()
  } finally {
    other.forgetful = false
    other.standIn.faults.set({ mode: 'none', honoursKeys: true })
  }

  await at.house.db.updateTable('delivery').set({ state: 'failed', fault: 'It answered 422.' }).where('owner_id', '=', ada.id).execute()
  await page.goto(tab.url)
  const waits = page.getByRole('region', { name: 'Waits for you' })
  await waits.getByText('2 items could not be sent').waitFor()
  await openPortfolio(page)
  await rowOf(page, 'Waits').getByText('Failed: It answered 422.').waitFor()
  await page.getByRole('button', { name: `Try again: “Waits” to ${NAME}` }).click()
  await rowOf(page, 'Waits')
    .getByRole('link', { name: /^Sent \d/ })
    .waitFor()

  await other.revoke(email)
  await ada.record({ title: 'Meanwhile', status: 'completed' })
  await page.goto(`${tab.url}/connections`)
  await page.getByText('Paused', { exact: true }).waitFor()
  await page.goto(tab.url)
  await waits.getByText('It took the access back.').waitFor()
  await waits
    .getByRole('link', { name: `Look: ${NAME}` })
    .first()
    .click()
  await page.getByRole('button', { name: 'Connect again' }).click()
  await decideThere(page, (control) => control.click(), email, 'Allow')
  await page.getByText('Connected', { exact: true }).waitFor()
  await openPortfolio(page)
  await rowOf(page, 'Meanwhile')
    .getByRole('link', { name: /^Sent \d/ })
    .waitFor()
})

test('N2, X3: by keyboard alone a switch is turned on and off', async () => {
  const ada = await at.clinician()
  await ada.completed({ title: 'Past' })
  await connected(ada, accountThere())
  const hands = await handsOn(await tab.page({ signedInAs: ada }), 'keyboard')
  const { page } = hands
  await openPortfolio(page)
  await hands.press(switchOf(page, 'Past'))
  await rowOf(page, 'Past')
    .getByRole('link', { name: /^Sent \d/ })
    .waitFor()
  expect(await switchOf(page, 'Past').evaluate((element) => element === document.activeElement)).toBe(true)
  await hands.press(switchOf(page, 'Past'))
  await rowOf(page, 'Past').getByText('changes stay here').waitFor()
})

test('N2: axe finds nothing, and nothing scrolls sideways, where other portfolios are told of', async () => {
  const ada = await at.clinician()
  for (const n of [1, 2, 3]) await ada.completed({ title: `Evening teaching ${n}`, tags: [{ label: 'Acute' }, { label: 'Ward' }] })
  const walk = new Walk(await tab.page({ signedInAs: ada }), tab.url)
  const { page } = walk
  await walk.open('/connections', 'Connections')
  await page.getByRole('button', { name: `Connect ${NAME}` }).waitFor()
  await walk.look('nothing connected')
  await walk.resize('nothing connected')
  await walk.open('/connections/back?state=made-up', 'Back from the other portfolio')
  await page.getByRole('alert').waitFor()
  await walk.look('a way back that is none')
  await walk.resize('a way back that is none')
  await walk.open('/', /^(Good|Hello)/)
  await page.getByRole('heading', { name: 'Send your learning to another portfolio' }).waitFor()
  await walk.look('home, to connect')
  await walk.resize('home, to connect')

  const id = await connected(ada, accountThere(), false)
  await walk.open(`/connections?look=${id}`, 'Connections')
  await page.getByRole('dialog').getByText('Own learning').waitFor()
  await walk.look('what will be sent')
  await walk.resize('what will be sent')
  await page.getByRole('button', { name: 'Start sending' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await ada.record({ title: 'Weightlessness-and-its-consequences-for-the-fluid-balance-of-everybody', status: 'completed' })
  const log = page.getByRole('region', { name: 'What was sent' })
  await expect.poll(async () => (await ada.ask(listConnections)).connections[0]?.lastSuccessAt ?? null).not.toBeNull()
  await page.reload()
  await log.getByRole('button', { name: /^Exactly/ }).click()
  await walk.look('connected')
  await walk.resize('connected')
  await page.getByRole('button', { name: 'Disconnect', exact: true }).click()
  await page.getByRole('dialog').getByText('stays there').waitFor()
  await walk.look('disconnect')
  await walk.close()

  const items = (await ada.list()).items
  const states = ['failed', 'not sure', 'waiting'] as const
  for (const [n, state] of states.entries()) {
    const row = { state, fault: state === 'failed' ? 'It answered 422.' : null, next_try_at: new Date(Date.now() + 3_600_000) }
    await at.house.db
      .insertInto('delivery')
      .values({
        owner_id: ada.id,
        connection_id: id,
        item_id: items.find(({ title }) => title === `Evening teaching ${n + 1}`)!.id,
        ...row,
      })
      .execute()
  }
  await openPortfolio(page)
  await page.getByText('Failed: It answered 422.').waitFor()
  await walk.look('table with the column')
  await walk.resize('table with the column')
  await page.getByRole('link', { name: 'Evening teaching 2', exact: true }).click()
  await page.getByRole('dialog').getByRole('region', { name: 'Sent to other portfolios' }).waitFor()
  await walk.look('item, how it stands')
  await walk.resize('item, how it stands')
  await at.house.db.updateTable('connection').set({ state: 'paused', paused_at: new Date() }).where('id', '=', id).execute()
  await walk.open('/connections', 'Connections')
  await page.getByText('Paused', { exact: true }).waitFor()
  await walk.look('paused')
  await walk.resize('paused')
  walk.end()
})
