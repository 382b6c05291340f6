import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** The two ways to walk every journey (N2). */
export const WAYS = ['mouse', 'keyboard'] as const
export type Way = (typeof WAYS)[number]

/** How a person works a page. A journey is written once and walked with either pair of hands. */
export interface Hands {
  readonly way: Way
  readonly page: Page
  /** Works a button, a link, a tab, a checkbox, a radio or a row of a list. */
  press(control: Locator): Promise<void>
  /** Puts `text` in the place of what a field holds. */
  write(field: Locator, text: string): Promise<void>
  /** Chooses from a plain list. */
  choose(list: Locator, label: string): Promise<void>
  /** Chooses from a list that is searched by typing. `option` is the text of the option, or of its end. */
  pick(field: Locator, typed: string, option: string): Promise<void>
}

export async function handsOn(page: Page, way: Way): Promise<Hands> {
  if (way === 'mouse') return new Mouse(page)
  const keyboard = new Keyboard(page)
  await keyboard.forbidPointer()
  return keyboard
}

const kindOf = (control: Locator): Promise<string> =>
  control.evaluate(
    (element) => element.getAttribute('role') ?? (element instanceof HTMLInputElement ? element.type : element.tagName.toLowerCase()),
  )

class Mouse implements Hands {
  readonly way = 'mouse'
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async press(control: Locator): Promise<void> {
    await control.waitFor({ state: 'attached' })
    const box = await control.boundingBox()
    // Some radios are there for the keyboard alone; what is seen of them is their label.
    if ((await kindOf(control)) !== 'radio' || (box !== null && box.width > 1)) return control.click()
    const id = await control.getAttribute('id')
    await this.page.locator(`label[for="${id}"]`).click()
  }

  async write(field: Locator, text: string): Promise<void> {
    await field.click()
    await field.fill(text)
  }

  async choose(list: Locator, label: string): Promise<void> {
    await list.selectOption({ label })
  }

  async pick(field: Locator, typed: string, option: string): Promise<void> {
    await field.click()
    await field.fill(typed)
    await this.page
      .getByRole('option', { name: endingIn(option) })
      .first()
      .click()
  }
}

const endingIn = (text: string) => new RegExp(`${text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`)

/** More presses than a person would put up with. */
const MOST_PRESSES = 150

class Keyboard implements Hands {
  readonly way = 'keyboard'
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** From now on a pointer that touches the page is a fault of the test. */
  async forbidPointer(): Promise<void> {
    await this.page.exposeFunction('pointerTouched', () => expect.fail('the pointer was used in a journey by keyboard alone'))
    await this.page.addInitScript(() => {
      addEventListener('pointerdown', () => void (globalThis as unknown as { pointerTouched(): Promise<void> }).pointerTouched(), true)
    })
  }

  async press(control: Locator): Promise<void> {
    await control.waitFor({ state: 'attached' })
    const kind = await kindOf(control)
    if (kind === 'tab') return this.arrowTo(control, control.locator('xpath=ancestor::*[@role="tablist"]//*[@role="tab"][@tabindex="0"]'))
    if (kind === 'radio') {
      const name = await control.getAttribute('name')
      const group = this.page.locator(`input[type=radio][name="${name}"]`)
      const chosen = this.page.locator(`input[type=radio][name="${name}"]:checked`)
      if ((await chosen.count()) > 0) return this.arrowTo(control, chosen)
      await this.reachFirst(group)
      if (await control.evaluate((element) => element === document.activeElement)) return this.page.keyboard.press('Space')
      return this.arrowTo(control, this.page.locator(':focus'))
    }
    await this.reach(control)
    await this.page.keyboard.press(kind === 'checkbox' || kind === 'switch' ? 'Space' : 'Enter')
  }

  async write(field: Locator, text: string): Promise<void> {
    await this.reach(field)
    await this.page.keyboard.press('Control+A')
    if (text === '') await this.page.keyboard.press('Delete')
    else if (text.length < 200) await this.page.keyboard.type(text)
    else await this.page.keyboard.insertText(text)
  }

  async choose(list: Locator, label: string): Promise<void> {
    await this.reach(list)
    await this.page.keyboard.type(label)
    await expect.poll(() => list.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.label)).toBe(label)
  }

  async pick(field: Locator, typed: string, option: string): Promise<void> {
    await this.write(field, typed)
    await this.page
      .getByRole('option', { name: endingIn(option) })
      .first()
      .waitFor()
    for (let presses = 0; presses < MOST_PRESSES; presses++) {
      await this.page.keyboard.press('ArrowDown')
      const active = await this.page.evaluate(() => {
        const id = document.activeElement?.getAttribute('aria-activedescendant')
        return id ? (document.getElementById(id)?.textContent ?? '') : ''
      })
      if (endingIn(option).test(active)) return this.page.keyboard.press('Enter')
    }
    throw new Error(`The arrow keys do not reach the option '${option}'.`)
  }

  /** Tab, or Shift+Tab where the control stands earlier on the page, until it has the focus. */
  private async reach(control: Locator): Promise<void> {
    await control.waitFor({ state: 'attached' })
    for (let presses = 0; presses < MOST_PRESSES; presses++) {
      const where = await control.evaluate((element) => {
        const now = document.activeElement
        if (now === element) return 'here'
        if (now === null || now === document.body) return 'after'
        return now.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING ? 'before' : 'after'
      })
      if (where === 'here') return
      await this.page.keyboard.press(where === 'before' ? 'Shift+Tab' : 'Tab')
    }
    const now = await this.page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200))
    throw new Error(`Tab does not reach ${control.toString()} in ${MOST_PRESSES} presses; the focus is on ${now}`)
  }

  /** Of radios none of which is chosen Tab reaches the first, or going back the last. */
  private async reachFirst(group: Locator): Promise<void> {
    const first = group.first()
    await first.waitFor({ state: 'attached' })
    for (let presses = 0; presses < MOST_PRESSES; presses++) {
      const where = await group.evaluateAll((radios) => {
        const now = document.activeElement
        if (now !== null && radios.includes(now as HTMLElement)) return 'here'
        if (now === null || now === document.body) return 'after'
        return now.compareDocumentPosition(radios[0]!) & Node.DOCUMENT_POSITION_PRECEDING ? 'before' : 'after'
      })
      if (where === 'here') return
      await this.page.keyboard.press(where === 'before' ? 'Shift+Tab' : 'Tab')
    }
    throw new Error(`Tab does not reach ${first.toString()} in ${MOST_PRESSES} presses.`)
  }

  /** Within tabs and radios Tab reaches the chosen one, and the arrows go on from there. */
  private async arrowTo(control: Locator, chosen: Locator): Promise<void> {
    await this.reach(chosen)
    for (let presses = 0; presses < 20; presses++) {
      if (await control.evaluate((element) => element === document.activeElement)) return
      await this.page.keyboard.press('ArrowRight')
    }
    throw new Error(`The arrow keys do not reach ${control.toString()}.`)
  }
}
