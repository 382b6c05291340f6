import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import type { Locator, Page } from 'playwright-core'
import { extractText, getDocumentProxy } from 'unpdf'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { FIRST_COLUMNS, savePreferences, type Column } from '#domain/accounts/profile-contract.ts'
import { showHundredths } from '#domain/hundredths.ts'
import { shortDate } from '#domain/plain-date.ts'
import { DEMO_PASSWORD } from '#server/accounts/demo-people.ts'
import { seedDemo } from '#server/demo.ts'
import { browser } from '../support/browser.ts'
import { handsOn, WAYS, type Hands, type Way } from '../support/hands.ts'
import { house } from '../support/house.ts'
import { Person } from '../support/person.ts'

const GP = { email: 'gp@example.org', password: DEMO_PASSWORD }
const CONDITIONS = ['diabetes', 'cardiovascular risk', 'obesity']

const at = house({ listening: true })
const tab = browser(at)
let gp: Person

beforeAll(async () => {
  await seedDemo(at.house, () => undefined)
  gp = await Person.atNewDevice(at.house, GP.email, false, GP.password)
})

beforeEach(async () => {
  await gp.ask(savePreferences, { body: { columns: [...FIRST_COLUMNS], accreditorId: null, unit: 'credits' } })
})

async function atPortfolio(way: Way, search = ''): Promise<{ page: Page; hands: Hands }> {
  const page = await tab.page({ signedInAs: GP })
  const hands = await handsOn(page, way)
  await page.goto(`${tab.url}/portfolio${search}`)
  await page.getByRole('table').waitFor()
  return { page, hands }
}

const totalOf = (page: Page) => page.getByTestId('total').textContent()
const rowsShown = async (page: Page) =>
  Number(
    /of ([\d,]+)$/
      .exec(
        (await page
          .getByText(/^Showing /)
          .last()
          .textContent())!,
      )![1]!
      .replace(',', ''),
  )
const titlesOf = (page: Page) => page.getByRole('rowheader').getByRole('link').allTextContents()

/** The ids of the GP's tags of these names. */
async function tagIds(labels: readonly string[]): Promise<string[]> {
  const rows = await at.house.db
    .selectFrom('tag')
    .select(['id', 'label'])
    .where('owner_id', '=', gp.id)
    .where('label', 'in', labels)
    .execute()
  return labels.map((label) => rows.find((row) => row.label === label)!.id)
}

test.each(WAYS)(
  'P7: three tags narrow 620 items to the handful that bear all three, and each count says how many would remain, by %s',
  async (way) => {
    const { page, hands } = await atPortfolio(way)
    expect(await rowsShown(page)).toBe(620)
    await hands.press(page.getByRole('button', { name: 'Tags', exact: true }))
    const panel = page.getByRole('complementary', { name: 'Tags' })
    for (const [index, label] of CONDITIONS.entries()) {
      const choice = panel.getByRole('button', { name: new RegExp(String.raw`^${label}\b`) })
      const bearing = await bearingAll(CONDITIONS.slice(0, index + 1))
      await expect.poll(async () => Number(/\d+$/.exec((await choice.textContent())!)![0])).toBe(bearing)
      await hands.press(choice)
      await expect.poll(() => rowsShown(page)).toBe(bearing)
      await expect.poll(() => choice.getAttribute('aria-pressed')).toBe('true')
    }
    const left = await titlesOf(page)
    expect(left.length).toBe(await bearingAll(CONDITIONS))
    expect(left.length).toBeGreaterThan(1)
    expect(left.length).toBeLessThan(20)
    const filters = { tags: await tagIds(CONDITIONS) }
    expect((await gp.list(filters)).items.map((item) => item.title)).toEqual(left)
    // P9: the address says it all.
    expect(new URL(page.url()).searchParams.getAll('tags')).toEqual(filters.tags)
    await page.reload()
    await expect.poll(() => titlesOf(page)).toEqual(left)

    await hands.press(page.getByRole('group', { name: 'Chosen filters' }).getByRole('button', { name: 'Remove obesity' }))
    await expect.poll(async () => rowsShown(page)).toBe(await bearingAll(CONDITIONS.slice(0, 2)))
  },
)

