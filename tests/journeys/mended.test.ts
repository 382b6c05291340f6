import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { savePreferences } from '#domain/accounts/profile-contract.ts'
import { amendItem, itemById } from '#domain/portfolio/contract.ts'
import { browser } from '../support/browser.ts'
import { house } from '../support/house.ts'
import type { Person } from '../support/person.ts'

const at = house({ listening: true })
const tab = browser(at)

async function atPortfolio(ada: Person, search = '', size: { width?: number; height?: number } = {}): Promise<Page> {
  const page = await tab.page({ signedInAs: ada, ...size })
  await page.goto(`${tab.url}/portfolio${search}`)
  return page
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

const showing = (page: Page, n: number) => page.getByText(`Showing ${n} of 60`, { exact: true })

async function recordMany(ada: Person, count: number): Promise<void> {
  for (let n = 0; n < count; n++) await ada.completed({ title: `Teaching ${n}`, personal: n })
}

/** The calls for a next page, and what the page said of them about itself. */
function furtherPages(page: Page): boolean[] {
  const calls: boolean[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).searchParams.has('after')) calls.push(request.headers()['cairn-background'] === '1')
  })
  return calls
}

test('N1, P9: where the next rows do not come the list says why, waits to be asked again, and is no sign of the person (A2)', async () => {
  const ada = await at.clinician()
  await recordMany(ada, 60)
  const page = await atPortfolio(ada)
  const calls = furtherPages(page)
  await page.route('**/items?*after=*', (route) =>
    route.fulfill({
      status: 429,
      contentType: 'application/problem+json',
      body: JSON.stringify({ status: 429, code: 'try_later', title: 'Try again in a minute.', fields: [] }),
    }),
  )
  await showing(page, 50).scrollIntoViewIfNeeded()
  await page.getByRole('alert').getByText('The next rows could not be fetched. Try again in a minute.').waitFor()
  await page.mouse.wheel(0, -400)
  await page.mouse.wheel(0, 2000)
  await page.waitForTimeout(1500)
  expect(calls).toEqual([true])

  await page.unroute('**/items?*after=*')
  await button(page, 'Try again').click()
  await showing(page, 60).waitFor()
  expect(calls).toEqual([true, true])
  expect(await page.getByRole('alert').count()).toBe(0)
})

test('P9: a list in an order that is no longer that of the organisation begins anew and shows all rows', async () => {
  const ada = await at.clinician()
  await recordMany(ada, 60)
  const page = await atPortfolio(ada, '?sort=credits')
  const calls = furtherPages(page)
  await showing(page, 50).waitFor()
  await ada.ask(savePreferences, { body: { accreditorId: 'rcgp' } })
  await showing(page, 50).scrollIntoViewIfNeeded()
  await showing(page, 60).waitFor()
  expect(calls.length).toBeLessThan(4)
})

test('P5: Enter takes the tag of that very name, ArrowDown and Enter the best match, and Enter alone else makes the new tag', async () => {
  const ada = await at.clinician()
  await ada.record({ title: 'Ward round', tags: [{ label: 'antenatal diabetes' }, { label: 'diabetes' }] })
  const page = await atPortfolio(ada)
  await button(page, 'New item').click()
  const fresh = page.getByRole('dialog', { name: 'New item' })
  const tags = fresh.getByRole('combobox', { name: 'Tags', exact: true })
  const on = () => fresh.getByRole('button', { name: /^Take off/ }).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))
  await tags.click()
  await page.getByRole('option', { name: 'diabetes', exact: true }).waitFor()
  const type = async (text: string, ...keys: string[]) => {
    await tags.fill(text)
    for (const key of keys) await tags.press(key)
    return on()
  }
  expect(await type('Diabetes', 'Enter')).toEqual(['Take off diabetes'])
  expect(await type('DIABETES', 'Enter')).toEqual(['Take off diabetes'])
  expect(await type('diab', 'ArrowDown', 'Enter')).toEqual(['Take off diabetes', 'Take off antenatal diabetes'])
  expect(await type('diab', 'Enter')).toEqual(['Take off diabetes', 'Take off antenatal diabetes', 'Take off diab'])
})

const tagsOf = async (ada: Person) => (await ada.list()).items.map((item) => item.tags.map((tag) => tag.label).join())

