import type { Page } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
import { expect, test } from 'vitest'
import { saveDraft } from '#domain/accounts/profile-contract.ts'
import { captureItem } from '#domain/capture/contract.ts'
import { amendItem } from '#domain/portfolio/contract.ts'
import { browser } from '../support/browser.ts'
import { button, faultsInAllSizes, field, onlyItem, saved, tags, valuesOf } from '../support/capturing.ts'
import { house } from '../support/house.ts'

const at = house({ listening: true })
const tab = browser(at)

test.each([
  ['a script', 'javascript:alert(document.domain)', 'This is not a web address. It begins with https:// or http://.'],
  ['a page in itself', 'data:text/html,<script>alert(1)</script>', 'This is not a web address. It begins with https:// or http://.'],
  ['a script in disguise', ' JaVaScRiPt:alert(1)//https://example.org', 'This is not a web address. It begins with https:// or http://.'],
  ['one of 2,020 characters', `https://example.org/${'a'.repeat(2000)}`, 'This address is longer than 2,000 characters.'],
])('K1, N1: as an address %s is refused at its field and never becomes a link', async (_name, address, message) => {
  const ada = await at.clinician()
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/add?${new URLSearchParams({ title: 'Sepsis', address }).toString()}`)
  await page.getByText(message).waitFor()
  expect(await field(page, 'Web address').getAttribute('aria-invalid')).toBe('true')
  await button(page, 'Save').click()
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('url')
  const links = await page.locator('a').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).protocol))
  expect(new Set(links)).toEqual(new Set(['http:']))
  expect((await ada.list()).items).toEqual([])
  await field(page, 'Web address').fill('https://example.org/sepsis')
  await button(page, 'Save').click()
  await saved(page)
  expect((await onlyItem(ada)).link).toBe('https://example.org/sepsis')
})

test('N1: an empty one says at each field what is missing', async () => {
  const page = await tab.page({ signedInAs: await at.clinician() })
  await page.goto(`${tab.url}/add`)
  await button(page, 'Save').click()
  for (const message of ['Give it a title.', 'Give the address of the page.']) await page.getByText(message).waitFor()
  await expect.poll(() => field(page, 'Title').evaluate((input) => input === document.activeElement)).toBe(true)
})

test('K3: saved in another window meanwhile, it opens that row instead of making a second', async () => {
  const ada = await at.clinician()
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/add?title=Sepsis&address=https://example.org/sepsis`)
  await field(page, 'Title').waitFor()
  await ada.ask(captureItem, { body: { id: uuidv7(), title: 'Saved elsewhere', link: 'https://example.org/sepsis' } })
  await button(page, 'Save').click()
  await page.getByText('Saved elsewhere').waitFor()
  await page.getByRole('link', { name: 'Open it' }).click()
  await page.getByRole('dialog', { name: 'Saved elsewhere' }).waitFor()
  await onlyItem(ada)
})

test('K3, P19: a note that is added while the item is changed elsewhere goes below what was written there', async () => {
  const ada = await at.clinician()
  const link = 'https://example.org/sepsis'
  const { item } = await ada.ask(captureItem, { body: { id: uuidv7(), title: 'Sepsis', link, notes: 'First.' } })
  const page = await tab.page({ signedInAs: ada })
  let meanwhile = true
  await page.route(`**/items/${item.id}`, async (route) => {
    if (route.request().method() === 'PATCH' && meanwhile) {
      meanwhile = false
      await ada.ask(amendItem, { params: { id: item.id }, body: { version: item.version, notes: 'First, and more.' } })
    }
    await route.continue()
  })
  await page.goto(`${tab.url}/add#${new URLSearchParams({ title: 'x', address: link, note: 'Second.' }).toString()}`)
  await button(page, 'Add the note to it').click()
  await page.getByRole('heading', { name: 'The note is added' }).waitFor()
  expect((await onlyItem(ada)).notes).toBe('First, and more.\n\nSecond.')
})

test('P20: what is typed is kept and out of the address, comes back after a reload, and waits on Home', async () => {
  const ada = await at.clinician()
  const page = await tab.page({ signedInAs: ada })
  await page.goto(
    `${tab.url}/add#${new URLSearchParams({ title: 'Sepsis', address: 'https://example.org/a', note: 'Selected words' }).toString()}`,
  )
  await field(page, 'Note').fill('Selected words, and mine.')
  await page.getByText('Draft kept').waitFor()
  await expect.poll(() => page.url()).toMatch(/\/add\?draft=[0-9a-f-]{36}$/)
  const kept = { title: 'Sepsis', address: 'https://example.org/a', note: 'Selected words, and mine.' }
  await page.reload()
  await expect.poll(() => valuesOf(page)).toEqual(kept)
  await page.goto(tab.url)
  await page.getByRole('listitem').filter({ hasText: 'Sepsis' }).getByRole('button', { name: 'Go on' }).click()
  await expect.poll(() => valuesOf(page)).toEqual(kept)
  await button(page, 'Save').click()
  await saved(page)
  expect((await onlyItem(ada)).notes).toBe(kept.note)
  await expect.poll(async () => at.house.db.selectFrom('draft').select('form').where('owner_id', '=', ada.id).execute()).toEqual([])
  await page.reload()
  await saved(page)
  await page.getByText('Sepsis', { exact: true }).waitFor()
})

