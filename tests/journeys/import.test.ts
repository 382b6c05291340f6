import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { browser, expectAccessible, expectNoSidewaysScroll } from '../support/browser.ts'
import { handsOn } from '../support/hands.ts'
import { house } from '../support/house.ts'
import { csvOf, workbookOf } from '../support/importing.ts'

const at = house({ listening: true })
const tab = browser(at)

const HEADERS = ['Activity', 'When', 'Points', 'What I learnt', 'Where to read it']

/** 400 lines, ten of them with a fault. */
function spreadsheet(): string[][] {
  const rows = Array.from({ length: 400 }, (_, n) => [
    `Course ${n + 1}`,
    `${(n % 28) + 1}/03/2025`,
    '1.5',
    'Lactate first.',
    'https://example.org/a',
  ])
  const faults: readonly [number, number, string][] = [
    [10, 0, ''],
    [20, 1, '31/02/2025'],
    [30, 1, 'last week'],
    [40, 2, '1000'],
    [50, 2, '1.255'],
    [60, 2, 'lots'],
    [70, 4, 'ftp://example.org'],
    [80, 0, 'x'.repeat(501)],
    [90, 2, '-1'],
    [100, 1, '00/00/2025'],
  ]
  for (const [row, column, text] of faults) rows[row - 1]![column] = text
  return [HEADERS, ...rows]
}
const MENDED: readonly [line: number, header: string, text: string][] = [
  [11, 'Activity', 'Course 10'],
  [21, 'When', '28/02/2025'],
  [31, 'When', '2025-03-05'],
  [41, 'Points', '10'],
  [51, 'Points', '1.25'],
  [61, 'Points', '2'],
  [71, 'Where to read it', 'https://example.org'],
  [81, 'Activity', 'Course 80'],
  [91, 'Points', '1'],
]

async function choose(page: Page, name: string, bytes: Buffer): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes })
}

test('K5: a spreadsheet of 400 rows with ten faults is mended and brought in, and then undone, by the keyboard alone', async () => {
  const ada = await at.clinician()
  const hands = await handsOn(await tab.page({ signedInAs: ada }), 'keyboard')
  const { page } = hands
  await page.goto(`${tab.url}/portfolio`)
  await page.getByRole('link', { name: 'Bring in learning from elsewhere' }).waitFor()
  await hands.press(page.getByRole('link', { name: 'Bring in learning from elsewhere' }))
  await page.getByRole('heading', { level: 1, name: 'Bring in learning from elsewhere' }).waitFor()
  await expectAccessible(page, 'import, empty')
  await choose(page, 'my years.xlsx', await workbookOf(spreadsheet()))

  await page.getByText('400 lines: 391 to bring in, 9 with a fault').waitFor()
  await page.getByLabel('What “Where to read it” means').selectOption('Web address')
  await page.getByLabel('What “What I learnt” means').selectOption('Notes')
  await hands.press(page.getByRole('button', { name: 'Check again with these columns' }))
  await page.getByText('400 lines: 390 to bring in, 10 with a fault').waitFor()
  expect(await page.getByRole('button', { name: /^Bring in/ }).count()).toBe(0)
  await page.getByText('“last week” is not a day of the calendar.').waitFor()
  await expectAccessible(page, 'import, with faults')

  await hands.write(page.getByLabel('Line 31, When'), 'yesterday')
  await hands.press(page.getByRole('button', { name: 'Mend line 31' }))
  await page.getByText('“yesterday” is not a day of the calendar.').waitFor()
  for (const [index, [line, header, text]] of MENDED.entries()) {
    await hands.write(page.getByLabel(`Line ${line}, ${header}`), text)
    await hands.press(page.getByRole('button', { name: `Mend line ${line}` }))
    const left = 9 - index
    await page.getByRole('heading', { name: left === 1 ? '1 line with a fault' : `${left} lines with a fault` }).waitFor()
  }
  await hands.press(page.getByRole('button', { name: 'Leave this line out: line 101' }))
  await page.getByText('400 lines: 399 to bring in, 1 left out').waitFor()
  await hands.press(page.getByRole('button', { name: 'Bring in 399 rows' }))
  await page.getByText('399 rows are in your portfolio').waitFor()
  expect((await ada.list()).totals).toMatchObject({ items: 399, completed: 399 })
  await expectAccessible(page, 'import, brought in')
  await hands.press(page.getByRole('link', { name: 'Look at my portfolio' }))
  await page.getByText('Course 28', { exact: true }).first().waitFor()

  await page.goBack()
  await hands.press(page.getByRole('button', { name: 'Undo this import' }))
  await hands.press(page.getByRole('button', { name: 'Yes, undo it' }))
  await page.getByText('The import is undone').waitFor()
  expect((await ada.list()).items).toEqual([])
})

test('K5: on a phone a CSV comes in, what is no table is refused in words, and the same file adds nothing', async () => {
  const ada = await at.clinician()
  const page = await tab.page({ signedInAs: ada, width: 390, height: 800, dark: true })
  await page.goto(`${tab.url}/import`)
  await choose(page, 'photo.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
  await page.getByText('This is no table').waitFor()
  await expectNoSidewaysScroll(page, 'a file that was not read')
  await page.getByRole('button', { name: 'Throw this import away' }).click()
  await page.getByRole('button', { name: 'Choose a file' }).waitFor()

  const file = csvOf(
    [
      ['Title', 'Date', 'Credits', 'Notes'],
      ['Sepsis', '03/04/2025', '1.5', 'A note that is long enough to be wider than any phone is, were it not for lines.'],
      ['Asthma', '04/04/2025', '2', ''],
    ],
    ';',
  )
  await choose(page, 'two.csv', file)
  await page.getByText('2 lines: 2 to bring in').waitFor()
  await page.getByText('1 line has a date that could be read either way.').waitFor()
  await expectNoSidewaysScroll(page, 'a preview')
  await expectAccessible(page, 'a preview in the dark')
  await page.getByRole('button', { name: 'Bring in 2 rows' }).click()
  await page.getByText('2 rows are in your portfolio').waitFor()
  await page.goto(`${tab.url}/import`)
  await page.getByText('Brought in, 2 rows').waitFor()
  await expectNoSidewaysScroll(page, 'imports')
  await choose(page, 'two again.csv', file)
  await page.getByText('2 lines: 0 to bring in, 2 already here').waitFor()
  expect((await ada.list()).totals!.items).toBe(2)
})
