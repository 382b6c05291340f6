import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { saveDraft, savePreferences } from '#domain/accounts/profile-contract.ts'
import { amendItem, itemById } from '#domain/portfolio/contract.ts'
import { browser } from '../support/browser.ts'
import { house } from '../support/house.ts'
import type { Person } from '../support/person.ts'

const at = house({ listening: true })
const tab = browser(at)

interface Kept {
  readonly title: string
  readonly form: { readonly notes: string }
  readonly earlier?: Kept
}

const drafts = async (person: Person): Promise<{ form: string; body: Kept }[]> => {
  const rows = await at.house.db
    .selectFrom('draft')
    .select(['form', 'body'])
    .where('owner_id', '=', person.id)
    .orderBy('saved_at')
    .execute()
  return rows as unknown as { form: string; body: Kept }[]
}
const keptNotes = async (person: Person) => (await drafts(person)).map(({ body }) => body.form.notes)
const notesOf = (page: Page) => page.getByRole('dialog').getByRole('textbox', { name: 'Notes' })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function writing(deviceIsMine = false) {
  const ada = await at.clinician()
  const { id } = await ada.record({ title: 'Sepsis in adults', notes: 'Before.' })
  const page = await tab.page({ signedInAs: { email: ada.email, deviceIsMine } })
  await page.goto(`${tab.url}/portfolio?item=${id}`)
  await notesOf(page).waitFor()
  return { ada, id, page }
}

test('P20: words typed while a save is on its way stay in the form, keep their draft, and are saved by the next save', async () => {
  const { ada, id, page } = await writing()
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  await page.route(`**/items/${id}`, async (route) => {
    if (route.request().method() === 'PATCH') await held
    await route.continue()
  })
  await notesOf(page).fill('Sent.')
  await page.getByRole('dialog').getByRole('textbox', { name: 'Web address' }).fill('https://example.org/sent')
  await button(page, 'Save').click()
  await notesOf(page).pressSequentially(' And then some more.')
  letGo()
  await expect.poll(async () => (await ada.ask(itemById, { params: { id } })).notes).toBe('Sent.')
  await page.getByText('Not saved yet').waitFor()
  expect(await notesOf(page).inputValue()).toBe('Sent. And then some more.')
  await expect.poll(() => keptNotes(ada)).toEqual(['Sent. And then some more.'])
  await page.reload()
  await expect.poll(() => notesOf(page).inputValue()).toBe('Sent. And then some more.')
  await button(page, 'Save').click()
  await page.getByRole('dialog').getByText('Saved', { exact: true }).waitFor()
  expect(await ada.ask(itemById, { params: { id } })).toMatchObject({
    notes: 'Sent. And then some more.',
    link: 'https://example.org/sent',
  })
  await expect.poll(() => keptNotes(ada)).toEqual([])
})

test('P19, P20: words typed while a save meets one from elsewhere stay too', async () => {
  const { ada, id, page } = await writing()
  const { version } = await ada.ask(itemById, { params: { id } })
  await ada.ask(amendItem, { params: { id }, body: { link: 'https://example.org/elsewhere', version } })
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  await page.route(`**/items/${id}`, async (route) => {
    if (route.request().method() === 'PATCH') await held
    await route.continue()
  })
  await notesOf(page).fill('Sent.')
  await button(page, 'Save').click()
  await notesOf(page).pressSequentially(' More.')
  letGo()
  await page.getByText('Saved together with what was changed elsewhere meanwhile.').waitFor()
  expect(await notesOf(page).inputValue()).toBe('Sent. More.')
  await expect.poll(() => keptNotes(ada)).toEqual(['Sent. More.'])
  expect(await ada.ask(itemById, { params: { id } })).toMatchObject({ notes: 'Sent.', link: 'https://example.org/elsewhere' })
})

const warns = (page: Page) => page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })))

test('P20: what is typed without a network is kept by the page when its window is closed, and sent when the network is back', async () => {
  const { ada, page } = await writing()
  await page.context().setOffline(true)
  await notesOf(page).fill('Typed in the lift.')
  await page.keyboard.press('Escape')
  await page.getByText('Not kept yet: no network. Keep this page open.').waitFor()
  expect(await warns(page)).toBe(true)
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('lift')

  await page.getByRole('link', { name: 'Sepsis in adults', exact: true }).click()
  await expect.poll(() => notesOf(page).inputValue()).toBe('Typed in the lift.')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.context().setOffline(false)
  await expect.poll(() => keptNotes(ada)).toEqual(['Typed in the lift.'])
  await page.getByText('The network is back, and what you typed is kept.').waitFor()
  expect(await warns(page)).toBe(false)
  await page.reload()
  await page.getByRole('link', { name: 'Sepsis in adults', exact: true }).click()
  await expect.poll(() => notesOf(page).inputValue()).toBe('Typed in the lift.')
})

test('P20: a draft that cannot be read at first is not written over, and can be brought back', async () => {
  const { ada, id, page } = await writing()
  await notesOf(page).fill('Begun yesterday.')
  await expect.poll(() => keptNotes(ada)).toEqual(['Begun yesterday.'])
  let broken = true
  await page.route('**/drafts/item/*', (route) => (route.request().method() === 'GET' && broken ? route.abort() : route.continue()))
  await page.goto(`${tab.url}/portfolio?item=${id}`)
  await notesOf(page).fill('Typed today.')
  await page.getByText('Not kept: no network').waitFor()
  expect(await keptNotes(ada)).toEqual(['Begun yesterday.'])
  broken = false
  await page.getByText('What you had begun is here too.').waitFor()
  expect(await notesOf(page).inputValue()).toBe('Typed today.')
  const both = async () => (await drafts(ada)).map(({ body }) => [body.form.notes, body.earlier?.form.notes])
  await expect.poll(both).toEqual([['Typed today.', 'Begun yesterday.']])

  await page.reload()
  await expect.poll(() => notesOf(page).inputValue()).toBe('Typed today.')
  await button(page, 'Bring it back').click()
  await expect.poll(() => notesOf(page).inputValue()).toBe('Begun yesterday.')
  await expect.poll(both).toEqual([['Begun yesterday.', 'Typed today.']])
  await button(page, 'Save').click()
  await page.getByRole('dialog').getByText('Saved', { exact: true }).waitFor()
  await expect.poll(() => keptNotes(ada)).toEqual([])
})

