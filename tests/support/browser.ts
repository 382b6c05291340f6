import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { PASSWORD } from './person.ts'
import type { TestHouse } from './house.ts'

const ARGUMENTS = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** The browser of a test file. Every page must end without an error in its console. */
export class TestBrowser {
  readonly at: TestHouse
  #browser: Browser | null = null
  #contexts: BrowserContext[] = []
  readonly faults: string[] = []

  constructor(at: TestHouse) {
    this.at = at
  }

  get url(): string {
    return this.at.house.config.url
  }

  async open(): Promise<void> {
    const asRoot = process.getuid?.() === 0
    this.#browser = await chromium.launch({
      executablePath: process.env['CAIRN_CHROMIUM'] ?? '/usr/bin/chromium',
      args: asRoot ? [...ARGUMENTS, '--no-sandbox'] : ARGUMENTS,
    })
  }

  async close(): Promise<void> {
    for (const context of this.#contexts) await context.close()
    await this.#browser?.close()
  }

  /** A new browser profile, as on another device. */
  async device(options: { width?: number; height?: number; dark?: boolean } = {}): Promise<BrowserContext> {
    const context = await this.#browser!.newContext({
      viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
      colorScheme: options.dark ? 'dark' : 'light',
      locale: 'en-GB',
      timezoneId: 'Europe/London',
      acceptDownloads: true,
      reducedMotion: 'reduce',
    })
    this.#contexts.push(context)
    return context
  }

  async page(
    options: Parameters<TestBrowser['device']>[0] & { signedInAs?: { email: string; password?: string; deviceIsMine?: boolean } } = {},
  ): Promise<Page> {
    const context = await this.device(options)
    if (options.signedInAs) {
      const answer = await context.request.post(`${this.url}/api/session`, {
        data: {
          email: options.signedInAs.email,
          password: options.signedInAs.password ?? PASSWORD,
          deviceIsMine: options.signedInAs.deviceIsMine ?? false,
        },
      })
      expect(answer.ok(), await answer.text()).toBe(true)
    }
    return this.watch(await context.newPage())
  }

  /** Notes what the page complains of. */
  watch(page: Page): Page {
    page.on('pageerror', (error) => this.faults.push(`${page.url()}: ${error.message}`))
    page.on('console', (message) => {
      // A refusal by the server is no fault of the page: the browser notes each as an error of loading.
      if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
        this.faults.push(`${page.url()}: ${message.text()}`)
    })
    page.on('response', (answer) => {
      if (answer.status() >= 500) console.log(`${answer.status()} at ${answer.request().method()} ${answer.url()}`)
    })
    return page
  }
}

/** Opens a browser before the tests of a file; after them no page may have complained. */
export function browser(at: TestHouse): TestBrowser {
  const tab = new TestBrowser(at)
  beforeAll(() => tab.open())
  afterAll(async () => {
    await tab.close()
    expect(tab.faults).toEqual([])
  })
  return tab
}

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds on the page as it stands, in words. */
export async function accessFaults(page: Page): Promise<string[]> {
  await settled(page)
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; help: string; nodes: { target: unknown[]; failureSummary: string }[] }[] }> }
    }
    const { violations } = await axe.run()
    return violations.map(
      (one) =>
        `${one.id}: ${one.help} at ${one.nodes
          .slice(0, 3)
          .map((node) => `${node.target.join(' ')} (${node.failureSummary})`)
          .join('; ')}`,
    )
  })
}

/** Nothing is on its way: no colour to another, no rows to others. */
const settled = (page: Page) =>
  page.waitForFunction(
    () =>
      document.querySelector('[data-stale]') === null &&
      document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().iterations === Infinity),
  )

/** Fails with what axe finds on the page as it stands, in words. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  expect(await accessFaults(page), where).toEqual([])
}

/** What can be scrolled sideways, but for frames made for a table. */
export const sidewaysFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const root = document.documentElement
    const wide =
      root.scrollWidth > root.clientWidth ? [`the page is ${root.scrollWidth - root.clientWidth} pixels wider than the screen`] : []
    const frames = [...document.querySelectorAll<HTMLElement>('body *')].filter(
      (element) =>
        element.scrollWidth > element.clientWidth + 1 &&
        element.clientWidth > 1 &&
        ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) &&
        element.querySelector('table') === null &&
        !(element instanceof HTMLInputElement),
    )
    return [
      ...wide,
      ...frames.map(
        (element) =>
          `${element.tagName.toLowerCase()}.${element.className} is ${element.scrollWidth - element.clientWidth} pixels too wide`,
      ),
    ]
  })

/** Nothing but frames made for it scrolls sideways. A page takes a moment to lay itself out for another width. */
export async function expectNoSidewaysScroll(page: Page, where: string): Promise<void> {
  await expect.poll(() => sidewaysFaults(page), { message: where, timeout: 3000 }).toEqual([])
}
