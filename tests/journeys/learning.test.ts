import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { listCertificates } from '#domain/learning/contract.ts'
import { browser } from '../support/browser.ts'
import { handsOn, WAYS, type Way } from '../support/hands.ts'
import { house } from '../support/house.ts'
import { Learner } from '../support/learner.ts'
import { accredited, aModule } from '../support/modules.ts'
import type { Person } from '../support/person.ts'

const at = house({ listening: true })
const tab = browser(at)

beforeAll(() =>
  at.house.shelf.offer({
    editions: [
      aModule('sepsis', { specialties: ['acute-medicine'], accreditations: [accredited('rcgp', 50), accredited('racgp', 75)] }),
      aModule('kidney', { specialties: ['renal-medicine'], accreditations: [accredited('rcgp', 100)], preTest: [] }),
      aModule('handover', { specialties: ['acute-medicine'], format: 'case-based', minutes: 40 }),
    ],
    pictures: [],
  }),
)

async function learner(ada: Person, way: Way = 'mouse'): Promise<Learner> {
  return new Learner(at, await handsOn(await tab.page({ signedInAs: ada }), way))
}
const rows = async (ada: Person) => (await ada.list()).items

test.each(WAYS)('L1 to L4, L6, L8, C2, P12: a module is found, saved, studied, passed and its certificate checked, by %s', async (way) => {
  const ada = await at.clinician({ name: 'Dr Ada Okafor', accreditor: 'rcgp' })
  const her = await learner(ada, way)
  const { page, hands } = her
  await page.goto(tab.url)
  await hands.press(page.getByRole('navigation', { name: 'Main menu' }).getByRole('link', { name: 'Learning', exact: true }))
  await her.link('Module handover').first().waitFor()
  await hands.choose(page.getByRole('combobox', { name: 'Specialty' }), 'Acute medicine')
  await page.getByText('2 modules', { exact: true }).waitFor()
  await hands.choose(page.getByRole('combobox', { name: 'Accreditor' }), 'Royal College of General Practitioners (RCGP)')
  await page.getByText('1 module', { exact: true }).waitFor()
  await page.reload()
  await page.getByText('1 module', { exact: true }).waitFor()
  const found = page.getByRole('region', { name: 'All modules' })
  await found.getByText('0.50 credits through Royal College of General Practitioners (RCGP)').waitFor()
  await hands.press(found.getByRole('link', { name: 'Module sepsis' }))
  await page.getByText('75% of 4 questions').waitFor()

  await her.press('Add to portfolio')
  const adding = page.getByRole('dialog', { name: 'Add to portfolio' })
  await hands.pick(adding.getByRole('combobox', { name: 'Tags' }), 'Infection', 'New tag “Infection”')
  await hands.press(adding.getByRole('button', { name: 'Add', exact: true }))
  await adding.waitFor({ state: 'detached' })
  expect(await rows(ada)).toMatchObject([
    { title: 'Module sepsis', kind: 'module', status: 'not started', tags: [{ label: 'Infection' }], link: '/learning/modules/sepsis' },
  ])

  await her.press('Start')
  await her.heading('Before you read').waitFor()
  expect(await rows(ada)).toMatchObject([{ status: 'in progress' }])
  await page.goBack()
  await her.press('Go on')
  await page.waitForURL(/attempts/)
  expect(await rows(ada)).toHaveLength(1)

  // To the second page, away, and back to where it was left.
  await her.heading('First').waitFor()
  await her.press('Next')
  await her.expectFocus('Second')
  await expect
    .poll(async () => (await at.house.db.selectFrom('attempt').select('place').where('owner_id', '=', ada.id).execute())[0]?.place)
    .toBe(1)
  await her.open('/learning', 'Learning')
  await page.getByRole('region', { name: 'Go on with' }).getByText('page 2 of 2').waitFor()
  await her.press('Go on')
  await her.heading('Second').waitFor()
  expect(page.url()).toMatch(/page=2$/)

  await her.choose('p1', 1)
  await her.press('Check answer')
  await her.expectFocus('Not quite')
  await page.getByText('Your answer', { exact: true }).waitFor()
  await page.getByText('Sound, for p1.').waitFor()
  await her.finish('sepsis', 3)

  await her.heading('You passed').waitFor()
  await page.getByText('3 of 4 right').waitFor()
  await page.getByText('0.50 credits through Royal College of General Practitioners (RCGP)').waitFor()
  await page.getByText('The point of q4.').waitFor()
  expect(await rows(ada)).toMatchObject([{ status: 'completed', awarded: 50 }])

  await her.open('/portfolio', 'Portfolio')
  await hands.press(page.getByRole('link', { name: 'Open the module Module sepsis' }))
  await page.waitForURL(/\/learning\/modules\/sepsis$/)
  const [download] = await Promise.all([page.waitForEvent('download'), hands.press(her.link('Save certificate'))])
  expect(download.suggestedFilename()).toMatch(/^certificate-.*-module-sepsis\.pdf$/)
  expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-')

  const { code } = (await ada.ask(listCertificates)).certificates[0]!
  const anybody = await handsOn(await tab.page(), way)
  await anybody.page.goto(`${tab.url}/check`)
  await anybody.write(anybody.page.getByRole('textbox', { name: 'Certificate code' }), code.toLowerCase().replaceAll('-', ' '))
  await anybody.press(anybody.page.getByRole('button', { name: 'Check', exact: true }))
  await anybody.page.getByRole('heading', { name: 'This certificate is valid' }).waitFor()
  await anybody.page.getByText('Dr Ada Okafor').waitFor()
  expect(await anybody.page.getByRole('main').textContent()).not.toContain(ada.email)
})

