import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { browser } from '../support/browser.ts'
import { house } from '../support/house.ts'

const at = house({ listening: true })
const tab = browser(at)

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

async function boxOf(control: Locator): Promise<Box> {
  await control.waitFor()
  const box = await control.boundingBox()
  if (box === null) throw new Error(`${control.toString()} is not on the page`)
  return { left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + box.height }
}

test('A6, H1, P2, P7, P8, P10, R1: every control of the portfolio has its name and its place', async () => {
  const ada = await at.clinician()
  await ada.completed({ title: 'Sepsis in adults', personal: 150, tags: [{ label: 'Acute' }], completedOn: '2026-03-31' })
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/portfolio`)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const middle = 1280 / 2

  const total = await boxOf(page.getByRole('region', { name: 'Total', exact: true }))
  const table = await boxOf(page.getByRole('table'))
  const left = { newItem: await boxOf(button('New item')), tags: await boxOf(button('Tags')) }
  for (const box of Object.values(left)) {
    expect(box.right).toBeLessThan(middle)
    expect(box.bottom).toBeLessThanOrEqual(total.top)
  }
  expect(left.newItem.right).toBeLessThanOrEqual(left.tags.left)
  for (const name of ['Site settings', 'Export report', 'Help']) {
    const box = await boxOf(button(name))
    expect(box.left, name).toBeGreaterThan(middle)
    expect(box.bottom, name).toBeLessThanOrEqual(total.top)
  }
  const from = await boxOf(page.getByRole('textbox', { name: 'From', exact: true }))
  const to = await boxOf(page.getByRole('textbox', { name: 'To', exact: true }))
  for (const box of [from, to]) {
    expect(box.top).toBeGreaterThanOrEqual(total.bottom)
    expect(box.bottom).toBeLessThanOrEqual(table.top)
  }
  expect(from.right).toBeLessThanOrEqual(to.left)
  expect(total.bottom).toBeLessThan(table.top)

  await page.getByRole('table').getByRole('link', { name: 'Sepsis in adults', exact: true }).click()
  const item = page.getByRole('dialog', { name: 'Sepsis in adults', exact: true })
  const tabs = []
  for (const name of ['Details', 'Impact', 'Files', 'History']) tabs.push(await boxOf(item.getByRole('tab', { name, exact: true })))
  expect(tabs.map((box) => box.left)).toEqual(tabs.map((box) => box.left).toSorted((a, b) => a - b))
  await page.keyboard.press('Escape')
  await item.waitFor({ state: 'detached' })

  await button('Site settings').click()
  const settings = page.getByRole('dialog', { name: 'Site settings', exact: true })
  for (const name of ['Columns', 'Tag sets', 'Accreditation']) await boxOf(settings.getByRole('tab', { name, exact: true }))
  await page.keyboard.press('Escape')
  await settings.waitFor({ state: 'detached' })

  await button('Help').click()
  const help = page.getByRole('dialog', { name: 'Help', exact: true })
  expect((await boxOf(help)).left).toBeGreaterThan(middle)
})
