import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'

import { registerConfirmed } from '#server/accounts/demo-people.ts'
import { firstAdministratorLink } from '#server/accounts/first-administrator.ts'
import { browser, expectAccessible, expectNoSidewaysScroll } from '../support/browser.ts'
import { handsOn } from '../support/hands.ts'
import { house } from '../support/house.ts'
import { PASSWORD, type Person } from '../support/person.ts'
import { appoint, inDays, programme, train } from '../support/related.ts'
import { Walk } from '../support/walk.ts'
import { shortDate } from '#domain/plain-date.ts'

const at = house({ listening: true })
const tab = browser(at)

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()
const linkFor = async (email: string): Promise<string> => {
  const mail = () =>
    at.house.db
      .selectFrom('message')
      .select('body_text')
      .where('recipient', '=', email)
      .where('subject', 'like', 'Enrol in %')
      .orderBy('id', 'desc')
      .executeTakeFirst()
  await expect.poll(mail).toBeDefined()
  return /https?:\S+\/enrol\?token=\S+/.exec((await mail())!.body_text)![0]
}
const office = async (): Promise<Person> => {
  const person = await at.clinician({ name: 'College Office' })
  await appoint(at.house, person.id, 'college administrator', '', { until: null })
  return person
}

test('T1, T3: by keyboard alone the college makes a programme and invites, and the doctor signs in, enrols and takes the first steps', async () => {
  const email = `ada.${Date.now()}@example.org`
  const title = 'Internal medicine, North'
  const college = await tab.page({ signedInAs: await office() })
  const hers = await handsOn(college, 'keyboard')
  await college.goto(`${tab.url}/training`)
  await hers.press(college.getByRole('link', { name: 'Open: College' }))
  await hers.press(college.getByRole('button', { name: 'New programme' }))
  const making = college.getByRole('dialog', { name: 'New programme' })
  await hers.write(making.getByRole('textbox', { name: 'Name', exact: true }).first(), title)
  await hers.write(making.getByRole('textbox', { name: 'Email' }), 'imt@college')
  await hers.press(making.getByRole('button', { name: 'New programme' }))
  await making.getByText('This is not an email address.').waitFor()
  await hers.write(making.getByRole('textbox', { name: 'Email' }), 'imt@college.example')
  await hers.press(making.getByRole('button', { name: 'New programme' }))
  await heading(college, title)

  await hers.press(college.getByRole('radio', { name: 'Several at once' }))
  const lines = college.getByRole('textbox', { name: 'One doctor a line' })
  await hers.write(lines, `${email}, IMY1, ${inDays(-3)}, settled`)
  await hers.press(college.getByRole('button', { name: 'Send the invitations' }))
  await college.getByText('1 invitation is on the way.').waitFor()
  await college.getByRole('region', { name: 'Invitations' }).getByText(email).waitFor()

  // In a browser of her own: not signed in, without an account.
  const doctor = await tab.page()
  const his = await handsOn(doctor, 'keyboard')
  await doctor.goto(await linkFor(email))
  await doctor.getByText('Then you go on where you were').waitFor()
  await registerConfirmed(at.house, { name: 'Dr Ada Okafor', email, password: PASSWORD })
  await his.write(doctor.getByRole('textbox', { name: 'Email' }), email)
  await his.write(doctor.getByLabel('Password', { exact: true }), PASSWORD)
  await his.press(doctor.getByRole('button', { name: 'Sign in', exact: true }))
  await heading(doctor, 'Enrol in a programme')
  await doctor.getByText('settled').waitFor()
  await his.press(doctor.getByRole('button', { name: 'Enrol', exact: true }))
  await doctor.getByText(`You are enrolled in ${title}.`).waitFor()
  await his.press(doctor.getByRole('link', { name: 'Go to my training' }))
  await heading(doctor, 'Training')
  const steps = doctor.getByRole('region', { name: 'First steps of this training year' })
  await steps.getByText('0 of 4 done').waitFor()
  await his.press(steps.getByRole('button', { name: 'Go on without a photo: Check your photo' }))
  await steps.getByText('1 of 4 done').waitFor()
  await his.press(steps.getByRole('link', { name: 'Open personal details' }))
  await his.write(doctor.getByRole('textbox', { name: 'Mobile' }), '07700 900123')
  await his.press(doctor.getByRole('button', { name: 'Save', exact: true }))
  await doctor.getByText('Saved.', { exact: true }).waitFor()
  await his.press(doctor.getByRole('navigation', { name: 'Main menu' }).getByRole('link', { name: 'Training' }))
  await his.press(steps.getByRole('button', { name: 'I have checked this: Check your personal details' }))
  await steps.getByText('2 of 4 done').waitFor()
  await his.press(steps.getByRole('button', { name: 'I have checked this: Check your certificates and exams' }))
  await steps.getByText('3 of 4 done').waitFor()
  await his.press(doctor.getByRole('navigation', { name: 'Main menu' }).getByRole('link', { name: 'Home' }))
  await doctor.getByRole('region', { name: 'Waits for you' }).getByText('1 step left').waitFor()
})

