import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { sql } from 'kysely'
import readExcelFile from 'read-excel-file/node'
import { beforeAll, expect, test } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import writeExcelFile from 'write-excel-file/node'
import { addDays, longDate } from '#domain/plain-date.ts'
import { listLogRows, readLogs } from '#domain/training/logs-contract.ts'
import { browser, expectAccessible, expectNoSidewaysScroll } from '../support/browser.ts'
import { supervisor, trainee } from '../support/curriculum.ts'
import { handsOn } from '../support/hands.ts'
import { house } from '../support/house.ts'
import { CLINIC, TAKE, write } from '../support/logs.ts'
import type { Person } from '../support/person.ts'
import { inDays } from '../support/related.ts'

const at = house({ listening: true })
const tab = browser(at)
let owner: Person
let educational: Person
beforeAll(async () => {
  owner = await trainee(at)
  educational = await supervisor(at, owner)
  await post(100)
})

/** The year's only post, at this working fraction. */
async function post(working_percent: number): Promise<void> {
  const { db } = at.house
  const ofOwner = await db
    .selectFrom('training_year')
    .where('owner_id', '=', owner.id)
    .where('code', '=', 'IMY2')
    .selectAll()
    .executeTakeFirstOrThrow()
  await db
    .updateTable('placement')
    .set((eb) => ({ until_on: sql`${eb.ref('from_on')} - 1` }))
    .where('owner_id', '=', owner.id)
    .execute()
  await db
    .insertInto('placement')
    .values({
      owner_id: owner.id,
      id: uuidv7(),
      training_year_id: ofOwner.id,
      post: 'Acute medicine',
      site: 'St Elsewhere',
      specialty: 'Cardiology',
      from_on: ofOwner.from_on,
      until_on: ofOwner.until_on,
      working_percent,
      given_by: uuidv7(),
    })
    .execute()
}

const open = async (page: Page, path: string, heading: string) => {
  await page.goto(`${tab.url}/record/${owner.id}/logs${path}`)
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
}
const answer = (page: Page, question: string, to: 'Yes' | 'No') =>
  page.getByRole('radiogroup', { name: question }).getByRole('radio', { name: to })
const CONSULTED = 'Did you consult, and not only sit in?'
const AMBULATORY = 'Were they ambulatory, or of the day ward?'

test('T13: of twenty clinics three do not count and say why; the first is written by the keyboard alone, one on a phone', async () => {
  const hands = await handsOn(await tab.page({ signedInAs: owner }), 'keyboard')
  const { page } = hands
  await open(page, '/clinics', 'Clinics')
  expect(await page.getByLabel('Hospital or site').inputValue()).toBe('St Elsewhere')
  await hands.press(page.getByRole('button', { name: 'Save' }))
  await page.getByText('Write how many patients you saw.').waitFor()
  await page.getByText('Answer yes or no.').first().waitFor()
  await hands.write(page.getByLabel('How many patients did you see yourself?'), '1')
  await hands.press(answer(page, CONSULTED, 'Yes'))
  await hands.press(answer(page, AMBULATORY, 'Yes'))
  await page.getByText('This will be kept and not count: fewer than two patients.').waitFor()
  await hands.press(page.getByRole('button', { name: 'Save' }))
  await page.getByText('Does not count: fewer than two patients').waitFor()

  const phone = await tab.page({ signedInAs: owner, width: 390, height: 800 })
  await open(phone, '/clinics', 'Clinics')
  await phone.getByLabel('Day', { exact: true }).fill(longDate(inDays(1)))
  await phone.getByLabel('How many patients did you see yourself?').fill('5')
  await answer(phone, CONSULTED, 'No').check()
  await answer(phone, AMBULATORY, 'Yes').check()
  await phone.getByRole('button', { name: 'Save' }).click()
  await phone.getByText('This day is still to come.').waitFor()
  expect(await phone.getByLabel('How many patients did you see yourself?').inputValue()).toBe('5')
  await phone.getByLabel('Day', { exact: true }).fill(longDate(inDays(-2)))
  await phone.getByRole('button', { name: 'Save' }).click()
  await phone.getByText('Does not count: sat in and did not consult').waitFor()
  await expectNoSidewaysScroll(phone, 'clinics')

  await write(owner, { ...CLINIC, on: inDays(-3), ambulatory: false })
  for (let days = 4; days < 21; days++) await write(owner, { ...CLINIC, on: inDays(-days), mode: days % 4 === 0 ? 'video' : 'in person' })
  await open(page, '', 'My logs')
  await page.getByText('20 rows, 3 do not count').waitFor()
  await page.getByText('17 of 20', { exact: true }).waitFor()
  await page.getByText('17 of 80', { exact: true }).waitFor()
})

