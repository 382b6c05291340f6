import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import yauzl from 'yauzl'
import { signRecord } from '#server/accounts/chain-commands.ts'
import { chainKeyOf } from '#server/accounts/chain-queries.ts'
import { browser, expectAccessible, expectNoSidewaysScroll } from '../support/browser.ts'
import { house } from '../support/house.ts'
import { signing } from '../support/signing.ts'

const at = house({ listening: true })
const tab = browser(at)
const folders: string[] = []
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))))

async function unzip(path: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-archive-'))
  folders.push(folder)
  const zip = await promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(path, { lazyEntries: true })
  await new Promise<void>((done, reject) => {
    zip.on('error', reject).on('end', done)
    zip.on('entry', (entry: yauzl.Entry) => {
      zip.openReadStream(entry, (fault, stream) => {
        if (fault) return reject(fault)
        const to = join(folder, entry.fileName)
        buffer(stream)
          .then(async (bytes) => {
            await mkdir(dirname(to), { recursive: true })
            await writeFile(to, bytes)
            return zip.readEntry()
          })
          .catch(reject)
      })
    })
    zip.readEntry()
  })
  return folder
}

async function verdict(page: Page, folder: string): Promise<string> {
  await page.goto(pathToFileURL(join(folder, 'verifier.html')).href)
  await page.getByLabel('The proof to check').setInputFiles(join(folder, 'chain.json'))
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  const said = page.getByRole('status').getByRole('heading')
  await said.waitFor()
  return (await said.innerText()).trim()
}

test('R6, A10: everything is asked for, downloaded, and read from disk with the network off', async () => {
  const ada = await at.clinician({ name: 'Dr Ada Archive' })
  await ada.completed({ title: 'Sepsis in adults', completedOn: '2026-03-31', personal: 200 })
  await at.house.db.transaction().execute((tx) => signRecord(tx, chainKeyOf(at.house.config), signing(ada.id, 'C1 at level 3')))
  const page = await tab.page({ signedInAs: ada })
  await page.goto(`${tab.url}/profile`)
  await page.getByRole('link', { name: 'Download everything' }).click()
  const ask = page.getByRole('button', { name: 'Make my archive' })
  await ask.waitFor()
  await expectAccessible(page, 'the archive page')
  await ask.press('Enter')
  const link = page.getByRole('link', { name: 'Download', exact: true })
  await link.waitFor({ timeout: 20_000 })
  await page.getByText('It is removed on').waitFor()
  await expectAccessible(page, 'an archive that is ready')
  await page.setViewportSize({ width: 390, height: 800 })
  await expectNoSidewaysScroll(page, 'the archive page')
  const downloading = page.waitForEvent('download')
  await link.click()
  const folder = await unzip(await (await downloading).path())

  await page.context().setOffline(true)
  await page.goto(pathToFileURL(join(folder, 'index.html')).href)
  await page.getByRole('heading', { name: 'Everything of Dr Ada Archive' }).waitFor()
  await expectAccessible(page, 'index.html')
  await expectNoSidewaysScroll(page, 'index.html')
  await page.getByRole('link', { name: 'Items of 2026' }).click()
  await page.getByRole('heading', { name: 'Sepsis in adults' }).waitFor()
  await expectAccessible(page, 'a page of items')
  await page.getByRole('link', { name: 'Contents' }).click()
  await page.getByRole('link', { name: 'Who looked and what changed' }).click()
  await page.getByRole('heading', { name: 'Who looked and what changed' }).waitFor()
  await expectAccessible(page, 'who looked')

  expect(await verdict(page, folder)).toContain('The proof agrees with itself')
  const chain = join(folder, 'chain.json')
  await writeFile(chain, (await readFile(chain, 'utf8')).replace('C1 at level 3', 'C1 at level 4'))
  expect(await verdict(page, folder)).toContain('This is not as it was signed')
})
