import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { accessFaults, sidewaysFaults } from './browser.ts'

/** Everything axe says of the states of one page, all of it at once. */
export class Walk {
  readonly page: Page
  readonly #url: string
  readonly faults: string[] = []

  constructor(page: Page, url: string) {
    this.page = page
    this.#url = url
  }

  /** As it stands, light and dark. */
  async look(where: string): Promise<void> {
    for (const colorScheme of ['dark', 'light'] as const) {
      await this.page.emulateMedia({ colorScheme })
      await this.page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
      this.#note(`${where}, ${colorScheme}`, await accessFaults(this.page))
    }
  }

  /** On a phone, a tablet and a wide screen. */
  async resize(where: string): Promise<void> {
    for (const width of [320, 768, 1600]) {
      await this.page.setViewportSize({ width, height: 900 })
      const name = `${where} at ${width}`
      this.#note(name, await accessFaults(this.page))
      this.#note(name, await sidewaysFaults(this.page))
    }
    await this.page.setViewportSize({ width: 1280, height: 900 })
  }

  async open(path: string, sees: string | RegExp): Promise<void> {
    await this.page.goto(`${this.#url}${path}`)
    await this.page.getByRole('heading', { level: 1, name: sees }).waitFor()
  }

  async press(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).first().click()
  }

  /** Waits for a window and what it shows. */
  async window(name: string, shows: string): Promise<void> {
    await this.page.getByRole('dialog', { name }).getByText(shows).first().waitFor()
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape')
    await this.page.getByRole('dialog').waitFor({ state: 'detached' })
  }

  end(): void {
    expect(this.faults).toEqual([])
  }

  #note(where: string, found: readonly string[]): void {
    this.faults.push(...found.map((fault) => `${where}: ${fault}`))
  }
}
