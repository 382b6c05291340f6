import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { beginEntry, saveEntryPart } from '#domain/assessments/contract.ts'
import { longDate } from '#domain/plain-date.ts'
import { v7 as uuidv7 } from 'uuid'
import { browser, expectNoSidewaysScroll } from '../support/browser.ts'
import { assess, evidence } from '../support/curriculum.ts'
import { handsOn } from '../support/hands.ts'
import { house } from '../support/house.ts'
import { meetingWith, report, supervised } from '../support/meetings.ts'
import { inDays } from '../support/related.ts'
import { Walk } from '../support/walk.ts'

const at = house({ listening: true })
const tab = browser(at)
let here: Awaited<ReturnType<typeof supervised>>
beforeAll(async () => {
  here = await supervised(at)
})

const open = async (page: Page, path: string, heading: string) => {
  await page.goto(`${tab.url}${path}`)
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
}
const sure = async (page: Page, title: string, act: string) =>
  page.getByRole('dialog', { name: title }).getByRole('button', { name: act, exact: true }).click()
const INDUCTION = 'Induction meeting with the educational supervisor'

test('T12: induction to end of placement: the trainee prepares by keyboard, the supervisor writes alone, and the trainee is refused their part', async () => {
  const { trainee, educational, clinical, ownerId } = here
  const hands = await handsOn(await tab.page({ signedInAs: trainee }), 'keyboard')
  const hers = hands.page
  await open(hers, `/record/${ownerId}/meetings`, 'My meetings')
  await hands.press(hers.getByRole('button', { name: `Begin: ${INDUCTION}` }))
  const window = hers.getByRole('dialog', { name: INDUCTION })
  await hands.write(window.getByLabel('Day of the meeting'), longDate(inDays(3)))
  await hands.press(window.getByRole('button', { name: 'Begin' }))
  await window.getByText('This day is still to come.').waitFor()
  await hands.write(window.getByLabel('Day of the meeting'), longDate(inDays(0)))
  await hands.press(window.getByRole('button', { name: 'Begin' }))
  await hers.getByRole('heading', { level: 1, name: INDUCTION }).waitFor()
  await hands.press(hers.getByRole('button', { name: 'My part is ready' }))
  await hands.press(hers.getByRole('dialog').getByRole('button', { name: 'My part is ready' }))
  await expect.poll(() => hers.getByLabel('What you want from this year').getAttribute('aria-invalid')).toBe('true')
  await hands.write(hers.getByLabel('What you want from this year'), 'Twenty clinics and a calm take')
  await hands.press(hers.getByRole('button', { name: 'My part is ready' }))
  await hands.press(hers.getByRole('dialog').getByRole('button', { name: 'My part is ready' }))
  await hers.getByText('Prepared', { exact: true }).first().waitFor()

  const his = await tab.page({ signedInAs: educational })
  await open(his, '/trainees', 'My trainees')
  await his.getByText('1 to sign').waitFor()
  await his.getByRole('link', { name: 'Brief: Dr Ada Okafor' }).click()
  await his.getByRole('link', { name: INDUCTION }).click()
  await his.getByText('Twenty clinics and a calm take').waitFor()
  await his.getByLabel('Plan for the year').fill('A clinic every second week')
  await his
    .getByRole('radiogroup', { name: /^The personal development plan/ })
    .getByLabel('Yes')
    .check()
  await his.getByRole('radiogroup', { name: 'Any concerns' }).getByLabel('No').check()
  await his.getByRole('button', { name: 'Sign', exact: true }).click()
  await sure(his, 'Sign this form?', 'Sign')
  await his.getByText('Signed', { exact: true }).first().waitFor()
  await hers.reload()
  await hands.press(hers.getByRole('button', { name: 'I have read this' }))
  await hers.getByText('It means that you have been told, not that you agree.').waitFor()
  await hands.press(hers.getByRole('dialog').getByRole('button', { name: 'I have read this' }))
  await hers.getByText('Signed and acknowledged').first().waitFor()

  const end = await meetingWith(trainee, 'end-of-placement', { preparation: { learned: 'Much', 'next-post': 'Clinics' } })
  await open(hers, `/record/${ownerId}/entries/${end}`, 'End of placement appraisal')
  const refused = hers.getByRole('heading', { name: 'The appraisal' }).getByRole('button', { name: /^You cannot write here/ })
  await refused.focus()
  await hers.keyboard.press('Shift+Tab')
  await hers.keyboard.press('Tab')
  await hers.getByRole('tooltip').getByText('Only your clinical supervisor or your educational supervisor can write this.').waitFor()
  expect(await hers.getByRole('textbox', { name: 'Summary of the post' }).count()).toBe(0)
  expect(await hers.getByRole('button', { name: 'Sign', exact: true }).count()).toBe(0)
  const carls = await tab.page({ signedInAs: clinical })
  await open(carls, `/record/${ownerId}/entries/${end}`, 'End of placement appraisal')
  await carls.getByLabel('Summary of the post').fill('Grew in confidence')
  await carls.getByLabel(/^How the capabilities/).fill('C1 at level 3')
  await carls.getByLabel('What to develop next').fill('Letters')
  await carls.getByRole('radiogroup', { name: 'Any concerns' }).getByLabel('No').check()
  await carls.getByRole('button', { name: 'Sign', exact: true }).click()
  await sure(carls, 'Sign this form?', 'Sign')
  await carls.getByText('Signed', { exact: true }).first().waitFor()
  await hers.reload()
  await hers.getByText('Grew in confidence').waitFor()
})