/** Holds the first answer to a save back. */
async function heldBack(page: Page): Promise<{ letGo: () => void; lose: () => void }> {
  let end = (_lost: boolean) => {}
  const held = new Promise<boolean>((resolve) => (end = resolve))
  let first = true
  await page.route('**/captures', async (route) => {
    if (route.request().method() !== 'POST' || !first) return route.continue()
    first = false
    const response = await route.fetch()
    return (await held) ? route.abort() : route.fulfill({ response })
  })
  return { letGo: () => end(false), lose: () => end(true) }
}

test('P20: what is typed while it is being saved belongs to the item too', async () => {
  const ada = await at.clinician()
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/add?title=Sepsis&address=https://example.org/a`)
  const { letGo } = await heldBack(page)
  await button(page, 'Save').click()
  await field(page, 'Note').fill('Typed meanwhile.')
  letGo()
  await saved(page)
  expect(await onlyItem(ada)).toMatchObject({ title: 'Sepsis', notes: 'Typed meanwhile.' })
})

test('K3, P20: after an answer that was lost, saving again makes no second row and takes what was typed since', async () => {
  const ada = await at.clinician()
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/add?title=Sepsis&address=https://example.org/a`)
  const { lose } = await heldBack(page)
  await button(page, 'Save').click()
  lose()
  await page.getByRole('alert').getByText('There is no network just now.').waitFor()
  await field(page, 'Note').fill('Typed afterwards.')
  await tags(page).fill('Acute')
  await tags(page).press('Enter')
  await button(page, 'Save').click()
  await saved(page)
  expect(await onlyItem(ada)).toMatchObject({ title: 'Sepsis', notes: 'Typed afterwards.', tags: [{ label: 'Acute' }] })
})

test('P20: a draft that outlived its saving never writes over what was saved', async () => {
  const ada = await at.clinician()
  const id = uuidv7()
  await ada.ask(captureItem, { body: { id, title: 'Saved', link: 'https://example.org/a' } })
  const form = { title: 'Another page', link: 'https://example.org/b', notes: '', tags: [] }
  await ada.ask(saveDraft, { params: { '*': `capture/${id}` }, body: { draft: { title: form.title, form } } })
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/add?draft=${id}`)
  await expect.poll(() => field(page, 'Title').inputValue()).toBe('Another page')
  await button(page, 'Save').click()
  await saved(page)
  const { items } = await ada.list()
  expect(new Set(items.map(({ title, link }) => `${title} ${link}`))).toEqual(
    new Set(['Another page https://example.org/b', 'Saved https://example.org/a']),
  )
})

test('N2: axe finds nothing on a capture, and nothing scrolls sideways', async () => {
  const ada = await at.clinician({ name: 'Dr Ada Okafor' })
  await ada.ask(captureItem, { body: { id: uuidv7(), title: 'W'.repeat(300), link: 'https://example.org/there' } })
  const page = await tab.page({ signedInAs: ada })
  const found: string[] = []
  const look = async (where: string) => void found.push(...(await faultsInAllSizes(page, where)))
  const long = new URLSearchParams({
    title: 'x'.repeat(600),
    address: `https://example.org/${'a'.repeat(300)}`,
    note: 'y'.repeat(11_000),
  }).toString()
  for (const own of ['', '&own=1']) {
    const where = own === '' ? 'page' : 'small window'
    await page.goto(`${tab.url}/add?${own}`)
    await field(page, 'Title').waitFor()
    await look(`${where}, empty`)
    await button(page, 'Save').click()
    await page.getByText('Give it a title.').waitFor()
    await look(`${where}, with faults`)
    await page.goto(`${tab.url}/add#${long}${own}`)
    await page.getByText('Its beginning is here.').first().waitFor()
    await tags(page).fill('Acute')
    await tags(page).press('Enter')
    await tags(page).press('Escape')
    await page.getByText('Draft kept').waitFor()
    await look(`${where}, filled`)
    await tags(page).fill('Ward')
    await page.getByRole('option').first().waitFor()
    await look(`${where}, choosing a tag`)
    await page.goto(`${tab.url}/add#address=https://example.org/there&note=A+note${own}`)
    await page.getByText('You saved this page on').waitFor()
    await look(`${where}, found before`)
    await button(page, 'Add the note to it').click()
    await page.getByRole('heading', { name: 'The note is added' }).waitFor()
    await look(`${where}, saved`)
    const { item } = await ada.ask(captureItem, { body: { id: uuidv7(), title: 'x', link: 'https://example.org/there' } })
    await ada.ask(amendItem, { params: { id: item.id }, body: { version: item.version, notes: '' } })
  }
  expect(found).toEqual([])
})