test('T1: three months in without enrolment a doctor sees that the record is frozen and why, tells the programme, enrols, and it thaws', async () => {
  const programmeId = await programme(at.house, { title: 'Internal medicine, East' })
  await at.house.db
    .updateTable('programme')
    .set({ contact_name: 'Cora Office', contact_email: 'east@college.example' })
    .where('id', '=', programmeId)
    .execute()
  const ada = await at.clinician({ name: 'Dr Ada Okafor' })
  await train(at.house, ada.id, programmeId, { from: inDays(-100), until: inDays(900) })
  const page = await tab.page({ signedInAs: ada })
  await page.goto(tab.url)
  await page
    .getByRole('region', { name: 'Waits for you' })
    .getByRole('link', { name: /^See it: Your training record is frozen/ })
    .click()
  await heading(page, 'Training')
  await page.getByText(/has been frozen since .*, because you are not enrolled/).waitFor()
  await page.getByText('Please contact Cora Office, east@college.example.').waitFor()
  await page.getByRole('button', { name: 'Tell them I have no invitation' }).click()
  await page.getByText('They have been told by email').waitFor()
  await page.getByRole('button', { name: 'Tell them I have no invitation' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Help' }).click()
  await page.getByRole('dialog', { name: 'Help' }).getByText('Internal medicine, East').waitFor()
  await page.keyboard.press('Escape')

  const college = await tab.page({ signedInAs: await office() })
  await college.goto(`${tab.url}/college/programmes/${programmeId}`)
  const waiting = college.getByRole('region', { name: 'In training and not enrolled' })
  await waiting.getByText('Dr Ada Okafor').waitFor()
  await waiting.getByText(/asked for an invitation on/).waitFor()
  const form = college.getByRole('region', { name: 'Invite doctors' })
  await form.getByRole('textbox', { name: 'Email' }).fill(ada.email)
  await form.getByRole('combobox', { name: 'Training year' }).selectOption('IMY1')
  await form.getByRole('textbox', { name: 'First day' }).fill(shortDate(inDays(-100)))
  await form.getByRole('button', { name: 'Send the invitation' }).click()
  await college.getByText('1 invitation is on the way.').waitFor()
  await form.getByText('Several at once', { exact: true }).click()
  await form.getByRole('textbox', { name: 'One doctor a line' }).fill(`\nx@example.org, IMY1, 4/8/2027\n${ada.email}, IMY1, 4/8/2027`)
  await form.getByRole('button', { name: 'Send the invitations' }).click()
  await form.getByText(/^Line 3: This address was invited on/).waitFor()

  await page.reload()
  await page.getByRole('link', { name: 'See the invitation' }).click()
  await heading(page, 'Enrol in a programme')
  await page.getByRole('button', { name: 'Enrol', exact: true }).click()
  await page.getByRole('link', { name: 'Go to my training' }).click()
  await page.getByText(/You are enrolled in Internal medicine, East since/).waitFor()
  expect(await page.getByText('is frozen').count()).toBe(0)

  // The link in somebody else's hands says what to do.
  const bob = await at.clinician()
  const other = await tab.page({ signedInAs: bob })
  await other.goto(await linkFor(ada.email))
  await other.getByText(/went to another address/).waitFor()
})

test('A7: the link of the terminal makes the first system administrator, who makes a college administrator by exact address', async () => {
  const [ada, grace] = await at.clinicians(2)
  const page = await tab.page()
  await page.goto((await firstAdministratorLink(at.house))!)
  await page.getByRole('textbox', { name: 'Email' }).fill(ada!.email)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('button', { name: 'Become system administrator' }).click()
  await page.getByRole('link', { name: 'Go to Administration' }).click()
  await heading(page, 'Administration')
  const form = page.getByRole('form', { name: 'Give a role' })
  await form.getByRole('textbox', { name: 'Their email' }).fill('nobody@example.org')
  await form.getByRole('button', { name: 'Give the role' }).click()
  await form.getByText('Nobody has an account with this address yet.').waitFor()
  await form.getByRole('textbox', { name: 'Their email' }).fill(grace!.email)
  await form.getByRole('button', { name: 'Give the role' }).click()
  await page.getByText(`Given to ${grace!.email}.`).waitFor()
  await page.goto(`${tab.url}/college`)
  await page.getByText('Only a college administrator can do this.').waitFor()
})

test('N2: the pages of training, the college and the administration are accessible, light and dark, and fit a phone', async () => {
  const programmeId = await programme(at.house, { title: 'Internal medicine, West' })
  const ada = await at.clinician({ name: 'Dr Ada Okafor' })
  await train(at.house, ada.id, programmeId, { from: inDays(-100), until: inDays(900) })
  await appoint(at.house, ada.id, 'system administrator', '', { until: null })
  await appoint(at.house, ada.id, 'college administrator', '', { until: null })
  const tutor = await at.clinician({ name: 'Dr Tess Tutor' })
  await appoint(at.house, tutor.id, 'tutor', programmeId)
  await at.house.db
    .insertInto('training_year')
    .columns(['owner_id', 'id', 'trainee_id', 'code', 'from_on', 'until_on'])
    .expression((eb) =>
      eb
        .selectFrom('trainee')
        .where('owner_id', '=', ada.id)
        .select((one) => ['owner_id', 'id', 'id as trainee_id', one.val('IMY1').as('code'), 'from_on', 'until_on']),
    )
    .execute()
  const page = await tab.page({ signedInAs: ada })
  const walk = new Walk(page, tab.url)
  for (const [path, name] of [
    ['/training', 'Training'],
    ['/college', 'College'],
    [`/college/programmes/${programmeId}`, 'Internal medicine, West'],
    ['/administration', 'Administration'],
    ['/enrol?token=old', 'Enrol in a programme'],
  ] as const) {
    await walk.open(path, name)
    await page.getByRole('status', { name: 'Loading' }).waitFor({ state: 'detached' })
    await page.getByRole('main').getByRole('link').or(page.getByRole('main').getByRole('button')).first().waitFor()
    await walk.look(name)
    await page.setViewportSize({ width: 390, height: 840 })
    await expectNoSidewaysScroll(page, name)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.emulateMedia({ colorScheme: 'light' })
  }
  walk.end()
  const nobody = await tab.page({ signedInAs: await at.clinician() })
  await nobody.goto(`${tab.url}/training`)
  await nobody.getByText('Nothing here yet').waitFor()
  await expectAccessible(nobody, 'nothing')
})
