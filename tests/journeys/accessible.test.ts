import type { Page } from 'playwright-core'
import { beforeAll, test } from 'vitest'
import { requestReset } from '#domain/accounts/contract.ts'
import { savePreferences } from '#domain/accounts/profile-contract.ts'
import { amendItem } from '#domain/portfolio/contract.ts'
import sharp from 'sharp'
import { browser } from '../support/browser.ts'
import { house } from '../support/house.ts'
import type { Person } from '../support/person.ts'
import { PDF, upload } from '../support/uploading.ts'
import { Walk } from '../support/walk.ts'

const at = house({ listening: true })
const tab = browser(at)
let ada: Person
let sepsis: string

beforeAll(async () => {
  ada = await at.clinician({ name: 'Dr Ada Okafor', accreditor: 'rcgp' })
  await ada.ask(savePreferences, {
    body: { tagSets: ['gmp-2024', 'rcgp-2025'], yearlyTarget: 50_00, schemes: [{ schemeId: 'aomrc-one-year', startsOn: null }] },
  })
  const gmp = at.house.catalogue.tagSets.find(({ id }) => id === 'gmp-2024')!.groups[0]!.items[0]!
  const today = new Date().toISOString().slice(0, 10)
  for (let n = 0; n < 12; n++) {
    await ada.completed({
      title: n === 3 ? `Weightlessness${'and-its-consequences-'.repeat(8)}` : `Morning teaching ${n}`,
      type: n % 2 === 0 ? 'reading' : 'course',
      completedOn: n < 6 ? today : `2024-0${n - 4}-15`,
      personal: 25 * n,
      impact: n % 3 === 0 ? 50 : null,
      link: n % 2 === 0 ? 'https://example.org/teaching' : '',
      tags: [
        { label: 'Acute' },
        { label: `Ward ${n % 3}` },
        { setId: 'gmp-2024', code: gmp.code },
        { label: 'Bedside' },
        { label: 'Team' },
      ],
      ...(n % 4 === 0 ? { awards: { rcgp: 100 } } : {}),
    })
  }
  await ada.record({ title: 'An audit under way', status: 'in progress', startedOn: '2026-01-05' })
  const item = await ada.completed({
    title: 'Sepsis in adults',
    personal: 150,
    notes: 'Lactate first.',
    practiceBefore: 'Late.',
    practiceAfter: 'Early.',
    practiceChanges: 'I ask for the lactate.',
  })
  sepsis = item.id
  await upload(ada, sepsis, 'certificate.pdf', PDF)
  await upload(
    ada,
    sepsis,
    'poster.png',
    await sharp({ create: { width: 40, height: 30, channels: 3, background: '#38806f' } })
      .png()
      .toBuffer(),
  )
  await at.house.db.updateTable('item').set({ change_check_on: today }).where('owner_id', '=', ada.id).where('id', '=', sepsis).execute()
})

const walkOf = (page: Page) => new Walk(page, tab.url)

test('N2: axe finds nothing on the pages before signing in', async () => {
  const walk = walkOf(await tab.page())
  await walk.open('/demo/mailbox', 'Demo mailbox')
  await walk.page
    .getByText(/No messages yet|Morning/)
    .or(walk.page.getByRole('region'))
    .first()
    .waitFor()
  await walk.look('mailbox')
  await walk.open('/', 'Welcome to Cairn')
  await walk.look('welcome')
  await walk.resize('welcome')
  await walk.open('/register', 'Create an account')
  await walk.page.getByRole('main').getByRole('button', { name: 'Create an account' }).click()
  await walk.page.locator('[aria-invalid="true"]').first().waitFor()
  await walk.look('register with faults')
  await walk.resize('register')
  await walk.open('/check-email?email=ada%40example.org', 'Check your email')
  await walk.look('check-email')
  await walk.open('/confirm?token=nothing', 'Confirm your email address')
  await walk.press('Confirm my address')
  await walk.page.getByRole('link', { name: 'Ask for a new link' }).waitFor()
  await walk.look('confirm with a fault')
  await walk.open('/forgot', 'Set a new password')
  await walk.look('forgot')
  await walk.open('/reset?token=nothing', 'Choose a new password')
  await walk.look('reset')
  await at.nobody().ask(requestReset, { body: { email: ada.email } })
  await walk.open('/demo/mailbox', 'Demo mailbox')
  await walk.page.getByRole('region').getByRole('link').first().waitFor()
  await walk.look('mailbox with a message')
  await walk.resize('mailbox')
  await walk.open('/nothing/here', 'There is nothing here')
  await walk.look('not found')
  await walk.press('Help')
  await walk.window('Help', 'Did this help?')
  await walk.look('help')
  await walk.resize('help')
  walk.end()
})

