import type { Locator } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { readPreferences } from '#domain/accounts/profile-contract.ts'
import { beginEntry, readEntry, saveEntryPart } from '#domain/assessments/contract.ts'
import { askAssessor } from '#domain/assessments/ticket-contract.ts'
import { guardWords } from '#domain/guard-words.ts'
import { SWITCHED_MAILS } from '#domain/mail-category.ts'
import { itemById } from '#domain/portfolio/contract.ts'
import { ticketWords } from '#web/assessments/ticket-page-words.ts'
import { browser, expectAccessible, expectNoSidewaysScroll } from '../support/browser.ts'
import { house } from '../support/house.ts'
import { meetingWith, supervised } from '../support/meetings.ts'
import { inDays } from '../support/related.ts'

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

test('P18: a form is marked in a row, kept with a reason by keyboard, and the reason stays with it', async () => {
  const { trainee, educational, ownerId } = await supervised(at)
  const itemId = await meetingWith(trainee, 'es-review')
  const page = await tab.page({ signedInAs: educational })
  await page.goto(`${tab.url}/record/${ownerId}/entries/${itemId}`)
  await page.getByRole('button', { name: 'Add a row' }).click()
  const cell = page.getByRole('textbox', { name: 'What, row 1' })
  await cell.fill(`Call ${NUMBER} back`)
  const found = page.getByRole('group', { name: guardWords.list('What, row 1') })
  await found.getByText(guardWords.blocked(1)).waitFor()
  await expectAccessible(page, 'what the guard found in a row')
  const save = page.getByRole('button', { name: 'Save', exact: true })
  await save.click()
  await page
    .getByText(guardWords.refused(['NHS number']))
    .first()
    .waitFor()
  await expect.poll(() => cell.evaluate((one) => one === document.activeElement)).toBe(true)
  // By keyboard: from the field past the rest of its row to the reason, and saved by Enter.
  const reason = found.getByRole('textbox', { name: guardWords.reason('NHS number') })
  await expect
    .poll(async () => {
      await page.keyboard.press('Tab')
      return reason.evaluate((one) => one === document.activeElement)
    })
    .toBe(true)
  await page.keyboard.type('It is an exercise’s number')
  await page.keyboard.press('Enter')
  await expect.poll(() => save.isDisabled()).toBe(true)
  await page.reload()
  await expect.poll(() => reason.inputValue()).toBe('It is an exercise’s number')
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page, 'what the guard found in a row')
})

test('P18, P20: an assessor without an account is told on their phone, leaves, comes back to their words and reason, and signs', async () => {
  const { trainee, ownerId } = await supervised(at)
  const itemId = uuidv7()
  const params = { ownerId, itemId }
  await trainee.ask(beginEntry, { body: { id: itemId, form: 'cbd', eventOn: inDays(-1) } })
  const answers = { problem: 'Fever', setting: 'ward' }
  await trainee.ask(saveEntryPart, { params: { ...params, section: 'case' }, body: { answers, version: 0 } })
  const { url } = await trainee.ask(askAssessor, { params, body: { id: uuidv7(), way: 'on the spot' } })
  const phone = await tab.page({ width: 390, height: 844 })
  await phone.goto(url!)
  await phone.getByRole('button', { name: 'Begin' }).click()
  const radios = phone.getByRole('radio', { name: 'Meets what is expected', exact: true })
  await radios.first().waitFor()
  for (let index = 0; index < (await radios.count()); index++) await radios.nth(index).check()
  await phone.getByRole('radio', { name: 'Average' }).check()
  await phone.getByRole('textbox', { name: /^What to develop/ }).fill('Escalate sooner.')
  await phone.getByRole('textbox', { name: /^Agreed action/ }).fill('Read the guideline.')
  const well = phone.getByRole('textbox', { name: /^What went well/ })
  await well.fill(`A clear plan for ${NUMBER}.`)
  await expect.poll(() => phone.locator('mark').allTextContents()).toEqual([NUMBER])
  await phone.getByRole('textbox', { name: 'Your name' }).fill('Dr Noor Hale')
  await phone.getByRole('combobox', { name: 'Your role' }).selectOption('consultant')
  await phone.getByRole('combobox', { name: 'Professional body' }).selectOption('none')
  await phone.getByRole('textbox', { name: 'Your work email' }).fill('noor.hale@trust.example')
  const sign = async () => {
    await phone.getByRole('button', { name: 'Sign', exact: true }).click()
    await phone.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).click()
  }
  await sign()
  await expect.poll(() => well.getAttribute('aria-invalid')).toBe('true')
  await phone.emulateMedia({ colorScheme: 'dark' })
  await expectAccessible(phone, 'what the guard found, on a ticket')
  await expectNoSidewaysScroll(phone, 'what the guard found, on a ticket')
  const reason = phone.getByRole('textbox', { name: guardWords.reason('NHS number') })
  await reason.fill('A number made up for teaching')
  await phone.getByText(ticketWords.kept).waitFor()
  await phone.reload()
  await expect.poll(() => reason.inputValue()).toBe('A number made up for teaching')
  expect(await well.inputValue()).toContain(NUMBER)
  await sign()
  await phone.getByText(ticketWords.signed('Dr Ada Okafor')).waitFor()
  expect((await trainee.ask(readEntry, { params })).state).toBe('submitted')
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
