import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { browser, expectAccessible, expectNoSidewaysScroll } from '../support/browser.ts'
import { house } from '../support/house.ts'
import { aProgramme } from '../support/programme.ts'
import { appoint, relate, train } from '../support/related.ts'

const at = house({ listening: true })
const tab = browser(at)

const told = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()
const window = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name })
const looks = async (page: Page, where: string) => {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
    await expectAccessible(page, `${where}, ${colorScheme}`)
  }
  await page.setViewportSize({ width: 390, height: 800 })
  await expectNoSidewaysScroll(page, where)
  await page.setViewportSize({ width: 1280, height: 900 })
}

test('F1, F8: a reflection is kept private, then shared, then linked, and its scratch is nobody’s but its author’s', async () => {
  const { trainee, educational } = await aProgramme(at)
  await relate(at.house, educational.id, 'educational supervisor', trainee.id)
  const hers = await tab.page({ signedInAs: trainee })
  const theirs = await tab.page({ signedInAs: educational })

  await hers.goto(tab.url)
  await hers.getByRole('navigation', { name: 'Main menu' }).getByRole('link', { name: 'Reflection' }).click()
  await told(hers, 'There is no single right way')
  await hers.getByText('Why and how').first().click()
  await looks(hers, 'templates')

  // By keyboard alone: begin, write, finish.
  await hers.getByRole('button', { name: 'Begin: ERA' }).focus()
  await hers.keyboard.press('Enter')
  await window(hers, /Experience/).waitFor()
  await hers.keyboard.type('A long night')
  await hers.keyboard.press('Enter')
  await hers.getByRole('heading', { level: 1, name: 'A long night' }).waitFor()
  await told(hers, 'Only you can read this. A court can order')
  await hers.getByLabel('Anything you need to get off your chest').focus()
  await hers.keyboard.type('quillscratch')
  await hers.keyboard.press('Tab')
  await hers.keyboard.type('We were two short.')
  await hers.getByRole('button', { name: 'Finish' }).focus()
  await hers.keyboard.press('Enter')
  // What is missing is said at its fields, and nothing typed is lost.
  await expect.poll(() => hers.getByText('Fill this in.').count()).toBe(2)
  expect(await hers.getByRole('textbox', { name: 'Experience' }).inputValue()).toBe('We were two short.')
  await hers.getByRole('textbox', { name: 'Reflection' }).fill('I waited too long.')
  await hers.getByRole('textbox', { name: 'Action' }).fill('Call sooner.')
  await hers.getByRole('button', { name: 'Finish' }).click()
  await told(hers, /Finished on/)
  await looks(hers, 'writing')
  const itemId = new URL(hers.url()).pathname.split('/').at(-1)!

  // What is typed and not saved comes back (P20).
  await hers.getByRole('textbox', { name: 'Action' }).fill('Call sooner, and say so.')
  await told(hers, 'Draft kept')
  await hers.reload()
  await told(hers, 'What you typed and had not saved is back.')
  expect(await hers.getByRole('textbox', { name: 'Action' }).inputValue()).toBe('Call sooner, and say so.')
  await hers.getByRole('button', { name: 'Save', exact: true }).click()
  await told(hers, 'Saved.')

  await theirs.goto(`${tab.url}/record/${trainee.id}/entries/${itemId}`)
  await told(theirs, 'There is nothing here.')

  // Sharing shows first what will be read, and by whom.
  await hers.getByRole('button', { name: 'Share…' }).click()
  const sharing = window(hers, 'Share this reflection')
  await sharing.getByLabel('My educational and clinical supervisors').check()
  await sharing.getByText('Dr Esme Educational, educational supervisor').waitFor()
  await sharing.getByText('We were two short.').waitFor()
  expect(await sharing.getByText('quillscratch').count()).toBe(0)
  await looks(hers, 'sharing')
  await sharing.getByRole('button', { name: 'Save' }).click()
  await sharing.getByText('Look first at what will be read, and by whom.').waitFor()
  await sharing.getByLabel('I have looked at what will be read, and by whom').check()
  await sharing.getByRole('button', { name: 'Save' }).click()
  await told(hers, 'Dr Esme Educational (educational supervisor) can read the learning part')

  await theirs.reload()
  await told(theirs, 'We were two short.')
  expect(await theirs.content()).not.toContain('quillscratch')
  await theirs.getByLabel('Your comment').fill('Well seen.')
  await theirs.getByRole('button', { name: 'Add comment' }).click()
  await told(theirs, 'Well seen.')

  // Linked, it is evidence; its readers read the learning part there.
  await hers.getByRole('link', { name: 'Link to the curriculum' }).click()
  await hers
    .locator('main section li')
    .filter({ has: hers.getByText('C1', { exact: true }) })
    .getByText('Managing an acute')
    .click()
  await hers.getByRole('button', { name: 'Link evidence' }).click()
  const from = window(hers, 'Link evidence to C1')
  await from.getByLabel('A long night').check()
  await from.getByRole('button', { name: 'Next: see what will be read' }).click()
  await window(hers, 'What will be read, and by whom').getByText('We were two short.').waitFor()
  await hers.getByRole('button', { name: 'Link it' }).click()
  await told(hers, '1 link made.')
  await theirs.goto(`${tab.url}/record/${trainee.id}/evidence/${itemId}`)
  await told(theirs, 'We were two short.')
  expect(await theirs.content()).not.toContain('quillscratch')
  await expectAccessible(theirs, 'evidence')

  await hers.goto(`${tab.url}/reflection`)
  await told(hers, 'Shared: Supervisors')
  await told(hers, 'Linked to the curriculum')
  await looks(hers, 'my reflections')
})

