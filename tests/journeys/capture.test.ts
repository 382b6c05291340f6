import type { Page } from 'playwright-core'
import { v7 as uuidv7 } from 'uuid'
import { beforeAll, describe, expect, test } from 'vitest'
import { savePreferences } from '#domain/accounts/profile-contract.ts'
import { browser } from '../support/browser.ts'
import { button, faultsInAllSizes, field, onlyItem, saved, tags, valuesOf } from '../support/capturing.ts'
import { handsOn, WAYS } from '../support/hands.ts'
import { house } from '../support/house.ts'
import { otherSite } from '../support/other-site.ts'
import { PASSWORD, type Person } from '../support/person.ts'

const at = house({ listening: true })
const tab = browser(at)
const journal = otherSite()

const WORDS = 'Measure the lactate first.'
const HOSTILE = '"><img src=x onerror="document.title=1"> & more'

beforeAll(() => {
  journal.articles.set('/sepsis', {
    title: 'Sepsis in adults & children',
    body: `<p id="first">${WORDS}</p><p id="second">Then fluids.</p>`,
  })
  const words = HOSTILE.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  journal.articles.set('/hostile', { title: `<script>x</script>${'long '.repeat(1000)}`, body: `<p id="first">${words}</p>` })
})

/** The code of the bookmarklet, from the page it is dragged from, as a browser runs it. */
async function bookmarklet(page: Page): Promise<string> {
  await page.goto(`${tab.url}/tools`)
  const link = page.getByRole('link', { name: 'Save to Cairn', exact: true })
  await expect.poll(() => link.getAttribute('href')).toMatch(/^javascript:/)
  return decodeURIComponent((await link.getAttribute('href'))!.slice('javascript:'.length))
}

interface Reading {
  readonly path: string
  /** The id of what is selected. */
  readonly select?: string
}

/** Reads an article on the other site with the bookmarklet at hand, and presses it: the small window that opens. */
async function pressOn(page: Page, code: string, { path, select }: Reading): Promise<Page> {
  await page.goto(journal.url + path)
  if (select !== undefined) await page.evaluate((id) => getSelection()!.selectAllChildren(document.getElementById(id)!), select)
  const [small] = await Promise.all([page.context().waitForEvent('page'), page.evaluate(code)])
  tab.watch(small)
  return small
}

async function reading(person: Person): Promise<{ page: Page; code: string }> {
  const page = await tab.page({ signedInAs: person })
  return { page, code: await bookmarklet(page) }
}

