import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { curriculumNow } from '#server/curriculum/catalogue-queries.ts'
import { signRecord } from '#server/accounts/chain-commands.ts'
import { chainKeyOf } from '#server/accounts/chain-queries.ts'
import { makeVersion, moveTrainees } from '#domain/curriculum/edition-contract.ts'
import { browser, expectAccessible, expectNoSidewaysScroll } from '../support/browser.ts'
import { link, linksOf } from '../support/evidence-links.ts'
import { house } from '../support/house.ts'
import type { Person } from '../support/person.ts'
import { appoint, inDays, programme, train } from '../support/related.ts'
import { signing } from '../support/signing.ts'

const at = house({ listening: true })
const tab = browser(at)
const IMT = 'imt-stage-1-2019'
let admin: Person
let other: Person
let trainee: Person

beforeAll(async () => {
  ;[admin, other, trainee] = await Promise.all([
    at.clinician({ name: 'Dr College' }),
    at.clinician({ name: 'Dr Other College' }),
    at.clinician({ name: 'Dr Ada Trainee' }),
  ])
  for (const one of [admin, other]) await appoint(at.house, one.id, 'college administrator', '')
  await train(at.house, trainee.id, await programme(at.house))
  await at.house.db
    .updateTable('trainee')
    .set({ enrolled_on: inDays(-90) })
    .where('owner_id', '=', trainee.id)
    .execute()
  await sign('C1 at level 3')
  await sign('C2 at level 2')
})

const sign = (says: string) =>
  at.house.db.transaction().execute((tx) => signRecord(tx, chainKeyOf(at.house.config), signing(trainee.id, says)))

const level = (page: Page, cell: string): Locator => page.getByLabel(`Level: ${cell}`, { exact: true })
const openEditor = async (page: Page): Promise<void> => {
  await page.goto(`${tab.url}/college/curricula/${IMT}/edit`)
  await page.getByRole('tab', { name: 'Clinical capabilities' }).click()
  await level(page, 'C1, IMY1').waitFor()
}
const save = (page: Page) => page.getByRole('button', { name: 'Save as a new edition' }).click()

test('T10, P20: an administrator is told at the field what is wrong, keeps what was typed, and edits what a year expects', async () => {
  const page = await tab.page({ signedInAs: admin })
  await page.goto(`${tab.url}/college/curricula`)
  await page.getByRole('link', { name: 'Internal medicine training, stage 1 (2019)' }).click()
  await page.getByText('Nobody has edited it.').waitFor()
  await expectAccessible(page, 'one curriculum')
  await page.getByRole('link', { name: 'Edit', exact: true }).click()
  await page.getByLabel('Told where they sign off').fill(' ')
  await page.getByRole('tab', { name: 'Clinical capabilities' }).click()
  await level(page, 'C1, IMY1').selectOption('3')
  await level(page, 'C1, IMY2').selectOption('4')
  await page.getByText('Draft kept').waitFor()
  await expectAccessible(page, 'editing a curriculum')

  await save(page)
  await page.getByRole('alert').getByText('rule of thumb: This must not be empty.').waitFor()
  const rule = page.getByLabel('Told where they sign off')
  await expect.poll(() => rule.getAttribute('aria-invalid')).toBe('true')
  await expect.poll(() => rule.evaluate((field) => field === document.activeElement)).toBe(true)

  await page.reload()
  await page.getByText('This is what you typed and did not save.').waitFor()
  await rule.fill('Sign when this doctor is ready for the next stage.')
  await save(page)
  await page.getByText('C1 Managing an acute unselected take › expected level › IMY1 › level').waitFor()
  const now = (await curriculumNow(at.house.db, at.house.catalogue, IMT))!
  expect(now.ruleOfThumb.text).toBe('Sign when this doctor is ready for the next stage.')
  expect(now.groups.flatMap(({ items }) => items).find(({ code }) => code === 'C1')!.expected['IMY1']!.level).toBe('3')
})