test('T11: an objective is written, with what is missing said at its field, and the educational supervisor agrees to it', async () => {
  const { trainee, educational, ownerId } = here
  const page = await tab.page({ signedInAs: trainee })
  await open(page, `/record/${ownerId}/pdp`, 'My development plan')
  await page.getByRole('button', { name: 'Add an objective' }).click()
  const window = page.getByRole('dialog', { name: 'Add an objective' })
  await window.getByRole('button', { name: 'Save' }).click()
  await window.getByText('Write what you want to learn.').waitFor()
  await window.getByLabel('What I want to learn').fill('Lead ten ward rounds by myself')
  await window.getByLabel('Target date').fill(longDate(inDays(90)))
  await window.getByLabel('How I will know').fill('Two assessments say so')
  await window.getByRole('button', { name: 'Save' }).click()
  await window.waitFor({ state: 'hidden' })
  const his = await tab.page({ signedInAs: educational })
  await open(his, `/record/${ownerId}/pdp`, 'Development plan of Dr Ada Okafor')
  expect(await his.getByRole('button', { name: /^You cannot write here. Only the trainee/ }).count()).toBe(1)
  await his.getByRole('button', { name: 'Agree: Lead ten ward rounds by myself' }).click()
  await his.getByRole('dialog').getByRole('button', { name: 'Agree' }).click()
  await his.getByText(/^Agreed by Dr Esme Educational/).waitFor()
})

