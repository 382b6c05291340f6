import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { demoMailbox, register } from '#domain/accounts/contract.ts'
import { itemById } from '#domain/portfolio/contract.ts'
import { browser } from '../support/browser.ts'
import { handsOn, WAYS, type Hands } from '../support/hands.ts'
import { house } from '../support/house.ts'
import { PASSWORD, type Person } from '../support/person.ts'

const at = house({ listening: true })
const tab = browser(at)

test.each(WAYS)('A1, A2: register, confirm through the mailbox and sign in, by %s', async (way) => {
  const page = await tab.page()
  const hands = await handsOn(page, way)
  const email = `ada.${way}@example.org`
  await page.goto(`${tab.url}/`)
  await hands.press(page.getByRole('link', { name: 'Create an account' }))
  await expectTitle(page, 'Create an account')
  await hands.write(page.getByRole('textbox', { name: 'Name' }), 'Dr Ada Okafor')
  await hands.write(page.getByRole('textbox', { name: 'Email' }), email)
  await hands.write(page.getByLabel('Password', { exact: true }), PASSWORD)
  await hands.press(page.getByRole('button', { name: 'Create an account' }))
  await expectTitle(page, 'Check your email')
  await page.getByText(`We have sent a message to ${email}.`).waitFor()

  await hands.press(page.getByRole('link', { name: 'Open the demo mailbox' }))
  await hands.press(page.getByRole('region').getByRole('link', { name: /\/confirm\?token=/ }))
  await expectTitle(page, 'Confirm your email address')
  await hands.press(page.getByRole('button', { name: 'Confirm my address' }))
  await page.getByText(`${email} is confirmed.`).waitFor()
  await hands.press(page.getByRole('link', { name: 'Go to sign in' }))

  await hands.write(page.getByRole('textbox', { name: 'Email' }), email)
  await hands.write(page.getByLabel('Password', { exact: true }), PASSWORD)
  await hands.press(page.getByRole('button', { name: 'Sign in', exact: true }))
  await page.getByRole('heading', { level: 1, name: /, Dr Ada Okafor$/ }).waitFor()
})

test('A2: who never confirmed is told what anybody is told, and can have the link sent again from the sign-in page', async () => {
  const email = 'grace@example.org'
  await at.nobody().ask(register, { body: { name: 'Dr Grace Adeyemi', email, password: PASSWORD } })
  const page = await tab.page()
  await page.goto(`${tab.url}/`)
  const again = page.getByRole('link', { name: 'Send the link again' })
  await again.waitFor()
  await again.click()
  await expectTitle(page, 'Check your email')
  await page.getByRole('textbox', { name: 'Email' }).fill(email)
  await page.getByRole('button', { name: 'Send it again' }).click()
  await page.getByText('Sent. It can take a minute or two.').waitFor()
  const { messages } = await at.nobody().ask(demoMailbox)
  expect(messages.filter((mail) => mail.to === email)).toHaveLength(2)
})

test.each(WAYS)(
  'A2, P20: a session that ends in the middle of a note asks to sign in again and gives the note back, by %s',
  async (way) => {
    const { ada, id, page, hands } = await writingANote(way)
    const notes = page.getByRole('textbox', { name: 'Notes' })
    await at.house.db.deleteFrom('auth.session').where('user_id', '=', ada.id).execute()
    await hands.write(notes, 'Two patients, one bleep: ask for the lactate first.')

    const again = page.getByRole('dialog', { name: 'Please sign in again' })
    await again.waitFor()
    // Escape is no way round it, and must not close the window behind either.
    await page.keyboard.press('Escape')
    await hands.write(again.getByLabel('Password', { exact: true }), PASSWORD)
    await hands.press(again.getByRole('button', { name: 'Sign in', exact: true }))
    await again.waitFor({ state: 'detached' })

    expect(await notes.inputValue()).toBe('Two patients, one bleep: ask for the lactate first.')
    await hands.press(page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }))
    await page.getByRole('dialog').getByText('Saved', { exact: true }).waitFor()
    const back = await at.again(ada)
    expect((await back.ask(itemById, { params: { id } })).notes).toBe('Two patients, one bleep: ask for the lactate first.')
  },
)

test.each(WAYS)('P20: a reload in the middle of a note gives the draft back, and saving it ends the draft, by %s', async (way) => {
  const { ada, page, hands } = await writingANote(way)
  const notes = page.getByRole('textbox', { name: 'Notes' })
  await hands.write(notes, 'Ask for the lactate first.')
  await page.getByText('Draft kept').waitFor()
  await page.reload()
  await expect.poll(() => notes.inputValue()).toBe('Ask for the lactate first.')
  await page.getByText('Changes you had not saved are back.').waitFor()
  await hands.press(page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }))
  await page.getByRole('dialog').getByText('Saved', { exact: true }).waitFor()
  await expect.poll(() => at.house.db.selectFrom('draft').select('form').where('owner_id', '=', ada.id).execute()).toEqual([])
})

async function writingANote(way: (typeof WAYS)[number]): Promise<{ ada: Person; id: string; page: Page; hands: Hands }> {
  const ada = await at.clinician({ name: 'Dr Ada Okafor' })
  const { id } = await ada.record({ title: 'Sepsis in adults' })
  const page = await tab.page({ signedInAs: ada })
  const hands = await handsOn(page, way)
  await page.goto(`${tab.url}/portfolio`)
  await hands.press(page.getByRole('link', { name: 'Sepsis in adults', exact: true }))
  await page.getByRole('dialog', { name: 'Sepsis in adults' }).getByRole('textbox', { name: 'Notes' }).waitFor()
  // Or what the window still asks for is what finds the session gone.
  await page.waitForLoadState('networkidle')
  return { ada, id, page, hands }
}

const expectTitle = (page: Page, title: string) => page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