test('T18: part-time working moves the pace line, and what is behind is raised with the supervisor', async () => {
  const page = await tab.page({ signedInAs: owner })
  await open(page, '', 'My logs')
  await page.getByText('17 of 20', { exact: true }).waitFor()
  const steady = async () =>
    Number(
      /steady pace would be at ([\d.]+)/.exec(
        (await page.getByRole('listitem').filter({ hasText: 'Outpatient clinics in IMY2' }).allInnerTexts()).join(' '),
      )?.[1],
    )
  const before = await steady()
  await post(60)
  await page.reload()
  await page.getByText('17 of 12', { exact: true }).waitFor()
  await page.getByText('working 60%').waitFor()
  await page.getByText('A whole-time year asks for 20.').first().waitFor()
  expect(before).toBeGreaterThan(4)
  await page
    .getByText(/(a month|every \w+ months) from here is enough\./)
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Raise it with my supervisor' }).click()
  const window = page.getByRole('dialog', { name: 'Raise it with my supervisor' })
  await window.getByLabel('What do you want to talk about?').fill('Where can I go to more take?')
  await window.getByRole('button', { name: 'Raise it with my supervisor' }).click()
  await page.locator('bdi', { hasText: 'Where can I go to more take?' }).waitFor()
  await expectAccessible(page, 'logs')
  const theirs = await tab.page({ signedInAs: educational, dark: true, width: 390, height: 800 })
  await open(theirs, '', 'Logs of Dr Tara Inglis')
  await theirs.getByText('Where can I go to more take?').waitFor()
  await expectNoSidewaysScroll(theirs, 'logs')
  await expectAccessible(theirs, 'logs, dark, on a phone')
})

test('T13: the three sheets are exported, filled on, and taken over with their verifier; a faulty file changes nothing', async () => {
  await write(owner, TAKE)
  const page = await tab.page({ signedInAs: owner })
  await open(page, '', 'My logs')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download as Excel' }).click()])
  const sheets = (await readExcelFile(await readFile(await download.path()))).map(({ sheet, data }) => ({
    sheet,
    data: data.map((row) => row.map((cell) => cell as string | number | Date | null)),
  }))
  expect(sheets.map(({ data }) => data.length)).toEqual([2, 1, 2])
  const filled = async (end: string) => {
    const clinics = { ...sheets[0]!, data: [...sheets[0]!.data, ['Northern Infirmary', '06/08/2024', end, 6, 11, 'Dr Carl Castell']] }
    const all = [clinics, ...sheets.slice(1)].map((one) => ({ ...one, dateFormat: 'dd/mm/yyyy' }))
    return { name: 'filled.xlsx', mimeType: 'application/octet-stream', buffer: await writeExcelFile(all as never).toBuffer() }
  }
  const file = page.locator('input[type=file]')
  await file.setInputFiles({ name: 'log.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('no workbook') })
  await page.getByText('This is no Excel workbook (.xlsx).').waitFor()
  await file.setInputFiles(await filled('31/02/2025'))
  await page.getByText('Clinics, line 3: ‘31/02/2025’ is not a day.').waitFor()
  expect(await page.getByRole('button', { name: /^Take \d/ }).count()).toBe(0)
  const good = await filled('04/02/2025')
  await file.setInputFiles(good)
  await page.getByText('1 new, 2 here already, 0 faults.').waitFor()
  await page.getByRole('button', { name: 'Take 1 row over' }).click()
  await page.getByText('Taken over: 1 row, brought forward.').waitFor()
  await page.getByText('28 of 80', { exact: true }).waitFor()
  await file.setInputFiles(good)
  await page.getByText('It adds nothing.').waitFor()
  await open(page, '/clinics', 'Clinics')
  await page.getByText('Dr Carl Castell can verify it').waitFor()
  const [kept] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'The file it came from' }).click()])
  expect((await readFile(await kept.path())).equals(good.buffer)).toBe(true)
})

test('T13: a supervisor verifies in a browser of their own, counts one with a reason, and what is verified is corrected by a new row', async () => {
  const page = await tab.page({ signedInAs: educational })
  await open(page, '/clinics', 'Clinics of Dr Tara Inglis')
  expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0)
  const [sat] = (await educational.ask(listLogRows, { params: { ownerId: owner.id }, query: { page: 'clinics' } })).rows.filter(
    ({ whyNot }) => whyNot.includes('sat in'),
  )
  await page.getByRole('button', { name: `Count it all the same: ${sat!.title}, ${longDate(sat!.until)}` }).click()
  const window = page.getByRole('dialog')
  await window.getByRole('button', { name: 'Count and verify' }).click()
  await window.getByText('Write a reason of at least ten characters.').waitFor()
  await window.getByLabel('Why it counts').fill('She led the second half of it.')
  await window.getByRole('button', { name: 'Count and verify' }).click()
  await page.getByText('Counted by the supervisor: She led the second half of it.').waitFor()
  for (const days of [5, 6])
    await page
      .getByRole('checkbox', { name: new RegExp(`Choose Clinic.*${Number(inDays(-days).slice(8))} `) })
      .first()
      .check()
  await page.getByRole('button', { name: 'Verify 2 rows' }).click()
  await expect.poll(() => page.getByText('Verified by Dr Esme Sutton, educational supervisor').count()).toBe(3)
  await expectAccessible(page, 'clinics of a trainee')

  const hers = await tab.page({ signedInAs: owner })
  await open(hers, '/clinics', 'Clinics')
  await hers.getByRole('button', { name: `Correct: Clinic: Cardiology, St Elsewhere, ${longDate(addDays(inDays(0), -5))}` }).click()
  const correct = hers.getByRole('dialog')
  await correct.getByLabel('Specialty').fill('Neurology')
  await correct.getByRole('button', { name: 'Save' }).click()
  await hers.getByText('Clinic: Neurology, St Elsewhere').waitFor()
  await hers.getByText('Corrected by a newer row, and in no total').waitFor()
  expect((await owner.ask(readLogs)).lines.find(({ code, year }) => code === 'clinics' && year === null)!.done).toBe(29)
  await expectAccessible(hers, 'clinics')
})