test('N2: axe finds nothing where there is nothing yet', async () => {
  const walk = walkOf(await tab.page({ signedInAs: await at.clinician() }))
  await walk.open('/', /^(Good|Hello)/)
  await walk.page.getByRole('heading', { name: 'Welcome to your portfolio' }).waitFor()
  await walk.look('home, empty')
  await walk.resize('home, empty')
  await walk.open('/portfolio', 'Portfolio')
  await walk.page.getByRole('heading', { name: 'Your portfolio is empty' }).waitFor()
  await walk.look('portfolio, empty')
  await walk.resize('portfolio, empty')
  walk.end()
})

test('N2: axe finds nothing on the home page and the portfolio', async () => {
  const walk = walkOf(await tab.page({ signedInAs: ada }))
  const { page } = walk
  await walk.open('/', /, Dr Ada Okafor$/)
  await page.getByRole('heading', { name: 'This CPD year' }).waitFor()
  await walk.look('home')
  await walk.resize('home')
  await walk.open('/portfolio', 'Portfolio')
  await page.getByRole('table').waitFor()
  await walk.look('portfolio')
  await walk.resize('portfolio')
  await page.getByRole('checkbox', { name: 'Select all rows shown' }).check()
  await walk.look('portfolio with rows selected')
  await page.getByRole('region', { name: 'Selected rows' }).getByRole('button', { name: 'Untag', exact: true }).click()
  await page.getByRole('dialog').getByRole('checkbox').first().waitFor()
  await walk.look('untag window')
  await walk.close()
  await walk.press('Tag Sepsis in adults')
  await page.getByRole('option').first().waitFor()
  await walk.look('tags of a row')
  await page.keyboard.press('Escape')
  await walk.press('Profile menu of Dr Ada Okafor')
  await page.getByRole('link', { name: 'Sign-in security' }).waitFor()
  await walk.look('profile menu')
  await page.keyboard.press('Escape')

  await walk.press('Tags')
  await page
    .getByRole('complementary', { name: 'Tags' })
    .getByRole('button', { name: /^Acute/ })
    .click()
  await page.getByRole('group', { name: 'Chosen filters' }).waitFor()
  await walk.look('tags panel')
  await walk.resize('tags panel')
  await walk.press('Manage tags')
  await walk.press('Rename Acute')
  await walk.window('Manage tags', 'New name')
  await walk.look('manage tags')
  await walk.resize('manage tags')

  await walk.open('/portfolio?chart=true', 'Portfolio')
  await page.getByRole('button', { name: 'Show as a table' }).waitFor()
  await page.locator('.recharts-surface').first().waitFor()
  await walk.look('charts')
  await walk.resize('charts')
  await walk.press('Show as a table')
  await walk.look('charts as a table')
  await page.getByText('What has evidence?').click()
  await page.getByText(/have evidence$/).waitFor()
  await walk.look('coverage')
  await walk.open('/portfolio?search=nothingofthekind', 'Portfolio')
  await page.getByRole('heading', { name: 'Nothing matches' }).waitFor()
  await walk.look('no results')
  await walk.open('/portfolio?sort=shoe', 'Portfolio')
  await page.getByRole('heading', { name: 'This address cannot be understood' }).waitFor()
  await walk.look('invalid address')
  await walk.resize('invalid address')
  await walk.open('/portfolio?bin=true', 'Bin')
  await page.getByRole('heading', { name: 'The bin is empty.' }).waitFor()
  await walk.look('bin')
  walk.end()
})

