import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { rightOption } from '../../src/domain/learning/attempt-rules.ts'
import type { Hands } from './hands.ts'
import type { TestHouse } from './house.ts'

/** A person who studies, with either pair of hands. */
export class Learner {
  readonly page: Page
  readonly hands: Hands
  readonly #at: TestHouse

  constructor(at: TestHouse, hands: Hands) {
    this.#at = at
    this.hands = hands
    this.page = hands.page
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  link(name: string): Locator {
    return this.page.getByRole('main').getByRole('link', { name, exact: true })
  }

  press(name: string): Promise<void> {
    return this.hands.press(this.button(name))
  }

  heading(name: string): Locator {
    return this.page.getByRole('heading', { name, exact: true })
  }

  async open(path: string, title: string): Promise<void> {
    await this.page.goto(`${this.#at.house.config.url}${path}`)
    await this.page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
  }

  /** Chooses an option of a question of the page that is open. */
  async choose(questionId: string, option: number): Promise<void> {
    await this.hands.press(this.page.locator(`[data-question="${questionId}"]`).getByRole('radio').nth(option))
  }

  /** From wherever in the module to its final assessment. */
  async toAssessment(): Promise<void> {
    while ((await this.heading('Final assessment').count()) === 0) {
      const before = this.page.url()
      await this.press('Next')
      await this.page.waitForURL((url) => url.href !== before)
    }
  }

  /** Answers the final assessment of the attempt that is open, so many of its questions rightly, and submits. */
  async finish(moduleId: string, right: number): Promise<void> {
    await this.toAssessment()
    const questions = this.#at.house.shelf.find(moduleId)!.module.questions
    for (const [index, question] of questions.entries()) {
      const option = rightOption(question)
      await this.choose(question.id, index < right ? option : (option + 1) % question.options.length)
    }
    await this.page.getByText(`${questions.length} of ${questions.length} answered`, { exact: true }).waitFor()
    await this.page.getByText('Answers kept', { exact: true }).waitFor()
    await this.press('Submit answers')
    await this.page.waitForURL(/\/result$/)
  }

  /** The heading that has the focus, as a screen reader would say it. */
  async expectFocus(text: string): Promise<void> {
    await expect.poll(() => this.page.evaluate(() => document.activeElement?.textContent)).toBe(text)
  }
}