test('P20: two New item windows keep a draft each, and each comes back', async () => {
  const ada = await at.clinician()
  const [first, second] = await Promise.all([tab.page({ signedInAs: ada }), tab.page({ signedInAs: ada })])
  const titles = async () => (await drafts(ada)).map(({ body }) => body.title).toSorted()
  const title = (page: Page) => page.getByRole('dialog').getByRole('textbox', { name: 'Title' })
  for (const page of [first, second]) {
    await page.goto(`${tab.url}/portfolio`)
    await button(page, 'New item').click()
  }
  await title(first).fill('Sepsis in adults')
  await expect.poll(titles).toEqual(['Sepsis in adults'])
  await title(second).fill('Asthma in children')
  await expect.poll(titles).toEqual(['Asthma in children', 'Sepsis in adults'])

  await first.reload()
  await button(first, 'New item').click()
  await expect.poll(() => title(first).inputValue()).toBe('Sepsis in adults')
  await first.keyboard.press('Escape')
  await first.getByText('What you typed is kept as a draft.').waitFor()

  // A tab of its own begins anew, and offers what is kept.
  const third = tab.watch(await first.context().newPage())
  await third.goto(`${tab.url}/portfolio`)
  await button(third, 'New item').click()
  await third.getByText('You had begun “Asthma in children” and not recorded it.').waitFor()
  expect(await title(third).inputValue()).toBe('')
  await title(third).fill('Journal club')
  await button(third, 'Bring it back').click()
  await expect.poll(() => title(third).inputValue()).toBe('Asthma in children')
  await expect.poll(titles).toEqual(['Asthma in children', 'Journal club', 'Sepsis in adults'])
  await button(third, 'Record').click()
  await third.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(titles).toEqual(['Journal club', 'Sepsis in adults'])

  await third.goto(tab.url)
  await third.getByRole('listitem').filter({ hasText: 'Sepsis in adults' }).getByRole('button', { name: 'Go on' }).click()
  await expect.poll(() => title(third).inputValue()).toBe('Sepsis in adults')
})

test('P20: a draft of a new item from before they had names of their own comes back from Home', async () => {
  const ada = await at.clinician()
  await ada.record({ title: 'Journal club' })
  await ada.ask(saveDraft, { params: { '*': 'new-item' }, body: { draft: { title: 'Half a thought', ...EARLIER_FORM } } })
  const page = await tab.page({ signedInAs: ada })
  await page.goto(tab.url)
  await page.getByRole('listitem').filter({ hasText: 'Half a thought' }).getByRole('button', { name: 'Go on' }).click()
  await expect.poll(() => page.getByRole('dialog').getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Half a thought')
})

const EARLIER_FORM = {
  id: '0198f4a0-0000-7000-8000-000000000001',
  form: {
    title: 'Half a thought',
    type: null,
    link: '',
    notes: '',
    startedOn: '',
    completedOn: '',
    status: 'completed',
    personal: '',
    personalReason: '',
    impact: '',
    creditKind: { clinical: null, setting: null, participatory: false },
    practiceBefore: '',
    practiceAfter: '',
    practiceChanges: '',
    tags: [],
  },
}

test('C6: a window shows no total under the name of another organisation once that was changed elsewhere', async () => {
  const ada = await at.clinician({ accreditor: null })
  await ada.completed({ title: 'Sepsis in adults', personal: 200, awards: { rcgp: 75 } })
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/portfolio`)
  const total = page.getByTestId('total')
  await expect.poll(() => total.textContent()).toBe('2.00 credits')
  const parts = page.getByRole('region', { name: 'Total' }).locator('dt')
  const own = await parts.allTextContents()
  await ada.ask(savePreferences, { body: { accreditorId: 'rcgp' } })

  // A change in this window asks for the totals again, without the settings being asked for.
  await page.getByRole('searchbox').fill('Sepsis')
  await expect.poll(() => total.textContent()).toBe('0.75 credits')
  expect(await parts.allTextContents()).not.toEqual(own)

  await ada.ask(savePreferences, { body: { accreditorId: null } })
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))
  await expect.poll(() => total.textContent()).toBe('2.00 credits')
  expect(await parts.allTextContents()).toEqual(own)
})

test('P20: a part of the page that cannot be fetched waits for the network, and the page around it stays', async () => {
  const { page } = await writing()
  await page.goto(`${tab.url}/portfolio`)
  await page.getByRole('link', { name: 'Sepsis in adults', exact: true }).waitFor()
  await page.context().setOffline(true)
  const failing = page.waitForEvent('requestfailed', (request) => request.url().includes('/assets/new-item-window'))
  await Promise.all([failing, button(page, 'New item').click()])
  await page.getByText('No network.', { exact: false }).waitFor()
  expect(await page.getByRole('link', { name: 'Sepsis in adults', exact: true }).isVisible()).toBe(true)
  await page.context().setOffline(false)
  await page.getByRole('dialog', { name: 'New item' }).waitFor()
})
