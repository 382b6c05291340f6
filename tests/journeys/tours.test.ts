import { expect, test } from 'vitest'
import { readPreferences, savePreferences } from '#domain/accounts/profile-contract.ts'
import { browser, expectAccessible, expectNoSidewaysScroll } from '../support/browser.ts'
import { house } from '../support/house.ts'

const at = house({ listening: true })
const tab = browser(at)

/** Somebody whose first visit it is. */
async function newcomer() {
  const ada = await at.clinician()
  await at.house.db.updateTable('preference').set({ tours_seen: [] }).where('owner_id', '=', ada.id).execute()
  return ada
}

test('H2: the tour of a page by keyboard alone: offered once, there and back, ended with Esc, and shown again when asked for', async () => {
  const ada = await newcomer()
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/portfolio`)
  const offer = page.getByRole('region', { name: 'Tour of this page' })
  await offer.waitFor()
  await expectAccessible(page, 'the offer')
  await offer.getByRole('button', { name: 'Show me' }).focus()
  await page.keyboard.press('Enter')

  const step = page.getByRole('dialog', { name: /^Add and sort/ })
  await step.waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Next')
  await expectAccessible(page, 'a step')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: /^What it comes to/ }).waitFor()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('dialog', { name: 'Find what you need Step 3 of 4' }).waitFor()
  await page.keyboard.press('ArrowLeft')
  await page.getByRole('dialog', { name: /^What it comes to/ }).waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Back')
  await page.keyboard.press('Escape')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Portfolio')

  // On this device and any other.
  await expect.poll(async () => (await ada.ask(readPreferences)).toursSeen).toEqual(['portfolio'])
  await page.reload()
  await page.getByRole('button', { name: 'New item' }).first().waitFor()
  expect(await offer.count()).toBe(0)

  await page.getByRole('button', { name: 'Help' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Show the tour of this page' }).focus()
  await page.keyboard.press('Enter')
  await step.waitFor()
  for (let next = 0; next < 4; next++) await page.keyboard.press('ArrowRight')
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
})

test('H2: skipped it is never offered again; each page has its own; a window over the page ends it', async () => {
  const ada = await newcomer()
  const { id } = await ada.record({ title: 'Grand round' })
  const page = await tab.page({ signedInAs: ada, width: 390, height: 844, dark: true })
  const offer = page.getByRole('region', { name: 'Tour of this page' })
  await page.goto(tab.url)
  await offer.waitFor()
  await expectNoSidewaysScroll(page, 'the offer at phone width')
  await offer.getByRole('button', { name: 'Skip' }).click()
  await expect.poll(() => offer.count()).toBe(0)
  await expect.poll(async () => (await ada.ask(readPreferences)).toursSeen).toEqual(['home'])
  for (const path of ['/learning', '/reflection', '/appraisal', '/connections', '/portfolio']) {
    await page.goto(`${tab.url}${path}`)
    await offer.getByRole('button', { name: 'Show me' }).click()
    const steps = page.getByRole('dialog')
    await steps.waitFor()
    for (let n = 1; n <= 4; n++) {
      await page.getByText(new RegExp(`^Step ${n} of `)).waitFor()
      await expectNoSidewaysScroll(page, `${path}, step ${n}`)
      const box = await steps.boundingBox()
      expect(box!.x, path).toBeGreaterThanOrEqual(0)
      expect(box!.y, path).toBeGreaterThanOrEqual(0)
      expect(box!.x + box!.width, path).toBeLessThanOrEqual(390)
      expect(box!.y + box!.height, path).toBeLessThanOrEqual(844)
      if (n === 2) await expectAccessible(page, `${path}, step 2 in the dark`)
      if (path === '/portfolio' && n === 2) break
      const last = await steps.getByRole('button', { name: 'Done' }).count()
      await steps.getByRole('button', { name: last === 1 ? 'Done' : 'Next' }).click()
      if (last === 1) break
    }
    if (path !== '/portfolio') await expect.poll(() => steps.count()).toBe(0)
  }
  await page.getByText('Grand round').first().click()
  await page.getByRole('dialog', { name: 'Grand round' }).waitFor()
  expect(await page.getByText(/^Step \d of/).count()).toBe(0)

  // Straight to an item: its window is not in anybody's way.
  await at.house.db.updateTable('preference').set({ tours_seen: [] }).where('owner_id', '=', ada.id).execute()
  await page.goto(`${tab.url}/portfolio?item=${id}`)
  await page.getByRole('dialog', { name: 'Grand round' }).waitFor()
  expect(await page.getByText(/^Step \d of/).count()).toBe(0)
})

test('H2: what is sent is added to what was seen, and nobody hears of it', async () => {
  const ada = await newcomer()
  await ada.ask(savePreferences, { body: { toursSeen: ['learning'] } })
  expect((await ada.ask(savePreferences, { body: { toursSeen: ['home'] } })).toursSeen).toEqual(['home', 'learning'])
  expect((await ada.ask(savePreferences, { body: { toursSeen: [] } })).toursSeen).toEqual(['home', 'learning'])
  const acts = await at.house.db.selectFrom('audit').select('act').where('owner_id', '=', ada.id).execute()
  expect(acts.map(({ act }) => act)).not.toContain('accounts.settings_changed')
})
