import type { Page } from 'playwright-core'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { giveSupervision, readRecord } from '#domain/training/placement-contract.ts'
import { addDays, longDate } from '#domain/plain-date.ts'
import { ROTATION_COLUMNS } from '#domain/training/rotation.ts'
import { browser, expectNoSidewaysScroll } from '../support/browser.ts'
import { handsOn } from '../support/hands.ts'
import { house } from '../support/house.ts'
import { aProgramme } from '../support/programme.ts'
import { inDays } from '../support/related.ts'
import { Walk } from '../support/walk.ts'

const at = house({ listening: true })
const tab = browser(at)
let here: Awaited<ReturnType<typeof aProgramme>>
beforeAll(async () => {
  here = await aProgramme(at)
  await here.coordinator.ask(giveSupervision, {
    params: { ownerId: here.trainee.id },
    body: {
      relation: 'educational supervisor',
      email: here.educational.email,
      from: inDays(-90),
      until: inDays(200),
      placementId: null,
      instead: false,
    },
  })
})
afterEach(() => {
  vi.useRealTimers()
})

const open = async (page: Page, path: string, heading: string) => {
  await page.goto(`${tab.url}${path}`)
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
}
const RECORD = 'Training record of Dr Ada Okafor'

test('T2: a wrong supervisor is corrected through tutor and coordinator, and the old one cannot open the record once grace is over', async () => {
  const { trainee, tutor, coordinator, educational, id } = here
  const right = await at.clinician({ name: 'Dr Rita Right' })
  const record = `/record/${trainee.id}`

  const hers = await tab.page({ signedInAs: trainee })
  await open(hers, record, 'My training record')
  await hers.getByRole('button', { name: 'This is wrong: Dr Esme Educational' }).click()
  const says = hers.getByRole('dialog', { name: 'Dr Esme Educational is not right?' })
  await says.getByRole('button', { name: 'Send to the tutor' }).click()
  await says.getByText('Say in a sentence what is wrong.').last().waitFor()
  await says.getByLabel('What is wrong').fill('She moved away in September.')
  await says.getByRole('button', { name: 'Send to the tutor' }).click()
  await hers.getByText('Waits for the tutor to name the right one').waitFor()
  const cross = hers.getByRole('button', { name: 'You cannot write here. Only your programme’s coordinator can write this.' })
  expect(await cross.count()).toBe(4)
  await cross.first().focus()
  await hers.keyboard.press('Shift+Tab')
  await hers.keyboard.press('Tab')
  await hers.getByRole('tooltip').getByText('Only your programme’s coordinator can write this.').waitFor()

  const tutors = await handsOn(await tab.page({ signedInAs: tutor }), 'keyboard')
  await open(tutors.page, `/programmes/${id}`, 'Internal medicine, test deanery')
  await tutors.write(tutors.page.getByLabel('Email of the right supervisor'), 'nobody@example.org')
  await tutors.press(tutors.page.getByRole('button', { name: 'Name this one' }))
  await tutors.page.getByText('Nobody has a confirmed account with this email.').waitFor()
  await tutors.write(tutors.page.getByLabel('Email of the right supervisor'), right.email)
  await tutors.press(tutors.page.getByRole('button', { name: 'Name this one' }))
  await tutors.page.getByText('Dr Tomas Tutor named Dr Rita Right; waits for the coordinator to make the change').waitFor()

  const office = await tab.page({ signedInAs: coordinator })
  await open(office, `/programmes/${id}`, 'Internal medicine, test deanery')
  await office.getByLabel('From this day the new one').fill(longDate(inDays(0)))
  await office.getByRole('button', { name: 'Make the change' }).click()
  await office.getByText('Changed to Dr Rita Right').waitFor()
  await hers.reload()
  await hers.getByText('Changed to Dr Rita Right').waitFor()

  const old = await tab.page({ signedInAs: educational })
  await open(old, '/trainees', 'My trainees')
  await old.getByText('over; you can read and finish for 28 days more').waitFor()
  await old.getByRole('link', { name: /^Dr Ada Okafor/ }).click()
  await old.getByRole('heading', { level: 1, name: RECORD }).waitFor()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(`${addDays(inDays(0), 28)}T12:00:00Z`) })
  const later = await tab.page({ signedInAs: educational })
  await later.goto(`${tab.url}${record}`)
  await later.getByRole('alert').getByText('There is nothing here.').waitFor()
  await open(later, '/trainees', 'My trainees')
  await later.getByRole('heading', { name: 'You supervise nobody today' }).waitFor()
})