test('P19: of two administrators the later sees both and saves on top; an older edition is gone back to; by keyboard', async () => {
  const [first, second] = [await tab.page({ signedInAs: admin }), await tab.page({ signedInAs: other, dark: true })]
  await Promise.all([first, second].map(openEditor))
  await level(first, 'C2, IMY1').selectOption('4')
  await level(second, 'C3, IMY1').selectOption('4')
  await save(first)
  await first.getByRole('button', { name: 'Go back to this edition: Edition 1' }).waitFor()
  await save(second)
  const window = second.getByRole('dialog', { name: 'Somebody else saved meanwhile' })
  await window.getByRole('rowheader', { name: /^C2 .* IMY1 › level$/ }).waitFor()
  await expectAccessible(second, 'two editions, dark')
  await window.getByRole('button', { name: 'Save mine on top' }).focus()
  await second.keyboard.press('Enter')
  const back = second.getByRole('button', { name: 'Go back to this edition: As it came' })
  await back.waitFor()
  await back.focus()
  await second.keyboard.press('Enter')
  await second.getByText('Went back to how it came').waitFor()
  const file = at.house.catalogue.curricula.find(({ id }) => id === IMT)
  expect(await curriculumNow(at.house.db, at.house.catalogue, IMT)).toEqual(file)
})

test('A8: who is no administrator is told why', async () => {
  const page = await tab.page({ signedInAs: trainee })
  await page.goto(`${tab.url}/college/curricula`)
  await page.getByText('Only a college administrator can do this.').waitFor()
})

test('T10: moved to a new version, the trainee says yes and no on a phone; only the yes is linked', async () => {
  const item = await trainee.record({ title: 'Audit of sepsis' })
  for (const code of ['C1', 'C2', 'C3']) await link(at, trainee.id, item.id, IMT, code)
  const other = await trainee.record({ title: 'Teaching on sepsis' })
  for (const code of ['C4', 'C5']) await link(at, trainee.id, other.id, IMT, code)
  await admin.ask(makeVersion, { params: { curriculumId: IMT }, body: { id: 'imt-2027', version: '2027' } })

  const college = await tab.page({ signedInAs: admin })
  await college.goto(`${tab.url}/college/curricula/imt-2027`)
  await college.getByLabel('All of No training year yet, Internal medicine, test deanery: 1 trainee').check()
  await college.getByRole('button', { name: 'Move 1 trainee', exact: true }).click()
  await college.getByRole('button', { name: 'Yes, move', exact: true }).click()
  await college.getByText('1 trainee was moved. 5 links wait for a yes.').waitFor()
  expect(await admin.ask(moveTrainees, { params: { curriculumId: 'imt-2027' }, body: { ownerIds: [trainee.id] } })).toEqual({
    moved: 0,
    proposed: 0,
  })

  const phone = await tab.page({ signedInAs: trainee, width: 390, height: 800 })
  await phone.goto(tab.url)
  await phone.getByText('5 links wait for your yes or no').waitFor()
  await phone.goto(`${tab.url}/training`)
  await phone.getByRole('link', { name: 'Look at the links' }).click()
  await phone.getByText('5 links wait for your answer.').waitFor()
  await expectNoSidewaysScroll(phone, 'carrying over, on a phone')
  await expectAccessible(phone, 'carrying over')
  await phone.getByRole('button', { name: /^No: do not link “Audit of sepsis” to C2 / }).click()
  await phone.getByText('4 links wait for your answer.').waitFor()
  await phone.getByRole('button', { name: 'Yes to all of this piece: “Audit of sepsis”' }).click()
  await phone.getByText('2 links wait for your answer.').waitFor()
  await phone.getByRole('button', { name: 'Yes to all 2 that stay as before' }).click()
  await phone.getByRole('button', { name: 'Yes, link them all' }).click()
  await phone.getByText('Everything is answered.').waitFor()
  const there = ['C1', 'C3', 'C4', 'C5'].map((code) => `imt-2027 ${code}`)
  expect((await linksOf(at, trainee.id)).filter((one) => one.startsWith('imt-2027'))).toEqual(there)

  await phone.goto(`${tab.url}/record/${trainee.id}/curriculum?item=C2`)
  await phone.getByRole('button', { name: 'Link evidence' }).waitFor()
  await phone.goto(`${tab.url}/record/${trainee.id}/curriculum`)
  await phone.getByRole('link', { name: /^Read this curriculum as it stands under .*, 2019$/ }).click()
  await phone.getByText('This is the earlier version, 2019').waitFor()
  await expectNoSidewaysScroll(phone, 'an earlier version of the curriculum, on a phone')
  await expectAccessible(phone, 'an earlier version of the curriculum')
  await phone.getByRole('button', { name: /^C2 / }).first().click()
  await phone.getByRole('link', { name: 'Audit of sepsis' }).waitFor()
  expect(await phone.getByRole('button', { name: 'Link evidence' }).count()).toBe(0)
  await phone.goBack()
  await phone.getByRole('link', { name: 'Back to the present version, 2027' }).press('Enter')
  await phone.getByRole('link', { name: /^Read this curriculum as it stands under / }).waitFor()
})

