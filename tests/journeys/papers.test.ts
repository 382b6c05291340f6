import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { browser, expectAccessible, expectNoSidewaysScroll } from '../support/browser.ts'
import { house } from '../support/house.ts'
import { appoint, inDays, programme, relate, train } from '../support/related.ts'
import { trainingYear } from '../support/trainee.ts'
import { PDF, upload } from '../support/uploading.ts'

const at = house({ listening: true })
const tab = browser(at)

let numbers = 7_123_000

async function cast() {
  const number = String((numbers += 1))
  const programmeId = await programme(at.house)
  const trainee = await at.clinician({ name: 'Ada Trainee' })
  const supervisor = await at.clinician({ name: 'Sam Supervisor' })
  const college = await at.clinician({ name: 'Cora College' })
  await train(at.house, trainee.id, programmeId, { from: inDays(-30), until: inDays(700) })
  await at.house.db
    .updateTable('trainee')
    .set({ enrolled_on: inDays(-30) })
    .where('owner_id', '=', trainee.id)
    .execute()
  await at.house.db.updateTable('person').set({ professional_number: number }).where('owner_id', '=', trainee.id).execute()
  await trainingYear(at.house, trainee.id)
  await relate(at.house, supervisor.id, 'educational supervisor', trainee.id)
  await appoint(at.house, college.id, 'college administrator', programmeId)
  return { trainee, supervisor, college, number }
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

async function signOn(page: Page, name: string) {
  const card = page.getByRole('region', { name, exact: true })
  for (const section of await card.locator('summary').all()) await section.click()
  await expect.poll(() => card.getByText('Opened', { exact: true }).count()).toBe(await card.locator('summary').count())
  await card.getByRole('button', { name: `Sign: ${name}` }).click()
  return card
}

test('T4: a declaration is signed after its sections were opened; the agreement by both, each in a browser of their own', async () => {
  const { trainee, supervisor } = await cast()
  const page = await tab.page({ signedInAs: trainee })
  await page.goto(tab.url)
  await page.getByRole('button', { name: /Profile menu/ }).click()
  await page.getByRole('link', { name: 'Declarations and agreements' }).click()
  await heading(page, 'Declarations and agreements')
  const probity = page.getByRole('region', { name: 'Probity', exact: true })
  await probity.getByRole('button', { name: 'Sign: Probity' }).click()
  await probity.getByRole('alert').getByText('Open these sections first').waitFor()
  await expectAccessible(page, 'declarations, light')
  await signOn(page, 'Probity')
  await probity.getByText('Signed by Ada Trainee, trainee').waitFor()
  await signOn(page, 'Educational agreement')
  const agreement = page.getByRole('region', { name: 'Educational agreement', exact: true })
  await agreement.getByText('Waits for the educational supervisor').waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page, 'declarations on a phone')

  const theirs = await tab.page({ signedInAs: supervisor, dark: true })
  await theirs.goto(`${tab.url}/record/${trainee.id}/declarations`)
  await heading(theirs, 'Declarations and agreements')
  await theirs
    .getByRole('button', { name: /You cannot write here. Only the trainee can sign this./ })
    .first()
    .waitFor()
  const signed = await signOn(theirs, 'Educational agreement')
  await signed.getByText('Signed by Sam Supervisor, educational supervisor').waitFor()
  await expectAccessible(theirs, 'declarations, dark')
}, 120_000)

