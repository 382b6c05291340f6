import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileChooser, Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { MOST_FILE_BYTES } from '#domain/portfolio/file-contract.ts'
import { listTags } from '#domain/portfolio/tag-contract.ts'
import { browser } from '../support/browser.ts'
import { house } from '../support/house.ts'
import type { Person } from '../support/person.ts'
import { upload } from '../support/uploading.ts'

const at = house({ listening: true })
const tab = browser(at)

async function atPortfolio(ada: Person, search = ''): Promise<Page> {
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/portfolio${search}`)
  return page
}

/** The message stands at its field, for those who see it and for those who hear it. */
async function expectFault(field: Locator, message: string): Promise<void> {
  await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true')
  await expect
    .poll(() =>
      field.evaluate((element) =>
        (element.getAttribute('aria-describedby') ?? '')
          .split(' ')
          .map((id) => document.getElementById(id)?.textContent)
          .join(' '),
      ),
    )
    .toContain(message)
}

test('N1, P2: a new item that cannot be read says what is wrong at each field, and keeps what was typed', async () => {
  const ada = await at.clinician()
  const page = await atPortfolio(ada)
  await page.getByRole('button', { name: 'New item', exact: true }).click()
  const fresh = page.getByRole('dialog', { name: 'New item' })
  const field = (name: string) => fresh.getByRole('textbox', { name, exact: true })
  const record = fresh.getByRole('button', { name: 'Record', exact: true })
  await fresh.getByRole('button', { name: 'More' }).click()
  const wrong = [
    ['Completed', '31 April', 'There is no 31 April: it has 30 days.'],
    ['Personal credits', '1,000.00', 'Credits go from 0.00 to 999.99.'],
    ['Web address', 'javascript:alert(1)', 'This is not a web address. It begins with https:// or http://.'],
  ] as const
  await field('Notes').fill('Lactate first.')
  for (const [name, typed] of wrong) await field(name).fill(typed)
  await record.click()
  await expectFault(field('Title'), 'Give it a title.')
  for (const [name, typed, message] of wrong) {
    await expectFault(field(name), message)
    expect(await field(name).inputValue()).toBe(typed)
  }
  expect(await field('Notes').inputValue()).toBe('Lactate first.')

  // As from the clipboard, which no limit of the field may cut off in silence.
  await field('Title').fill('x'.repeat(501))
  await field('Personal credits').fill('0.105')
  await record.click()
  await expectFault(field('Title'), 'A title can have 500 characters at most.')
  await expectFault(field('Personal credits'), 'Credits go in steps of a hundredth: 0.25, 1.5 or 2.')
  expect(await field('Title').inputValue()).toBe('x'.repeat(501))

  await field('Title').fill('Sepsis in adults')
  await field('Personal credits').fill('0.25')
  await field('Web address').fill('')
  await field('Started').fill('2 Apr 2026')
  await field('Completed').fill('1 Apr 2026')
  await record.click()
  await expectFault(field('Completed'), 'It cannot be completed before it was started.')
  expect(await field('Started').inputValue()).toBe('2 Apr 2026')
  expect((await ada.list()).items).toEqual([])

  await field('Completed').fill('3 Apr 2026')
  await record.click()
  await expect.poll(() => fresh.allInnerTexts()).toEqual([])
  expect((await ada.list()).items[0]).toMatchObject({ title: 'Sepsis in adults', personal: 25, completedOn: '2026-04-03' })
})

test('N1, P4: an item changed to what cannot be says so at the field, and saves nothing of it', async () => {
  const ada = await at.clinician()
  const { id } = await ada.completed({
    title: 'Sepsis in adults',
    startedOn: '2026-03-01',
    completedOn: '2026-03-31',
    notes: 'Lactate first.',
  })
  const page = await atPortfolio(ada, `?item=${id}`)
  const item = page.getByRole('dialog')
  const field = (name: string) => item.getByRole('textbox', { name, exact: true })
  const save = item.getByRole('button', { name: 'Save', exact: true })
  await field('Title').fill('')
  await field('Completed').fill('28 Feb 2026')
  await field('Notes').fill('Lactate first, then fluids.')
  await save.click()
  await item.getByText('Some fields need another look.').waitFor()
  await expectFault(field('Title'), 'Give it a title.')
  await field('Title').fill('x'.repeat(501))
  await save.click()
  await expectFault(field('Title'), 'A title can have 500 characters at most.')
  await field('Title').fill('Sepsis')
  await save.click()
  await expectFault(field('Completed'), 'It cannot be completed before it was started.')
  expect(await field('Notes').inputValue()).toBe('Lactate first, then fluids.')
  expect((await ada.list()).items[0]).toMatchObject({ title: 'Sepsis in adults', completedOn: '2026-03-31' })
})

test('N1, P5: a tag that differs by case or accent alone becomes the tag that is there', async () => {
  const ada = await at.clinician()
  await ada.record({ title: 'First', tags: [{ label: 'Café teaching' }] })
  const page = await atPortfolio(ada)
  await page.getByRole('button', { name: 'New item', exact: true }).click()
  const fresh = page.getByRole('dialog', { name: 'New item' })
  await fresh.getByRole('textbox', { name: 'Title', exact: true }).fill('Second')
  const tags = fresh.getByRole('combobox', { name: 'Tags', exact: true })
  await tags.click()
  await page.getByRole('option', { name: 'Café teaching', exact: true }).waitFor()
  await tags.fill('CAFE Teaching')
  expect(await page.getByRole('option', { name: /^New tag/ }).count()).toBe(0)
  await tags.press('Enter')
  await fresh.getByRole('button', { name: 'Take off Café teaching' }).waitFor()
  await fresh.getByRole('button', { name: 'Record', exact: true }).click()
  await fresh.waitFor({ state: 'detached' })
  const { tags: all } = await ada.ask(listTags)
  expect(all.map(({ label, items }) => ({ label, items }))).toEqual([{ label: 'Café teaching', items: 2 }])
})

test('N1, P9: an address that cannot be understood says so and leads on', async () => {
  const ada = await at.clinician()
  await ada.record({ title: 'Sepsis in adults' })
  const page = await atPortfolio(ada, '?sort=shoe')
  await page.getByRole('alert').getByText('The table cannot be sorted by that.').waitFor()
  await page.getByRole('link', { name: 'Show the whole portfolio' }).click()
  await page.getByRole('link', { name: 'Sepsis in adults', exact: true }).waitFor()
})

test('N1, P11: a file too large is refused before it is sent, and a program whatever it is called', async () => {
  const ada = await at.clinician()
  const { id } = await ada.record({ title: 'Sepsis in adults' })
  const page = await atPortfolio(ada, `?item=${id}&tab=files`)
  const sent: string[] = []
  page.on('request', (request) => void (request.url().includes('/api/') && request.url().includes('/uploads') && sent.push(request.url())))
  const folder = await mkdtemp(join(tmpdir(), 'cairn-large-'))
  try {
    const large = join(folder, 'recording.mp4')
    const file = await open(large, 'w')
    await file.truncate(MOST_FILE_BYTES + 1024 * 1024)
    await file.close()
    await choose(page, large)
    await page.getByRole('alert').getByText('This is larger than 50 MiB.').waitFor()
    expect(sent).toEqual([])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  await choose(page, {
    name: 'report.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.concat([Buffer.from('MZ\u0090\u0000\u0003'), Buffer.alloc(2000)]),
  })
  await page.getByRole('alert').getByText('“report.pdf” is a program. Programs are not taken, whatever they are called.').waitFor()
  await choose(page, { name: 'setup.exe', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') })
  await page.getByRole('alert').getByText('Files ending in “.exe” can start a program').waitFor()
  expect((await ada.list()).items[0]!.files).toBe(0)
})

async function choose(page: Page, file: Parameters<FileChooser['setFiles']>[0]): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Choose files' }).click()])
  await chooser.setFiles(file)
}

test('P11: web pages and SVG come down as files under their own name and are never shown as pages of ours', async () => {
  const ada = await at.clinician()
  const { id } = await ada.record({ title: 'Sepsis in adults' })
  const script = '<script>document.title = "taken over"</script>'
  await upload(ada, id, 'page.html', Buffer.from(`<!doctype html><title>x</title>${script}`))
  await upload(ada, id, 'picture.svg', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`))
  const page = await atPortfolio(ada, `?item=${id}&tab=files`)
  for (const name of ['page.html', 'picture.svg']) {
    const link = page.getByRole('link', { name, exact: true })
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
    expect(download.suggestedFilename()).toBe(name)
    expect(await page.getByRole('button', { name: `Look at ${name}` }).count()).toBe(0)

    // Also where somebody opens the address itself.
    const address = new URL((await link.getAttribute('href'))!, tab.url).href
    const answer = await page.request.get(address)
    expect(answer.headers()).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
    })
    expect(answer.headers()['content-disposition']).toMatch(/^attachment;/)
    const other = await page.context().newPage()
    const [second] = await Promise.all([other.waitForEvent('download'), other.goto(address).catch(() => undefined)])
    expect(second.suggestedFilename()).toBe(name)
    expect(await other.title()).toBe('')
    await other.close()
  }
  expect(await page.title()).toBe('Portfolio · Cairn')
})

test('N1: what a busy server refuses before doing anything is sent again by itself, and what it may have done is not', async () => {
  const ada = await at.clinician()
  const page = await atPortfolio(ada)
  const refusals = [{ nothingDone: true }, { nothingDone: true }, {}]
  let sent = 0
  await page.route('**/items', (route) => {
    const details = route.request().method() === 'POST' ? refusals[sent++] : undefined
    if (details === undefined) return route.continue()
    return route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: JSON.stringify({ status: 503, code: 'overloaded', title: 'Cairn is busy.', fields: [], details }),
    })
  })
  await page.getByRole('button', { name: 'New item', exact: true }).click()
  const fresh = page.getByRole('dialog', { name: 'New item' })
  await fresh.getByRole('textbox', { name: 'Title', exact: true }).fill('Sepsis in adults')
  const record = fresh.getByRole('button', { name: 'Record', exact: true })
  await record.click()
  await fresh.getByText('Cairn is busy.').waitFor()
  expect([sent, (await ada.list()).items]).toEqual([3, []])
  await record.click()
  await fresh.waitFor({ state: 'detached' })
  expect((await ada.list()).items).toMatchObject([{ title: 'Sepsis in adults' }])
})