test('N2: axe finds nothing in the windows of the portfolio', async () => {
  const walk = walkOf(await tab.page({ signedInAs: ada }))
  const { page } = walk
  await walk.open('/portfolio', 'Portfolio')
  await walk.press('New item')
  await walk.press('More')
  await walk.press('Record')
  await walk.window('New item', 'Give it a title.')
  await walk.look('new item')
  await walk.resize('new item')
  await walk.close()
  await walk.press('Export report')
  await walk.window('Export report', 'Format')
  await walk.look('export')
  await walk.resize('export')
  await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'Download' }).waitFor({ timeout: 60_000 })
  await walk.look('export ready')
  await walk.close()
  for (const [name, shows] of [
    ['Columns', 'Not shown'],
    ['Tag sets', 'Good medical practice'],
    ['Accreditation', 'Schemes I follow'],
  ] as const) {
    if (name === 'Columns') await walk.press('Site settings')
    await page.getByRole('tab', { name, exact: true }).click()
    await walk.window('Site settings', shows)
    if (name === 'Tag sets')
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^Show its/ })
        .first()
        .click()
    if (name === 'Accreditation') {
      await page.getByRole('combobox', { name: 'Accrediting organisation' }).click()
      await page.getByRole('option', { name: 'None', exact: true }).click()
      await page.getByRole('table', { name: 'What your total would become' }).waitFor()
    }
    await walk.look(`settings, ${name}`)
    await walk.resize(`settings, ${name}`)
  }
  await walk.close()

  await page.getByRole('link', { name: 'Sepsis in adults', exact: true }).click()
  const shows = { Details: 'Kind of credit', Impact: 'Did the change last?', Files: 'certificate.pdf', History: 'Recorded' }
  for (const [name, text] of Object.entries(shows)) {
    await page.getByRole('tab', { name, exact: true }).click()
    await page.getByRole('tabpanel', { name, exact: true }).getByText(text).first().waitFor()
    await walk.look(`item, ${name}`)
    await walk.resize(`item, ${name}`)
  }
  await page.getByRole('tab', { name: 'Details', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Open the calendar' }).first().click()
  await page.getByRole('button', { name: 'Next month' }).waitFor()
  await walk.look('calendar')
  await page.keyboard.press('Escape')
  await page.getByRole('tab', { name: 'Files', exact: true }).click()
  for (const name of ['poster.png', 'certificate.pdf']) {
    await walk.press(`Look at ${name}`)
    await page.getByRole('dialog', { name }).getByRole('button', { name: 'Close' }).first().waitFor()
    await walk.look(`preview of ${name}`)
    // The browser's viewer of PDFs keeps the keys for itself.
    await page.getByRole('dialog', { name }).getByRole('button', { name: 'Close' }).last().click()
    await page.getByRole('dialog', { name }).waitFor({ state: 'detached' })
  }

  await page.getByRole('tab', { name: 'Details', exact: true }).click()
  await ada.ask(amendItem, {
    params: { id: sepsis },
    body: { version: (await ada.list({ search: 'sepsis' })).items[0]!.version, notes: 'Changed elsewhere.' },
  })
  await page.getByRole('textbox', { name: 'Notes' }).fill('Changed here.')
  await walk.press('Save')
  await walk.window('Somebody saved this item meanwhile', 'Changed elsewhere.')
  await walk.look('conflict')
  await walk.resize('conflict')
  walk.end()
})

test('N2: axe finds nothing on the pages of the profile and where a session has ended', async () => {
  const person = await at.again(ada)
  const walk = walkOf(await tab.page({ signedInAs: person }))
  const { page } = walk
  await walk.open('/profile', 'Personal details')
  await page.getByRole('button', { name: /Date of birth and equality/ }).click()
  await walk.look('personal details')
  await walk.resize('personal details')
  await walk.open('/profile/security', 'Sign-in security')
  await page.getByRole('button', { name: 'Sign out everywhere else' }).waitFor()
  await walk.look('sign-in security')
  await walk.resize('sign-in security')
  await walk.open('/profile/audit', 'Who looked at my portfolio')
  await page.getByRole('listitem').first().waitFor()
  await walk.look('audit')
  await walk.resize('audit')
  await walk.open('/nothing/here', 'There is nothing here')
  await walk.look('not found, signed in')
  await walk.open('/profile', 'Personal details')
  await at.house.db.deleteFrom('auth.session').where('user_id', '=', ada.id).execute()
  await page.getByRole('link', { name: 'Sign-in security', exact: true }).click()
  await page.getByRole('dialog', { name: 'Please sign in again' }).waitFor()
  await walk.look('sign in again')
  await walk.resize('sign in again')
  walk.end()
})
