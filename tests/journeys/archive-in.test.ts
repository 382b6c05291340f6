import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { beginEntry } from '#domain/assessments/contract.ts'
import { saveObjective } from '#domain/assessments/plan-contract.ts'
import { beginYear } from '#domain/reviews/year-contract.ts'
import { browser, expectAccessible, expectNoSidewaysScroll } from '../support/browser.ts'
import { house } from '../support/house.ts'
import { PDF, upload } from '../support/uploading.ts'

const at = house({ listening: true })
const tab = browser(at)

test('K5, R6: an archive taken away from one account is brought into another, looked at, and undone', async () => {
  const [ada, bob] = await at.clinicians(2)
  const { id } = await ada!.record({ title: 'Sepsis teaching 🫀', tags: [{ label: 'Acute' }], personal: 125 })
  await upload(ada!, id, 'programme.pdf', PDF)
  await ada!.ask(beginEntry, { body: { id: uuidv7(), form: 'era', eventOn: '2026-01-05', title: 'A long night' } })
  const words = { targetOn: '2027-01-31', plan: '', measure: '', outcome: '', codes: [], version: 0 }
  await ada!.ask(saveObjective, { params: { objectiveId: uuidv7() }, body: { objective: 'Read an ECG', ...words } })
  await ada!.ask(beginYear, { body: { id: uuidv7() } })
  const hers = await tab.page({ signedInAs: ada! })
  await hers.goto(`${tab.url}/archive`)
  await hers.getByRole('button', { name: 'Make my archive' }).click()
  const [download] = await Promise.all([
    hers.waitForEvent('download'),
    hers.getByRole('link', { name: 'Download', exact: true }).click({ timeout: 30_000 }),
  ])
  const archive = await readFile(await download.path())

  const page = await tab.page({ signedInAs: bob! })
  await page.goto(`${tab.url}/import`)
  const choose = (name: string, buffer: Buffer) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/zip', buffer })
  await choose('broken.zip', archive.subarray(0, archive.length - 9))
  await page.getByText('This file was not brought in').waitFor()
  await page.getByRole('link', { name: 'All imports' }).click()
  await choose('cairn.zip', archive)
  await page.getByRole('heading', { name: 'Archive of Dr Test Person' }).waitFor()
  for (const part of [
    'Items of the portfolio: 1',
    'Reflections, with their private part: 1',
    'Objectives of the development plan: 1',
    'Appraisal years: 1',
  ])
    await page.getByText(part).waitFor()
  await expectAccessible(page, 'archive, before it is brought in')
  await page.setViewportSize({ width: 390, height: 800 })
  await expectNoSidewaysScroll(page, 'archive, before it is brought in')
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('button', { name: 'Bring in 4 rows' }).click()
  await page.getByText('4 rows came in as yours').waitFor()
  await expectAccessible(page, 'archive, brought in')
  const [kept] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download what was kept' }).click()])
  expect(kept.suggestedFilename()).toMatch(/^what-came-with-the-archive/)
  await page.getByRole('link', { name: 'Look at my portfolio' }).click()
  await page.getByText('Sepsis teaching 🫀').first().waitFor()
  expect((await bob!.list()).items).toMatchObject([{ title: 'Sepsis teaching 🫀', files: 1, personal: 125 }, { title: 'A long night' }])
  await page.goBack()
  await page.getByRole('button', { name: 'Undo this import' }).click()
  await page.getByRole('button', { name: 'Yes, undo it' }).click()
  await page.getByText('The import is undone').waitFor()
  expect((await bob!.list()).items).toEqual([])
})