test('T2: a rotation of 30 placements is loaded by CSV: two faulty lines are shown, mended, and all of it is loaded', async () => {
  const { coordinator, educational, id } = here
  const doctors = await at.clinicians(30)
  const line = (email: string, until: string) =>
    [...'.'.repeat(ROTATION_COLUMNS.length)]
      .map((_, index) => {
        const cells: Partial<Record<string, string>> = {
          email,
          'training year': 'IMY1',
          post: 'Acute medicine',
          site: 'St Elsewhere',
          from: '04/08/2027',
          until,
          'educational supervisor email': educational.email,
        }
        return cells[ROTATION_COLUMNS[index]!] ?? ''
      })
      .join(';')
  const csv = (faulty: boolean) => ({
    name: 'august.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      [
        ROTATION_COLUMNS.join(';'),
        ...doctors.map(({ email }, index) =>
          line(faulty && index === 4 ? 'nobody@example.org' : email, faulty && index === 9 ? '31/02/2028' : '07/12/2027'),
        ),
      ].join('\r\n'),
    ),
  })
  const page = await tab.page({ signedInAs: coordinator })
  await open(page, `/programmes/${id}`, 'Internal medicine, test deanery')
  await page.getByRole('link', { name: 'Load a rotation' }).click()
  const file = page.locator('input[type=file]')
  await file.setInputFiles(csv(true))
  await page.getByText('28 lines would change something, 0 there already, 2 faulty.').waitFor()
  await page.getByText('Only faulty lines').click()
  await expect.poll(() => page.getByRole('row').allInnerTexts()).toHaveLength(3)
  const rows = (await page.getByRole('row').allInnerTexts()).join('\n')
  expect(rows).toContain('nobody@example.org has no account')
  expect(rows).toContain('‘31/02/2028’ is not a day')
  expect(await page.getByRole('button', { name: /^Load \d/ }).count()).toBe(0)
  expect((await doctors[0]!.ask(readRecord)).placements).toEqual([])

  await file.setInputFiles(csv(false))
  await page.getByText('30 lines would change something, 0 there already, 0 faulty.').waitFor()
  await page.getByRole('button', { name: 'Load 30 lines' }).click()
  await page.getByText('Loaded: 30 lines.').waitFor()
  await file.setInputFiles(csv(false))
  await page.getByText('0 lines would change something, 30 there already, 0 faulty.').waitFor()
  expect((await doctors[29]!.ask(readRecord)).placements).toMatchObject([{ post: 'Acute medicine', when: 'to come' }])
})

test('T20: the trainee records 14 days away by the keyboard, and the coordinator’s page points it out', async () => {
  const { trainee, coordinator, id } = here
  const hands = await handsOn(await tab.page({ signedInAs: trainee }), 'keyboard')
  const { page } = hands
  await open(page, `/record/${trainee.id}/absence`, 'My absence')
  await hands.press(page.getByRole('button', { name: 'Record an absence' }))
  const form = page.getByRole('dialog', { name: 'Record an absence' })
  await hands.choose(form.getByLabel('Kind of absence'), 'Sickness')
  await hands.write(form.getByLabel('First day', { exact: true }), longDate(inDays(-60)))
  await hands.write(form.getByLabel('Last day', { exact: true }), longDate(inDays(-61)))
  await hands.press(form.getByRole('button', { name: 'Record an absence' }))
  await form.getByText('Write how many days, such as 3 or 2.5.').waitFor()
  await hands.write(form.getByLabel('Last day', { exact: true }), longDate(inDays(-40)))
  await form.getByText(/^Mondays to Fridays between these days: 15/).waitFor()
  await hands.write(form.getByLabel('Working days, whole or half'), '14')
  await hands.press(form.getByRole('button', { name: 'Record an absence' }))
  await form.waitFor({ state: 'detached' })
  await page.getByText(/^IMY2: 14 days away$/).waitFor()
  await page.getByText(/The programme is told: 14 days or more away may move the end date/).waitFor()

  const office = await tab.page({ signedInAs: coordinator })
  await open(office, `/programmes/${id}`, 'Internal medicine, test deanery')
  const told = office.getByRole('region', { name: 'Time out of training' })
  await told.getByText('14 days away in IMY2').waitFor()
  await told.getByRole('link', { name: 'Dr Ada Okafor' }).click()
  await office.getByRole('heading', { level: 1, name: 'Absence of Dr Ada Okafor' }).waitFor()
})

test('N2: the pages of placements can be read by everybody, light and dark, and on a phone', async () => {
  const { trainee, coordinator, id } = here
  const page = await tab.page({ signedInAs: coordinator })
  const walk = new Walk(page, tab.url)
  const places = [
    [`/programmes/${id}`, 'Internal medicine, test deanery'],
    [`/programmes/${id}/rotation`, 'Load a rotation'],
    [`/record/${trainee.id}`, RECORD],
    [`/record/${trainee.id}/absence`, 'Absence of Dr Ada Okafor'],
    ['/trainees', 'My trainees'],
  ] as const
  for (const [path, heading] of places) {
    await walk.open(path, heading)
    await walk.look(heading)
    await page.setViewportSize({ width: 360, height: 800 })
    await expectNoSidewaysScroll(page, heading)
    await page.setViewportSize({ width: 1280, height: 900 })
  }
  await walk.open(`/record/${trainee.id}`, RECORD)
  for (const [press, dialog] of [
    ['Add a placement', 'Add a placement'],
    ['Add a supervisor', 'Add a supervisor'],
    ['Add to a panel', 'Add to a panel'],
    ['Add a training year', 'Add a training year'],
  ] as const) {
    await walk.press(press)
    await page.getByRole('dialog', { name: dialog }).getByRole('button', { name: 'Cancel' }).waitFor()
    await walk.look(dialog)
    await walk.close()
  }
  walk.end()
})
