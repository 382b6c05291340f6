/**
 * Takes the pictures of the README from a running demo: `node scripts/screenshots.ts http://127.0.0.1:7420`.
 * With a folder as second argument it takes every page there, wide and phone-sized, light and dark, to be looked at.
 */
import { mkdir } from 'node:fs/promises'
import { chromium, type Page } from 'playwright-core'
import { DEMO_PASSWORD } from '#server/accounts/demo-people.ts'

const [address = 'http://127.0.0.1:7420', folder] = process.argv.slice(2)
const SIZES = [
  { name: 'wide', width: 1400, height: 900 },
  { name: 'phone', width: 360, height: 760 },
] as const
const PEOPLE = ['gp@example.org', 'new.doctor@example.org'] as const
const PAGES = [
  '/',
  '/portfolio',
  '/portfolio?search=nothing+at+all+like+this',
  '/portfolio?sort=colour',
  '/learning',
  '/learning?search=nothing+at+all',
  '/learning/modules/sepsis-recognition',
  '/learning/modules/anticoagulation-basics',
  '/learning/certificates',
  '/check',
  '/profile',
  '/profile/security',
  '/profile/audit',
  '/nowhere',
]

const asRoot = process.getuid?.() === 0
const browser = await chromium.launch({
  executablePath: process.env['CAIRN_CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--disable-gpu', '--disable-background-networking', '--disable-component-update', ...(asRoot ? ['--no-sandbox'] : [])],
})

async function signedIn(email: string, size: (typeof SIZES)[number], dark: boolean): Promise<Page> {
  const context = await browser.newContext({
    viewport: size,
    colorScheme: dark ? 'dark' : 'light',
    locale: 'en-GB',
    reducedMotion: 'reduce',
  })
  await context.request.post(`${address}/api/session`, { data: { email, password: DEMO_PASSWORD } })
  return context.newPage()
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(address + path)
  await page.waitForLoadState('networkidle')
}

if (folder === undefined) {
  await mkdir('docs/pictures', { recursive: true })
  const page = await signedIn('gp@example.org', SIZES[0], false)
  await open(page, '/portfolio')
  await page.getByRole('row').nth(10).waitFor()
  await page.screenshot({ path: 'docs/pictures/portfolio.png' })
} else {
  await mkdir(folder, { recursive: true })
  for (const email of PEOPLE) {
    for (const size of SIZES) {
      for (const dark of [false, true]) {
        const page = await signedIn(email, size, dark)
        for (const path of PAGES) {
          await open(page, path)
          const name = `${email.split('@')[0]}${path.replace(/\W+/g, '-')}-${size.name}-${dark ? 'dark' : 'light'}`
          await page.screenshot({ path: `${folder}/${name}.png` })
        }
        await page.context().close()
      }
    }
  }
}
await browser.close()