test('P20, N1: a tag that is typed and left is on the new item, whether by Tab or straight to the button', async () => {
  const ada = await at.clinician()
  const page = await atPortfolio(ada)
  for (const [n, key] of [[0, 'Tab'] as const, [1, null] as const]) {
    await button(page, 'New item').click()
    const fresh = page.getByRole('dialog', { name: 'New item' })
    await fresh.getByRole('textbox', { name: 'Title' }).fill(`Teaching ${n}`)
    const tags = fresh.getByRole('combobox', { name: 'Tags', exact: true })
    await tags.pressSequentially(`palliative ${n}`)
    if (key === null) await page.getByRole('option', { name: `New tag “palliative ${n}”` }).waitFor()
    if (key === null) await tags.press('Escape')
    if (key !== null) {
      await tags.press(key)
      await fresh.getByRole('button', { name: `Take off palliative ${n}` }).waitFor()
    }
    await fresh.getByRole('button', { name: 'Record', exact: true }).click()
    await fresh.waitFor({ state: 'detached' })
  }
  expect((await tagsOf(ada)).toSorted()).toEqual(['palliative 0', 'palliative 1'])
})

test('P20: a tag still being typed is part of what can be saved and of the draft', async () => {
  const ada = await at.clinician()
  const { id } = await ada.record({ title: 'Ward round' })
  const page = await atPortfolio(ada, `?item=${id}`)
  const item = page.getByRole('dialog', { name: 'Ward round' })
  const tags = item.getByRole('combobox', { name: 'Tags', exact: true })
  await tags.pressSequentially('wards')
  await item.getByText('Not saved yet').waitFor()
  await item.getByText('Draft kept').waitFor()
  await page.reload()
  await item.getByText('Changes you had not saved are back.').waitFor()
  expect(await tags.inputValue()).toBe('wards')
  await tags.press('Control+s')
  await item.getByText('Saved', { exact: true }).waitFor()
  expect(await tagsOf(ada)).toEqual(['wards'])
  expect(await tags.inputValue()).toBe('')

  await tags.pressSequentially('clinic')
  await tags.press('Tab')
  await item.getByRole('button', { name: 'Take off clinic' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('Your changes are kept as a draft and wait here for you.').waitFor()
})

test('P20: a tag typed in the row holds when the list is left for another place, and Escape drops it', async () => {
  const ada = await at.clinician()
  await ada.record({ title: 'Ward round' })
  const page = await atPortfolio(ada)
  const type = async (text: string) => {
    await button(page, 'Tag Ward round').press('Enter')
    await page.getByRole('dialog').getByRole('combobox', { name: 'Tags' }).pressSequentially(text)
  }
  await type('dropped')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await type('palliative')
  await page.getByRole('heading', { level: 1 }).click()
  await page
    .getByRole('row', { name: /Ward round/ })
    .getByText('palliative', { exact: true })
    .waitFor()
  await expect.poll(() => tagsOf(ada)).toEqual(['palliative'])
})

/** Those of the list of tags: a plain list has options too. */
const offered = (page: Page, of: { name?: string; exact?: boolean } = {}) => page.getByRole('listbox').getByRole('option', of)

/** The list is whole on the screen: nothing cuts it, and its middle is its own. */
async function expectWholeList(page: Page): Promise<void> {
  await offered(page).first().waitFor()
  const seen = await page.getByRole('listbox').evaluate((list) => {
    const box = list.getBoundingClientRect()
    const at = (y: number) => list.contains(document.elementFromPoint(box.left + box.width / 2, y))
    return {
      within: box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth,
      top: at(box.top + 6),
      bottom: at(box.bottom - 6),
      high: box.height > 120,
    }
  })
  expect(seen).toEqual({ within: true, top: true, bottom: true, high: true })
}

test.each([
  [1360, 860],
  [320, 640],
])('P5: at %i pixels the list of tags is whole, and gives way to what is below it once one is chosen', async (width, height) => {
  const ada = await at.clinician()
  await ada.ask(savePreferences, { body: { tagSets: ['gmp-2024'] } })
  await ada.record({ title: 'Ward round', tags: [{ label: 'diabetes' }, { label: 'asthma' }] })
  const page = await atPortfolio(ada, '', { width, height })
  await button(page, 'New item').click()
  const fresh = page.getByRole('dialog', { name: 'New item' })
  const tags = fresh.getByRole('combobox', { name: 'Tags', exact: true })
  await fresh.getByRole('textbox', { name: 'Title' }).fill('Teaching')
  await page.keyboard.press('Tab')
  expect(await offered(page).count()).toBe(0)
  await tags.click()
  await expectWholeList(page)
  await tags.fill('dia')
  await offered(page, { name: 'diabetes', exact: true }).click()
  await fresh.getByRole('button', { name: 'Record', exact: true }).click({ timeout: 5000 })
  await fresh.waitFor({ state: 'detached' })

  await button(page, 'Tag Ward round').click()
  await expectWholeList(page)
  await offered(page).last().scrollIntoViewIfNeeded()
  await offered(page).last().click()
  await offered(page).first().waitFor({ state: 'detached' })
  await expect.poll(async () => (await tagsOf(ada))[1]?.split(',').length).toBe(3)
})

test('P19, P4: the window of two versions shows what each does to status and both dates, and theirs stay as they are', async () => {
  const ada = await at.clinician()
  const { id, version } = await ada.record({ title: 'Ward round' })
  const page = await atPortfolio(ada, `?item=${id}`)
  const item = page.getByRole('dialog', { name: 'Ward round' })
  await item.getByRole('combobox', { name: 'Status' }).selectOption({ label: 'In progress' })
  await ada.ask(amendItem, { params: { id }, body: { version, status: 'completed', completedOn: '2026-01-01' } })
  await item.getByRole('button', { name: 'Save', exact: true }).click()
  const both = page.getByRole('dialog', { name: 'Somebody saved this item meanwhile' })
  const choice = both.getByRole('radiogroup', { name: 'Status and dates' })
  await choice.getByText('Status: In progress Started: empty Completed: empty').waitFor()
  await choice.getByText('Status: Completed Started: empty Completed: 1 Jan 2026').waitFor()
  await choice.getByRole('radio', { name: 'Take theirs' }).click()
  await both.getByRole('button', { name: 'Save these' }).click()
  await both.waitFor({ state: 'detached' })
  expect(await ada.ask(itemById, { params: { id } })).toMatchObject({ status: 'completed', completedOn: '2026-01-01' })
})

test('P1, P7: with the panel of tags open each tag in a row can still be read, and the rest are counted', async () => {
  const ada = await at.clinician()
  const labels = ['Quality improvement', 'Mental health of older people', 'Training', 'Safeguarding children', 'Communication']
  await ada.record({ title: 'Ward round', tags: labels.map((label) => ({ label })) })
  const page = await atPortfolio(ada, '?panel=true', { width: 1080 })
  const row = page.getByRole('row', { name: /Ward round/ })
  await row.getByRole('button', { name: /^\+/ }).waitFor()
  const tags = row.locator('[data-column="tags"] span[title]')
  const read = () => tags.evaluateAll((all) => all.map((one) => ({ text: one.textContent, width: one.getBoundingClientRect().width })))
  await expect.poll(async () => (await read()).length).toBeLessThan(3)
  const shown = await read()
  for (const { text, width } of shown) expect(width, text).toBeGreaterThan(60)
  await row.getByRole('button', { name: `+${labels.length - shown.length}, Tag Ward round` }).waitFor()
})

test('R1, R2: a CSV made in the page has the name the server gives it, which says its dates', async () => {
  const ada = await at.clinician()
  await ada.completed({ title: 'Ward round', completedOn: '2023-05-01' })
  const page = await atPortfolio(ada, '?from=2023-01-01')
  await button(page, 'Export report').click()
  const report = page.getByRole('dialog', { name: 'Export report' })
  await report.getByRole('radio', { name: 'CSV' }).check()
  const [download] = await Promise.all([page.waitForEvent('download'), report.getByRole('button', { name: 'Export', exact: true }).click()])
  expect(download.suggestedFilename()).toBe('cairn-from-2023-01-01.csv')
})

test('C6, C7: the total has a unit only where all its parts have it, and else each part has its own', async () => {
  const points = at.house.catalogue.accreditors.find(({ unitLabel }) => unitLabel?.many === 'points')!
  const ada = await at.clinician({ accreditor: points.id })
  await ada.completed({ title: 'Ward round', impact: 5450, awards: { [points.id]: 200 } })
  const page = await atPortfolio(ada)
  const total = page.getByRole('region', { name: 'Total', exact: true })
  await expect.poll(() => page.getByTestId('total').innerText()).toBe('56.50')
  await total.getByText('2.00 points').waitFor()
  await total.getByText('54.50 credits').waitFor()
  await ada.ask(savePreferences, { body: { accreditorId: null } })
  await page.reload()
  await expect.poll(() => page.getByTestId('total').textContent()).toBe('54.50 credits')
})

test('P15, P9: Look at them opens exactly the rows counted, by an address and a chip that can be taken off', async () => {
  const ada = await at.clinician()
  for (const title of ['Bare', 'Bare too']) await ada.completed({ title })
  await ada.completed({ title: 'Paid', personal: 100 })
  await ada.record({ title: 'Under way', status: 'in progress' })
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/`)
  await page.getByText('2 completed items without credits this CPD year').waitFor()
  await page.getByRole('link', { name: 'Look at them' }).click()
  await page.getByText('Showing 2 of 2', { exact: true }).waitFor()
  expect(new URL(page.url()).searchParams.get('withoutCredits')).toBe('true')
  await button(page, 'Export report').click()
  await page.getByText('Completed + Without credits').waitFor()
  await page.keyboard.press('Escape')
  await page.reload()
  await page.getByText('Showing 2 of 2', { exact: true }).waitFor()
  await button(page, 'Remove Without credits').click()
  await page.getByText('Showing 3 of 3', { exact: true }).waitFor()
})

test('P8, N1: a preset takes the place of a date that cannot be read, and of its fault', async () => {
  const ada = await at.clinician()
  await ada.completed({ title: 'Ward round' })
  const page = await atPortfolio(ada)
  const from = page.getByRole('textbox', { name: 'From', exact: true })
  const fault = page.getByText('There is no 31 April: it has 30 days.')
  for (const [preset, stands] of [
    ['All', /^$/],
    ['Last 5 years', /^\d+ \w+ \d{4}$/],
    ['Last 5 years', /^\d+ \w+ \d{4}$/],
  ] as const) {
    await from.fill('31/4/2026')
    await from.press('Tab')
    await fault.waitFor()
    await button(page, preset).click()
    await fault.waitFor({ state: 'detached' })
    await expect.poll(() => from.inputValue()).toMatch(stands)
  }
})

test('P14: with rows selected no two buttons have one name, and the one that throws them away says so', async () => {
  const ada = await at.clinician()
  await ada.record({ title: 'Ward round' })
  const page = await atPortfolio(ada)
  await page.getByRole('checkbox', { name: 'Select Ward round', exact: true }).check()
  await page.getByRole('region', { name: 'Selected rows' }).getByRole('button', { name: 'Move to bin', exact: true }).waitFor()
  expect(await button(page, 'Bin').count()).toBe(1)
})

test('N1: after a refusal the first field at fault has the focus once, and whoever goes on typing is not pulled away', async () => {
  const page = await tab.page()
  await page.goto(`${tab.url}/register`)
  await page.getByRole('button', { name: 'Create an account', exact: true }).click()
  const name = page.getByRole('textbox', { name: /name/i })
  await expect.poll(() => name.evaluate((field) => field === document.activeElement)).toBe(true)
  await page.keyboard.type('Dr Ada Test', { delay: 30 })
  expect(await name.inputValue()).toBe('Dr Ada Test')
})

test('N1, P2: a refused new item leaves who has gone on to a field where they are', async () => {
  const ada = await at.clinician()
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/portfolio`)
  await page.getByRole('button', { name: 'New item', exact: true }).click()
  const fresh = page.getByRole('dialog', { name: 'New item' })
  await fresh.getByRole('button', { name: 'More' }).click()
  await fresh.getByRole('button', { name: 'Record', exact: true }).click()
  const notes = fresh.getByRole('textbox', { name: 'Notes', exact: true })
  await notes.focus()
  await page.keyboard.type('Lactate first.', { delay: 60 })
  expect(await notes.inputValue()).toBe('Lactate first.')
})

test('N2: going to another page by keyboard moves the focus to its title', async () => {
  const ada = await at.clinician()
  const page = await atPortfolio(ada)
  const focused = () => page.evaluate(() => `${document.activeElement?.tagName} ${document.activeElement?.textContent}`)
  for (const [link, title] of [
    ['Learning', 'Learning'],
    ['Portfolio', 'Portfolio'],
    ['Learning', 'Learning'],
  ] as const) {
    await page.getByRole('navigation').getByRole('link', { name: link, exact: true }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(focused).toBe(`H1 ${title}`)
    await page.waitForTimeout(400)
    expect(await focused()).toBe(`H1 ${title}`)
  }
})