test.each(WAYS)('L6, L7: a fail completes, a retake asks first and stays in progress until it is passed, by %s', async (way) => {
  const ada = await at.clinician({ accreditor: 'rcgp' })
  const her = await learner(ada, way)
  const { page, hands } = her
  const retake = async (...named: (string | RegExp)[]) => {
    await her.press('Retake module')
    const asks = page.getByRole('dialog', { name: 'Retake module' })
    for (const name of named) await asks.getByText(name).waitFor()
    await hands.press(asks.getByRole('button', { name: 'Retake module', exact: true }))
    await page.waitForURL(/attempts\/[^/]+\?/)
  }
  await her.open('/learning/modules/kidney', 'Module kidney')
  await her.press('Start')
  await her.heading('First').waitFor()
  await her.finish('kidney', 1)
  await her.heading('Not passed this time').waitFor()
  expect(await her.link('Save certificate').count()).toBe(0)
  expect(await rows(ada)).toMatchObject([{ status: 'completed', awarded: null }])

  await retake('your score of 25%')
  expect(await rows(ada)).toMatchObject([{ status: 'in progress', completedOn: null }])
  await her.finish('kidney', 2)
  await her.heading('Not passed this time').waitFor()
  expect(await rows(ada)).toMatchObject([{ status: 'in progress', completedOn: null }])
  await retake('your score of 50%')
  await her.finish('kidney', 4)
  await her.heading('You passed').waitFor()
  expect(await rows(ada)).toMatchObject([{ status: 'completed', awarded: 100 }])

  const { code } = (await ada.ask(listCertificates)).certificates[0]!
  await retake('your score of 100%', /1.00 credits? from .*CPD year/, code)
  expect(await rows(ada)).toMatchObject([{ status: 'in progress', awarded: null }])
  const anybody = await tab.page()
  await anybody.goto(`${tab.url}/check/${code}`)
  await anybody.getByRole('heading', { name: 'This certificate is void' }).waitFor()
  await her.open('/learning/certificates', 'Certificates')
  await page.getByText(/^Void since/).waitFor()
})

test.each(WAYS)('L7: taken again with the old kept, there are two rows with dates and credits of their own, by %s', async (way) => {
  const ada = await at.clinician({ accreditor: 'rcgp' })
  const her = await learner(ada, way)
  await her.open('/learning/modules/kidney', 'Module kidney')
  await her.press('Start')
  await her.heading('First').waitFor()
  await her.finish('kidney', 4)
  await her.press('Take again and keep the old')
  await her.heading('First').waitFor()
  expect((await rows(ada)).map(({ status, awarded }) => ({ status, awarded })).toSorted((a, b) => (a.status < b.status ? -1 : 1))).toEqual([
    { status: 'completed', awarded: 100 },
    { status: 'in progress', awarded: null },
  ])
  const { certificates } = await ada.ask(listCertificates)
  expect(certificates).toMatchObject([{ voidedOn: null }])
})

