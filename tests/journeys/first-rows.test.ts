import { expect, test } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { startModule } from '#domain/learning/contract.ts'
import { browser } from '../support/browser.ts'
import { house } from '../support/house.ts'

const at = house({ listening: true })
const tab = browser(at)

test('N3: what shows first comes with the page; going on asks afresh', async () => {
  const ada = await at.clinician()
  for (const title of ['Sepsis in adults', 'Journal club']) await ada.completed({ title, personal: 100, completedOn: '2026-03-31' })
  const page = await tab.page({ signedInAs: ada })
  const asked: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (request.method() === 'GET' && pathname.startsWith('/api/')) asked.push(pathname.replace(ada.id, 'ada'))
  })
  const main = page.getByRole('main')

  for (const [address, shown] of [
    ['/portfolio', 'Journal club'],
    ['/portfolio?search=sepsis&from=2026-01-01&sort=title&order=asc', 'Sepsis in adults'],
    ['/', 'Journal club'],
  ] as const) {
    asked.length = 0
    await page.goto(`${tab.url}${address}`)
    await main.getByText(shown).first().waitFor()
    await page.waitForLoadState('networkidle')
    expect(
      asked.filter((path) => path !== '/api/catalogue'),
      address,
    ).toEqual([])
  }

  const { open } = await ada.ask(startModule, { params: { moduleId: 'safe-handover' }, body: { id: uuidv7() } })
  for (const [address, shown] of [
    ['/learning', 'Safe handover'],
    ['/learning?search=sepsis&specialty=acute-medicine&upTo=45', 'Recognising sepsis in adults'],
    ['/learning/modules/safe-handover', 'Key points'],
    [`/learning/attempts/${open!.attemptId}?page=1`, 'Next'],
    ['/learning/certificates', 'No certificates yet'],
  ] as const) {
    asked.length = 0
    await page.goto(`${tab.url}${address}`)
    await main.getByText(shown).first().waitFor()
    await page.waitForLoadState('networkidle')
    expect(
      asked.filter((path) => path !== '/api/catalogue' && !path.startsWith('/api/module-pictures/')),
      address,
    ).toEqual([])
  }

  await page.goto(`${tab.url}/`)
  await main.getByText('Journal club').first().waitFor()
  await ada.completed({ title: 'Added meanwhile', personal: 100, completedOn: '2026-04-01' })
  await page.getByRole('navigation').getByRole('link', { name: 'Portfolio', exact: true }).click()
  await main.getByText('Added meanwhile').waitFor()
  expect(asked).toContain('/api/people/ada/items')
})