/** Counted from the rows of tags, by another way than the page's. */
async function bearingAll(labels: readonly string[]): Promise<number> {
  const rows = await at.house.db
    .selectFrom('item_tag')
    .innerJoin('tag', (join) => join.onRef('tag.owner_id', '=', 'item_tag.owner_id').onRef('tag.id', '=', 'item_tag.tag_id'))
    .select('item_tag.item_id')
    .where('item_tag.owner_id', '=', gp.id)
    .where('tag.label', 'in', labels)
    .execute()
  return [...Map.groupBy(rows, (row) => row.item_id).values()].filter((some) => some.length === labels.length).length
}

test.each(WAYS)(
  'C1, C6, C7, C11: an organisation is chosen after seeing what the total becomes, None gives the old one back, and hours change no number, by %s',
  async (way) => {
    const { page, hands } = await atPortfolio(way)
    const { none, rcgp } = await countedByHand()
    const region = page.getByRole('region', { name: 'Total' })
    await expect.poll(() => totalOf(page)).toBe(`${showHundredths(none.counted + none.impact)} credits`)
    const { name, country } = at.house.catalogue.accreditors.find(({ id }) => id === 'rcgp')!
    const label = `${name} (${country})`

    const settings = await openAccreditation(page, hands)
    const organisation = settings.getByRole('combobox', { name: 'Accrediting organisation' })
    await hands.pick(organisation, name, label)
    const preview = settings.getByRole('table', { name: 'What your total would become' })
    await expectPreview(preview, none, rcgp)
    expect((await gp.list()).totals).toMatchObject({ counted: none.counted })
    await hands.press(settings.getByRole('button', { name: `Change to ${label}`, exact: true }))
    await hands.press(settings.getByRole('button', { name: 'Close' }))
    await expect.poll(() => totalOf(page)).toBe(`${showHundredths(rcgp.counted + rcgp.impact)} credits`)
    await expect
      .poll(async () => (await region.getByRole('definition').allTextContents()).map((text) => Math.round(Number(text) * 100)))
      .toEqual([rcgp.counted, rcgp.impact, rcgp.notCounted])
    await region.getByText('personal, not counted', { exact: true }).waitFor()

    await openAccreditation(page, hands)
    await hands.pick(organisation, 'None', 'None')
    await expectPreview(preview, rcgp, none)
    await hands.press(settings.getByRole('button', { name: 'Change to None', exact: true }))
    await hands.press(settings.getByRole('radio', { name: 'Hours' }))
    await hands.press(settings.getByRole('button', { name: 'Close' }))
    await expect.poll(() => totalOf(page)).toBe(`${showHundredths(none.counted + none.impact)} hours`)
    expect(await region.getByText('not counted').count()).toBe(0)
    await openAccreditation(page, hands)
    await hands.press(settings.getByRole('radio', { name: 'Credits' }))
    await hands.press(settings.getByRole('button', { name: 'Close' }))
    await expect.poll(() => totalOf(page)).toBe(`${showHundredths(none.counted + none.impact)} credits`)
  },
)

async function openAccreditation(page: Page, hands: Hands): Promise<Locator> {
  await hands.press(page.getByRole('button', { name: 'Site settings', exact: true }))
  const settings = page.getByRole('dialog', { name: 'Site settings' })
  await hands.press(settings.getByRole('tab', { name: 'Accreditation', exact: true }))
  return settings
}

interface Sums {
  readonly counted: number
  readonly impact: number
  readonly notCounted: number
}