test('T19: the trainee presents to the supervisor, who reads what is new and signs two items with one statement', async () => {
  const { trainee, educational, ownerId } = here
  await evidence(trainee, ['C1', 'C2'], { title: 'A busy take' })
  await evidence(trainee, ['C1', 'C2'], { title: 'Another take' })
  await assess(trainee, 'C1', '2', 'Four takes')
  await assess(trainee, 'C2', '2', 'Two takes')
  const page = await tab.page({ signedInAs: trainee })
  await open(page, `/record/${ownerId}/brief`, 'What my supervisors see first')
  await page.getByRole('button', { name: 'Present to my supervisor' }).click()
  await page.getByRole('dialog').getByLabel('Note').fill('C1 and C2 are ready.')
  await page.getByRole('dialog').getByRole('button', { name: 'Present', exact: true }).click()
  await page.getByText(/^To Dr Esme Educational/).waitFor()
  await page.goto(`${tab.url}/`)
  await page.getByText(/^Last presented to Dr Esme Educational on/).waitFor()

  const hands = await handsOn(await tab.page({ signedInAs: educational }), 'keyboard')
  const his = hands.page
  await open(his, `/record/${ownerId}/brief`, 'Brief: Dr Ada Okafor')
  await his.getByText('C1 and C2 are ready.').waitFor()
  for (const code of ['C1', 'C2']) await hands.press(his.getByRole('checkbox', { name: new RegExp(`^Sign ${code}\\.`) }))
  await hands.press(his.getByRole('button', { name: 'Sign 2 items' }))
  const window = his.getByRole('dialog', { name: 'Sign together' })
  await hands.write(window.getByLabel('Your statement, for all of them'), 'I was there for both takes.')
  await hands.choose(window.getByLabel('Level for C1'), 'May act under direct supervision, with the supervisor at hand')
  await hands.press(window.getByRole('button', { name: 'Sign', exact: true }))
  await window.getByText('Not everything is signed yet.').waitFor()
  await window.getByText('Signed', { exact: true }).waitFor()
  await hands.choose(window.getByLabel('Level for C2'), 'May act under direct supervision, with the supervisor at hand')
  await hands.press(window.getByRole('button', { name: 'Sign', exact: true }))
  await window.waitFor({ state: 'hidden' })
  const signed = await at.house.db.selectFrom('sign_off').where('owner_id', '=', ownerId).select(['item_code', 'note']).execute()
  expect(signed.map(({ item_code }) => item_code).toSorted()).toEqual(['C1', 'C2'])
  expect(new Set(signed.map(({ note }) => note))).toEqual(new Set(['I was there for both takes.']))
  await hands.press(his.getByRole('button', { name: 'I have looked at this' }))
  await his.getByText('No new evidence.').waitFor()
})

test('T12, N2: the report is signed beside what was gathered; its pages and those of meetings are accessible, wide and on a phone', async () => {
  const { educational, trainee, ownerId } = here
  const id = uuidv7()
  const params = { ownerId, itemId: id }
  await educational.ask(beginEntry, { params: { ownerId }, body: { id, form: 'es-report', eventOn: inDays(0) } })
  const { summary, ...rest } = report()
  for (const [section, answers] of Object.entries(rest)) {
    await educational.ask(saveEntryPart, { params: { ...params, section }, body: { answers, version: 0 } })
  }
  const page = await tab.page({ signedInAs: educational })
  await open(page, `/record/${ownerId}/entries/${id}`, 'Educational supervisor’s report')
  await page.getByText('As it is now. It is kept with the signature.').waitFor()
  await page.getByLabel('Strengths').fill(summary.strengths)
  await page.getByLabel('Next steps').fill(summary['next-steps'])
  await page.getByLabel('Ready to go on to the next year').check()
  const walk = new Walk(page, tab.url)
  await walk.look('the report')
  await page.getByRole('button', { name: 'Sign', exact: true }).click()
  await sure(page, 'Sign this form?', 'Sign')
  await page.getByText('As it was seen when the report was signed.').waitFor()
  const pages = [
    ['meetings', 'Meetings of Dr Ada Okafor'],
    ['pdp', 'Development plan of Dr Ada Okafor'],
    ['brief', 'Brief: Dr Ada Okafor'],
  ] as const
  for (const [path, heading] of pages) {
    await walk.open(`/record/${ownerId}/${path}`, heading)
    await page.getByRole('heading', { level: 2 }).first().waitFor()
    await walk.look(path)
  }
  expect(walk.faults).toEqual([])
  const phone = await tab.page({ signedInAs: trainee, width: 390, height: 844 })
  for (const [path, heading] of [
    ['meetings', 'My meetings'],
    ['pdp', 'My development plan'],
    ['brief', 'What my supervisors see first'],
    [`entries/${id}`, 'Educational supervisor’s report'],
  ] as const) {
    await open(phone, `/record/${ownerId}/${path}`, heading)
    await phone.getByRole('heading', { level: 2 }).first().waitFor()
    await expectNoSidewaysScroll(phone, path)
  }
})
