import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { readPreferences } from '#domain/accounts/profile-contract.ts'
import { guardWords } from '#domain/guard-words.ts'
import { SWITCHED_MAILS } from '#domain/mail-category.ts'
import { itemById } from '#domain/portfolio/contract.ts'
import { browser, expectAccessible, expectNoSidewaysScroll } from '../support/browser.ts'
import { house } from '../support/house.ts'

const at = house({ listening: true })
const tab = browser(at)
const NUMBER = '943 476 5919'
const selected = (field: Locator) => field.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd))

test('P18: a reflection’s notes are marked as one types, shown, and kept only with a reason; by keyboard, by light, in the dark, on a phone', async () => {
  const ada = await at.clinician()
  const item = await ada.record({ title: 'A busy night', type: 'reflection' })
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/portfolio?item=${item.id}`)
  const window = page.getByRole('dialog', { name: 'A busy night' })
  const notes = window.getByRole('textbox', { name: 'Notes', exact: true })
  await notes.fill(`I saw Mrs Abernethy, NHS ${NUMBER}, and learned to ask for help.`)

  const found = window.getByRole('group', { name: guardWords.list('Notes') })
  await found.getByText(guardWords.blocked(1)).waitFor()
  await expect.poll(() => window.locator('mark').allTextContents()).toEqual(['Mrs Abernethy', NUMBER])
  await window.locator('mark').first().scrollIntoViewIfNeeded()
  await expectAccessible(page, 'what the guard found')

  // By keyboard: from the field to 'Show', which leads back to what was found.
  await notes.focus()
  for (const name of [guardWords.hide, guardWords.showThis('Name', 'Mrs Abernethy'), guardWords.showThis('NHS number', NUMBER)]) {
    await page.keyboard.press('Tab')
    await expect.poll(() => found.getByRole('button', { name, exact: true }).evaluate((one) => one === document.activeElement)).toBe(true)
  }
  await page.keyboard.press('Enter')
  await expect.poll(() => selected(notes)).toBe(NUMBER)
  expect(await notes.evaluate((area) => area === document.activeElement)).toBe(true)

  // Saving is refused at the field, and nothing typed is lost.
  const save = window.getByRole('button', { name: 'Save', exact: true })
  await save.click()
  await expect.poll(() => notes.getAttribute('aria-invalid')).toBe('true')
  await window
    .getByText(guardWords.refused(['NHS number']))
    .first()
    .waitFor()
  expect(await notes.inputValue()).toContain(NUMBER)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectAccessible(page, 'what the guard found, in the dark')
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page, 'what the guard found')

  const reason = found.getByRole('textbox', { name: guardWords.reason('NHS number') })
  await reason.fill('no')
  await save.click()
  await window.getByText(guardWords.reasonShort).first().waitFor()
  await reason.fill('It is the number of a training record')
  await save.click()
  await window.getByText('Saved', { exact: true }).waitFor()
  expect((await ada.ask(itemById, { params: { id: item.id } })).notes).toContain(NUMBER)

  await notes.fill('I saw a patient and learned to ask for help.')
  await found.waitFor({ state: 'detached' })
})

test('P18: outside clinical writing it is a quiet line that stops nothing', async () => {
  const ada = await at.clinician()
  const item = await ada.record({ title: 'A course', type: 'course' })
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/portfolio?item=${item.id}`)
  const window = page.getByRole('dialog', { name: 'A course' })
  await window.getByRole('textbox', { name: 'Notes', exact: true }).fill(`Ring 07700 900123 about ${NUMBER}`)
  const found = window.getByRole('group', { name: guardWords.list('Notes') })
  await found.getByText(guardWords.found(2)).waitFor()
  expect(await found.getByRole('button', { name: /^Show/ }).count()).toBe(0)
  await found.getByRole('button', { name: guardWords.look }).click()
  await found.getByText(guardWords.rules.phone.why).waitFor()
  await window.getByRole('button', { name: 'Save', exact: true }).click()
  await window.getByText('Saved', { exact: true }).waitFor()
})

test('A6, H3: emails are switched in Site settings, by keyboard, at once and for every device', async () => {
  const ada = await at.clinician()
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/portfolio`)
  await page.getByRole('button', { name: 'Site settings' }).click()
  const settings = page.getByRole('dialog', { name: 'Site settings' })
  await settings.getByRole('tab', { name: 'Notifications' }).press('Enter')
  await settings.getByRole('tab', { name: 'Notifications', selected: true }).waitFor()
  const signOffs = settings.getByRole('switch', { name: 'Sign-offs' })
  await signOffs.focus()
  await page.keyboard.press('Space')
  await expect.poll(async () => (await ada.ask(readPreferences)).mailOff).toEqual(['sign-offs'])
  await settings.getByText('These always come').waitFor()
  expect(await settings.getByRole('switch').count()).toBe(SWITCHED_MAILS.length)
  await expectAccessible(page, 'Notifications')
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectAccessible(page, 'Notifications, in the dark')
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page, 'Notifications')

  const elsewhere = await tab.page({ signedInAs: ada })
  await elsewhere.goto(`${tab.url}/portfolio`)
  await elsewhere.getByRole('button', { name: 'Site settings' }).click()
  await elsewhere.getByRole('tab', { name: 'Notifications' }).click()
  await expect.poll(() => elsewhere.getByRole('switch', { name: 'Sign-offs' }).isChecked()).toBe(false)
  await elsewhere.getByRole('switch', { name: 'Sign-offs' }).locator('xpath=..').click()
  await expect.poll(async () => (await ada.ask(readPreferences)).mailOff).toEqual([])
})
