import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { itemById } from '#domain/portfolio/contract.ts'
import { savePreferences } from '#domain/accounts/profile-contract.ts'
import { browser } from '../support/browser.ts'
import { handsOn, WAYS } from '../support/hands.ts'
import { house } from '../support/house.ts'
import { PDF, upload } from '../support/uploading.ts'

const at = house({ listening: true })
const tab = browser(at)

test.each(WAYS)('P2, P3, P4: an item is recorded by its title alone and the rest filled in later, by %s', async (way) => {
  const ada = await at.clinician()
  const page = await tab.page({ signedInAs: ada })
  const hands = await handsOn(page, way)
  await page.goto(`${tab.url}/portfolio`)
  const button = (name: string) => page.getByRole('button', { name, exact: true })

  await hands.press(button('New item'))
  const fresh = page.getByRole('dialog', { name: 'New item' })
  await hands.write(fresh.getByRole('textbox', { name: 'Title' }), 'Sepsis teaching')
  await hands.press(fresh.getByRole('button', { name: 'Record', exact: true }))
  await fresh.waitFor({ state: 'detached' })

  await hands.press(page.getByRole('table').getByRole('link', { name: 'Sepsis teaching', exact: true }))
  const item = page.getByRole('dialog', { name: 'Sepsis teaching' })
  await hands.choose(item.getByRole('combobox', { name: 'Type' }), 'Teaching attended')
  await hands.write(item.getByRole('textbox', { name: 'Started' }), '30 Mar 2026')
  await hands.write(item.getByRole('textbox', { name: 'Completed' }), '31/3/2026')
  await hands.write(item.getByRole('textbox', { name: 'Web address' }), 'https://example.org/sepsis')
  await hands.write(item.getByRole('textbox', { name: 'Personal credits', exact: true }), '1.5')
  await hands.write(item.getByRole('textbox', { name: 'Notes' }), 'Lactate first.')
  await hands.press(item.getByRole('tab', { name: 'Impact', exact: true }))
  await hands.write(item.getByRole('textbox', { name: 'Changes to my practice' }), 'I ask for the lactate.')
  await hands.write(item.getByRole('textbox', { name: 'Impact credits', exact: true }), '0.25')
  await hands.press(item.getByRole('button', { name: 'Save', exact: true }))
  await item.getByText('Saved', { exact: true }).waitFor()
  await hands.press(item.getByRole('tab', { name: 'History', exact: true }))
  await item.getByText('I ask for the lactate.').waitFor()
  await hands.press(item.getByRole('button', { name: 'Close', exact: true }))
  await item.waitFor({ state: 'detached' })

  // Back where one was, with what was written in the row and in the total.
  await expect.poll(() => focused(page)).toBe('Sepsis teaching')
  const row = page.getByRole('row', { name: /Sepsis teaching/ })
  for (const said of ['Completed', '31 Mar 2026', '1.50']) await row.getByText(said, { exact: true }).waitFor()
  await row.getByRole('link', { name: 'Open example.org in a new tab' }).waitFor()
  await expect.poll(() => page.getByTestId('total').textContent()).toBe('1.75 credits')
  const { id } = (await ada.list()).items[0]!
  expect(await ada.ask(itemById, { params: { id } })).toMatchObject({
    type: 'teaching attended',
    startedOn: '2026-03-30',
    completedOn: '2026-03-31',
    status: 'completed',
    personal: 150,
    impact: 25,
    notes: 'Lactate first.',
    practiceChanges: 'I ask for the lactate.',
  })
})

test.each(WAYS)('P5, P6: a row is tagged where it stands, from two sets and by typing, by %s', async (way) => {
  const ada = await at.clinician()
  await ada.ask(savePreferences, { body: { tagSets: ['gmp-2024', 'rcgp-2025'] } })
  await ada.record({ title: 'Sepsis in adults' })
  const page = await tab.page({ signedInAs: ada })
  const hands = await handsOn(page, way)
  await page.goto(`${tab.url}/portfolio`)

  await hands.press(page.getByRole('button', { name: 'Tag Sepsis in adults' }))
  const tags = page.getByRole('dialog').getByRole('combobox', { name: 'Tags' })
  const [gmp, rcgp] = ['gmp-2024', 'rcgp-2025'].map((id) => at.house.catalogue.tagSets.find((set) => set.id === id)!.groups[0]!.items[0]!)
  for (const { label } of [gmp!, rcgp!]) await hands.pick(tags, label, label)
  await hands.pick(tags, 'Acute', 'New tag “Acute”')
  await page.keyboard.press('Escape')
  const row = page.getByRole('row', { name: /Sepsis in adults/ })
  for (const label of [gmp!.label, rcgp!.label, 'Acute']) await row.getByText(label, { exact: true }).waitFor()
  await expect
    .poll(async () => (await ada.list()).items[0]!.tags.map((tag) => tag.setId ?? 'own').toSorted())
    .toEqual(['gmp-2024', 'own', 'rcgp-2025'])
})

