import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { itemById, type Item } from '#domain/portfolio/contract.ts'
import { accessFaults, sidewaysFaults } from './browser.ts'
import type { Person } from './person.ts'

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
export const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
export const tags = (page: Page) => page.getByRole('combobox', { name: 'Tags', exact: true })

/** What stands in the fields of a capture. */
export const valuesOf = async (page: Page) => ({
  title: await field(page, 'Title').inputValue(),
  address: await field(page, 'Web address').inputValue(),
  note: await field(page, 'Note').inputValue(),
})

export const saved = (page: Page) => page.getByRole('heading', { level: 1, name: 'Saved', exact: true }).waitFor()

export async function onlyItem(person: Person): Promise<Item> {
  const { items } = await person.list()
  expect(items).toHaveLength(1)
  return person.ask(itemById, { params: { id: items[0]!.id } })
}

/** What axe finds, and what scrolls sideways: light and dark, on the narrowest phone, in a small window and on a wide screen. */
export async function faultsInAllSizes(page: Page, where: string): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
    for (const width of [320, 420, 1280]) {
      await page.setViewportSize({ width, height: 560 })
      const faults = [...(await accessFaults(page)), ...(await sidewaysFaults(page))]
      found.push(...faults.map((fault) => `${where}, ${colorScheme} at ${width}: ${fault}`))
    }
  }
  return found
}