test('F6: a reflection is offered, edited, published, discussed and withdrawn, and nobody learns whose it was', async () => {
  const { id: programmeId, trainee, clinical } = await aProgramme(at)
  const [other, editor] = await Promise.all([at.clinician({ name: 'Dr Olu Other' }), at.clinician({ name: 'Ed Itor' })])
  await train(at.house, other.id, programmeId)
  await relate(at.house, clinical.id, 'clinical supervisor', other.id)
  await appoint(at.house, editor.id, 'college administrator', programmeId)
  const [hers, reads, edits] = [
    await tab.page({ signedInAs: trainee }),
    await tab.page({ signedInAs: clinical }),
    await tab.page({ signedInAs: editor }),
  ]

  await hers.goto(`${tab.url}/reflection`)
  await hers.getByRole('button', { name: 'Begin: ERA' }).click()
  await window(hers, /Experience/)
    .getByLabel('Title')
    .fill('Ward nine at night')
  await window(hers, /Experience/)
    .getByRole('button', { name: 'Begin' })
    .click()
  await hers.getByRole('textbox', { name: 'Experience' }).fill('Somebody died on ward nine.')
  await hers.getByRole('textbox', { name: 'Reflection' }).fill('I waited too long.')
  await hers.getByRole('button', { name: 'Save', exact: true }).click()
  await told(hers, 'Saved.')
  await hers.getByRole('button', { name: 'Offer to the shared collection…' }).click()
  const offer = window(hers, 'Offer to the shared collection')
  await offer.getByLabel('Experience').fill('Somebody died at night. Number 943 476 5919.')
  await offer.getByLabel('Title of the copy').fill('Calling for help')
  await offer.getByLabel(/I have read it through/).check()
  await offer.getByRole('button', { name: 'Offer this copy' }).click()
  await offer.getByText(/^NHS number: this could tell/).waitFor()
  await looks(hers, 'offer')
  await offer.getByRole('textbox', { name: 'Experience' }).fill('Somebody died at night.')
  await offer.getByRole('button', { name: 'Offer this copy' }).click()
  await told(hers, 'Offered.')

  await edits.goto(`${tab.url}/college/reflections`)
  await edits.getByRole('button', { name: 'Edit: Calling for help' }).click()
  const edit = window(edits, 'Edit: Calling for help')
  await edit.getByLabel('Experience').fill('A patient died at night.')
  await edit.getByRole('button', { name: 'Publish' }).click()
  await edit.getByText('File it under at least one theme.').waitFor()
  await edit.getByLabel('End of life').check()
  await edit.getByRole('button', { name: 'Publish' }).click()
  await told(edits, 'Published.')
  await looks(edits, 'editor')
  expect(await edits.content()).not.toContain('Okafor')

  await reads.goto(`${tab.url}/reflection/shared`)
  await reads.getByRole('link', { name: /Calling for help/ }).click()
  await told(reads, 'A patient died at night.')
  await reads.getByRole('textbox', { name: 'Your comment' }).fill('Ring 07700 900123 next time.')
  await reads.getByRole('button', { name: 'Comment', exact: true }).click()
  await told(reads, /Telephone number/)
  await reads.getByRole('textbox', { name: 'Your comment' }).fill('We all waited too long once.')
  await reads.getByRole('button', { name: 'Comment', exact: true }).click()
  await told(reads, 'Dr Carl Clinical, supervisor')
  await looks(reads, 'shared')
  expect(await reads.content()).not.toContain('Okafor')

  await hers.goto(`${tab.url}/reflection/shared`)
  await told(hers, 'What you offered')
  await looks(hers, 'collection')
  await hers.getByRole('button', { name: 'Withdraw ‘Calling for help’' }).click()
  await window(hers, /Withdraw/)
    .getByRole('button', { name: 'Withdraw' })
    .click()
  await told(hers, 'Withdrawn. The copy is gone.')
  await reads.reload()
  await told(reads, 'There is nothing here.')
})