describe('the bookmarklet', () => {
  test.each(WAYS)('K1: saves the page being read, whatever that page forbids, with what is selected and a tag, by %s', async (way) => {
    const ada = await at.clinician()
    await ada.ask(savePreferences, { body: { tagSets: ['gmp-2024'] } })
    const { page, code } = await reading(ada)
    const small = await pressOn(page, code, { path: '/sepsis?utm_source=mail&id=7#methods', select: 'first' })
    await field(small, 'Title').waitFor()
    expect(await small.evaluate(() => [innerWidth, innerHeight])).toEqual([460, 640])
    expect(await valuesOf(small)).toEqual({
      title: 'Sepsis in adults & children',
      address: `${journal.url}/sepsis?utm_source=mail&id=7#methods`,
      note: WORDS,
    })
    const hands = await handsOn(small, way)
    const gmp = at.house.catalogue.tagSets.find((set) => set.id === 'gmp-2024')!.groups[0]!.items[0]!
    await hands.write(field(small, 'Note'), `${WORDS} Every time.`)
    await hands.pick(tags(small), gmp.label, gmp.label)
    await hands.pick(tags(small), 'Acute', 'New tag “Acute”')
    await hands.press(button(small, 'Save'))
    await saved(small)
    await small.getByText('Sepsis in adults & children', { exact: true }).waitFor()
    const item = await onlyItem(ada)
    expect(item).toMatchObject({ title: 'Sepsis in adults & children', notes: `${WORDS} Every time.`, source: 'captured' })
    expect(item.link).toBe(`${journal.url}/sepsis?utm_source=mail&id=7#methods`)
    expect(item.tags.map((tag) => tag.setId ?? tag.label).toSorted()).toEqual(['Acute', 'gmp-2024'])

    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      hands.press(small.getByRole('link', { name: 'Open in portfolio' })),
    ])
    await opened.getByRole('dialog', { name: 'Sepsis in adults & children' }).waitFor()
    const closed = small.waitForEvent('close')
    await hands.press(button(small, 'Close')).catch(() => undefined)
    await closed
  })

  test('K3: the same page again, by another utm and fragment, opens its row, and a new note goes below the old', async () => {
    const ada = await at.clinician()
    const { page, code } = await reading(ada)
    const first = await pressOn(page, code, { path: '/sepsis?id=7', select: 'first' })
    await button(first, 'Save').click()
    await saved(first)

    const again = await pressOn(page, code, { path: '/sepsis?utm_medium=x&id=7#dose', select: 'first' })
    await again.getByText(/^You saved this page on \d+ \w+ \d{4}\.$/).waitFor()
    await again.getByText('Your note is in it already.').waitFor()
    expect(await button(again, 'Save').or(button(again, 'Add the note to it')).count()).toBe(0)
    const [opened] = await Promise.all([page.context().waitForEvent('page'), again.getByRole('link', { name: 'Open it' }).click()])
    await opened.getByRole('dialog', { name: 'Sepsis in adults & children' }).waitFor()

    const third = await pressOn(page, code, { path: '/sepsis?id=7', select: 'second' })
    await button(third, 'Add the note to it').click()
    await third.getByRole('heading', { name: 'The note is added' }).waitFor()
    expect((await onlyItem(ada)).notes).toBe(`${WORDS}\n\nThen fluids.`)
  })

  test('K1: a hostile selection and a title of 5,000 characters are text, cut and said to be', async () => {
    const ada = await at.clinician()
    const { page, code } = await reading(ada)
    const small = await pressOn(page, code, { path: '/hostile', select: 'first' })
    await small.getByText('The title was longer than 500 characters. Its beginning is here.').waitFor()
    const { title, note } = await valuesOf(small)
    expect([title.length, title.slice(0, 25), note]).toEqual([500, '<script>x</script>long lo', HOSTILE])
    await button(small, 'Save').click()
    await saved(small)
    expect(await onlyItem(ada)).toMatchObject({ title, notes: HOSTILE })
    const again = await pressOn(page, code, { path: '/hostile', select: 'first' })
    await again.getByText('You saved this page on').waitFor()
    for (const one of [small, again]) {
      expect(await one.locator('img[src="x"], main script').count()).toBe(0)
      expect(await one.title()).toMatch(/ · Cairn$/)
    }
  })

  test.each(WAYS)('K1: on the page it is dragged from it says what to do, and its code can be copied, by %s', async (way) => {
    const page = await tab.page()
    const hands = await handsOn(page, way)
    const code = await bookmarklet(page)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await hands.press(page.getByRole('link', { name: 'Save to Cairn' }))
    await page.getByText('It works from the bookmarks bar').waitFor()
    await hands.press(button(page, 'Copy the code'))
    await page.getByText('Copied.').waitFor()
    expect(decodeURIComponent(await page.evaluate(() => navigator.clipboard.readText()))).toBe(`javascript:${code}`)
    expect(page.context().pages()).toHaveLength(1)
  })
})