test('T5: a certificate is entered, verified by the supervisor after a look at its file, and locked; an online module is offered the library', async () => {
  const { trainee, supervisor } = await cast()
  const page = await tab.page({ signedInAs: trainee })
  await page.goto(`${tab.url}/record/${trainee.id}/certificates`)
  await heading(page, 'Certificates and exams')
  await page.getByText('Missing, due this year').first().waitFor()
  await page.getByRole('button', { name: 'Add certificate' }).click()
  const form = page.getByRole('dialog', { name: 'Add certificate' })
  await form.getByLabel('Name').fill('Sepsis e-learning')
  await form.getByText('This looks like an online module.').waitFor()
  await form.getByRole('button', { name: 'Save' }).click()
  await form.locator('[aria-invalid="true"]').first().waitFor()
  await form.getByLabel('In your curriculum').selectOption({ label: 'Advanced life support (ALS)' })
  await form.getByLabel('Issued on').fill('1 Feb 2026')
  await form.getByLabel('Issued on').blur()
  await form.getByRole('button', { name: 'Save' }).click()
  await form.waitFor({ state: 'detached' })
  await page.getByText('Waits for verification, due this year').waitFor()
  const { id } = await at.house.db.selectFrom('item').select('id').where('owner_id', '=', trainee.id).executeTakeFirstOrThrow()
  await upload(trainee, id, 'als.pdf', PDF)
  await expectAccessible(page, 'certificates, light')

  const theirs = await tab.page({ signedInAs: supervisor })
  await theirs.goto(`${tab.url}/record/${trainee.id}/certificates`)
  await theirs.getByRole('button', { name: 'Verify Advanced life support (ALS)' }).click()
  await theirs.getByRole('button', { name: 'Verify', exact: true }).click()
  await theirs.getByText('Open the file first').waitFor()
  await theirs.keyboard.press('Escape')
  await theirs.getByRole('dialog').waitFor({ state: 'detached' })
  const download = theirs.waitForEvent('download')
  await theirs.getByRole('link', { name: 'Download als.pdf' }).click()
  await (await download).path()
  await theirs.getByRole('button', { name: 'Verify Advanced life support (ALS)' }).click()
  await theirs.getByRole('button', { name: 'Verify', exact: true }).click()
  await theirs.getByText('Verified by Sam Supervisor, educational supervisor').waitFor()

  await page.reload()
  await page.getByText('Verified', { exact: true }).waitFor()
  await page.getByRole('button', { name: /This is signed or verified already/ }).waitFor()
  expect(await page.getByRole('button', { name: 'Change Advanced life support (ALS)' }).count()).toBe(0)
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page, 'certificates on a phone')
}, 120_000)

test('T5: the college’s file with a mismatch loads nothing; put right it does, and the result stands in the trainee’s record', async () => {
  const { trainee, college, number } = await cast()
  const page = await tab.page({ signedInAs: college })
  await page.goto(`${tab.url}/college/exam-results`)
  await heading(page, 'Upload exam results')
  const choose = (name: string) =>
    page.locator('input[type=file]').setInputFiles({
      name: 'results.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`Professional number,Name,Exam,Date,Result\n${number},${name},MRCP(UK) Part 1,${inDays(-9)},Pass\n`),
    })
  await choose('Ada Byron')
  await page.getByText('The name is not the one this professional number belongs to here.').waitFor()
  await page.getByRole('button', { name: 'Download what did not match' }).waitFor()
  await expectAccessible(page, 'upload with a mismatch')
  await choose('Dr ada TRAINEE')
  await page.getByRole('button', { name: 'Load 1 result' }).click()
  await page.getByText('1 result was loaded').waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page, 'upload on a phone')

  const theirs = await tab.page({ signedInAs: trainee })
  await theirs.goto(`${tab.url}/record/${trainee.id}/certificates`)
  await theirs.getByText('Verified by the college on').waitFor()
}, 120_000)

test('T6: a file is dropped into a folder, and moved by keyboard', async () => {
  const trainee = await at.clinician()
  const page = await tab.page({ signedInAs: trainee })
  await page.goto(`${tab.url}/library`)
  await heading(page, 'Library')
  for (const name of ['Courses', 'Letters']) {
    await page.getByRole('button', { name: 'New folder' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByLabel('Name').fill(name)
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: `${name} 0` }).waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  const dropped = await page.evaluateHandle((pdf) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([pdf], 'sepsis.pdf', { type: 'application/pdf' }))
    return transfer
  }, PDF.toString())
  const place = page.getByRole('region', { name: 'Library' })
  await place.dispatchEvent('dragover', { dataTransfer: dropped })
  await place.dispatchEvent('drop', { dataTransfer: dropped })
  await page.getByRole('link', { name: 'sepsis.pdf' }).waitFor()
  await page
    .getByRole('listitem')
    .filter({ hasText: 'sepsis.pdf' })
    .last()
    .dragTo(page.getByRole('link', { name: 'Courses 0' }))
  await page.getByRole('link', { name: 'Courses 1' }).click()
  await page.getByRole('button', { name: 'Move sepsis.pdf to…' }).focus()
  await page.keyboard.press('Enter')
  const where = page.getByRole('dialog').getByLabel('Where to?')
  await where.waitFor()
  await where.focus()
  await page.keyboard.type('Letters')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Letters 1' }).click()
  await page.getByRole('link', { name: 'sepsis.pdf' }).waitFor()
  await expectAccessible(page, 'library')
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page, 'library on a phone')
}, 120_000)
