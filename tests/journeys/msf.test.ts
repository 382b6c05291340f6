import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { browser, expectAccessible, expectNoSidewaysScroll } from '../support/browser.ts'
import { handsOn } from '../support/hands.ts'
import { house } from '../support/house.ts'
import { colleagues, feedbackCode, FOURTEEN, replying, roundPeople } from '../support/round.ts'
import { askRaters, sendFeedback } from '#domain/assessments/msf-contract.ts'

const at = house({ listening: true })
const tab = browser(at)
const PHONE = { width: 390, height: 844 }

/** Every scale of a form on the page at one level. */
async function rateAll(page: Page, level: string): Promise<void> {
  const radios = page.getByRole('radio', { name: level, exact: true })
  for (let index = 0; index < (await radios.count()); index++) await radios.nth(index).check()
}
const sure = async (page: Page, title: string, act: string) =>
  page.getByRole('dialog', { name: title }).getByRole('button', { name: act, exact: true }).click()

test('F5: an MSF of fourteen raters goes from the first name to its release, and nobody learns who said what', async () => {
  const { trainee, educational, params } = await roundPeople(at)
  const raters = colleagues(FOURTEEN)
  const [first, ...rest] = raters
  const naming = await tab.page({ signedInAs: trainee })
  const hers = await handsOn(naming, 'keyboard')
  await naming.goto(`${tab.url}/record/${trainee.id}/entries/${params.itemId}`)
  await naming.getByRole('heading', { level: 1, name: 'Multi-source feedback' }).waitFor()
  const adding = naming.getByRole('form', { name: 'Name a colleague' })
  await hers.write(adding.getByRole('textbox', { name: 'Name' }), first!.name)
  await hers.write(adding.getByRole('textbox', { name: 'Work email' }), trainee.email)
  await hers.choose(adding.getByRole('combobox', { name: 'What they are' }), first!.role)
  await hers.press(adding.getByRole('button', { name: 'Add' }))
  await naming.getByText('This is the trainee’s own address.').waitFor()
  await hers.write(adding.getByRole('textbox', { name: 'Work email' }), first!.email)
  await hers.press(adding.getByRole('button', { name: 'Add' }))
  await naming.getByRole('heading', { name: 'Whom I ask (1)' }).waitFor()
  await trainee.ask(askRaters, { params, body: { raters: rest } })
  const page = await tab.page({ signedInAs: trainee })
  await page.goto(`${tab.url}/record/${trainee.id}/entries/${params.itemId}`)
  await page.getByRole('heading', { name: 'Whom I ask (14)' }).waitFor()
  await rateAll(page, 'Excellent')
  await page.getByRole('button', { name: 'Lock it and begin the round' }).click()
  await sure(page, 'Lock your assessment and begin?', 'Lock it and begin the round')
  await page.getByText('0 of 14 answered').waitFor()
  await expectAccessible(page, 'an open round')

  const phone = await tab.page({ ...PHONE, dark: true })
  const link = `${tab.url}/feedback/${await feedbackCode(at, trainee.id, first!.email)}`
  await phone.goto(link)
  await phone.getByRole('heading', { level: 1, name: /^How does .* work\?$/ }).waitFor()
  await phone.getByRole('textbox', { name: /^What is done especially well/ }).fill('Listens to the ward clerks.')
  await phone.getByText('Kept. You can close this page').waitFor()
  await phone.getByRole('button', { name: 'Send', exact: true }).click()
  await sure(phone, 'Send your answers?', 'Send')
  await phone.getByText('Some answers are missing or cannot be.').waitFor()
  await expectAccessible(phone, 'a colleague’s form with faults')
  await expectNoSidewaysScroll(phone, 'a colleague’s form')
  await phone.reload()
  const praise = phone.getByRole('textbox', { name: /^What is done especially well/ })
  await expect.poll(() => praise.inputValue()).toBe('Listens to the ward clerks.')
  await rateAll(phone, 'Good')
  await phone.getByRole('radio', { name: 'No', exact: true }).check()
  await phone.getByRole('button', { name: 'Send', exact: true }).click()
  await sure(phone, 'Send your answers?', 'Send')
  await phone.getByText('Your answers are with the others.').waitFor()
  await phone.goto(link)
  await phone.getByRole('heading', { level: 1, name: 'You have answered already' }).waitFor()

  for (const { email, role } of rest.slice(0, -1)) {
    const code = await feedbackCode(at, trainee.id, email)
    await at.nobody().ask(sendFeedback, { params: { code }, body: replying(role, { 'done-better': `Reads letters late, says ${role}.` }) })
  }
  const theirs = await tab.page({ signedInAs: educational })
  await theirs.goto(`${tab.url}/record/${trainee.id}/entries/${params.itemId}`)
  await theirs.getByText('13 of 14 answered').waitFor()
  expect(await theirs.getByText('Listens to the ward clerks.').count()).toBe(0)
  await theirs.getByRole('button', { name: 'Close it now' }).click()
  await sure(theirs, 'Close this round?', 'Close it now')
  await theirs.getByRole('button', { name: 'Open the replies' }).click()
  await sure(theirs, 'Open the replies?', 'Open the replies')
  const said = theirs.getByRole('region', { name: 'For you to read before you release it' })
  await said.getByText('Listens to the ward clerks.', { exact: true }).waitFor()
  await said.getByRole('button', { name: 'Leave out: Reads letters late, says consultant.' }).first().click()
  await said.getByRole('button', { name: 'Take in again: Reads letters late, says consultant.' }).waitFor()
  await expectAccessible(theirs, 'replies to read')
  await page.reload()
  await page.getByText('13 of 14 answered').waitFor()
  expect(await page.getByText('Listens to the ward clerks.').count()).toBe(0)

  await theirs.getByRole('textbox', { name: /^Day you talked/ }).fill('28 November 2026')
  await theirs.getByRole('textbox', { name: /^What stands out/ }).fill('Trusted by all.')
  await theirs.getByRole('textbox', { name: /^Agreed action/ }).fill('Lead a round a week.')
  await theirs.getByRole('button', { name: 'Release' }).click()
  await sure(theirs, 'Release this feedback?', 'Release')
  await theirs.getByRole('region', { name: 'What colleagues said' }).waitFor()

  await page.reload()
  const released = page.getByRole('region', { name: 'What colleagues said' })
  await released.getByText('Listens to the ward clerks.', { exact: true }).waitFor()
  await released.getByText('One remark was left out.').waitFor()
  const text = (await page.getByRole('main').allInnerTexts()).join(' ')
  expect(raters.filter(({ name, email }) => text.includes(name) || text.includes(email))).toEqual([])
  await expectAccessible(page, 'released feedback')
  const small = await tab.page({ ...PHONE, dark: true, signedInAs: trainee })
  await small.goto(`${tab.url}/record/${trainee.id}/entries/${params.itemId}`)
  await small.getByRole('region', { name: 'What colleagues said' }).waitFor()
  await expectAccessible(small, 'released feedback on a phone, dark')
  await expectNoSidewaysScroll(small, 'released feedback')
})
