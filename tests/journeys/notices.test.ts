import { expect, test } from 'vitest'
import { savePreferences } from '#domain/accounts/profile-contract.ts'
import { browser } from '../support/browser.ts'
import { house } from '../support/house.ts'

const at = house({ listening: true })
const tab = browser(at)

test('P23: a photographed paper takes the title typed, and a picture that is refused is told of', async () => {
  const ada = await at.clinician()
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/portfolio`)
  await page.getByRole('button', { name: 'New item', exact: true }).click()
  const fresh = page.getByRole('dialog', { name: 'New item' })
  await fresh.getByRole('textbox', { name: 'Title', exact: true }).fill('Handout on sepsis')
  await fresh
    .getByLabel('Photograph a paper')
    .last()
    .setInputFiles({ name: 'paper.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) })
  const notice = page.getByRole('alert').filter({ hasText: 'Handout on sepsis' })
  await expect.poll(() => notice.allInnerTexts()).toEqual([expect.stringContaining('its picture is not with it. This file is empty.')])
  await expect.poll(() => page.getByRole('row', { name: /Handout on sepsis/ }).count()).toBe(1)
  await notice.getByRole('button', { name: 'Open' }).click()
  await expect.poll(() => page.getByRole('dialog', { name: /Handout on sepsis/ }).count()).toBe(1)
})

test('C7: with hours chosen the column, and the one to sort by, are called so', async () => {
  const ada = await at.clinician()
  await ada.ask(savePreferences, { body: { unit: 'hours' } })
  await ada.record({ title: 'Grand round', personal: 150 })
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/portfolio`)
  await expect.poll(() => page.getByRole('columnheader', { name: 'Hours' }).count()).toBe(1)
  expect(await page.getByRole('columnheader', { name: 'Credits' }).count()).toBe(0)
})
