import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { beginEntry, saveEntryPart } from '#domain/assessments/contract.ts'
import { askAssessor } from '#domain/assessments/ticket-contract.ts'
import { browser, expectAccessible, expectNoSidewaysScroll } from '../support/browser.ts'
import { handsOn } from '../support/hands.ts'
import { house } from '../support/house.ts'
import { inDays, programme, train } from '../support/related.ts'
import { Walk } from '../support/walk.ts'

const at = house({ listening: true })
const tab = browser(at)
const PHONE = { width: 390, height: 844 }

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()
const linkTo = async (email: string): Promise<string> => {
  const mail = () =>
    at.house.db.selectFrom('message').select('body_text').where('recipient', '=', email).orderBy('id', 'desc').executeTakeFirst()
  await expect.poll(mail).toBeDefined()
  return /https?:\S+\/ticket\/\S+/.exec((await mail())!.body_text)![0]
}

/** A trainee with a form whose own part is filled in. */
async function prepared(form: string, section: string, answers: object) {
  const programmeId = await programme(at.house)
  const trainee = await at.clinician({ name: 'Dr Ada Okafor' })
  await train(at.house, trainee.id, programmeId)
  await at.house.db
    .updateTable('trainee')
    .set({ until_on: null, enrolled_on: inDays(-90) })
    .where('owner_id', '=', trainee.id)
    .execute()
  const itemId = uuidv7()
  await trainee.ask(beginEntry, { body: { id: itemId, form, eventOn: inDays(-1) } })
  await trainee.ask(saveEntryPart, { params: { ownerId: trainee.id, itemId, section }, body: { answers, version: 0 } })
  const page = await tab.page({ signedInAs: trainee })
  await page.goto(`${tab.url}/record/${trainee.id}/entries/${itemId}`)
  return { trainee, itemId, page }
}

/** Every scale of a form on the page at one level. */
async function rateAll(page: Page, level: string): Promise<void> {
  const radios = page.getByRole('radio', { name: level, exact: true })
  for (let index = 0; index < (await radios.count()); index++) await radios.nth(index).check()
}

async function feedback(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: /^What went well/ }).fill('A clear plan.')
  await page.getByRole('textbox', { name: /^What to develop/ }).fill('Escalate sooner.')
  await page.getByRole('textbox', { name: /^Agreed action/ }).fill('Read the guideline.')
}

async function sign(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign', exact: true }).click()
  await page.getByRole('dialog', { name: 'Sign this form?' }).getByRole('button', { name: 'Sign', exact: true }).click()
}

test('F3: a CbD is asked for by keyboard, filled in on a phone by somebody without an account, left, gone on with, and signed', async () => {
  const { page } = await prepared('cbd', 'case', { problem: 'Fever after a line', setting: 'ward' })
  const hers = await handsOn(page, 'keyboard')
  await page.reload()
  await heading(page, 'Case-based discussion')
  await hers.press(page.getByRole('button', { name: 'Ask an assessor' }))
  const asking = page.getByRole('dialog', { name: 'Ask an assessor' })
  await hers.write(asking.getByRole('textbox', { name: 'Assessor’s name' }), 'Dr Noor Hale')
  await hers.write(asking.getByRole('textbox', { name: 'Their work email' }), 'noor.hale@trust')
  await hers.choose(asking.getByRole('combobox', { name: 'What they are' }), 'consultant')
  await hers.press(asking.getByRole('button', { name: 'Send the link' }))
  await asking.getByText('This is not an email address.').waitFor()
  await hers.write(asking.getByRole('textbox', { name: 'Their work email' }), 'noor.hale@trust.example')
  await hers.press(asking.getByRole('button', { name: 'Send the link' }))
  const part = page.getByRole('region', { name: 'Assessor' })
  await part.getByText('Dr Noor Hale', { exact: true }).waitFor()
  await part.getByText('Asked', { exact: true }).waitFor()

  const phone = await tab.page(PHONE)
  const link = await linkTo('noor.hale@trust.example')
  await phone.goto(link)
  await heading(phone, 'Dr Ada Okafor asks you for an assessment')
  expect(await phone.getByText('Fever after a line').count()).toBe(0)
  await expectAccessible(phone, 'ticket, not begun')
  await phone.getByRole('button', { name: 'Begin' }).click()
  await phone.getByText('Fever after a line').waitFor()
  for (const width of [390, 360]) {
    await phone.setViewportSize({ width, height: 844 })
    await expectNoSidewaysScroll(phone, `ticket, begun, at ${width}`)
  }
  const walk = new Walk(phone, tab.url)
  await walk.look('ticket, begun')
  walk.end()
  await phone.getByRole('radio', { name: 'Average' }).check()
  await phone.getByRole('textbox', { name: /^What went well/ }).fill('A clear plan.')
  await phone.getByText('Kept. You can close this page').waitFor()
  await phone.context().close()

  const later = await tab.page(PHONE)
  await later.goto(link)
  await expect.poll(() => later.getByRole('textbox', { name: /^What went well/ }).inputValue()).toBe('A clear plan.')
  await sign(later)
  await later.getByText('They are marked above.').waitFor()
  await rateAll(later, 'Meets what is expected')
  await feedback(later)
  await later.getByRole('combobox', { name: 'Professional body' }).selectOption('GMC')
  await later.getByRole('textbox', { name: 'Your number there' }).fill('7654321')
  await sign(later)
  await heading(later, 'Thank you')
  await later.reload()
  await heading(later, 'This link is not in use')
  expect(await later.getByText('Ada').count()).toBe(0)
  await expectAccessible(later, 'ticket, gone')

  await page.reload()
  await page
    .getByRole('region', { name: 'Signatures' })
    .getByText(/Dr Noor Hale, assessor, consultant/)
    .waitFor()
  await page.getByText('Read the guideline.').waitFor()
  await expectAccessible(page, 'a signed form')
  await page.goto(page.url().replace(/\/entries\/.*/, '/assessments'))
  await page.getByText('Counts', { exact: true }).waitFor()
})