test.each(WAYS)('P14: what is binned is gone from table and total, and undo brings it back, by %s', async (way) => {
  const ada = await at.clinician()
  await ada.completed({ title: 'Sepsis in adults', personal: 150 })
  await ada.completed({ title: 'Asthma in children', personal: 100 })
  await ada.completed({ title: 'Journal club', personal: 50 })
  const page = await tab.page({ signedInAs: ada })
  const hands = await handsOn(page, way)
  await page.goto(`${tab.url}/portfolio`)
  const total = page.getByTestId('total')
  const title = (name: string) => page.getByRole('table').getByRole('link', { name, exact: true })
  await expect.poll(() => total.textContent()).toBe('3.00 credits')

  // Several rows, from the table.
  for (const name of ['Sepsis in adults', 'Asthma in children'])
    await hands.press(page.getByRole('checkbox', { name: `Select ${name}`, exact: true }))
  await page.getByText('2 selected').waitFor()
  await hands.press(page.getByRole('region', { name: 'Selected rows' }).getByRole('button', { name: 'Move to bin', exact: true }))
  await title('Sepsis in adults').waitFor({ state: 'detached' })
  await expect.poll(() => total.textContent()).toBe('0.50 credits')
  await hands.press(page.getByRole('button', { name: 'Undo', exact: true }))
  await title('Sepsis in adults').waitFor()
  await title('Asthma in children').waitFor()
  await expect.poll(() => total.textContent()).toBe('3.00 credits')

  // One, from its window.
  await hands.press(title('Journal club'))
  await hands.press(page.getByRole('dialog').getByRole('button', { name: 'Bin', exact: true }))
  await title('Journal club').waitFor({ state: 'detached' })
  await hands.press(page.getByRole('button', { name: 'Undo', exact: true }))
  await title('Journal club').waitFor()
  await expect.poll(async () => (await ada.list()).items.length).toBe(3)
})

test.each(WAYS)(
  'P19: a change from a window that has become stale shows both versions and overwrites nothing unseen, by %s',
  async (way) => {
    const ada = await at.clinician()
    const { id, version } = await ada.record({ title: 'Sepsis in adults', notes: 'First words.' })
    const [first, second] = await Promise.all([tab.page({ signedInAs: ada }), tab.page({ signedInAs: ada })])
    for (const page of [first, second]) {
      await page.goto(`${tab.url}/portfolio?item=${id}`)
      await page.getByRole('dialog').getByRole('textbox', { name: 'Notes' }).waitFor()
    }
    const save = async (page: typeof first, notes: string) => {
      const hands = await handsOn(page, way)
      await hands.write(page.getByRole('textbox', { name: 'Notes' }), notes)
      await hands.press(page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }))
      return hands
    }
    await save(first, 'Written at the first device.')
    await first.getByText('Saved', { exact: true }).waitFor()
    const hands = await save(second, 'Written at the second device.')

    const both = second.getByRole('dialog', { name: 'Somebody saved this item meanwhile' })
    await both.getByText('Written at the first device.').waitFor()
    await both.getByText('Written at the second device.').waitFor()
    const notes = async () => (await ada.ask(itemById, { params: { id } })).notes
    expect(await notes()).toBe('Written at the first device.')
    await hands.press(both.getByRole('radio', { name: 'Keep mine' }))
    await hands.press(both.getByRole('button', { name: 'Save these' }))
    await both.waitFor({ state: 'detached' })
    await expect.poll(notes).toBe('Written at the second device.')
    const { version: now } = await ada.ask(itemById, { params: { id } })
    expect(now).toBeGreaterThan(version + 1)
  },
)

test('N2: Escape closes the topmost window alone, and the focus goes back to where it was', async () => {
  const ada = await at.clinician()
  const { id } = await ada.record({ title: 'Sepsis in adults' })
  await upload(ada, id, 'certificate.pdf', PDF)
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/portfolio`)
  const hands = await handsOn(page, 'keyboard')
  const item = page.getByRole('dialog', { name: 'Sepsis in adults' })
  await hands.press(page.getByRole('link', { name: 'Sepsis in adults', exact: true }))

  await hands.press(item.getByRole('button', { name: 'Open the calendar' }).first())
  const calendar = page.getByRole('button', { name: 'Next month' })
  await calendar.waitFor()
  await page.keyboard.press('Escape')
  await calendar.waitFor({ state: 'detached' })
  await expect.poll(() => focused(page)).toBe('Open the calendar')

  await hands.press(item.getByRole('tab', { name: 'Files', exact: true }))
  await hands.press(item.getByRole('button', { name: 'Remove certificate.pdf' }))
  const removing = page.getByRole('dialog', { name: 'Remove the file' })
  await removing.waitFor()
  await page.keyboard.press('Escape')
  await removing.waitFor({ state: 'detached' })
  await expect.poll(() => focused(page)).toBe('Remove certificate.pdf')

  await page.keyboard.press('Escape')
  await item.waitFor({ state: 'detached' })
  await expect.poll(() => focused(page)).toBe('Sepsis in adults')
  for (const name of ['New item', 'Export report', 'Site settings', 'Help']) {
    await hands.press(page.getByRole('button', { name, exact: true }))
    await page.getByRole('dialog', { name, exact: true }).getByRole('button', { name: 'Close' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => focused(page)).toBe(name)
  }
})

const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)