test('L5: what has no answer is marked, and the first of it has the focus', async () => {
  const her = await learner(await at.clinician(), 'keyboard')
  const { page } = her
  await her.open('/learning/modules/kidney', 'Module kidney')
  await her.press('Start')
  await her.toAssessment()
  await her.choose('q1', 0)
  await her.choose('q3', 2)
  await her.press('Submit answers')
  await page.getByText('2 questions have no answer yet.').waitFor()
  expect(await page.locator('fieldset[data-fault]').evaluateAll((all) => all.map((one) => one.getAttribute('data-question')))).toEqual([
    'q2',
    'q4',
  ])
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('fieldset')?.getAttribute('data-question'))).toBe('q2')
  await her.choose('q2', 2)
  await page.getByText('1 question has no answer yet.').waitFor()
})

test('L4, P20: two windows on one attempt lose no answer', async () => {
  const ada = await at.clinician()
  const her = await learner(ada)
  const { page } = her
  await her.open('/learning/modules/kidney', 'Module kidney')
  await her.press('Start')
  await her.toAssessment()
  const other = new Learner(at, await handsOn(tab.watch(await page.context().newPage()), 'mouse'))
  await other.page.goto(page.url())
  await other.heading('Final assessment').waitFor()

  await her.choose('q1', 1)
  await page.getByText('Answers kept').waitFor()
  await other.choose('q2', 2)
  await other.choose('q3', 3)
  await other.page.getByText('Answers kept').waitFor()
  const shown = (of: Learner, question: string) =>
    of.page
      .locator(`[data-question="${question}"]`)
      .getByRole('radio')
      .evaluateAll((radios) => radios.findIndex((radio) => (radio as HTMLInputElement).checked))
  await other.page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect.poll(() => shown(other, 'q1')).toBe(1)
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect.poll(() => shown(her, 'q2')).toBe(2)
  await expect.poll(() => shown(her, 'q3')).toBe(3)
  await her.choose('q4', 0)
  await her.press('Submit answers')
  await her.heading('You passed').waitFor()
  await page.getByText('4 of 4 right').waitFor()
  // The window that stayed behind is shown the result, not an assessment that is over.
  await other.page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await other.heading('You passed').waitFor()
})

test('P20: an answer given without a network waits, is kept when it is back, and is never overwritten by an older reading', async () => {
  const her = await learner(await at.clinician())
  const { page } = her
  await her.open('/learning/modules/kidney', 'Module kidney')
  await her.press('Start')
  await her.toAssessment()
  await page.context().setOffline(true)
  await her.choose('q1', 1)
  await page.getByText('No network: your answers wait on this page').waitFor()
  await page.context().setOffline(false)
  await page.getByText('Answers kept').waitFor()

  // A reading from before the answer, that comes after it.
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  await page.route(
    /\/api\/people\/[^/]+\/attempts\/[^/]+$/,
    async (route) => {
      const answer = await route.fetch()
      await held
      await route.fulfill({ response: answer }).catch(() => undefined)
    },
    { times: 1 },
  )
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await page.waitForTimeout(500)
  await her.choose('q2', 2)
  await page.getByText('Answers kept').waitFor()
  letGo()
  await page.waitForTimeout(500)
  expect(await page.locator('[data-question="q2"]').getByRole('radio').nth(2).isChecked()).toBe(true)
})