async function expectPreview(preview: Locator, now: Sums, then: Sums): Promise<void> {
  const sum = ({ counted, impact }: Sums) => counted + impact
  const rows = [
    ['Counted', now.counted, then.counted],
    ['Impact', now.impact, then.impact],
    ['Total', sum(now), sum(then)],
    ['Personal, not counted', now.notCounted, then.notCounted],
  ] as const
  for (const [name, before, after] of rows) {
    await expect
      .poll(() =>
        preview
          .getByRole('row', { name: new RegExp(`^${name}`) })
          .getByRole('cell')
          .allTextContents(),
      )
      .toEqual([showHundredths(before), showHundredths(after)])
  }
}

/** The sums of C6 from the rows themselves. */
async function countedByHand(): Promise<{ none: Sums; rcgp: Sums }> {
  const { db } = at.house
  const items = await db
    .selectFrom('item')
    .select(['id', 'personal', 'impact'])
    .where('owner_id', '=', gp.id)
    .where('status', '=', 'completed')
    .where('binned_at', 'is', null)
    .execute()
  const awards = await db
    .selectFrom('credit_award')
    .select(['item_id', 'amount'])
    .where('owner_id', '=', gp.id)
    .where('accreditor_id', '=', 'rcgp')
    .execute()
  const awarded = new Map(awards.map((award) => [award.item_id, award.amount]))
  const sum = (amounts: (number | null | undefined)[]) => amounts.reduce((total: number, amount) => total + (amount ?? 0), 0)
  const impact = sum(items.map((item) => item.impact))
  return {
    none: { counted: sum(items.map((item) => item.personal)), impact, notCounted: 0 },
    rcgp: {
      counted: sum(items.map((item) => awarded.get(item.id))),
      impact,
      notCounted: sum(items.filter((item) => !awarded.has(item.id)).map((item) => item.personal)),
    },
  }
}

test.each(WAYS)('P1, A6: columns are hidden, added and put in another order, at once and for good, by %s', async (way) => {
  const { page, hands } = await atPortfolio(way)
  const headings = async () => (await page.getByRole('columnheader').allTextContents()).filter((text) => text !== '')
  expect(await headings()).toEqual(['Title', 'Tags', 'Status', 'Completed', 'Credits', 'Link'])
  await hands.press(page.getByRole('button', { name: 'Site settings', exact: true }))
  const settings = page.getByRole('dialog', { name: 'Site settings' })
  await hands.press(settings.getByRole('checkbox', { name: 'Link', exact: true }))
  await expect.poll(headings).toEqual(['Title', 'Tags', 'Status', 'Completed', 'Credits'])
  await hands.press(settings.getByRole('checkbox', { name: 'Type', exact: true }))
  await expect.poll(headings).toEqual(['Title', 'Tags', 'Status', 'Completed', 'Credits', 'Type'])
  for (const after of ['Credits', 'Completed', 'Status', 'Tags']) {
    await hands.press(settings.getByRole('button', { name: 'Move Type up', exact: true }))
    await expect
      .poll(async () => {
        const now = await headings()
        return now[now.indexOf('Type') + 1]
      })
      .toBe(after)
  }
  await hands.press(settings.getByRole('button', { name: 'Close' }))
  await page.reload()
  await page.getByRole('table').waitFor()
  expect(await headings()).toEqual(['Title', 'Type', 'Tags', 'Status', 'Completed', 'Credits'])
})

test('P1: a column is dragged to another place', async () => {
  const { page, hands } = await atPortfolio('mouse')
  await hands.press(page.getByRole('button', { name: 'Site settings', exact: true }))
  const row = (name: string) =>
    page
      .getByRole('dialog')
      .getByRole('listitem')
      .filter({ has: page.getByRole('checkbox', { name, exact: true }) })
  const [from, to] = [await row('Credits').getByTitle('Drag Credits to another place').boundingBox(), await row('Tags').boundingBox()]
  await page.mouse.move(from!.x + 5, from!.y + 5)
  await page.mouse.down()
  await page.mouse.move(from!.x + 5, to!.y + to!.height / 2, { steps: 5 })
  await page.mouse.up()
  await expect
    .poll(async () => (await page.getByRole('columnheader').allTextContents()).filter((text) => text !== ''))
    .toEqual(['Title', 'Credits', 'Tags', 'Status', 'Completed', 'Link'])
})