/** Downloads by the link of this name and keeps it under `name`. */
async function download(page: Page, link: string, name: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: link }).click()])
  const path = join(at.house.config.dataFolder, name)
  await file.saveAs(path)
  return path
}

test('A9: the proof is downloaded, and the verifier from disk with the network off passes a good one and finds what was tampered with', async () => {
  const page = await tab.page({ signedInAs: trainee })
  await page.goto(`${tab.url}/record/${trainee.id}/proof`)
  await page.getByText('Sign-off: C2 at level 2').waitFor()
  await page.getByText('by Dr Sue Pervisor').first().waitFor()
  await expectAccessible(page, 'the proof')
  const before = await download(page, 'Download the proof', 'before.json')
  await sign('C3 at level 3')
  const good = await download(page, 'Download the proof', 'good.json')
  const superuser = new pg.Client({ connectionString: at.databaseUrl })
  await superuser.connect()
  await superuser.query(
    "update signed_record set canonical = replace(canonical, 'level 3', 'level 4') where owner_id = $1 and number = 1",
    [trainee.id],
  )
  await superuser.end()
  const bad = await download(page, 'Download the proof', 'bad.json')

  // Signed out, in the page.
  const anybody = await tab.page({ width: 390, height: 800, dark: true })
  await anybody.goto(`${tab.url}/verify`)
  const verifier = await download(anybody, 'Save the verifier', 'cairn-verifier.html')
  await expectNoSidewaysScroll(anybody, 'the verifier, on a phone')
  await expectAccessible(anybody, 'the verifier, dark')
  await check(anybody, null)
  await anybody.getByText('Choose the proof first.').waitFor()
  await check(anybody, bad)
  await anybody.getByText('The record of link 1 was altered after it was signed.').waitFor()

  // From disk.
  const context = await tab.device()
  await context.setOffline(true)
  const disk = tab.watch(await context.newPage())
  await disk.goto(`file://${verifier}`)
  await check(disk, good, before)
  await disk.getByRole('heading', { name: 'Nothing was altered' }).waitFor()
  await disk.getByText('What was signed after link 2 is not covered by it.').waitFor()
  await expectAccessible(disk, 'the verifier from disk')
  await check(disk, bad, before)
  await disk.getByRole('heading', { name: 'This is not as it was signed' }).waitFor()
  await disk.getByText('The record of link 1 was altered after it was signed.').waitFor()
  const junk = join(at.house.config.dataFolder, 'junk.json')
  await writeFile(junk, 'no proof')
  await check(disk, junk)
  await disk.getByText('This file is not a proof: it cannot be read as one.').waitFor()
  const sent = await disk.evaluate(() =>
    fetch('https://example.org/').then(
      () => 'sent',
      () => 'held back',
    ),
  )
  expect(sent).toBe('held back')
  // The policy's own words in the console are what was asked for.
  tab.faults.splice(0, tab.faults.length, ...tab.faults.filter((fault) => !/Content Security Policy|example\.org/.test(fault)))
})

async function check(page: Page, proof: string | null, older?: string): Promise<void> {
  if (proof !== null) await page.getByLabel('The proof to check').setInputFiles(proof)
  if (older !== undefined) await page.getByLabel('Something from before').setInputFiles(older)
  await page.getByRole('button', { name: 'Check', exact: true }).click()
}
