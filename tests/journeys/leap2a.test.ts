import { expect, test } from 'vitest'
import { browser, expectAccessible, expectNoSidewaysScroll } from '../support/browser.ts'
import { house } from '../support/house.ts'
import { ARCHIVED, category, entryOf, feedOf, link, packageOf, tag } from '../support/leap2a.ts'
import { PDF } from '../support/uploading.ts'

const at = house({ listening: true })
const tab = browser(at)

test('K5: a portfolio of Leap2A is looked at, one entry left out, the rest brought in with its file, and undone', async () => {
  const ada = await at.clinician()
  const page = await tab.page({ signedInAs: ada })
  const choose = (name: string, buffer: Buffer) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/zip', buffer })
  await page.goto(`${tab.url}/import`)
  await choose('bad.xml', Buffer.from(feedOf([]).replace('?>', '?><!DOCTYPE feed>')))
  await page.getByText('defines entities or a document type').waitFor()
  await page.getByRole('button', { name: 'Throw this import away' }).click()
  await page.getByRole('button', { name: 'Choose a file' }).waitFor()

  const entries = [
    entryOf({ id: 'p', title: 'A night on call', text: 'Lactate first.', more: tag('Sepsis') + link('related', 'portfolio:f') }),
    entryOf({
      id: 'f',
      title: 'protocol.pdf',
      type: 'resource',
      more: category('resource_type', 'Offline') + link('enclosure', 'files/0-protocol.pdf'),
    }),
    entryOf({ id: 'me', title: 'Ada', type: 'person', more: '<leap2:persondata leap2:field="workphone">1</leap2:persondata>' }),
  ]
  await choose('mahara.zip', await packageOf(feedOf(entries, ARCHIVED), { 'files/0-protocol.pdf': PDF }))
  await page.getByText('2 lines: 2 to bring in').waitFor()
  await page.getByRole('heading', { name: 'What was found' }).waitFor()
  await page.getByRole('cell', { name: 'A file of the row it belongs to' }).waitFor()
  await expectAccessible(page, 'a preview of Leap2A')
  await page.setViewportSize({ width: 390, height: 800 })
  await expectNoSidewaysScroll(page, 'a preview of Leap2A')
  await page.getByRole('button', { name: 'Leave out: line 3' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('2 lines: 1 to bring in, 1 left out').waitFor()
  await page.getByRole('button', { name: 'Bring in 1 row' }).click()
  await page.getByText('1 row is in your portfolio').waitFor()
  await page.getByRole('heading', { name: 'What was found' }).waitFor()
  expect((await ada.list()).items).toMatchObject([{ title: 'A night on call', files: 1 }])
  await page.getByRole('button', { name: 'Undo this import' }).click()
  await page.getByRole('button', { name: 'Yes, undo it' }).click()
  await page.getByText('The import is undone').waitFor()
  expect((await ada.list()).items).toEqual([])
})