test('F9: a DOPS is signed on the spot by code, counts for nothing, is confirmed from a work address later, and counts', async () => {
  const { page, trainee } = await prepared('dops-summative', 'procedure', {
    procedure: 'lumbar-puncture',
    patient: 'patient',
    'times-before': 4,
  })
  await page.getByRole('button', { name: 'Sign on the spot' }).click()
  await page.getByRole('dialog', { name: 'Sign on the spot' }).getByRole('button', { name: 'Show the code' }).click()
  const shown = page.getByRole('dialog', { name: 'Sign on the spot' })
  await shown.getByRole('img', { name: 'Code to scan' }).waitFor()
  await expectAccessible(page, 'the code')
  const link = await shown.getByRole('textbox', { name: 'Or open this address' }).inputValue()
  await shown.getByRole('button', { name: 'Close', exact: true }).last().click()

  const phone = await tab.page(PHONE)
  await phone.goto(link)
  await phone.getByRole('button', { name: 'Begin' }).click()
  await phone.getByText('Lumbar puncture').waitFor()
  await rateAll(phone, 'Meets what is expected')
  await phone.getByRole('radio', { name: 'Does it alone and handles complications' }).check()
  await phone.getByRole('radio', { name: 'Yes', exact: true }).check()
  await feedback(phone)
  await phone.getByRole('textbox', { name: 'Your name' }).fill('Nina Nurse')
  await phone.getByRole('combobox', { name: 'Your role' }).selectOption('nurse')
  await phone.getByRole('combobox', { name: 'Professional body' }).selectOption('NMC')
  await phone.getByRole('textbox', { name: 'Your number there' }).fill('18A1234E')
  await phone.getByRole('textbox', { name: 'Your work email' }).fill(trainee.email)
  await sign(phone)
  await phone.getByText('This is the trainee’s own address.').waitFor()
  await phone.getByRole('textbox', { name: 'Your work email' }).fill('nina.nurse@trust.example')
  await sign(phone)
  await heading(phone, 'Thank you')
  await phone.getByText(/a letter is on its way to nina\.nurse@trust\.example/).waitFor()

  await page.goto(`${tab.url}/record/${trainee.id}/assessments`)
  await page.getByText('Does not count', { exact: true }).waitFor()
  await page.getByText(/has not yet confirmed from their work email/).waitFor()

  const atWork = await tab.page(PHONE)
  await atWork.goto(await linkTo('nina.nurse@trust.example'))
  await heading(atWork, 'Was it you who signed for Dr Ada Okafor?')
  await expectAccessible(atWork, 'the question whether it was them')
  await expectNoSidewaysScroll(atWork, 'the question whether it was them')
  await atWork.getByRole('button', { name: 'Yes, it was me' }).click()
  await atWork.getByText('You confirmed it. It counts now.').waitFor()
  await page.reload()
  await page.getByText('Counts', { exact: true }).waitFor()
})

test('P19, P20: an assessor at two devices keeps what they choose, and is shown what the trainee changed meanwhile', async () => {
  const { trainee, itemId, page } = await prepared('cbd', 'case', { problem: 'Fever after a line', setting: 'ward' })
  const EMAIL = 'two.devices@trust.example'
  const body = { id: uuidv7(), way: 'email' as const, name: 'Dr Two Devices', email: EMAIL, role: 'consultant' as const, note: '' }
  const params = { ownerId: trainee.id, itemId }
  await trainee.ask(askAssessor, { params, body })
  await page.close()
  const link = await linkTo(EMAIL)
  const [phone, desk] = [await tab.page(PHONE), await tab.page()]
  await phone.goto(link)
  await phone.getByRole('button', { name: 'Begin' }).click()
  const well = (at: Page) => at.getByRole('textbox', { name: /^What went well/ })
  await well(phone).waitFor()
  await desk.goto(link)
  await well(desk).fill('Written at the desk.')
  await desk.getByText('Kept. You can close this page').waitFor()
  await well(phone).fill('Written on the phone.')
  const both = phone.getByRole('dialog')
  await both.getByText('Written at the desk.').waitFor()
  await both.getByText('Written on the phone.').waitFor()
  await expectAccessible(phone, 'ticket, both versions')
  await expectNoSidewaysScroll(phone, 'ticket, both versions')
  await both.getByRole('button', { name: 'Keep mine' }).click()
  await phone.getByText('Kept. You can close this page').waitFor()

  await well(desk).fill('Written at the desk, and more.')
  await desk.getByRole('dialog').getByRole('button', { name: /newer/i }).click()
  await expect.poll(() => well(desk).inputValue()).toBe('Written on the phone.')

  await rateAll(desk, 'Meets what is expected')
  await desk.getByRole('radio', { name: 'Average' }).check()
  await feedback(desk)
  await desk.getByRole('combobox', { name: 'Professional body' }).selectOption('GMC')
  await desk.getByRole('textbox', { name: 'Your number there' }).fill('7654321')
  const answers = { problem: 'Fever after a drip', setting: 'ward' }
  await trainee.ask(saveEntryPart, { params: { ...params, section: 'case' }, body: { answers, version: 1 } })
  await sign(desk)
  await desk.getByText('Fever after a line → Fever after a drip').waitFor()
  expect(await well(desk).inputValue()).toBe('A clear plan.')
  await sign(desk)
  await heading(desk, 'Thank you')
})