test('L4, N2: the arrows turn pages, but not where they move within a question', async () => {
  const her = await learner(await at.clinician())
  const { page } = her
  await her.open('/learning/modules/kidney', 'Module kidney')
  await her.press('Start')
  await her.heading('First').waitFor()
  await page.keyboard.press('ArrowRight')
  await her.expectFocus('Second')
  await her.choose('p1', 0)
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => page.locator('[data-question="p1"]').getByRole('radio').nth(1).isChecked()).toBe(true)
  await her.heading('Second').waitFor()
  await her.heading('Second').focus()
  await page.keyboard.press('ArrowLeft')
  await her.expectFocus('First')
  await page.goBack()
  await her.heading('Second').waitFor()
})

test('L4: a pre-test never counts, and the result tells what was gained', async () => {
  const her = await learner(await at.clinician())
  await her.open('/learning/modules/sepsis', 'Module sepsis')
  await her.press('Start')
  await her.heading('Before you read').waitFor()
  await her.choose('q1', 0)
  await her.choose('q2', 2)
  await her.page.getByText('Answers kept').waitFor()
  await her.finish('sepsis', 4)
  await her.heading('You passed').waitFor()
  await her.page.getByText('Before you read, you had 1 of 2 right. To the same questions afterwards, 2 of 2.').waitFor()
})

test('L9, P15: the specialties chosen say what is new, and home leads straight to the module', async () => {
  const ada = await at.clinician()
  const her = await learner(ada, 'keyboard')
  const { page, hands } = her
  await her.open('/learning', 'Learning')
  await her.press('Choose specialties')
  const window = page.getByRole('dialog', { name: 'My specialties' })
  await hands.press(window.getByRole('checkbox', { name: 'Renal medicine' }))
  await hands.press(window.getByRole('button', { name: 'Save' }))
  await window.waitFor({ state: 'detached' })
  const fresh = page.getByRole('region', { name: 'New in your specialties' })
  await fresh.getByRole('link', { name: 'Module kidney' }).waitFor()
  expect(await fresh.getByRole('link').count()).toBe(1)

  await hands.press(fresh.getByRole('link', { name: 'Module kidney' }))
  await her.press('Start')
  await her.heading('First').waitFor()
  await page.goto(tab.url)
  await hands.press(page.getByRole('region', { name: 'Go on with' }).getByRole('link', { name: 'Module kidney' }))
  await page.waitForURL(/\/learning\/modules\/kidney$/)
})

test('P13: the type of a module’s row cannot be taken off', async () => {
  const ada = await at.clinician()
  const her = await learner(ada)
  await her.open('/learning/modules/kidney', 'Module kidney')
  await her.press('Start')
  await her.heading('First').waitFor()
  await her.page.goto(`${tab.url}/portfolio?item=${(await rows(ada))[0]!.id}`)
  const item = her.page.getByRole('dialog', { name: 'Module kidney' })
  const type = item.getByRole('combobox', { name: 'Type' })
  expect(await type.isDisabled()).toBe(true)
  expect(await type.inputValue()).toBe('learning module')
  await item.getByRole('tab', { name: 'History', exact: true }).click()
  await item.getByText('Recorded').waitFor()
})

test('L1: a long catalogue is shown piece by piece, and one goes on at the first that came', async () => {
  const editions = Array.from({ length: 30 }, (_, n) => aModule(`module-${String(n).padStart(2, '0')}`, { minutes: n < 3 ? 45 : 15 }))
  await at.house.shelf.offer({ editions, pictures: [] })
  const her = await learner(await at.clinician(), 'keyboard')
  const { page } = her
  await her.open('/learning', 'Learning')
  const cards = page
    .getByRole('region', { name: 'All modules' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading') })
  await expect.poll(() => cards.count()).toBe(24)
  await her.press('Show more')
  await expect.poll(() => cards.count()).toBe(30)
  await her.expectFocus('Module module-24')
  await her.hands.choose(page.getByRole('combobox', { name: 'Length' }), 'Up to 20 minutes')
  await page.getByText('27 modules', { exact: true }).waitFor()
  await her.hands.write(page.getByRole('searchbox', { name: 'Search modules' }), 'no such thing')
  await her.heading('No module fits').waitFor()
  await her.hands.press(page.getByRole('button', { name: 'Show all modules' }).first())
  await page.getByText('30 modules', { exact: true }).waitFor()
  expect(new URL(page.url()).search).toBe('')
})