test.each(WAYS)('R1, R2, R3: CSV and PDF hold exactly the rows, columns and totals on screen, by %s', async (way) => {
  const columns: Column[] = ['title', 'credits', 'type', 'completed', 'status']
  await gp.ask(savePreferences, { body: { columns } })
  const [tag] = await tagIds(['obesity'])
  const { page, hands } = await atPortfolio(way, `?tags=${tag}&status=completed&sort=title&order=asc`)
  const rows = await shownRows(page)
  const total = (await totalOf(page))!
  expect(rows.length).toBe(await rowsShown(page))
  expect(rows.length).toBeGreaterThan(5)

  await hands.press(page.getByRole('button', { name: 'Export report', exact: true }))
  const window = page.getByRole('dialog', { name: 'Export report' })
  await hands.press(window.getByRole('radio', { name: 'CSV' }))
  const csv = await fetched(page, () => hands.press(window.getByRole('button', { name: 'Export', exact: true })))
  const lines: string[][] = parse(csv, { bom: true, relax_column_count: true, skip_empty_lines: false })
  const end = lines.findIndex((line) => line.join('') === '')
  expect(lines[0]).toEqual(['Title', 'Credits', 'Type', 'Completed', 'Status'])
  expect(lines.slice(1, end)).toEqual(rows)
  const facts = new Map(lines.slice(end + 1).map(([name, value]) => [name!, value!]))
  expect(`${facts.get('Total (credits)')} credits`).toBe(total)
  expect(facts.get('Items')).toBe(String(rows.length))
  expect(facts.get('Tag')).toBe('obesity')

  await hands.press(window.getByRole('button', { name: 'Another report' }))
  await hands.press(window.getByRole('radio', { name: 'PDF' }))
  await hands.press(window.getByRole('button', { name: 'Export', exact: true }))
  await window.getByText('Your report is ready.').waitFor({ timeout: 60_000 })
  const pdf = await fetched(page, () => hands.press(window.getByRole('link', { name: 'Download' })))
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true })
  const plain = squeezed(text)
  expect(plain).toContain(squeezed('Title Credits Type Completed Status'))
  expect(plain).toContain(squeezed(`Total ${total}`))
  // One after the other, each with its cells in the order of the columns, and none besides.
  let from = 0
  for (const [title, credits, type, completed, status] of rows) {
    const found = plain.indexOf(squeezed(`${title}${credits}${type}${completed === '' ? '' : shortDate(completed!)}${status}`), from)
    expect(found, title).toBeGreaterThan(-1)
    from = found + 1
  }
  expect(plain.match(/Completed/g)!.length).toBeGreaterThanOrEqual(rows.length)
  const others = (await gp.list({ status: 'in progress' })).items.map((item) => squeezed(item.title))
  for (const other of others) expect(plain).not.toContain(other)
})

/** Spaces and the places where a line may break say nothing about what stands there. */
const squeezed = (text: string) => text.replace(/[\s\u200b\u00ad]+/g, '')

async function fetched(page: Page, act: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), act()])
  return readFile(await download.path())
}

/** The cells on screen, row by row, days as plain dates. */
const shownRows = (page: Page): Promise<string[][]> =>
  page
    .getByRole('table')
    .evaluate((table) =>
      [...table.querySelectorAll('tbody tr')].map((row) =>
        [...row.querySelectorAll('[data-column]')].map(
          (cell) => cell.querySelector('time')?.dateTime ?? cell.querySelector('a')?.textContent ?? cell.textContent ?? '',
        ),
      ),
    )