describe('on the way', () => {
  const LINKED = { title: 'Sepsis & “shock”: 100%', address: 'https://journal.example/sepsis?a=1&b=2' }

  async function signIn(page: Page, email: string): Promise<void> {
    await page.getByRole('heading', { name: 'Welcome to Cairn' }).waitFor()
    await page.getByText('Then you go on where you were').waitFor()
    await field(page, 'Email').fill(email)
    await field(page, 'Password').fill(PASSWORD)
    await button(page, 'Sign in').click()
  }

  test('K2: a publisher’s link, made without an account, survives a sign-in on the way', async () => {
    const ada = await at.clinician()
    const page = await tab.page()
    await page.goto(`${tab.url}/tools`)
    await field(page, 'Title of the article').fill(LINKED.title)
    await field(page, 'Address of the article').fill(LINKED.address)
    const html = await field(page, 'HTML of the link').inputValue()
    journal.articles.set('/linked', { title: 'An article', body: html })
    await page.goto(`${journal.url}/linked`)
    await page.getByRole('link', { name: 'Add to portfolio' }).click()
    await signIn(page, ada.email)
    await expect.poll(() => valuesOf(page)).toEqual({ ...LINKED, note: '' })
    await button(page, 'Save').click()
    await saved(page)
    await page.getByRole('link', { name: 'Open in portfolio' }).click()
    await page.getByRole('dialog', { name: LINKED.title }).waitFor()
    expect((await onlyItem(ada)).link).toBe(LINKED.address)
  })

  test('K1: a selection survives a sign-in on the way, and no server is sent it before it is saved', async () => {
    const ada = await at.clinician()
    const page = await tab.page()
    const code = await bookmarklet(page)
    const sent: string[] = []
    page
      .context()
      .on('request', (request) => void sent.push(`${request.url()} ${request.postData() ?? ''} ${JSON.stringify(request.headers())}`))
    const small = await pressOn(page, code, { path: '/sepsis', select: 'first' })
    await small.getByRole('heading', { name: 'Welcome to Cairn' }).waitFor()
    await small.reload()
    await signIn(small, ada.email)
    await expect.poll(() => valuesOf(small)).toMatchObject({ title: 'Sepsis in adults & children', note: WORDS })
    await small.reload()
    await expect.poll(() => valuesOf(small)).toMatchObject({ title: 'Sepsis in adults & children', note: WORDS })
    expect(sent.length).toBeGreaterThan(10)
    expect(sent.filter((request) => /lactate/i.test(request))).toEqual([])
    await button(small, 'Save').click()
    await saved(small)
    await button(small, 'Close').waitFor()
    expect((await onlyItem(ada)).notes).toBe(WORDS)
  })

  test('K2, A1: it survives registering, too', async () => {
    const page = await tab.page()
    await page.goto(`${tab.url}/add?${new URLSearchParams(LINKED).toString()}#note=Selected+%26+kept`)
    await page.getByRole('link', { name: 'Create an account' }).click()
    const email = `${uuidv7()}@example.org`
    await field(page, 'Name').fill('Dr New Person')
    await field(page, 'Email').fill(email)
    await field(page, 'Password').fill(PASSWORD)
    await button(page, 'Create an account').click()
    await page.getByRole('heading', { name: 'Check your email' }).waitFor()
    const mail = await tab.page()
    await mail.goto(`${tab.url}/demo/mailbox`)
    await mail.getByRole('region').getByRole('link').first().click()
    await button(mail, 'Confirm my address').click()
    await mail.getByText(`${email} is confirmed.`).waitFor()
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
    await signIn(page, email)
    await expect.poll(() => valuesOf(page)).toEqual({ ...LINKED, note: 'Selected & kept' })
  })
})

test('N2: axe finds nothing on the page of the bookmark and the link, and nothing scrolls sideways', async () => {
  const page = await tab.page()
  const found: string[] = []
  const look = async (where: string) => void found.push(...(await faultsInAllSizes(page, where)))
  await page.goto(`${tab.url}/tools`)
  await page.getByRole('heading', { name: 'For publishers' }).waitFor()
  await look('tools')
  await field(page, 'Title of the article').fill('x'.repeat(300))
  await field(page, 'Address of the article').fill('no address')
  await button(page, 'Copy the code').click()
  await page.getByText('This is not a web address.').waitFor()
  await look('tools, with a fault')
  await field(page, 'Address of the article').fill(`https://example.org/${'a'.repeat(300)}`)
  await page.getByRole('link', { name: 'Add to portfolio' }).waitFor()
  await look('tools, with a link')
  expect(found).toEqual([])
})
