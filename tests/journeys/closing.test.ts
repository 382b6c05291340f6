import { afterEach, expect, test, vi } from 'vitest'
import { closingJobs } from '#server/accounts/closing-jobs.ts'
import { browser, expectAccessible, expectNoSidewaysScroll } from '../support/browser.ts'
import { handsOn } from '../support/hands.ts'
import { house } from '../support/house.ts'
import { PASSWORD } from '../support/person.ts'

const at = house({ listening: true })
const tab = browser(at)
afterEach(() => void vi.useRealTimers())

test('A10: an account is closed, kept, closed again by keyboard, and erased: nothing of it is found', async () => {
  const ada = await at.clinician({ name: 'Dr Ada Wanderer' })
  await ada.record({ title: 'wanderertitle', notes: 'wanderernotes' })
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/profile/security`)
  await page.getByRole('link', { name: 'Close my account…' }).click()
  await page.getByText('no programme keeps anything of you').waitFor()
  await expectAccessible(page, 'close my account')
  await page.getByRole('button', { name: 'Close my account' }).click()
  await page.getByText('Type your password.').waitFor()
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('textbox', { name: 'Type the word ‘close’' }).fill('shut')
  await page.getByRole('button', { name: 'Close my account' }).click()
  await page.getByText('Type the word: close.').waitFor()
  await page.getByRole('textbox', { name: 'Type the word ‘close’' }).fill('close')
  await page.getByRole('button', { name: 'Close my account' }).click()
  await page.getByRole('heading', { level: 1, name: 'Your account is closing' }).waitFor()
  await expectAccessible(page, 'the account is closing')
  // No page leads round it.
  await page.goto(`${tab.url}/portfolio`)
  await page.getByText(/^Your account closes on /).waitFor()
  await page.getByRole('button', { name: 'Keep my account' }).click()
  await page.getByRole('heading', { level: 1, name: /, Dr Ada Wanderer$/ }).waitFor()
  await page.goto(`${tab.url}/portfolio`)
  await page.getByText('wanderertitle').first().waitFor()

  const phone = await tab.page({ signedInAs: ada, width: 390, height: 844, dark: true })
  const hands = await handsOn(phone, 'keyboard')
  await phone.goto(`${tab.url}/profile/close`)
  await phone.getByRole('button', { name: 'Close my account' }).waitFor()
  await expectAccessible(phone, 'close my account, dark')
  await expectNoSidewaysScroll(phone, 'close my account')
  await hands.write(phone.getByLabel('Password', { exact: true }), PASSWORD)
  await hands.write(phone.getByRole('textbox', { name: 'Type the word ‘close’' }), 'close')
  await hands.press(phone.getByRole('button', { name: 'Close my account' }))
  await phone.getByRole('heading', { level: 1, name: 'Your account is closing' }).waitFor()
  await expectNoSidewaysScroll(phone, 'the account is closing')

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * 24 * 60 * 60 * 1000 })
  await closingJobs(at.house)['accounts.close_due']!({}, {} as never)
  vi.useRealTimers()
  await phone.goto(`${tab.url}/portfolio`)
  await phone.getByRole('heading', { level: 1, name: 'Welcome to Cairn' }).waitFor()
  const { rows } = await at.house.pool.query('select 1 from item where item::text like $1', ['%wanderer%'])
  expect(rows).toEqual([])
})
